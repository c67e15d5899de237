package dockerfile

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/crampon-lint/crampon/analysis/source"
)

// stringArray reads the run as a JSON array of strings and gives the run of each
// string between its quotes, escapes undecoded. It accepts exactly what
// encoding/json accepts as one; other arrays are not ok.
func stringArray(s string, r run) (elements []run, ok bool) {
	at := r.to - len(strings.TrimLeftFunc(s[r.from:r.to], unicode.IsSpace))
	if at >= r.to || s[at] != '[' {
		return nil, false
	}
	skip := func() byte {
		for at++; at < r.to; at++ {
			if b := s[at]; b != ' ' && b != '\t' && b != '\r' && b != '\n' {
				return b
			}
		}
		return 0
	}
	b := skip()
	for first := true; b != ']' || !first; first = false {
		if b != '"' {
			return nil, false
		}
		end, ok := stringEnd(s, run{at + 1, r.to})
		if !ok {
			return nil, false
		}
		elements = append(elements, run{at + 1, end})
		at = end
		switch b = skip(); b {
		case ']':
			skip()
			return elements, at == r.to
		case ',':
			b = skip()
		default:
			return nil, false
		}
	}
	skip()
	return elements, at == r.to
}

// stringEnd is the place of the closing quote of a JSON string.
func stringEnd(s string, r run) (int, bool) {
	for i := r.from; i < r.to; i++ {
		switch b := s[i]; {
		case b == '"':
			return i, true
		case b < ' ':
			return 0, false
		case b == '\\':
			if i++; i == r.to {
				return 0, false
			}
			switch s[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := hex4(s[:r.to], i+1); !ok {
					return 0, false
				}
				i += 4
			default:
				return 0, false
			}
		}
	}
	return 0, false
}

func hex4(s string, at int) (rune, bool) {
	if at+4 > len(s) {
		return 0, false
	}
	for _, b := range []byte(s[at : at+4]) {
		if (b < '0' || b > '9') && (b < 'a' || b > 'f') && (b < 'A' || b > 'F') {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s[at:at+4], 16, 32)
	return rune(n), err == nil
}

// decode makes the value of a JSON string; each rune of an escape leads back to
// that escape. The run is valid, as stringArray found it.
func decode(text *source.Text, s string, r run) Word {
	if strings.IndexByte(s[r.from:r.to], '\\') < 0 {
		return word(text, r)
	}
	b := source.Builder{File: text.File}
	from := r.from
	for i := r.from; i < r.to; {
		if s[i] != '\\' {
			i++
			continue
		}
		b.CopyText(text, from, i)
		value, size := escapeValue(s[:r.to], i)
		b.ReplaceText(string(value), text, i, i+size)
		i += size
		from = i
	}
	b.CopyText(text, from, r.to)
	return Word{Text: b.Text()}
}

// escapeValue is the rune that the escape at i stands for, and its length in
// bytes. Two halves of a surrogate pair are one.
func escapeValue(s string, i int) (rune, int) {
	switch c := s[i+1]; c {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
	default:
		return rune(c), 2
	}
	high, _ := hex4(s, i+2)
	if !utf16.IsSurrogate(high) {
		return high, 6
	}
	if strings.HasPrefix(s[i+6:], `\u`) {
		if low, ok := hex4(s, i+8); ok {
			if r := utf16.DecodeRune(high, low); r != unicode.ReplacementChar {
				return r, 12
			}
		}
	}
	return unicode.ReplacementChar, 6
}
