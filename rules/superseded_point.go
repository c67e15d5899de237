package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP112", Name: "superseded-point", Since: "0.2.0",
	Summary:    "a point release of Alpine with a newer one on its branch",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1395},
	Doc: `## What it flags

A tag that names a point release of a supported Alpine branch, ` + "`alpine:3.22.1`" + `, of which crampon's table has a newer one. Of branches without fixes ALP103 tells, and of images by digest alone nothing is known.

## Why

A point release is the branch's image made anew, with the fixes since the last. The tag of the old one is never rebuilt: 3.22.3 keeps for good the musl whose qsort corrupts the stack (CVE-2026-40200), which 3.22.4, 3.21.7 and 3.20.10 have mended; CVE-2025-26519 in iconv was mended by 3.21.3, 3.20.6, 3.19.7 and 3.18.12. Packages of one branch stay compatible, so there is nothing to win by staying behind.

## What to do

Name the branch (` + "`alpine:3.22`" + `), which moves with each point release, or the newest point, and let a tool renew it.
`,
	Bad:  "FROM alpine:3.22.1\nUSER nobody\n",
	Good: "FROM alpine:3.22\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			img := use.Ref.Image()
			newest, mended, ok := img.Superseded()
			if facts, known := img.Release.Facts(); !ok || !known || !facts.Supported(p.Settings.Today) {
				continue
			}
			f := analysis.Finding{
				Span:    tagSpan(use.Ref),
				Message: fmt.Sprintf("Alpine %s has been replaced on its branch: the newest point release is %s", img.Point, newest),
				Notes:   because(use.Ref),
				Help:    fmt.Sprintf("write %v, which moves with the branch, or %s", img.Release, newest),
			}
			for _, h := range mended {
				f.Notes = append(f.Notes, fmt.Sprintf("%s, %s, was mended after %s", h.ID, h.What, img.Point))
			}
			if img.Name == "alpine" && use.Ref.Digest == "" && use.Ref.TagSpan.Text() == img.Point {
				f.Fixes = []analysis.Fix{{Title: "Name the branch, " + img.Release.String(), Edits: []source.Edit{{Span: use.Ref.TagSpan, New: img.Release.String()}}}}
			}
			p.Report(f)
		}
	},
})
