package fix

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// word makes a rule that flags each occurrence of a word and replaces it.
func word(id, old, with string, severity analysis.Severity, safe bool) func(*source.File) []analysis.Finding {
	rule := &analysis.Rule{ID: id, Severity: severity}
	return func(f *source.File) (out []analysis.Finding) {
		for at := 0; ; {
			i := strings.Index(string(f.Content[at:]), old)
			if i < 0 {
				return out
			}
			span := f.Span(at+i, at+i+len(old))
			at = span.End
			finding := analysis.Finding{Rule: rule, Severity: severity, Span: span, Message: id}
			if with != "-" {
				finding.Fixes = []analysis.Fix{{Title: id, Safe: safe, Edits: []source.Edit{{Span: span, New: with}}}}
			}
			out = append(out, finding)
		}
	}
}

func all(rules ...func(*source.File) []analysis.Finding) Judge {
	return func(f *source.File) (out []analysis.Finding) {
		for _, r := range rules {
			out = append(out, r(f)...)
		}
		return out
	}
}

func TestAll(t *testing.T) {
	const w, e, i = analysis.Warning, analysis.Error, analysis.Info
	for _, tt := range []struct {
		name          string
		judge         Judge
		wish          Wish
		text, want    string
		made, refused int
	}{
		{"each once", all(word("A", "a", "b", w, true)), Wish{}, "a x a", "b x b", 2, 0},
		{"unsafe is left", all(word("A", "a", "b", w, false)), Wish{}, "a", "a", 0, 0},
		{"unsafe is wished for", all(word("A", "a", "b", w, false)), Wish{Unsafe: true}, "a", "b", 1, 0},
		{"one rule of two", all(word("A", "a", "x", w, true), word("B", "b", "y", w, true)), Wish{Rule: func(r *analysis.Rule) bool { return r.ID == "B" }}, "a b", "a y", 1, 0},
		{"overlap goes to the next round", all(word("A", "ab", "x", w, true), word("B", "bc", "y", w, true)), Wish{}, "abc bc", "xc y", 2, 0},
		{"one brings the next", all(word("A", "a", "b", w, true), word("B", "b", "c", i, true)), Wish{}, "a", "c", 2, 0},
		{"nothing worse may come", all(word("A", "a", "b", w, true), word("B", "b", "-", e, true)), Wish{}, "a", "a", 0, 1},
		{"nothing as bad may come", all(word("A", "a", "b", w, true), word("B", "b", "-", w, true)), Wish{}, "a", "a", 0, 1},
		{"the harmful one alone is refused", all(word("A", "a", "b", w, true), word("B", "b", "-", w, true), word("C", "c", "d", w, true)), Wish{}, "c a c", "d a d", 2, 1},
		{"a fix that mends nothing", all(word("A", "a", "aa", w, true)), Wish{}, "a", "a", 0, 1},
		{"a circle ends", all(word("A", "a", "b", w, true), word("B", "b", "a", i, true)), Wish{}, "a", "b", 1, 1},
	} {
		f := source.NewFile("f", []byte(tt.text))
		out := All(f, tt.judge, tt.wish)
		if got := string(out.File.Content); got != tt.want || len(out.Made) != tt.made || len(out.Refused) != tt.refused {
			t.Errorf("%s: %q, %d made, %d refused; want %q, %d, %d", tt.name, got, len(out.Made), len(out.Refused), tt.want, tt.made, tt.refused)
		}
		if got, err := source.Apply(f, out.Edits); err != nil || string(got) != tt.want {
			t.Errorf("%s: the edits lead to %q (%v), want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, tt := range []struct{ from, to, edited string }{
		{"a\nb\nc\n", "a\nB\nc\n", "b\n"},
		{"a\nb\nc\n", "a\nb\nc\n", ""},
		{"a\nb", "a\nc", "b"},
		{"a\na\n", "a\n", "a\n"},
		{"", "x", ""},
		{"a\nb\n", "a\nnew\nb\n", ""},
	} {
		f := source.NewFile("f", []byte(tt.from))
		edits := Between(f, source.NewFile("f", []byte(tt.to)))
		if got, err := source.Apply(f, edits); err != nil || string(got) != tt.to {
			t.Errorf("%q to %q: %q, %v", tt.from, tt.to, got, err)
		}
		if len(edits) > 0 && edits[0].Span.Text() != tt.edited {
			t.Errorf("%q to %q replaces %q, want %q", tt.from, tt.to, edits[0].Span.Text(), tt.edited)
		}
	}
}
