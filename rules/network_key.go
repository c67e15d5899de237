package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP212", Name: "network-key", Since: "0.2.0",
	Summary:    "a key that apk trusts, fetched from the network",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{347, 494},
	Doc: `## What it flags

A file that ADD, curl or wget puts into /etc/apk/keys, or that is moved there after its download. When a checksum or signature is compared in the same RUN, or by ` + "`ADD --checksum`" + `, it is information.

## Why

A key in /etc/apk/keys signs for every package of every repository: apk does not tie keys to repositories. Who can answer in the place of that server on the day of the build, or who owns it later, can sign a newer musl or openssl for this image and every one built on it. A key is 800 bytes that do not change: there is no reason to fetch it anew each time.

## What to do

Put the key into the repository of the Dockerfile and COPY it, so that its change is seen in review, or say ` + "`ADD --checksum=sha256:...`" + `. Best is a package of Alpine's own.
`,
	Bad: `FROM alpine:3.24
ADD https://packages.example.com/maintainer.rsa.pub /etc/apk/keys/
USER nobody
`,
	Good: `FROM alpine:3.24
COPY maintainer.rsa.pub /etc/apk/keys/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, key := range p.NetworkKeys() {
			f := analysis.Finding{
				Span:    key.Span,
				Message: "this key from the network may sign every package of the image",
				Help:    "COPY the key from beside the Dockerfile, or say ADD --checksum",
			}
			switch {
			case key.Checked:
				f.Severity = analysis.Info
				f.Message = "this key may sign every package of the image; its checksum or signature is compared"
			case strings.HasPrefix(key.URL, "http:"):
				f.Notes = []string{"it comes over plain http, where anybody on the way can put in their own"}
			}
			p.Report(f)
		}
	},
})
