package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP220", Name: "index-miss", Since: "0.2.0",
	Summary:    "a version or a package that the branch does not have",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

An operand of ` + "`apk add`" + ` that no package of the base image's branch fulfils: its version was never there or is no longer, or there is no package of the name. It asks the package indexes that the user names, by ` + "`--apk-index`" + ` or ` + "`apk-index:`" + ` in the config, and is silent without one. That a name is nowhere is said only where the indexes of main and community are both at hand. Tagged operands, virtual groups, and stages with a repository of their own are not judged.

It is a warning where the newest package of the index is more than 30 days older than today, or than the end of the branch: the index may be older than the pin.

## Why

A branch of Alpine has one build of a package. When the next is published, a pin that does not allow it stops every build: "unable to select packages", "breaks: world[curl=8.9.1-r2]". So does a name that belongs to another release, or to another distribution.

## What to do

Pin to what the branch has, by the fuzzy operator, so that fixes come in: ` + "`curl~8.14`" + `. ` + "`crampon pin`" + ` does that.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
RUN apk add --no-cache curl=8.14.1-r1
USER nobody
-- alpine/v3.24/main/x86_64/APKINDEX --
P:curl
V:8.14.1-r2
t:1795132800
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
RUN apk add --no-cache curl~8.14
USER nobody
-- alpine/v3.24/main/x86_64/APKINDEX --
P:curl
V:8.14.1-r2
t:1795132800
`,
	Run: func(p *analysis.Pass) {
		for _, a := range p.Absent() {
			f := analysis.Finding{Span: a.Add.Span(a.Operand), Notes: releaseNote(a.Add.Run.State)}
			release, name := a.Add.Run.State.Release(), a.Operand.Constraint.Name
			if !p.Fresh(a.Branch, release) {
				f.Severity = analysis.Warning
				f.Notes = append(f.Notes, "the newest package of the index is of "+a.Branch.Newest().Format("2006-01-02"))
			}
			if a.Closest == "" {
				f.Message = fmt.Sprintf("Alpine %v has no package %s", release, name)
				if like := a.Like(); like != "" {
					f.Help = "did you mean " + like + "?"
				}
				p.Report(f)
				continue
			}
			f.Message = fmt.Sprintf("Alpine %v has no %s, the closest is %s", release, a.Operand.Raw, a.Closest)
			if edit, ok := p.Pin(a.Add, a.Operand, a.Closest); ok {
				f.Help = "write " + name + edit.New
				f.Fixes = []analysis.Fix{{Title: fmt.Sprintf("Hold %s%s", name, edit.New), Edits: []source.Edit{edit}}}
			}
			p.Report(f)
		}
	},
})
