package shell

import (
	"strings"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Word is a word as written, with its quotes and expansions. The zero Word is
// no word at all. Words are small and passed by value.
type Word struct {
	prog *Program
	node *syntax.Word // nil: words of let, arrays; read from the text alone
	// Bytes of the program's text. int32, to keep a Word small.
	from, to int32
	quoting  quoting // what a backslash does in it; unquoted but for here-documents
}

// Expansion is $name, ${name...}, $( ), backquotes, $(( )) or <( ) in a word.
type Expansion struct {
	Kind   Kind
	Quoted bool   // in double quotes: neither split nor globbed
	Name   string // of a parameter, "" for the others
	Op     string // "" for $name and ${name}; ":-", "%", "#", "/", "length", ...
	Arg    Word   // what stands behind Op, for the operators of one word
	Span   source.Span
}

// Kind is the kind of an expansion.
type Kind int8

const (
	Param Kind = iota
	CommandSubst
	Arithmetic
	Process // <( ) and >( )
)

// IsZero tells whether the word is no word at all.
func (w Word) IsZero() bool { return w.prog == nil }

// Span is the word in the file, quotes included.
func (w Word) Span() source.Span {
	if w.prog == nil {
		return source.Span{}
	}
	return w.prog.Text.Span(int(w.from), int(w.to))
}

// Source is the word as written, quotes included.
func (w Word) Source() string {
	if w.prog == nil {
		return ""
	}
	return w.prog.Text.String()[w.from:w.to]
}

// Range is the word's place in the Text of its program, in bytes, half-open.
func (w Word) Range() (from, to int) { return int(w.from), int(w.to) }

// Braces tells whether the shell may make several words of this one by what stands
// in braces.
func (w Word) Braces() bool { return w.prog != nil && w.prog.braces(w.Source()) }

// Literal is the word's value after the removal of quotes. It tells false where
// the shell would expand anything: parameters, substitutions, an unquoted glob,
// a tilde at the start, and braces in the shells that know them.
func (w Word) Literal() (string, bool) {
	if w.prog == nil {
		return "", false
	}
	if s, ok := w.plain(); ok {
		return s, true
	}
	if w.node == nil {
		return "", false
	}
	var b strings.Builder
	ok := true
	w.pieces(func(pc piece) bool {
		if pc.part != nil {
			ok = false
			return false
		}
		b.WriteString(pc.lit)
		return true
	})
	if !ok || w.globs() {
		return "", false
	}
	return b.String(), true
}

// plain is the common case without any copying: bytes that stand for
// themselves.
func (w Word) plain() (string, bool) {
	s := w.prog.Text.String()[w.from:w.to]
	if w.node != nil {
		switch {
		case len(w.node.Parts) == 0:
			return "", true
		case len(w.node.Parts) > 1:
			return "", false
		}
		if q, ok := w.node.Parts[0].(*syntax.SglQuoted); ok && !q.Dollar && len(s) == len(q.Value)+2 {
			return s[1 : len(s)-1], true
		}
	}
	for i := range len(s) {
		if meaning[s[i]] {
			return s, s == "[" || s == "[[" || s == "{}" || s == "{"
		}
	}
	return s, true
}

// meaning tells of bytes that may stand for something else in a word. Read-only.
var meaning = [256]bool{
	'*': true, '?': true, '[': true, '\\': true, '{': true, '~': true, '\'': true, '"': true,
	'$': true, '`': true, '(': true, '\n': true, '\r': true,
}

// Quoted tells whether the whole word stands in one pair of quotes.
func (w Word) Quoted() bool {
	if w.node == nil || len(w.node.Parts) != 1 {
		return false
	}
	switch w.node.Parts[0].(type) {
	case *syntax.SglQuoted, *syntax.DblQuoted:
		return true
	}
	return false
}

// Text is the literal value with the way back to the file. False where Literal
// is.
func (w Word) Text() (*source.Text, bool) {
	if w.prog == nil || w.node == nil && func() bool { _, ok := w.plain(); return !ok }() || w.globs() {
		return nil, false
	}
	t, splices := w.text()
	if len(splices) > 0 {
		return nil, false
	}
	return t, true
}

// text is the value with expansions left in as written.
func (w Word) text() (*source.Text, []Splice) {
	b := source.Builder{File: w.prog.Text.File}
	splices := w.appendTo(&b, nil)
	return b.Text(), splices
}

// Spliced is the value with expansions left in as written, and where they are.
// False for the zero Word.
func (w Word) Spliced() (*source.Text, []Splice, bool) {
	if w.prog == nil || w.node == nil {
		return nil, nil, false
	}
	t, splices := w.text()
	return t, splices, true
}

// splice appends an expansion as it is written, and notes where.
func (w Word) splice(b *source.Builder, pc piece, splices []Splice) []Splice {
	at := b.Len()
	b.CopyText(w.prog.Text, pc.from, pc.to)
	if e, ok := w.prog.expansion(pc.part, pc.quoted); ok {
		splices = append(splices, Splice{From: at, To: b.Len(), Expansion: e})
	}
	return splices
}

func (w Word) appendTo(b *source.Builder, splices []Splice) []Splice {
	if w.node == nil {
		b.CopyText(w.prog.Text, int(w.from), int(w.to))
		return splices
	}
	w.pieces(func(pc piece) bool {
		switch {
		case pc.part != nil:
			splices = w.splice(b, pc, splices)
		case len(pc.lit) == pc.to-pc.from && pc.lit == w.prog.Text.String()[pc.from:pc.to]:
			b.CopyText(w.prog.Text, pc.from, pc.to)
		default:
			b.ReplaceText(pc.lit, w.prog.Text, pc.from, pc.to)
		}
		return true
	})
	return splices
}

// Expansions are the word's expansions in order; those inside an expansion's
// Arg are found through it.
func (w Word) Expansions() []Expansion {
	parts := w.Nodes()
	n := expanded(parts)
	if n == 0 {
		return nil
	}
	return w.prog.expansions(make([]Expansion, 0, n), parts, w.quoting != unquoted)
}

// Constant tells whether nothing in the word is expanded: it has no Expansions.
func (w Word) Constant() bool { return expanded(w.Nodes()) == 0 }

// expanded is the number of expansions among the parts.
func expanded(parts []syntax.WordPart) int {
	n := 0
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst:
			n++
		case *syntax.DblQuoted:
			n += expanded(x.Parts)
		}
	}
	return n
}

func (p *Program) expansions(list []Expansion, parts []syntax.WordPart, quoted bool) []Expansion {
	for _, part := range parts {
		if x, ok := part.(*syntax.DblQuoted); ok {
			list = p.expansions(list, x.Parts, true)
		} else if e, ok := p.expansion(part, quoted); ok {
			list = append(list, e)
		}
	}
	return list
}

func isLit(p syntax.WordPart) bool { _, ok := p.(*syntax.Lit); return ok }

// Nodes are the parts of the tree, for the packages of analysis only.
func (w Word) Nodes() []syntax.WordPart {
	if w.node == nil {
		return nil
	}
	return w.node.Parts
}

// expansion is what a part of a word expands. False for what is none.
func (p *Program) expansion(part syntax.WordPart, quoted bool) (Expansion, bool) {
	e := Expansion{Quoted: quoted}
	switch x := part.(type) {
	case *syntax.ParamExp:
		e.Kind, e.Name = Param, p.paramName(x)
		e.Op, e.Arg = p.paramOp(x)
	case *syntax.CmdSubst:
		e.Kind = CommandSubst
	case *syntax.ArithmExp:
		e.Kind = Arithmetic
	case *syntax.ProcSubst:
		e.Kind = Process
	default:
		return Expansion{}, false // an extended glob is a pattern, not an expansion
	}
	e.Span = p.Text.Span(p.extent(part))
	return e, true
}

// paramName is the parameter's name from the text: repairs may have put another
// one into the tree.
func (p *Program) paramName(x *syntax.ParamExp) string {
	if x.Param == nil {
		return ""
	}
	from, to := p.pos(x.Param.Pos()), p.pos(x.Param.End())
	if from < to && to-from == len(x.Param.Value) {
		return p.Text.String()[from:to]
	}
	return x.Param.Value
}

func (p *Program) paramOp(x *syntax.ParamExp) (string, Word) {
	switch {
	case x.Length:
		return "length", Word{}
	case x.Excl:
		return "!", Word{}
	case x.Slice != nil:
		return ":", Word{}
	case x.Repl != nil:
		op := "/"
		if x.Repl.All {
			op = "//"
		}
		return op, p.word(x.Repl.With)
	case x.Names != 0:
		return x.Names.String(), Word{}
	case x.Exp != nil:
		return x.Exp.Op.String(), p.word(x.Exp.Word)
	case x.Index != nil:
		return "[", Word{}
	case x.Width || x.IsSet || x.Flags != nil || x.NestedParam != nil || len(x.Modifiers) > 0:
		return "?zsh", Word{}
	}
	return "", Word{}
}

// word makes a Word of a node. A nil node gives the zero Word.
func (p *Program) word(n *syntax.Word) Word {
	if n == nil {
		return Word{}
	}
	from, to := p.extent(n)
	return Word{prog: p, node: n, from: int32(from), to: int32(to)}
}

// extent is the run of bytes that a node of the tree takes up.
func (p *Program) extent(n syntax.Node) (from, to int) {
	from = p.pos(n.Pos())
	return from, max(from, p.pos(n.End()))
}

// piece is a part of a word's value: literal bytes, or an expansion.
type piece struct {
	from, to int             // bytes of the program's text
	lit      string          // what they stand for
	part     syntax.WordPart // the expansion, nil for literal bytes
	quoted   bool
}

// quoting is where literal bytes stand, which decides what a backslash does.
type quoting int8

const (
	unquoted quoting = iota
	doubleQuoted
	heredocBody
	verbatim // a here-document with a quoted delimiter
)

// pieces calls f for each piece in order, until it tells false. Bytes without a
// meaning of their own (quotes, backslash-newline) are in no piece.
func (w Word) pieces(f func(piece) bool) {
	if w.node != nil {
		w.prog.pieces(w.node.Parts, w.quoting, f)
	}
}

func (p *Program) pieces(parts []syntax.WordPart, q quoting, f func(piece) bool) bool {
	for _, part := range parts {
		from, to := p.extent(part)
		ok := true
		switch x := part.(type) {
		case *syntax.Lit:
			ok = p.literal(x.Value, from, to, q, f)
		case *syntax.SglQuoted:
			ok = p.singleQuoted(x, from, to, f)
		case *syntax.DblQuoted:
			if len(x.Parts) == 0 {
				ok = f(piece{from: to, to: to, quoted: true})
			}
			ok = ok && p.pieces(x.Parts, doubleQuoted, f)
		case *syntax.ExtGlob:
			ok = f(piece{from: from, to: to, lit: p.Text.String()[from:to]})
		default:
			ok = f(piece{from: from, to: to, part: part, quoted: q != unquoted})
		}
		if !ok {
			return false
		}
	}
	return true
}

// literal cuts a literal of the tree into runs that stand for themselves and
// escapes. The text is what counts; the tree's value differs where the parser
// dropped backslash-newline and \r (then the text says more) and inside
// backquotes, where one layer of escapes is gone already (then the value does).
func (p *Program) literal(value string, from, to int, q quoting, f func(piece) bool) bool {
	s := p.Text.String()[from:to]
	if q == verbatim {
		return s == "" || f(piece{from: from, to: to, lit: s, quoted: true})
	}
	if len(value) < len(s) && len(value) < len(s)-2*strings.Count(s, "\\\n")-strings.Count(s, "\r\n")-strings.Count(s, "\x00") {
		return p.aligned(value, from, to, q, f)
	}
	run := 0
	flush := func(end int) bool {
		if run == end {
			return true
		}
		return f(piece{from: from + run, to: from + end, lit: s[run:end], quoted: q != unquoted})
	}
	for i := 0; i < len(s); {
		n := strings.IndexByte(s[i:], '\\')
		if n < 0 || i+n+1 >= len(s) {
			break
		}
		i += n
		next := s[i+1]
		switch {
		case next == '\n':
			if !flush(i) {
				return false
			}
			run = i + 2
			i += 2
		case escapes(q, next):
			if !flush(i) {
				return false
			}
			size := 1
			if next >= utf8.RuneSelf {
				_, size = utf8.DecodeRuneInString(s[i+1:])
			}
			end := i + 1 + size
			if !f(piece{from: from + i, to: from + end, lit: s[i+1 : end], quoted: true}) {
				return false
			}
			run, i = end, end
		default:
			i += 2
		}
	}
	return flush(len(s))
}

// escapes tells whether a backslash takes the meaning from the byte behind it.
func escapes(q quoting, next byte) bool {
	switch q {
	case doubleQuoted:
		return next == '$' || next == '`' || next == '"' || next == '\\'
	case heredocBody:
		return next == '$' || next == '`' || next == '\\'
	}
	return true
}

// aligned reads a literal's value where it is not the text's bytes, byte by
// byte, each with its place in the text.
func (p *Program) aligned(value string, from, to int, q quoting, f func(piece) bool) bool {
	s := p.Text.String()[from:to]
	at := 0
	place := func(b byte) (int, int) {
		start := at
		for i := at; i < len(s); i++ {
			if s[i] == b {
				at = i + 1
				return i, i + 1
			}
		}
		return start, min(start+1, len(s))
	}
	for i := 0; i < len(value); i++ {
		b := value[i]
		lo, hi := place(b)
		quoted := q != unquoted
		if b == '\\' && i+1 < len(value) {
			if value[i+1] == '\n' {
				i++
				place('\n')
				continue
			}
			if escapes(q, value[i+1]) {
				i++
				b, quoted = value[i], true
				_, hi = place(b)
			}
		}
		if !f(piece{from: from + lo, to: from + max(lo, hi), lit: string([]byte{b}), quoted: quoted}) {
			return false
		}
	}
	return true
}

func (p *Program) singleQuoted(x *syntax.SglQuoted, from, to int, f func(piece) bool) bool {
	lo, hi := from+1, max(from+1, to-1)
	if x.Dollar {
		lo = min(from+2, hi)
	}
	s := p.Text.String()[lo:max(lo, hi)]
	switch {
	case x.Dollar:
		return ansi(s, lo, f)
	case s == "":
		return f(piece{from: lo, to: lo, quoted: true})
	case len(x.Value) < len(s)-strings.Count(s, "\r\n")-strings.Count(s, "\x00"):
		// Inside backquotes: a layer of escapes is gone.
		at := 0
		for i := range len(x.Value) {
			n := strings.IndexByte(s[at:], x.Value[i])
			if n < 0 {
				break
			}
			at += n + 1
			if !f(piece{from: lo + at - 1, to: lo + at, lit: x.Value[i : i+1], quoted: true}) {
				return false
			}
		}
		return true
	}
	return f(piece{from: lo, to: hi, lit: s, quoted: true})
}

// globs tells whether an unquoted part makes the shell look at the file system
// or make several words: * ? [ ], a tilde at the start, {a,b} where known.
func (w Word) globs() bool {
	if w.node == nil {
		return false
	}
	found, bracket, brace := false, false, false
	first := true
	w.pieces(func(pc piece) bool {
		if pc.part != nil || pc.quoted {
			first = false
			return true
		}
		for i := range len(pc.lit) {
			switch pc.lit[i] {
			case '*', '?':
				found = true
			case '[':
				bracket = true
			case ']':
				found = found || bracket
			case '~':
				found = found || first && i == 0
			case '{':
				brace = true
			case ',', '.':
				found = found || brace && w.prog.bracesExpand()
			case '}':
				brace = false
			}
		}
		first = false
		return !found
	})
	return found
}

// bracesExpand tells whether {a,b} makes two words: not in ash and dash.
func (p *Program) bracesExpand() bool {
	return p.Dialect == Bash || p.Dialect == Ksh || p.Dialect == Zsh || p.Dialect == Unknown
}
