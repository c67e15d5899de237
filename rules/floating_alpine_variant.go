package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP104", Name: "floating-alpine-variant", Since: "0.1.0",
	Summary:    "a tag that moves to another Alpine release",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

A tag of an official image that says ` + "`alpine`" + ` without a release and is still being built, such as ` + "`golang:1.26-alpine`" + `. Tags that are no longer built stay on their release and are not flagged, nor are names with a digest.

## Why

The version in the tag is that of the language or server. The Alpine below it changes within the life of the tag: ` + "`golang:1.25-alpine`" + ` was Alpine 3.23 and then 3.24, ` + "`node:20-alpine`" + ` went from 3.17 to 3.23. Packages that ` + "`apk`" + ` adds, musl and BusyBox change with it.

## What to do

Name Alpine's release too: ` + "`golang:1.26-alpine3.24`" + `.
`,
	Bad:  "FROM node:24-alpine\nUSER node\n",
	Good: "FROM node:24-alpine3.24\nUSER node\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			img := use.Ref.Image()
			if !img.Official || img.Name == "alpine" || img.Distro != alpine.Alpine || img.Moving != alpine.Floating || use.Ref.Digest != "" {
				continue
			}
			p.Report(analysis.Finding{
				Span:    tagSpan(use.Ref),
				Message: title(use.Ref) + " moves to another Alpine release when there is one",
				Notes:   append(because(use.Ref), img.Evidence),
				Help:    fmt.Sprintf("name Alpine's release in the tag too, as in alpine%v", newestSupported(p.Settings.Today).Release),
			})
		}
	},
})
