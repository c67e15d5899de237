package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP225", Name: "setuid-package", Since: "0.2.0",
	Summary:    "a package that brings a way to become root",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{250},
	Doc: `## What it flags

` + "`busybox-suid`, `sudo`, `doas` and `shadow`" + ` when they stay in the image that is built. With a USER that is not root it is a warning for the first three: then their setuid programs are the only way back to root. Where the image's own start calls them it is silent.

## Why

Alpine's root file system has no setuid file at all: counted in those of 3.6, 3.12, 3.18 and 3.20. busybox-suid brings bbsuid (mode 4111), by which anybody is root for mount, su, passwd and crontab; sudo, doas and shadow's passwd and su are the same kind. A fault in one of them, and there were some in each, gives root to every process of the container.

## What to do

Leave it out. Who needs adduser has it in BusyBox; a process that begins as root and goes on as a user needs ` + "`su-exec` or `setpriv`" + `, which are not setuid. shadow for a usermod can be deleted in the same RUN. Run with ` + "`--security-opt no-new-privileges`" + `.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache sudo~1.9\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache su-exec~0.2\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, e := range p.Left() {
			name := e.Operand.Constraint.Name
			switch name {
			case "busybox-suid", "sudo", "doas", "shadow":
			default:
				continue
			}
			if p.Starts(name) {
				continue
			}
			f := analysis.Finding{
				Span:    e.Span(),
				Message: name + " brings setuid programs, of which Alpine's image has none",
				Help:    "leave it out, or delete it in the same RUN",
			}
			if final := p.Build.Target.Final; name != "shadow" && final.User != "" && final.Root() == alpine.No {
				f.Severity = analysis.Warning
				f.Notes = []string{"the image runs as " + final.User + ", and this is a way back to root"}
			}
			p.Report(f)
		}
	},
})
