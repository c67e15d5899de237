package shell

import "strings"

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
	if p.Shebang != nil {
		for _, a := range p.Shebang.Args {
			if isErrexit(a) {
				return true
			}
		}
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

// FromCommand tells whether an expansion of the word may be what a command prints:
// $( ) in the word itself, or in the assignment of a variable that it expands.
func (w Word) FromCommand(c *Command) (substitution Word, ok bool) {
	for _, e := range w.Expansions() {
		switch e.Kind {
		case CommandSubst:
			return w, true
		case Param:
			reach, _ := c.Program.reaching(e.Name, c.start, c.frame)
			for _, b := range reach {
				for _, v := range b.words {
					for _, inner := range v.Expansions() {
						if inner.Kind == CommandSubst {
							return v, true
						}
					}
				}
			}
		}
	}
	return Word{}, false
}

// MayBeEmptyAt tells whether nothing in front of the command rules out that the
// parameter is empty: a test, ${name:?}, a case.
func (c *Command) MayBeEmptyAt(name string) bool { return !c.Program.checked(name, c.start, c.frame) }
