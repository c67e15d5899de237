package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP516", Name: "reverse-shell", Since: "0.1.0",
	Summary:    "a shell is given to the network",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{506, 78},
	Doc: `## What it flags

` + "`nc -e sh`, `nc ... | sh`" + `, a shell and nc on one pipe, ` + "`telnetd -l sh`, `socat ... EXEC:sh`" + ` and ` + "`bash > /dev/tcp/...`" + `: whoever is at the other end of the connection types into a shell.

Silent: nc with a program that is no shell, nc as a test of a port, ` + "`exec 3<>/dev/tcp/...`" + `.

## Why

It is what remains of an attack, or of a demonstration of one. Nothing asks for a password, and nothing is encrypted. BusyBox's nc has ` + "`-e`" + ` in all releases of Alpine that were looked at (3.7 to 3.24). Here nc is a function that plays the other end of the connection.

~~~console
$ nc() { echo 'echo "taken over"'; }
$ . bad/start.sh
taken over
$ . good/start.sh
$ cat message
echo "taken over"
~~~

## What to do

Take it out. For a person who has to get in there are ` + "`docker exec`" + ` and ssh.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
USER nobody
CMD nc -l -p 4444 -e /bin/sh
-- start.sh --
#!/bin/sh
nc -l -p 4444 | sh
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
USER nobody
CMD ["sleep", "infinity"]
-- start.sh --
#!/bin/sh
nc -l -p 4444 > message
`,
	Run: func(p *analysis.Pass) {
		for _, s := range p.NetworkShells() {
			p.Report(analysis.Finding{
				Span:    s.Span,
				Message: s.How + ", so the other end can run commands",
				Help:    "take it out; for a person there are docker exec and ssh",
			})
		}
	},
})
