package taint

import (
	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// errexit stands among the names for set -e, so that it comes and goes with the
// environment as the options of a shell do: it is the text on where a command that fails
// ends the shell.
const errexit = "\x00set -e"

var on = &value{known: true, text: "-e"}

// setErrexit is what set says of it.
func (m *machine) setErrexit(is bool) {
	v := empty
	if is {
		v = on
	}
	m.put(m.errexit, v)
}

// beginErrexit is the shell's own option: #!/bin/sh -e.
func (m *machine) beginErrexit() {
	m.errexit = m.id(errexit)
	if m.prog.Shebang != nil && shell.SetsErrexit(m.prog.Shebang.Args) {
		m.setErrexit(true)
	}
}

// endsByFailure tells whether a command that fails here ends the shell. What stands in a
// condition, in front of && and ||, and behind ! may fail (POSIX, set -e), and so may all
// that it runs.
func (m *machine) endsByFailure() bool { return m.excused == 0 && m.load(m.errexit) == on }

// mode is what a call's answer and its end depend on besides values.
type mode struct {
	ends  bool // a command that fails ends the shell
	asked bool
}

func (m *machine) mode() mode { return mode{m.endsByFailure(), m.asked} }

// ask walks what is asked for its answer, and so may fail.
func (m *machine) ask(walk func() answer) answer {
	asked := m.asked
	m.asked = true
	m.excused++
	a := walk()
	m.excused--
	m.asked = asked
	return a
}

// survived is that a command whose failure ends the shell did not.
func (m *machine) survived(a answer) {
	if m.dead != alive {
		return
	}
	if a.status == failure {
		m.dead = exited
		return
	}
	m.tell(a.yes)
}

// hasStatus tells whether a command's status is its own, and not that of the last of
// the commands in it, which set -e has seen by then.
func hasStatus(s *syntax.Stmt) bool {
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr, *syntax.TestClause, *syntax.DeclClause, *syntax.Subshell:
		return true
	case *syntax.BinaryCmd:
		return shell.IsPipe(x.Op)
	}
	return false
}
