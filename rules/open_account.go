package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP707", Name: "open-account", Since: "0.2.0",
	Summary:    "an account with a known password, or none",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{258, 798},
	Doc: `## What it flags

- A password that stands in the Dockerfile or script: ` + "`echo root:x | chpasswd`" + `, also by way of a here-document or of an ARG or variable with a known value;
- an account without one: ` + "`passwd -d`, `root::` written into /etc/shadow" + `;
- sudo or doas for everything without a password: ` + "`NOPASSWD: ALL`, `permit nopass`" + `.

An error for root; a warning for other accounts, sudo and doas; info for the latter in images to build or test in.

Silent: passwords that are made up or given when the program runs, hashes (` + "`chpasswd -e`" + `), ` + "`adduser -D`" + ` (which locks the account, with ! in /etc/shadow), NOPASSWD or nopass for named commands, and stages that are not shipped.

## Why

Whoever pulls the image reads its password. An empty one of root was CVE-2019-5021: Alpine's own images of 3.3 to 3.9 had it, and where shadow or linux-pam was added, every user became root by su. sudo without a password is root under another name.

## What to do

Leave accounts locked: a service needs no password to run as its user. For ssh use keys; an account that is locked by ! is opened for them by ` + "`usermod -p '*'`" + `. For a password, have the entrypoint read it from a secret.
`,
	Bad: `FROM alpine:3.24
RUN adduser -S -D -H app && echo 'root:alpine' | chpasswd
USER app
`,
	Good: `FROM alpine:3.24
RUN adduser -S -D -H app
USER app
`,
	Run: func(p *analysis.Pass) {
		for _, a := range p.OpenAccounts() {
			f := analysis.Finding{Span: a.Span, Severity: analysis.Warning}
			who := a.User
			if a.User == "root" {
				f.Severity = analysis.Error
			}
			switch a.How {
			case analysis.KnownPassword:
				f.Message = "the password of " + who + " stands here for everybody who has the image"
				f.Help = "leave the account locked, or set the password from a secret when the container starts"
			case analysis.NoPassword:
				f.Message = who + " has no password, so that everybody can log in"
				f.Help = "leave the account locked"
			case analysis.RootWithout:
				f.Message = "this makes a user root without a password, for any command"
				f.Help = "name the commands that are needed"
				if p.ForBuilding() {
					f.Severity = analysis.Info
				}
			}
			p.Report(f)
		}
	},
})
