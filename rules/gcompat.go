package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP302", Name: "gcompat", Since: "0.1.0",
	Summary:    "the shim for programs linked with glibc, in the image that is shipped",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

` + "`apk add`" + ` of gcompat or libc6-compat in the stage that is built, on Alpine. Stages in between are left alone (for Go builds ALP312 tells what it does there), and so is what the stage deletes again.

## Why

The package brings a loader under glibc's name and some of glibc's functions, and hands all else to musl. Programs start with it, which is not to say that they work: what is missing shows when a symbol is first used, and a library of Alpine's in the same process brings what differs between the two into one heap. It is a last resort, better than glibc itself over musl (ALP301) and than a link under its loader's name (ALP303).

## What to do

Look for a musl build of the program for which it is there, or take a base with glibc.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache gcompat~1.1\nUSER nobody\n",
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			stage := add.Run.State.Stage
			if add.Run.State.IsAlpine() != alpine.Yes || stage.Build.Target == nil || !stage.Build.Target.On(stage) {
				continue
			}
			for _, o := range add.Operands {
				facts, _ := alpine.PackageFacts(o.Constraint.Name)
				if o.Kind != apk.Package || o.Constraint.Conflict || !facts.GlibcShim || stage.Final.Packages.Has(o.Constraint.Name) == alpine.No {
					continue
				}
				p.Report(analysis.Finding{
					Span:    add.Span(o),
					Message: o.Constraint.Name + " lets programs linked with glibc start on musl, and is no glibc",
					Help:    "look for a musl build of the program, or take a base with glibc",
				})
			}
		}
	},
})
