package taint

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// starts are pieces of the value's lines, each from its front on.
func (v *value) starts(keep Props) *value {
	out := v.cut(keep)
	for _, p := range out.parts {
		p.origin.front = p.origin.whole.front
	}
	return out
}

// lines are some of the value's lines, whole.
func (v *value) lines(keep Props) *value {
	out := v.starts(keep)
	for i := range out.parts {
		p := &out.parts[i]
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
	return v.lacking(func(p part) bool {
		return strings.IndexByte(p.origin.front, end) >= 0 || p.head == end && p.props&Newline == 0
	}).starts(between(string(end)))
}

// beforeFirst is what stands in front of the first of a byte, on whatever line.
func (v *value) beforeFirst(end byte) *value {
	return v.lacking(func(p part) bool { return p.head == end }).firstField(end)
}

// numbered are lines with their number in front, as nl and cat -n print them.
func (m *machine) numbered(list []*syntax.Word, letters string) *value {
	return m.piecesOfInput(list, letters).fronted("\t ")
}

// cutOut is what cut prints. One field has no delimiter in it: a line is printed whole
// where there is none.
func (m *machine) cutOut(list []*syntax.Word, letters string) *value {
	v := m.piecesOfInput(list, letters)
	field, delimiter := optionValue(list, "-f"), optionValue(list, "-d")
	if delimiter == "" {
		delimiter = "\t"
	}
	switch {
	case len(delimiter) != 1 || field == "" || strings.Trim(field, "0123456789") != "":
		return v.cut(Any)
	case field == "1":
		return v.firstField(delimiter[0])
	}
	return v.cut(between(delimiter))
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

// fields is what a program of awk prints.
func (m *machine) fields(list []*syntax.Word) *value {
	text, files := awkSource(list)
	if text == "" {
		return unknown
	}
	only := printedAlone.FindStringSubmatch(text)
	if only == nil {
		return m.awkPrints(list, text, files)
	}
	switch v := m.inputOrFiles(files); {
	case only[1] == "$1":
		return v.firstField((optionValue(list, "-F") + " ")[0])
	case only[1][0] == '$':
		return v.cut(between(optionValue(list, "-F")))
	}
	return unknown // a number
}

// printedAlone is a program of awk that prints one field of each line, or of some by
// their number, or a number.
var printedAlone = regexp.MustCompile(`^\s*(?:F?NR\s*[=<>]=?\s*\d+\s*)?\{\s*print\s*(\$[1-9][0-9]*|\$NF|NR|FNR|NF)\s*;?\s*\}\s*$`)
