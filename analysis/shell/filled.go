package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// filling is a stretch of the text, in bytes, that runs only where a check in front
// found that a parameter is not empty.
type filling struct {
	name     string
	from, to int
}

// filled tells whether a parameter is not empty at a byte, for a check in the same
// function that lets no empty one come there: [ -n "$v" ] && of it, if of it, or
// [ -z "$v" ] && exit in front.
func (p *Program) filled(name string, at int) bool {
	p.checkedFull.Do(p.findFillings)
	return slices.ContainsFunc(p.fillings, func(f filling) bool {
		return f.name == name && f.from <= at && at < f.to && !p.changes(name, f.from, at)
	})
}

// changes tells whether a parameter may be another one at a byte than it was at an
// earlier one: it was assigned to, or shifted, or a function begins in between.
func (p *Program) changes(name string, from, to int) bool {
	between := func(at int) bool { return from <= at && at < to }
	if slices.ContainsFunc(p.bindingsOf(name), func(i int32) bool { return between(int(p.bindings[i].at)) }) {
		return true
	}
	stretch := p.Text.Span(from, to)
	if slices.ContainsFunc(p.Functions, func(f Function) bool { return stretch.Start <= f.Span.Start && f.Span.Start < stretch.End }) {
		return true
	}
	changer := func(c *Command) bool { return c.Program == p && between(c.start) }
	return slices.ContainsFunc(p.Named("unset"), changer) ||
		!isName(name) && slices.ContainsFunc(p.Named("shift", "set"), changer)
}

func (p *Program) findFillings() {
	if p.File == nil {
		return
	}
	tests := map[int]*Test{}
	for i, t := range p.Tests() {
		tests[t.Command.start] = &p.tests[i]
	}
	f := fillingFinder{p, tests}
	for i := range p.tests {
		f.together(&p.tests[i])
	}
	syntax.Walk(p.File, func(n syntax.Node) bool {
		f.node(n)
		return true
	})
}

// fillingFinder goes through a tree for the checks in it.
type fillingFinder struct {
	*Program
	tests map[int]*Test // by the byte at which they begin
}

func (f *fillingFinder) note(names []string, from, to int) {
	for _, n := range names {
		f.fillings = append(f.fillings, filling{n, from, to})
	}
}

// together notes the names that one term of a test needs to be filled, over all of the
// test: whatever another makes of an empty one, [ "$v" != "" -a -d $v ] is false.
func (f *fillingFinder) together(t *Test) {
	if !t.needsAll() {
		return
	}
	from := t.Command.start
	for _, term := range t.Terms {
		f.note(term.fills(true), from, from+t.Span.End-t.Span.Start)
	}
}

func (f *fillingFinder) node(n syntax.Node) {
	switch x := n.(type) {
	case *syntax.BinaryCmd:
		if !IsPipe(x.Op) {
			f.note(f.shown(x.X, x.Op == syntax.AndStmt), f.pos(x.Y.Pos()), f.pos(x.Y.End()))
		}
	case *syntax.IfClause:
		if x.ThenPos.IsValid() {
			f.note(f.shownBy(x.Cond, true), f.pos(x.ThenPos), f.endOfThen(x))
			if x.Else != nil {
				f.note(f.shownBy(x.Cond, false), f.pos(x.Else.Pos()), f.pos(x.Else.End()))
			}
		}
	case *syntax.WhileClause:
		f.note(f.shownBy(x.Cond, !x.Until), f.pos(x.DoPos), f.pos(x.DonePos))
	}
	if list := statements(n); len(list) > 0 {
		end := f.pos(list[len(list)-1].End())
		for _, s := range list {
			f.note(f.shownBehind(s), f.pos(s.End())+1, end) // an assignment is noted where it ends
		}
	}
}

func (f *fillingFinder) endOfThen(x *syntax.IfClause) int {
	if x.Else != nil {
		return f.pos(x.Else.Pos())
	}
	return f.pos(x.FiPos)
}

// statements are those that a node has one behind the other; of an if those of its
// arm.
func statements(n syntax.Node) []*syntax.Stmt {
	switch x := n.(type) {
	case *syntax.File:
		return x.Stmts
	case *syntax.Block:
		return x.Stmts
	case *syntax.Subshell:
		return x.Stmts
	case *syntax.CmdSubst:
		return x.Stmts
	case *syntax.IfClause:
		return x.Then
	case *syntax.WhileClause:
		return x.Do
	case *syntax.ForClause:
		return x.Do
	case *syntax.CaseItem:
		return x.Stmts
	}
	return nil
}

// shownBehind are the names that are not empty behind a statement, as where they are it
// leaves or fills them: [ -z "$v" ] && exit, [ -n "$v" ] || v=x, and an if of the kind.
func (f *fillingFinder) shownBehind(s *syntax.Stmt) []string {
	if s.Negated || s.Background {
		return nil
	}
	switch x := s.Cmd.(type) {
	case *syntax.BinaryCmd:
		if !IsPipe(x.Op) {
			return f.mended(f.shown(x.X, x.Op == syntax.OrStmt), []*syntax.Stmt{x.Y})
		}
	case *syntax.IfClause:
		if x.Else == nil {
			return f.mended(f.shownBy(x.Cond, false), x.Then)
		}
	}
	return nil
}

// mended are those of the names that are filled behind the commands, which run where
// they are empty: all of them where these leave, else those that are given a text.
func (f *fillingFinder) mended(names []string, list []*syntax.Stmt) []string {
	if leaves(list) {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return !slices.ContainsFunc(list, func(s *syntax.Stmt) bool { return f.givesText(s, name) })
	})
}

// givesText tells whether a statement assigns a text that is not empty to a name.
func (f *fillingFinder) givesText(s *syntax.Stmt, name string) bool {
	x, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) > 0 {
		return false
	}
	return slices.ContainsFunc(x.Assigns, func(a *syntax.Assign) bool {
		if a.Name == nil || a.Name.Value != name || a.Index != nil || a.Value == nil {
			return false
		}
		text, ok := f.word(a.Value).Literal()
		return ok && text != ""
	})
}

// shownBy are the names that are not empty where a condition is met, or is not.
func (f *fillingFinder) shownBy(list []*syntax.Stmt, met bool) []string {
	if len(list) == 0 {
		return nil
	}
	return f.shown(list[len(list)-1], met)
}

// shown are those of one statement: by its test, or by one of several that must all
// have the same answer.
func (f *fillingFinder) shown(s *syntax.Stmt, met bool) []string {
	if s.Negated {
		met = !met
	}
	switch x := s.Cmd.(type) {
	case *syntax.BinaryCmd:
		if x.Op == syntax.AndStmt && met || x.Op == syntax.OrStmt && !met {
			return append(f.shown(x.X, met), f.shown(x.Y, met)...)
		}
	case *syntax.CallExpr, *syntax.TestClause:
		if t := f.tests[f.pos(x.Pos())]; t != nil {
			return t.fills(met)
		}
	}
	return nil
}

// fills are the names of which the answer of a test tells that they are not empty.
func (t *Test) fills(met bool) []string {
	if len(t.Terms) != 1 || !t.Simple {
		return nil
	}
	if t.negated() {
		met = !met
	}
	return t.Terms[0].fills(met)
}

// fills are those of which the answer of one term tells it.
func (t Term) fills(met bool) []string {
	if t.Y.IsZero() {
		v, ok := t.X.around()
		if ok && v.text == "" && v.quoted && met == (t.Op != "-z") && t.fullOrFails() {
			return []string{v.name}
		}
		return nil
	}
	if t.Op != "=" && t.Op != "==" && t.Op != "!=" {
		return nil
	}
	for _, side := range [2][2]Word{{t.X, t.Y}, {t.Y, t.X}} {
		v, ok := side[0].around()
		other, isText := side[1].Literal()
		if !ok || !isText || v.text == "" && !v.quoted {
			continue
		}
		// An empty one makes the word v.text.
		isOther := met == (t.Op != "!=")
		if isOther == (other != v.text) {
			return []string{v.name}
		}
	}
	return nil
}

// needsAll tells whether a test of [ ] holds only where each of its terms does.
func (t *Test) needsAll() bool {
	ands := 0
	for _, w := range t.Command.Args {
		switch s, _ := w.Literal(); s {
		case "-a":
			ands++
		case "-o", "!", "(":
			return false
		}
	}
	return t.clause == nil && ands > 0 && ands == len(t.Terms)-1
}

// fullOrFails tells whether a term of one word is false of an empty one; -z is true of
// no other.
func (t Term) fullOrFails() bool {
	return t.Op == "" || t.Op == "-n" || t.Op == "-z" || t.AsksForFile()
}

// AsksForFile tells whether a term asks for a file by its name.
func (t Term) AsksForFile() bool {
	switch t.Op {
	case "-e", "-f", "-d", "-r", "-w", "-x", "-s", "-b", "-c", "-p", "-S", "-h", "-L":
		return t.Y.IsZero()
	}
	return false
}

// negated tells whether a single ! stands in front of the test's one term.
func (t *Test) negated() bool {
	if t.clause == nil {
		return t.Command.Arg(0) == "!"
	}
	not, ok := t.clause.X.(*syntax.UnaryTest)
	return ok && not.Op == syntax.TsNot
}

// surrounded is a parameter between texts, as in "x$v", and whether it is in quotes.
type surrounded struct {
	name, text string
	quoted     bool
}

// around takes a word apart that has one parameter, as it is.
func (w Word) around() (out surrounded, ok bool) {
	w.pieces(func(pc piece) bool {
		if pc.part == nil {
			out.text += pc.lit
			return true
		}
		x, isParam := pc.part.(*syntax.ParamExp)
		ok = isParam && out.name == "" && givesWhole(x)
		if ok {
			out.name, out.quoted = w.prog.paramName(x), pc.quoted
		}
		return ok
	})
	return out, ok && out.name != ""
}

// givesWhole tells whether an expansion is its parameter's value as it is, and empty
// where that is: $v, ${v-}, ${v:-}.
func givesWhole(x *syntax.ParamExp) bool {
	if x.Param == nil || x.Length || x.Excl || x.Index != nil || x.Slice != nil || x.Repl != nil {
		return false
	}
	return x.Exp == nil || (x.Exp.Op == syntax.DefaultUnset || x.Exp.Op == syntax.DefaultUnsetOrNull) && x.Exp.Word == nil
}
