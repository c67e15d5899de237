package shell

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// page is the program in a page of haserl, which prints what stands outside of
// <% %> and gives the rest to the shell: <%= x %> is echo of x, <%in file %>
// another page, <%# %> a comment. What is printed becomes a command that does
// nothing, so that if, for and functions around it have a body. Up to 0.8 haserl
// wrote <? ?>, as pages of routers still do.
func page(t *source.Text) *source.Text {
	const nothing = "\n:\n"
	b := source.Builder{File: t.File}
	s := t.String()
	begin, finish := "<%", "%>"
	if !strings.Contains(s, begin) {
		begin, finish = "<?", "?>"
	}
	at := strings.IndexByte(s, '\n') + 1
	b.CopyText(t, 0, at)
	for at > 0 && at < len(s) {
		open := strings.Index(s[at:], begin)
		if open < 0 {
			open = len(s) - at
		}
		if strings.TrimSpace(s[at:at+open]) != "" {
			b.ReplaceText(nothing, t, at, at+open)
		}
		if at += open; at == len(s) {
			break
		}
		code := at + len(begin)
		end := len(s)
		if i := strings.Index(s[code:], finish); i >= 0 {
			end = code + i
		}
		switch rest := s[code:end]; {
		case strings.HasPrefix(rest, "="):
			b.ReplaceText("\necho ", t, at, code+1)
			b.CopyText(t, code+1, end)
		case strings.HasPrefix(rest, "#"), strings.HasPrefix(rest, "in "):
			b.ReplaceText(nothing, t, at, end)
		default:
			b.ReplaceText("\n", t, at, code)
			b.CopyText(t, code, end)
		}
		at = min(end+len(finish), len(s))
		if end < at {
			b.ReplaceText("\n", t, end, at)
		}
	}
	return b.Text()
}

// isPage tells whether a shebang's interpreter reads pages with a shell's program
// in them.
func isPage(interpreter string, args []string) bool {
	return baseName(interpreter) == "haserl" && !strings.Contains(strings.Join(args, " "), "lua")
}
