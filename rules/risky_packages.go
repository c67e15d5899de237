package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP224", Name: "risky-packages", Since: "0.2.0",
	Summary:    "a tool in the shipped image that an intruder looks for",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{1188},
	Doc: `## What it flags

Packages that stay in the image that is built and that serve an intruder more than the program: servers for a shell or for files (` + "`busybox-extras` with telnetd, ftpd, tftpd and httpd, `openssh-server`, `dropbear`" + `), network tools (` + "`nmap`, `socat`, `tcpdump`, `netcat-openbsd`" + `), debuggers (` + "`gdb`, `strace`" + `) and ` + "`docker`" + `. It is silent where the image's ENTRYPOINT, CMD or HEALTHCHECK, or a script that they run, calls the tool; where a RUN uses it and deletes it; and for images made for building or testing, told by the name of stage, file or folder.

## Why

With them a hole in the program becomes a way on: a shell that others can reach, a scan of the network behind it, the memory of the process. An image without them leaves an intruder with what BusyBox has.

## What to do

Leave them out and debug with ` + "`docker debug`, `kubectl debug`" + ` or a container of its own in the same namespaces.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache strace~6 python3~3.14\nUSER nobody\nCMD [\"python3\", \"/app.py\"]\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache python3~3.14\nUSER nobody\nCMD [\"python3\", \"/app.py\"]\n",
	Run: func(p *analysis.Pass) {
		for _, e := range p.Left() {
			name := e.Operand.Constraint.Name
			if what, ok := risky[name]; ok && !p.Starts(name) {
				p.Report(analysis.Finding{
					Span:    e.Span(),
					Message: name + " stays in the image: " + what,
					Help:    "leave it out, or delete it in the same RUN",
				})
			}
		}
	},
})

// risky are packages and what an intruder has of them.
var risky = map[string]string{
	"busybox-extras": "it has servers for telnet, ftp, tftp and http", "openssh-server": "it is a server for shells",
	"dropbear": "it is a server for shells", "docker": "it drives the host where the host's socket is there",
	"nmap": "it scans networks", "netcat-openbsd": "it carries a shell out over the network", "socat": "it carries a shell out over the network",
	"tcpdump": "it reads what goes over the network", "gdb": "it reads and changes a program's memory", "strace": "it reads what a program does",
}
