package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP602", Name: "unverified-executable", Since: "0.2.0",
	Summary:    "a download becomes a program of the image, unchecked",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{494},
	Doc: `## What it flags

A download by curl, wget or aria2c that becomes executable (` + "`chmod +x`, `install`, moved into a folder of PATH), that is unpacked over `/`, `/usr`, `/bin`, `/lib` or `/etc`, or that dpkg or rpm install" + `, in the same instruction or script or in a later RUN of the stage, without a checksum or signature.

Silent: a check that names the file, or that may mean it (` + "`sha256sum -c SUMS`" + `, a function called verify_…); https addresses with a whole git commit in them; addresses of this machine and those that cannot be told. What a shell runs is ALP601's, ADD is ALP603's, and packages of apk are checked by apk.

## Why

A release on a server can be replaced, and so can the answer on the way to it; a tag of a release is not frozen. Scanners do not see such files: they read the database of packages, in which nothing of this stands. A checksum in the Dockerfile holds the build to the file that was looked at.

## What to do

` + "`echo \"$SHA256  tool\" | sha256sum -c`" + ` between download and use, or ` + "`ADD --checksum=sha256:…`" + `. Where the project signs its releases, check the signature.
`,
	Bad: `FROM alpine:3.24
RUN wget -qO /usr/local/bin/tool https://example.org/tool && chmod +x /usr/local/bin/tool
USER nobody
`,
	Good: `FROM alpine:3.24
ARG SHA256=4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865
RUN wget -qO /usr/local/bin/tool https://example.org/tool && echo "$SHA256  /usr/local/bin/tool" | sha256sum -c && chmod +x /usr/local/bin/tool
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, f := range p.Fetches() {
			if _, run := f.Fate(image.Interpreted); run || !f.Unchecked() || f.Step != nil {
				continue
			}
			for _, x := range f.Fates {
				system := x.Kind == image.Installed && (x.Command.Name == "dpkg" || x.Command.Name == "rpm") || x.IntoSystem()
				if x.Kind != image.MadeExecutable && !system {
					continue
				}
				p.Report(analysis.Finding{
					Span:    f.Span,
					Message: "what " + from(f) + " answers is " + doneWith(x) + ", and nothing checks it",
					Help:    "compare its SHA-256 before: echo \"$SHA256  FILE\" | sha256sum -c",
					Related: []analysis.Related{{Span: x.Span, Message: doneWith(x) + " here"}},
				})
				break
			}
		}
	},
})
