package taint

import (
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// machine goes through a program in the order in which it runs, both ways where
// it branches, and knows at each place what the names may hold.
type machine struct {
	env
	unit *unit
	run  *image.Run
	code // the program whose nodes are walked: of the run, or of a function from another file

	ids     map[string]int32
	names   []string
	entries []*value // by id: what the name held when the run began, once asked for
	held    []int32  // ids that ever held a tainted value; checks look at these
	isHeld  []bool
	files   map[int32]bool // ids that stand for files: they outlive a subshell

	funcs map[string]*function
	order []*function
	frame *frame // nil outside of functions
	loop  *loop
	depth int // of calls, and of programs inside programs

	meeting []meeting // room for merge
	slots   []slot    // by id
	round   int32

	subshells int          // around
	command0  syntax.Node  // the simple command that runs
	stmt0     *syntax.Stmt // the statement around it
	before    *syntax.Stmt // the one before it in its list, or before that list
	now       int          // the statement that runs, as a number of its own each time
	moments   int
	printouts map[*syntax.CmdSubst]printout

	in   *value  // standard input; nil for that of the run
	out  *concat // standard output, where someone wants it; nil for nobody
	last answer  // of the statement before

	obscured  bool // a file that is not known was sourced: names may come from it
	rewritten bool // what a command prints was evaluated: it may set any name, and check or leave
	exports   map[int32]bool
	// exportsAll is set -a: what is assigned is exported.
	exportsAll bool
	entry      *entry
	reaches    *reach
	where      setting // -1 when not yet worked out
	child      bool    // in a sh -c inside of the run's program
	springs    map[any]*value
	codes      map[*shell.Program]code
	traps      []*shell.Program
	steps      int
	found      map[end]*Flow
	flows      []*Flow
}

// code is a program as it is walked.
type code struct {
	prog   *shell.Program
	text   string
	points map[int32]*point
}

// answer is what a statement's status tells: facts that hold when it succeeds,
// and when it fails.
type answer struct{ yes, no []fact }

// fact is that a part of that origin has, from here on, no more than these
// properties.
type fact struct {
	origin *origin
	keep   Props
}

func (a answer) not() answer { return answer{yes: a.no, no: a.yes} }

// loop is a loop that is being walked: the ways out of it and back to its head.
type loop struct {
	mark  int
	exits []delta
	again []delta
	outer *loop
}

// maxSteps bounds the statements that are walked for one run, those of functions
// once for each call that is new. One is some 2.5 us: with this bound the largest
// script of the corpora (250 kB) is walked in 30 ms, and the largest that has a
// flow (136 kB) to its end. What comes after it is not known, and nothing is said
// of it.
const (
	minSteps = 4_000
	maxSteps = 12_000
)

// valuesPerStep is how many values that are looked at or set count as a step: where a
// function sets thousands of names, or a check is one of thousands of values, these
// are what the walk costs.
const valuesPerStep = 16

// charge counts values as steps.
func (m *machine) charge(values int) { m.steps -= values / valuesPerStep }

// maxRounds bounds how often a loop's body is walked.
const maxRounds = 3

func (m *machine) id(name string) int32 {
	id, ok := m.ids[name]
	if !ok {
		id = int32(len(m.vars))
		m.ids[name] = id
		m.names = append(m.names, name)
		m.vars = append(m.vars, nil)
		m.entries = append(m.entries, nil)
		m.env.mark = append(m.env.mark, 0)
		m.isHeld = append(m.isHeld, false)
		m.slots = append(m.slots, slot{})
	}
	return id
}

// pos is a place of the tree as a byte of the program's text.
func (c *code) pos(at syntax.Pos) int { return min(int(at.Offset()), len(c.text)) }

func (c *code) span(n syntax.Node) source.Span {
	from := c.pos(n.Pos())
	return c.prog.Text.Span(from, max(from, c.pos(n.End())))
}

// put gives a name a value, and notes that it may need checks.
func (m *machine) put(id int32, v *value) {
	if v.tainted() {
		m.hold(id)
	}
	m.set(id, v)
}

func (m *machine) hold(id int32) {
	if !m.isHeld[id] {
		m.isHeld[id] = true
		m.held = append(m.held, id)
	}
}

// load is what a name holds.
func (m *machine) load(id int32) *value {
	if m.frame != nil {
		m.frame.reads(id)
	}
	if v := m.vars[id]; v != nil {
		return v
	}
	if v := m.entries[id]; v != nil {
		return v
	}
	return nil
}

// base is what a name holds where a way that does not set it joins one that does.
// A name that was never asked for is then the program's own.
func (m *machine) base(id int32) *value {
	v := m.load(id)
	if v == nil && !m.files[id] {
		v = m.atStart(id, source.Span{})
	}
	if v == nil {
		return unknown
	}
	return v
}

// tell makes facts hold from here on.
func (m *machine) tell(facts []fact) {
	for _, f := range facts {
		if f.origin == nil {
			continue
		}
		m.charge(len(m.held))
		m.log = append(m.log, change{id: factID, fact: f})
		for _, id := range m.held {
			v := m.vars[id]
			if v == nil {
				v = m.entries[id]
			}
			if n := v.under(f); n != v {
				if m.frame != nil {
					m.frame.reads(id)
				}
				m.set(id, n)
			}
		}
		m.tellArgs(f)
		if m.in != nil {
			m.in = m.in.under(f)
		}
	}
}

func (m *machine) tellArgs(f fact) {
	a := m.args
	out := a
	for i, v := range a.list {
		if n := v.under(f); n != v {
			if out == a {
				out = &args{list: append([]*value(nil), a.list...), rest: a.rest, shifted: a.shifted}
			}
			out.list[i] = n
		}
	}
	if n := a.rest.under(f); n != a.rest {
		if out == a {
			out = &args{list: a.list, rest: a.rest, shifted: a.shifted}
		}
		out.rest = n
	}
	if out != a {
		m.setArgs(out)
	}
}

// under is the value when the fact holds. Parts without any property are no parts.
func (v *value) under(f fact) *value {
	if v == nil {
		return nil
	}
	for _, p := range v.parts {
		if p.props&^f.keep == 0 || !p.origin.within(f.origin) {
			continue
		}
		left := 0
		for _, p := range v.parts {
			if !p.origin.within(f.origin) || p.props&f.keep != 0 {
				left++
			}
		}
		if left == 0 {
			return unknown
		}
		out := &value{parts: make([]part, 0, left)}
		for _, p := range v.parts {
			if p.origin.within(f.origin) {
				p.props &= f.keep
			}
			if p.props != 0 {
				out.parts = append(out.parts, p)
			}
		}
		return out
	}
	return v
}

// meeting is a name that ways which meet have changed, n of them.
type meeting struct {
	id    int32
	value *value
	n     int
}

// slot is where a merge has a name in its list.
type slot struct{ round, at int32 }

// merge goes on where ways meet. Ways that left do not come here.
func (m *machine) merge(ways ...delta) {
	n, one := 0, 0
	for i, w := range ways {
		if w.dead == alive {
			n++
			one = i
		}
	}
	switch n {
	case 0:
		m.dead = ways[0].dead
		for _, w := range ways {
			m.dead = max(m.dead, w.dead)
		}
		return
	case 1:
		m.replay(ways[one])
		return
	}
	list := m.meeting[:0]
	m.meeting = nil // merge does not come back here before it is done, but base may
	m.round++
	var joined *args
	argsMet := 0
	for _, w := range ways {
		if w.dead != alive {
			continue
		}
		m.charge(len(w.changes))
		for _, c := range w.changes {
			switch c.id {
			case factID:
				continue
			case argsID:
				if argsMet == 0 {
					joined = c.args
				} else {
					joined = joinArgs(joined, c.args)
				}
				argsMet++
				continue
			}
			if m.slots[c.id].round != m.round {
				m.slots[c.id] = slot{m.round, int32(len(list))}
				list = append(list, meeting{c.id, m.leftIn(c), 1})
				continue
			}
			x := &list[m.slots[c.id].at]
			x.value = join(x.value, m.leftIn(c))
			x.n++
		}
	}
	if argsMet > 0 {
		if argsMet < n {
			joined = joinArgs(joined, m.args)
		}
		m.setArgs(joined)
	}
	for _, x := range list {
		if x.n < n {
			x.value = join(x.value, m.base(x.id))
		}
		m.put(x.id, x.value)
	}
	clear(list)
	m.meeting = list
	m.keepFacts(ways)
}

// leftIn is the value that a way left in a name: for none, what it was when the run
// began.
func (m *machine) leftIn(c change) *value {
	if c.value != nil || c.id < 0 {
		return c.value
	}
	if v := m.entries[c.id]; v != nil {
		return v
	}
	return unknown
}

// keepFacts notes the facts that hold on every way that goes on. The values have
// them already.
func (m *machine) keepFacts(ways []delta) {
	first := true
	var list []fact
	for _, w := range ways {
		if w.dead != alive {
			continue
		}
		facts := w.facts()
		if first {
			list, first = facts, false
		} else {
			list = common(list, facts)
		}
		if len(list) == 0 {
			return
		}
	}
	for _, f := range list {
		m.log = append(m.log, change{id: factID, fact: f})
	}
}

// common are the facts that hold whichever of two lists does.
func common(a, b []fact) []fact {
	var both []fact
	for _, f := range a {
		for _, g := range b {
			if f.origin == g.origin {
				both = append(both, fact{f.origin, f.keep | g.keep})
				break
			}
		}
	}
	return both
}

// replay makes what a way changed hold again.
func (m *machine) replay(d delta) {
	m.charge(len(d.changes))
	for _, c := range d.changes {
		switch c.id {
		case factID:
			m.log = append(m.log, c)
		case argsID:
			m.setArgs(c.args)
		default:
			m.put(c.id, c.value)
		}
	}
	m.dead = d.dead
}

// apart walks in an environment of its own: what is changed there is lost, but
// for files.
func (m *machine) apart(walk func()) (d delta) {
	mark, loop := len(m.log), m.loop
	m.loop = nil
	m.subshells++
	walk()
	m.subshells--
	m.loop = loop
	d = m.take(mark)
	if len(m.files) > 0 {
		for _, c := range d.changes {
			if c.id >= 0 && m.files[c.id] {
				m.put(c.id, c.value)
			}
		}
	}
	return d
}
