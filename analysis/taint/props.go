package taint

import "strings"

// Props are what a value may contain: one bit for each kind of characters that
// does harm somewhere. A sink says which of them hurt it; guards take them away.
// No bit at all is a number without a sign, or one of a few known words.
type Props uint16

// The properties. Every byte belongs to exactly one of them (see propOf), but for
// Dash, which is about the place of the byte.
const (
	Blank   Props = 1 << iota // space and tab: more words where it is not quoted
	Newline                   // more lines, and in code more commands
	Glob                      // * ? [ ]
	Dash                      // it may begin with -
	Control                   // ; & | < > ( ) #: more commands, in no quotes
	Expand                    // $ `: more commands, in double quotes too
	Single                    // ': ends single quotes, and begins them
	Double                    // " \: ends double quotes, and escapes
	Slash                     // /: leaves the folder
	Percent                   // %: directives of printf
	Equals                    // =: makes an assignment of a word
	Colon                     // :: fields of passwd and of URLs
	Name                      // letters and _: it may be the name of anything
	Dot                       // . and with Slash the way up
	Other                     // the rest: , + { } ~ ! ^ @ and bytes above 127
)

// Any is a value that nothing is known of.
const Any = Other<<1 - 1

// Meta are the properties of what is code, and Quote of what ends quotes.
const (
	Meta  = Control | Expand
	Quote = Single | Double
)

// Code are the properties by which a value becomes shell code.
const Code = Meta | Quote | Newline

// Words are the properties by which one word becomes several, or others.
const Words = Blank | Newline | Glob

// propOf is the property of a byte.
func propOf(c byte) Props {
	switch {
	case c >= '0' && c <= '9':
		return 0
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		return Name
	}
	switch c {
	case ' ', '\t':
		return Blank
	case '\n', '\r', 0:
		return Newline
	case '*', '?', '[', ']':
		return Glob
	case '-':
		return Dash
	case ';', '&', '|', '<', '>', '(', ')', '#':
		return Control
	case '$', '`':
		return Expand
	case '\'':
		return Single
	case '"', '\\':
		return Double
	case '/':
		return Slash
	case '%':
		return Percent
	case '=':
		return Equals
	case ':':
		return Colon
	case '.':
		return Dot
	}
	return Other
}

// propsOf are the properties of a text.
func propsOf(s string) Props {
	var p Props
	for i := range len(s) {
		p |= propOf(s[i])
	}
	return p
}

var propNames = []string{
	"blank", "newline", "glob", "dash", "control", "expand", "single", "double", "slash", "percent", "equals", "colon", "name", "dot", "other",
}

// String lists the properties, for tests and messages of bugs.
func (p Props) String() string {
	if p == Any {
		return "any"
	}
	var list []string
	for i, n := range propNames {
		if p&(1<<i) != 0 {
			list = append(list, n)
		}
	}
	return strings.Join(list, " ")
}
