package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// apk3 is the first release with apk 3.
var apk3 = alpine.Release{Major: 3, Minor: 23}

var _ = register(&analysis.Rule{
	ID: "ALP222", Name: "applet-option-order", Since: "0.2.0",
	Summary:    "an option of an apk command in front of that command",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Doc: `## What it flags

An option that belongs to one command of apk in front of that command's name, ` + "`apk --virtual .deps add curl`, and `--no-chown`" + `, on Alpine 3.23 and later, whose apk is version 3. Options that every command has (` + "`--no-cache`, `-q`, `--root`" + `) may stand on either side and are not flagged, nor is anything on older releases.

No CWE has this: it is a build that will stop working.

## Why

The manual of apk 3 calls both deprecated and subject to removal. apk 3.0.6 still takes them.

## What to do

Write the command first: ` + "`apk add --virtual .deps curl`. In place of `--no-chown` there is `--usermode`" + `.
`,
	Bad:  "FROM alpine:3.24\nRUN apk --no-cache --virtual .deps add curl~8.14\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk --no-cache add --virtual .deps curl~8.14\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for call := range p.Apk() {
			img := call.Run.State.Stage.Image
			if img.Distro != alpine.Alpine || !img.Least.Known() || img.Least.Compare(apk3) < 0 {
				continue
			}
			for _, o := range call.Options {
				span := call.WholeOption(o)
				switch {
				case o.Name == "no-chown":
					p.Report(analysis.Finding{Span: span, Message: "apk 3 calls --no-chown deprecated", Help: "write --usermode"})
				case o.Own && o.Index < call.At:
					p.Report(analysis.Finding{
						Span:    span,
						Message: fmt.Sprintf("--%s belongs to apk %s and stands in front of it, which apk 3 calls deprecated", o.Name, call.Applet),
						Help:    "write the command first",
						Fixes:   behindApplet(call, span),
					})
				}
			}
		}
	},
})

// behindApplet moves an option behind the command's name. Of a cluster of short
// options one cannot be moved alone.
func behindApplet(call analysis.ApkCall, option source.Span) []analysis.Fix {
	if text := option.Text(); len(text) > 2 && text[1] != '-' && text[2] != ' ' {
		return nil
	}
	end := call.AppletSpan().End
	return []analysis.Fix{{
		Title: "Move it behind " + call.Applet, Safe: true,
		Edits: []source.Edit{
			{Span: option.WithBlank()},
			{Span: option.File.Span(end, end), New: " " + option.Text()},
		},
	}}
}
