package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP501", Name: "tls-off", Since: "0.2.0",
	Summary:    "the check of certificates is switched off",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{295},
	Doc: `## What it flags

` + "`curl -k`, `--insecure` and `--proxy-insecure`, `wget --no-check-certificate`, `http.sslVerify=false` and GIT_SSL_NO_VERIFY of git, `strict-ssl false` of npm and yarn, `pip --trusted-host`, NODE_TLS_REJECT_UNAUTHORIZED=0, PYTHONHTTPSVERIFY=0" + `, in commands, ENV and export.

Told at info: addresses of the machine itself, health checks, http addresses, and downloads whose checksum or signature is compared. Hosts of private networks behind --trusted-host are not told.

## Why

https without the check is as good as http: whoever sits between answers with a certificate of their own. Measured: BusyBox's wget with --no-check-certificate writes the attacker's file and ends with 0.

## What to do

Leave the option out. Alpine's base image has the certificates (ca-certificates-bundle) that wget and apk need, and curl brings them along. For a host with a certificate of your own, install that with update-ca-certificates, or name it by ` + "`--cacert`" + `.
`,
	Bad: `FROM alpine:3.24
RUN wget -q --no-check-certificate https://example.org/data.json
USER nobody
`,
	Good: `FROM alpine:3.24
RUN wget -q https://example.org/data.json
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, off := range p.TLSOff() {
			f := analysis.Finding{
				Span:    off.Span,
				Message: off.Program + " takes any certificate, so that anybody on the way can answer",
				Help:    "leave it out; a certificate of your own can be named instead",
			}
			if off.Harmless != "" {
				f.Severity = analysis.Info
				f.Notes = append(f.Notes, off.Harmless)
			}
			if off.Remove != nil {
				f.Fixes = []analysis.Fix{{Title: "Check the certificate", Edits: off.Remove}}
			}
			p.Report(f)
		}
	},
})
