package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP527", Name: "interfaces-d", Since: "0.2.0",
	Summary:    "files in interfaces.d that ifup never reads",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1188},
	Doc: `## What it flags

A COPY into /etc/network/interfaces.d, where the /etc/network/interfaces of the image has no ` + "`source` or `source-directory`" + `.

## Why

BusyBox's ifup reads /etc/network/interfaces and what that names; Debian's file names the folder, Alpine's does not. Run on Alpine 3.6 to 3.20: without a line for it the folder is ignored, and ` + "`source`" + ` takes one file and no pattern.

## What to do

` + "`source-directory /etc/network/interfaces.d`" + ` in /etc/network/interfaces (from Alpine 3.10 on).
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY interfaces /etc/network/interfaces
COPY eth0 /etc/network/interfaces.d/
USER nobody
-- interfaces --
auto lo
iface lo inet loopback
-- eth0 --
auto eth0
iface eth0 inet dhcp
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY interfaces /etc/network/interfaces
COPY eth0 /etc/network/interfaces.d/
USER nobody
-- interfaces --
auto lo
iface lo inet loopback
source-directory /etc/network/interfaces.d
-- eth0 --
auto eth0
iface eth0 inet dhcp
`,
	Run: func(p *analysis.Pass) {
		for _, stage := range p.Stages() {
			if step := stage.IgnoredInterfaces(); step != nil && stage.Final.IsAlpine() == alpine.Yes {
				p.Report(analysis.Finding{
					Span:    step.Args[len(step.Args)-1].Span(),
					Message: "ifup does not read this folder, for /etc/network/interfaces does not name it",
					Help:    "add to /etc/network/interfaces: source-directory /etc/network/interfaces.d",
				})
			}
		}
	},
})
