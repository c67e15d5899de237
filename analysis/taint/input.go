package taint

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (m *machine) inputOrFiles(list []*syntax.Word) *value {
	files := operandsOf(list)
	var v *value
	for _, w := range files {
		if s, _ := literal(w); s == "-" {
			v = join(v, m.in)
			continue
		}
		v = join(v, m.readText(w))
	}
	if len(files) == 0 {
		v = m.body()
	}
	if v == nil {
		return unknown
	}
	return v
}

// body is all of standard input.
func (m *machine) body() *value {
	if m.in != nil {
		return m.in
	}
	if m.setting() == cgi && m.command0 != nil && !m.child {
		return m.fresh(m.command0, Source{Kind: Request, Trust: Remote, Span: m.span(m.command0)}, Any)
	}
	return unknown
}

// piecesOfInput is what a command prints that prints pieces of its input. Letters are
// its short options that take a value.
func (m *machine) piecesOfInput(list []*syntax.Word, letters string) *value {
	var v *value
	var option byte // which waits for its value
	keep := Any
	for _, w := range list {
		s, ok := literal(w)
		if s == "-1" || s == "-n1" || option == 'n' && s == "1" {
			keep &^= Newline // head -n 1
		}
		switch {
		case option != 0:
			option = 0
		case ok && len(s) > 1 && s[0] == '-' && strings.Trim(s[1:len(s)-1], "sqz") == "" && strings.IndexByte(letters, s[len(s)-1]) >= 0:
			option = s[len(s)-1]
		case ok && s != "" && s[0] == '-' || s == "+1":
		default:
			v = join(v, m.readText(w))
		}
	}
	if v == nil {
		v = m.body()
	}
	return v.lines(keep)
}

// blocksOfInput is what dd prints.
func (m *machine) blocksOfInput(list []*syntax.Word) *value {
	for _, w := range list {
		s, _ := literal(w)
		if strings.HasPrefix(s, "of=") || strings.HasPrefix(s, "if=") && s != "if=/dev/stdin" {
			return unknown
		}
	}
	return m.body().cut(Any)
}

func (m *machine) spreadInput(list []*syntax.Word) *value {
	if len(list) > 0 {
		return unknown
	}
	return m.body().cut(Any &^ Newline)
}

// encodedInput is the input in an alphabet, unless one of the flags, or the option,
// has it decoded.
func (m *machine) encodedInput(list []*syntax.Word, flags, option string, alphabet Props) *value {
	v := m.inputOrFiles(list).decodedText()
	if hasFlag(list, flags) || has(list, option) {
		return v
	}
	return v.cut(alphabet)
}

// decodedText is what a value may be when it is decoded: anything.
func (v *value) decodedText() *value {
	if !v.tainted() {
		return v
	}
	return v.cut(Any).anything()
}

func (m *machine) selectedLines(list []*syntax.Word) *value {
	if !m.in.tainted() || len(operandsOf(list)) > 1 {
		return unknown
	}
	out, context, pieces := m.in.lines(Any), false, false
	for _, w := range list {
		s, ok := literal(w)
		if !ok {
			return unknown
		}
		switch {
		case len(s) < 2 || s[0] != '-' || s[1] == '-':
		case strings.ContainsAny(s, "qclL"):
			return unknown // numbers, names of files, nothing
		default:
			context = context || strings.ContainsAny(s, "ABC")
			pieces = pieces || strings.Contains(s, "o")
		}
	}
	if pieces {
		out = m.matchedPieces(list)
	}
	if hasFlag(list, "n") && !context { // lines around are numbered as 3-text
		out = out.fronted(":")
	}
	if pieces {
		return out
	}
	says, ok := m.grepped(list)
	if !ok {
		return unknown
	}
	for _, f := range says.yes {
		if f.keep == 0 {
			return unknown
		}
		out = out.masked(f.keep)
	}
	return out
}

// matchedPieces is what grep -o prints.
func (m *machine) matchedPieces(list []*syntax.Word) *value {
	ops := operandsOf(list)
	if len(ops) != 1 {
		return unknown
	}
	re, ok := regexText(ops[0])
	keep, _, known := regexShape(re, true)
	if !ok || !known || strings.Contains(re, "(?") {
		return unknown
	}
	if m.in.tainted() && beginsNoOption(list, re) {
		keep &^= Dash
	}
	out := m.in.cut(keep)
	text := constantHead(re)
	for _, p := range out.parts {
		p.origin.open(text)
		if text == "" {
			p.origin.front = signBehindWord(re)
		}
	}
	return out
}

// wordAndSigns is the start of an expression for one of several words and signs behind it,
// of which none may be missing: (http|https)://[a-z.]*, https?://.*.
var wordAndSigns = regexp.MustCompile(`^\^?(?:\([a-z]+\??(?:\|[a-z]+)*\)|[a-z]+\?)[:/\\]*([:/])[.(\[]`)

// signBehindWord is the last of these signs, "" where an expression begins otherwise.
func signBehindWord(re string) string {
	at := wordAndSigns.FindStringSubmatchIndex(re)
	if at == nil || strings.Contains(re[at[1]:], "|") {
		return ""
	}
	return re[at[2]:at[3]]
}

// constantHead is the constant text with which all begins that an expression matches;
// "" where there is none, or a group that may go on with it.
func constantHead(re string) string {
	re = strings.TrimPrefix(re, "^")
	end := strings.IndexAny(re, `.[]()*+?{}^$\|`)
	switch {
	case strings.Contains(re, "|"):
		return ""
	case end < 0:
		return re
	case re[end] == '.' || re[end] == '[':
		return re[:end]
	}
	return ""
}
