package shell

import (
	"slices"
	"strings"
)

// Then is what becomes of a command's status.
type Then int8

// What becomes of a status.
const (
	ThenStatus  Then = iota // it is that of the program, the function or the substitution
	ThenNothing             // another command follows, or another round: set -e alone can see it
	ThenAsked               // a condition, !, && or || decides by it
	ThenExcused             // || true and its like say that a failure does not matter
	ThenPiped               // it is not the last of a pipe: pipefail alone can see it
)

// Unseen tells whether the command may fail without any consequence: an excuse
// stands behind it, or it is followed by others where no set -e is in effect, which
// the caller may know of a program's start.
func (c *Command) Unseen(errexit bool) bool {
	return c.Then == ThenExcused || c.Then == ThenNothing && !errexit && !c.Program.Errexit()
}

// Errexit tells whether set -e is in effect anywhere in the program: by set, by its
// shebang, or by an option of the shell that runs it.
func (p *Program) Errexit() bool {
	for _, c := range p.Named("set") {
		if c.errexit() {
			return true
		}
	}
	if p.Shebang != nil && SetsErrexit(p.Shebang.Args) {
		return true
	}
	return p.Outer != nil && p.Outer.errexit()
}

func (c *Command) errexit() bool {
	for i := range c.Args {
		if a := c.Arg(i); isErrexit(a) || a == "errexit" {
			return true
		}
	}
	return false
}

// SetsErrexit tells whether options with which a shell is started have set -e among them.
func SetsErrexit(options []string) bool { return slices.ContainsFunc(options, isErrexit) }

func isErrexit(option string) bool {
	return strings.HasPrefix(option, "-") && !strings.HasPrefix(option, "--") && strings.Contains(option, "e")
}

// After are the commands that run behind c in the folder and the shell in which c
// leaves them, up to the next one of its name: those in its own stretch of the
// program and in what stands inside that.
func (c *Command) After() []*Command {
	var out []*Command
	for _, next := range c.Program.Commands {
		switch {
		case next.start <= c.start || next.Func != c.Func || !next.frame.within(c.frame):
		case next.Name == c.Name:
			return out
		default:
			out = append(out, next)
		}
	}
	return out
}

// FromCommand is the substitution whose output a word of the command may be: one
// that stands in it, or in the assignment of a variable that it expands. False when
// the program looks at what it got (x=$(...) || exit, [ -n "$x" ], ${x:?}, case), and
// for substitutions that always print something: dirname, pwd.
func (c *Command) FromCommand(w Word) (Word, bool) {
	for _, e := range w.Expansions() {
		switch {
		case e.Kind == CommandSubst:
			if !c.Program.printsAlways(w) {
				return w, true
			}
		case e.Kind == Param && e.Op == "" && !c.Program.testsFor(e.Name, c.start) && !c.Program.checked(e.Name, c.start, c.frame):
			reach, _ := c.Program.reaching(e.Name, c.start, c.frame)
			for _, b := range reach {
				for _, v := range b.words {
					if !b.asked && !b.loop && hasSubstitution(v) && !c.Program.printsAlways(v) {
						return v, true
					}
				}
			}
		}
	}
	return Word{}, false
}

func hasSubstitution(w Word) bool {
	for _, e := range w.Expansions() {
		if e.Kind == CommandSubst {
			return true
		}
	}
	return false
}

// printsAlways tells whether there is text in the word besides substitutions, or one
// of them runs a command that prints something whatever it is given.
func (p *Program) printsAlways(w Word) bool {
	if src := w.Source(); strings.Contains(src, "$0") || strings.Contains(src, "${0") || strings.Contains(src, "BASH_SOURCE") {
		return true
	}
	from, to := w.Range()
	for _, c := range p.Commands {
		if c.start < from || c.start >= to {
			continue
		}
		switch c.Name {
		case "dirname", "pwd", "basename", "date", "uname", "arch", "id", "whoami", "hostname", "nproc", "printf", "echo":
			return true
		}
	}
	return false
}

// testsFor tells whether a test in front of that byte asks for the parameter, or
// for the status of a command.
func (p *Program) testsFor(name string, before int) bool {
	for _, t := range p.Tests() {
		if t.Command.start >= before {
			return false
		}
		for _, term := range t.Terms {
			for _, w := range term.Words() {
				for _, e := range w.Expansions() {
					if e.Name == name || e.Name == "?" {
						return true
					}
				}
			}
		}
	}
	return false
}
