package taint

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// shared is the body of a function from a sourced file that was walked, and when the
// script ran that sources it: that decides whose values its names may hold.
type shared struct {
	body *syntax.Stmt
	when image.When
}

// walkUncalled walks the functions that nothing has called by the end of the program.
// Who sources the file may call them, or a name that is put together: with a standard
// input of the caller's making. The functions of a library that many scripts source are
// not walked for each of them.
func (m *machine) walkUncalled() {
	m.in = unknown
	known := m.knowsCalls()
	for i := 0; i < len(m.order); i++ {
		fn := m.order[i]
		s := shared{fn.body, m.run.When}
		walked := fn.called || m.unit.shared[s]
		if fn.prog != m.prog {
			m.unit.shared[s] = true
		}
		if walked || known && fn.prog == m.prog && !isNamed(fn) {
			continue
		}
		mark := len(m.log)
		m.invoke(fn, &args{rest: unknown, shifted: -1})
		m.undo(mark)
	}
}

// knowsCalls tells whether a function of the program is called by its name or not at
// all: no other file has part in it, and no command outside of the functions that
// nothing has called is put together when it runs.
func (m *machine) knowsCalls() bool {
	if s := m.run.Script; s != nil && s.Sourced || m.unit.sourcedByOthers(m.run) {
		return false
	}
	uncalled := map[string]bool{}
	for _, fn := range m.order {
		uncalled[fn.name] = !fn.called
	}
	return !slices.ContainsFunc(m.run.Program.Commands, func(c *shell.Command) bool {
		return !uncalled[c.Func] && mayCallAny(c)
	})
}

// mayCallAny tells whether a command, or a program in its words, may call a function
// that it does not name.
func mayCallAny(c *shell.Command) bool {
	inside := func(p *shell.Program) bool { return slices.ContainsFunc(p.Commands, mayCallAny) }
	if slices.ContainsFunc(c.Inner, inside) {
		return true
	}
	switch c.Name {
	case "":
		return !c.Word.IsZero() // else it is an assignment
	case ".", "source", "compgen":
		return true
	case "eval":
		return !constant(c.Args)
	case "export", "declare", "typeset": // a child's, or a list of them
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return isFlag(w.Source(), "fF") })
	}
	return false
}

// isNamed tells whether a function's name stands anywhere but in its definition.
func isNamed(fn *function) bool {
	n := 0
	for range behindName(fn.text, fn.name) {
		if n++; n > 1 {
			return true
		}
	}
	return false
}

// behindName gives what stands behind each place of a name in a text.
func behindName(text, name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at := 0; ; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				return
			}
			from, to := at+i, at+i+len(name)
			whole := (from == 0 || !isNameByte(text[from-1])) && (to == len(text) || !isNameByte(text[to]))
			if whole && !yield(text[to:]) {
				return
			}
			at = to
		}
	}
}
