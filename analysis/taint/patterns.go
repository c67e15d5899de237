package taint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) add(c byte)     { s[c/64] |= 1 << (c % 64) }
func (s byteSet) has(c byte) bool { return s[c/64]&(1<<(c%64)) != 0 }

func (s byteSet) not() byteSet {
	for i := range s {
		s[i] = ^s[i]
	}
	return s
}

func (s byteSet) or(t byteSet) byteSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

// dropped is a text without these bytes.
func (s byteSet) dropped(text string) string {
	left := make([]byte, 0, len(text))
	for i := range len(text) {
		if !s.has(text[i]) {
			left = append(left, text[i])
		}
	}
	return string(left)
}

// props are the properties of texts made of these bytes. No value holds a NUL.
func (s byteSet) props() Props {
	var p Props
	for c := 1; c < 256; c++ {
		if s.has(byte(c)) {
			p |= propOf(byte(c))
		}
	}
	return p
}

// classes are the named sets of brackets, by their bytes below 128.
var classes = map[string]func(c byte) bool{
	"alnum":  func(c byte) bool { return isNameByte(c) && c != '_' },
	"alpha":  func(c byte) bool { return isNameByte(c) && c != '_' && c > '9' },
	"digit":  func(c byte) bool { return c >= '0' && c <= '9' },
	"lower":  func(c byte) bool { return c >= 'a' && c <= 'z' },
	"upper":  func(c byte) bool { return c >= 'A' && c <= 'Z' },
	"xdigit": func(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 },
	"space":  func(c byte) bool { return c == ' ' || c >= 9 && c <= 13 },
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"punct":  func(c byte) bool { return c > ' ' && c < 127 && (!isNameByte(c) || c == '_') },
	"print":  func(c byte) bool { return c >= ' ' && c < 127 },
	"graph":  func(c byte) bool { return c > ' ' && c < 127 },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 127 },
}

// bracket reads a bracket expression at the start of a pattern: [a-z_], [!x],
// [^[:alnum:]].
func bracket(s string) (set byteSet, rest string, ok bool) {
	i := 1
	negated := i < len(s) && (s[i] == '!' || s[i] == '^')
	if negated {
		i++
	}
	for first := true; ; first = false {
		if i >= len(s) {
			return set, "", false
		}
		if s[i] == ']' && !first {
			i++
			break
		}
		if s[i] == '[' && i+1 < len(s) && s[i+1] == ':' {
			name, _, ok := strings.Cut(s[i+2:], ":]") // [:] is no class
			if !ok {
				return set, "", false
			}
			in, known := classes[name]
			if !known {
				return set, "", false
			}
			for c := range 128 {
				if in(byte(c)) {
					set.add(byte(c))
				}
			}
			i += len(name) + len("[::]")
			continue
		}
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			i++
			c = s[i]
		}
		i++
		if i+1 < len(s) && s[i] == '-' && s[i+1] != ']' {
			to := s[i+1]
			i += 2
			for x := int(c); x <= int(to); x++ {
				set.add(byte(x))
			}
			continue
		}
		set.add(c)
	}
	if negated {
		set = set.not()
	}
	return set, s[i:], true
}

// element reads what one character of a text must be, at the start of a pattern.
// False for * and for what is not understood.
func element(s string) (set byteSet, rest string, ok bool) {
	if s == "" {
		return set, "", false
	}
	switch s[0] {
	case '*':
		return set, "", false
	case '?':
		return set.not(), s[1:], true
	case '[':
		if set, rest, ok = bracket(s); ok {
			return set, rest, true
		}
		set.add('[')
		return set, s[1:], true
	case '\\':
		if len(s) > 1 {
			set.add(s[1])
			return set, s[2:], true
		}
	}
	set.add(s[0])
	return set, s[1:], true
}

// shape is what a pattern says of a text: the properties of one that matches, and
// of one that does not.
type shape struct {
	yes, no Props
	all     bool // everything matches
	empty   bool // only the empty text matches
	head    byte // in front of the only star of a text that is constant else; 0 for others
}

// shapeOf reads a pattern of case, [[ ]] or an expansion.
func shapeOf(pattern string) shape {
	s := shape{no: Any, all: pattern == "*", empty: pattern == ""}
	var seen byteSet
	star, first := false, true
	for rest := pattern; rest != ""; {
		if rest[0] == '*' {
			star = true
			if first {
				seen.add('-')
			}
			rest, first = rest[1:], false
			continue
		}
		set, after, _ := element(rest)
		if rest[0] != '?' { // one character of any kind does no harm
			seen = seen.or(set)
		}
		rest, first = after, false
	}
	s.yes = seen.props()
	if star {
		s.yes |= Any &^ Dash
		if pattern[0] == '[' || pattern[0] == '?' {
			if set, _, ok := element(pattern); ok && set.has('-') {
				s.yes = Any
			}
		}
	}
	if in, ok := strings.CutSuffix(pattern, "*"); ok && in != "" && !strings.ContainsAny(in, `*?[\`) {
		s.head = in[len(in)-1]
	}
	// *[!set]* : what does not match it is made of the set.
	if in, ok := strings.CutPrefix(pattern, "*"); ok {
		if in, ok = strings.CutSuffix(in, "*"); ok {
			if set, rest, ok := element(in); ok && rest == "" {
				s.no = set.not().props()
			}
		}
	}
	if pattern == "-*" {
		s.no = Any &^ Dash
	}
	return s
}

// headed is a pattern that begins with a character that stands for itself: that, and
// the pattern behind it.
type headed struct {
	head byte
	rest string
}

// headed are the patterns of an arm as such; none where one of them is another.
func (m *machine) headed(patterns []*syntax.Word) []headed {
	var out []headed
	for _, w := range patterns {
		text, ok := m.patternText(w)
		if !ok || text == "" || strings.IndexByte(`*?[\`, text[0]) >= 0 {
			return nil
		}
		out = append(out, headed{text[0], text[1:]})
	}
	return out
}

// leftBy is what a text may hold that matches one of some patterns and none of those
// above with the same head: behind -*\'*, what matches -?* has no quote in it.
func leftBy(above, patterns []headed) Props {
	keep := Props(0)
	for _, p := range patterns {
		left := Any
		for _, a := range above {
			if a.head == p.head {
				left &= shapeOf(a.rest).no | propOf(p.head)
			}
		}
		keep |= left
	}
	if len(patterns) == 0 {
		return Any
	}
	return keep
}

// patternText is a pattern's text, quoted bytes that have a meaning escaped. False
// for extended globs and for expansions of which the text is not known.
func (m *machine) patternText(word *syntax.Word) (string, bool) {
	if word == nil {
		return "", true
	}
	if len(word.Parts) == 1 {
		if l, ok := word.Parts[0].(*syntax.Lit); ok {
			return l.Value, true
		}
	}
	var b strings.Builder
	for _, p := range word.Parts {
		switch x := p.(type) {
		case *syntax.Lit:
			b.WriteString(x.Value)
		case *syntax.SglQuoted:
			b.WriteString(quotePattern.Replace(x.Value))
		case *syntax.DblQuoted:
			v := m.parts(x.Parts, true)
			if !v.known {
				return "", false
			}
			b.WriteString(quotePattern.Replace(v.text))
		case *syntax.ParamExp: // [!_$letters]: its text is a piece of the pattern
			v := m.param(x)
			if !v.known {
				return "", false
			}
			b.WriteString(v.text)
		default:
			return "", false
		}
	}
	return b.String(), true
}

var quotePattern = strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, `\`, `\\`)

// regexShape reads a regular expression that is anchored at both ends and made of
// sets: ^[a-z0-9_]+$. For others the text may be anything; ok tells whether the
// expression was understood.
func regexShape(re string, anchored bool) (yes, no Props, ok bool) {
	yes, no = Any, Any
	s := re
	start := strings.HasPrefix(s, "^")
	s = strings.TrimPrefix(s, "^")
	end := strings.HasSuffix(s, "$") && !strings.HasSuffix(s, `\$`)
	s = strings.TrimSuffix(s, "$")
	start, end = start || anchored, end || anchored
	var seen byteSet
	for s != "" {
		switch c := s[0]; c {
		case '[':
			set, rest, isSet := bracket(s)
			if !isSet {
				return Any, Any, false
			}
			if rest == "" && !start && !end && re == s {
				// grep '[^a-z]': what it does not find is made of the rest.
				return Any, set.not().props(), true
			}
			seen, s = seen.or(set), rest
		case '*', '+', '?', '(', ')', '|':
			s = s[1:]
		case '{':
			i := strings.IndexByte(s, '}')
			if i < 0 {
				return Any, Any, false
			}
			s = s[i+1:]
		case '\\':
			if len(s) < 2 {
				return Any, Any, false
			}
			switch s[1] {
			case 'd':
			case '+', '?', '{', '}', '(', ')', '|':
			case '.', '/', '-', '$', '*', '[', ']':
				seen.add(s[1])
			case 'w':
				seen.add('a')
			default:
				return Any, Any, false
			}
			s = s[2:]
		case '.':
			seen = seen.not().or(seen)
			for i := range seen {
				seen[i] = ^uint64(0)
			}
			s = s[1:]
		default:
			seen.add(c)
			s = s[1:]
		}
	}
	if start && end {
		yes = seen.props()
	}
	return yes, no, true
}
