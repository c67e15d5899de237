package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
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
}

// sinksOf are the code texts of a program that are not constant. Asking for them
// is an index lookup for each name.
func sinksOf(p *shell.Program) []codeText {
	var out []codeText
	for _, c := range p.Named("eval", "sh", "ash", "bash", "dash", "ksh", "zsh", "su", "runuser") {
		for _, inner := range c.Inner {
			if inner.How != shell.ByEval && inner.How != shell.ByOption {
				continue
			}
			s := codeText{command: c, text: inner}
			s.fill()
			if len(inner.Splices) > 0 || len(s.marks) > 0 {
				out = append(out, s)
			}
		}
	}
	return out
}

// fill finds the find or xargs that puts its words into the text.
func (s *codeText) fill() {
	for v := s.command.Via; v != nil; v = v.Via {
		switch v.Name {
		case "find":
			s.mark = findMark
		case "xargs":
			s.mark = xargsMark(v)
		}
		if s.mark == "" {
			continue
		}
		s.filler = v
		s.marks = marksIn(s.text.Text.String(), s.mark)
		return
	}
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

// sink is the sink at a place of the text.
func (s codeText) sink(span source.Span) Sink {
	out := Sink{Class: ShellC, Command: s.command.Name + " -c", Span: span}
	if s.command.Name == "eval" {
		out = Sink{Class: Eval, Command: "eval", Span: span}
	}
	if s.filler != nil && len(s.marks) > 0 {
		by := s.filler.Name
		if by == "find" {
			by = "find -exec"
		}
		out.Command = by + " " + out.Command
	}
	return out
}
