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
	return func(files ...*source.File) (out []analysis.Finding) {
		for _, f := range files {
			for _, r := range rules {
				out = append(out, r(f)...)
			}
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
		out := All([]*source.File{f}, tt.judge, tt.wish)
		if got := string(out.Files[0].Content); got != tt.want || len(out.Made) != tt.made || len(out.Refused) != tt.refused {
			t.Errorf("%s: %q, %d made, %d refused; want %q, %d, %d", tt.name, got, len(out.Made), len(out.Refused), tt.want, tt.made, tt.refused)
		}
		if got, err := source.Apply(f, out.Edits); err != nil || string(got) != tt.want {
			t.Errorf("%s: the edits lead to %q (%v), want %q", tt.name, got, err, tt.want)
		}
	}
}

// TestRefusal: who asks is told what a fix would have brought, and where.
func TestRefusal(t *testing.T) {
	f := source.NewFile("f", []byte("x a x"))
	out := All([]*source.File{f}, all(word("A", "a", "b", analysis.Warning, true), word("B", "b", "-", analysis.Error, true)), Wish{})
	if len(out.Refused) != 1 || out.Refused[0].Brings == nil || out.Refused[0].Brings.Rule.ID != "B" || out.Refused[0].Brings.Span.Start != 2 {
		t.Errorf("refused %+v, want the fix of A for bringing B at byte 2", out.Refused)
	}
	out = All([]*source.File{f}, all(word("A", "a", " a", analysis.Warning, true)), Wish{})
	if len(out.Refused) != 1 || out.Refused[0].Brings != nil {
		t.Errorf("refused %+v, want the fix of A because its finding stays", out.Refused)
	}
}

// TestBlinding: a fix by which a part of the file is no longer judged does not make
// findings go away.
func TestBlinding(t *testing.T) {
	judge := func(files ...*source.File) []analysis.Finding {
		if f := files[0]; strings.Contains(string(f.Content), "{{") {
			for _, r := range analysis.OwnRules() {
				if r.Name == "template" {
					return []analysis.Finding{{Rule: r, Severity: analysis.Info, Span: f.Span(0, 1)}}
				}
			}
		}
		return word("A", "a", "{{", analysis.Warning, true)(files[0])
	}
	f := source.NewFile("f", []byte("a a"))
	if out := All([]*source.File{f}, judge, Wish{}); len(out.Made) > 0 || out.Files[0] != f {
		t.Errorf("made %d fixes: %q", len(out.Made), out.Files[0].Content)
	}
}

// TestHalves: of a hundred choices the harmful one is found without judging the text
// a hundred times.
func TestHalves(t *testing.T) {
	judged := 0
	inner := all(word("A", "a", "b", analysis.Warning, true), word("B", "bc", "-", analysis.Error, true))
	judge := func(files ...*source.File) []analysis.Finding {
		judged++
		return inner(files...)
	}
	f := source.NewFile("f", []byte(strings.Repeat("a ", 60)+"ac "+strings.Repeat("a ", 39)))
	out := All([]*source.File{f}, judge, Wish{})
	if len(out.Made) != 99 || len(out.Refused) != 1 || out.Refused[0].Finding.Span.Start != 120 {
		t.Errorf("%d made, %d refused", len(out.Made), len(out.Refused))
	}
	if judged > 20 {
		t.Errorf("judged %d times", judged)
	}
}

// TestFiles: what edits two files is made in both or in none.
func TestFiles(t *testing.T) {
	rule := &analysis.Rule{ID: "C", Severity: analysis.Warning}
	// couple wants what stands behind the arrows of the first file in place of the whole second.
	couple := func(files ...*source.File) []analysis.Finding {
		from, to, ok := strings.Cut(string(files[0].Content), ">")
		if !ok {
			return all(word("B", "harm", "-", analysis.Error, true))(files...)
		}
		edits := []source.Edit{
			{Span: files[0].Span(len(from), len(files[0].Content)), New: ""},
			{Span: files[1].Span(0, len(files[1].Content)), New: to},
		}
		return []analysis.Finding{{Rule: rule, Severity: analysis.Warning, Span: files[0].Span(0, 1), Fixes: []analysis.Fix{{Title: "Move", Safe: true, Edits: edits}}}}
	}
	for _, tt := range []struct{ first, second, want1, want2 string }{
		{"x>y", "z", "x", "y"},
		{"x>harm", "z", "x>harm", "z"},
	} {
		one, two := source.NewFile("1", []byte(tt.first)), source.NewFile("2", []byte(tt.second))
		out := All([]*source.File{one, two}, couple, Wish{})
		if got1, got2 := string(out.Files[0].Content), string(out.Files[1].Content); got1 != tt.want1 || got2 != tt.want2 {
			t.Errorf("%q and %q: %q and %q, want %q and %q", tt.first, tt.second, got1, got2, tt.want1, tt.want2)
		}
		// Without the second file the fix cannot be whole.
		alone := func(files ...*source.File) []analysis.Finding { return couple(files[0], two) }
		if out := All([]*source.File{one}, alone, Wish{}); len(out.Made) > 0 {
			t.Errorf("%q: half a fix was made", tt.first)
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
