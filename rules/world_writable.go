package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP710", Name: "world-writable", Since: "0.2.0",
	Summary:    "programs or configuration that everybody can change",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{732},
	Doc: `## What it flags

A mode by which everybody can write (777, 666, o+w, a+w), given by ` + "`chmod`, `install -m`, `mkdir -m` or `COPY --chmod`" + ` to a folder of PATH, a program in one, or something in /etc; with -R also to a folder above these.

Silent: other folders, a mode with the sticky bit (1777), ` + "`+w`" + ` without a letter in front (the umask keeps it from others), paths that are not known, and stages that are not shipped.

## Why

A container begins as root more often than not, and a health check, a ` + "`docker exec`" + ` or a cron job does too. What any user of the container can write there, root runs or reads next.

~~~console
$ touch script; chmod 755 script; chmod +w script; ls -l script | cut -c1-10
-rwxr-xr-x
$ chmod a+w script; ls -l script | cut -c1-10
-rwxrwxrwx
~~~

## What to do

` + "`chown`" + ` what the service writes to its user, and leave the rest at 755 and 644. Where the user's number is not known beforehand (OpenShift), give it to group 0: ` + "`chgrp -R 0 dir && chmod -R g=u dir`" + `.
`,
	Bad: `FROM alpine:3.24
COPY app.conf /etc/app/
RUN chmod -R 777 /etc/app
USER nobody
`,
	Good: `FROM alpine:3.24
COPY --chown=nobody app.conf /etc/app/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, o := range p.OpenedPaths() {
			p.Report(analysis.Finding{
				Span:    o.Span,
				Message: "everybody can " + o.Can + ": " + o.Path,
				Help:    "give it to the user that writes it, by chown",
			})
		}
	},
})
