package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes text harmless to print: a file that is linted, and its name, may
// hold escape sequences that move the cursor, change the title or hide what
// follows. Control characters become their pictures (␛ for ESC, ␍ for CR); all
// else that a terminal does not show as a sign of its own (C1 controls, the
// direction marks by which text reads otherwise than it runs, characters without
// width, a no-break space) is written \u202e, and a byte that is no UTF-8 \x9b.
// Line ends and tabs are no exception: lines are told apart before.
//
// The log of a pipeline obeys too: GitHub's takes a line that begins with :: for a
// command, and what follows ##[ anywhere in it; Azure's and TeamCity's are
// ##vso[ and ##teamcity[. The first sign of the one and the second of the other
// are written \x3a and \x23; so is a colon alone, behind which a place has its own.
func Visible(s string) string {
	begin := strings.TrimLeft(s, " ")
	command := begin == ":" || strings.HasPrefix(begin, "::")
	if isPlain(s) && !strings.Contains(s, "##") && !command {
		return s
	}
	var b strings.Builder
	blanks := len(s) - len(begin)
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case at == blanks && command:
			b.WriteString(`\x3a`)
		case at > 0 && s[at-1] == '#' && beginsCommand(s[at:]):
			b.WriteString(`\x23`)
		default:
			b.WriteString(visible(r, s[at:at+size]))
		}
		at += size
	}
	return b.String()
}

// beginsCommand tells whether a # that stands behind another makes a command of
// some pipeline's log: # with letters and [ behind it.
func beginsCommand[T string | []byte](s T) bool {
	if len(s) == 0 || s[0] != '#' {
		return false
	}
	at := 1
	for at < len(s) && ('a' <= s[at]|0x20 && s[at]|0x20 <= 'z' || s[at] == '-') {
		at++
	}
	return at < len(s) && s[at] == '['
}

// visible is one character in harmless form; raw are its bytes.
func visible(r rune, raw string) string {
	switch {
	case r < ' ':
		return string('\u2400' + r)
	case r == 0x7f:
		return "\u2421"
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case unicode.IsPrint(r):
		return raw
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// isPlain tells text of printable ASCII, which is nearly all.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// longest is how many characters of one message, note or path are shown.
const longest = 1000

// shortened is text in harmless form, cut where it is longer than anybody reads.
// Messages quote what they are about, and a word of a file may be a megabyte.
func shortened(s string) string {
	if len(s) <= longest {
		return Visible(s)
	}
	n := 0
	for i := range s {
		if n++; n > longest {
			return Visible(s[:i]) + "…"
		}
	}
	return Visible(s)
}
