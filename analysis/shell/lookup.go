package shell

import "slices"

// maxSteps bounds the work of one question for a variable: bindings whose
// values ask for other variables.
const maxSteps = 2000

// Lookup gives the values that hold where the command stands, from the
// assignments of its program in text order:
//
//   - the last assignment that certainly ran decides, together with those
//     behind it that may have run (in branches, loops, functions);
//   - an if with else, and a case with *, decide when every arm assigns or
//     leaves;
//   - for gives all its words; read, $( ), unset and the like make unknown;
//   - an inner program falls back to the program around it: to all of it for
//     eval and trap and for what that shell fills in, else to what is exported
//     or stands in front of the command;
//   - a name that is assigned nowhere is outer's to answer. A nil outer knows
//     nothing.
//
// Positional parameters are known only to outer, and only at top level of a
// program that stands for itself.
func (c *Command) Lookup(outer Lookup) Lookup {
	return func(name string) ([]string, bool) {
		r := resolver{outer: outer, steps: maxSteps}
		return r.at(c.Program, c.start, c.frame, name, 0)
	}
}

type resolver struct {
	outer Lookup
	steps int
}

// at gives the values of a name at a byte of a program.
func (r *resolver) at(p *Program, at int, f *frame, name string, depth int) ([]string, bool) {
	if r.steps--; r.steps < 0 || depth > 32 {
		return nil, false
	}
	if !isName(name) {
		if p.Outer != nil || f.function() != nil || r.outer == nil {
			return nil, false
		}
		return r.outer(name)
	}
	reach, certain := p.reaching(name, at, f)
	var values []string
	for _, b := range reach {
		v, ok := r.binding(p, b, depth)
		if !ok {
			return nil, false
		}
		values = union(values, v)
	}
	if !certain {
		v, ok := r.around(p, name, depth)
		if !ok {
			return nil, false
		}
		if len(v) == 0 && len(values) > 0 {
			v = []string{""} // perhaps unset, perhaps not: empty is the closest
		}
		values = union(values, v)
	}
	return values, len(values) <= maxValues
}

// around gives the values that a name has when a program starts.
func (r *resolver) around(p *Program, name string, depth int) ([]string, bool) {
	c := p.Outer
	if c == nil {
		if r.outer == nil {
			return nil, false
		}
		return r.outer(name)
	}
	if p.How == ByEval || p.How == ByTrap || p.splices(name) {
		return r.at(c.Program, c.start, c.frame, name, depth+1)
	}
	// A process of its own: it has what was put in front of the command, and
	// what is exported.
	for v := c; v != nil; v = v.Via {
		for _, v0 := range slices.Backward(v.Assigns) {
			if a := v0; a.Name == name {
				if !a.HasValue || a.Append {
					return nil, false
				}
				return a.Value.Values(func(n string) ([]string, bool) {
					return r.at(c.Program, v.start, v.frame, n, depth+1)
				})
			}
		}
	}
	if c.Program.Assigned(name) && !c.Program.exported[name] && !c.Program.exported[allExported] {
		// Exported all the same if it came from the environment; then what the
		// program made of it holds, else it is unset.
		return nil, false
	}
	return r.at(c.Program, c.start, c.frame, name, depth+1)
}

// splices tells whether the outer shell fills in an expansion of that name.
func (p *Program) splices(name string) bool {
	for _, s := range p.Splices {
		if s.Expansion.Name == name {
			return true
		}
	}
	return false
}

// binding gives the values that a binding may have set.
func (r *resolver) binding(p *Program, b *binding, depth int) ([]string, bool) {
	if !b.known {
		return nil, false
	}
	look := func(n string) ([]string, bool) {
		return r.at(p, int(b.words[0].from), b.frame, n, depth+1)
	}
	var values []string
	for _, w := range b.words {
		ask := Word.Values
		if b.loop {
			ask = Word.Fields
			if w.globs() {
				return nil, false
			}
		}
		v, ok := ask(w, look)
		if !ok {
			return nil, false
		}
		values = union(values, v)
	}
	if b.append {
		before, ok := look(b.name)
		if !ok || p.Dialect == Ash || len(before)*len(values) > maxValues {
			return nil, false
		}
		var both []string
		for _, x := range before {
			for _, y := range values {
				both = append(both, x+y)
			}
		}
		if len(before) > 0 {
			values = both
		}
	}
	return values, len(values) <= maxValues
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// maxBindings bounds the assignments of one name that are weighed; a name with
// more is unknown. The most seen in a real script is 61.
const maxBindings = 500

// reaching are the bindings of a name that may be in force at a byte of the
// text, and whether one of them certainly ran before.
func (p *Program) reaching(name string, at int, f *frame) (reach []*binding, certain bool) {
	list := p.bindingsOf(name)
	if len(list) > maxBindings {
		return []*binding{{name: name}}, true // not known
	}
	fn := f.function()
	covered := map[*frame]bool{}
	var decider *frame // the frame of the binding that decides
	for _, l := range slices.Backward(list) {
		b := &p.bindings[l]
		if int(b.at) > at || !p.visible(b, f, fn) {
			continue
		}
		if certain {
			// Behind the decision only a function called later may matter.
			if bf := b.frame.function(); bf != nil && bf != fn {
				reach = append(reach, b)
			}
			continue
		}
		if !exclusive(b.frame, f) {
			reach = append(reach, b)
		}
		if covers(covered, b.frame, f) {
			certain, decider = true, b.frame
		}
	}
	// What comes later in the text can have run before: in a loop around the use,
	// and, when the use is in a function, anywhere outside of it.
	decidedInside := certain && fn != nil && decider.within(fn)
	for _, i := range list {
		b := &p.bindings[i]
		if int(b.at) <= at || !p.visible(b, f, fn) {
			continue
		}
		m := meet(b.frame, f)
		again := m.loop() && !(certain && decider.within(m))
		called := fn != nil && !decidedInside && !b.frame.within(fn)
		if again || called {
			reach = append(reach, b)
		}
		// Functions stand first, their variables below: a script is written so
		// that these are set when the function is called.
		if called && fn.within(b.frame) {
			certain = true
		}
	}
	return reach, certain
}

// visible tells whether a binding can be seen from a frame at all: not out of a
// subshell, and not out of a function when it is local there.
func (p *Program) visible(b *binding, f, fn *frame) bool {
	for s := b.frame; s != nil; s = s.parent {
		if s.kind == subshellFrame && !f.within(s) {
			return false
		}
	}
	bf := b.frame.function()
	return bf == nil || bf == fn || !b.local && !p.localIn(b.name, bf)
}

// localIn tells whether a function declares the name local, so that what it
// assigns stays inside.
func (p *Program) localIn(name string, fn *frame) bool {
	for _, i := range p.bindingsOf(name) {
		if b := &p.bindings[i]; b.local && b.frame.function() == fn {
			return true
		}
	}
	return false
}

// exclusive tells whether two frames are different arms of one clause, outside
// of a loop: where one ran the other did not.
func exclusive(a, b *frame) bool {
	m := meet(a, b)
	if m == a || m == b || m.loop() {
		return false
	}
	x, y := a.below(m), b.below(m)
	return x.clause != nil && x.clause == y.clause
}

// covers notes that a frame has a binding, and tells whether a binding then ran
// for certain before a use in the frame at: in that frame itself or one around
// it, or in every arm of a clause there.
func covers(covered map[*frame]bool, f, at *frame) bool {
	for {
		if at.within(f) {
			return true
		}
		covered[f] = true
		if f.kind != branchFrame || f.clause == nil || !f.clause.complete {
			return false
		}
		for _, arm := range f.clause.arms {
			if !covered[arm] && !arm.leaves {
				return false
			}
		}
		f = f.parent
	}
}
