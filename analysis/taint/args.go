package taint

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// args are the positional parameters: those that are known one by one, and what
// may follow. They are never changed once made.
type args struct {
	list []*value
	rest *value // nil: there are no more
	// shifted is how many were shifted away since the program began; -1 when it
	// depends.
	shifted int
}

// get is the n-th parameter, from 1; nil when it is not among the known ones.
func (a *args) get(n int) *value {
	switch {
	case n <= len(a.list):
		return a.list[n-1]
	case a.rest == nil:
		return empty
	}
	return nil
}

// all is what "$@" gives as one value.
func (a *args) all() *value {
	v := a.rest
	for _, x := range a.list {
		v = join(v, x)
	}
	if v == nil {
		return empty
	}
	return v
}

// mayBeOptions is what "$@" gives to a command, without the words that stand behind an
// option whose value they are.
func (a *args) mayBeOptions(letters, longs string) *value {
	v, isValue := a.rest, false
	for _, x := range a.list {
		if !isValue {
			v = join(v, x)
		}
		isValue = x.known && takesNext(x.text, letters, longs)
	}
	if v == nil {
		return empty
	}
	return v
}

// argsFrom is what "${@:n}" gives: the parameters from the n-th on, all of them where n
// is no number.
func (m *machine) argsFrom(x *syntax.ParamExp) *value {
	all := m.allArgs(m.nodeOf(x))
	if w, ok := x.Slice.Offset.(*syntax.Word); ok {
		from, _ := literal(w)
		if n, err := strconv.Atoi(from); err == nil && n > 0 {
			return m.args.shift(n - 1).all()
		}
	}
	return all
}

// takesNext tells whether the value of an option is the next word.
func takesNext(option, letters, longs string) bool {
	if name, ok := strings.CutPrefix(option, "--"); ok {
		return strings.Contains(longs, " "+name+" ")
	}
	at := strings.IndexAny(option, letters)
	return strings.HasPrefix(option, "-") && at > 0 && at == len(option)-1
}

// shift is what is left after n parameters are gone.
func (a *args) shift(n int) *args {
	out := &args{rest: a.rest, shifted: a.shifted}
	if out.shifted >= 0 {
		out.shifted += n
	}
	if n < len(a.list) {
		out.list = a.list[n:]
	}
	return out
}

func joinArgs(a, b *args) *args {
	if a == b {
		return a
	}
	n, shifted := len(a.list), a.shifted
	if n != len(b.list) || shifted != b.shifted {
		// One that someone controls may stand elsewhere now, so that a check of the one
		// here says nothing of it.
		n, shifted = min(a.constants(), b.constants()), -1
	}
	out := &args{list: make([]*value, n), rest: join(a.rest, b.rest), shifted: shifted}
	for i := range n {
		out.list[i] = join(a.list[i], b.list[i])
	}
	for _, v := range slices.Concat(a.list[n:], b.list[n:]) {
		out.rest = join(out.rest, v)
	}
	return out
}

// constants is how many parameters nobody controls, in front of the others.
func (a *args) constants() int {
	if n := slices.IndexFunc(a.list, (*value).tainted); n >= 0 {
		return n
	}
	return len(a.list)
}

func sameArgs(a, b *args) bool {
	if a == b {
		return true
	}
	if len(a.list) != len(b.list) || !same(a.rest, b.rest) || a.shifted != b.shifted {
		return false
	}
	for i := range a.list {
		if !same(a.list[i], b.list[i]) {
			return false
		}
	}
	return true
}

// pass adds an argument. Behind ones whose number is not known it is one of them.
func (a *args) pass(v *value) {
	if a.rest != nil {
		a.rest = join(a.rest, v)
		return
	}
	a.list = append(a.list, v)
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
		m.passWord(a, w, m.stepTo(m.word(w), w, to))
	}
	return a
}

// passWord passes what a word makes. One that is split into words is taken for a single
// one, which has in it nothing that splits, but for what stands behind the first: eth0
// of params="eth0 $*".
func (m *machine) passWord(a *args, w *syntax.Word, v *value) {
	var splitters Props
	if v.tainted() && isExpansion(w) {
		splitters = m.splitters()
		v = v.masked(Any &^ splitters)
	}
	isLater := func(p part) bool { return p.is(afterWord) }
	if splitters&Blank == 0 || !slices.ContainsFunc(v.parts, isLater) {
		a.pass(v)
		return
	}
	first := v.lacking(isLater)
	if !first.tainted() {
		first = unknown
	}
	a.pass(first)
	a.rest = join(a.rest, v)
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

// roughly are the parameters without the texts of constants.
func (a *args) roughly() *args {
	out := &args{list: make([]*value, len(a.list)), rest: a.rest.roughly(), shifted: a.shifted}
	for i, v := range a.list {
		out.list[i] = v.roughly()
	}
	return out
}

// isArgs tells whether a word is "$@" or $*.
func isArgs(parts []syntax.WordPart) bool {
	x := parameterAlone(parts)
	return x != nil && (x.Param.Value == "@" || x.Param.Value == "*")
}

// parameterAlone is the parameter that a word is nothing but, in quotes or not, as it
// is; nil for another word.
func parameterAlone(parts []syntax.WordPart) *syntax.ParamExp {
	parts = bare(parts)
	if len(parts) != 1 {
		return nil
	}
	x, ok := parts[0].(*syntax.ParamExp)
	if !ok || x.Param == nil || x.Exp != nil || x.Slice != nil || x.Repl != nil || x.Length {
		return nil
	}
	return x
}

// setParams walks set: what `set -- words` makes of the positional parameters.
func (m *machine) setParams(x *syntax.CallExpr) {
	list, cleared := m.setOptions(x.Args[1:])
	if len(list) == 0 && !cleared {
		return
	}
	a := &args{shifted: -1}
	for _, w := range list {
		if isArgs(w.Parts) {
			m.allArgs(w)
			for _, v := range m.args.list {
				a.pass(v)
			}
			if m.args.rest != nil {
				a.rest = join(a.rest, m.args.rest)
			}
			continue
		}
		v := m.item(w)
		if v.tainted() {
			v = v.stepped(m.span(x), "becomes a positional parameter")
		}
		if m.manyWords(w, v) {
			a.rest = join(a.rest, v)
			continue
		}
		a.pass(v)
	}
	m.setArgs(a)
}

// setOptions walks the options of set, and returns the words behind them. Cleared:
// after -- there are as many parameters as there are words, be it none.
func (m *machine) setOptions(list []*syntax.Word) (rest []*syntax.Word, cleared bool) {
	for len(list) > 0 {
		s, ok := literal(list[0])
		if byDefault := defaultOf(list[0]); !ok && byDefault != "" { // set ${DEBUG:-+x}
			s, ok = byDefault, true
		}
		if !ok || s == "" || s[0] != '-' && s[0] != '+' {
			break
		}
		list = list[1:]
		if s == "--" {
			return list, true
		}
		all, ends := strings.Contains(s, "a"), strings.Contains(s, "e")
		if s[len(s)-1] == 'o' && len(list) > 0 {
			option, _ := literal(list[0])
			all, ends = all || option == "allexport", ends || option == "errexit"
			list = list[1:]
		}
		if all {
			m.exportsAll = s[0] == '-'
		}
		if ends {
			m.setErrexit(s[0] == '-')
		}
	}
	return list, false
}

// defaultOf is the constant w of a word that is ${v:-w}; "" for another.
func defaultOf(w *syntax.Word) string {
	parts := bare(w.Parts)
	if len(parts) != 1 {
		return ""
	}
	x, ok := parts[0].(*syntax.ParamExp)
	if !ok || x.Exp == nil || x.Exp.Op != syntax.DefaultUnset && x.Exp.Op != syntax.DefaultUnsetOrNull || x.Exp.Word == nil {
		return ""
	}
	s, _ := literal(x.Exp.Word)
	return s
}

// manyWords tells whether a word becomes any number of words: the output of a
// command, or a value that someone else controls, without quotes.
func (m *machine) manyWords(w *syntax.Word, v *value) bool {
	if len(w.Parts) != 1 {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.CmdSubst:
		return true
	case *syntax.ParamExp:
		return v.tainted()
	}
	return false
}

func (m *machine) shift(list []*syntax.Word) {
	n := 1
	if len(list) > 0 {
		s, ok := literal(list[0])
		if !ok || len(s) != 1 || s[0] < '0' || s[0] > '9' {
			m.setArgs(&args{rest: m.args.all(), shifted: -1})
			return
		}
		n = int(s[0] - '0')
	}
	m.setArgs(m.args.shift(n))
}

func (m *machine) getopts(x *syntax.CallExpr) {
	v := m.allArgs(x)
	if len(x.Args) > 3 {
		v = nil
		for _, w := range x.Args[3:] {
			v = join(v, m.word(w))
		}
	}
	if v.tainted() {
		v = v.stepped(m.span(x), "is taken apart by getopts").cut(Any)
	}
	m.put(m.id("OPTARG"), v)
	if len(x.Args) > 2 {
		if n, _ := literal(x.Args[2]); isName(n) {
			m.put(m.id(n), unknown)
		}
	}
}
