package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP610", Name: "unpinned-install", Since: "0.2.0",
	Summary:    "a language's packages in whatever version is the newest, or unchecked",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3013", "DL3016", "DL3062"},
	AliasNote:  "one finding for each pip or npm command; yarn and pnpm too; a range of versions is not flagged, nor is go install of a path in the own module",
	CWE:        []int{494},
	Doc: `## What it flags

- ` + "`go install`, `go get` and `go run` of a module @latest or of a branch, and `go get` without a version; GOSUMDB=off, GONOSUMDB=*, GOFLAGS=-insecure, and GOINSECURE and GOPROXY=http:// for hosts of the internet" + `, in ENV, export and in front of a command;
- in a build, ` + "`pip install`, `npm install`, `yarn add` and `pnpm add`" + ` of packages by name alone, or @latest: one finding for a command.

Silent: a version, a range or a commit; packages of the own module or project (` + "`./...`, `.`, files" + `), addresses, what a lock or requirements file names (` + "`npm ci`, `npm install`, `pip install -r`" + `); commands that also name a file with versions, or where to look (` + "`-r`, `-c`, `--require-hashes`, `--no-index`, `--find-links`" + `); private hosts; values that are not known, and command lines with an option that is not known.

## Why

The program of the build is whatever its authors, or whoever has their account, published last. Of Go the checksum database, which Go asks for every module that go.sum does not know, makes sure that everybody gets the same bytes for a version; it cannot help where the version moves, and not where it is switched off.

## What to do

Write the version: ` + "`go install example.org/tool@v1.2.3`, `pip install flask==3.1.2`, `npm install -g pnpm@10.24.0`" + `; better, a file with hashes or a lock. For private modules set GOPRIVATE to their names.
`,
	Bad: `FROM golang:1.27-alpine3.24
RUN go install example.org/tool@latest
USER nobody
`,
	Good: `FROM golang:1.27-alpine3.24
RUN go install example.org/tool@v1.2.3
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, m := range p.LooseModules() {
			f := analysis.Finding{Span: m.Span, Message: m.Setting, Help: "leave it out; GOPRIVATE names the modules that are your own"}
			if m.Module != "" {
				f.Message = m.Module + " comes in whatever version is the newest that day"
				f.Help = "write a version: " + m.Module + "@vX.Y.Z"
			}
			p.Report(f)
		}
		for _, l := range p.LooseInstalls() {
			first, packages := l.Packages[0], l.Names()
			f := analysis.Finding{
				Span:    first.Span,
				Message: enumerate(packages) + " " + plural(len(packages), "comes", "come") + " in whatever version is the newest that day",
				Help:    "write a version: " + l.Pinned(),
			}
			for _, o := range l.Packages[1:] {
				f.Related = append(f.Related, analysis.Related{Span: o.Span, Message: o.Text + " has no version"})
			}
			p.Report(f)
		}
	},
})
