package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// What one finding calls secret no format shows, wherever another finding has it.
func TestConceal(t *testing.T) {
	const secret = "f8Qz71xkP0"
	f := source.NewFile("/work/run.sh", []byte("TOKEN="+secret+" eval \"$1\" "+secret+"\n"))
	whole := f.Span(0, len(f.Content)-1)
	findings := []analysis.Finding{
		{Rule: &analysis.Rule{ID: "ALP606"}, Severity: analysis.Error, Span: f.Span(0, 5), Message: "the value of TOKEN can be read", Secret: []string{secret}},
		{
			Rule: &analysis.Rule{ID: "ALP507"}, Severity: analysis.Error, Span: whole, Message: "eval of " + secret,
			Notes: []string{"it is " + secret}, Help: "leave " + secret,
			Related: []analysis.Related{{Span: whole, Message: "and " + secret}},
			Flow: &taint.Flow{
				Source: taint.Source{Name: secret, Span: f.Span(0, 5)},
				Steps:  []taint.Step{{Span: f.Span(6, 8), Text: "becomes " + secret}},
				Sink:   taint.Sink{Command: secret, Span: f.Span(9, 12)},
			},
			Fixes: []analysis.Fix{{Title: "Write it", Edits: []source.Edit{{Span: whole, New: secret + " else"}}}},
		},
	}
	for _, format := range Formats() {
		r := &Report{Dir: "/work", Files: 1, Findings: findings, Fingerprints: []string{"a", "b"}}
		r.Conceal()
		r.Keep(func(f *analysis.Finding, _ string) bool { return f.Rule.ID == "ALP507" })
		var b bytes.Buffer
		if err := format.Write(&b, r, Style{}); err != nil {
			t.Fatal(format.Name, err)
		}
		if strings.Contains(b.String(), secret) || !strings.Contains(b.String(), mask) {
			t.Errorf("%s:\n%s", format.Name, b.String())
		}
	}
	if findings[1].Message != "eval of "+secret || len(findings[1].Fixes) != 1 {
		t.Error("the engine's own findings were changed")
	}
}

func TestExcerptOfSecret(t *testing.T) {
	for _, c := range []struct{ content, token, line, marks string }{
		{"ENV A=hunter22 B=hunter22", "A", "ENV A=*** B=***", "    ^"},
		{"ENV A=hunter22", "A=hunter22", "ENV A=***", "    ^~~~~"},
		{"ENV A=hunter22", "nter", "ENV A=******", "         ^~~"}, // the token cuts it in two
		{strings.Repeat("x", 999) + "hunter22 y", "y", "…" + strings.Repeat("x", 34) + "*** y", strings.Repeat(" ", 39) + "^"},
		{"y " + strings.Repeat("x", 155) + "hunter22", "y", "y " + strings.Repeat("x", 37) + "…", "^"}, // cut where it begins
	} {
		f := source.NewFile("Dockerfile", []byte(c.content))
		at := strings.Index(c.content, c.token)
		e, ok := excerptOf(f.Span(at, at+len(c.token)), 40, secrets{"hunter22"})
		if !ok || e.line != c.line || e.marks != c.marks {
			t.Errorf("%s\n got %q\n     %q\nwant %q\n     %q", c.content[:10], e.line, e.marks, c.line, c.marks)
		}
	}
}
