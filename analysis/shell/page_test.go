package shell

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// TestPage: of a page of haserl the program is what stands between its marks,
// and each of its words lies where the file has it.
func TestPage(t *testing.T) {
	const text = "#!/usr/bin/haserl\n<p>it's\n<% if a \"$GET_b\"; then %><b> <%= $(c d) %></b><% fi %>\n<%in head.html %><%# it's %>\n<% e"
	p := Parse(source.Whole(&source.File{Path: "x.cgi", Content: []byte(text)}), Unknown)
	for _, e := range p.Errors {
		t.Errorf("%s: %s", e.Span.Text(), e.Message)
	}
	var got []string
	for _, c := range p.Commands {
		if c.Name != ":" && c.Name != "echo" {
			got = append(got, c.Word.Span().Text())
		}
	}
	want := []string{"a", "c", "e"}
	if len(got) != len(want) {
		t.Fatalf("commands %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("command %d is %q, want %q", i, got[i], want[i])
		}
	}
	if p := Parse(source.Whole(&source.File{Path: "x.cgi", Content: []byte("#!/usr/bin/haserl --shell=lua\n<% x() %>")}), Unknown); p.Dialect != Foreign {
		t.Errorf("a page with Lua in it is %v", p.Dialect)
	}
}
