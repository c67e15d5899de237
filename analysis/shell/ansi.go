package shell

import (
	"strings"
	"unicode/utf8"
)

// ansi reads the inside of $'...', which stands at the byte at of the program's
// text. Escapes as in bash's manual; ash knows the same but \e, \u and \U,
// which are rare enough to be read alike.
func ansi(s string, at int, f func(piece) bool) bool {
	if s == "" {
		return f(piece{from: at, to: at, quoted: true})
	}
	run := 0
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 >= len(s) {
			i++
			continue
		}
		value, n := ansiEscape(s[i+1:])
		if n == 0 { // no escape: the backslash stays
			i++
			continue
		}
		if run < i && !f(piece{from: at + run, to: at + i, lit: s[run:i], quoted: true}) {
			return false
		}
		end := i + 1 + n
		if !f(piece{from: at + i, to: at + end, lit: value, quoted: true}) {
			return false
		}
		run, i = end, end
	}
	return run == len(s) || f(piece{from: at + run, to: at + len(s), lit: s[run:], quoted: true})
}

// ansiEscape is the value of the escape whose backslash stood before s, and its
// length without the backslash; 0 when it is none.
func ansiEscape(s string) (string, int) {
	const names, values = `abefnrtvE\'"?`, "\a\b\x1b\f\n\r\t\v\x1b\\'\"?"
	if i := strings.IndexByte(names, s[0]); i >= 0 {
		return values[i : i+1], 1
	}
	number := func(from, most int, base rune) (rune, int) {
		v, n := rune(0), from
		for n < len(s) && n < from+most {
			d := digit(s[n])
			if d >= base {
				break
			}
			v = v*base + d
			n++
		}
		return v, n
	}
	switch c := s[0]; {
	case c >= '0' && c <= '7':
		v, n := number(0, 3, 8)
		return string([]byte{byte(v)}), n
	case c == 'x':
		if v, n := number(1, 2, 16); n > 1 {
			return string([]byte{byte(v)}), n
		}
	case c == 'u' || c == 'U':
		most := 4
		if c == 'U' {
			most = 8
		}
		if v, n := number(1, most, 16); n > 1 {
			return string(utf8.AppendRune(nil, v)), n
		}
	case c == 'c' && len(s) > 1:
		return string([]byte{s[1] & 0x1f}), 2
	}
	return "", 0
}

func digit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}
