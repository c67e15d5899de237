package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP215", Name: "apk-force", Since: "0.2.0",
	Summary:    "apk is told to go on where it would stop",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

Options of apk that switch off one of its checks, in add, del, fix and upgrade: ` + "`-f` and `--force`" + `, which stand for several (of apk 2.14: overwrite, old-apk, broken-world, non-repository, binary-stdout; apk 3 has no broken-world among them), ` + "`--force-overwrite`, `--force-broken-world`, `--force-old-apk`, `--force-non-repository`" + `. ` + "`--force-missing-repositories`" + ` is information; ` + "`--force-refresh`" + ` does no harm.

## Why

With --force-overwrite one package's files take the place of another's: it is how glibc is put over musl's loader. With --force-broken-world apk deletes what stands in the way and leaves the rest without what it needs, and the image that comes out was never tested by anybody. The manual calls them dangerous, and for each there is a reason that apk names when it stops.

## What to do

Take the option out and read why apk stops. If one option must be, name it instead of --force.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache --force-overwrite gettext~0.24\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache gettext~0.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for call := range p.Apk() {
			switch call.Applet {
			case "add", "del", "fix", "upgrade":
			default:
				continue
			}
			for _, o := range call.Options {
				what, ok := forces[o.Name]
				if !ok {
					continue
				}
				f := analysis.Finding{Span: call.WholeOption(o), Message: "--" + o.Name + " lets apk " + what, Help: "leave it out and read why apk stops"}
				if o.Name == "force-missing-repositories" {
					f.Severity = analysis.Info
				}
				p.Report(f)
			}
		}
	},
})

// forces are the options and what apk does with them.
var forces = map[string]string{
	"force":                      "overwrite files of other packages and go on with a broken system",
	"force-overwrite":            "overwrite files of other packages",
	"force-broken-world":         "leave packages without what they need",
	"force-old-apk":              "go on with packages that are too new for it",
	"force-non-repository":       "install what no repository has, which is lost at the next boot from memory",
	"force-missing-repositories": "go on without repositories that it cannot reach",
}
