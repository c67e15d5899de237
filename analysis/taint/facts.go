package taint

import "mvdan.cc/sh/v3/syntax"

// answer is what a statement's status tells: facts that hold when it succeeds,
// and when it fails.
type answer struct {
	yes, no []fact
	status  status // what it is for certain
}

type status int8

const (
	anyStatus status = iota
	success
	failure
)

func (a answer) not() answer {
	out := answer{yes: a.no, no: a.yes}
	switch a.status {
	case success:
		out.status = failure
	case failure:
		out.status = success
	}
	return out
}

// verdict is what the status tells where several ways end in it.
type verdict struct {
	says           answer
	succeed, fails bool // a way may
}

// add is a way that goes on, with the answer of its last command.
func (v *verdict) add(way delta, last answer) {
	if way.dead != alive {
		return
	}
	facts := way.facts()
	if last.status != failure {
		v.says.yes = met(v.says.yes, both(facts, last.yes), !v.succeed)
		v.succeed = true
	}
	if last.status != success {
		v.says.no = met(v.says.no, both(facts, last.no), !v.fails)
		v.fails = true
	}
}

func (v *verdict) answer() answer {
	switch {
	case !v.fails && v.succeed:
		v.says.status = success
	case v.fails && !v.succeed:
		v.says.status = failure
	}
	return v.says
}

// fact is that a part of that origin has, from here on, no more than these
// properties.
type fact struct {
	origin *origin
	keep   Props
	head   byte // of the part itself; see there
}

// tells tells whether the fact says more of a part than is known.
func (f fact) tells(p part) bool {
	return p.props&^f.keep != 0 && p.origin.within(f.origin) || f.head != 0 && f.head != p.head && p.origin == f.origin
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
		if !f.tells(p) {
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
			if p.origin == f.origin && f.head != 0 {
				p.head = f.head
			}
			if p.props != 0 {
				out.parts = append(out.parts, p)
			}
		}
		return out
	}
	return v
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
				h := fact{f.origin, f.keep | g.keep, f.head}
				if f.head != g.head {
					h.head = 0
				}
				both = append(both, h)
				break
			}
		}
	}
	return both
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

func met(a, b []fact, first bool) []fact {
	if first {
		return b
	}
	return common(a, b)
}
