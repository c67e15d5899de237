package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP606", Name: "secrets", Since: "0.2.0",
	Summary:    "a password, token or private key in the image",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	Aliases:    []string{"SecretsUsedInArgOrEnv"},
	AliasNote:  "BuildKit goes by the name alone; here the value counts too. Files and options of curl are not silenced by it",
	CWE:        []int{798, 538},
	Doc: `## What it flags

An ENV, ARG or LABEL whose name ends in password, token, secret, api_key and so on, with a value in so many words; tokens of known services under any name; a COPY of id_rsa, id_ed25519, .netrc or .git-credentials, or of a folder of the context with such a key, and of a .env, .npmrc or .pypirc of the context that holds one; a header or password of curl and wget. No report shows the value: three stars stand in its place wherever a line is quoted, also by findings of other rules.

Silent: values out of variables, empty ones, paths, placeholders (changeme, your-…, example), passwords that are one plain word or number (postgres), hashes of passwords (sha1:…), names that end in _FILE, _URL or _USER; secret mounts.

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
				Secret:  s.Text, Unaliased: s.Kind != analysis.SecretValue,
			}
			switch s.Kind {
			case analysis.SecretFile:
				f.Message = s.Name + " holds a secret, and stays in the image's layers"
			case analysis.SecretOption:
				f.Message = "a secret stands on the command line, and so in the image's history"
			case analysis.SecretInScript:
				f.Message = "a secret that all can read who have this script is put on the command line"
			}
			p.Report(f)
		}
	},
})
