package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP605", Name: "scanner-blind", Since: "0.2.0",
	Summary:    "scanners find no packages in the image",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1059},
	Doc: `## What it flags

In the stage that is built, and what it begins with: ` + "`rm` of /lib/apk, its db or db/installed (or the same below /usr). In a target FROM scratch: whole folders /bin, /lib, /usr or /sbin copied from Alpine, and neither /etc nor os-release" + `.

Silent: stages that are not shipped; copies of single files; ` + "`COPY --from=x / /`" + `; caches and /etc/apk, which scanners do not need.

## Why

Trivy, Grype and Docker Scout read lib/apk/db/installed and etc/os-release, and compare what they say with Alpine's list of fixes. Without one of them they report no vulnerability, whatever there is.

## What to do

Leave both in the image: they are some hundred kilobytes. Into scratch copy /lib/apk/db/installed and /etc/os-release too.
`,
	Bad: `FROM alpine:3.24
RUN rm -rf /lib/apk/db
USER nobody
`,
	Good: `FROM alpine:3.24
RUN rm -rf /var/cache/apk
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, b := range p.Blindings() {
			f := analysis.Finding{
				Span:    b.Span,
				Message: "without os-release scanners do not know this image for Alpine, and find nothing in it",
				Help:    "copy /etc/os-release and /lib/apk/db/installed too",
			}
			if b.Removed {
				f.Message = "without apk's database scanners find no packages in the image, and so no vulnerabilities"
				f.Help = "leave it in"
			}
			p.Report(f)
		}
	},
})
