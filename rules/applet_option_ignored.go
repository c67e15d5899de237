package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP572", Name: "applet-option-ignored", Since: "0.2.0",
	Summary:    "an option that the BusyBox applet takes and ignores",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

Options that a BusyBox applet takes without doing anything: ` + "`ps aux`, `ps -ef`, `wget --tries`" + `. It is silent where the image may have the full command.

## Why

` + "`ps aux | awk '{print $2}'`" + ` prints process numbers with procps. BusyBox prints the columns PID, USER, TIME and COMMAND whatever is asked for, so the second one is the user. wget tries once.

## What to do

` + "`ps -o pid,args`" + ` names the columns in both. Loop around wget, or install the package.
`,
	Bad: `FROM alpine:3.24
RUN ps aux > /processes
USER nobody
`,
	Good: `FROM alpine:3.24
RUN ps -o pid,user,args > /processes
USER nobody
`,
	Run: func(p *analysis.Pass) { reportMisuses(p, alpine.Ignored, "", "BusyBox %s takes %s and ignores it") },
})
