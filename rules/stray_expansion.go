package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP528", Name: "stray-expansion", Since: "0.2.0",
	Summary:    "a dollar sign left behind an expansion",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{480},
	Doc: `## What it flags

` + "`docker exec ${ID}$`" + `: a word of docker, podman, nerdctl or kubectl, or of a command that works on files, that ends in an expansion and a dollar sign. Words with a ` + "`^`" + ` or another sign of a pattern are left alone.

## Why

A dollar sign with nothing behind it stands for itself, so the name has a ` + "`$`" + ` at its end, and nothing of that name is found.

~~~console
$ ID=web; echo ${ID}$
web$
~~~

## What to do

Take the dollar sign away.
`,
	Bad:  "-- run.sh --\n#!/bin/sh\ndocker exec ${ID}$ true\n",
	Good: "-- run.sh --\n#!/bin/sh\ndocker exec ${ID} true\n",
	Run: func(p *analysis.Pass) {
		for _, c := range p.Commands("docker", "podman", "nerdctl", "kubectl", "cd", "cp", "mv", "rm", "mkdir", "rmdir", "chown", "chmod", "touch", "ln", "cat") {
			for _, w := range c.Args {
				src := strings.TrimRight(w.Source(), `"`)
				if !strings.HasSuffix(src, "}$") || !strings.Contains(src, "${") || strings.ContainsAny(src, "^'*[(|\\") {
					continue
				}
				at := w.Span().Start + len(src) - 1
				dollar := w.Span().File.Span(at, at+1)
				p.Report(analysis.Finding{
					Span:    dollar,
					Message: "this dollar sign expands to nothing and becomes a part of the word",
					Fixes:   []analysis.Fix{{Title: "Take the dollar sign away", Edits: []source.Edit{{Span: dollar, New: ""}}}},
				})
			}
		}
	},
})
