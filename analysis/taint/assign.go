package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// assign walks NAME=value.
func (m *machine) assign(a *syntax.Assign) {
	if a.Name == nil {
		if a.Value != nil {
			m.touch(a.Value.Parts)
		}
		return
	}
	name := a.Name.Value
	id := m.id(name)
	m.mends(id, a)
	var v *value
	var items []*value
	switch {
	case a.Array != nil:
		v = empty
		items = m.items(name, a.Array)
		m.noteOptions(name, a.Array)
		for _, item := range items {
			v = join(v, item)
		}
	case a.Value == nil:
		v = empty
	default:
		v = m.parts(a.Value.Parts, false)
		if name == "PS4" {
			m.met(promptText, a.Value)
		}
	}
	if a.Index != nil {
		m.indexed(name, a.Index)
	}
	if a.Append {
		var c concat
		c.add(m.standsAt(name, a.Index))
		c.add(v)
		v = c.value()
	}
	if m.integers[id] {
		v = unknown
	}
	v = m.assigned(a, v)
	if m.exportsAll {
		m.exports[id] = true
	}
	switch {
	case a.Index != nil:
		m.setElement(name, a, v)
		v = join(v, m.named(name, nil))
	case a.Array != nil:
		m.setItems(name, a, items)
	default:
		m.mix(name, v)
	}
	m.put(id, v)
}

// assigned is a value with the step that an assignment is.
func (m *machine) assigned(a *syntax.Assign, v *value) *value {
	if !v.tainted() {
		return v
	}
	return v.stepped(m.span(a), "is assigned to "+a.Name.Value).noted(a.Name.Value)
}

// items are the values between the parentheses of name=( ).
func (m *machine) items(name string, list *syntax.ArrayExpr) []*value {
	items := make([]*value, len(list.Elems))
	for i, e := range list.Elems {
		if e.Index != nil {
			m.indexed(name, e.Index)
		}
		items[i] = empty
		if e.Value != nil {
			items[i] = m.item(e.Value)
		}
	}
	return items
}

// mends sees to it that FOO="$FOO more" with no FOO before is the program's own:
// it means to build up a list. ${FOO:-x} asks for one from outside.
func (m *machine) mends(id int32, a *syntax.Assign) {
	if m.vars[id] != nil || m.entries[id] != nil || a.Value == nil {
		return
	}
	name := m.names[id]
	if !a.Append && !m.mentions(a.Value.Parts, name) || !m.outsideOnly(name) {
		return
	}
	if parts := bare(a.Value.Parts); !a.Append && len(parts) == 1 {
		if x, ok := parts[0].(*syntax.ParamExp); ok && x.Exp != nil {
			return
		}
	}
	m.entries[id] = unknown
}

func bare(parts []syntax.WordPart) []syntax.WordPart {
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			return q.Parts
		}
	}
	return parts
}

// mentions tells whether a word's text has $name or ${name.
func (m *machine) mentions(parts []syntax.WordPart, name string) bool {
	if len(parts) == 0 || len(parts) == 1 && isConstant(parts[0]) {
		return false
	}
	text := m.text[m.pos(parts[0].Pos()):max(m.pos(parts[0].Pos()), m.pos(parts[len(parts)-1].End()))]
	for rest := text; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		before := rest[:i]
		rest = rest[i+len(name):]
		if (strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${")) && (rest == "" || !isNameByte(rest[0])) {
			return true
		}
	}
}

func isConstant(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.Lit, *syntax.SglQuoted:
		return true
	}
	return false
}

// declare walks export, local, readonly, declare, typeset. By -p, -f and -F it asks
// whether there is a variable or function of the name, and fails where there is none;
// by -g the names in a function are not its own, by -i they hold numbers, and by -a and -A
// an array of the function's own has nothing in it.
func (m *machine) declare(x *syntax.DeclClause) answer {
	if pt := m.points[int32(m.pos(x.Pos()))]; pt != nil {
		m.arrive(pt)
	}
	by := x.Variant.Value
	has := func(letters string) bool {
		return slices.ContainsFunc(x.Args, func(a *syntax.Assign) bool { return isOption(a, letters) })
	}
	local, asks, integer, array := !has("g"), has("pfF"), has("i"), has("aA")
	var says answer
	for _, a := range x.Args {
		if a.Name == nil {
			if a.Value == nil {
				continue
			}
			m.touch(a.Value.Parts)
			if asks {
				says.yes = both(says.yes, keeping(m.word(a.Value), 0))
			}
			continue
		}
		m.declared(by, a.Name.Value, local)
		if integer {
			m.holdsNumbers(a.Name.Value)
		}
		switch {
		case !a.Naked:
			m.assign(a)
		case array && m.frame != nil && m.frame.isLocal(m.id(a.Name.Value)):
			m.overwrite(a.Name.Value, empty)
		}
	}
	return says
}

// holdsNumbers notes what declare -i says of a name.
func (m *machine) holdsNumbers(name string) {
	if m.integers == nil { // few programs say it of any
		m.integers = map[int32]bool{}
	}
	m.integers[m.id(name)] = true
}

// isOption tells whether an argument of declare is an option with one of these letters.
func isOption(a *syntax.Assign, letters string) bool {
	if a.Name != nil {
		return false
	}
	s, _ := literal(a.Value)
	return isFlag(s, letters)
}

// declared notes what export and its like say of a name; local: in a function they make
// it its own.
func (m *machine) declared(by, name string, local bool) {
	id := m.id(name)
	if by == "export" || by == "declare" || by == "typeset" {
		m.exports[id] = true
	}
	if local && by != "export" && by != "readonly" && m.frame != nil {
		m.frame.locals = append(m.frame.locals, id)
	}
}

// declareWords are export and its like where the parser read ordinary words.
func (m *machine) declareWords(by string, list []*syntax.Word) {
	local := !hasFlag(list, "g")
	for _, w := range list {
		s := m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))]
		name, _, has := strings.Cut(s, "=")
		if !isName(name) {
			m.touch(w.Parts)
			continue
		}
		m.declared(by, name, local)
		if has {
			v := m.word(w)
			if v.known {
				_, text, _ := strings.Cut(v.text, "=")
				v = &value{known: true, text: text}
			}
			if v.tainted() {
				v = v.stepped(m.span(w), "is assigned to "+name)
			}
			m.put(m.id(name), v)
		}
	}
}

func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) || i == 0 && s[i] <= '9' {
			return false
		}
	}
	return s != ""
}
