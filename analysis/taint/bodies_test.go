package taint

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// TestBodyAt: the innermost function around each letter that stands alone.
func TestBodyAt(t *testing.T) {
	text := "A\nf() { B; g() { C; }; D; h() { E; }; }\nH\ni() (F)\nG\n"
	p := shell.Parse(source.Whole(source.NewFile("x.sh", []byte(text))), shell.Ash)
	list := bodiesOf(p)
	for letter, want := range map[string]string{"A": "", "B": "f", "C": "g", "D": "f", "E": "h", "F": "i", "G": "", "H": ""} {
		at := strings.Index(text, letter)
		got, ok := bodyAt(list, p.Text.Span(at, at+1))
		if got.name != want || ok != (want != "") {
			t.Errorf("around %s is %q, want %q", letter, got.name, want)
		}
	}
}
