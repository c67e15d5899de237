package rules

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP203", Name: "brittle-exact-pin", Since: "0.2.0",
	Summary:    "a package held at one build, which the mirror soon deletes",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Optional:   true,
	CWE:        []int{1104},
	Doc: `## What it flags

` + "`name=1.2.3-r4`" + ` in an ` + "`apk add`" + ` of an Alpine stage that asks Alpine's own mirrors. With a mirror of one's own, which may keep old builds, and on edge it is silent. It is off by default: some want the build to break and tell them.

## Why

A mirror of Alpine has one build of a package for each branch. When -r5 is published, -r4 is gone and the Dockerfile builds no more; until somebody touches it, nobody gets the fix that -r5 is. On one branch from 2026-09-09 to 09-17 that happened to apk-tools, ca-certificates and libssl3. Measured with apk 2.7.6, 2.10.8, 2.14.4 and 3.0.6: a version that the index does not have cannot be installed.

## What to do

` + "`name~1.2.3`" + ` takes every revision of 1.2.3, ` + "`name~1.2`" + ` every fix of 1.2.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache curl=8.14.1-r2\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14.1\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			r := add.Run.State.Release()
			if add.Run.State.IsAlpine() != alpine.Yes || r.IsEdge() {
				continue
			}
			for o := range add.Written() {
				c := o.Constraint
				version, ok := c.ExactBuild()
				if !ok || c.Tag != "" || p.OwnMirror(add) {
					continue
				}
				f := analysis.Finding{
					Span:    add.Span(o),
					Message: fmt.Sprintf("%s is held at one build, which the mirror deletes when the next is published", c.Name),
					Notes:   releaseNote(add.Run.State),
					Help:    fmt.Sprintf("write %s~%s, or ~ and the first two numbers", c.Name, version),
				}
				if held := c.Op + c.Version; strings.Contains(add.Span(o).Text(), held) && r.Known() && apk.HasFuzzy(r) {
					f.Fixes = []analysis.Fix{{Title: "Hold the version, not the build", Edits: replaceIn(add.Span(o), held, "~"+version)}}
				}
				p.Report(f)
			}
		}
	},
})
