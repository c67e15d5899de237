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
// code, and a clause that says how; "" where no such line is known. Holds is what a
// name holds there.
func (u use) safe(c *shell.Command, span source.Span, made bool, holds func(name string) string) (safe, how string) {
	if u.text == nil || u.taken != takesWords {
		return u.safeWords(c, span, made)
	}
	s := codeText{command: c, text: u.text, filler: u.filler, mark: u.mark, marks: marksIn(u.text.Text.String(), u.mark), holds: holds}
	return s.safe(span, made)
}

// holds is the text of a name where the walk is, or the one that an ARG gives it where
// nobody sets another; "" where neither is known.
func (m *machine) holds(name string) string {
	if id, ok := m.ids[name]; ok && m.vars[id] != nil && m.vars[id].known {
		return m.vars[id].text
	}
	v, _ := m.run.State.Vars.Get(name)
	return v.Value
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
	case s.text.How == shell.ByTrap:
		return s.safeTrap(from, to, made)
	case made:
		return "", ""
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
var listWords = []string{"ARGS", "FLAGS", "OPTS", "OPTIONS", "PARAMS", "PARAMETERS", "LIST", "PACKAGES", "MODULES", "PLUGINS", "EXTENSIONS"}

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
		case isList(n) || strings.ContainsAny(strings.TrimSpace(s.held(n)), " \t\n"):
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

// held is what a name holds; "" where that is not known.
func (s codeText) held(name string) string {
	if s.holds == nil {
		return ""
	}
	return s.holds(name)
}

// isQuoted tells whether what a hole is filled with has quotes or operators of its own,
// which eval reads and nothing else does.
func (s codeText) isQuoted(h hole) bool {
	if h.expansion == nil {
		return false
	}
	const syntax = "\"'\\;&|<>"
	given, _ := s.command.Program.Given(h.expansion.Name)
	return strings.ContainsAny(s.held(h.expansion.Name), syntax) || slices.ContainsFunc(given, func(w shell.Word) bool {
		text, _, ok := w.Spliced()
		return ok && strings.ContainsAny(text.String(), syntax)
	})
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
	t := s.text.Text.String()
	for i, h := range holes {
		if h.many && len(holes) > 1 {
			return "", "", false
		}
		if strings.HasPrefix(t[h.to:], "=") && isCommandPlace(t[:h.from], i > 0) {
			return "", "", false // "$1=x" assigns nothing
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
			if h.expansion == nil || !isCommandPlace(before, i > 0) {
				name = `"` + name + `"`
			}
			b.WriteString(before + name)
		}
	}
	if takesArguments(t[at:]) {
		return "", false
	}
	b.WriteString(t[at:])
	return b.String(), !strings.Contains(b.String(), "'")
}

// isCommandPlace tells whether a command's name comes behind a text: what stands there may
// be several words, the command and its options. Something stands in front of a text
// that goes on.
func isCommandPlace(before string, goesOn bool) bool {
	before = strings.TrimRight(before, " \t")
	if before == "" {
		return !goesOn
	}
	first := func(word string) bool { return before == word || strings.HasSuffix(before, " "+word) }
	return strings.IndexByte(";&|(", before[len(before)-1]) >= 0 || slices.ContainsFunc([]string{"exec", "then", "do", "else", "if", "sudo"}, first)
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

// Clauses that say how a value stays out of what eval reads. The first is of a line
// without eval whose words are all the value's; with the others no line is shown.
const (
	asOneCommand = "leave eval out, so that the words are one command and no code"
	asWords      = `hand the words of the command over one by one, and run them as they are: "$@"`
	asName       = `let the text name the variable, and eval expand it: command='ls "$dir"'`
	asFields     = "take from the text what is meant, one name after the other: case $field in NAME=*) name=${field#*=} ;; esac"
	asChoice     = "name the commands that may be run: case $command in start) ... ;; *) exit 1 ;; esac"
	asExpanded   = `expand by hand what may be meant, such as ~: case $dir in "~/"*) dir=$HOME/${dir#??} ;; esac`
)

// givesCommand tells whether the value may be a command that someone gives, and not the
// text of assignments that a file, a device or a form has.
func (s Source) givesCommand() bool {
	return s.Kind == Positional || s.Kind == Environment || s.Kind == BuildArg || s.Meant && s.Trust < Remote
}

// isField tells whether a part is one of the words that a loop has gone through: with
// eval, the assignments of name=value.
func (p part) isField() bool {
	return p.trail != nil && strings.HasPrefix(p.trail.step.Text, goneThrough)
}

// safeEval leaves eval out where the text needs none, checks what is a name, and
// else has eval expand the value itself.
func (s codeText) safeEval(span source.Span, line string, made bool) (string, string) {
	holes := s.holes()
	if h, ok := s.sole(holes); ok {
		return s.safeWhole(h, made)
	}
	i := slices.IndexFunc(holes, func(h hole) bool { return h.expansion != nil && h.expansion.Span == span })
	if i < 0 {
		return "", ""
	}
	h, text := holes[i], s.text.Text.String()
	switch {
	case h.words == `"$@"`:
		return argumentsLater(line)
	case h.expansion.Kind != shell.Param:
		return "", ""
	}
	before, after := text[:h.from], text[h.to:]
	switch {
	case isNamePart(text, h.from, h.to):
		if h.expansion.Op != "" {
			return "", ""
		}
		return checked(span, `*[!A-Za-z0-9_]*`, s.othersLater(holes, i, line)), "check the name first"
	case strings.HasSuffix(before, "~"):
		return checked(span, onlyNames, line), "let only the characters of a name through"
	case made && s.quoting(holes, h.from) != '\'': // in these it is one word, whatever it is made of
		return s.assigns(holes, i, asName)
	case after != "" && strings.IndexByte("<>", after[0]) >= 0 && (before == "" || before[len(before)-1] == ' '):
		return checked(span, `*[!0-9]*|""`, line), "let only a number through"
	case strings.TrimSpace(before) == "echo" && after == "":
		return "", asExpanded
	case s.needless(holes) && !s.namesByHole(holes):
		return s.withoutEval(holes)
	}
	if strings.TrimSpace(before) == "" && s.quoting(holes, h.from) == 0 && !h.many {
		return "", "" // a command: in quotes it would be one word
	}
	if safe, how := s.leftToEval(holes, h, line); safe != "" {
		return safe, how
	}
	if made {
		return s.assigns(holes, i, asName)
	}
	return s.assigns(holes, i, "")
}

// leftToEval is the line with a value that eval expands itself, and how it is so.
func (s codeText) leftToEval(holes []hole, h hole, line string) (string, string) {
	value := h.expansion.Span.Text()
	switch q := s.quoting(holes, h.from); {
	case q == '\'': // in these it would not expand
		return later(line, "'"+value+"'", `\"\`+value+`\"`)
	case q == '"' || h.many:
		return later(line, value, `\`+value)
	}
	return later(line, value, `\"\`+value+`\"`)
}

// argumentsLater is the line with "$@" left to eval, where that is a word of its own.
func argumentsLater(line string) (string, string) {
	const word = ` "$@"`
	if before, after, ok := strings.Cut(line, word); ok && strings.Trim(after, " ") == "" && strings.Count(before, `"`)%2 == 0 {
		return before + ` '"$@"'` + after, "let eval expand the arguments itself"
	}
	return "", ""
}

// safeWhole is the line of eval without it, for a hole that is the whole text.
func (s codeText) safeWhole(h hole, made bool) (string, string) {
	w := h.unquoted()
	switch {
	case w == `"$@"` && made:
		return "", asWords
	case w == `"$@"`:
		return w, "run the words as they are"
	case !strings.HasPrefix(w, "$") || strings.HasPrefix(w, "$("):
		return "", ""
	case made:
		return "", asName
	}
	return w, asOneCommand
}

// checked is a line behind a check of an expansion, which ends the script for what fits
// the pattern.
func checked(x source.Span, pattern, line string) string {
	return fmt.Sprintf(checkStart+`"%s" in %s) exit 1;; esac; %s`, x.Text(), pattern, line)
}

// isNamePart tells whether a hole is a part of a variable's name: $$n, ${$n},
// x_$n=, $n=.
func isNamePart(text string, from, to int) bool {
	before, after := text[:from], text[to:]
	return strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${") ||
		strings.HasPrefix(after, "=") || before != "" && isNameByte(before[len(before)-1])
}

// needless tells whether the text is a command of plain words and holes, which
// eval only reads a second time: none of them has quotes for it.
func (s codeText) needless(holes []hole) bool {
	if slices.ContainsFunc(holes, s.isQuoted) {
		return false
	}
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

// asItself is how eval takes a value for no code.
const asItself = "let eval expand the value itself"

// assigns is eval "$name=\$value" for a text that is that assignment and nothing else, whose
// value is the hole. Of another text, and of a value with quotes of its own, no line is
// known, and what else to do is the clause that is given.
func (s codeText) assigns(holes []hole, value int, otherwise string) (string, string) {
	h, text := holes[value], s.text.Text.String()
	if h.many || s.isQuoted(h) || text[h.to:] != "" || !strings.HasSuffix(text[:h.from], "=") {
		return "", otherwise
	}
	var name strings.Builder
	at := 0
	for _, n := range append(slices.Clone(holes[:value]), hole{from: h.from - 1}) {
		if !isConstantName(text[at:n.from]) {
			return "", otherwise
		}
		name.WriteString(text[at:n.from])
		if n.expansion != nil {
			name.WriteString(n.expansion.Span.Text())
			at = n.to
		}
	}
	return fmt.Sprintf(`eval "%s=\%s"`, name.String(), h.expansion.Span.Text()), asItself
}

// isConstantName tells whether a text is a piece of a variable's name.
func isConstantName(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 127 || !isNameByte(byte(r)) })
}

// withoutEval is that command, and how it is one. What stands where a command's name
// does keeps its several words, but for the folder that the command is in. Of export only names of one family are let through:
// which is for the script to say.
func (s codeText) withoutEval(holes []hole) (string, string) {
	var b strings.Builder
	text, at := s.text.Text.String(), 0
	how := "leave eval out"
	for _, h := range holes {
		b.WriteString(text[at:h.from])
		isFolder := strings.HasPrefix(text[h.to:], "/")
		if at == 0 && isCommandPlace(text[:h.from], false) && !isFolder {
			b.WriteString(h.unquoted())
		} else {
			b.WriteString(h.words)
		}
		if h.many && h.words != `"$@"` {
			how = "leave eval out, unless quotes in " + h.words + " are meant"
		}
		at = h.to
	}
	line := b.String() + text[at:]
	if before, value, ok := strings.Cut(line, " "); ok && len(holes) == 1 && value == holes[0].words && takesNames[before] {
		return familyOnly(value, line), onlyFamily
	}
	return line, how
}

// othersLater is the line with the other values left to eval: a check of the name says
// nothing of them.
func (s codeText) othersLater(holes []hole, name int, line string) string {
	text := s.text.Text.String()
	for i, h := range holes {
		if i == name || h.expansion == nil || h.expansion.Kind != shell.Param || h.many || isNamePart(text, h.from, h.to) {
			continue
		}
		with, _ := s.leftToEval(holes, h, line)
		if with != "" {
			line = with
		}
	}
	return line
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
	return before + with + after, asItself
}
