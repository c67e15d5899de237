package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (m *machine) stmts(list []*syntax.Stmt, want bool) answer {
	var a answer
	for i, s := range list {
		if m.dead != alive {
			return answer{}
		}
		asked := want && i == len(list)-1 || i+1 < len(list) && m.asksStatus(list[i+1])
		if i > 0 {
			m.before = list[i-1]
		}
		a = m.stmt(s, asked)
		m.last = a
	}
	return a
}

// asksStatus tells whether a statement begins with a look at $?.
func (m *machine) asksStatus(s *syntax.Stmt) bool {
	from := m.pos(s.Pos())
	return strings.Contains(m.text[from:min(from+24, len(m.text))], "$?")
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
			m.redirected(s.Redirs, nil, nil)
		}
		return answer{}
	}
	switch {
	case s.Background || s.Coprocess:
		m.apart(func() { m.command(s, false) })
		return answer{}
	case s.Negated:
		return m.command(s, want).not()
	}
	return m.command(s, want)
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
		m.declare(x)
	case *syntax.BinaryCmd:
		if x.Op == syntax.Pipe || x.Op == syntax.PipeAll {
			return m.pipeline(s, want)
		}
		return m.chain(s, want)
	case *syntax.Block:
		return m.stmts(x.Stmts, want)
	case *syntax.Subshell:
		return m.subshell(x.Stmts, want)
	case *syntax.IfClause:
		m.ifClause(x)
	case *syntax.WhileClause:
		m.while(x)
	case *syntax.ForClause:
		m.forClause(x)
	case *syntax.CaseClause:
		m.caseClause(x)
	case *syntax.FuncDecl:
		m.define(x)
	case *syntax.TestClause:
		return m.testClause(x.X, 0)
	case *syntax.ArithmCmd:
		m.arithm(x.X)
	case *syntax.LetClause:
		for _, e := range x.Exprs {
			m.arithm(e)
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

// link is a part of a chain of && and ||, with the operator in front.
type link struct {
	op   syntax.BinCmdOperator
	stmt *syntax.Stmt
}

// links are those of a chain, which is left-deep in the tree.
func links(s *syntax.Stmt, buf []link) []link {
	list := buf[:0]
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.AndStmt && x.Op != syntax.OrStmt || first.Negated || first != s && len(first.Redirs) > 0 {
			break
		}
		list = append(list, link{x.Op, x.Y})
		first = x.X
	}
	list = append(list, link{stmt: first})
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// chain walks a && b || c: each link with what the answer of those before tells,
// and past it with the opposite.
func (m *machine) chain(s *syntax.Stmt, want bool) answer {
	var buf [4]link
	list := links(s, buf[:])
	a := m.stmt(list[0].stmt, true)
	for i, l := range list[1:] {
		if m.dead != alive {
			return answer{}
		}
		mark := len(m.log)
		goes, passes := a.yes, a.no
		if l.op == syntax.OrStmt {
			goes, passes = a.no, a.yes
		}
		m.tell(goes)
		b := m.stmt(l.stmt, want || i+2 < len(list) || m.isSubshell(l.stmt))
		m.leave([]*syntax.Stmt{l.stmt})
		ran := m.take(mark)
		m.tell(passes)
		skipped := m.take(mark)
		if ran.dead != alive && l.op == syntax.AndStmt && m.meansBoth(list, i) {
			// echo why && exit 1: who writes that means both.
			skipped.dead = ran.dead
		}
		m.merge(ran, skipped)
		a = a.chained(l.op, b, ran.dead != alive)
	}
	return a
}

func (m *machine) isSubshell(s *syntax.Stmt) bool {
	_, ok := s.Cmd.(*syntax.Subshell)
	return ok
}

// meansBoth tells whether what stands before the link is there for what it does.
func (m *machine) meansBoth(list []link, i int) bool {
	x, ok := list[i].stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 || i > 0 && list[i].op == syntax.AndStmt {
		return false
	}
	name, _ := literal(x.Args[0])
	return name == "echo" || name == "printf" || name == "cat"
}

// chained is the answer of two commands. One that left gives none.
func (a answer) chained(op syntax.BinCmdOperator, b answer, left bool) answer {
	if op == syntax.OrStmt {
		return a.not().chained(syntax.AndStmt, b.not(), left).not()
	}
	if left {
		return answer{no: a.no}
	}
	return answer{yes: both(a.yes, b.yes), no: common(a.no, b.no)}
}

// maxFacts bounds what is kept of a chain of conditions.
const maxFacts = 16

func both(a, b []fact) []fact {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	out := make([]fact, 0, len(a)+len(b))
	out = append(append(out, a...), b...)
	return out[:min(len(out), maxFacts)]
}

// pipeline walks a | b | c: each in an environment of its own, with the output of
// the one before for its input. ash does so for the last part too.
func (m *machine) pipeline(s *syntax.Stmt, want bool) answer {
	var buf [6]*syntax.Stmt
	stages := stages(s, buf[:0])
	in, out := m.in, m.out
	var a answer
	for i, stage := range stages {
		last := i == len(stages)-1
		var c *concat
		if !last {
			c = &concat{}
			m.out = c
		} else {
			m.out = out
		}
		m.apart(func() { a = m.stmt(stage, want && last) })
		if !last {
			m.in = c.value()
		}
	}
	m.in, m.out = in, out
	return a
}

func stages(s *syntax.Stmt, list []*syntax.Stmt) []*syntax.Stmt {
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.Pipe && x.Op != syntax.PipeAll || first != s && len(first.Redirs) > 0 {
			break
		}
		list = append(list, x.Y)
		first = x.X
	}
	list = append(list, first)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

func (m *machine) ifClause(x *syntax.IfClause) {
	var ways []delta
	start := len(m.log)
	for i := x; i != nil && m.dead == alive; i = i.Else {
		if !i.ThenPos.IsValid() { // else
			m.stmts(i.Then, false)
			break
		}
		a := m.stmts(i.Cond, true)
		if m.dead != alive {
			break
		}
		mark := len(m.log)
		m.tell(a.yes)
		m.stmts(i.Then, false)
		m.leave(i.Then)
		d := m.since(start)
		m.undo(mark)
		ways = append(ways, d)
		m.tell(a.no)
	}
	ways = append(ways, m.take(start))
	m.merge(ways...)
}

// while walks a loop until nothing new comes round, or a few times.
func (m *machine) while(x *syntax.WhileClause) {
	var l *loop
	for round := 1; ; round++ {
		l = &loop{mark: len(m.log), outer: m.loop}
		m.loop = l
		before := m.before
		m.before = nil // while read goes through lines: it answers no question
		a := m.stmts(x.Cond, true)
		m.before = before
		if x.Until {
			a = a.not()
		}
		m.tell(a.yes)
		m.stmts(x.Do, false)
		m.loop = l.outer
		end := m.take(l.mark)
		ways := append(slices.Clip(l.again), end)
		if m.steps < 0 || !m.grow(ways) || round == maxRounds {
			break
		}
	}
	// The way out: the condition failed.
	mark := len(m.log)
	a := m.stmts(x.Cond, true)
	if x.Until {
		a = a.not()
	}
	m.tell(a.no)
	m.merge(append(l.exits, m.take(mark))...)
}

// grow joins the ways that come round to a loop's head into what holds there, and
// tells whether that brought anything.
func (m *machine) grow(ways []delta) bool {
	mark := len(m.log)
	m.merge(append(ways, delta{})...)
	m.dead = alive
	for _, c := range m.log[mark:] {
		switch {
		case c.id == argsID:
			if !sameArgs(c.args, m.args) {
				return true
			}
		case c.id >= 0:
			if v := m.vars[c.id]; v != c.value && (v.tainted() || c.value.tainted()) && !same(c.value, v) {
				return true
			}
		}
	}
	return false
}

func (m *machine) forClause(x *syntax.ForClause) {
	it, ok := x.Loop.(*syntax.WordIter)
	if !ok {
		if c, ok := x.Loop.(*syntax.CStyleLoop); ok {
			m.arithm(c.Init)
			m.arithm(c.Cond)
			m.arithm(c.Post)
		}
		m.rounds(x.Do, nil)
		return
	}
	id := m.id(it.Name.Value)
	var items *value
	overArgs := !it.InPos.IsValid()
	switch {
	case x.Select:
		items = unknown
	case overArgs:
		items = m.allArgs(it)
	default:
		overArgs = len(it.Items) == 1 && isArgs(it.Items[0].Parts)
		for _, w := range it.Items {
			v := m.item(w)
			if m.splits(w) {
				v = v.masked(Any &^ (Blank | Newline))
			}
			items = join(items, v)
		}
	}
	if items == nil {
		items = empty
	}
	if items.tainted() {
		items = items.stepped(m.span(it), "is gone through by "+it.Name.Value).noted(it.Name.Value)
		if overArgs {
			items = items.cut(Any)
		}
	}
	m.rounds(x.Do, func() { m.put(id, items) })
	if !overArgs || m.dead != alive {
		return
	}
	// What every round makes sure of holds for all the arguments.
	for _, p := range items.parts {
		v := m.vars[id]
		keep := Props(0)
		for _, q := range v.parts {
			if q.origin == p.origin {
				keep = q.props
			}
		}
		if p.props&^keep != 0 && p.origin.whole != nil && m.vars[id] != nil {
			m.tell([]fact{{p.origin.whole, keep}})
		}
	}
}

// splits tells whether a word is nothing but an expansion without quotes, in a
// program that leaves IFS alone: what it makes are words without blanks.
func (m *machine) splits(w *syntax.Word) bool {
	if len(w.Parts) != 1 || m.prog.Assigned("IFS") {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.ParamExp, *syntax.CmdSubst:
		return true
	}
	return false
}

// leave ends a branch whose last command says that it ends the script.
func (m *machine) leave(list []*syntax.Stmt) {
	if m.dead == alive && m.leaves(list) {
		m.dead = exited
	}
}

// noted marks parts that are the whole value of a name that says it is a command.
func (v *value) noted(name string) *value {
	if !meant(name) {
		return v
	}
	for i := range v.parts {
		if !v.parts[i].made {
			v.parts[i].meant = true
		}
	}
	return v
}

// rounds walks the body of a for.
func (m *machine) rounds(body []*syntax.Stmt, begin func()) {
	var l *loop
	for round := 1; ; round++ {
		l = &loop{mark: len(m.log), outer: m.loop}
		m.loop = l
		if begin != nil {
			begin()
		}
		m.stmts(body, false)
		m.loop = l.outer
		end := m.take(l.mark)
		ways := append(slices.Clip(l.again), end)
		if m.steps >= 0 && round < maxRounds && m.grow(ways) {
			continue
		}
		if len(body) == 0 {
			return
		}
		// A loop that is never gone through leaves nothing that could do harm in its
		// name: the ways through it are the ones that count.
		ways = append(ways, l.exits...)
		for _, w := range ways {
			if w.dead == alive {
				m.merge(ways...)
				return
			}
		}
		return
	}
}

// isArgs tells whether a word is "$@" or $*.
func isArgs(parts []syntax.WordPart) bool {
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	if len(parts) != 1 {
		return false
	}
	x, ok := parts[0].(*syntax.ParamExp)
	return ok && x.Param != nil && (x.Param.Value == "@" || x.Param.Value == "*") && x.Exp == nil && x.Slice == nil && x.Repl == nil && !x.Length
}

func (m *machine) caseClause(x *syntax.CaseClause) {
	subject := m.subject(x.Word)
	start := len(m.log)
	var ways []delta
	caught := false
	for _, item := range x.Items {
		for _, w := range item.Patterns {
			m.met(casePattern, w)
		}
		matched, unmatched, all := m.patterns(subject, item.Patterns)
		mark := len(m.log)
		m.tell(matched)
		m.stmts(item.Stmts, false)
		m.leave(item.Stmts)
		ways = append(ways, m.since(start))
		m.undo(mark)
		m.tell(unmatched)
		caught = caught || all
	}
	d := m.take(start)
	if caught {
		d.dead = exited
	}
	if len(ways) == 0 {
		return
	}
	m.merge(append(ways, d)...)
}

// left notes that break or continue leaves the round.
func (m *machine) left(again bool) {
	if l := m.loop; l != nil {
		d := m.since(l.mark)
		d.dead = alive
		if again {
			l.again = append(l.again, d)
		} else {
			l.exits = append(l.exits, d)
		}
		if len(l.again)+len(l.exits) > 64 { // enough ways to know
			l.again, l.exits = l.again[:min(len(l.again), 32)], l.exits[:min(len(l.exits), 32)]
		}
	}
	m.dead = jumped
}
