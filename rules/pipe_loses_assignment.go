package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP564", Name: "pipe-loses-assignment", Since: "0.2.0",
	Summary:    "a variable that is set in a part of a pipe and used behind it",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{665},
	Doc: `## What it flags

In what BusyBox ash runs: ` + "`cmd | read v`, and `v=...` inside `cmd | while read ...; do ... done`" + `, when ` + "`$v`" + ` is used behind the pipe in the same function and nothing sets it in between.

It is silent where the use has a default (` + "`${v:-x}`" + `), stands in the same pipe, or in ( ) and functions of its own.

## Why

Each part of a pipe runs in a subshell of its own, the last one too, and what it sets is gone at the pipe's end. ksh and zsh run the last part themselves. Run on BusyBox 1.26 to 1.38.

~~~console
$ sh bad/count.sh
found 0
$ sh good/count.sh
found 2
~~~

## What to do

Read from a here-document or a file: ` + "`while read -r f; do ...; done <<EOF`" + `, or take the value as output: ` + "`n=$(cmd | wc -l)`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 count.sh /
USER nobody
ENTRYPOINT ["/count.sh"]
-- count.sh --
#!/bin/sh
n=0
printf 'a\nb\n' | while read -r f; do n=$((n + 1)); done
echo "found $n"
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 count.sh /
USER nobody
ENTRYPOINT ["/count.sh"]
-- count.sh --
#!/bin/sh
n=0
while read -r f; do n=$((n + 1)); done <<END
$(printf 'a\nb\n')
END
echo "found $n"
`,
	Run: func(p *analysis.Pass) {
		for _, program := range p.AshPrograms {
			for _, l := range program.Lost() {
				p.Report(analysis.Finding{
					Span:    l.Use,
					Message: l.Name + " does not have here what the pipe gave it, for each part of a pipe is a subshell",
					Help:    "read from a here-document or take the value as output: " + l.Name + "=$(...)",
					Related: []analysis.Related{{Span: l.Set, Message: "set here, in a part of a pipe"}},
				})
			}
		}
	},
})
