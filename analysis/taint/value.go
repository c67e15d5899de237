package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// value is what a name, a word or a stream may hold where the walk is: a text
// that is known, or parts that someone from outside controls between text of the
// program's own, or neither: then nothing is known and nothing is said. Values
// are never changed once made, so that environments share them.
type value struct {
	text  string // when known
	known bool
	parts []part // of different origins; at most maxParts
	turns *turns // when it is one of some constants; nil for others
	// quotes is what the words of a text hold that quotes them for a shell, as getopt
	// does: evaluated, it gives them back. As a text nobody controls it. nil for none.
	quotes *value
}

// maxParts bounds the origins of one value. Further ones are dropped: a value
// that several people control is told of once.
const maxParts = 6

// maxText is the length in bytes up to which a constant is put together.
const maxText = 1024

// part is a piece of a value that someone controls.
type part struct {
	origin *origin
	props  Props
	trail  *trail
	made   bool // other text stands around it
	stands standing
	// meant: a name that held nothing else says that it is a command.
	meant bool
	// head is a byte of the constant text with which it begins for certain: = of what
	// matched key=*. What stands in front of the first such byte nobody controls. 0 for
	// none.
	head byte
}

// standing is what stands in front of a part, on whatever way it came.
type standing uint8

const (
	afterText   standing = 1 << iota // constant text
	afterName                        // and right before it, as in log-$x: it is a piece of a name, not a path
	afterFolder                      // a folder of the program's own: only .. leads out of it
	afterWord                        // another word
	afterCode                        // what is no blank, on the same line
)

func (p part) is(s standing) bool { return p.stands&s != 0 }

// isQuoted tells whether a part is a text in double quotes of its own, as JSON has it: in
// arithmetic an error (run on bash 5.2).
func (p part) isQuoted() bool { return p.origin.front == `"` }

// origin is where a part comes from. What is cut out of a value (${v%%:*}, cut
// -f1) has an origin of its own below that of the whole: a check of the whole
// tells of the piece, a check of the piece says nothing of the whole.
type origin struct {
	source Source
	whole  *origin
	// isRest: it is the whole but for characters of the properties gone: where nothing is
	// left, the whole has no others.
	isRest bool
	gone   Props
	// allOrNone: it is the whole, or else it is empty: ${v##*[!0-9]*}.
	allOrNone bool
	// met are the properties of the characters at which the whole was cut, if it has any:
	// where this is all of it, it has none.
	met Props
	// wanted: it was fetched from a constant address. Who runs that as it comes, as
	// eval "$(curl https://...)", means to run code: another fault than this one.
	wanted bool
	// many: it is that of any number of words, as $@ is.
	many bool
	// front are the bytes that end what stands in front of each line and nobody
	// controls: the name of a device, which the kernel gives, or the number of the line.
	// "" where the lines begin with the value.
	front string
	// opens is the text in front of each line, where it is constant; front is its end.
	opens string
	// columns is how many words stand in front of each line, with blanks behind them, that
	// nobody controls: 2 for the size and the time of find -printf '%s %T@ %p'.
	columns int
	// titled: nobody controls the first of the lines.
	titled bool
	// isLine: it is one or more of the whole's lines.
	isLine bool
	// isPath: it is the whole as a path, but for a piece in another's place, or the folder
	// of that.
	isPath bool
}

// within tells whether o is a or was cut out of it.
func (o *origin) within(a *origin) bool {
	for ; o != nil; o = o.whole {
		if o == a {
			return true
		}
	}
	return false
}

// trail is the way of a part, the last step first.
type trail struct {
	step Step
	prev *trail
	n    int
}

// maxTrail bounds the steps of one flow; later ones are left out.
const maxTrail = 50

// then adds a step, but one that the trail ends with or has just had: a loop goes
// over the same assignment several times.
func (t *trail) then(span source.Span, text string) *trail {
	n := 1
	if t != nil {
		n = t.n + 1
		if n > maxTrail || t.step.Span == span || t.prev != nil && t.prev.step.Span == span {
			return t
		}
	}
	return &trail{step: Step{span, text}, prev: t, n: n}
}

// first is the step next to the source.
func (t *trail) first() Step {
	for t.prev != nil {
		t = t.prev
	}
	return t.step
}

func (t *trail) steps() []Step {
	if t == nil {
		return nil
	}
	list := make([]Step, 0, t.n)
	for ; t != nil; t = t.prev {
		list = append(list, t.step)
	}
	slices.Reverse(list)
	return list
}

// Values that need no making. They are read-only.
func unknownValue() *value { return &value{} }

func (v *value) tainted() bool { return v != nil && len(v.parts) > 0 }

// isEmpty tells whether the value is the empty text for certain.
func (v *value) isEmpty() bool { return v.known && v.text == "" }

// stepped is the value with a step added to each part.
func (v *value) stepped(span source.Span, text string) *value {
	out := &value{text: v.text, known: v.known, parts: slices.Clone(v.parts)}
	for i := range out.parts {
		out.parts[i].trail = out.parts[i].trail.then(span, text)
	}
	return out
}

// masked is the value with no more than these properties.
func (v *value) masked(keep Props) *value {
	if !v.tainted() {
		return v
	}
	out := &value{parts: slices.Clone(v.parts)}
	for i := range out.parts {
		out.parts[i].props &= keep
	}
	return out
}

// endsInName tells whether what is put behind a text goes on the name of a file:
// neither a path nor a word begins there, nor the value of an option or of dd's of=.
// Inside: the text goes on a word itself, so that a dash begins no option.
func endsInName(text string, inside bool) bool {
	word := text[strings.LastIndexAny(text, " \t\n")+1:]
	if inside && len(word) == len(text) {
		return isInsideName(text)
	}
	return word != "" && word[0] != '-' && word != "of=" && word[len(word)-1] != '/'
}

// isInsideName tells it of the bytes alone that end a text.
func isInsideName(ends string) bool {
	return ends != "" && strings.IndexByte("/= \t\n", ends[len(ends)-1]) < 0
}

// cut is a piece of the value, with no more than these properties.
func (v *value) cut(keep Props) *value {
	if !v.tainted() {
		return v
	}
	out := &value{parts: slices.Clone(v.parts)}
	for i := range out.parts {
		p := &out.parts[i]
		p.props &= keep
		p.stands, p.head = p.stands&afterText, 0 // of what stood in front of it too, perhaps
		p.origin = &origin{source: p.origin.source, whole: p.origin, many: p.origin.many}
	}
	return out
}

// samePath notes that a piece is the path that the whole is, or its folder.
func (v *value) samePath() {
	for _, p := range v.parts {
		p.origin.isPath = true
	}
}

// rid is what is left of the value once all characters of a set are gone.
func (v *value) rid(set byteSet) *value {
	out := v.cut(set.not().props())
	for _, p := range out.parts {
		p.origin.isRest, p.origin.gone = true, set.props()
		p.origin.open(set.dropped(p.origin.whole.opens))
	}
	return out
}

// join is what a name holds where two ways meet. A nil value is no value at all.
func join(a, b *value) *value {
	switch {
	case a == b || b == nil:
		return a
	case a == nil:
		return b
	case len(b.parts) == 0 && len(a.parts) == 0:
		switch {
		case a.known && b.known && a.text == b.text, a == private && b.isEmpty():
			return a
		case b == private && a.isEmpty():
			return b
		case a.quotes != nil || b.quotes != nil:
			return &value{quotes: join(a.quotes, b.quotes)}
		}
		return unknown
	case len(b.parts) == 0:
		return a.unknownText()
	case len(a.parts) == 0:
		return b.unknownText()
	}
	out := a.unknownText()
	copied := false
	for _, p := range b.parts {
		i := slices.IndexFunc(out.parts, func(q part) bool { return q.origin == p.origin })
		if i >= 0 && out.parts[i].covers(p) || out.coversPiece(p) {
			continue
		}
		if !copied {
			out = &value{parts: slices.Clone(out.parts)}
			copied = true
		}
		if i >= 0 {
			q := &out.parts[i]
			q.props |= p.props
			q.stands &= p.stands
			q.made = q.made || p.made
			q.meant = q.meant && p.meant
			if q.head != p.head {
				q.head = 0
			}
		} else if len(out.parts) < maxParts {
			out.parts = append(out.parts, p)
		}
	}
	return out
}

// covers tells whether a part says all that another of its origin does.
func (p part) covers(q part) bool {
	return p.props|q.props == p.props && p.stands&^q.stands == 0 && (p.made || !q.made) && (!p.meant || q.meant) &&
		(p.head == 0 || p.head == q.head)
}

// coversPiece tells whether the value has the whole of which the part is a piece.
func (v *value) coversPiece(p part) bool {
	for _, q := range v.parts {
		if q.origin != p.origin && p.origin.within(q.origin) && q.covers(p) {
			return true
		}
	}
	return false
}

// unknownText is a tainted value without a text.
func (v *value) unknownText() *value {
	if !v.known {
		return v
	}
	return &value{parts: v.parts}
}

// unknown is the value of which nothing is known; private, the path of or in a folder
// that nobody else can open; empty is the empty text, and unset that of a name that
// unset took away. They are compared by address and never written.
var (
	unknown = unknownValue()
	private = unknownValue()
	empty   = &value{known: true}
	unset   = &value{known: true}
)

// same tells whether two values say the same, but for the ways.
func same(a, b *value) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || !same(a.quotes, b.quotes) || a.turns != nil || b.turns != nil || len(a.parts) != len(b.parts) || a.known != b.known || a.text != b.text {
		return false
	}
	for i, p := range a.parts {
		q := b.parts[i]
		if p.origin != q.origin || p.props != q.props || p.stands != q.stands || p.head != q.head {
			return false
		}
	}
	return true
}

// concat puts values together as one word.
type concat struct {
	list   []*value
	file   *outFile // where each goes at once: the output of the shell after exec > file
	prints bool     // each is the output of a command, and most end their last line
}

func (c *concat) add(v *value) {
	if v != nil && !v.isEmpty() {
		c.list = append(c.list, v)
	}
}

// value is the whole. Parts that have neighbours are made; those behind text are
// not at the start.
func (c *concat) value() *value {
	switch len(c.list) {
	case 0:
		return empty
	case 1:
		return c.list[0]
	}
	out := &value{known: true}
	n := 0
	var before lead
	var quotes *value
	var code quoting
	for i, v := range c.list {
		before.inLine = before.inLine && !c.prints
		out.known = out.known && v.known
		quotes = join(quotes, v.quotes)
		if code.covers(v, c.list[i+1:]) {
			quotes = join(quotes, v)
			before.expands(unknown)
			continue
		}
		code.goesOn(v)
		if v.known && out.known {
			n += len(v.text)
		}
		for _, p := range v.parts {
			p.made = true
			if i > 0 {
				p.stands |= before.standing(p)
			}
			if j := slices.IndexFunc(out.parts, func(q part) bool { return q.origin == p.origin }); j >= 0 {
				out.parts[j].props |= p.props
				out.parts[j].stands &= p.stands
			} else if len(out.parts) < maxParts {
				out.parts = append(out.parts, p)
			}
		}
		before.expands(v)
	}
	if n > maxText {
		out.known = false
	}
	if !out.known {
		switch {
		case len(out.parts) > 0:
			return out
		case c.list[0] == private:
			return private
		case quotes != nil:
			return &value{quotes: quotes}
		}
		return unknown
	}
	buf := make([]byte, 0, n)
	for _, v := range c.list {
		buf = append(buf, v.text...)
	}
	out.text = string(buf)
	return out
}

// quoting is how a text that is put together stands for a shell that evaluates it: in
// these quotes, 0 for none.
type quoting byte

// unsure is that of a text behind a value with quotes of its own, perhaps.
const unsure quoting = 1

// goesOn notes that a value comes next. One by which who starts the program chooses what it
// runs, as DIFF, opens no quote: they would open it against themselves.
func (q *quoting) goesOn(v *value) {
	opens := func(p part) bool {
		src := &p.origin.source
		return p.props&Quote != 0 && !(src.Kind == Environment && src.Trust < Local)
	}
	if v.tainted() && slices.ContainsFunc(v.parts, opens) {
		*q = unsure
	}
	for i := 0; i < len(v.text) && *q != unsure; i++ {
		switch c := quoting(v.text[i]); {
		case c == '\\' && *q != '\'':
			i++
		case c == *q:
			*q = 0
		case *q == 0 && (c == '\'' || c == '"'):
			*q = c
		}
	}
}

// covers tells whether a value is no more than text between single quotes, which it
// cannot end, and what comes next does.
func (q *quoting) covers(v *value, next []*value) bool {
	ends := func(v *value) bool { return strings.Contains(v.text, "'") }
	return *q == '\'' && v.tainted() && slices.ContainsFunc(next, ends) &&
		!slices.ContainsFunc(v.parts, func(p part) bool { return p.props&Single != 0 })
}

// noted marks parts that are the whole value of a name that says it is a command.
func (v *value) noted(name string) *value {
	if !meant(name) {
		return v
	}
	for i := range v.parts {
		if !v.parts[i].made {
			v.parts[i].meant = true
		}
	}
	return v
}

// anything is the value with every property.
func (v *value) anything() *value {
	for i := range v.parts {
		v.parts[i].props = Any
	}
	return v
}

// decoded is the value with every property, in its parts in which there may be
// something to decode.
func (v *value) decoded(escapes Props) *value {
	for i := range v.parts {
		if v.parts[i].props&escapes != 0 {
			v.parts[i].props = Any
		}
	}
	return v
}
