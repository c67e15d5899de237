package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// elements are the names under which the machine holds what stands at the constant keys
// of an array, apart from all that is in it: what ${config[port]} gives is not what
// config[server] was assigned.
type elements struct {
	rest int32 // what stands at keys that are not known
	keys []string
	ids  []int32 // of each key
}

// elementMark begins the names of elements, as no name of a program can begin: the start
// of a run gives them nothing.
const elementMark = "\x00["

// key is the constant index of an element: a number or, where an array has names, text.
// A name in another array is a variable, whose value may be any number.
func (m *machine) key(array string, index syntax.ArithmExpr) (key string, ok bool) {
	key = m.indexText(index)
	if key == "" || strings.ContainsAny(key, "$`\\@*\"'") {
		return "", false
	}
	return key, strings.Trim(key, "0123456789") == "" || m.unit.arraysOfNames()[array]
}

// indexText is the text of an index without quotes around it.
func (m *machine) indexText(index syntax.ArithmExpr) string {
	return strings.Trim(m.span(index).Text(), `"'`)
}

// elementsOf are those of an array. What it holds when the first is set is the rest.
func (m *machine) elementsOf(array string) *elements {
	id := m.id(array)
	e := m.elements[id]
	if e == nil {
		e = &elements{rest: m.id(elementMark + array)}
		if m.elements == nil { // few programs have any
			m.elements = map[int32]*elements{}
		}
		m.elements[id] = e
	}
	if m.load(e.rest) == nil {
		m.putElement(array, e.rest, m.named(array, nil))
	}
	return e
}

// at is the name of what stands at a key.
func (m *machine) at(array string, e *elements, key string) int32 {
	id := m.id(elementMark + array + "]" + key)
	if !slices.Contains(e.ids, id) {
		e.keys = append(e.keys, key)
		e.ids = append(e.ids, id)
	}
	return id
}

// putElement gives an element a value. Where the array is a function's own, so is the
// element.
func (m *machine) putElement(array string, id int32, v *value) {
	if m.frame != nil && m.frame.isLocal(m.id(array)) && !m.frame.isLocal(id) {
		m.frame.locals = append(m.frame.locals, id)
	}
	m.put(id, v)
}

// addElement is that an element may have a value besides those that it had.
func (m *machine) addElement(array string, id int32, v *value) {
	m.putElement(array, id, join(m.load(id), v))
}

// setElement is array[index]=value. What is copied from another array under the same
// index, as by a[$k]=${b[$k]}, is what stands there under each.
func (m *machine) setElement(array string, a *syntax.Assign, v *value) {
	e := m.elementsOf(array)
	if key, ok := m.key(array, a.Index); ok {
		m.putElement(array, m.at(array, e, key), v)
		return
	}
	from := m.elements[m.id(m.copiedFrom(a))]
	if from == nil || m.load(from.rest) == nil {
		m.addElement(array, e.rest, v)
		return
	}
	m.addElement(array, e.rest, m.assigned(a, m.load(from.rest)))
	for i, id := range from.ids {
		m.addElement(array, m.at(array, e, from.keys[i]), m.assigned(a, m.load(id)))
	}
}

// copiedFrom is the array of which an assignment takes the element under the same index
// as it is; "" for none.
func (m *machine) copiedFrom(a *syntax.Assign) string {
	if a.Value == nil || a.Append {
		return ""
	}
	x := parameterAlone(a.Value.Parts)
	if x == nil || x.Index == nil || x.Excl || m.indexText(x.Index) != m.indexText(a.Index) {
		return ""
	}
	return m.paramName(x)
}

// setItems is array=( ), and by += what is added to it. Items without a key stand at keys
// that are not known, where any are known.
func (m *machine) setItems(array string, a *syntax.Assign, items []*value) {
	hasKeys := slices.ContainsFunc(a.Array.Elems, func(e *syntax.ArrayElem) bool { return e.Index != nil })
	if m.elements[m.id(array)] == nil && !hasKeys {
		return
	}
	e := m.elementsOf(array)
	if !a.Append {
		m.mix(array, empty)
	}
	for i, item := range a.Array.Elems {
		v := m.assigned(a, items[i])
		if key, ok := m.keyOf(array, item); ok {
			m.putElement(array, m.at(array, e, key), v)
		} else {
			m.addElement(array, e.rest, v)
		}
	}
}

func (m *machine) keyOf(array string, item *syntax.ArrayElem) (string, bool) {
	if item.Index == nil {
		return "", false
	}
	return m.key(array, item.Index)
}

// elementAt is what stands at an index that is constant; nil where the elements of the
// array are not known apart.
func (m *machine) elementAt(array string, index syntax.ArithmExpr) *value {
	e := m.elements[m.id(array)]
	if e == nil {
		return nil
	}
	key, ok := m.key(array, index)
	rest := m.load(e.rest)
	if !ok || rest == nil {
		return nil
	}
	return join(rest, m.load(m.at(array, e, key)))
}

// standsAt is what stands at an index of an array, and without one all of it.
func (m *machine) standsAt(array string, index syntax.ArithmExpr) *value {
	if index != nil {
		if v := m.elementAt(array, index); v != nil {
			return v
		}
	}
	return m.named(array, nil)
}

// overwrite gives a name a value, which is what all of an array is then.
func (m *machine) overwrite(name string, v *value) {
	m.mix(name, v)
	m.put(m.id(name), v)
}

// mix is that an array has another value: what stands where in it is not known.
func (m *machine) mix(array string, v *value) {
	e := m.elements[m.id(array)]
	if e == nil {
		return
	}
	m.putElement(array, e.rest, v)
	for _, id := range e.ids {
		m.putElement(array, id, empty)
	}
}
