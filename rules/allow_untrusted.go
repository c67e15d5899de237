package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP206", Name: "allow-untrusted", Since: "0.1.0",
	Summary:    "apk installs without checking signatures",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{347},
	Doc: `## What it flags

` + "`--allow-untrusted`" + ` with an applet of apk that installs: add, fix, upgrade. Reading and building indexes (` + "`apk index`, `verify`, `fetch`" + `) is not flagged. Where all that is installed are files, and a signature or checksum was checked before in the same RUN, it is told at info.

## Why

The signature is all that ties a package to its builder. Measured with apk 2.10, 2.14 and 3.0: with the option the scripts of an unsigned package ran as root, without it apk stopped with "UNTRUSTED signature". The option holds for the whole command, for repositories as well as for the one file that it was meant for.

## What to do

Install the builder's public key in /etc/apk/keys, by COPY or with a verified checksum, and drop the option. For packages that an earlier stage built, ` + "`abuild-keygen`" + ` makes a key; copy its .pub beside them.
`,
	Bad: `FROM alpine:3.24
COPY builder.rsa.pub /etc/apk/keys/
COPY tool-1.0-r0.apk /tmp/
RUN apk add --no-cache --allow-untrusted /tmp/tool-1.0-r0.apk
USER nobody
`,
	Good: `FROM alpine:3.24
COPY builder.rsa.pub /etc/apk/keys/
COPY tool-1.0-r0.apk /tmp/
RUN apk add --no-cache /tmp/tool-1.0-r0.apk
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for call := range p.Apk() {
			switch call.Applet {
			case "add", "fix", "upgrade":
			default:
				continue
			}
			o, ok := call.Option("allow-untrusted")
			if !ok {
				continue
			}
			f := analysis.Finding{
				Span:    call.OptionSpan(o),
				Message: "apk " + call.Applet + " checks no signature, and runs the packages' scripts as root",
				Help:    "put the builder's public key into /etc/apk/keys and drop the option",
			}
			if check, ok := call.CheckedBefore(); ok {
				f.Severity = analysis.Info
				f.Related = []analysis.Related{{Span: check.Span(), Message: "the files are checked here"}}
			} else {
				f.Fixes = []analysis.Fix{{Title: "Check signatures", Edits: []source.Edit{{Span: call.OptionSpan(o).WithBlank()}}}}
			}
			p.Report(f)
		}
	},
})
