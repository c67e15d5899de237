package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP532", Name: "piped-into-shell", Since: "0.1.0",
	Summary:    "a value from outside in what a shell reads from a pipe or a here-document",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{78},
	Doc: `## What it flags

A value from outside in the text that ` + "`" + `sh` + "`" + `, ` + "`" + `bash` + "`" + `, ` + "`" + `su` + "`" + ` and their like read from standard input: through a pipe (` + "`" + `echo "..." | sh` + "`" + `), a here-document whose delimiter is not quoted (` + "`" + `sh <<EOF` + "`" + `) or a file. What a constant address serves is told by another rule. A variable that a script of which no Dockerfile is known reads without a default is information only (see ALP507).

## Why

The shell in front puts the value into the text, and the shell behind reads it as code. Quotes in the text do not help, since the value may close them. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ APP_USER='me; echo "taken over"' sh bad/start.sh
me
taken over
$ APP_USER='me; echo "taken over"' sh good/start.sh
me; echo "taken over"
~~~

## What to do

Quote the delimiter and pass the value as an argument: ` + "`" + `sh -s -- "$value" <<'EOF'` + "`" + `, and in the text ` + "`" + `"$1"` + "`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
sh <<EOF
echo $APP_USER
EOF
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
sh -s -- "$APP_USER" <<'EOF'
echo "$1"
EOF
`,
	Run: injected("pass the value as an argument to a constant text: sh -s -- \"$value\" <<'EOF' and in the text \"$1\"",
		taint.Piped),
})
