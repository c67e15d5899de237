package build

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Flag is one word of a list of compiler flags.
type Flag struct {
	Value string
	// Span is the word as written; it leads to the place that states it, which
	// may be another variable than the one that was asked for.
	Span source.Span
	// Known: no part of the word is an expansion without a known value. Of a word
	// that is not, Value is what stands in front of the expansion.
	Known bool
}

// maxFlags bounds one list.
const maxFlags = 1000

// list splits a value as written into flags. The quotes of the shell, of ENV and
// of go's own -ldflags are all dropped: no flag that matters has a blank in it.
// Variables are resolved at the place.
func (p place) list(raw *source.Text) []Flag { return p.listAt(raw, 0) }

func (p place) listAt(raw *source.Text, depth int) []Flag {
	if raw == nil || depth > maxDepth {
		return nil
	}
	t := tokenizer{p: p, raw: raw, s: raw.String(), depth: depth, start: -1, known: true}
	t.run()
	return t.flags
}

type tokenizer struct {
	p     place
	raw   *source.Text
	s     string
	depth int
	flags []Flag

	quote byte // ' or " of the outermost level, 0 for none
	start int  // of the word being read, -1 for none
	end   int
	value strings.Builder
	known bool
	cut   bool // an expansion was met: Value ends there
}

func (t *tokenizer) run() {
	for i := 0; i < len(t.s) && len(t.flags) < maxFlags; {
		switch c := t.s[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			t.flush()
			i++
		case c == '\'' || c == '"':
			switch t.quote {
			case 0:
				t.quote = c
			case c:
				t.quote = 0
			}
			i++
		case c == '\\' && t.quote != '\'' && i+1 < len(t.s):
			switch next := t.s[i+1]; next {
			case ' ', '\t': // one word to the shell, two flags to the compiler
				t.flush()
			case '\n', '"', '\'':
			default:
				t.put(i, i+2, t.s[i+1:i+2])
			}
			i += 2
		case c == '$' && t.quote != '\'' || c == '`' && t.quote != '\'':
			i = t.expansion(i)
		default:
			t.put(i, i+1, t.s[i:i+1])
			i++
		}
	}
	t.flush()
}

func (t *tokenizer) put(from, to int, s string) {
	if t.start < 0 {
		t.start = from
	}
	t.end = to
	if !t.cut {
		t.value.WriteString(s)
	}
}

func (t *tokenizer) flush() {
	if t.start >= 0 {
		t.flags = append(t.flags, Flag{Value: t.value.String(), Span: t.raw.Span(t.start, t.end), Known: t.known})
	}
	t.start, t.known, t.cut = -1, true, false
	t.value.Reset()
}

// expansion reads $name, ${name...}, $( ) or backquotes at i and returns the end.
// A variable that is a word of its own stands for its flags.
func (t *tokenizer) expansion(i int) int {
	name, end, plain := expansionAt(t.s, i)
	alone := t.start < 0 && (end == len(t.s) || strings.IndexByte(" \t\n\r\"'", t.s[end]) >= 0)
	if plain && alone {
		s := t.p.settingAt(name, t.depth+1)
		switch {
		case s.Is == alpine.No:
			return end
		case s.raw != nil:
			t.flags = append(t.flags, s.from.listAt(s.raw, t.depth+1)...)
			return end
		}
	}
	if plain && !alone {
		s := t.p.settingAt(name, t.depth+1)
		if v, ok := s.Value(); ok && !strings.ContainsAny(v, " \t") {
			t.put(i, end, v)
			return end
		}
	}
	t.put(i, end, "")
	t.known, t.cut = false, true
	return end
}

// expansionAt reads the expansion at i. It is plain when it is $name or ${name}.
func expansionAt(s string, i int) (name string, end int, plain bool) {
	if s[i] == '`' {
		if n := strings.IndexByte(s[i+1:], '`'); n >= 0 {
			return "", i + n + 2, false
		}
		return "", len(s), false
	}
	if i+1 < len(s) && (s[i+1] == '{' || s[i+1] == '(') {
		depth := 0
		for end = i + 1; end < len(s); end++ {
			switch s[end] {
			case '{', '(':
				depth++
			case '}', ')':
				depth--
			}
			if depth == 0 {
				end++
				break
			}
		}
		name = strings.TrimSuffix(s[min(i+2, end):end], "}")
		return name, end, s[i+1] == '{' && isName(name)
	}
	end = i + 1
	for end < len(s) && isNameByte(s[end]) {
		end++
	}
	name = s[i+1 : end]
	return name, max(end, min(i+2, len(s))), isName(name)
}

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != "" && (s[0] < '0' || s[0] > '9')
}

// flagsOf are the flags that a variable holds.
func (s Setting) flags() []Flag {
	if s.Is == alpine.No {
		return nil
	}
	if s.raw == nil {
		return []Flag{{Span: s.Span}}
	}
	return s.from.list(s.raw)
}

// Protector is what a list of flags says of stack canaries.
type Protector int8

// The states, as the last of the flags has it.
const (
	NoWord   Protector = iota // no flag speaks of it: the compiler's default holds
	Off                       // -fno-stack-protector
	Explicit                  // only functions that ask for it by an attribute
	Plain                     // only functions with an array of 8 characters and more
	Strong                    // those with any array, or a local whose address is taken
	All
	Unclear // some part of the list is not known
)

var protectors = map[string]Protector{
	"-fno-stack-protector":       Off,
	"-fstack-protector-explicit": Explicit,
	"-fstack-protector":          Plain,
	"-fstack-protector-strong":   Strong,
	"-fhardened":                 Strong, // gcc 14: it turns -strong on where nothing else is said
	"-fstack-protector-all":      All,
}

// StackProtector is the state after all of the flags, and the flag that decides.
func StackProtector(flags []Flag) (Protector, Flag) {
	state, by := NoWord, Flag{}
	for _, f := range flags {
		if p, ok := protectors[f.Value]; ok && f.Known {
			state, by = p, f
		} else if !f.Known && (f.Value == "" || strings.HasPrefix("-fstack-protector", f.Value)) {
			state, by = Unclear, f
		}
	}
	return state, by
}
