package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// hostile are words that act somewhere: in the log of a pipeline, in Markdown, in
// HTML, on a terminal, in a parser.
func hostile() map[string]string {
	return map[string]string{
		"workflow command": "::set-output name=x::y",
		"stop commands":    "::stop-commands::token",
		"after blanks":     "  ::add-mask::x",
		"on its own line":  "x\n::error::owned",
		"after a CR":       "x\r::error::owned",
		"old command":      "##[set-env name=PATH]/evil",
		"Azure's":          "a ##vso[task.setvariable variable=x]y",
		"TeamCity's":       "##teamcity[buildStop comment='x']",
		"percent":          "%0A::error::x %25",
		"property":         "x,line=1::y",
		"HTML":             "<img src=x onerror=alert(1)><script>",
		"comment":          "--> <!-- ]]> <![CDATA[ </system-out>",
		"entity":           "&lt;b&gt; &#64;octocat &xxe;",
		"link":             "[click](https://evil.example) [a]: x [b][a]",
		"image":            "![x](https://evil.example/x.png)",
		"bare link":        "https://evil.example www.evil.example mail@evil.example",
		"mention":          "@octocat @org/team",
		"reference":        "#1 GH-1 org/repo#1 deadbeefcafe (0123456) 1.",
		"emphasis":         "**b** _i_ ~~s~~ # h | t | u",
		"backquotes":       "` `` ``` a`b ```` `x` @octocat `",
		"fence":            "```\n# x\n```",
		"list":             "- x",
		"escape sequence":  "\x1b]0;owned\x07\x1b[2J",
		"C1 controls":      "\u009b2J\x9b2J",
		"directions":       "\u202eevil\u2066\u200f",
		"no UTF-8":         "caf\xe9 \xf0\x9f\x98 \xed\xa0\x80",
		"no characters":    "\x00\ufffe\uffff\U000e0041\ufeff",
		"quotes":           `"'\ \" ` + "\u2028",
		"JSON":             `"},{"rule":"x"}]}`,
		"formula":          "=cmd|' /C calc'!A0",
		"path":             `..\..\x /../../etc C:\x`,
		"template":         "${{ github.token }} {{ x }} $(id) `id`",
		"very long":        strings.Repeat("@octocat", 10_000),
	}
}

// hostileReport says the word in all places: the file, its name, all texts of a
// finding, errors.
func hostileReport(word string) *Report {
	content := "FROM x\nRUN y " + word + "\nRUN z\n"
	f := source.NewFile("/work/"+word+"/Dockerfile", []byte(content))
	token := f.Span(13, 13+len(word))
	rule := &analysis.Rule{ID: "ALP507", Name: "eval-injection", Severity: analysis.Warning, Doc: "## What it flags\n\nText.\n"}
	return &Report{Version: "1.2.3", Dir: "/work", Files: 1, Category: word,
		Fingerprints: []string{"abc", "def"},
		Errors:       []Error{{Message: word}, {Span: token, Message: "x " + word}},
		Findings: []analysis.Finding{{
			Rule: rule, Severity: analysis.Error, Span: token, Message: word, Notes: []string{word, "x " + word}, Help: word,
			Related: []analysis.Related{{Span: token, Message: word}},
			Flow:    &taint.Flow{Source: taint.Source{Name: word, Span: token}, Steps: []taint.Step{{Span: token, Text: word}}, Sink: taint.Sink{Command: word, Span: token}},
			Fixes:   []analysis.Fix{{Title: word, Edits: []source.Edit{{Span: token, New: word}}}},
		}, {
			Rule: rule, Severity: analysis.Info, Span: token, Message: "it is " + word + " that " + word + word, Help: "`" + word + "`",
		}},
	}
}

// A command of a pipeline's log: at the start of a line, or of the old kind anywhere.
var logCommand = regexp.MustCompile(`(?m)^\s*::|##[A-Za-z-]*\[`)

// Its own annotations are all that github writes.
var annotation = regexp.MustCompile(`(?m)^::(error|warning|notice)( file=[^\s:,]*(\\x3a)?[^:,\n]*,line=\d+(,endLine=\d+(,col=\d+,endColumn=\d+)?)?(,title=ALP\d+ [a-z-]+)?)?::`)

func TestNothingOfAFileActs(t *testing.T) {
	for name, word := range hostile() {
		for _, format := range Formats() {
			t.Run(format.Name+"/"+name, func(t *testing.T) {
				var b bytes.Buffer
				if err := format.Write(&b, hostileReport(word), Style{}); err != nil {
					t.Fatal(err)
				}
				out := b.String()
				if at := harmful(out); at >= 0 {
					t.Errorf("harmful at byte %d of %.2000q", at, out)
				}
				log := out
				if format.Name == "github" {
					for line := range strings.Lines(out) {
						if !annotation.MatchString(line) {
							t.Errorf("not an annotation of ours: %.300q", line)
						}
					}
					log = annotation.ReplaceAllString(log, "")
				}
				if c := logCommand.FindString(log); c != "" {
					t.Errorf("a command, %q, in\n%.3000s", c, out)
				}
				switch format.Name {
				case "json", "sarif", "gitlab", "rdjson":
					if !json.Valid(b.Bytes()) {
						t.Errorf("broken JSON:\n%.3000s", out)
					}
				case "rdjsonl":
					if lines := slices.Collect(strings.Lines(out)); len(lines) != 2 || !json.Valid([]byte(lines[0])) || !json.Valid([]byte(lines[1])) {
						t.Errorf("broken lines:\n%.3000s", out)
					}
				case "checkstyle", "junit":
					wellFormed(t, out)
				case "markdown":
					onlyOurs(t, out)
				}
			})
		}
	}
}

func wellFormed(t *testing.T, document string) {
	d := xml.NewDecoder(strings.NewReader(document))
	known := strings.Fields("checkstyle file error testsuites testsuite testcase failure system-out")
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v\n%.3000s", err, document)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if !slices.Contains(known, x.Name.Local) {
				t.Errorf("element %s in\n%.3000s", x.Name.Local, document)
			}
		case xml.Comment, xml.Directive:
			t.Errorf("%v in\n%.3000s", x, document)
		}
	}
}

// onlyOurs wants nothing but plain words and our own links left when code spans are
// taken away, as CommonMark finds them: a run of backquotes up to the next of the
// same length. TestMarkdownRendered asks a real renderer.
func onlyOurs(t *testing.T, markdown string) {
	var rest strings.Builder
	for line := range strings.Lines(markdown) {
		for {
			open := strings.IndexByte(line, '`')
			if open < 0 {
				break
			}
			n := len(line[open:]) - len(strings.TrimLeft(line[open:], "`"))
			end := closing(line[open+n:], n)
			if end < 0 {
				t.Errorf("a code span that does not end: %.500q", line)
				return
			}
			rest.WriteString(line[:open])
			line = line[open+n+end+n:]
		}
		rest.WriteString(line)
	}
	text := regexp.MustCompile(`\(\[ALP\d+\]\(https://github.com/crampon-lint/[^)\s]*\) `).ReplaceAllString(rest.String(), "(")
	text = strings.ReplaceAll(text, "### crampon\n", "")
	for _, own := range []string{"**error**", "**info**", "**help:**"} {
		text = strings.ReplaceAll(text, own, "")
	}
	if bad := regexp.MustCompile(`[<>&@#\[\]\\_*~|!]|https?:/|www\.\w`).FindString(text); bad != "" {
		t.Errorf("%q outside of code in\n%.3000s\nleft is\n%.2000s", bad, markdown, text)
	}
}

// closing is where a run of exactly n backquotes begins; -1 for nowhere.
func closing(s string, n int) int {
	for at := 0; at < len(s); {
		if s[at] != '`' {
			at++
			continue
		}
		run := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		if run == n {
			return at
		}
		at += run
	}
	return -1
}

// Whatever a message says, it stays within its code spans.
func FuzzProse(f *testing.F) {
	for _, word := range hostile() {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		onlyOurs(t, "- **error** "+code(word)+" "+prose(word)+" ([ALP507](https://github.com/crampon-lint/x) x)\n")
		if p := prose(word); strings.Contains(p, "\n") || harmful(p) >= 0 {
			t.Errorf("%q", p)
		}
	})
}
