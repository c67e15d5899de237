package taint

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// edited is what sed leaves of its input: for s commands of which we know what they
// take away, and where it drops lines by their number. Others are taken to check or to
// quote.
func (m *machine) edited(list []*syntax.Word) *value {
	var scripts []string
	var files []*syntax.Word
	quiet, extended, named := false, false, false
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		switch {
		case !ok:
			return unknown
		case s == "-e" && i+1 < len(list):
			i++
			text, _ := regexText(list[i])
			scripts, named = append(scripts, text), true
		case strings.HasPrefix(s, "-"):
			if text, ok := behindLetters(s); ok {
				s, scripts, named = strings.TrimSuffix(s, "e"+text), append(scripts, text), true
			}
			if strings.Trim(s[1:], "nrEsu") != "" {
				return unknown
			}
			quiet = quiet || strings.Contains(s, "n")
			extended = extended || strings.ContainsAny(s, "rE")
		case named || len(scripts) > 0:
			files = append(files, list[i])
		default:
			text, _ := regexText(list[i])
			scripts = append(scripts, text)
		}
	}
	v := m.inputOrFiles(files)
	for _, text := range scripts {
		text = behindJoin(text)
		if deletesByNumber(text) {
			v = v.cut(Any)
			continue
		}
		commands, ok := substitutions(text)
		if !ok || !v.tainted() {
			return unknown
		}
		for _, c := range commands {
			v = c.of(v, quiet && len(commands) == 1 && len(scripts) == 1, extended)
		}
	}
	if !v.tainted() {
		return unknown
	}
	return v
}

// behindLetters is the script that an option word goes on with: -ne's/a/b/p'.
func behindLetters(word string) (script string, ok bool) {
	letters, script, ok := strings.Cut(word, "e")
	return script, ok && script != "" && strings.Trim(letters[1:], "nrEsu") == ""
}

// behindJoin is what a script goes on with behind the loop that makes one of all lines,
// :a;N;$!ba. That alone takes nothing away.
func behindJoin(script string) string {
	m := joinLoop.FindStringSubmatch(script)
	if m == nil || m[1] != m[2] {
		return script
	}
	return script[len(m[0]):]
}

var joinLoop = regexp.MustCompile(`^:(\w+)[;\n]\s*N[;\n]\s*\$!\s*b\s*(\w+)[;\n]`)

// deletesByNumber tells whether a script drops lines wherever they say: 1d, $d, 2,5d.
func deletesByNumber(script string) bool {
	lines, ok := strings.CutSuffix(script, "d")
	return ok && lines != "" && strings.Trim(lines, "0123456789,$") == ""
}

// substitution is an s command of sed, and the lines or expressions that it is for.
type substitution struct{ address, pattern, with, flags string }

// substitutions reads a script of nothing but s commands, apart by semicolons.
func substitutions(script string) (list []substitution, ok bool) {
	for rest := strings.TrimLeft(script, "; \n"); rest != ""; rest = strings.TrimLeft(rest, "; \n") {
		address := rest
		rest = behindAddress(rest)
		address = strings.TrimSuffix(address, rest)
		if len(rest) < 4 || rest[0] != 's' || isNameByte(rest[1]) || rest[1] == '\\' {
			return nil, false
		}
		c := substitution{address: address}
		delimiter := rest[1]
		rest = rest[2:]
		for _, part := range []*string{&c.pattern, &c.with} {
			end := endOfPart(rest, delimiter)
			if end < 0 {
				return nil, false
			}
			*part, rest = rest[:end], rest[end+1:]
		}
		end := strings.IndexAny(rest, "; \n")
		if end < 0 {
			end = len(rest)
		}
		c.flags, rest = rest[:end], rest[end:]
		if strings.Trim(c.flags, "gpI0123456789") != "" {
			return nil, false
		}
		list = append(list, c)
	}
	return list, len(list) > 0
}

// of is what the command leaves of a value. Quiet: only lines that match are printed.
func (c substitution) of(v *value, quiet, extended bool) *value {
	if !v.tainted() || strings.ContainsAny(c.pattern, `'"`) {
		return unknown // of quotes: it escapes them, or takes them away
	}
	if quiet && strings.Contains(c.address, "/") && strings.ContainsAny(c.address, "[^") {
		return unknown // the expression may be a check of the line
	}
	if strings.Contains(c.pattern, "%") && strings.Contains(c.with, `\x`) {
		return v.cut(Any).anything() // made ready for printf %b, echo -e
	}
	with, ok := c.replacement()
	if !ok {
		return unknown
	}
	v = v.quotedBy(with.text)
	switch {
	case with.groups != nil && !with.match && quiet && strings.Contains(c.flags, "p") && c.wholeLine():
		return v.cut(c.groups(with.groups, extended)).with(with.text)
	case with.groups != nil || with.match:
		return v.cut(Any).with(with.text)
	case strings.ContainsAny(c.pattern, "()"):
		return unknown
	}
	out := v.cut(Any)
	onAll := c.address == "" || quiet // the lines that are printed
	switch one := strings.TrimRight(c.pattern, "*+"); {
	case !onAll || !strings.Contains(c.flags, "g"):
	case one == `\n`:
		out = v.cut(Any &^ Newline)
	default:
		out = v.purged(strings.TrimPrefix(one, `\`), c.with == "")
	}
	for _, p := range out.parts {
		if front := p.origin.whole.front; c.spares(front) {
			p.origin.front = front
		}
	}
	if last, ok := strings.CutPrefix(strings.TrimPrefix(c.pattern, "^"), ".*"); ok && onAll && c.with == "" && !strings.HasPrefix(last, "?") {
		out = out.masked(without(strings.TrimPrefix(last, `\`))) // all up to the last of them is gone
	}
	if rest := strings.TrimSuffix(c.pattern, "$"); onAll && c.with == "" && len(rest) == 3 && rest[1:] == ".*" {
		return v.firstField(rest[0])
	}
	if !strings.ContainsAny(c.pattern, ".[*") && with.text != "" {
		out.samePath()
	}
	return out.with(c.piece(with.text))
}

// piece is what the command puts into a value. Slashes in the place of the slashes around
// names part the same names as those did.
func (c substitution) piece(text string) string {
	isAround := func(text string) bool { return len(text) > 0 && text[0] == '/' && text[len(text)-1] == '/' }
	if isAround(strings.ReplaceAll(c.pattern, `\/`, "/")) && isAround(text) {
		return strings.ReplaceAll(text, "/", "")
	}
	return text
}

// replacement is what an s command puts in the place of a match.
type replacement struct {
	text   string // of its own
	match  bool   // & stands for the match
	groups []int
}

// replacement reads it. A backslash that it writes escapes what stands behind, so that
// nothing is known; nor is it of letters in other cases (\u).
func (c substitution) replacement() (r replacement, ok bool) {
	var text strings.Builder
	for i := 0; i < len(c.with); i++ {
		b := c.with[i]
		switch {
		case b == '&':
			r.match = true
			continue
		case b == '\\' && i+1 < len(c.with):
			i++
			switch b = c.with[i]; {
			case b >= '1' && b <= '9':
				r.groups = append(r.groups, int(b-'0'))
				continue
			case b == 'n':
				b = '\n'
			case b == '\\' || isNameByte(b):
				return r, false
			}
		}
		text.WriteByte(b)
	}
	r.text = text.String()
	return r, true
}

// with is the value with a text of the program's own in it.
func (v *value) with(text string) *value {
	for i := range v.parts {
		v.parts[i].props |= propsOf(text)
	}
	return v
}

// quotedBy are the parts of the value that can do something between the quotes that a
// text puts around them.
func (v *value) quotedBy(text string) *value {
	ends := func(quote string, by Props) *value {
		if !strings.Contains(text, quote) {
			return v
		}
		return v.lacking(func(p part) bool { return p.props&by == 0 })
	}
	v = ends("'", Single)
	return ends(`"`, Double|Expand)
}

// spares tells whether the command takes none of these bytes away: it is for a text that
// has none of them.
func (c substitution) spares(bytes string) bool {
	return !strings.ContainsAny(c.pattern, `\.[]*^$`+bytes)
}

// wholeLine tells whether a match leaves nothing of the line outside of it.
func (c substitution) wholeLine() bool {
	return (strings.HasPrefix(c.pattern, "^") || strings.HasPrefix(c.pattern, ".*")) &&
		(strings.HasSuffix(c.pattern, "$") || strings.HasSuffix(c.pattern, ".*"))
}

// groups are the properties of what matches in groups of the pattern.
func (c substitution) groups(list []int, extended bool) Props {
	keep := Props(0)
	for _, n := range list {
		matched, ok := c.group(n, extended)
		if !ok {
			return Any
		}
		keep |= matched
	}
	return keep
}

// group are the properties of what matches in the nth group of the pattern.
func (c substitution) group(n int, extended bool) (Props, bool) {
	open, shut := `\(`, `\)`
	if extended {
		open, shut = "(", ")"
	}
	rest := c.pattern
	for ; n > 0; n-- {
		var ok bool
		if _, rest, ok = strings.Cut(rest, open); !ok {
			return 0, false
		}
	}
	inside, _, ok := strings.Cut(rest, shut)
	if !ok {
		return 0, false
	}
	if !strings.ContainsAny(inside, "*+{|") {
		return 0, true // a character or two are no code
	}
	yes, _, ok := regexShape(inside, true)
	return yes, ok
}
