package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP565", Name: "prefix-persists", Since: "0.2.0",
	Summary:    "an assignment in front of a special builtin, which stays in force in ash",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{665},
	Doc: `## What it flags

In what BusyBox ash runs: ` + "`NAME=value`" + ` in front of a special builtin (` + "`:`, `set`, `eval`, `export`, `trap`, `unset`" + ` and others), when the name is IFS or PATH, or the script sets it elsewhere too.

It is silent in subshells and ` + "`$( )`" + `, where it ends with them, for ` + "`exec`, `exit`, `return` and `.`" + `, and for all other commands (` + "`IFS=: read -r a b`" + ` is right).

## Why

The value stays when the builtin is done, as POSIX has it; bash puts the old one back. With ` + "`IFS=: set -- $v`" + ` the words of $v are split before IFS is set, and all that follows is split at colons. Run on BusyBox 1.26 to 1.38.

~~~console
$ sh bad/split.sh
[a:b]
[x] [y]
$ sh good/split.sh
[a] [b]
[x:y]
~~~

## What to do

Set it on a line of its own, and back afterwards, or in a subshell.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 split.sh /
USER nobody
ENTRYPOINT ["/split.sh"]
-- split.sh --
#!/bin/sh
show() { for i in "$@"; do printf '[%s] ' "$i"; done | sed 's/ $//'; echo; }
v=a:b w=x:y
IFS=: set -- $v
show "$@"
show $w
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 split.sh /
USER nobody
ENTRYPOINT ["/split.sh"]
-- split.sh --
#!/bin/sh
show() { for i in "$@"; do printf '[%s] ' "$i"; done | sed 's/ $//'; echo; }
v=a:b w=x:y
IFS=:
set -- $v
unset IFS
show "$@"
show $w
`,
	Run: func(p *analysis.Pass) {
		for _, program := range p.AshPrograms {
			for _, c := range program.Commands {
				for _, a := range c.Persisting() {
					p.Report(analysis.Finding{
						Span:    a.Span,
						Message: a.Name + " stays set behind " + c.Name + ", which is a special builtin",
						Help:    "set it on a line of its own, and back afterwards",
					})
				}
			}
		}
	},
})
