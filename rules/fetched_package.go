package rules

import (
	"path"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP217", Name: "fetched-package", Since: "0.2.0",
	Summary:    "a package file from the network, not compared with a checksum",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{494},
	Doc: `## What it flags

An ` + "`apk add`" + ` of an address, and of a package file that curl, wget or ADD fetched in the same stage, when nothing compares a checksum or signature. Files that a stage built or the context brings are not flagged; with --allow-untrusted ALP206 tells, and of glibc's packages ALP301.

## Why

A package of a repository is found through an index that Alpine signed, with its checksum. A file has only its own signature: any key in /etc/apk/keys will do, and any version, so who can answer for the server can hand out an old release with a known hole. Its scripts run as root.

## What to do

Compare it: ` + "`echo \"<sum>  tool.apk\" | sha256sum -c`" + ` in the same RUN, or ` + "`ADD --checksum=sha256:...`" + `. Better is a repository.
`,
	Bad: `FROM alpine:3.24
RUN wget https://example.com/tool-1.2-r0.apk && apk add --no-cache ./tool-1.2-r0.apk
USER nobody
`,
	Good: `FROM alpine:3.24
ADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/tool-1.2-r0.apk /tmp/
RUN apk add --no-cache /tmp/tool-1.2-r0.apk
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, pkg := range p.FetchedPackages() {
			if alpine.IsGlibcFile(path.Base(pkg.Name)) || pkg.Call.Has("allow-untrusted") {
				continue
			}
			f := analysis.Finding{
				Span:    pkg.Span,
				Message: "this package comes from the network and is compared with nothing",
				Help:    "compare its checksum before, or take it from a repository",
			}
			if pkg.From != "" {
				f.Notes = append(f.Notes, "it is fetched from "+pkg.From)
			}
			p.Report(f)
		}
	},
})
