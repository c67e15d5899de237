package shell

import (
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// TestPage: of a page of haserl the program is what stands between its marks,
// and each of its words lies where the file has it.
func TestPage(t *testing.T) {
	const page = "#!/usr/bin/haserl\n<p>it's\n<% if a \"$GET_b\"; then %><b> <%= $(c d) %></b><% fi %>\n<%in head.html %><%# it's %>\n<% e"
	for _, text := range []string{page, strings.NewReplacer("<%", "<?", "%>", "?>").Replace(page)} {
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
		if want := []string{"a", "c", "e"}; !slices.Equal(got, want) {
			t.Errorf("%s\ncommands %q, want %q", text, got, want)
		}
	}
	if p := Parse(source.Whole(&source.File{Path: "x.cgi", Content: []byte("#!/usr/bin/haserl --shell=lua\n<% x() %>")}), Unknown); p.Dialect != Foreign {
		t.Errorf("a page with Lua in it is %v", p.Dialect)
	}
}
