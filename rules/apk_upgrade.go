package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP213", Name: "apk-upgrade", Since: "0.2.0",
	Summary:    "apk upgrade, whose result is another every day",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Optional:   true,
	Aliases:    []string{"DL3017"},
	AliasNote:  "hadolint dropped it; off unless asked for",
	CWE:        []int{1357},
	Doc: `## What it flags

` + "`apk upgrade`, and `apk add -u`" + ` without packages. It is off by default: between two builds of the base image an upgrade is how fixes get in, and hadolint gave up its DL3017 for that reason.

## Why

What comes out depends on the day and on the build cache, and each upgrade stores the upgraded packages a second time, in a layer of its own.

## What to do

Build often, on a base image by digest that a tool renews: then the base has the fixes, and the build is the same for everybody. Where an upgrade has to be, run it with ` + "`--no-cache`" + ` in front of everything else, and build without the layer cache.
`,
	Bad:  "FROM alpine:3.24\nRUN apk upgrade --no-cache\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for call := range p.Apk() {
			if len(call.Operands) > 0 || call.Applet != "upgrade" && !(call.Applet == "add" && call.Has("upgrade")) {
				continue
			}
			p.Report(analysis.Finding{
				Span:    call.AppletSpan(),
				Message: "what this upgrades depends on the day of the build and on its cache",
				Help:    "renew the base image by its digest instead",
			})
		}
	},
})
