package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP606", Name: "secrets", Since: "0.2.0",
	Summary:    "a password, token or private key in the image",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{798, 538},
	Doc: `## What it flags

An ENV, ARG or LABEL whose name ends in password, token, secret, api_key and so on, with a value in so many words; tokens of known services under any name; a COPY of id_rsa, id_ed25519, .netrc or .git-credentials, and of a .env, .npmrc or .pypirc of the context that holds one; a header or password of curl and wget. The value is never shown.

Silent: values out of variables, empty ones, paths, placeholders (changeme, your-…, example), passwords that are one plain word or number (postgres), names that end in _FILE, _URL or _USER; secret mounts.

## Why

Layers and history of an image show every value and file to all who can pull it, also those that a later layer removes and, of ARG, those given on the command line.

## What to do

Revoke it: it was in the repository. For the build, ` + "`RUN --mount=type=secret,id=token`" + `; in the container, a mounted file.
`,
	Bad: `FROM alpine:3.24
ENV DEPLOY_TOKEN=f8Qz71xkP0aa93Lm
USER nobody
`,
	Good: `FROM alpine:3.24
ENV DEPLOY_TOKEN_FILE=/run/secrets/deploy
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, s := range p.Secrets() {
			f := analysis.Finding{
				Span:    s.Span,
				Message: "the value of " + s.Name + " can be read by all who have the image or this file",
				Help:    "revoke it, and take it from RUN --mount=type=secret or a mounted file",
			}
			switch s.Kind {
			case analysis.SecretFile:
				f.Message = s.Name + " holds a secret, and stays in the image's layers"
			case analysis.SecretOption:
				f.Message = "a secret stands on the command line, and so in the image's history"
			}
			p.Report(f)
		}
	},
})
