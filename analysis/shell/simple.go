package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call makes the Command of a simple command; nil when it has no words.
func (w *walker) call(s *syntax.Stmt, x *syntax.CallExpr) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil // made of what was added for the parser
	}
	if len(x.Args) == 0 {
		for _, a := range x.Assigns {
			w.bind(w.assign(a), w.frame, false)
			w.assignWords(a, false)
		}
		return nil
	}
	c := w.command(s)
	c.Node = x
	words := w.takeWords(len(x.Args))
	for i, a := range x.Args {
		words[i] = w.p.word(a)
	}
	c.Word, c.Args = words[0], words[1:]
	c.Name = programName(c.Word)
	c.start, c.end = int(c.Word.from), int(words[len(words)-1].to)
	if len(x.Assigns) > 0 {
		c.Assigns = make([]Assign, len(x.Assigns))
		for i, a := range x.Assigns {
			c.Assigns[i] = w.assign(a)
		}
		c.start = w.p.pos(x.Assigns[0].Pos())
	}
	w.takeRedirects(c, s.Redirs)
	w.add(c)
	w.through(c, 0)
	w.binds(c)
	for _, a := range x.Assigns {
		w.assignWords(a, false)
	}
	for _, a := range x.Args {
		w.word(a)
	}
	w.redirects(s.Redirs)
	return c
}

// command makes a command of the slab and fills in what the place says.
func (w *walker) command(s *syntax.Stmt) *Command {
	w.left = len(w.text) - w.p.pos(s.Position)
	c := w.newCommand()
	c.Program = w.p
	c.Func, c.Subst, c.InCondition, c.BeforeOr = w.fn, w.subst, w.cond, w.before
	c.Negated, c.Background = s.Negated, s.Background
	c.Then, c.frame = w.then, w.frame
	if s.Negated {
		c.Then = ThenAsked
	}
	return c
}

func (w *walker) add(c *Command) {
	if n := len(w.p.Commands); n > 0 && w.p.Commands[n-1].start > c.start {
		w.sorted = false
	}
	w.p.Commands = append(w.p.Commands, c)
	if c.Name == "" {
		w.noteHanded(c)
	}
}

// programName is the base name of the program that a word runs, "" where an
// expansion decides. One that has only the name of a builtin, ./eval, keeps its path.
func programName(word Word) string {
	s, ok := word.Literal()
	if !ok {
		return ""
	}
	if name := baseSlash(s); len(name) == len(s) || !inShell[name] {
		return name
	}
	return s
}

// inShell are builtins that act on the shell itself, which no program can.
var inShell = map[string]bool{
	"eval": true, "exec": true, "trap": true, "set": true, "source": true, "export": true, "readonly": true,
	"unset": true, "shift": true, "local": true, "declare": true, "typeset": true, "return": true, "exit": true,
	"break": true, "continue": true, "let": true, "getopts": true, "alias": true, "read": true, "cd": true,
}

func baseSlash(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
