package dockerfile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a half-open run of bytes of a logical line.
type run struct{ from, to int }

func (r run) empty() bool { return r.from >= r.to }

// kind is the way in which an instruction's arguments are split.
type kind int8

const (
	kindUnknown kind = iota
	kindAdd
	kindArg
	kindCmd
	kindCopy
	kindEntrypoint
	kindEnv
	kindExpose
	kindFrom
	kindHealthcheck
	kindLabel
	kindMaintainer
	kindOnbuild
	kindRun
	kindShell
	kindStopsignal
	kindUser
	kindVolume
	kindWorkdir
)

// takesHeredocs tells whether `<<` means something to BuildKit.
func (k kind) takesHeredocs() bool { return k == kindRun || k == kindCopy || k == kindAdd }

// kindOf knows an instruction by its keyword in any case.
func kindOf(keyword string) kind {
	switch keyword {
	case "ADD":
		return kindAdd
	case "ARG":
		return kindArg
	case "CMD":
		return kindCmd
	case "COPY":
		return kindCopy
	case "ENTRYPOINT":
		return kindEntrypoint
	case "ENV":
		return kindEnv
	case "EXPOSE":
		return kindExpose
	case "FROM":
		return kindFrom
	case "HEALTHCHECK":
		return kindHealthcheck
	case "LABEL":
		return kindLabel
	case "MAINTAINER":
		return kindMaintainer
	case "ONBUILD":
		return kindOnbuild
	case "RUN":
		return kindRun
	case "SHELL":
		return kindShell
	case "STOPSIGNAL":
		return kindStopsignal
	case "USER":
		return kindUser
	case "VOLUME":
		return kindVolume
	case "WORKDIR":
		return kindWorkdir
	}
	// BuildKit compares in lower case, so that a letter that only its upper case
	// makes ASCII does not count.
	if len(keyword) > len("HEALTHCHECK")+utf8.UTFMax {
		return kindUnknown
	}
	if lower := strings.ToLower(keyword); isASCII(lower) && keyword != strings.ToUpper(lower) {
		return kindOf(strings.ToUpper(lower))
	}
	return kindUnknown
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// layout is the logical line cut into its parts.
type layout struct {
	kind    kind
	keyword run
	flags   []run // as written, quotes and escapes included
	rest    run   // what follows the flags, trimmed
}

// split cuts the part [from, to) of a logical line as BuildKit's splitCommand
// and extractBuilderFlags do.
func split(s string, from, to int, escape byte) layout {
	all := trim(s, run{from, to})
	l := layout{keyword: run{all.from, all.to}, rest: run{all.to, all.to}}
	for i := all.from; i < all.to; i++ {
		if isBlank(s[i]) {
			l.keyword.to = i
			break
		}
	}
	l.kind = kindOf(s[l.keyword.from:l.keyword.to])
	at := l.keyword.to
	for at < all.to && isBlank(s[at]) {
		at++
	}
	for at < all.to {
		// From here on BuildKit reads byte by byte as if each were a rune.
		if isLatinSpace(s[at]) {
			at++
			continue
		}
		if !strings.HasPrefix(s[at:all.to], "--") {
			break
		}
		flag := run{at, flagEnd(s, run{at, all.to}, escape)}
		at = flag.to
		if flagValue(s, flag, escape) == "--" {
			break
		}
		l.flags = append(l.flags, flag)
	}
	l.rest = trim(s, run{at, all.to})
	return l
}

// flagEnd is the end of the flag that begins at r.from.
func flagEnd(s string, r run, escape byte) int {
	var quote byte
	for i := r.from; i < r.to; i++ {
		switch b := s[i]; {
		case quote != 0 && b == quote:
			quote = 0
		case quote == 0 && isLatinSpace(b):
			return i
		case quote == 0 && (b == '\'' || b == '"'):
			quote = b
		case b == escape:
			if i+1 == r.to {
				return r.to
			}
			i++
		}
	}
	return r.to
}

// flagPieces are the runs that are left of a flag without its quotes and
// escapes.
func flagPieces(s string, r run, escape byte) []run {
	if !strings.ContainsAny(s[r.from:r.to], "'\""+string(rune(escape))) {
		return []run{r}
	}
	var pieces []run
	var quote byte
	from := r.from
	cut := func(to int) {
		if from < to {
			pieces = append(pieces, run{from, to})
		}
	}
	for i := r.from; i < r.to; i++ {
		switch b := s[i]; {
		case quote != 0 && b == quote:
			quote = 0
			cut(i)
			from = i + 1
		case quote == 0 && (b == '\'' || b == '"'):
			quote = b
			cut(i)
			from = i + 1
		case b == escape:
			cut(i)
			from = i + 1
			i++ // what follows stands for itself
		}
	}
	cut(r.to)
	return pieces
}

// flagValue is the flag without its quotes and escapes.
func flagValue(s string, r run, escape byte) string {
	pieces := flagPieces(s, r, escape)
	if len(pieces) == 1 {
		return s[pieces[0].from:pieces[0].to]
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(s[p.from:p.to])
	}
	return b.String()
}

// fields splits at runs of blanks, as BuildKit's parseStringsWhitespaceDelimited
// does.
func fields(s string, r run) []run {
	var words []run
	for at := r.from; at < r.to; {
		if isBlank(s[at]) {
			at++
			continue
		}
		from := at
		for at < r.to && !isBlank(s[at]) {
			at++
		}
		words = append(words, run{from, at})
	}
	return words
}

// quotedWords splits at white space outside of quotes, as BuildKit's parseWords
// does. An escape token at the very end is dropped from its word.
func quotedWords(s string, r run, escape byte) []run {
	var words []run
	var quote rune
	from := -1
	end := func(to int) {
		if from >= 0 && from < to {
			words = append(words, run{from, to})
		}
		from = -1
	}
	for at := r.from; at < r.to; {
		c, size := rune(s[at]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[at:r.to])
		}
		if quote == 0 && unicode.IsSpace(c) {
			end(at)
			at += size
			continue
		}
		if from < 0 {
			from = at
		}
		switch {
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote != 0 && c == quote:
			quote = 0
		case c == rune(escape) && quote != '\'':
			if at+size == r.to {
				end(at)
				return words
			}
			at += size
			_, size = utf8.DecodeRuneInString(s[at:r.to])
		}
		at += size
	}
	end(r.to)
	return words
}

// trim drops white space at both ends as strings.TrimSpace does.
func trim(s string, r run) run {
	for r.from < r.to {
		c, size := rune(s[r.from]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[r.from:r.to])
		}
		if !unicode.IsSpace(c) {
			break
		}
		r.from += size
	}
	for r.from < r.to {
		c, size := rune(s[r.to-1]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeLastRuneInString(s[r.from:r.to])
		}
		if !unicode.IsSpace(c) {
			break
		}
		r.to -= size
	}
	return r
}

// blanks are BuildKit's idea of what separates words: no line feed, nothing beyond
// ASCII.
const blanks = " \t\r\v\f"

// isBlank tells whether a byte is one of blanks.
func isBlank(b byte) bool {
	return b == ' ' || b == '\t' || b == '\r' || b == '\v' || b == '\f'
}

// isLatinSpace tells whether the byte, taken for a rune, is white space.
func isLatinSpace(b byte) bool { return isBlank(b) || b == '\n' || b == 0x85 || b == 0xA0 }
