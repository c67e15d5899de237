package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP702", Name: "setuid", Since: "0.2.0",
	Summary:    "a program that runs as root whoever starts it",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{732, 250},
	Doc: `## What it flags

The setuid bit, given by ` + "`chmod`, `install -m` or `COPY --chmod`" + `; the setgid bit of a program in /bin, /usr/bin and the like; and ` + "`setcap`" + ` with a capability that is as good as root: cap_sys_admin, cap_setuid, cap_dac_override and some more.

It is an error for a program that then does whatever its user wants: su-exec, gosu, bash and other shells, Python, Perl and other interpreters.

Silent: folders with the setgid bit, newuidmap and newgidmap, capabilities such as cap_net_bind_service, and stages that are not shipped.

## Why

Alpine's root file system has no setuid file at all: counted in those of 3.6, 3.12, 3.18 and 3.20. Each one that is added is a way from the user of a service, or of whoever broke into it, to root.

The commands of Alpine are links to /bin/busybox, and chmod follows links: a ` + "`chmod u+s /bin/ping`" + ` makes BusyBox itself setuid.

~~~console
$ cp "$(which busybox)" busybox
$ ln -s busybox ping
$ chmod u+s ping
$ ls -l busybox | cut -c1-10
-rwsr-xr-x
~~~

BusyBox then gives root up again for most applets: run as nobody, a setuid BusyBox 1.35 of Debian could not read /etc/shadow by cat or sh (Alpine builds it with the same switch, FEATURE_SUID). It keeps root for some, su among them, and ` + "`busybox --install -s`" + ` wrote 269 links into a folder of root's. A setuid bash gave its user root by ` + "`bash -p`" + `.

## What to do

Start what needs root as root, and the rest as a user by su-exec; for a port below 1024 set cap_net_bind_service.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache su-exec~0.2 && chmod u+s /sbin/su-exec
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache su-exec~0.2
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, e := range p.Elevations() {
			f := analysis.Finding{Span: e.Span, Help: "leave it out, and begin as root where root is needed"}
			switch {
			case e.Link:
				f.Message = fmt.Sprintf("%s is a link to /bin/busybox, which becomes %s", e.Path, e.Bit)
			case e.Bit == "setuid":
				f.Message = e.Path + " runs as its owner, whoever starts it"
			case e.Bit == "setgid":
				f.Message = e.Path + " runs with its group's rights, whoever starts it"
			default:
				f.Message = fmt.Sprintf("%s has %s, whoever starts it", e.Path, e.Bit)
			}
			if e.Shell {
				f.Severity = analysis.Error
				f.Notes = []string{"and it does whatever its user wants"}
			}
			p.Report(f)
		}
	},
})
