package taint

// meeting is a name that ways which meet have changed, n of them.
type meeting struct {
	id    int32
	value *value
	n     int
}

// slot is where a merge has a name in its list.
type slot struct{ round, at int32 }

// metArgs are the positional parameters that ways which meet have changed, n of them.
type metArgs struct {
	args *args
	n    int
}

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
	list, params := m.meetings(ways)
	if params.n > 0 {
		if params.n < n {
			params.args = joinArgs(params.args, m.args)
		}
		m.setArgs(params.args)
	}
	turning := m.turning(ways)
	for _, x := range list {
		if x.n < n {
			x.value = join(x.value, m.base(x.id))
		}
		if x.value == unknown && turning != nil {
			if v := m.turned(turning, x.id); v != nil {
				x.value = v
			}
		}
		m.put(x.id, x.value)
	}
	clear(list)
	m.meeting = list
	m.keepFacts(ways)
}

// meetings are the names, each once, and the positional parameters that the ways which
// go on have changed. The list is the machine's room for it, which the caller gives
// back when it is done.
func (m *machine) meetings(ways []delta) ([]meeting, metArgs) {
	list := m.meeting[:0]
	m.meeting = nil // merge does not come back here before it is done, but base may
	m.round++
	var params metArgs
	for _, w := range ways {
		if w.dead != alive {
			continue
		}
		m.charge(len(w.changes))
		for _, c := range w.changes {
			switch {
			case c.id == factID:
			case c.id == argsID && params.n == 0:
				params = metArgs{c.args, 1}
			case c.id == argsID:
				params = metArgs{joinArgs(params.args, c.args), params.n + 1}
			case m.slots[c.id].round != m.round:
				m.slots[c.id] = slot{m.round, int32(len(list))}
				list = append(list, meeting{c.id, m.leftIn(c), 1})
			default:
				x := &list[m.slots[c.id].at]
				x.value = join(x.value, m.leftIn(c))
				x.n++
			}
		}
	}
	return list, params
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
	mark, loop, in, out := len(m.log), m.loop, m.in, m.out
	m.loop = nil
	m.subshells++
	walk()
	m.subshells--
	m.loop, m.in, m.out = loop, in, out
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
