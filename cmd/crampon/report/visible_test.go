package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"plain ~ text":           "plain ~ text",
		"é 日本 😀":                 "é 日本 😀",
		"\x1b]0;title\x07":       "␛]0;title␇",
		"a\r\nb\tc\x00\x7f":      "a␍␊b␉c␀␡",
		"\u009b2J \u0085":        `\u009b2J \u0085`,
		"\x9b2J":                 `\x9b2J`,
		"caf\xe9":                `caf\xe9`,
		"\u202eevil\u2066\u200f": `\u202eevil\u2066\u200f`,
		"a\u00a0b\u200bc\ufeff":  `a\u00a0b\u200bc\ufeff`,
		"\u2028\u2029\u00ad":     `\u2028\u2029\u00ad`,
		"\U000e0041":             `\U000e0041`,
		"\ufffd":                 "\ufffd",
		"::add-mask::x":          `\x3a:add-mask::x`,
		"  ::stop-commands::x":   `  \x3a:stop-commands::x`,
		":":                      `\x3a`, // a file's name, in front of :1:2
		":a":                     ":a",
		"a::b ## c # [":          "a::b ## c # [",
		"x ##[error]y ###vso[z]": `x #\x23[error]y ##\x23vso[z]`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

var ownColors = regexp.MustCompile("\x1b\\[(1|2|36|1;31|1;33|1;34|0)m")

// harmful is where a text has what a terminal obeys or does not show; -1 for nowhere.
func harmful(text string) int {
	if !utf8.ValidString(text) {
		return 0
	}
	return strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}

// Whatever stands in a file, in its name and in what rules say of it: only
// harmless text and crampon's own colours come out, and little of a long line.
func FuzzHarmless(f *testing.F) {
	f.Add("FROM alpine\x1b[2J:latest\nRUN \u202e", "a\x1b]0;b\x07/Dockerfile", 5, 14, 100)
	f.Add("\xff\xfe\r\n\t日本語\u0301\u009b", "", 1, 900, 40)
	f.Add("", "\n", 0, 0, 0)
	f.Add("one\n"+strings.Repeat("é", 5000)+"\r\n", "x", 3000, 9000, 80)
	rule := &analysis.Rule{ID: "ALP101", Name: "latest-tag", Severity: analysis.Warning}
	f.Fuzz(func(t *testing.T, content, name string, start, end, width int) {
		file := source.NewFile("/work/"+name, []byte(content))
		start = min(max(start, 0), len(content))
		span := file.Span(start, min(max(end, start), len(content)))
		r := &Report{Dir: "/work", Files: 1, Findings: []analysis.Finding{{
			Rule: rule, Severity: analysis.Warning, Span: span, Message: content, Notes: []string{content, name}, Help: name,
			Related: []analysis.Related{{Span: span, Message: name}},
		}}}
		for _, s := range []Style{{Width: width}, {Color: true}, {Quiet: true}} {
			var b bytes.Buffer
			if err := Text(&b, r, s); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			if s.Color {
				text = ownColors.ReplaceAllString(text, "")
			}
			if at := harmful(text); at >= 0 {
				t.Errorf("harmful at byte %d of %q", at, text)
			}
			if len(text) > 80000 {
				t.Errorf("%d bytes for one finding", len(text))
			}
		}
		for _, format := range Formats() {
			var b bytes.Buffer
			if err := format.Write(&b, r, Style{}); err != nil {
				t.Fatal(err)
			}
			if at := harmful(b.String()); at >= 0 {
				t.Errorf("%s: harmful at byte %d of %q", format.Name, at, b.String())
			}
			if c := logCommand.FindString(annotation.ReplaceAllString(b.String(), "")); c != "" {
				t.Errorf("%s: a command, %q, in %q", format.Name, c, b.String())
			}
		}
	})
}
