package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

func (m *machine) stmts(list []*syntax.Stmt, want bool) answer {
	var a answer
	for i, s := range list {
		if m.dead != alive {
			return answer{}
		}
		if i > 0 {
			m.before = list[i-1]
		}
		asked := m.asked
		isAsked := i+1 < len(list) && m.asksStatus(list[i+1])
		m.asked = asked || isAsked && !m.endsByFailure()
		a = m.stmt(s, isAsked || want && i == len(list)-1)
		m.asked, m.last = asked, a
	}
	return a
}

// asksStatus tells whether a statement begins with a look at $?, or returns it.
func (m *machine) asksStatus(s *syntax.Stmt) bool {
	from := m.pos(s.Pos())
	begin := m.text[from:min(from+24, len(m.text))]
	return strings.Contains(begin, "$?") || strings.HasPrefix(begin, "return")
}

// stmt walks a statement. Wanted is whether anyone asks for its answer.
func (m *machine) stmt(s *syntax.Stmt, want bool) answer {
	outer, around := m.now, m.stmt0
	m.moments++
	m.now, m.stmt0 = m.moments, s
	a := m.statement(s, want)
	m.now, m.stmt0 = outer, around
	return a
}

func (m *machine) statement(s *syntax.Stmt, want bool) answer {
	if m.steps--; m.steps < 0 || s.Cmd == nil {
		if s.Cmd == nil {
			m.redirected(s.Redirs, nil, m.printInput(s))
		}
		return answer{}
	}
	switch {
	case s.Background || s.Coprocess:
		m.apart(func() { m.command(s, false) })
		return answer{}
	case s.Negated:
		return m.ask(func() answer { return m.command(s, want) }).not()
	case hasStatus(s) && m.endsByFailure():
		a := m.command(s, true)
		m.survived(a)
		return a
	}
	return m.command(s, want)
}

// printInput is what $(<file) does in bash; nil for what does nothing.
func (m *machine) printInput(s *syntax.Stmt) func() {
	if m.out == nil || len(s.Redirs) != 1 || s.Redirs[0].Op != syntax.RdrIn || m.run.Dialect(m.prog) != shell.Bash {
		return nil
	}
	return func() { m.print(m.in) }
}

// command walks a statement's command under its redirections.
func (m *machine) command(s *syntax.Stmt, want bool) answer {
	if len(s.Redirs) == 0 {
		return m.compound(s, want)
	}
	var a answer
	m.redirected(s.Redirs, s.Cmd, func() { a = m.compound(s, want) })
	return a
}

func (m *machine) compound(s *syntax.Stmt, want bool) answer {
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		return m.call(x, want)
	case *syntax.DeclClause:
		return m.declare(x)
	case *syntax.BinaryCmd:
		if shell.IsPipe(x.Op) {
			return m.pipeline(s, want)
		}
		return m.chain(s, want)
	case *syntax.Block:
		return m.stmts(x.Stmts, want)
	case *syntax.Subshell:
		return m.subshell(x.Stmts, want)
	case *syntax.IfClause:
		return m.ifClause(x, want)
	case *syntax.WhileClause:
		m.while(x)
	case *syntax.ForClause:
		m.forClause(x)
	case *syntax.CaseClause:
		return m.caseClause(x, want)
	case *syntax.FuncDecl:
		m.define(x)
	case *syntax.TestClause:
		return m.testClause(x.X, 0)
	case *syntax.ArithmCmd:
		m.arithm(x.X)
	case *syntax.LetClause:
		for _, e := range x.Exprs {
			m.evaluate(letWord, e)
		}
	case *syntax.TimeClause:
		if x.Stmt != nil {
			return m.stmt(x.Stmt, want)
		}
	}
	return answer{}
}

// subshell walks ( list ). One that ends in exit stands for the exit of the
// program where a check failed: that it leaves the subshell only is a fault of
// another kind.
func (m *machine) subshell(list []*syntax.Stmt, want bool) answer {
	var a answer
	d := m.apart(func() { a = m.stmts(list, want) })
	if d.dead == exited && want {
		m.dead = exited
	}
	// What a check in it told holds outside too.
	return a
}

// ifClause walks if. Where no condition holds, it succeeds.
func (m *machine) ifClause(x *syntax.IfClause, want bool) answer {
	var ways []delta
	var v verdict
	last := answer{status: success}
	start := len(m.log)
	for i := x; i != nil && m.dead == alive; i = i.Else {
		if !i.ThenPos.IsValid() { // else
			m.last = answer{status: failure}
			last = m.stmts(i.Then, want)
			break
		}
		a := m.condition(i.Cond)
		if m.dead != alive {
			break
		}
		mark := len(m.log)
		m.tell(a.yes)
		m.last = answer{status: success}
		b := m.stmts(i.Then, want)
		m.leave(i.Then)
		d := m.since(start)
		m.undo(mark)
		ways = append(ways, d)
		if want {
			v.add(d, b)
		}
		m.tell(a.no)
	}
	d := m.take(start)
	m.merge(append(ways, d)...)
	if want {
		v.add(d, last)
	}
	return v.answer()
}

// condition walks what if and its like ask.
func (m *machine) condition(list []*syntax.Stmt) answer {
	return m.ask(func() answer { return m.stmts(list, true) })
}

// leave ends a branch whose last command says that it ends the script.
func (m *machine) leave(list []*syntax.Stmt) {
	if m.dead == alive && m.leaves(list) {
		m.dead = exited
	}
}

// refuse ends the arm of a case for all that no other is for, where it does nothing but
// call what may be a function of a file that nobody has read: whether it comes back is
// not known.
func (m *machine) refuse(item *syntax.CaseItem) {
	if m.dead != alive || !m.obscured || len(item.Stmts) != 1 || len(item.Patterns) != 1 {
		return
	}
	if pattern, _ := m.patternText(item.Patterns[0]); pattern != "*" {
		return
	}
	if x, ok := item.Stmts[0].Cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
		if name, _ := literal(x.Args[0]); name != "" && m.funcs[name] == nil && m.mayBeSourced(name) && !unchecking[name] {
			m.dead = exited
		}
	}
}

// mayBeSourced tells whether a command may be a function of a file that nobody has read.
func (m *machine) mayBeSourced(name string) bool {
	return m.obscured && !strings.Contains(name, "/") && tables[name] == nil && passersByName[name] == nil && guardsByName[name] == nothing
}

// arms are those of a case that may run; all: one of them does. A function that is
// called with a constant runs the arm for it: get push, with case $1 in push) ... of get.
// What a name holds may come from elsewhere, a parameter does not.
func (m *machine) arms(x *syntax.CaseClause, subject *value) (list []*syntax.CaseItem, all bool) {
	goesOn := func(item *syntax.CaseItem) bool { return item.Op != syntax.Break }
	if m.frame == nil || !subject.known || !isParameter(x.Word) || slices.ContainsFunc(x.Items, goesOn) {
		return x.Items, false
	}
	for _, item := range x.Items {
		matches, known := m.matchesAny(item.Patterns, subject.text)
		if matches || !known {
			list = append(list, item)
		}
		if matches {
			return list, true
		}
	}
	return list, false
}

// isParameter tells whether a word is a positional parameter as it is.
func isParameter(w *syntax.Word) bool {
	x := parameterAlone(w.Parts)
	return x != nil && !x.Excl && x.Param.Value >= "1" && x.Param.Value <= "9"
}

// matchesAny tells whether a text matches one of the patterns; known: where it matches
// none, that is certain.
func (m *machine) matchesAny(patterns []*syntax.Word, text string) (matches, known bool) {
	known = true
	for _, p := range patterns {
		pattern, ok := m.patternText(p)
		if ok && (pattern == "*" || pattern == text) {
			return true, true
		}
		known = known && ok && !strings.ContainsAny(pattern, `*?[\`)
	}
	return false, known
}

// caseClause walks case. Where nothing matches, it succeeds.
func (m *machine) caseClause(x *syntax.CaseClause, want bool) answer {
	subject := m.subject(x.Word)
	start := len(m.log)
	var ways []delta
	var v verdict
	items, caught := m.arms(x, subject)
	var above []headed
	for _, item := range items {
		for _, w := range item.Patterns {
			m.met(casePattern, w)
		}
		matched, unmatched, all := m.patterns(subject, item.Patterns)
		if subject.tainted() {
			patterns := m.headed(item.Patterns)
			matched = both(matched, keeping(subject, leftBy(above, patterns)))
			above = append(above, patterns...)
		}
		mark := len(m.log)
		m.tell(matched)
		a := m.stmts(item.Stmts, want)
		m.leave(item.Stmts)
		m.refuse(item)
		d := m.since(start)
		m.undo(mark)
		ways = append(ways, d)
		if want {
			v.add(d, a)
		}
		m.tell(unmatched)
		caught = caught || all
	}
	d := m.take(start)
	if caught {
		d.dead = exited
	}
	if len(ways) == 0 {
		return answer{}
	}
	m.merge(append(ways, d)...)
	if want {
		v.add(d, answer{status: success})
	}
	return v.answer()
}
