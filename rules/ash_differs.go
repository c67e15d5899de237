package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP561", Name: "ash-differs", Since: "0.2.0",
	Summary:    "a construct that the image's ash takes for something else, without a word",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

In what BusyBox ash runs: ` + "`{a,b}` and `{1..3}`, which stay as they are; `${v/#p/r}` and `${v/%p/r}`, which look for the # and the %; `$(<file)`" + `, which is empty; ` + "`$\"...\"`, `$[1+2]`, `$'\\e'`, `printf -v`, `${#@}`, `type -t`, `~+`; `((x>3))` and `[[ a > b ]]`" + `, which write a file; patterns in ` + "`[[ ]]`" + ` before 1.33.

It is silent for braces that a program is meant to get (those of jq, curl, grep, find and their like), and wherever ALP511 is.

## Why

Nothing fails: the script goes on with another value, or with a folder called ` + "`{logs,data}`" + `. Each row of the table that ` + "`crampon explain ash`" + ` prints was run on BusyBox 1.26 to 1.38.

~~~console
$ sh bad/setup.sh
x/{logs,data}
$ sh good/setup.sh
y/data
y/logs
~~~

## What to do

Write it as the help says, or run the script with bash: ` + "`apk add bash`, and `#!/bin/bash`" + ` on top.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 setup.sh /
USER nobody
RUN /setup.sh
-- setup.sh --
#!/bin/sh
mkdir -p x/{logs,data}
ls -d x/*
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 setup.sh /
USER nobody
RUN /setup.sh
-- setup.sh --
#!/bin/sh
mkdir -p y/logs y/data
ls -d y/*
`,
	Run: func(p *analysis.Pass) {
		for _, c := range p.AshConstructs() {
			if c.Outcome == shell.Differs && c.Variable == "" {
				p.Report(c.Finding())
			}
		}
	},
})
