package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP115", Name: "community-on-old-branch", Since: "0.2.0",
	Summary:    "packages of community on a branch that is not the newest",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	Optional:   true,
	CWE:        []int{1104},
	Doc: `## What it flags

Packages of the repository community in an ` + "`apk add`" + `, on a branch of Alpine that gets fixes but is not the newest stable one. Which repository a package is of tell the indexes that the user names, by ` + "`--apk-index`" + ` or ` + "`apk-index:`" + ` in the config; without one it is silent. It is off by default.

## Why

Alpine supports the repository main of a release for two years, and community only until the next stable release. What comes from there afterwards (Go, Docker, OpenJDK, many languages) gets no promised fixes, though the release as a whole still counts as supported.

## What to do

Move to the newest release, or build what must stay on the old one without packages of community.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.23
RUN apk add --no-cache helm~3
USER nobody
-- alpine/v3.23/community/x86_64/APKINDEX --
P:helm
V:3.19.0-r4
t:1795132800
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
RUN apk add --no-cache helm~3
USER nobody
-- alpine/v3.24/community/x86_64/APKINDEX --
P:helm
V:3.20.1-r0
t:1795132800
`,
	Run: func(p *analysis.Pass) {
		supported := alpine.Supported(p.Settings.Today)
		for _, add := range p.Adds() {
			release, ok := add.Run.State.Release().Facts()
			if !ok || !release.Supported(p.Settings.Today) || release == supported[0] {
				continue
			}
			b := p.Indexed(add)
			var found []apk.Operand
			for o := range add.Written() {
				if o.Constraint.Tag == "" && b.Only(apk.Community, o.Constraint.Name) {
					found = append(found, o)
				}
			}
			if len(found) > 0 {
				p.Report(analysis.Finding{
					Span:    add.Span(found[0]),
					Message: fmt.Sprintf("no fixes are promised for %s of Alpine %v's community since %v came out", names(found), release.Release, supported[0].Release),
					Notes:   releaseNote(add.Run.State),
					Help:    fmt.Sprintf("move to Alpine %v", supported[0].Release),
				})
			}
		}
	},
})
