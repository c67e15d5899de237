package awk

import "strings"

// kind is that of a token.
type kind int8

const (
	end     kind = iota
	newline      // of a line, or a semicolon: what ends a statement; text tells which
	name
	called // a name with its parenthesis directly behind it
	builtin
	keyword
	number
	text
	sign
)

// token is a piece of the program.
type token struct {
	kind kind
	text string
	from int // of the sign that may begin a regular expression
}

var keywords = set(`BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf`)

var builtins = set(`length substr index split sub gsub gensub match sprintf sin cos atan2 exp log sqrt int rand srand
	tolower toupper system close fflush systime strftime mktime and or xor lshift rshift compl asort asorti strtonum`)

func set(names string) map[string]bool {
	list := map[string]bool{}
	for n := range strings.FieldsSeq(names) {
		list[n] = true
	}
	return list
}

// signs are those of more than one byte, the longer first.
var signs = []string{"**=", ">>", "**", "^=", "|&", "||", "&&", "++", "--", "+=", "-=", "*=", "/=", "%=", "==", "!=", "!~", "<=", ">="}

// lexer gives the tokens of a program. It is a value: a copy of it comes back to where
// it stood.
type lexer struct {
	src string
	at  int
}

// next is the token behind the last one. What it does not know is a sign of one byte,
// which no rule of the grammar takes.
func (l *lexer) next() token {
	l.skip()
	if l.at >= len(l.src) {
		return token{kind: end}
	}
	from := l.at
	switch c := l.src[from]; {
	case c == '\n' || c == ';':
		l.at++
		return token{newline, l.src[from:l.at], from}
	case c == '"':
		return l.quoted('"', text)
	case isDigit(c) || c == '.' && from+1 < len(l.src) && isDigit(l.src[from+1]):
		return l.number()
	case isLetter(c):
		return l.word()
	}
	l.at++
	for _, s := range signs {
		if strings.HasPrefix(l.src[from:], s) {
			l.at = from + len(s)
			break
		}
	}
	return token{sign, l.src[from:l.at], from}
}

// skip goes over blanks, comments and line ends behind a backslash.
func (l *lexer) skip() {
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == ' ' || c == '\t' || c == '\r':
			l.at++
		case strings.HasPrefix(l.src[l.at:], "\\\n"):
			l.at += 2
		case c == '#':
			end := strings.IndexByte(l.src[l.at:], '\n')
			if end < 0 {
				end = len(l.src) - l.at
			}
			l.at += end
		default:
			return
		}
	}
}

// quoted is what stands between two marks of the same byte on one line. In a class of a
// regular expression the mark is one byte of it.
func (l *lexer) quoted(mark byte, k kind) token {
	from, class := l.at+1, -1
	for at := from; at < len(l.src); at++ {
		switch c := l.src[at]; {
		case c == '\\':
			at++
		case c == '\n':
			return l.broken()
		case mark == '/' && c == '[' && class < 0:
			class = at
			if strings.HasPrefix(l.src[at+1:], "^") {
				class++
			}
		case c == ']' && class >= 0 && at > class+1:
			class = -1
		case c == mark && (class < 0 || !strings.Contains(l.src[at:], "]")):
			l.at = at + 1
			return token{k, l.src[from:at], from}
		}
	}
	return l.broken()
}

// broken is a text that nothing ends: no rule of the grammar takes it.
func (l *lexer) broken() token {
	l.at = len(l.src)
	return token{kind: sign}
}

func (l *lexer) number() token {
	from := l.at
	for l.at < len(l.src) {
		c := l.src[l.at]
		exponent := (c == '+' || c == '-') && l.src[l.at-1]|0x20 == 'e' && !strings.HasPrefix(l.src[from:], "0x")
		if !isDigit(c) && !isLetter(c) && c != '.' && !exponent {
			break
		}
		l.at++
	}
	return token{number, l.src[from:l.at], from}
}

func (l *lexer) word() token {
	from := l.at
	for l.at < len(l.src) && (isLetter(l.src[l.at]) || isDigit(l.src[l.at])) {
		l.at++
	}
	t := token{name, l.src[from:l.at], from}
	switch {
	case keywords[t.text]:
		t.kind = keyword
	case builtins[t.text]:
		t.kind = builtin
	case l.at < len(l.src) && l.src[l.at] == '(':
		t.kind = called
	}
	return t
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }
