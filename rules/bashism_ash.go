package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP511", Name: "bashism-ash", Since: "0.2.0",
	Summary:    "a construct of bash that the image's ash refuses",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

In what BusyBox ash runs: arrays, ` + "`<<<`" + ` before 1.38, ` + "`|&`, `&>>`, `;&`, `${!v}`, `${v^^}`, `${v@Q}`, `for ((`, `select`, `@(a|b)`" + `, options of local, ` + "`read -a`, `declare`, `shopt`, `mapfile`, `pushd`, `export -f`, `a+=b`, `trap ... ERR`" + ` before 1.35, names of functions with a dash before 1.37, and what else ends with an error in the image's release. ` + "`crampon explain ash`" + ` prints the whole table.

It is silent for what ash does as bash does (` + "`<( )`, `$'...'`, `${v:1:2}`, `${v/a/b}`, `&>`, `read -t`, `let`, `source`, `function f`" + `), where the script asks for BASH_VERSION, where a failure is handled (` + "`|| true`" + `), and for scripts whose shell is not known to be ash: Alpine's or BusyBox's image without SHELL, or a script that names ash.

## Why

A syntax error ends the script there, with all before it done; an unknown command fails, and without ` + "`set -e`" + ` the script goes on. Each row of the table was run on BusyBox 1.26 to 1.38.

~~~console
$ sh bad/start.sh
bad/start.sh: line 2: syntax error: unexpected "("
$ sh good/start.sh
option one
option two
~~~

## What to do

Write it as the help says, or run the script with bash: ` + "`apk add bash`, and `#!/bin/bash`" + ` on top.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
options=(one two)
for o in "${options[@]}"; do echo "option $o"; done
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
set -- one two
for o in "$@"; do echo "option $o"; done
`,
	Run: func(p *analysis.Pass) {
		for _, c := range p.AshConstructs() {
			if c.Outcome == shell.Fails || c.Outcome == shell.NotFound {
				p.Report(c.Finding())
			}
		}
	},
})
