package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP503", Name: "cleartext-download", Since: "0.2.0",
	Summary:    "a download over plain http is run, unpacked or installed",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{494, 319},
	Doc: `## What it flags

An ` + "`http://` or `ftp://`" + ` address that curl, wget, aria2c or ADD fetch (curl and wget take one without a scheme for http), when what comes is run, made executable, unpacked, installed or trusted as a key, and no checksum or signature is compared.

Silent: hosts of this machine and of private networks, downloads that are checked, and those of which no use is seen. Repositories of apk are ALP207's.

## Why

Everybody on the way can put something else in its place, and nothing notices: the build works. Programs read from such an answer run as root.

## What to do

Write https, and compare a checksum. BusyBox's wget in Alpine checks certificates.
`,
	Bad: `FROM alpine:3.24
RUN wget -qO- http://example.org/app.tgz | tar xz -C /opt
USER nobody
`,
	Good: `FROM alpine:3.24
RUN wget -qO- https://example.org/app.tgz | tar xz -C /opt
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, f := range p.Fetches() {
			if !f.Plain() || !f.Unchecked() || f.Private() || len(f.Fates) == 0 {
				continue
			}
			found := analysis.Finding{
				Span:    f.Span,
				Message: "this comes unencrypted and is " + doneWith(f.Fates[0]) + ", and nothing checks it",
				Help:    "write https, and compare a checksum",
				Related: []analysis.Related{{Span: f.Fates[0].Span, Message: doneWith(f.Fates[0]) + " here"}},
			}
			if i := strings.Index(f.Span.Text(), "http://"); i >= 0 && i <= 1 {
				at := f.Span.Start + i + len("http")
				found.Fixes = []analysis.Fix{{Title: "Use https", Edits: []source.Edit{{Span: f.Span.File.Span(at, at), New: "s"}}}}
			}
			p.Report(found)
		}
	},
})
