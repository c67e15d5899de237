package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP526", Name: "bad-shebang", Since: "0.2.0",
	Summary:    "a script for a shell that the image does not have",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{754},
	Doc: `## What it flags

A script that the image starts by its name, with a shebang of bash, zsh or another shell that is not in the image. It is silent where the script is handed to a shell (` + "`sh x.sh`" + `) or sourced, and where the shell may come with the base image, a package, or a file.

A shebang in a configuration file such as /etc/network/interfaces, as information.

## Why

The kernel finds no interpreter, and the shell says ` + "`not found`" + ` of a script that is plainly there. As an ENTRYPOINT the container does not start; as a guard in front of something it is skipped.

## What to do

` + "`#!/bin/sh`" + ` where the script keeps to what ash knows (` + "`crampon explain ash`" + `), else install the shell.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 run.sh /
USER nobody
ENTRYPOINT ["/run.sh"]
-- run.sh --
#!/bin/bash
exec sleep infinity
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 run.sh /
USER nobody
ENTRYPOINT ["/run.sh"]
-- run.sh --
#!/bin/sh
exec sleep infinity
`,
	Run: func(p *analysis.Pass) {
		for _, run := range p.Runs {
			shell, span, ok := run.MissingInterpreter()
			if !ok {
				continue
			}
			p.Report(analysis.Finding{
				Span:    span,
				Message: fmt.Sprintf("there is no %s in this image to run the script", shell),
				Notes:   releaseNote(run.State),
				Help:    "install " + alpine.PackagesWith(shell)[0] + ", or write #!/bin/sh and what ash knows",
				Related: []analysis.Related{{Span: run.Script.Caller, Message: "started here"}},
			})
		}
		for _, stage := range p.Stages() {
			for _, s := range stage.IdleShebangs() {
				p.Report(analysis.Finding{
					Severity: analysis.Info,
					Span:     s.Copy,
					Message:  s.Path + " begins with a shebang, and is read and never run: to its readers that is a comment",
					Related:  []analysis.Related{{Span: s.Span, Message: "the shebang"}},
				})
			}
		}
	},
})
