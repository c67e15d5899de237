package taint

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// reading is what the words of read ask for.
type reading struct {
	names []*syntax.Word
	other bool // another descriptor than standard input
	asked bool // the answer to a question
	char  bool // one character
	raw   bool // a backslash is one
	words bool // each name but the last is given a word, and nth is the one that is filled
	nth   int
}

// read fills names from standard input.
func (m *machine) read(x *syntax.CallExpr) {
	r := m.reading(x.Args[1:])
	if len(r.names) == 0 {
		m.put(m.id("REPLY"), m.line("REPLY", x, r))
		return
	}
	r.words = m.splitsAtBlanks(x)
	pushed := pushLine(r.names)
	for i, w := range r.names {
		n, _ := literal(w)
		r.nth = i
		v := m.line(n, w, r)
		if pushed != nil {
			v = pushed[i].of(v)
		}
		m.overwrite(n, v)
	}
}

// splitsAtBlanks tells whether read parts a line at blanks into its names.
func (m *machine) splitsAtBlanks(x *syntax.CallExpr) bool {
	for _, a := range x.Assigns {
		if a.Name != nil && a.Name.Value == "IFS" {
			s, _ := literal(a.Value)
			return s == " "
		}
	}
	return m.splitters()&Blank != 0
}

// pushField is a field of a line that git writes to a hook: what its name has in it
// where a program reads it, and whether it is a hash or a reference, refs/heads/x.
type pushField struct {
	says string
	hash bool
}

// pushLines are those lines (githooks(5)).
var pushLines = [][]pushField{
	{{"old", true}, {"new", true}, {"ref", false}},                           // pre-receive, post-receive
	{{"local", false}, {"local", true}, {"remote", false}, {"remote", true}}, // pre-push
}

// of is what the field holds of what may stand there.
func (f pushField) of(v *value) *value {
	if f.hash {
		return unknown
	}
	return v.masked(refName)
}

// pushLine are the fields of such a line that the names are those of; nil for none.
func pushLine(names []*syntax.Word) []pushField {
	for _, line := range pushLines {
		if slices.EqualFunc(line, names, func(f pushField, w *syntax.Word) bool {
			n, _ := literal(w)
			return strings.Contains(strings.ToLower(n), f.says)
		}) {
			return line
		}
	}
	return nil
}

// readArray is mapfile of bash: each element is a line.
func (m *machine) readArray(list []*syntax.Word) {
	r := reading{other: hasFlag(list, "u")}
	for _, w := range list {
		if n, _ := literal(w); isName(n) {
			m.overwrite(n, m.line(n, w, r))
		}
	}
}

// reading takes the words of read apart. The name behind -a is one as others are.
func (m *machine) reading(list []*syntax.Word) reading {
	r := reading{asked: m.prompted()}
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		if ok && strings.HasPrefix(s, "-") && len(r.names) == 0 {
			r.other = r.other || strings.HasPrefix(s, "-u")
			r.raw = r.raw || strings.Contains(s, "r")
			r.asked = r.asked || strings.ContainsAny(s, "ps") // -p question, -s for a password
			r.char = r.char || strings.HasSuffix(s, "n1") || strings.HasSuffix(s, "N1")
			if strings.IndexByte("ptnNdui", s[len(s)-1]) >= 0 && i+1 < len(list) {
				i++
				value, _ := literal(list[i])
				r.char = r.char || value == "1" && strings.ContainsAny(s[len(s)-1:], "nN")
			}
			continue
		}
		if ok && isName(s) {
			r.names = append(r.names, list[i])
		} else {
			m.touch(list[i].Parts)
		}
	}
	return r
}

// setsTerminal are commands that get the terminal ready on which the answer is typed.
var setsTerminal = words(`stty tput clear`)

// prompted tells whether the statement before prints to who runs the program: the
// question that a read waits for the answer to.
func (m *machine) prompted() bool {
	if m.before == nil || m.out != nil {
		return false
	}
	x, ok := m.before.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 {
		return false
	}
	name, _ := literal(x.Args[0])
	name = path.Base(name)
	return !goesToFile(m.before) && (setsTerminal[name] || printsText[name] || name == "cat" || m.saysText(name, x.Args[1:]) || m.funcs[name].prints())
}

// goesToFile tells whether a statement's output goes elsewhere than to the terminal.
func goesToFile(s *syntax.Stmt) bool {
	return slices.ContainsFunc(s.Redirs, func(r *syntax.Redirect) bool {
		file, _ := literal(r.Word)
		return (r.Op == syntax.RdrOut || r.Op == syntax.AppOut) && !strings.HasPrefix(file, "/dev/")
	})
}

// printsText are the builtins that print what they are given.
var printsText = words(`echo printf`)

// prints tells whether a function prints a text, so that what stands behind its call may
// wait for the answer.
func (fn *function) prints() bool {
	if fn == nil {
		return false
	}
	found := false
	syntax.Walk(fn.body, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.CmdSubst:
			return false
		case *syntax.Stmt:
			return !found && !goesToFile(x)
		case *syntax.CallExpr:
			if len(x.Args) > 0 {
				name, _ := literal(x.Args[0])
				found = found || printsText[name]
			}
		}
		return !found
	})
	return found
}

// leavesLineOpen tells whether a statement prints a text that ends in a blank: the
// prompt behind which the first line is typed.
func (m *machine) leavesLineOpen(s *syntax.Stmt) bool {
	if s == nil {
		return false
	}
	x, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) < 2 {
		return false
	}
	name, _ := literal(x.Args[0])
	name = path.Base(name)
	option, _ := literal(x.Args[1])
	open := name == "printf" || name == "echo" && option == "-n"
	return open && slices.ContainsFunc(x.Args[1:], func(w *syntax.Word) bool {
		return strings.HasSuffix(strings.TrimRight(m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))], `"'`), " ")
	})
}

// saysAloud are names by which functions of other files print what they are given.
var saysAloud = words(`log info debug warn`)

// saysText tells whether a command that is the program's own or not known is given a
// text: ask 'Version: '.
func (m *machine) saysText(name string, list []*syntax.Word) bool {
	if m.funcs[name] == nil && unchecking[name] && !saysAloud[name] {
		return false
	}
	return slices.ContainsFunc(list, func(w *syntax.Word) bool { s, _ := literal(w); return strings.Contains(s, " ") })
}

// line is a line of standard input as read gives it to a name. One character is no
// code, no option and no directive.
func (m *machine) line(name string, at syntax.Node, r reading) *value {
	switch {
	case r.other || r.char:
		return unknown
	case m.in == nil:
		return m.stdin(name, at, r.asked)
	case !m.in.tainted():
		return unknown
	}
	return r.share(m.in.lines(Any&^Newline)).stepped(m.span(at), "is read into "+name).noted(name)
}

// share is what the name that is filled gets of a line.
func (r reading) share(v *value) *value {
	switch last := len(r.names) - 1; {
	case !r.words || last < 1:
		return v
	case r.nth == last:
		return v.behind(last)
	case r.raw:
		return v.column(r.nth+1, Any&^Blank)
	}
	return v.column(r.nth+1, Any)
}
