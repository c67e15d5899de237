package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxValues bounds the alternatives of one word.
const maxValues = 64

// maxValue bounds the length of one alternative in bytes: no name, version or
// path is longer, and a loop that doubles a variable must end.
const maxValue = 1 << 14

// Lookup gives all values that a variable may hold. No values and known: it is
// unset. Not known: anything.
type Lookup func(name string) (values []string, known bool)

// Values are all values that the word may have, at most 64; false where one of
// its parts is unknown. Unquoted expansions are not split and patterns not
// matched with files: Fields does the former, nothing the latter. A nil Lookup
// knows nothing.
func (w Word) Values(l Lookup) ([]string, bool) {
	if w.prog == nil {
		return nil, false
	}
	if s, ok := w.plain(); ok {
		return []string{s}, true
	}
	alts, ok := w.alternatives(l)
	if !ok {
		return nil, false
	}
	values := make([]string, 0, len(alts))
	for _, a := range alts {
		if v := a.join(); !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values, true
}

// Fields are the words that the shell makes of the word: unquoted expansions
// are split at blanks. Where the word has several values the fields of each
// follow one another, every field once; FieldSets keeps them apart.
func (w Word) Fields(l Lookup) ([]string, bool) {
	sets, ok := w.FieldSets(l)
	if !ok {
		return nil, false
	}
	if len(sets) == 1 {
		return sets[0], true
	}
	var fields []string
	for _, set := range sets {
		for _, f := range set {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return fields, true
}

// FieldSets are the fields of each value that the word may have.
func (w Word) FieldSets(l Lookup) ([][]string, bool) {
	alts, ok := w.alternatives(l)
	if !ok {
		return nil, false
	}
	sets := make([][]string, len(alts))
	for i, a := range alts {
		sets[i] = a.fields()
	}
	return sets, true
}

// alternative is one value, in parts that are split into fields or not.
type alternative []fragment

type fragment struct {
	s     string
	split bool
	// quoted: the bytes are literal in a pattern, and make a field even when
	// there are none.
	quoted bool
}

func (a alternative) join() string {
	if len(a) == 1 {
		return a[0].s
	}
	var b strings.Builder
	for _, f := range a {
		b.WriteString(f.s)
	}
	return b.String()
}

// pattern is the value as a pattern, quoted bytes escaped.
func (a alternative) pattern() string {
	var b strings.Builder
	for _, f := range a {
		for i := range len(f.s) {
			if f.quoted && strings.IndexByte(`*?[]\`, f.s[i]) >= 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(f.s[i])
		}
	}
	return b.String()
}

func (a alternative) fields() []string {
	var fields []string
	var field strings.Builder
	open := false
	end := func() {
		if open {
			fields = append(fields, field.String())
		}
		field.Reset()
		open = false
	}
	for _, f := range a {
		if !f.split {
			field.WriteString(f.s)
			open = open || f.quoted || f.s != ""
			continue
		}
		for i := range len(f.s) {
			switch f.s[i] {
			case ' ', '\t', '\n':
				end()
			default:
				field.WriteByte(f.s[i])
				open = true
			}
		}
	}
	end()
	return fields
}

func (w Word) alternatives(l Lookup) ([]alternative, bool) {
	if w.prog == nil {
		return nil, false
	}
	if s, ok := w.plain(); ok {
		return []alternative{{{s: s, quoted: w.node != nil && len(w.node.Parts) == 1 && !isLit(w.node.Parts[0])}}}, true
	}
	if w.node == nil {
		return nil, false
	}
	alts, ok := []alternative{make(alternative, 0, len(w.node.Parts))}, true
	first := true
	w.pieces(func(pc piece) bool {
		if pc.part == nil {
			if first && !pc.quoted && strings.HasPrefix(pc.lit, "~") || !pc.quoted && w.prog.braces(pc.lit) {
				ok = false
				return false
			}
			first = false
			for i := range alts {
				alts[i] = append(alts[i], fragment{s: pc.lit, quoted: pc.quoted})
			}
			return true
		}
		first = false
		x, isParam := pc.part.(*syntax.ParamExp)
		if !isParam {
			ok = false
			return false
		}
		var values []string
		if values, ok = w.prog.param(x, l); !ok || len(values)*len(alts) > maxValues {
			ok = false
			return false
		}
		next := make([]alternative, 0, len(alts)*len(values))
		for _, a := range alts {
			for _, v := range values {
				next = append(next, append(slices.Clip(a), fragment{s: v, split: !pc.quoted, quoted: pc.quoted}))
			}
		}
		alts = next
		return true
	})
	return alts, ok
}

// braces tells whether a shell that knows brace expansion would make several
// words of the literal.
func (p *Program) braces(s string) bool {
	open := strings.IndexByte(s, '{')
	return open >= 0 && p.bracesExpand() && strings.ContainsAny(s[open:], ",.") && strings.IndexByte(s[open:], '}') > 0
}

// param are the values of a parameter expansion.
func (p *Program) param(x *syntax.ParamExp, l Lookup) ([]string, bool) {
	if x.Param == nil || x.Excl || x.Width || x.IsSet || x.Index != nil || x.Names != 0 || x.Flags != nil || len(x.Modifiers) > 0 {
		return nil, false
	}
	if l == nil {
		return nil, false
	}
	values, known := l(p.paramName(x))
	if !known || len(values) > maxValues {
		return nil, false
	}
	for _, v := range values {
		if len(v) > maxValue {
			return nil, false
		}
	}
	switch {
	case x.Length:
		return each(values, func(v string) (string, bool) { return strconv.Itoa(len([]rune(v))), true })
	case x.Slice != nil:
		return slice(x.Slice, values)
	case x.Repl != nil:
		return p.replace(x.Repl, values, l)
	case x.Exp != nil:
		return p.expand(x.Exp, values, l)
	}
	if len(values) == 0 {
		return []string{""}, true // unset
	}
	return values, true
}

// each applies f to the values; an unset parameter counts as empty.
func each(values []string, f func(string) (string, bool)) ([]string, bool) {
	if len(values) == 0 {
		values = []string{""}
	}
	out := make([]string, len(values))
	for i, v := range values {
		var ok bool
		if out[i], ok = f(v); !ok {
			return nil, false
		}
	}
	return out, true
}

// expand does the operators with one word: defaults and the cutting of patterns.
func (p *Program) expand(x *syntax.Expansion, values []string, l Lookup) ([]string, bool) {
	word := func() ([]string, bool) {
		if x.Word == nil {
			return []string{""}, true
		}
		return p.word(x.Word).Values(l)
	}
	switch x.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return orElse(values, x.Op == syntax.DefaultUnsetOrNull || x.Op == syntax.AssignUnsetOrNull, word)
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return orElse(values, x.Op == syntax.ErrorUnsetOrNull, func() ([]string, bool) { return nil, true })
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		var out []string
		set, unset := false, len(values) == 0
		for _, v := range values {
			if v == "" && x.Op == syntax.AlternateUnsetOrNull {
				unset = true
			} else {
				set = true
			}
		}
		if unset {
			out = append(out, "")
		}
		if set {
			alt, ok := word()
			if !ok {
				return nil, false
			}
			out = append(out, alt...)
		}
		return out, true
	case syntax.RemSmallPrefix, syntax.RemLargePrefix, syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		pattern, ok := p.patternOf(x.Word, l)
		if !ok {
			return nil, false
		}
		return each(values, func(v string) (string, bool) { return trim(v, pattern, x.Op), true })
	}
	return nil, false
}

// orElse puts the word's values in the place of unset (or empty) ones.
func orElse(values []string, empty bool, word func() ([]string, bool)) ([]string, bool) {
	var out []string
	lacking := len(values) == 0
	for _, v := range values {
		if v == "" && empty {
			lacking = true
		} else {
			out = append(out, v)
		}
	}
	if lacking {
		alt, ok := word()
		if !ok {
			return nil, false
		}
		out = append(out, alt...)
	}
	if len(out) == 0 {
		out = []string{""}
	}
	return out, true
}

// patternOf is the one pattern that a word stands for.
func (p *Program) patternOf(x *syntax.Word, l Lookup) (string, bool) {
	if x == nil {
		return "", true
	}
	alts, ok := p.word(x).alternatives(l)
	if !ok || len(alts) != 1 {
		return "", false
	}
	s := alts[0].pattern()
	return s, len(s) <= 256 && !strings.Contains(s, "[:")
}

// trim cuts the shortest or longest prefix or suffix that matches.
func trim(v, pattern string, op syntax.ParExpOperator) string {
	n := len(v)
	for i := range n + 1 {
		switch op {
		case syntax.RemSmallPrefix:
			if match(pattern, v[:i]) {
				return v[i:]
			}
		case syntax.RemLargePrefix:
			if match(pattern, v[:n-i]) {
				return v[n-i:]
			}
		case syntax.RemSmallSuffix:
			if match(pattern, v[n-i:]) {
				return v[:n-i]
			}
		case syntax.RemLargeSuffix:
			if match(pattern, v[i:]) {
				return v[:i]
			}
		}
	}
	return v
}

// match tells whether the shell pattern matches the whole string. It steps back
// to the last * only, so that it takes at most the product of the lengths.
func match(pattern, s string) bool {
	star, from := -1, 0
	i, j := 0, 0
	for j < len(s) {
		if i < len(pattern) {
			if pattern[i] == '*' {
				star, from = i, j
				i++
				continue
			}
			if n, ok := matchByte(pattern[i:], s[j]); ok {
				i += n
				j++
				continue
			}
		}
		if star < 0 {
			return false
		}
		from++
		i, j = star+1, from
	}
	for i < len(pattern) && pattern[i] == '*' {
		i++
	}
	return i == len(pattern)
}

// matchByte matches one element of a pattern, and tells its length.
func matchByte(pattern string, b byte) (int, bool) {
	switch pattern[0] {
	case '?':
		return 1, true
	case '\\':
		if len(pattern) > 1 {
			return 2, pattern[1] == b
		}
	case '[':
		if end := strings.IndexByte(pattern[min(2, len(pattern)):], ']'); end >= 0 {
			set := pattern[1 : end+2]
			return end + 3, inSet(set, b)
		}
	}
	return 1, pattern[0] == b
}

func inSet(set string, b byte) bool {
	not := set != "" && (set[0] == '!' || set[0] == '^')
	if not {
		set = set[1:]
	}
	for i := 0; i < len(set); i++ {
		if i+2 < len(set) && set[i+1] == '-' {
			if set[i] <= b && b <= set[i+2] {
				return !not
			}
			i += 2
		} else if set[i] == b {
			return !not
		}
	}
	return not
}

// replace does ${v/a/b} and ${v//a/b} for texts without a pattern. Anchors (#, %)
// are left alone: ash takes them as part of the text, bash does not.
func (p *Program) replace(x *syntax.Replace, values []string, l Lookup) ([]string, bool) {
	pattern, ok := p.patternOf(x.Orig, l)
	if !ok || pattern == "" || strings.ContainsAny(pattern, `*?[\#%`) {
		return nil, false
	}
	with := ""
	if x.With != nil {
		w, ok := p.word(x.With).Values(l)
		if !ok || len(w) != 1 || strings.ContainsAny(w[0], `&\`) {
			return nil, false
		}
		with = w[0]
	}
	n := 1
	if x.All {
		n = -1
	}
	return each(values, func(v string) (string, bool) {
		s := strings.Replace(v, pattern, with, n)
		return s, len(s) <= maxValue
	})
}

// slice does ${v:1:2} for numbers as such.
func slice(x *syntax.Slice, values []string) ([]string, bool) {
	number := func(e syntax.ArithmExpr, none int) (int, bool) {
		if e == nil {
			return none, true
		}
		w, ok := e.(*syntax.Word)
		if !ok {
			return 0, false
		}
		n, err := strconv.Atoi(w.Lit())
		return n, err == nil && n >= 0
	}
	from, ok1 := number(x.Offset, 0)
	length, ok2 := number(x.Length, maxValue)
	if !ok1 || !ok2 {
		return nil, false
	}
	return each(values, func(v string) (string, bool) {
		r := []rune(v)
		lo := min(from, len(r))
		return string(r[lo:min(lo+min(length, maxValue), len(r))]), true
	})
}
