package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// read fills names from standard input.
func (m *machine) read(x *syntax.CallExpr) {
	var names []*syntax.Word
	list := x.Args[1:]
	other, asked := false, m.prompted()
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		if ok && strings.HasPrefix(s, "-") && len(names) == 0 {
			other = other || strings.HasPrefix(s, "-u")
			asked = asked || strings.ContainsAny(s, "ps") // -p question, -s for a password
			switch s[len(s)-1] {
			case 'p', 't', 'n', 'N', 'd', 'u', 'i':
				i++ // its value
			}
			continue // the name behind -a is one as others are
		}
		if ok && isName(s) {
			names = append(names, list[i])
		} else {
			m.touch(list[i].Parts)
		}
	}
	if len(names) == 0 {
		m.put(m.id("REPLY"), m.line("REPLY", x, other, asked))
		return
	}
	for _, w := range names {
		n, _ := literal(w)
		m.put(m.id(n), m.line(n, w, other, asked))
	}
}

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
	toFile := slices.ContainsFunc(m.before.Redirs, func(r *syntax.Redirect) bool {
		s, _ := literal(r.Word)
		return (r.Op == syntax.RdrOut || r.Op == syntax.AppOut) && !strings.HasPrefix(s, "/dev/")
	})
	return !toFile && (name == "echo" || name == "printf" || name == "cat" || m.saysText(name, x.Args[1:]))
}

// saysText tells whether a command that is the program's own or not known is given a
// text: ask 'Version: '.
func (m *machine) saysText(name string, list []*syntax.Word) bool {
	if m.funcs[name] == nil && unchecking[name] {
		return false
	}
	return slices.ContainsFunc(list, func(w *syntax.Word) bool { s, _ := literal(w); return strings.Contains(s, " ") })
}

// line is a line of standard input as read gives it to a name.
func (m *machine) line(name string, at syntax.Node, other, asked bool) *value {
	if other {
		return unknown
	}
	if m.in == nil {
		return m.stdin(name, at, asked)
	}
	if !m.in.tainted() {
		return unknown
	}
	return m.in.lines(Any&^Newline).stepped(m.span(at), "is read into "+name).noted(name)
}
