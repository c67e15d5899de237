package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP523", Name: "unchecked-cd", Since: "0.2.0",
	Summary:    "files changed behind a cd that may have failed",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2164"},
	CWE:        []int{252},
	Doc: `## What it flags

` + "`cd`" + ` into a folder that a command printed (` + "`cd $(mktemp -d)`, or `dir=$(...)` and `cd $dir`" + `), with nothing that notices its failure, where files of the working folder are removed, unpacked or written behind it.

It is silent under ` + "`set -e`" + `, where && or || follows or the variable is tested, in conditions, for constants, and for what always prints something (` + "`cd \"$(dirname \"$0\")\"`" + `).

## Why

A command that fails prints nothing. ` + "`cd $dir`" + ` is then ` + "`cd`" + `, which goes to HOME, and ` + "`cd \"$dir\"`" + ` stays where it is and succeeds, in ash, dash and bash; what follows works on the wrong files. Run on Alpine 3.6 to 3.20.

~~~console
$ touch precious; sh bad/clean.sh; ls
bad
good
$ touch precious; sh good/clean.sh
...
$ ls precious
precious
~~~

## What to do

` + "`cd \"${dir:?}\" || exit`" + `: it stops for an empty name and for a folder that is not there.
`,
	Bad:  "-- clean.sh --\n#!/bin/sh\ndir=$(cat /run/folder 2>/dev/null)\ncd \"$dir\"\nrm -f precious\n",
	Good: "-- clean.sh --\n#!/bin/sh\ndir=$(cat /run/folder 2>/dev/null)\ncd \"${dir:?}\" || exit\nrm -f precious\n",
	Run: func(p *analysis.Pass) {
		for _, x := range p.UncheckedCds() {
			p.Report(analysis.Finding{
				Span:    x.Command.Span(),
				Message: "if this folder is empty or missing, " + x.Then.Name + " works in another one",
				Help:    "put the folder into a variable, and write cd \"${dir:?}\" || exit",
				Related: []analysis.Related{{Span: x.Then.Span(), Message: "works in the folder"}, {Span: x.From.Span(), Message: "prints nothing when it fails"}},
				Fixes:   x.Fixes(),
			})
		}
	},
})
