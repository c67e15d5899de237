package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP512", Name: "no-pipefail", Since: "0.2.0",
	Summary:    "a download or a check at the head of a pipe, whose failure nobody sees",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL4006"},
	AliasNote:  "only where a download or a check heads the pipe; ash knows pipefail, so SHELL with /bin/ash or /bin/sh -eo pipefail is right on Alpine",
	CWE:        []int{252},
	Doc: `## What it flags

A pipe that begins with wget, curl, gpg --verify or a checksum's check, in a RUN or a script that nowhere sets pipefail. Into ` + "`tar`, `gunzip` and their like it is information only: they fail on a cut archive themselves" + `.

It is silent where SHELL or ` + "`set -o pipefail`" + ` is there, in conditions and ` + "`$( )`" + `, where the last command checks what it reads (` + "`sha256sum -c`, `gpg --import`" + `), and where the shell is not known.

## Why

The status of a pipe is that of its last command. A download that fails halfway gives half a file, and the build goes on. ash knows pipefail: measured on BusyBox 1.26 to 1.38, Alpine 3.6 and later. dash, Debian's sh, does not.

~~~console
$ false | cat && echo "goes on"
goes on
$ set -o pipefail; false | cat && echo "goes on"
~~~

## What to do

Alpine: ` + "`SHELL [\"/bin/ash\", \"-eo\", \"pipefail\", \"-c\"]` before the RUN, or `set -o pipefail`" + ` in it. Debian and others with dash: ` + "`SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]`" + `, or download to a file first.
`,
	Bad: `FROM alpine:3.24
RUN wget -qO- https://example.com/list | sort > /etc/list
USER nobody
`,
	Good: `FROM alpine:3.24
SHELL ["/bin/ash", "-eo", "pipefail", "-c"]
RUN wget -qO- https://example.com/list | sort > /etc/list
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, u := range p.UncheckedPipes() {
			f := analysis.Finding{
				Span:    u.Head.Word.Span(),
				Message: "if " + u.Head.Name + " fails, the pipe does not: its status is that of " + u.Last,
			}
			if u.Notices {
				f.Severity = analysis.Info
				f.Notes = append(f.Notes, u.Last+" fails by itself on an archive that is empty or cut off")
			}
			switch u.Run.Dialect(u.Head.Program) {
			case shell.Ash:
				f.Help = `put set -o pipefail in front, or SHELL ["/bin/ash", "-eo", "pipefail", "-c"] before the RUN`
			case shell.Bash:
				f.Help = `put set -o pipefail in front, or SHELL ["/bin/bash", "-eo", "pipefail", "-c"] before the RUN`
			default:
				f.Help = "download to a file first: dash as Debian 12 has it knows no pipefail"
			}
			if len(u.Edits) > 0 {
				f.Fixes = []analysis.Fix{{Title: "Fail with any part of a pipe", Edits: u.Edits}}
			}
			p.Report(f)
		}
	},
})
