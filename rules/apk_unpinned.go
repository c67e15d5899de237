package rules

import (
	"fmt"
	"slices"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP201", Name: "apk-unpinned", Since: "0.1.0",
	Summary:    "apk add of packages without a version",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3018"},
	AliasNote:  "one finding for each apk add; ~ and an upper bound hold a version too; = without -rN is ALP202's, for it can never be installed",
	CWE:        []int{1357},
	Doc: `## What it flags

Operands of ` + "`apk add`" + ` that name a package and no version. It is one finding for each ` + "`apk add`" + `, and it names the packages. A name that an earlier ` + "`apk add`" + ` of the stage gave a version is not flagged, nor are virtual groups, package files, conflicts (` + "`!name`" + `), names that come out of variables, and lower bounds, of which ALP205 tells.

## Why

Alpine keeps one build of each package on a branch. Without a version the same Dockerfile brings whatever that is on the day of the build, and on another base release another major version, unseen by review.

## What to do

Hold the version by the fuzzy operator: ` + "`curl~8.14`" + ` takes every security fix of 8.14 and fails when the branch moves on. An exact ` + "`curl=8.14.1-r2`" + ` breaks the build as soon as Alpine publishes -r3, since the old build is gone; ` + "`curl=8.14.1`" + ` without revision can never be installed (ALP202). ` + "`apk policy curl`" + ` in the base image tells the version. Fuzzy matching works from Alpine 3.7 on. With a package index (` + "`--apk-index`, `apk-index:`" + ` in the config) a fix writes the versions, and ` + "`crampon pin`" + ` does only that. It is safe with an index of these days and a release that the FROM itself names.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache curl ca-certificates\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14 ca-certificates~20260909\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for i, add := range p.Adds() {
			lost := add.LostConstraints() // ALP219 tells of them
			var loose []apk.Operand
			for o := range add.Written() {
				c := o.Constraint
				if o.Err != nil || c.Pinned() || c.LowerBound() || p.PinnedBefore(i, c.Name) {
					continue
				}
				if !slices.ContainsFunc(lost, func(l analysis.LostConstraint) bool { return l.Name == c.Name }) {
					loose = append(loose, o)
				}
			}
			held, rest, fixes := p.PinAll(add, loose)
			for _, operands := range [][]apk.Operand{held, rest} {
				if len(operands) > 0 {
					p.Report(unpinned(add, operands, fixes))
				}
				fixes = nil
			}
		}
	},
})

func unpinned(add analysis.ApkCall, loose []apk.Operand, fixes []analysis.Fix) analysis.Finding {
	f := analysis.Finding{
		Span:    add.Span(loose[0]),
		Message: fmt.Sprintf("%s %s no version: every build takes what the branch has that day", names(loose), have(len(loose))),
		Help:    fmt.Sprintf("hold it with %s~MAJOR.MINOR; `apk policy %[1]s` in the base image tells the version", loose[0].Constraint.Name),
		Fixes:   fixes,
	}
	for _, o := range loose[1:] {
		f.Related = append(f.Related, analysis.Related{Span: add.Span(o), Message: o.Constraint.Name + " has no version"})
	}
	return f
}
