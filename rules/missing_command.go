package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP520", Name: "missing-command", Since: "0.2.0",
	Summary:    "a command that the image does not have",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{754},
	Doc: `## What it flags

A command of which it is known that BusyBox has no such applet in the image's release and that a package brings it (curl, bash, git, sudo, gpg, openssl, useradd, ...), where no package that was installed brings it; and a ` + "`SHELL`" + ` that names such a shell.

It is silent where the base image may have more than Alpine's own packages, where something with that name is copied, unpacked, built or mentioned (` + "`command -v curl`" + `), where a script that cannot be read ran before, and where the failure is expected (` + "`if`, `||`" + `). Which packages bring a command, and which packages need those, is a table made from aports.

With package indexes of the branch (` + "`--apk-index`, `apk-index:`" + ` in the config; main and community) it knows of every command that a package brings, and of all that comes with a package. On Alpine's own image, where no pip, npm and their like run, commands that the table does not have are flagged too.

## Why

` + "`curl: not found`" + ` ends a build with 127. In a start script the branch with the check is skipped instead; a HEALTHCHECK that calls a curl that is not there makes the container unhealthy for ever.

## What to do

Install the package, or write what Alpine has: ` + "`wget -qO-` for curl, `adduser -D` for useradd, `/bin/sh`" + ` for bash.
`,
	Bad: `FROM alpine:3.24
USER nobody
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
`,
	Good: `FROM alpine:3.24
USER nobody
HEALTHCHECK CMD wget -qO- http://localhost:8080/ || exit 1
`,
	Run: func(p *analysis.Pass) {
		for _, m := range p.Missing() {
			p.Report(analysis.Finding{
				Span:    m.Span,
				Message: fmt.Sprintf("there is no %s in this image", m.Name),
				Notes:   releaseNote(m.State),
				Help:    "install " + m.Package + ", or do it with what Alpine has",
			})
		}
	},
})
