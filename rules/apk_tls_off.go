package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP208", Name: "apk-tls-off", Since: "0.2.0",
	Summary:    "apk does not check whom it talks to",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{295},
	Doc: `## What it flags

What makes apk accept any certificate: ` + "`--no-check-certificate`" + ` (apk 2.14 and later), ` + "`--check-certificate=no`" + ` (apk 3), and the variables SSL_NO_VERIFY_PEER and SSL_NO_VERIFY_HOSTNAME in ENV, ARG, ` + "`export`" + ` or in front of apk. Options of wget and curl are another rule's matter.

## Why

With it https is no better than http: who sits between serves an old index with known holes, holds back fixes, and has apk's parsers read what they like before any signature is looked at (CVE-2021-36159, CVE-2021-30139).

## What to do

Leave it out: the base image has the certificates of public authorities. For a mirror with an authority of one's own, copy that certificate to /usr/local/share/ca-certificates and run ` + "`update-ca-certificates`" + `, or append it to /etc/ssl/certs/ca-certificates.crt.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-check-certificate --no-cache curl~8.14\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for call := range p.Apk() {
			if o, ok := call.Option("no-check-certificate"); ok {
				span := call.WholeOption(o)
				p.Report(analysis.Finding{
					Span:    span,
					Message: "apk is told to accept any certificate",
					Help:    "leave the option out",
					Fixes:   []analysis.Fix{{Title: "Check certificates", Edits: []source.Edit{{Span: span.WithBlank()}}}},
				})
			}
		}
		for _, v := range p.SettingsOf("SSL_NO_VERIFY_PEER", "SSL_NO_VERIFY_HOSTNAME") {
			p.Report(analysis.Finding{
				Span:    v.Span,
				Message: v.Name + " makes apk accept any certificate, whatever its value",
				Help:    "leave the variable out",
			})
		}
	},
})
