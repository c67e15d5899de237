package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP502", Name: "busybox-internal-tls", Since: "0.2.0",
	Summary:    "wget of a BusyBox that checks no certificate",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{295},
	Doc: `## What it flags

An https address given to wget in an image of BusyBox alone (` + "`busybox:*`" + `).

Alpine is not flagged: its wget hands TLS to ssl_client, which checks certificate and name (run from 3.7.3 on). Neither are the machine's own addresses.

## Why

The TLS inside BusyBox does not check certificates, and these images have no other. Run with a server whose certificate is its own: "note: TLS certificate validation not implemented" on standard error, the file is written, and wget ends with 0.

## What to do

Fetch in a stage of Alpine, or with ` + "`ADD --checksum=sha256:…`" + `, and copy the file.
`,
	Bad: `FROM busybox:1.37
RUN wget -q https://example.org/data.json
USER nobody
`,
	Good: `FROM busybox:1.37
ADD --checksum=sha256:4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865 https://example.org/data.json /
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for run, c := range p.Commands("wget") {
			if run.State.Distro() != alpine.BusyBox {
				continue
			}
			for _, get := range run.Downloads(c) {
				if !strings.HasPrefix(get.URLs[0], "https://") || get.Local() {
					continue
				}
				p.Report(analysis.Finding{
					Span:    c.Word.Span(),
					Message: "this wget is BusyBox's own, which does not check certificates",
					Help:    "use ADD --checksum, or fetch in a stage of Alpine",
					Related: []analysis.Related{{Span: get.Span, Message: "the address"}},
				})
				break
			}
		}
	},
})
