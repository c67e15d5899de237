package taint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// maxSafe is the length of a command in bytes up to which its safe form is
// written out.
const maxSafe = 200

// safe is the command of a use written so that what stands at the span is no
// code, and a clause that says how; "" where no such line is known.
func (u use) safe(c *shell.Command, span source.Span, made bool) (safe, how string) {
	if u.text == nil || u.taken != takesWords {
		return u.safeWords(c, span, made)
	}
	s := codeText{command: c, text: u.text, filler: u.filler, mark: u.mark, marks: marksIn(u.text.Text.String(), u.mark)}
	return s.safe(span, made)
}

// safe is the command written so that what stands at the span is no code, and a
// clause that says how. "" where the command is too long or its quoting is not
// understood: a wrong proposal is worse than none. Made: the program put text
// around the value, which may be meant to be several words; then only a check of
// a name is proposed.
func (s codeText) safe(span source.Span, made bool) (string, string) {
	from, to := s.extent()
	line := s.command.Program.Text.String()[from:to]
	if len(line) > maxSafe || strings.Contains(line, "\n") {
		return "", ""
	}
	switch {
	case s.text.How == shell.ByEval:
		return s.safeEval(span, line, made)
	case made:
		return "", ""
	case s.text.How == shell.ByTrap:
		return s.safeTrap(from, to)
	case takesOneText[s.command.Name]:
		return s.safeEnvironment(from, to)
	}
	return s.safeShell(from, to)
}

// Replacement puts Safe in the place of the command. It is not ok where Safe is more
// than that command written otherwise (a check in front of it, a whole pipe or
// here-document), and where the command stands in quotes of another program or on
// several lines.
func (s Sink) Replacement() (source.Edit, bool) {
	switch s.Class {
	case Eval, ShellC, RunsString, Program, Format, Option:
	default:
		return source.Edit{}, false
	}
	if s.Safe == "" || s.At == nil || s.At.Program.Outer != nil || strings.HasPrefix(s.Safe, checkStart) {
		return source.Edit{}, false
	}
	text := s.At.Program.Text
	from, to := codeText{command: s.At}.extent()
	span := text.Span(from, to)
	return source.Edit{Span: span, New: s.Safe}, span.Text() == text.String()[from:to]
}

// checkStart begins what checks a value in front of the command.
const checkStart = "case "

// extent is the command in its program's text, from its word to its last one.
func (s codeText) extent() (from, to int) {
	from, to = s.command.Word.Range()
	for _, a := range s.command.Args {
		if _, end := a.Range(); end > to {
			to = end
		}
	}
	return from, to
}

// hole is a part of the text that something is put into.
type hole struct {
	from, to int
	words    string // as the words of a command that give the same
	many     bool   // it may stand for several words
	// expansion is what fills it in; nil where find or xargs does.
	expansion *shell.Expansion
}

// listWords are the ends of names by which people say that the value is several
// words.
var listWords = []string{"ARGS", "FLAGS", "OPTS", "OPTIONS", "PARAMS", "PARAMETERS", "LIST", "PACKAGES"}

func isList(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc(listWords, func(w string) bool { return strings.HasSuffix(name, w) })
}

// holes are those of the text, in its order. A mark inside an expansion is a part of
// that.
func (s codeText) holes() []hole {
	var list []hole
	for i := range s.text.Splices {
		x := &s.text.Splices[i]
		src := x.Expansion.Span.Text()
		h := hole{from: x.From, to: x.To, words: `"` + src + `"`, expansion: &x.Expansion}
		switch n := x.Expansion.Name; {
		case n == "@" || n == "*":
			h.words, h.many = `"$@"`, true
		case isList(n):
			h.words, h.many = src, true
		}
		list = append(list, h)
	}
	for _, at := range s.marks {
		if !slices.ContainsFunc(list, func(h hole) bool { return h.from <= at && at < h.to }) {
			list = append(list, hole{from: at, to: at + len(s.mark), words: s.mark})
		}
	}
	slices.SortFunc(list, func(a, b hole) int { return a.from - b.from })
	return list
}

// unquoted are the words so that a value makes as many words as it has.
func (h hole) unquoted() string {
	if h.words == `"$@"` {
		return h.words
	}
	return strings.Trim(h.words, `"`)
}

// sole is the one hole that is the whole text.
func (s codeText) sole(list []hole) (hole, bool) {
	text := s.text.Text.String()
	if len(list) != 1 || strings.TrimSpace(text[:list[0].from]) != "" || strings.TrimSpace(text[list[0].to:]) != "" {
		return hole{}, false
	}
	return list[0], true
}

// safeShell hands the values to `sh -c` as arguments.
func (s codeText) safeShell(from, to int) (string, string) {
	all := s.command.Program.Text.String()
	at := s.textWord()
	if at < 0 {
		return "", ""
	}
	isSu := s.command.Name == "su" || s.command.Name == "runuser"
	if !isSu && at != len(s.command.Args)-1 || isSu && givesArguments(s.command) {
		return "", "" // it has arguments already
	}
	if strings.HasPrefix(s.text.Text.String(), "eval ") {
		return "", "" // which evaluates an argument as well
	}
	for i := at + 1; i < len(s.command.Args); i++ {
		if s.command.Arg(i) == "" || s.command.Arg(i) == "--" {
			return "", ""
		}
	}
	holes := s.holes()
	var text, args string
	if h, ok := s.sole(holes); ok {
		text, args = `"$@"`, h.unquoted()
	} else if text, args, ok = s.asArguments(holes); !ok {
		return "", ""
	}
	wordFrom, wordTo := s.command.Args[at].Range()
	dashes := ""
	if isSu {
		dashes = " --"
	}
	return fmt.Sprintf("%s'%s'%s%s sh %s", all[from:wordFrom], text, all[wordTo:to], dashes, args), "pass the value as an argument"
}

// givesArguments tells whether su has words behind the name of the user: the shell's.
func givesArguments(su *shell.Command) bool {
	operands := apart(su, "scgGw", " shell command group supp-group whitelist-environment ", false).operands
	operands = slices.DeleteFunc(slices.Clone(operands), func(w shell.Word) bool { return w.Source() == "-" })
	return len(operands) > 1
}

// textWord is the index of the word that is the text; -1 when it is only a part
// of one.
func (s codeText) textWord() int {
	span := s.text.Text.All()
	for i, w := range s.command.Args {
		if x := w.Span(); x.Start <= span.Start && span.End <= x.End {
			if strings.HasPrefix(w.Source(), "-") {
				return -1
			}
			return i
		}
	}
	return -1
}

// asArguments is the text with $1, $2, ... in the place of the holes, ready for
// single quotes, and the words for them.
func (s codeText) asArguments(holes []hole) (text, args string, ok bool) {
	var words, names []string
	for _, h := range holes {
		if h.many && len(holes) > 1 {
			return "", "", false
		}
		n := slices.Index(words, h.words) + 1
		if n == 0 {
			words = append(words, h.words)
			n = len(words)
		}
		switch {
		case h.many:
			names = append(names, "$@")
		case n > 9:
			return "", "", false
		default:
			names = append(names, "$"+strconv.Itoa(n))
		}
	}
	text, ok = s.requoted(holes, names)
	return text, strings.Join(words, " "), ok
}

// requoted is the text with names in the place of the holes, each in double
// quotes, ready for single quotes around it.
func (s codeText) requoted(holes []hole, names []string) (string, bool) {
	var b strings.Builder
	t := s.text.Text.String()
	at := 0
	for i, h := range holes {
		before, name := t[at:h.from], names[i]
		if takesArguments(before) {
			return "", false // it has a $1 of its own
		}
		at = h.to
		switch s.quoting(holes, h.from) {
		case '"':
			b.WriteString(before + name)
		case '\'':
			// '…' around the hole alone becomes "…".
			if !strings.HasSuffix(before, "'") || !strings.HasPrefix(t[h.to:], "'") {
				return "", false
			}
			b.WriteString(strings.TrimSuffix(before, "'") + `"` + name + `"`)
			at++
		default:
			b.WriteString(before + `"` + name + `"`)
		}
	}
	if takesArguments(t[at:]) {
		return "", false
	}
	b.WriteString(t[at:])
	return b.String(), !strings.Contains(b.String(), "'")
}

// takesArguments tells whether a text expands positional parameters.
func takesArguments(text string) bool {
	for i := range len(text) - 1 {
		rest := strings.TrimPrefix(text[i+1:], "{")
		if text[i] == '$' && rest != "" && strings.IndexByte("123456789@*#", rest[0]) >= 0 {
			return true
		}
	}
	return false
}

// quoting is the quote in which a byte of the text stands, 0 for none. What the
// holes are filled with is not looked at.
func (s codeText) quoting(holes []hole, at int) byte {
	t := s.text.Text.String()
	var q byte
	for i := 0; i < at; i++ {
		for len(holes) > 0 && holes[0].from <= i {
			i = max(i, holes[0].to)
			holes = holes[1:]
		}
		if i >= at {
			break
		}
		switch c := t[i]; {
		case c == '\\' && q != '\'':
			i++
		case q == 0 && (c == '"' || c == '\''):
			q = c
		case c == q:
			q = 0
		}
	}
	return q
}

// asOneCommand is how a line without eval is safe whose words are all the value's.
const asOneCommand = "leave eval out, so that the words are one command and no code"

// givesCommand tells whether the value may be a command that someone gives, and not the
// text of assignments that a file, a device or a form has.
func (s Source) givesCommand() bool {
	return s.Kind == Positional || s.Kind == Environment || s.Kind == BuildArg || s.Meant && s.Trust < Remote
}

// safeEval leaves eval out where the text needs none, checks what is a name, and
// else has eval expand the value itself.
func (s codeText) safeEval(span source.Span, line string, made bool) (string, string) {
	holes := s.holes()
	text := s.text.Text.String()
	if h, ok := s.sole(holes); ok && !made {
		switch w := h.unquoted(); {
		case w == `"$@"`:
			return w, "run the words as they are"
		case !strings.HasPrefix(w, "$") || strings.HasPrefix(w, "$("):
			return "", ""
		}
		return h.unquoted(), asOneCommand
	}
	for _, h := range holes {
		x := h.expansion
		if x == nil || x.Span != span {
			continue
		}
		switch {
		case x.Kind != shell.Param || h.words == `"$@"`:
			return "", ""
		case isNamePart(text, h.from, h.to):
			if x.Op != "" {
				return "", ""
			}
			return fmt.Sprintf(`case "%s" in *[!A-Za-z0-9_]*) exit 1;; esac; %s`, span.Text(), line), "check the name first"
		case made:
			return "", ""
		case s.needless(holes) && !s.namesByHole(holes):
			return s.withoutEval(holes), "leave eval out"
		}
		switch q := s.quoting(holes, h.from); {
		case q == '\'': // in these it would not expand
			return later(line, "'"+x.Span.Text()+"'", `\"\`+x.Span.Text()+`\"`)
		case q == '"' || h.many:
			return later(line, span.Text(), `\`+span.Text())
		case strings.TrimSpace(text[:h.from]) == "":
			return "", "" // a command: in quotes it would be one word
		}
		return later(line, span.Text(), `\"\`+span.Text()+`\"`)
	}
	return "", ""
}

// isNamePart tells whether a hole is a part of a variable's name: $$n, ${$n},
// x_$n=, $n=.
func isNamePart(text string, from, to int) bool {
	before, after := text[:from], text[to:]
	return strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${") ||
		strings.HasPrefix(after, "=") || before != "" && isNameByte(before[len(before)-1])
}

// needless tells whether the text is a command of plain words and holes, which
// eval only reads a second time.
func (s codeText) needless(holes []hole) bool {
	text, at := s.text.Text.String(), 0
	for _, h := range append(holes, hole{from: len(text)}) {
		if strings.ContainsAny(text[at:h.from], "$`\"'\\;&|<>()*?[]{}~#!\n") {
			return false
		}
		at = h.to
	}
	return true
}

// namesByHole tells whether the text is an assignment to a name with a hole in it,
// which eval alone makes: $name=value, x_$n=value.
func (s codeText) namesByHole(holes []hole) bool {
	text, at := s.text.Text.String(), 0
	for _, h := range holes {
		before := text[at:h.from]
		if at == 0 {
			before = strings.TrimLeft(before, " \t")
		}
		if strings.ContainsAny(before, " \t") {
			return false
		}
		at = h.to
		if i := strings.IndexFunc(text[at:], func(r rune) bool { return r > 127 || !isNameByte(byte(r)) }); i >= 0 && text[at+i] == '=' {
			return true
		}
	}
	return false
}

// withoutEval is that command. What stands where a command's name does keeps its
// several words.
func (s codeText) withoutEval(holes []hole) string {
	var b strings.Builder
	text, at := s.text.Text.String(), 0
	for _, h := range holes {
		before := strings.TrimSpace(text[at:h.from])
		b.WriteString(text[at:h.from])
		if at == 0 && (before == "" || before == "exec") {
			b.WriteString(h.unquoted())
		} else {
			b.WriteString(h.words)
		}
		at = h.to
	}
	return b.String() + text[at:]
}

// later is the line with an expansion left to eval: the one place of a text that is in
// double quotes there, written otherwise.
func later(line, text, with string) (string, string) {
	if strings.Count(line, text) != 1 || strings.ContainsAny(strings.Trim(text, "'"), `"'\`) {
		return "", ""
	}
	before, after, _ := strings.Cut(line, text)
	if (strings.Count(before, `"`)-strings.Count(before, `\"`))%2 == 0 {
		return "", "" // not in double quotes: nothing to escape in
	}
	return before + with + after, "let eval expand the value itself"
}
