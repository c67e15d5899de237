package taint

import (
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// function is a definition that the walk came to.
type function struct {
	code
	name   string
	body   *syntax.Stmt
	active int  // calls in progress
	called bool // at all
	known  []*summary
	// choice is the case that it begins with, if that looks at a parameter.
	choice *syntax.CaseClause
}

// summary is what a call did, for the arguments and the values of names that it
// depended on. Names are a shell's calling convention: which of them matter is
// what the first call looked at.
type summary struct {
	args  *args
	in    *value
	out   bool
	mode  mode
	reads []held

	does   delta
	says   answer
	prints *value
}

// held is what a name held.
type held struct {
	id    int32
	value *value
}

// maxSummaries bounds the calls of one function that are walked. What others do is
// not known: those that were walked are told of.
const maxSummaries = 6

// exactCalls is the number of calls of one function that are told apart by the
// constants that they pass and find.
const exactCalls = 3

// arms are how many more calls of a function are walked: one that chooses by a constant
// runs an arm of its own for each, so that to walk it for all of them is to walk it once.
func (fn *function) arms() int {
	if fn.choice == nil {
		return 0
	}
	return len(fn.choice.Items)
}

// roughly are the parameters of a call without the texts of constants, but of one for
// which the function has an arm of its own.
func (fn *function) roughly(a *args) *args {
	out := a.roughly()
	if fn.choice == nil {
		return out
	}
	n, _ := strconv.Atoi(parameterAlone(fn.choice.Word.Parts).Param.Value)
	if n > len(a.list) || a.list[n-1] == nil || !a.list[n-1].known {
		return out
	}
	for _, item := range fn.choice.Items {
		for _, p := range item.Patterns {
			if text, ok := literal(p); ok && text == a.list[n-1].text {
				out.list[n-1] = a.list[n-1]
			}
		}
	}
	return out
}

// choosing is the case of a parameter that a body begins with; nil for none.
func choosing(body *syntax.Stmt) *syntax.CaseClause {
	block, ok := body.Cmd.(*syntax.Block)
	if !ok || len(block.Stmts) == 0 {
		return nil
	}
	if x, ok := block.Stmts[0].Cmd.(*syntax.CaseClause); ok && isParameter(x.Word) {
		return x
	}
	return nil
}

func (v *value) roughly() *value {
	if v == nil || v.tainted() || v == private {
		return v
	}
	return unknown
}

// alike tells whether two values say the same of who controls them.
func alike(a, b *value) bool {
	return same(a, b) || !a.tainted() && !b.tainted()
}

// maxCalls bounds the depth of calls.
const maxCalls = 40

// frame is a call in progress.
type frame struct {
	fn     *function
	outer  *frame
	mark   int
	apart  int // subshells around, when it began
	locals []int32
	ways   []way // those of return
	seen   []uint64
	ids    []int32 // names that it looked at
}

// way is how a function was left by return.
type way struct {
	delta
	says answer
}

// reads notes that the call depends on a name.
func (f *frame) reads(id int32) {
	for int(id/64) >= len(f.seen) {
		f.seen = append(f.seen, 0)
	}
	if f.seen[id/64]&(1<<(id%64)) == 0 {
		f.seen[id/64] |= 1 << (id % 64)
		f.ids = append(f.ids, id)
	}
}

func (m *machine) define(x *syntax.FuncDecl) {
	if x.Name == nil || x.Body == nil {
		return
	}
	if old := m.funcs[x.Name.Value]; old != nil && old.body == x.Body {
		return
	}
	fn := &function{code: m.code, name: x.Name.Value, body: x.Body, choice: choosing(x.Body)}
	m.funcs[x.Name.Value] = fn
	m.order = append(m.order, fn)
}

// invoke calls a function.
func (m *machine) invoke(fn *function, a *args) answer {
	fn.called = true
	if fn.active >= 2 || m.depth >= maxCalls || m.steps < 0 {
		m.print(unknown)
		return m.unclear(a.all())
	}
	// The first calls are walked with the very words that they pass; from then on it
	// only counts who controls them, and which arm they choose. What a call has the
	// function run is its own.
	if m.dispatch == nil {
		if len(fn.known) >= exactCalls {
			a = fn.roughly(a)
		}
		if s := m.summary(fn, a); s != nil {
			return m.apply(s)
		}
		if len(fn.known) >= maxSummaries+fn.arms() {
			return m.assume(fn, a)
		}
	}
	f := &frame{fn: fn, outer: m.frame, mark: len(m.log), apart: m.subshells, seen: make([]uint64, (len(m.vars)+63)/64), ids: make([]int32, 0, 16)}
	code, loop, out, mode := m.code, m.loop, m.out, m.mode()
	var printed *concat // exec in the body may give its output another end
	if out != nil {
		printed = &concat{prints: true}
		m.out = printed
	}
	m.setArgs(a)
	m.frame, m.loop, m.code = f, nil, fn.code
	fn.active++
	m.depth++
	says := m.stmt(fn.body, true)
	m.depth--
	fn.active--
	end := m.take(f.mark)
	m.frame, m.loop, m.code = f.outer, loop, code

	s := &summary{args: a, in: m.in, out: out != nil, mode: mode}
	if out != nil {
		s.prints = printed.value()
		m.out = out
	}
	s.reads = make([]held, len(f.ids))
	for i, id := range f.ids {
		s.reads[i] = held{id, m.vars[id]}
		if f.outer != nil {
			f.outer.reads(id)
		}
	}
	if end.dead == alive {
		f.ways = append(f.ways, way{end, says})
	}
	m.conclude(f, s, end.dead)
	if m.steps >= 0 && m.dispatch == nil {
		fn.known = append(fn.known, s)
	}
	return m.apply(s)
}

// assume does what a call may do of which no more is known than that it is like
// others: what they set is not known after it, nor what it makes sure of; where all
// of them end the script, so does it.
func (m *machine) assume(fn *function, a *args) answer {
	ends := true
	for _, s := range fn.known {
		ends = ends && s.does.dead == exited
		for _, c := range s.does.changes {
			if c.id >= 0 && m.vars[c.id] != unknown {
				m.put(c.id, unknown)
			}
		}
	}
	m.print(unknown)
	if ends {
		m.dead = exited
	}
	return m.unclear(a.all())
}

// conclude works out what the call did: what holds on the ways that come back.
func (m *machine) conclude(f *frame, s *summary, dead death) {
	if len(f.ways) == 0 {
		s.does.dead = exited
		if dead == jumped {
			s.does.dead = alive
		}
		return
	}
	var v verdict
	var deltas []delta
	for _, w := range f.ways {
		w.dead = alive
		w.changes = f.lasting(w.changes)
		v.add(w.delta, w.says)
		deltas = append(deltas, w.delta)
	}
	s.says = v.answer()
	mark := len(m.log)
	m.merge(deltas...)
	s.does = m.take(mark)
}

// lasting are the changes that outlive the call: not those of its own names and
// parameters.
func (f *frame) lasting(list []change) []change {
	out := list[:0]
	for _, c := range list {
		if c.id != argsID && !f.isLocal(c.id) {
			out = append(out, c)
		}
	}
	return out
}

// isLocal tells whether a name is the call's own.
func (f *frame) isLocal(id int32) bool { return slices.Contains(f.locals, id) }

// summary is what is known of such a call; nil for nothing.
func (m *machine) summary(fn *function, a *args) *summary {
	equal, mode := same, m.mode()
	if len(fn.known) >= exactCalls {
		equal = alike
	}
next:
	for _, s := range fn.known {
		if s.out != (m.out != nil) || s.mode != mode || !sameArgs(s.args, a) || !same(s.in, m.in) {
			continue
		}
		for _, r := range s.reads {
			if v := m.vars[r.id]; v != r.value && !equal(v, r.value) {
				continue next
			}
		}
		return s
	}
	return nil
}

// apply does what the call does.
func (m *machine) apply(s *summary) answer {
	for _, r := range s.reads {
		if m.frame != nil {
			m.frame.reads(r.id)
		}
	}
	m.replay(s.does)
	for _, f := range s.does.facts() { // the call knew the parameters here as its own
		m.tellArgs(f)
	}
	if s.prints != nil {
		m.print(s.prints)
	}
	return s.says
}
