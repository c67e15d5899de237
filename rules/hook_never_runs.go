package rules

import (
	"regexp"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP525", Name: "hook-never-runs", Since: "0.2.0",
	Summary:    "a hook that run-parts passes over",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

A file copied to /etc/network/if-*.d or /etc/periodic/*, by name or as a script in a folder, that run-parts does not run: with a dot in its name up to Alpine 3.14, with other characters than letters, digits, ` + "`_`, `-`" + ` and the dot, or with a mode that lets nobody execute it: of ` + "`--chmod`" + `, or of the file in the build context, where no chmod follows.

## Why

run-parts passes over such files without a word; a firewall hook called firewall.sh never ran. Run on Alpine 3.6 to 3.20: names with a dot run from 3.15 on (BusyBox 1.34).

## What to do

A name without a dot, and ` + "`COPY --chmod=755`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.14
COPY --chmod=755 firewall.sh /etc/network/if-pre-up.d/
USER nobody
-- firewall.sh --
#!/bin/sh
true
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 firewall.sh /etc/network/if-pre-up.d/firewall
USER nobody
-- firewall.sh --
#!/bin/sh
true
`,
	Run: func(p *analysis.Pass) {
		for _, stage := range p.Stages() {
			for _, step := range stage.Steps {
				for _, h := range step.Hooks() {
					if why := passedOver(h); why != "" && step.Before.IsAlpine() == alpine.Yes {
						p.Report(analysis.Finding{Span: h.Span, Message: "run-parts passes over " + h.Name + ": " + why, Notes: releaseNote(step.Before)})
					}
				}
			}
		}
	},
})

var runnable = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// passedOver says why run-parts does not run the hook; "" when it may.
func passedOver(h image.Hook) string {
	const withDots = 34 // the BusyBox that runs names with a dot
	_, newest := h.Step.Stage.Image.BusyBoxes()
	switch {
	case !runnable.MatchString(h.Name):
		return "its name has other characters than letters, digits, _, - and the dot"
	case strings.Contains(h.Name, ".") && newest.Known() && newest < withDots:
		return "its name has a dot"
	case h.Idle:
		return "its mode lets nobody execute it"
	}
	return ""
}
