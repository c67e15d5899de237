package rules

import (
	"regexp"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP408", Name: "cgo-allow-all", Since: "0.1.0",
	Summary:    "CGO_CFLAGS_ALLOW and the like with a pattern that allows all flags",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{829, 94},
	Doc: `## What it flags

CGO_CFLAGS_ALLOW, CGO_CPPFLAGS_ALLOW, CGO_CXXFLAGS_ALLOW, CGO_FFLAGS_ALLOW or CGO_LDFLAGS_ALLOW with a pattern that every flag matches (` + "`.*`" + `, ` + "`.+`" + `, ` + "`-`" + `, ` + "`-.*`" + `), by ENV, ARG, export, or in front of a command. A pattern that names flags is left alone.

## Why

A module brings flags for the C compiler in its ` + "`#cgo`" + ` lines. Go lets only those through of which it knows that they run nothing, since CVE-2018-6574: ` + "`-fplugin=`" + ` and ` + "`-B`" + ` and others make the compiler run or overwrite what the module's author likes. A pattern that allows all gives any module of the build, indirect ones too, the right to run code when it is compiled. Measured with Go 1.26: ` + "`#cgo CFLAGS: -fplugin=x.so`" + ` is refused with "invalid flag", with CGO_CFLAGS_ALLOW=.* it goes to gcc.

## What to do

Name the flag that the build needs: ` + "`CGO_LDFLAGS_ALLOW='-Wl,--wrap=malloc'`" + `.
`,
	Bad: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
ENV CGO_LDFLAGS_ALLOW=.*
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=1 go build -buildmode=pie -o /app .
USER nobody
`,
	Good: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
ENV CGO_LDFLAGS_ALLOW=-Wl,--wrap=malloc
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=1 go build -buildmode=pie -o /app .
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, v := range p.Given("CGO_CFLAGS_ALLOW", "CGO_CPPFLAGS_ALLOW", "CGO_CXXFLAGS_ALLOW", "CGO_FFLAGS_ALLOW", "CGO_LDFLAGS_ALLOW") {
			if allowsAll(v.Value) {
				p.Report(analysis.Finding{
					Span:    v.Span,
					Message: v.Name + " lets every module of the build give the compiler any flag, those that run code too",
					Help:    "name the flag that the build needs",
				})
			}
		}
	},
})

// allowsAll tells whether a pattern lets through what Go refuses: tried with two
// flags that have nothing in common. The pattern has to match the whole flag.
func allowsAll(pattern string) bool {
	re, err := regexp.Compile("^(?:" + pattern + ")$")
	return err == nil && pattern != "" && re.MatchString("-fplugin=/tmp/x.so") && re.MatchString("-Wl,-Q=@7")
}
