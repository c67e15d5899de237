package rules

import (
	"fmt"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

// longDead is how long after the last fix an image is an error: holes that were
// found since are public, and there is an update to go to.
const longDead = 180 * 24 * time.Hour

var _ = register(&analysis.Rule{
	ID: "ALP103", Name: "eol-release", Since: "0.1.0",
	Summary:    "an image on an Alpine release that gets no more fixes",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1104},
	Doc: `## What it flags

An image on an Alpine release that has reached its end of life: in FROM of any stage, in ` + "`COPY --from=`, `RUN --mount=from=`, `docker run`, `create` and `pull`" + `. It is an error when the end was over 180 days ago or the release is older than 3.18, a warning before.

The release is known from the tag (` + "`alpine:3.9`, `golang:1.22-alpine3.20`" + `) or, for tags of official images that can no longer move, from the history of official-images: ` + "`golang:1.11-alpine`" + ` was last built on Alpine 3.10. A tag that still moves, an unknown image and a release newer than crampon's table are not flagged; ` + "`--today`" + ` judges by another day.

## Why

Nothing in the image is mended any more. The qsort stack corruption of musl (CVE-2026-40200) was fixed in 3.20.10, 3.21.7 and 3.22.4; 3.19 and everything before it never got the fix. A stage that only builds runs its compilers and downloads on the same unmended packages.

## What to do

Move to a supported release. Packages change their versions with it: ` + "`apk`" + ` pins and names such as ` + "`php7`" + ` have to follow.
`,
	Bad:  "FROM alpine:3.9\nUSER nobody\n",
	Good: "FROM alpine:3.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		today := p.Settings.Today
		for _, use := range p.Images() {
			img := use.Ref.Image()
			facts, ok := img.Release.Facts()
			if !ok || img.Distro != alpine.Alpine || facts.EOL.After(today) {
				continue
			}
			severity := analysis.Warning
			if today.Sub(facts.EOL) > longDead || facts.Release.Compare(alpine.Release{Major: 3, Minor: 18}) < 0 {
				severity = analysis.Error
			}
			notes := because(use.Ref)
			if img.Name != "alpine" { // whose tag says it
				notes = append(notes, img.Evidence)
			}
			newest := newestSupported(today)
			p.Report(analysis.Finding{
				Severity: severity,
				Span:     tagSpan(use.Ref),
				Message:  fmt.Sprintf("%s is Alpine %v, which has had no fixes since %s", title(use.Ref), facts.Release, facts.EOL.Format(time.DateOnly)),
				Notes:    append(notes, fmt.Sprintf("the newest release is Alpine %v, with fixes until %s", newest.Release, newest.EOL.Format(time.DateOnly))),
				Help:     fmt.Sprintf("move to Alpine %v", newest.Release),
				Fixes:    retag(use, today),
			})
		}
	},
})
