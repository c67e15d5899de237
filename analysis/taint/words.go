package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// word is what a word holds, as one text.
func (m *machine) word(w *syntax.Word) *value {
	if w == nil {
		return empty
	}
	return m.parts(w.Parts, false)
}

func (m *machine) parts(list []syntax.WordPart, quoted bool) *value {
	if len(list) == 1 {
		return m.part(list[0], quoted)
	}
	var c concat
	for _, p := range list {
		c.add(m.part(p, quoted))
	}
	return c.value()
}

func (m *machine) part(p syntax.WordPart, quoted bool) *value {
	switch x := p.(type) {
	case *syntax.Lit:
		if strings.IndexByte(x.Value, '\\') >= 0 {
			return &value{known: true, text: unescape(x.Value, quoted)}
		}
		return &value{known: true, text: x.Value}
	case *syntax.SglQuoted:
		if x.Dollar {
			return &value{known: true, text: escapes.Replace(x.Value)}
		}
		return &value{known: true, text: x.Value}
	case *syntax.DblQuoted:
		return m.parts(x.Parts, true)
	case *syntax.ParamExp:
		return m.param(x)
	case *syntax.CmdSubst:
		if x.TempFile || x.ReplyVar {
			m.apart(func() { m.stmts(x.Stmts, false) })
			return unknown
		}
		return m.substituted(x)
	case *syntax.ProcSubst:
		m.apart(func() { m.stmts(x.Stmts, false) })
	case *syntax.ArithmExp:
		m.arithm(x.X)
	}
	return unknown
}

// escapes are those of $'...' that programs use for white space and quotes.
var escapes = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\'`, "'", `\\`, `\`)

func unescape(s string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (!quoted || strings.IndexByte("$`\"\\\n", s[i+1]) >= 0) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// touch walks the substitutions of a word whose value nobody asks for: there may
// be commands in them, and ${x:=y}.
func (m *machine) touch(list []syntax.WordPart) {
	for _, p := range list {
		switch x := p.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		case *syntax.DblQuoted:
			m.touch(x.Parts)
		case *syntax.ParamExp:
			if x.Index != nil {
				m.indexed(m.paramName(x), x.Index)
			}
			switch {
			case x.Excl:
				m.param(x)
			case x.Slice != nil:
				m.sliced(x.Slice)
			case x.Exp != nil && (x.Exp.Op == syntax.AssignUnset || x.Exp.Op == syntax.AssignUnsetOrNull):
				m.param(x)
			case x.Exp != nil && x.Exp.Word != nil:
				m.touch(x.Exp.Word.Parts)
				if isTrim(x.Exp.Op) {
					m.met(trimPattern, x.Exp.Word)
				}
			}
		default:
			m.part(p, false)
		}
	}
}

// item is a word of a list that is gone through: what a pattern finds are names of
// files.
func (m *machine) item(w *syntax.Word) *value {
	v := m.word(w)
	if name, ok := m.globbed(w, v); ok {
		return name
	}
	return v
}

// paramName is the parameter's name, of the text: the tree may have another one
// where the text was repaired for the parser.
func (c *code) paramName(x *syntax.ParamExp) string {
	if x.Param == nil {
		return ""
	}
	name := x.Param.Value
	if from, to := c.pos(x.Param.Pos()), c.pos(x.Param.End()); to-from == len(name) {
		name = c.text[from:to]
	}
	return name
}

// param is what an expansion leaves of its parameter's value.
func (m *machine) param(x *syntax.ParamExp) *value {
	name := m.paramName(x)
	if x.Index != nil {
		m.indexed(name, x.Index)
	}
	switch {
	case x.Excl && name != "":
		return m.indirect(name, x)
	case name == "" || x.Length || x.Names != 0 || x.Width || x.IsSet || x.NestedParam != nil || x.Flags != nil:
		return unknown
	case x.Exp == nil && x.Repl == nil && x.Slice == nil:
		return m.named(name, x)
	case x.Slice != nil && (name == "@" || name == "*"):
		m.sliced(x.Slice)
		return m.argsFrom(x)
	case x.Slice != nil:
		m.sliced(x.Slice)
		return m.named(name, x).cut(sliceProps(x.Slice))
	case x.Repl != nil:
		return m.replaced(name, x)
	}
	return m.operated(name, x)
}

// named is what a name holds at a place.
func (m *machine) named(name string, x *syntax.ParamExp) *value {
	switch c := name[0]; {
	case c == '@' || c == '*':
		return m.allArgs(m.nodeOf(x))
	case c >= '1' && c <= '9':
		return m.positional(name, m.nodeOf(x))
	case c == '?':
		return m.lastStatus()
	case !isNameByte(c):
		return unknown
	case c == '0':
		if id, ok := m.ids[name]; ok && m.vars[id] != nil {
			return m.load(id)
		}
		return unknown
	}
	if x != nil && x.Index != nil {
		if v := m.elementAt(name, x.Index); v != nil {
			return v
		}
	}
	id := m.id(name)
	if v := m.load(id); v != nil {
		return v
	}
	return m.atStart(id, m.spanOf(x))
}

// nodeOf keeps a nil pointer from being a node.
func (m *machine) nodeOf(x *syntax.ParamExp) syntax.Node {
	if x == nil {
		return nil
	}
	return x
}

func (m *machine) spanOf(x *syntax.ParamExp) source.Span {
	if x == nil {
		return source.Span{}
	}
	return m.span(x)
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// operated is what ${v:-w}, ${v%w} and their like give.
func (m *machine) operated(name string, x *syntax.ParamExp) *value {
	e := x.Exp
	switch e.Op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if v := m.named(name, x); v == unset || e.Op == syntax.AlternateUnsetOrNull && v.isEmpty() {
			return empty
		}
		return m.word(e.Word)
	case syntax.DefaultUnset, syntax.AssignUnset:
		return m.defaulted(name, x, false)
	case syntax.DefaultUnsetOrNull, syntax.AssignUnsetOrNull:
		return m.defaulted(name, x, true)
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		if e.Word != nil {
			m.touch(e.Word.Parts)
		}
		return m.named(name, x)
	case syntax.OtherParamOps:
		return m.transformed(name, x)
	}
	if isTrim(e.Op) {
		return m.trimmed(name, x)
	}
	return m.named(name, x)
}

// defaulted is ${v-w} and ${v=w}, which also sets the name; orNull: with a colon, so
// that w stands in for the empty text too.
func (m *machine) defaulted(name string, x *syntax.ParamExp, orNull bool) *value {
	v := m.named(name, x)
	if v.known && v != unset && (v.text != "" || !orNull) {
		return v
	}
	w := m.word(x.Exp.Word)
	both := join(v, w)
	if v.isEmpty() {
		both = w
	}
	assigns := x.Exp.Op == syntax.AssignUnset || x.Exp.Op == syntax.AssignUnsetOrNull
	if assigns && isNameByte(name[0]) && (name[0] < '0' || name[0] > '9') {
		m.put(m.id(name), both)
	}
	return both
}

// trimmed is ${v#w}, ${v%w} and their doubles.
func (m *machine) trimmed(name string, x *syntax.ParamExp) *value {
	e := x.Exp
	v := m.named(name, x)
	if e.Word != nil {
		m.touch(e.Word.Parts)
		m.met(trimPattern, e.Word)
	}
	if !v.tainted() {
		return unknown
	}
	if text, _ := m.patternText(e.Word); e.Op == syntax.RemLargeSuffix && len(text) == 2 && text[1] == '*' {
		v = v.beforeFirst(text[0])
	}
	keep, uncut := m.leftOf(e)
	out := v.cut(keep)
	cut, isRest := m.constantCut(e.Word)
	_, allOrNone := m.coveringPattern(e)
	isStart := e.Op == syntax.RemSmallSuffix || e.Op == syntax.RemLargeSuffix
	for i := range out.parts {
		p := &out.parts[i]
		p.origin.met, p.origin.isRest, p.origin.gone = Any&^uncut, isRest, cut
		p.origin.allOrNone = allOrNone
		if isStart {
			p.stands = v.parts[i].stands
		}
	}
	return out
}

// constantCut are the properties of what a pattern without any special character
// cuts off, if it cuts: of the v of ${tag#v}. False for other patterns.
func (m *machine) constantCut(w *syntax.Word) (Props, bool) {
	text, ok := m.patternText(w)
	if !ok || strings.ContainsAny(text, `*?[\(`) {
		return 0, false
	}
	cut := propsOf(text)
	if strings.HasPrefix(text, "-") {
		cut |= Dash
	}
	return cut, true
}

// isTrim tells whether an operator cuts what a pattern matches: # ## % %%.
func isTrim(op syntax.ParExpOperator) bool {
	switch op {
	case syntax.RemSmallPrefix, syntax.RemLargePrefix, syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		return true
	}
	return false
}

// transformed is ${v@U} and its like of bash. In ash they are an error, so that
// nothing is run; ${v@Q}, and those that print whole assignments, quote.
func (m *machine) transformed(name string, x *syntax.ParamExp) *value {
	if m.run.Dialect(m.prog) != shell.Bash {
		return unknown
	}
	switch by, _ := literal(x.Exp.Word); by {
	case "U", "u", "L":
		return m.named(name, x).cut(Any)
	case "E", "P":
		v := m.named(name, x)
		if !v.tainted() {
			return v
		}
		return v.cut(Any).decoded(Quote)
	}
	return unknown
}

// leftOf are the properties of what the cutting of a pattern leaves, and of what it
// leaves as it was: ${v##*/} has no slash, ${v%%[!0-9]*} digits only, and nor has a
// value a slash that ${v#*/} does not change.
func (m *machine) leftOf(e *syntax.Expansion) (cut, uncut Props) {
	if middle, ok := m.coveringPattern(e); ok {
		return without(middle), without(middle)
	}
	text, ok := m.patternText(e.Word)
	if !ok {
		return Any, Any
	}
	if e.Op == syntax.RemSmallPrefix || e.Op == syntax.RemLargePrefix {
		text, ok = strings.CutPrefix(text, "*")
	} else {
		text, ok = strings.CutSuffix(text, "*")
	}
	if !ok {
		return Any, Any
	}
	uncut = without(text)
	if e.Op == syntax.RemSmallPrefix || e.Op == syntax.RemSmallSuffix {
		return Any, uncut
	}
	return uncut, uncut
}

// coveringPattern is what stands between the stars of a pattern that cuts all of a value
// or none of it, as ${v##*[!0-9]*} does.
func (m *machine) coveringPattern(e *syntax.Expansion) (middle string, ok bool) {
	if e.Op != syntax.RemLargePrefix && e.Op != syntax.RemLargeSuffix {
		return "", false
	}
	text, known := m.patternText(e.Word)
	if !known || len(text) < 3 || text[0] != '*' || text[len(text)-1] != '*' {
		return "", false
	}
	return text[1 : len(text)-1], true
}

// purged is the value with another text, or none, in the place of all that the
// one-character pattern matches.
func (v *value) purged(pattern string, none bool) *value {
	if set, rest, ok := element(pattern); none && ok && rest == "" {
		return v.rid(set)
	}
	return v.cut(without(pattern))
}

// without are the properties of a text in which the one-character pattern does
// not match.
func without(pattern string) Props {
	set, rest, ok := element(pattern)
	if !ok || rest != "" {
		return Any
	}
	return set.not().props()
}

// replaced is ${v/a/b} and ${v//a/b}. Only the second, of a set, makes sure of
// anything. The # in ${v/#a/b} is literal in ash.
func (m *machine) replaced(name string, x *syntax.ParamExp) *value {
	v := m.named(name, x)
	r := x.Repl
	if r.Orig != nil {
		m.touch(r.Orig.Parts)
	}
	with := m.word(r.With)
	if !v.tainted() {
		if with.tainted() {
			return with.cut(Any)
		}
		return unknown
	}
	if r.Orig == nil {
		return v
	}
	from, to := m.pos(r.Orig.Pos()), m.pos(r.Orig.End())
	raw := m.text[from:max(from, to)]
	if strings.ContainsAny(raw, `'"\$`) && len(raw) <= 4 && strings.TrimLeft(raw, `\'`) != `"` {
		return unknown // of quotes: perhaps right, perhaps not; double ones alone are not
	}
	out := v.cut(Any)
	if text, ok := m.patternText(r.Orig); ok && r.All {
		out = v.purged(strings.TrimRight(text, "+"), with.isEmpty())
	}
	if with.tainted() {
		out = join(out, with.cut(Any))
	} else if with.known {
		for i := range out.parts {
			out.parts[i].props |= propsOf(with.text) & v.parts[i].props
		}
	}
	return out
}

// arithm walks the substitutions of an arithmetic expression, whose value is a
// number.
func (m *machine) arithm(e syntax.ArithmExpr) { m.evaluate(arithmetic, e) }

// evaluate walks an expression in a place that evaluates it.
func (m *machine) evaluate(k construct, e syntax.ArithmExpr) {
	for e != nil {
		switch x := e.(type) {
		case *syntax.BinaryArithm:
			if _, deep := x.X.(*syntax.BinaryArithm); deep {
				m.evaluate(k, x.Y)
				e = x.X
				continue
			}
			m.evaluate(k, x.X)
			e = x.Y
			if isAssignment(x.Op) {
				m.counted(x.X)
			}
		case *syntax.UnaryArithm:
			if x.Op == syntax.Inc || x.Op == syntax.Dec {
				m.counted(x.X)
			}
			e = x.X
		case *syntax.ParenArithm:
			e = x.X
		case *syntax.FlagsArithm:
			e = x.X
		case *syntax.Word:
			m.touch(x.Parts)
			m.met(k, x)
			return
		default:
			return
		}
	}
}

func isAssignment(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn,
		syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		return true
	}
	return false
}

// counted is a name that arithmetic gives a number.
func (m *machine) counted(e syntax.ArithmExpr) {
	if w, ok := e.(*syntax.Word); ok && len(w.Parts) == 1 {
		if l, ok := w.Parts[0].(*syntax.Lit); ok && l.Value != "" && isNameByte(l.Value[0]) && (l.Value[0] < '0' || l.Value[0] > '9') {
			m.put(m.id(l.Value), unknown)
		}
	}
}

// literal is the value of a word without expansions.
func literal(word *syntax.Word) (string, bool) {
	if word == nil {
		return "", false
	}
	if len(word.Parts) == 1 {
		switch x := word.Parts[0].(type) {
		case *syntax.Lit:
			if strings.IndexByte(x.Value, '\\') < 0 {
				return x.Value, true
			}
		case *syntax.SglQuoted:
			return x.Value, true
		case *syntax.ParamExp:
			return "", false
		}
	}
	var b strings.Builder
	ok := appendLiteral(&b, word.Parts, false)
	return b.String(), ok
}

func appendLiteral(b *strings.Builder, parts []syntax.WordPart, quoted bool) bool {
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.Lit:
			b.WriteString(unescape(x.Value, quoted))
		case *syntax.SglQuoted:
			b.WriteString(x.Value)
		case *syntax.DblQuoted:
			if !appendLiteral(b, x.Parts, true) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
