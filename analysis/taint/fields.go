package taint

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// starts are pieces of the value's lines, each from its front on.
func (v *value) starts(keep Props) *value {
	out := v.cut(keep)
	for _, p := range out.parts {
		o, whole := p.origin, p.origin.whole
		o.front, o.opens, o.columns = whole.front, whole.opens, whole.columns
	}
	return out
}

// begin notes what stands in front of each line and nobody controls: so many words, which
// one of these bytes ends.
func (o *origin) begin(ends string, columns int) { o.front, o.opens, o.columns = ends, "", columns }

// numbersFirst is the value with so many numbers in front of each line.
func (v *value) numbersFirst(n int) *value {
	if n > 0 {
		for _, p := range v.parts {
			p.origin.begin(" ", n)
		}
	}
	return v
}

// column is the nth of the words of each line that blanks part, but for those that nobody
// controls.
func (v *value) column(n int, keep Props) *value {
	return v.lacking(func(p part) bool { return n <= p.origin.columns }).cut(keep)
}

// behind is what is left of each line behind the first n words.
func (v *value) behind(n int) *value {
	out := v.starts(Any)
	for _, p := range out.parts {
		if left := p.origin.columns - n; left > 0 {
			p.origin.columns = left
		} else {
			p.origin.begin("", 0)
		}
	}
	return out
}

// open notes a constant text in front of each line.
func (o *origin) open(text string) {
	if text != "" {
		o.opens, o.front = text, text[len(text)-1:]
	}
}

// opened is the value, of which each line stands behind a constant text.
func (v *value) opened(text string) *value {
	for _, p := range v.parts {
		p.origin.open(text)
	}
	return v
}

// lines are some of the value's lines, whole.
func (v *value) lines(keep Props) *value {
	out := v.starts(keep)
	for i := range out.parts {
		p := &out.parts[i]
		p.origin.isLine = true
		if v.parts[i].props&Newline == 0 { // then it is the one line
			p.head = v.parts[i].head
		}
	}
	return out
}

// fronted are the value's lines behind a text of which one of these bytes is the end.
func (v *value) fronted(ends string) *value {
	out := v.cut(Any)
	for _, p := range out.parts {
		p.origin.front = ends
	}
	return out
}

// untitled are the first of a text's lines, but for a single one that nobody controls.
func (v *value) untitled() *value {
	return v.lacking(func(p part) bool { return p.origin.whole != nil && p.origin.whole.titled && p.props&Newline == 0 })
}

// firstField is what stands first in each line, up to a byte, which is not in it: where
// something stands in front of the line that ends there, that alone, and nobody's text.
func (v *value) firstField(end byte) *value {
	v = v.lacking(func(p part) bool {
		return strings.IndexByte(p.origin.front, end) >= 0 || p.head == end && p.props&Newline == 0
	})
	out := v.starts(between(string(end)))
	for i := range out.parts {
		if v.parts[i].props&Newline == 0 { // then it is the one line
			out.parts[i].stands = v.parts[i].stands
		}
	}
	return out
}

// field is the nth of each line, between bytes that are not in it. Of a constant text in
// front of the line it has what is left behind as many of them; where the next one stands
// there too, it is nobody's.
func (v *value) field(n int, end byte) *value {
	text := func(o *origin) []string { return strings.Split(o.opens, string(end)) }
	v = v.lacking(func(p part) bool { return len(text(p.origin)) > n })
	if n == 1 {
		return v.firstField(end)
	}
	out := v.cut(between(string(end)))
	for _, p := range out.parts {
		if list := text(p.origin.whole); len(list) == n {
			p.origin.open(list[n-1])
		}
	}
	return out
}

// beforeFirst is what stands in front of the first of a byte, on whatever line.
func (v *value) beforeFirst(end byte) *value {
	return v.lacking(func(p part) bool { return p.head == end }).firstField(end)
}

// numbered are lines with their number in front, as nl and cat -n print them.
func (m *machine) numbered(list []*syntax.Word, letters string) *value {
	v := m.piecesOfInput(list, letters)
	for _, p := range v.parts {
		p.origin.begin("\t ", 1)
	}
	return v
}

// fromByte is each line from its nth byte on, or pieces of it: of a constant text in front
// of the line it has what is left. 0 where that is not known.
func (v *value) fromByte(n int) *value {
	out := v.cut(Any)
	for _, p := range out.parts {
		if opens := p.origin.whole.opens; n > 0 && n <= len(opens) {
			p.origin.open(opens[n-1:])
		}
	}
	return out
}

// firstCut is the place of the first byte that cut -c or -b prints of a line, from 1 on; 0
// where the words do not say it.
func firstCut(list []*syntax.Word) int {
	places := optionValue(list, "-c") + optionValue(list, "-b")
	first, _, _ := strings.Cut(places, "-")
	n, err := strconv.Atoi(first)
	if err != nil || strings.Contains(places, ",") {
		return 0
	}
	return n
}

// cutOut is what cut prints. One field has no delimiter in it: a line is printed whole
// where there is none.
func (m *machine) cutOut(list []*syntax.Word, letters string) *value {
	v := m.piecesOfInput(list, letters)
	field, delimiter := optionValue(list, "-f"), optionValue(list, "-d")
	if delimiter == "" {
		delimiter = "\t"
	}
	if field == "" {
		return v.fromByte(firstCut(list))
	}
	n, err := strconv.Atoi(field)
	if len(delimiter) != 1 || err != nil || n < 1 {
		return v.cut(Any)
	}
	return v.field(n, delimiter[0])
}

// between are the properties of a field, which has no delimiter in it where that is a
// byte.
func between(delimiter string) Props {
	if len(delimiter) != 1 {
		return Any
	}
	var set byteSet
	set.add(delimiter[0])
	return set.not().props()
}

// optionValue is what a short option is given, in its word or in the next one; "" for
// nothing.
func optionValue(list []*syntax.Word, option string) string {
	for i, w := range list {
		s, _ := literal(w)
		value, ok := strings.CutPrefix(s, option)
		if value == "" && ok && i+1 < len(list) {
			value, _ = literal(list[i+1])
		}
		if ok {
			return value
		}
	}
	return ""
}
