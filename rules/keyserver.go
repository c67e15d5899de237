package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP607", Name: "keyserver", Since: "0.2.0",
	Summary:    "a key is fetched by an ID that others can have",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{347},
	Doc: `## What it flags

` + "`gpg --recv-keys` and `apt-key adv --recv-keys`" + ` with an ID of 8 digits, and with one of 16 from a server asked without TLS (` + "`hkp://` or `http://`" + `). IDs in variables and loops are resolved.

Silent: a whole fingerprint, from whatever server, for gpg compares it; IDs that are not known.

## Why

The short ID is the end of the fingerprint. Keys with a given short ID are made in seconds on one machine, and have been, for everybody in the strong set. Key servers take every key. What the key then vouches for is what the attacker signed.

## What to do

Write the fingerprint of 40 digits.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache gnupg~2
RUN gpg --keyserver hkps://keys.openpgp.org --recv-keys 0x1A2B3C4D
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache gnupg~2
RUN gpg --keyserver hkps://keys.openpgp.org --recv-keys 0123456789ABCDEF0123456789ABCDEF1A2B3C4D
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for k := range p.KeyFetches() {
			f := analysis.Finding{Span: k.Span, Help: "write the whole fingerprint, 40 digits"}
			switch {
			case k.Short():
				f.Message = "keys with the short ID " + k.ID + " can be made in seconds, and the server may answer with one"
			case k.Plain() && !k.Full():
				f.Message = "the key is asked for without TLS and without its whole fingerprint"
			default:
				continue
			}
			p.Report(f)
		}
	},
})
