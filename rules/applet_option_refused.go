package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP571", Name: "applet-option-refused", Since: "0.2.0",
	Summary:    "an option that the BusyBox applet does not have",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

An option, a predicate of find, a date, a size or an expression that GNU's command takes and the BusyBox applet of the same name refuses: ` + "`grep -P`, `find -printf`, `xargs -d`, `date -d yesterday`, `readlink -e`, `tar --transform`" + ` and some hundred more.

It is silent where the image may have GNU's command (coreutils, grep, findutils, tar, ... or a package that needs them), where a function or a file has the name, and where the base image is not known to be bare.

## Why

The applet prints its usage and ends with an error. In a build that shows at once; in a start script it shows when the branch is taken, and behind ` + "`|| true`, in `$( )` and in a pipe" + ` it does not show at all.

Each row of the table was measured: with the BusyBox of Alpine 3.6, 3.12, 3.16 and 3.20, and with 1.37 and 1.38 built in Alpine's configuration. A row names its releases.

~~~console
$ echo a1 | grep -oP '\d+' 2>&1 | head -n 1
grep: invalid option -- 'P'
$ echo a1 | grep -oE '[0-9]+'
1
$ date -d yesterday +%F
date: invalid date 'yesterday'
~~~

## What to do

Write what both know, which the finding names, or install the package with GNU's command.
`,
	Bad: `FROM alpine:3.24
RUN grep -oP '^VERSION_ID=\K.*' /etc/os-release
USER nobody
`,
	Good: `FROM alpine:3.24
RUN sed -n 's/^VERSION_ID=//p' /etc/os-release
USER nobody
`,
	Run: func(p *analysis.Pass) { reportMisuses(p, alpine.Refused, "", "BusyBox %s refuses %s") },
})
