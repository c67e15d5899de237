package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP309", Name: "locale-noop", Since: "0.2.0",
	Summary:    "a locale that musl does not have",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{474},
	Doc: `## What it flags

` + "`LANG`, `LC_ALL`, `LC_COLLATE`, `LC_TIME`" + ` and their like with another language than English or another character set than UTF-8, in an Alpine image that is shipped without the package musl-locales; and ` + "`localedef`, `locale-gen`, `update-locale` and `dpkg-reconfigure locales`" + ` on Alpine. C, POSIX and English in UTF-8 are what musl does anyway. LC_MESSAGES is left alone: translations that a program brings along are found on musl too. Stages with glibc installed over musl, and images that may bring musl-locales, are left alone.

## Why

musl has one locale, that of C in UTF-8, and takes every name for it without a word, so that nothing tells that the other one is missing. Measured with musl 1.2.3: under LC_ALL=de_DE.UTF-8, ru_RU.KOI8-R and xx_nonsense alike, setlocale succeeds, the character set is UTF-8, days and months are English, the decimal point is a point, and strcoll compares bytes ("B" before "a", "ä" behind "z"). What sorts, formats or reads text by the C library does so otherwise than on Debian. Programs with data of their own (Java, Node.js, ICU) read the variable and do as it says.

## What to do

Write C.UTF-8, which is what there is, and sort and format where it matters with ICU or the language's own library; or install musl-locales, which has names of days and messages for some languages, and no sorting. A program that needs glibc's locales needs a base with glibc.
`,
	Bad: `FROM alpine:3.24
ENV LC_ALL=de_DE.UTF-8
USER nobody
`,
	Good: `FROM alpine:3.24
ENV LC_ALL=C.UTF-8
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for v := range p.MissingLocales() {
			p.Report(analysis.Finding{
				Span:    v.Span,
				Message: fmt.Sprintf("%s=%s has the effect of C.UTF-8: musl has no such locale", v.Name, v.Value),
				Notes:   []string{"order, dates and numbers of C programs stay those of C; Java, Node.js and ICU have locales of their own"},
				Help:    "write C.UTF-8, or add musl-locales if it has what is needed",
			})
		}
		for c := range p.LocaleTools() {
			p.Report(analysis.Finding{
				Span:    c.Word.Span(),
				Message: c.Name + " makes locales for glibc, and musl reads none of them",
				Help:    "leave it out; musl-locales has what there is for musl",
			})
		}
	},
})
