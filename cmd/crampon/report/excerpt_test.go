package report

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name, content, token string
		width                int
		line, marks          string
	}{
		{"first line", "FROM alpine\nUSER x\n", "alpine", 80, "FROM alpine", "     ^~~~~~"},
		{"last line", "FROM alpine\nUSER nobody", "nobody", 80, "USER nobody", "     ^~~~~~"},
		{"one byte", "a b", "b", 80, "a b", "  ^"},
		{"nothing", "a b", "", 80, "a b", "^"},
		{"tabs to their stops", "\tx\ty z", "y z", 80, "    x   y z", "        ^~~"},
		{"a tab in the token", "a\tb", "a\tb", 80, "a   b", "^~~~~"},
		{"wide characters", "日本 語 x", "語", 80, "日本 語 x", "     ^~"},
		{"marks over others", "e\u0301 x", "x", 80, "e\u0301 x", "  ^"},
		{"not shown", "a\x1b\u202e x", "x", 80, "a␛\\u202e x", "         ^"},
		{"no UTF-8", "a\xff x", "x", 80, "a\\xff x", "      ^"},
		{"CRLF", "RUN x\r\nRUN y\r\n", "RUN x", 80, "RUN x", "^~~~~"},
		{"the CR itself", "RUN x\r\nRUN y\r\n", "\r", 80, "RUN x␍", "     ^"},
		{"several lines", "RUN a \\\n  b\n", "a \\\n  b", 80, "RUN a \\", "    ^~~"},
		{"the end is cut", "RUN " + strings.Repeat("x", 100), "RUN", 20, "RUN xxxxxxxxxxxxxxx…", "^~~"},
		{"the start is cut", strings.Repeat("x", 100) + " end", "end", 20, "…" + strings.Repeat("x", 15) + " end", strings.Repeat(" ", 17) + "^~~"},
		{"both ends are cut", strings.Repeat("x", 100) + "mid" + strings.Repeat("y", 100), "mid", 20, "…xxxxxxmid" + strings.Repeat("y", 9) + "…", "       ^~~"},
		{"the token is cut", "a " + strings.Repeat("x", 100), strings.Repeat("x", 100), 20, "a " + strings.Repeat("x", 17) + "…", "  ^" + strings.Repeat("~", 16)},
		{"commands of a log", "a ##[x] ##vso[y] ## z", "#vso", 80, `a #\x23[x] #\x23vso[y] ## z`, "            ^~~~~~~"},
		{"wide ones are not cut in two", strings.Repeat("語", 50) + "x", "x", 20, "…" + strings.Repeat("語", 9) + "x", strings.Repeat(" ", 19) + "^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := source.NewFile("Dockerfile", []byte(c.content))
			at := strings.Index(c.content, c.token)
			e, ok := excerptOf(f.Span(at, at+len(c.token)), c.width, nil)
			if !ok || e.line != c.line || e.marks != c.marks {
				t.Errorf("%v\n got %q\n     %q\nwant %q\n     %q", ok, e.line, e.marks, c.line, c.marks)
			}
		})
	}
}

func TestExcerptOfNothing(t *testing.T) {
	if _, ok := excerptOf(source.NewFile("Dockerfile", nil).Span(0, 0), 80, nil); ok {
		t.Error("a file without content has an excerpt")
	}
}

// A token in a line of many megabytes costs what is shown of it, not the line.
func BenchmarkExcerptOfLongLine(b *testing.B) {
	content := strings.Repeat("x", 8<<20) + "token" + strings.Repeat("y", 8<<20)
	f := source.NewFile("Dockerfile", []byte(content))
	span := f.Span(8<<20, 8<<20+5)
	for b.Loop() {
		excerptOf(span, 100, nil)
	}
}
