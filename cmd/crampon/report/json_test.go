package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// All that a finding may have is there, and the object reads back.
func TestJSON(t *testing.T) {
	r := flowReport()
	r.Errors = []Error{{Message: "no place"}, {Span: source.NewFile("/work/.crampon.yaml", []byte("a\nb")).Span(2, 3), Message: "a place"}}
	var b bytes.Buffer
	if err := JSON(&b, r, Style{}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") {
		t.Errorf("null in\n%s", b.String())
	}
	var got jsonReport
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	f := got.Findings[0]
	if f.Start != (jsonPosition{4, 1, 35}) || f.End != (jsonPosition{5, 6, 54}) {
		t.Errorf("from %+v to %+v", f.Start, f.End)
	}
	if len(f.Flow) != 3 || f.Flow[2].Message != "eval takes it for code" || f.Flow[2].Start.Column != 7 {
		t.Errorf("flow: %+v", f.Flow)
	}
	if len(f.Related) != 2 || f.Related[0].File != "/etc/other" {
		t.Errorf("related: %+v", f.Related)
	}
	if len(f.Fixes) != 1 || !f.Fixes[0].Safe || f.Fixes[0].Edits[0].New != "'now'" || f.Fixes[0].Edits[0].Start.Line != 5 {
		t.Errorf("fixes: %+v", f.Fixes)
	}
	if got.Schema != 1 || got.Version != "1.2.3" || f.Fingerprint != "abc" || got.Summary != (jsonSummary{Files: 2, Error: 1}) {
		t.Errorf("schema %d, version %q, fingerprint %q, summary %+v", got.Schema, got.Version, f.Fingerprint, got.Summary)
	}
	if len(got.Errors) != 2 || got.Errors[0].File != "" || got.Errors[1].File != ".crampon.yaml" || got.Errors[1].Start.Line != 2 {
		t.Errorf("errors: %+v", got.Errors)
	}
}

func TestEscaped(t *testing.T) {
	for in, want := range map[string]string{
		"a é 😀":        `"a é 😀"`,
		"<a&b>":        `"<a&b>"`,
		"\u009b\x7f":   `"\u009b\u007f"`,
		"\U000e0041":   `"\udb40\udc41"`,
		"\u202e\u2028": `"\u202e\u2028"`,
		"\xff":         `"\ufffd"`,
	} {
		var b bytes.Buffer
		if err := WriteJSON(&b, in); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(b.String()); got != want {
			t.Errorf("%q: %s, not %s", in, got, want)
		}
		var back string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back != strings.ToValidUTF8(in, "\ufffd") {
			t.Errorf("%q reads back as %q, %v", in, back, err)
		}
	}
}
