package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP517", Name: "env-of-ash", Since: "0.1.0",
	Summary:    "ENV names a file for interactive shells that others can write",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{426},
	Doc: `## What it flags

` + "`ENV ENV=...` and `export ENV=...`" + ` with a file in a folder that everybody can write (/tmp, /var/tmp, /dev/shm, /run/lock), or with a relative path. A word without a dot or a slash is taken for the mode in which an application runs: ` + "`ENV=production`" + `.

## Why

An interactive ash reads the file that the variable ENV names. Who can write it waits for a root shell: ` + "`docker exec -it`" + ` is one. A shell that runs a script does not read it. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ echo 'echo "taken over"' > rc
$ sh bad/enter.sh < /dev/null 2>&1 | grep taken
taken over
$ sh good/enter.sh < /dev/null 2>&1 | grep taken
$ ENV=./rc sh -c true
~~~

## What to do

Name a file that only root can write: ` + "`ENV ENV=/etc/shrc`" + `, or leave settings to /etc/profile and login shells.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
ENV ENV=/tmp/.ashrc
USER nobody
-- enter.sh --
#!/bin/sh
export ENV=./rc
exec sh -i
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
ENV ENV=/etc/shrc
USER nobody
-- enter.sh --
#!/bin/sh
export ENV=/etc/shrc
exec sh -i
`,
	Run: func(p *analysis.Pass) {
		for _, a := range p.Exported("ENV") {
			shared := strings.ContainsAny(a.Value, "./") && !strings.ContainsAny(a.Value[:1], "/$~")
			for _, dir := range []string{"/tmp/", "/var/tmp/", "/dev/shm/", "/run/lock/"} {
				shared = shared || strings.HasPrefix(a.Value, dir)
			}
			if shared {
				p.Report(analysis.Finding{
					Span:    a.Span,
					Message: "every interactive sh runs " + a.Value + ", so whoever can write that file can run commands as root",
					Help:    "name a file that only root can write, such as /etc/shrc",
				})
			}
		}
	},
})
