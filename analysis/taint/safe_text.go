package taint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// takesOneText are the commands that hand a text to a shell and have no room for
// its arguments: there the environment passes the value.
var takesOneText = words(`flock script watch`)

// safeTrap leaves the expansions to the trap: names that mean the same when it
// runs.
func (s codeText) safeTrap(from, to int, made bool) (string, string) {
	c := s.command
	holes := s.holes()
	names := make([]string, len(holes))
	for i, h := range holes {
		x := h.expansion
		switch {
		case x == nil || !isPlain(*x) || h.many:
			return "", ""
		case !isName(x.Name) && (c.Func != "" || len(c.Program.Named("shift", "set")) > 0), // another $1 by then
			c.Func != "" && isLocal(c.Program, x.Name):
			return "", "give the value to a variable that is still there when the trap runs, and write the text in single quotes"
		}
		names[i] = x.Span.Text()
	}
	text, ok := s.requoted(holes, names)
	at := s.textWord()
	if !ok || at < 0 || made {
		return "", ""
	}
	return s.withText(from, to, at, text), "let the trap expand the value when it runs"
}

// safeEnvironment hands the values over in the environment.
func (s codeText) safeEnvironment(from, to int) (string, string) {
	at := s.textWord()
	if at < 0 || s.command.Via != nil {
		return "", ""
	}
	holes := s.holes()
	names := make([]string, len(holes))
	given := ""
	for i, h := range holes {
		if h.expansion == nil || !isPlain(*h.expansion) || h.many {
			return "", ""
		}
		names[i] = "$" + passedAs(*h.expansion)
		given = withAssign(given, *h.expansion)
	}
	text, ok := s.requoted(holes, names)
	if !ok {
		return "", ""
	}
	return given + s.withText(from, to, at, text), "pass the value in the environment"
}

// withText is the command with the word that is the text replaced.
func (s codeText) withText(from, to, at int, text string) string {
	all := s.command.Program.Text.String()
	wordFrom, wordTo := s.command.Args[at].Range()
	return all[from:wordFrom] + "'" + text + "'" + all[wordTo:to]
}

// isPlain tells whether an expansion is $name, ${name} or $1.
func isPlain(x shell.Expansion) bool {
	return x.Kind == shell.Param && x.Op == "" && (isName(x.Name) || len(x.Name) == 1 && x.Name[0] >= '1' && x.Name[0] <= '9')
}

// passedAs is a variable that passes an expansion on.
func passedAs(x shell.Expansion) string {
	if isName(x.Name) {
		return x.Name
	}
	return "arg" + x.Name
}

// withAssign adds the assignment for an expansion to those in front of a command.
func withAssign(given string, x shell.Expansion) string {
	one := fmt.Sprintf(`%s="%s" `, passedAs(x), x.Span.Text())
	if strings.Contains(given, one) {
		return given
	}
	return given + one
}

func isLocal(p *shell.Program, name string) bool {
	for _, c := range p.Named("local", "declare", "typeset") {
		for _, a := range c.Assigns {
			if a.Name == name {
				return true
			}
		}
		for _, w := range c.Args {
			if n, _, _ := strings.Cut(w.Source(), "="); n == name {
				return true
			}
		}
	}
	return false
}

// safeDocument has the shell read its program with nothing filled in, and passes
// the arguments on. All that the text expands must be such an argument.
func safeDocument(c *shell.Command, r *shell.Redirect) (string, string) {
	if len(c.Args) > 0 || c.Name == "at" || c.Name == "batch" || c.Name == "su" || c.Via != nil || strings.ContainsAny(r.Body.Source(), "\\`'") {
		return "", ""
	}
	given, arguments := "", false
	for _, x := range r.Body.Expansions() {
		switch {
		case !isPlain(x):
			return "", ""
		case isName(x.Name):
			given = withAssign(given, x)
		default:
			arguments = true
		}
	}
	line := given + c.Word.Source()
	if arguments {
		line += ` -s -- "$@"`
	}
	return fmt.Sprintf("%s %s'%s'", line, r.Op, strings.Trim(r.Target.Source(), `"'\`)), "quote the delimiter, so that the shell that reads the text expands the value"
}

// safeEcho runs what echo printed into a shell by sh -c, with the values as
// arguments.
func safeEcho(c *shell.Command) (string, string) {
	if c.Pipeline == nil || c.Stage != 1 || len(c.Args) > 0 || c.Name == "at" || c.Name == "batch" || c.Name == "su" || c.Via != nil || len(c.Pipeline.Commands) != 2 {
		return "", ""
	}
	from := c.Pipeline.Commands[0]
	if from == nil || from.Name != "echo" || len(from.Args) != 1 || len(from.Redirects) > 0 {
		return "", ""
	}
	text, splices, ok := from.Args[0].Spliced()
	if !ok || strings.ContainsAny(text.String(), "\\\n") {
		return "", ""
	}
	for _, x := range splices {
		if !isPlain(x.Expansion) || c.Program.Assigned(x.Expansion.Name) {
			return "", ""
		}
	}
	s := codeText{command: c, text: &shell.Program{Text: text, Splices: splices}}
	holes := s.holes()
	if _, sole := s.sole(holes); sole {
		return "", ""
	}
	code, args, ok := s.asArguments(holes)
	if !ok {
		return "", ""
	}
	return fmt.Sprintf("%s -c '%s' sh %s", c.Word.Source(), code, args), "pass the value as an argument"
}

// safeAwk has awk take the values from its environment, where they are no
// program.
func safeAwk(c *shell.Command, w shell.Word) (string, string) {
	text, splices, ok := w.Spliced()
	if !ok || c.Via != nil {
		return "", ""
	}
	t, given := text.String(), ""
	var b strings.Builder
	at := 0
	inText := false
	for _, x := range splices {
		if !isPlain(x.Expansion) {
			return "", ""
		}
		given = withAssign(given, x.Expansion)
		before := t[at:x.From]
		if inText, ok = awkText(before, inText); !ok {
			return "", ""
		}
		value := "ENVIRON[" + strconv.Quote(passedAs(x.Expansion)) + "]"
		at = x.To
		switch {
		case !inText:
			b.WriteString(before + value)
		case strings.HasSuffix(before, `"`) && strings.HasPrefix(t[x.To:], `"`):
			b.WriteString(strings.TrimSuffix(before, `"`) + value)
			at++
			inText = false
		default:
			return "", ""
		}
	}
	b.WriteString(t[at:])
	if strings.Contains(b.String(), "'") {
		return "", ""
	}
	from, to := codeText{command: c}.extent()
	wordFrom, wordTo := w.Range()
	all := c.Program.Text.String()
	return given + all[from:wordFrom] + "'" + b.String() + "'" + all[wordTo:to], "let awk read the value from its environment"
}

// awkText tells whether a piece of a program of awk ends inside a string. False
// for one that may have a regular expression or a comment in it.
func awkText(piece string, inText bool) (bool, bool) {
	for i := 0; i < len(piece); i++ {
		switch piece[i] {
		case '"':
			inText = !inText
		case '\\':
			i++
		case '/', '#':
			if !inText {
				return false, false
			}
		}
	}
	return inText, true
}
