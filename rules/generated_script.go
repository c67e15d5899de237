package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP533", Name: "generated-script", Since: "0.1.0",
	Summary:    "a value from outside in a script that is written and then run",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{94},
	Doc: `## What it flags

A value from outside in the text of a file that the same program writes, by a redirection, ` + "`" + `tee` + "`" + ` or a here-document whose delimiter is not quoted, and then runs or gives to a shell. A variable that a script of which no Dockerfile is known reads without a default is information only (see ALP507).

## Why

The value was data when the file was written, and is code when it is run. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ NAME='$(echo "taken over" >&2)' sh bad/start.sh
taken over
hello
$ NAME='$(echo "taken over" >&2)' sh good/start.sh
hello $(echo "taken over" >&2)
~~~

## What to do

Write a constant text, with a quoted delimiter, and hand the value over when it is run, as an argument or in the environment.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
cat > run.sh <<EOF
echo hello $NAME
EOF
sh run.sh
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
cat > run.sh <<'EOF'
echo hello "$1"
EOF
sh run.sh "$NAME"
`,
	Run: injected("keep the text of the script constant, of a here-document by a quoted delimiter, and pass the value as an argument when it is run",
		taint.Generated),
})
