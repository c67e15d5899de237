package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP505", Name: "dbl-bracket-quoted-pattern", Since: "0.2.0",
	Summary:    "a quoted value on the right of [[ a = \"$b\" ]], which ash takes for a pattern",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{697},
	Doc: `## What it flags

A quoted right side of ` + "`=`, `==` or `!=` in `[[ ]]`" + ` that BusyBox ash runs, from 1.33 (Alpine 3.14) on, when it may hold ` + "`*`, `?`, `[` or `\\`" + `; an error when it comes from outside.

It is silent for constants without these, numbers, and values that are known to have none; for ` + "`[ ]`, `test` and `case`" + `, which take quotes as other shells do; before BusyBox 1.33, which knows no patterns there; and in bash.

## Why

The quotes are gone when ` + "`[[`" + ` gets its words, for it is a command to ash, and it matches the right side as a pattern. Who can choose it writes ` + "`*`" + `.

~~~console
$ sh bad/check.sh '*'
welcome
$ sh good/check.sh '*'
~~~

## What to do

Write ` + "`[ \"$a\" = \"$b\" ]`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
secret=$(tr -dc a-z < /dev/urandom | head -c 9)
if [[ "$secret" == "$1" ]]; then echo welcome; fi
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
secret=$(tr -dc a-z < /dev/urandom | head -c 9)
if [ "$secret" = "$1" ]; then echo welcome; fi
`,
	Run: func(p *analysis.Pass) {
		for _, x := range p.AshTestWords() {
			if !x.Pattern {
				continue
			}
			f := testFinding(x, `compare with [ a = "$b" ]`)
			if x.Flow == nil {
				f.Message = x.Word.Source() + " is a pattern in [[ ]] though it is quoted, from BusyBox 1.33 on"
			}
			p.Report(f)
		}
	},
})
