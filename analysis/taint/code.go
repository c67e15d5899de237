package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// findMark is what find, and xargs without another wish, replace by their words,
// in the middle of a word and of code too.
const findMark = "{}"

// codeText is a text that a command takes for code and into which something is put.
type codeText struct {
	command *shell.Command
	text    *shell.Program
	// filler is the find or xargs around the command, when its mark stands in the
	// text; marks are the places of it, in bytes of the text.
	filler *shell.Command
	mark   string
	marks  []int
	// holds is what a name holds at the command; nil where that is not asked for.
	holds func(name string) string
}

// marksIn are the places of a mark in a text, in bytes.
func marksIn(text, mark string) []int {
	var at []int
	for from := 0; mark != ""; {
		i := strings.Index(text[from:], mark)
		if i < 0 {
			break
		}
		at = append(at, from+i)
		from += i + len(mark)
	}
	return at
}

// xargsMark is what xargs replaces by a line of its input, "" when it appends
// its words: -I MARK, -IMARK, -i, -iMARK, --replace, --replace=MARK.
func xargsMark(c *shell.Command) string {
	for i := 0; i < len(c.Args); i++ {
		a := c.Arg(i)
		switch {
		case len(a) < 2 || a[0] != '-' || a == "--":
			return ""
		case a == "-i" || a == "--replace":
			return findMark
		case strings.HasPrefix(a, "--replace="):
			return a[len("--replace="):]
		case a[1] == '-':
		case strings.HasSuffix(a, "I"): // -I {}, -0I {}
			return c.Arg(i + 1)
		case a[1] == 'I' || a[1] == 'i':
			return a[2:]
		case len(a) == 2 && strings.IndexByte("adEeLlnPs", a[1]) >= 0:
			i++ // its value is the next word
		}
	}
	return ""
}
