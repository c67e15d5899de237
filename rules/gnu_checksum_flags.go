package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP513", Name: "gnu-checksum-flags", Since: "0.2.0",
	Summary:    "a checksum compared with options that BusyBox refuses",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{354},
	Doc: `## What it flags

` + "`--check`, `--status`, `--quiet`, `--strict`, `--ignore-missing`" + ` and other long options of md5sum, sha1sum, sha256sum and their like, where these are BusyBox's. It is an error where nothing follows from the failure (` + "`|| true`, or `;` without `set -e`" + `). It is silent where coreutils may be installed.

## Why

BusyBox has ` + "`-c`, `-s` and `-w`" + ` and no long options, on all releases from Alpine 3.6 on. The command fails without having compared anything: in a build that is seen, but where its failure only leads to another branch the download is used unchecked.

~~~console
$ echo data > file; sha256sum file > sums
$ sha256sum --check --status sums 2>&1 | head -n 1
sha256sum: unrecognized option '--check'
$ sha256sum -c -s sums && echo the same
the same
~~~

## What to do

` + "`sha256sum -c`, with `-s`" + ` to print nothing. Both are what ` + "`--check` and `--status`" + ` say; coreutils has no ` + "`-s`" + `.
`,
	Bad: `FROM alpine:3.24
COPY app app.sha256 /
RUN sha256sum --check app.sha256
USER nobody
`,
	Good: `FROM alpine:3.24
COPY app app.sha256 /
RUN sha256sum -c app.sha256
USER nobody
`,
	Run: func(p *analysis.Pass) {
		reportMisuses(p, alpine.Refused, "checksum", "BusyBox %s refuses %s, and compares nothing")
	},
})
