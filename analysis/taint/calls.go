package taint

import (
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
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
}

// summary is what a call did, for the arguments and the values of names that it
// depended on. Names are a shell's calling convention: which of them matter is
// what the first call looked at.
type summary struct {
	args  *args
	in    *value
	out   bool
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

// roughly are the parameters without the texts of constants.
func (a *args) roughly() *args {
	out := &args{list: make([]*value, len(a.list)), rest: a.rest.roughly(), shifted: a.shifted}
	for i, v := range a.list {
		out.list[i] = v.roughly()
	}
	return out
}

func (v *value) roughly() *value {
	if v == nil || v.tainted() {
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
	status status
}

type status int8

const (
	anyStatus status = iota
	success
	failure
)

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
	fn := &function{code: m.code, name: x.Name.Value, body: x.Body}
	m.funcs[x.Name.Value] = fn
	m.order = append(m.order, fn)
}

// invoke calls a function.
func (m *machine) invoke(fn *function, a *args) answer {
	fn.called = true
	if fn.active >= 2 || m.depth >= maxCalls || m.steps < 0 {
		m.print(unknown)
		return whichever(a.all())
	}
	// The first calls are walked with the very words that they pass; from then on it
	// only counts who controls them.
	if len(fn.known) >= exactCalls {
		a = a.roughly()
	}
	if s := m.summary(fn, a); s != nil {
		return m.apply(s)
	}
	if len(fn.known) >= maxSummaries {
		return m.assume(fn, a)
	}
	f := &frame{fn: fn, outer: m.frame, mark: len(m.log), apart: m.subshells, seen: make([]uint64, (len(m.vars)+63)/64), ids: make([]int32, 0, 16)}
	code, loop, out := m.code, m.loop, m.out
	if out != nil {
		m.out = &concat{}
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

	s := &summary{args: a, in: m.in, out: out != nil}
	if out != nil {
		s.prints = m.out.value()
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
		f.ways = append(f.ways, way{end, anyStatus})
	} else {
		says = answer{}
	}
	m.conclude(f, s, says, end.dead)
	if m.steps >= 0 {
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
	return whichever(a.all())
}

// conclude works out what the call did: what holds on the ways that come back.
func (m *machine) conclude(f *frame, s *summary, says answer, dead death) {
	if len(f.ways) == 0 {
		s.does.dead = exited
		if dead == jumped {
			s.does.dead = alive
		}
		return
	}
	firstYes, firstNo := true, true
	var deltas []delta
	for i, w := range f.ways {
		w.dead = alive
		w.changes = f.lasting(w.changes)
		facts := w.facts()
		yes, no := facts, facts
		if i == len(f.ways)-1 && dead == alive {
			yes, no = both(facts, says.yes), both(facts, says.no)
		}
		if w.status != failure {
			s.says.yes, firstYes = met(s.says.yes, yes, firstYes), false
		}
		if w.status != success {
			s.says.no, firstNo = met(s.says.no, no, firstNo), false
		}
		deltas = append(deltas, w.delta)
	}
	mark := len(m.log)
	m.merge(deltas...)
	s.does = m.take(mark)
}

func met(a, b []fact, first bool) []fact {
	if first {
		return b
	}
	return common(a, b)
}

// lasting are the changes that outlive the call: not those of its own names and
// parameters.
func (f *frame) lasting(list []change) []change {
	out := list[:0]
next:
	for _, c := range list {
		if c.id == argsID {
			continue
		}
		for _, id := range f.locals {
			if id == c.id {
				continue next
			}
		}
		out = append(out, c)
	}
	return out
}

// summary is what is known of such a call; nil for nothing.
func (m *machine) summary(fn *function, a *args) *summary {
	equal := same
	if len(fn.known) >= exactCalls {
		equal = alike
	}
next:
	for _, s := range fn.known {
		if s.out != (m.out != nil) || !sameArgs(s.args, a) || !same(s.in, m.in) {
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
	if s.prints != nil {
		m.print(s.prints)
	}
	return s.says
}

// positional is what $1 and its like hold.
func (m *machine) positional(name string, at syntax.Node) *value {
	n, err := strconv.Atoi(name)
	if err != nil || n > 99 {
		return unknown
	}
	if v := m.args.get(n); v != nil {
		m.takenAt(v, name, at)
		return v
	}
	// Elements of the rest become known one by one, so that a check of one is
	// kept.
	a := &args{list: make([]*value, n), rest: m.args.rest, shifted: m.args.shifted}
	for i := copy(a.list, m.args.list); i < n; i++ {
		a.list[i] = m.element()
	}
	m.setArgs(a)
	m.takenAt(a.list[n-1], name, at)
	return a.list[n-1]
}

// element is one of those parameters that are not known one by one.
func (m *machine) element() *value {
	v := m.args.rest
	if !v.tainted() {
		return unknown
	}
	out := &value{parts: make([]part, len(v.parts))}
	for i, p := range v.parts {
		o := &origin{source: p.origin.source, whole: p.origin}
		p.origin = o
		out.parts[i] = p
	}
	return out
}

// passed are the arguments that words make.
func (m *machine) passed(list []*syntax.Word, to string) *args {
	a := &args{shifted: -1}
	for _, w := range list {
		if isArgs(w.Parts) {
			m.allArgs(w)
			for _, v := range m.args.list {
				a.pass(m.stepTo(v, w, to))
			}
			if m.args.rest != nil {
				a.rest = join(a.rest, m.stepTo(m.args.rest, w, to))
			}
			continue
		}
		a.pass(m.stepTo(m.word(w), w, to))
	}
	return a
}

// pass adds an argument. Behind ones whose number is not known it is one of them.
func (a *args) pass(v *value) {
	if a.rest != nil {
		a.rest = join(a.rest, v)
		return
	}
	a.list = append(a.list, v)
}

func (m *machine) stepTo(v *value, w *syntax.Word, to string) *value {
	switch {
	case v.tainted() && to != "":
		return v.stepped(m.span(w), "is passed to "+to)
	case v.known && len(v.text) > 40 && strings.Contains(v.text, " "):
		return unknown // a message: no call depends on it
	}
	return v
}

// inner walks a program that stands in a command's words.
func (m *machine) inner(in innerCode, temp []*syntax.Assign) {
	p := in.prog
	if p.File == nil || m.depth >= maxCalls {
		return
	}
	if p.Spliced {
		if p.How == shell.ByEval {
			m.evaluated(p, in.text)
		}
		return
	}
	switch p.How {
	case shell.ByEval:
		m.within(p, func() { m.stmts(p.File.Stmts, false) })
	case shell.ByTrap:
		m.traps = append(m.traps, p)
	default:
		a := &args{shifted: -1}
		for i, w := range in.args {
			if n := w.Nodes(); i > 0 {
				if isArgs(n) {
					a.list = append(a.list, m.args.list...)
					a.rest = join(a.rest, m.args.rest)
				} else {
					a.pass(m.parts(n, false))
				}
			}
		}
		if in.xargs != nil && len(in.args) > 0 {
			a.rest = join(a.rest, m.appended(in.xargs))
		}
		m.apart(func() {
			m.asChild(in.assigns, temp)
			m.setArgs(a)
			frame := m.frame
			m.frame = nil
			m.within(p, func() { m.stmts(p.File.Stmts, false) })
			m.frame = frame
		})
	}
}

// within walks nodes of another program.
func (m *machine) within(p *shell.Program, walk func()) {
	code := m.code
	m.code = m.codeOf(p)
	m.depth++
	walk()
	m.depth--
	m.code = code
}

// asChild leaves of the names what a process of its own sees: what is exported or
// stands in front of the command.
func (m *machine) asChild(assigns []shell.Assign, temp []*syntax.Assign) {
	type pair struct {
		id int32
		v  *value
	}
	var given []pair
	for _, a := range assigns {
		v := m.parts(a.Value.Nodes(), false)
		given = append(given, pair{m.id(a.Name), v})
	}
	for _, a := range temp {
		if a.Name != nil {
			given = append(given, pair{m.id(a.Name.Value), m.word(a.Value)})
		}
	}
	for id, v := range m.vars {
		if v != nil && !m.exports[int32(id)] && !m.files[int32(id)] && !m.fromEnv(int32(id)) {
			m.set(int32(id), unknown)
		}
	}
	for _, p := range given {
		m.put(p.id, p.v)
	}
}

// fromEnv tells whether a name came from the environment, so that what the
// program makes of it is exported too.
func (m *machine) fromEnv(id int32) bool {
	return m.entries[id].tainted()
}

// evaluated is an eval of a text that is put together: the names that it may set
// are not known after it.
func (m *machine) evaluated(p *shell.Program, text string) {
	for i := 0; i < len(text); i++ {
		if text[i] != '=' {
			continue
		}
		from := i
		for from > 0 && isNameByte(text[from-1]) {
			from--
		}
		if from < i && (text[from] < '0' || text[from] > '9') && (from == 0 || text[from-1] != '$' && text[from-1] != '{') {
			m.put(m.id(text[from:i]), unknown)
		}
	}
	for _, x := range p.Splices {
		if x.Expansion.Kind == shell.CommandSubst {
			m.rewritten = true
		}
	}
	if isSet(text) {
		m.setArgs(&args{rest: unknown, shifted: -1})
	}
}

// isSet tells whether a text begins with set, which gives the positional
// parameters.
func isSet(text string) bool {
	f := strings.Fields(text)
	return len(f) > 0 && f[0] == "set"
}
