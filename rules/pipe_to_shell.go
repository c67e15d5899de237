package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP601", Name: "pipe-to-shell", Since: "0.2.0",
	Summary:    "an interpreter runs what an address answers, unchecked",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{494},
	Doc: `## What it flags

What curl, wget or aria2c fetch, given to a shell, Python, Perl, Ruby, Node, PHP, Lua or ` + "`java -jar`: by a pipe (`curl … | sh`), by `<( )`, by `sh -c \"$(curl …)\"` and `eval \"$(curl …)\"`" + `, or as a file that the same instruction, script or a later RUN starts.

Silent: a checksum or signature in the same program that names the file, or that may mean it; data for a program on the command line (` + "`| python3 -c …`" + `); this machine's own addresses, and addresses that cannot be told.

## Why

Whoever answers for that address, today or at the next build, runs as the user of the instruction, mostly root, and nothing of it can be seen in the image later: the script is not kept. Servers can tell a pipe from a download and answer them differently. With a pipe even a connection that breaks has its effect: the shell runs the half that came. Run on BusyBox 1.35:

~~~console
$ (echo 'echo half of it ran'; echo 'rm -r ./cach') | sh
half of it ran
...
~~~

## What to do

Fetch into a file, compare its SHA-256 with one that stands in the Dockerfile, then run it; or take the package of Alpine.
`,
	Bad: `FROM alpine:3.24
RUN wget -qO- https://example.org/install.sh | sh
USER nobody
`,
	Good: `FROM alpine:3.24
ARG SHA256=4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865
RUN wget -qO install.sh https://example.org/install.sh && echo "$SHA256  install.sh" | sha256sum -c && sh install.sh
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, f := range p.Fetches() {
			run, ok := f.Fate(image.Interpreted)
			if !ok || !f.Unchecked() || f.Step != nil {
				continue // an ADD is ALP603's
			}
			p.Report(analysis.Finding{
				Span:    run.Span,
				Message: runner(run) + " runs what " + from(f) + " answers, and nothing checks it",
				Help:    "fetch it into a file and compare its SHA-256 before it is run",
				Related: fetchedAt(f),
			})
		}
	},
})

// runner is how messages call what runs a download.
func runner(x image.Fate) string {
	switch name := x.Span.Text(); name {
	case ".", "source", "eval":
		return "the shell"
	default:
		return name
	}
}
