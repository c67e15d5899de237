package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP562", Name: "ash-empty-variable", Since: "0.2.0",
	Summary:    "a variable that bash fills in and the image's ash does not",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{457},
	Doc: `## What it flags

` + "`$UID`, `$EUID`, `$BASHPID`, `$SECONDS`, `$OSTYPE`, `$PIPESTATUS`, `$BASH_SOURCE`" + ` and their like in what BusyBox ash runs, and ` + "`$FUNCNAME`" + ` before 1.35.

It is silent where the script, an ENV or an ARG sets the name, where a default stands beside it (` + "`${UID:-0}`" + `), for ` + "`$UID`" + ` in what runs in the container, whose environment may have it, and for ` + "`$RANDOM`, `$HOSTNAME`, `$PPID`, `$LINENO`" + `, which ash has.

## Why

The variable is empty. ` + "`[ \"$EUID\" -ne 0 ]`" + ` is then neither true nor false but an error, which an if takes for false, so that the check for root lets everyone through. Run on BusyBox 1.26 to 1.38.

~~~console
$ sh bad/check.sh
sh: bad number
goes on
$ sh good/check.sh
...
~~~

## What to do

Ask a program: ` + "`$(id -u)`, `$(date +%s)`, `$(uname -m)`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [ "$EUID" -ne 0 ]; then echo "root only"; exit 1; fi
echo "goes on"
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [ "$(id -u)" -ne 0 ]; then echo "root only"; exit 1; fi
echo "goes on"
`,
	Run: func(p *analysis.Pass) {
		for _, c := range p.AshConstructs() {
			if c.Outcome == shell.Differs && c.Variable != "" {
				p.Report(c.Finding())
			}
		}
	},
})
