package taint

import (
	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// dispatch is the command that a call has a function run: run() { "$@"; } with run ls "$x".
// It is walked where the function comes to its "$@", in the circumstances there, with
// the words as the caller wrote them.
type dispatch struct {
	call    syntax.Node
	words   []*syntax.Word
	command *shell.Command // of the words
	point   *point         // of the call
	code                   // the caller's, as are the others
	args    *args
	outer   *dispatch
}

// dispatchBy is what a call of a function has it run; nil where nothing of that is worth
// another walk of the function.
func (m *machine) dispatchBy(x *syntax.CallExpr, pt *point, c *shell.Command) *dispatch {
	if pt == nil || len(c.Runs) == 0 {
		return nil
	}
	in := c.Runs[0]
	words := x.Args[len(x.Args)-len(in.Args)-1:]
	if m.out == nil && len(pt.uses) == 0 && len(pt.inner) == 0 && len(pt.calls) == 0 && !m.goesOn(words[0]) {
		return nil
	}
	return &dispatch{m.command0, words, in, pt, m.code, m.args, m.dispatch}
}

// goesOn tells whether a command is a call of a function, or handed on itself.
func (m *machine) goesOn(w *syntax.Word) bool {
	name, ok := literal(w)
	return ok && m.funcs[name] != nil || isArgs(w.Parts)
}

// dispatched walks the command that the function in progress was given. In the shell
// itself it may be one of its functions; sudo and the like run programs alone.
func (m *machine) dispatched(inShell, want bool) answer {
	d := m.dispatch
	m.charge(len(d.words))
	if m.steps--; m.steps < 0 || m.depth >= maxCalls {
		m.print(unknown)
		return answer{}
	}
	code, own, outer := m.code, m.args, m.command0
	m.code, m.dispatch, m.command0 = d.code, d.outer, d.call
	m.setArgs(d.args)
	m.depth++
	says := m.runDispatch(d, inShell, want)
	m.depth--
	m.setArgs(own)
	m.code, m.dispatch, m.command0 = code, d, outer
	return says
}

func (m *machine) runDispatch(d *dispatch, inShell, want bool) answer {
	x := &syntax.CallExpr{Args: d.words}
	name, ok := literal(d.words[0])
	switch {
	case ok && !inShell:
		return m.outside(name, x, d.point, want)
	case ok && m.funcs[name] != nil:
		return m.function(m.funcs[name], x, d.point, d.command)
	case ok:
		return m.builtin(name, x, d.point, want)
	case m.dispatch != nil && isArgs(d.words[0].Parts):
		return m.dispatched(inShell, want)
	}
	m.words(d.words)
	m.print(unknown)
	return answer{}
}
