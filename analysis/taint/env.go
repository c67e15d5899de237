package taint

import "slices"

// env is the environment of a shell where the walk is. There is one; branches and
// subshells do not copy it: what they change is noted in a log, by which it is
// taken back, so that a branch costs what it changes and no more.
type env struct {
	vars []*value // by id; nil: what it was when the program began
	args *args
	log  []change
	dead death
	mark []int32 // by id: the round in which collect saw it
	seen int32
	room []change // for since
}

// change is a value that was replaced, or (kept) a fact that was found out.
type change struct {
	id    int32 // argsID for the positional parameters, factID for a fact
	value *value
	args  *args
	fact  fact
}

const (
	argsID int32 = -1 - iota
	factID
)

// death says why nothing further runs.
type death int8

const (
	alive death = iota
	exited
	returned
	jumped // break, continue
)

// set gives a name a value.
func (e *env) set(id int32, v *value) {
	if e.vars[id] == v {
		return
	}
	e.log = append(e.log, change{id: id, value: e.vars[id]})
	e.vars[id] = v
}

func (e *env) setArgs(a *args) {
	e.log = append(e.log, change{id: argsID, args: e.args})
	e.args = a
}

// delta is what a way through a branch changed: the new values, each name once,
// and the facts found out on it.
type delta struct {
	changes []change
	dead    death
}

// since is what was changed since a mark of the log.
func (e *env) since(mark int) delta {
	d := delta{dead: e.dead}
	if mark == len(e.log) {
		return d
	}
	e.seen++
	argsSeen := false
	list := e.room[:0] // the log has most names many times
	for _, c := range e.log[mark:] {
		switch {
		case c.id == factID:
			list = append(list, c)
		case c.id == argsID:
			if !argsSeen {
				argsSeen = true
				list = append(list, change{id: argsID, args: e.args})
			}
		case e.mark[c.id] != e.seen:
			e.mark[c.id] = e.seen
			list = append(list, change{id: c.id, value: e.vars[c.id]})
		}
	}
	d.changes = append(make([]change, 0, len(list)), list...)
	clear(list)
	e.room = list
	return d
}

// undo takes back what was changed since the mark.
func (e *env) undo(mark int) {
	for i := len(e.log) - 1; i >= mark; i-- {
		c := &e.log[i]
		switch c.id {
		case factID:
		case argsID:
			e.args = c.args
		default:
			e.vars[c.id] = c.value
		}
		*c = change{}
	}
	e.log = e.log[:mark]
	e.dead = alive
}

// take is since and undo.
func (e *env) take(mark int) delta {
	d := e.since(mark)
	e.undo(mark)
	return d
}

// tells tells whether any fact was found out on a way.
func (d delta) tells() bool {
	return slices.ContainsFunc(d.changes, func(c change) bool { return c.id == factID })
}

// facts are those found out on a way.
func (d delta) facts() []fact {
	var list []fact
	for _, c := range d.changes {
		if c.id == factID {
			list = append(list, c.fact)
		}
	}
	return list
}
