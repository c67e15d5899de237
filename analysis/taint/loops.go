package taint

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// loop is a loop that is being walked: the ways out of it and back to its head.
type loop struct {
	mark  int
	exits []delta
	again []delta
	outer *loop
}

// maxRounds bounds how often a loop's body is walked.
const maxRounds = 3

// while walks a loop until nothing new comes round, or a few times.
func (m *machine) while(x *syntax.WhileClause) {
	defer m.renew(m.renews(x))()
	var l *loop
	var ended death
	for round := 1; ; round++ {
		l = &loop{mark: len(m.log), outer: m.loop}
		m.loop = l
		before := m.before
		if !m.leavesLineOpen(before) {
			m.before = nil // while read goes through lines: it answers no question
		}
		a := m.condition(x.Cond)
		m.before = before
		if x.Until {
			a = a.not()
		}
		m.tell(a.yes)
		m.stmts(x.Do, false)
		m.loop = l.outer
		end := m.take(l.mark)
		ended = end.dead
		ways := append(slices.Clip(l.again), end)
		if m.steps < 0 || !m.grow(ways) || round == maxRounds {
			break
		}
	}
	if isEndless(x) {
		if len(l.exits) == 0 {
			m.dead = max(ended, exited)
			return
		}
		m.merge(l.exits...)
		return
	}
	// The way out: the condition failed.
	mark := len(m.log)
	a := m.condition(x.Cond)
	if x.Until {
		a = a.not()
	}
	m.tell(a.no)
	m.merge(append(l.exits, m.take(mark))...)
}

// renew notes that a loop may give what was checked another value, until what it returns
// is called.
func (m *machine) renew(renews bool) (end func()) {
	if !renews {
		return func() {}
	}
	m.renewing++
	return func() { m.renewing-- }
}

// renews tells whether the text of a loop has a command that gives a name the next of
// some values.
func (m *machine) renews(loop syntax.Node) bool {
	from := m.pos(loop.Pos())
	text := m.text[from:max(from, m.pos(loop.End()))]
	return slices.ContainsFunc([]string{"shift", "read", "getopts"}, func(command string) bool { return strings.Contains(text, command) })
}

// isEndless tells whether a loop's condition never fails: only break leads out of it.
func isEndless(x *syntax.WhileClause) bool {
	if len(x.Cond) != 1 || x.Cond[0].Negated {
		return false
	}
	c, ok := x.Cond[0].Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	switch name, _ := literal(c.Args[0]); name {
	case "true", ":":
		return !x.Until
	case "false":
		return x.Until
	case "[": // [ 1 ]
		word, _ := literal(c.Args[min(1, len(c.Args)-1)])
		return len(c.Args) == 3 && word != "" && !x.Until
	}
	return false
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
			if isExpansion(w) {
				v = v.masked(Any &^ m.splitters())
			}
			items = join(items, v)
		}
	}
	if items == nil {
		items = empty
	}
	if items.tainted() {
		items = items.stepped(m.span(it), goneThrough+it.Name.Value).noted(it.Name.Value)
		if overArgs {
			items = items.cut(Any)
		}
	}
	end := m.renew(items.tainted() || m.renews(x))
	m.rounds(x.Do, func() { m.put(id, items) })
	end()
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
			m.tell([]fact{{origin: p.origin.whole, keep: keep}})
		}
	}
}

// isExpansion tells whether a word is nothing but an expansion without quotes, which is
// split into words.
func isExpansion(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.ParamExp, *syntax.CmdSubst:
		return true
	}
	return false
}

// splitters are the properties that no word has which an expansion is split into: those
// of IFS, blanks and line ends where the program has not set it.
func (m *machine) splitters() Props {
	if !m.prog.Assigned("IFS") {
		return Blank | Newline
	}
	v := m.load(m.id("IFS"))
	switch {
	case v == nil || v == unset || strings.Contains(v.text, " "):
		return Blank | Newline
	case strings.Contains(v.text, "\n"):
		return Newline
	}
	return 0
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

// left notes that break or continue leaves the round: that of the nth loop around, if
// the word says so.
func (m *machine) left(again bool, list []*syntax.Word) {
	l := m.loop
	if l == nil {
		return
	}
	if len(list) > 0 {
		levels, _ := literal(list[0])
		for n, _ := strconv.Atoi(levels); n > 1 && l.outer != nil; n-- {
			l = l.outer
		}
	}
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
	m.dead = jumped
}

// goneThrough begins the step of a value whose words a loop goes through.
const goneThrough = "is gone through by "
