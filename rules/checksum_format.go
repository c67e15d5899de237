package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP514", Name: "checksum-format", Since: "0.2.0",
	Summary:    "a line of a checksum in a form that BusyBox does not read",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{354},
	Doc: `## What it flags

` + "`echo \"$SUM file\" | sha256sum -c`" + ` with one blank, where sha256sum is BusyBox's before 1.36 (Alpine up to 3.17), and a sum in capital letters on any release.

## Why

The older applet looks for the two characters that sha256sum prints between sum and name, and compares another file name or nothing: the check fails though the file is right, and gets taken out. Sums are compared as text, so ` + "`AB`" + ` is not ` + "`ab`" + `. Run on Alpine 3.6 to 3.20.

~~~console
$ echo data > f; echo "$(sha256sum f | tr a-f A-F | cut -c1-64)  f" | sha256sum -c
f: FAILED
...
~~~

## What to do

Two blanks, and small letters.
`,
	Bad: `FROM alpine:3.24
COPY tool /
RUN echo "D7A8FBB307D7809469CA9ABCB0082E4F8D5651E46D3CDB762D02D0BF37C9E592  /tool" | sha256sum -c
USER nobody
`,
	Good: `FROM alpine:3.24
COPY tool /
RUN echo "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592  /tool" | sha256sum -c
USER nobody
`,
	Run: func(p *analysis.Pass) {
		const fixed = 36 // BusyBox 1.36 takes one blank
		for _, s := range p.Checksums() {
			_, to := s.Run.State.Stage.Image.BusyBoxes()
			message := ""
			switch {
			case s.UpperCase():
				message = "BusyBox compares sums as text, and prints small letters"
			case s.OneBlank() && to.Known() && to < fixed:
				message = "this BusyBox wants two blanks between sum and name"
			}
			if message != "" && s.Run.Applet(s.Command) {
				p.Report(analysis.Finding{Span: s.Span, Message: message, Notes: releaseNote(s.Run.State), Fixes: s.Fixes()})
			}
		}
	},
})
