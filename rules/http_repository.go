package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP207", Name: "http-repository", Since: "0.1.0",
	Summary:    "a repository of packages over plain http",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{319},
	Doc: `## What it flags

A repository with an ` + "`http://`" + ` address that a command gives to apk: by ` + "`-X` or `--repository`" + `, by writing /etc/apk/repositories with echo, printf, cat, tee or sed, or by a COPY of it. Addresses of the machine itself and of private networks are not flagged, nor are the http addresses that images of Alpine 3.13 and older bring along.

## Why

Index and packages are signed, but the index has no date of expiry: whoever sits between can serve last year's index with its known holes for as long as they like, see what is installed, and feed apk's parser before any signature is checked (CVE-2021-36159 and CVE-2021-30139 were there).

## What to do

Write https. All of Alpine's own mirrors serve it, and the base image has the certificates that apk needs.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache -X http://dl-cdn.alpinelinux.org/alpine/v3.24/community tini~0.19
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/v3.24/community tini~0.19
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, repo := range p.Repositories() {
			if !repo.Plain() || repo.Private() {
				continue
			}
			f := analysis.Finding{
				Span:    repo.Span,
				Message: "apk reads this repository over plain http",
				Help:    "write https://" + strings.TrimPrefix(repo.URL, "http://"),
			}
			if !repo.File.IsZero() {
				f.Notes = []string{"the file has " + repo.URL}
			} else if strings.HasSuffix(repo.Host(), ".alpinelinux.org") {
				f.Fixes = []analysis.Fix{httpsFix(repo)}
			}
			p.Report(f)
		}
	},
})

// httpsFix writes https. It is safe from Alpine 3.7 on, whose base image has the
// certificates.
func httpsFix(repo analysis.ApkRepository) analysis.Fix {
	r := repo.State.Release()
	at := repo.Span.Start + len("http")
	return analysis.Fix{
		Title: "Use https",
		Safe:  r.Known() && apk.HasFuzzy(r),
		Edits: []source.Edit{{Span: repo.Span.File.Span(at, at), New: "s"}},
	}
}
