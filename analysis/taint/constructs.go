package taint

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// met looks at the expansions of a word in a place of the language that takes
// them for more than text; see the table constructs.
func (m *machine) met(k construct, w *syntax.Word) {
	if w == nil {
		return
	}
	m.metParts(k, w.Parts, &lead{})
}

func (m *machine) metParts(k construct, list []syntax.WordPart, before *lead) {
	for _, p := range list {
		switch x := p.(type) {
		case *syntax.DblQuoted:
			if !constructs[k].bare {
				m.metParts(k, x.Parts, before)
			}
		case *syntax.ParamExp, *syntax.CmdSubst:
			v := m.part(x, true)
			if constructs[k].class == Pattern && m.isMeantPattern(x) {
				v = unknown
			}
			if k == writeTarget && v.tainted() {
				v = m.outsideName(v, *before, m.span(x), func(part) bool { return true })
			}
			if v.tainted() {
				m.metValue(k, v, m.span(x))
			}
			before.expands(v)
		case *syntax.SglQuoted:
			before.goesOn(x.Value)
		case *syntax.Lit:
			before.goesOn(x.Value)
			// In arithmetic a name stands for its value.
			if constructs[k].named && isName(x.Value) {
				if v := m.named(x.Value, nil); v.tainted() {
					m.metValue(k, v, m.span(x))
				}
			}
		}
	}
}

// isMeantPattern tells whether an expansion is of a name that says that it is a pattern.
func (m *machine) isMeantPattern(p syntax.WordPart) bool {
	x, ok := p.(*syntax.ParamExp)
	return ok && saysPattern(m.paramName(x))
}

// metValue reports a value, once for each place. What a shell further out fills
// in is told of there.
func (m *machine) metValue(k construct, v *value, span source.Span) {
	for _, x := range m.prog.Splices {
		if x.Expansion.Span == span {
			return
		}
	}
	s := constructs[k]
	if s.class == Arithmetic {
		v = v.lacking(part.isQuoted)
	}
	u := use{class: s.class, as: s.as, hurts: s.hurts, harm: s.harm}
	if s.class == Arithmetic && m.run.Dialect(m.prog) == shell.Bash {
		u.hurts, u.needs, u.harm = Meta, Glob, runsCommands // a[$(command)]
	}
	m.report(bound{use: u, construct: span, kind: k}, v, span, v.isMade())
}

// metBy looks at words of which only one shell makes more than text.
func (m *machine) metBy(d shell.Dialect, k construct, list ...*syntax.Word) {
	if m.run.Dialect(m.prog) != d {
		return
	}
	for _, w := range list {
		m.met(k, w)
	}
}

// indexed looks at the index of an array's element, in bash. That of an array of names
// is text.
func (m *machine) indexed(name string, index syntax.ArithmExpr) {
	if m.run.Dialect(m.prog) == shell.Bash && !m.mayHaveNames(name) {
		m.evaluate(arrayIndex, index)
	}
}

// mayHaveNames tells whether an array may be one of names: declare -A says so, -n lets
// any array stand behind the name, and what is declared elsewhere, or by eval, is not known.
func (m *machine) mayHaveNames(array string) bool {
	isHere := m.prog.Assigned(array) && strings.Contains(m.text, array+"=(")
	elsewhere := m.obscured || len(m.prog.Named("eval")) > 0 || m.unit.sourcedByOthers(m.run)
	return m.unit.arraysOfNames()[array] || elsewhere && !isHere
}

// arraysOfNames are the names that declare and its like give -A or -n in any program of
// the unit; worked out on first use.
func (u *unit) arraysOfNames() map[string]bool {
	if u.withNames != nil {
		return u.withNames
	}
	u.withNames = map[string]bool{}
	for _, r := range u.runs {
		for _, c := range r.Program.Named("declare", "local", "typeset", "readonly") {
			if !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return isFlag(w.Source(), "An") }) {
				continue
			}
			for _, w := range c.Args {
				name, _, _ := strings.Cut(w.Source(), "=")
				u.withNames[name] = true
			}
		}
	}
	return u.withNames
}

// indirect looks at ${!name}, in bash, and is what the variable of that name holds. Of
// one that someone from outside names nothing is known.
func (m *machine) indirect(name string, x *syntax.ParamExp) *value {
	if x.Names != 0 || x.Index != nil || m.run.Dialect(m.prog) != shell.Bash {
		return unknown
	}
	v := m.named(name, x)
	if v.tainted() {
		m.metValue(indirection, v, m.span(x))
	}
	if v.known && (isName(v.text) || len(v.text) == 1 && v.text[0] >= '1' && v.text[0] <= '9') {
		return m.named(v.text, x)
	}
	return unknown
}

// sliced looks at the two expressions of ${v:x:y}.
func (m *machine) sliced(s *syntax.Slice) {
	for _, e := range []syntax.ArithmExpr{s.Offset, s.Length} {
		if w, ok := e.(*syntax.Word); ok {
			m.met(sliceBound, w)
		}
	}
}

// sliceProps are the properties that a slice may have: up to three characters are no
// code that does anything, but may be an option.
func sliceProps(s *syntax.Slice) Props {
	if w, ok := s.Length.(*syntax.Word); ok {
		if n, _ := literal(w); n == "1" || n == "2" || n == "3" {
			return Dash
		}
	}
	return Any
}

// compared looks at the two words of a comparison in [[ ]]. To ash that is a command:
// its words are split, a quoted right side is still a pattern, and > writes a file.
func (m *machine) compared(op syntax.BinTestOperator, x, y *syntax.Word) {
	if op == syntax.TsAfter {
		m.metBy(shell.Ash, clauseWord, x)
		m.metBy(shell.Ash, writeTarget, y)
		return
	}
	m.metBy(shell.Ash, clauseWord, x)
	switch op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		m.metBy(shell.Ash, clauseRight, y)
		if m.loop != nil || !m.word(y).comesWith(m.word(x)) { // in a loop one may be of the round before
			m.metBy(shell.Ash, clausePattern, y)
			m.metBy(shell.Bash, testPattern, y)
		}
		return
	case syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr:
		m.metBy(shell.Bash, bashEvaluates, x, y)
	}
	m.metBy(shell.Ash, clauseWord, y)
}

// comesWith tells whether all of a value comes from where another does, from the same
// answer or the same device: who makes both needs no pattern for them to match.
func (v *value) comesWith(other *value) bool {
	return v.tainted() && !slices.ContainsFunc(v.parts, func(p part) bool {
		return !slices.ContainsFunc(other.parts, func(q part) bool {
			a, b := p.origin.source, q.origin.source
			return sameSource(a, b) && (a.Kind == Device || a.Span == b.Span)
		})
	})
}

// stretch is a piece of a text, in bytes, that may hold a place of the language
// that takes a value for more than text. Bare: names without a dollar count there.
type stretch struct {
	from, to int
	bare     bool
}

// stretches finds such pieces by a look at bytes, so that programs without any are
// not walked: all of them, but for the patterns of case and the words of tests,
// which the program's tree knows, and some that are none.
func stretches(text string, d shell.Dialect) iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		_ = arithmetics(text, yield) && cuts(text, yield) && slicesOf(text, yield) && targets(text, yield) &&
			(d != shell.Bash || evaluated(text, yield))
	}
}

// arithmetics finds (( )), let, and PS4=, whose value is the rest of its line.
func arithmetics(text string, yield func(stretch) bool) bool {
	for _, trace := range []string{"((", "let ", "PS4="} {
		for at := range places(text, trace) {
			from := at + len(trace)
			inside := from
			if end := strings.Index(text[at:], "))"); trace == "((" && end > 0 {
				inside = at + end
			}
			if !yield(stretch{from, max(from, lineEnd(text, inside)), trace != "PS4="}) {
				return false
			}
		}
	}
	return true
}

// cuts finds ${v#$pattern} and its like.
func cuts(text string, yield func(stretch) bool) bool {
	for _, trace := range []string{"#$", "%$", `#"$`, `%"$`} {
		for at := range places(text, trace) {
			if !yield(stretch{at + 1, wordEnd(text, at+1), false}) {
				return false
			}
		}
	}
	return true
}

// slicesOf finds ${v:$x} and ${v:1:$x}.
func slicesOf(text string, yield func(stretch) bool) bool {
	for at := range places(text, ":$") {
		before := strings.TrimRightFunc(text[:at], func(c rune) bool { return c == ':' || c < 128 && isNameByte(byte(c)) })
		if strings.HasSuffix(before, "${") && !yield(stretch{at + 1, wordEnd(text, at+1), false}) {
			return false
		}
	}
	return true
}

// targets finds the redirections into files whose names are expanded.
func targets(text string, yield func(stretch) bool) bool {
	for from, word := range outputs(text) {
		if strings.Contains(word, "$") && !yield(stretch{from, from + len(word), false}) {
			return false
		}
	}
	return true
}

// outputs are the words behind the signs of redirections, and where they begin. Some come
// twice: behind each sign of >>.
func outputs(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := range places(text, ">") {
			from := len(text) - len(strings.TrimLeft(text[at:], "|> \t"))
			if word := text[from:wordEnd(text, from)]; word != "" && word[0] != '&' && !yield(from, word) {
				return
			}
		}
	}
}

// onlyInBash are the traces of a [[ ]] in which bash takes a word for more than text:
// comparisons of numbers, and patterns that are expanded.
var onlyInBash = []string{" -eq ", " -ne ", " -lt ", " -le ", " -gt ", " -ge ", "= $", "= *$", " -v "}

// evaluated finds what only bash evaluates: such a [[ ]], an index, and ${!name}.
func evaluated(text string, yield func(stretch) bool) bool {
	for at := range places(text, "[[ ") {
		end := lineEnd(text, at)
		has := func(trace string) bool { return strings.Contains(text[at:end], trace) }
		if slices.ContainsFunc(onlyInBash, has) && !yield(stretch{at, end, false}) {
			return false
		}
	}
	for at := range places(text, "[") {
		end := at + max(strings.IndexByte(text[at:], ']'), 0)
		isIndex := at > 0 && isNameByte(text[at-1]) || strings.HasPrefix(text[end:], "]=")
		if isIndex && end > at && !yield(stretch{at + 1, end, true}) {
			return false
		}
	}
	for at := range places(text, "${!") {
		if !yield(stretch{at, wordEnd(text, at), false}) {
			return false
		}
	}
	return true
}

// places are where a trace stands in a text.
func places(text, trace string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(trace) {
			i := strings.Index(text[at:], trace)
			if i < 0 {
				return
			}
			if at += i; !yield(at) {
				return
			}
		}
	}
}

// lineEnd is where the line ends in which a byte stands.
func lineEnd(text string, at int) int {
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		return at + end
	}
	return len(text)
}

// wordEnd is where a word ends that begins at a byte: at a blank outside of $( ),
// near enough.
func wordEnd(text string, at int) int {
	if end := strings.IndexAny(text[at:], " \t\n;"); end >= 0 {
		return at + end
	}
	return len(text)
}
