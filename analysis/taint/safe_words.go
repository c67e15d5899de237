package taint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// safeWords is the safe form of a command that takes words for more than text.
func (u use) safeWords(c *shell.Command, span source.Span, made bool) (string, string) {
	switch {
	case u.isHeader():
		return u.safeHeader(c, span)
	case u.isHook():
		return safeHook(span, made)
	}
	from, to := codeText{command: c}.extent()
	line := c.Program.Text.String()[from:to]
	if len(line) > maxSafe || strings.Contains(line, "\n") {
		return "", ""
	}
	if u.class == Piped {
		if r := lastInput(c.Redirects); r != nil && r.IsHeredoc() && !r.Verbatim {
			return safeDocument(c, r)
		}
		return safeEcho(c)
	}
	if u.taken == takesOutput {
		return u.safeOutput(c, line)
	}
	i := slices.IndexFunc(u.words, func(w shell.Word) bool { s := w.Span(); return s.Start <= span.Start && span.End <= s.End })
	if i < 0 || u.taken != takesWords {
		return "", ""
	}
	w := u.words[i]
	if u.class == Option {
		return u.safeOption(c, w, span, line)
	}
	x, ok := expansionAt(w, span)
	switch {
	case u.class == Format:
		return safeFormat(c, w)
	case !ok || made:
		return "", ""
	}
	return u.safeWord(c, w, x, line)
}

// safeWord is the safe form of a command of one line that takes an expansion in one of
// its words for more than text.
func (u use) safeWord(c *shell.Command, w shell.Word, x shell.Expansion, line string) (string, string) {
	switch u.class {
	case Program:
		if strings.HasSuffix(c.Name, "awk") && u.as == c.Name && isPlain(x) {
			return safeAwk(c, w)
		}
		if strings.HasSuffix(c.Name, "sed") {
			return safeSed(c, x, w, line)
		}
	case RunsString:
		if c.Name == "ssh" {
			return check(c, x, onlyNames, line), "let only the characters of a name through"
		}
	case Deferred:
		if c.Name == "alias" {
			return safeAlias(c, w, x)
		}
	case Names:
		return safeName(x, w, line)
	case WrittenPath, Sourced, CommandWord:
		if isInFolder(w, x) {
			return check(c, x, `*/*|.|..|""`, line), "let no slash through"
		}
	}
	return "", ""
}

// expansionAt is the expansion of a word at a span, where it is a plain one or gives
// another value for none.
func expansionAt(w shell.Word, span source.Span) (shell.Expansion, bool) {
	for _, x := range w.Expansions() {
		if x.Span == span {
			return x, isPlain(x) || x.Kind == shell.Param && (x.Op == ":-" || x.Op == "-") && x.Arg.Constant()
		}
	}
	return shell.Expansion{}, false
}

// check is the line behind a check of the value. It stands alone where the command is a
// later part of a pipe, or one that find or xargs runs: what is checked has to be in
// front of all of it.
func check(c *shell.Command, x shell.Expansion, pattern, line string) string {
	if c.Via != nil || c.Pipeline != nil && c.Stage > 0 {
		return strings.TrimSuffix(checked(x.Span, pattern, ""), "; ")
	}
	return checked(x.Span, pattern, line)
}

// onlyNames is the pattern of what is not made of the characters of names of files
// alone.
const onlyNames = `*[!A-Za-z0-9._-]*|""`

// onlyPaths is that of what is not made of those of paths and URLs.
const onlyPaths = `*[!A-Za-z0-9._:/-]*|""`

// safeSed lets digits through for the number of a line, and for the text of an s
// command or of an expression what neither ends it nor means anything in it.
func safeSed(c *shell.Command, x shell.Expansion, w shell.Word, line string) (string, string) {
	script := behindAddress(behindConstants(strings.TrimLeft(w.Source(), `"'`)))
	ends := sedHurts(script)
	if strings.HasPrefix(script, "/") { // the expression of an address
		ends = Slash
	}
	switch {
	case ends&Name != 0:
		return check(c, x, `*[!0-9]*|""`, line), "let only digits through"
	case ends&(Dash|Dot|Slash|Colon) == 0: // chosen so that a path may stand there
		return check(c, x, onlyPaths, line), "let only the characters of a path or a URL through"
	case ends&(Dash|Dot) == 0:
		return check(c, x, onlyNames, line), "let only the characters of a name through"
	}
	return "", ""
}

// safeAlias leaves the expansions to the alias.
func safeAlias(c *shell.Command, w shell.Word, x shell.Expansion) (string, string) {
	text, splices, ok := w.Spliced()
	if !ok || len(c.Args) != 1 || len(splices) != 1 || !isName(x.Name) {
		return "", ""
	}
	s := codeText{command: c, text: &shell.Program{Text: text, Splices: splices}}
	code, ok := s.requoted(s.holes(), []string{x.Span.Text()})
	name, code, found := strings.Cut(code, "=")
	if !ok || !found {
		return "", ""
	}
	return c.Word.Source() + " " + name + "='" + code + "'", "let the alias expand the value when it is used"
}

// safeOption ends the options in front of the value, as that command lets one do
// it.
func (u use) safeOption(c *shell.Command, w shell.Word, span source.Span, line string) (string, string) {
	if isOptionList(w) {
		return "", "" // its words are options of the program's own too
	}
	from, _ := codeText{command: c}.extent()
	wordFrom, wordTo := w.Range()
	before, after := line[:wordFrom-from], line[wordTo-from:]
	if strings.IndexByte("*?[", w.Source()[0]) >= 0 {
		return before + "./" + w.Source() + after, "begin the pattern with ./"
	}
	value, how, it := w.Source(), "", "the value"
	if c.Name != "set" && isOneUnquoted(w) { // set is there to make several words of one
		value, how, it = `"`+value+`"`, "quote the value, and ", "it"
		if u.bare || isBehindText(w, span) {
			return before + value + after, "quote the value"
		}
	}
	if first, ok := u.firstOperand(c); ok {
		return line[:first-from] + "-- " + line[first-from:wordFrom-from] + value + after, how + "end the options in front of " + it
	}
	x := w.Expansions()
	if len(u.words) != 1 || len(x) == 0 || !isPlain(x[0]) || !x[0].Quoted && how == "" {
		return "", ""
	}
	return check(c, x[0], "-*", before+value+after), how + "let no dash through, since options may stand behind it"
}

// firstOperand is where -- can stand in front of the values: the command knows it, and
// nothing behind is meant as an option. It is a byte of the program's text.
func (u use) firstOperand(c *shell.Command) (int, bool) {
	first := -1
	for _, o := range u.words {
		if at, _ := o.Range(); !isOptionList(o) && (first < 0 || at < first) {
			first = at
		}
	}
	behind := slices.ContainsFunc(c.Args, func(a shell.Word) bool {
		at, _ := a.Range()
		return at > first && strings.HasPrefix(strings.TrimLeft(a.Source(), `"'`), "-")
	})
	oldTar := strings.HasSuffix(c.Name, "tar") && !strings.HasPrefix(c.Args[0].Source(), "-")
	ends := slices.ContainsFunc(tables[c.Name].options, func(row *optionRow) bool { return row.ends })
	return first, first >= 0 && ends && !behind && !oldTar
}

// isOneUnquoted tells whether a word has expansions, stands in no quotes and says in
// nothing that it is meant to be several words.
func isOneUnquoted(w shell.Word) bool {
	list := w.Expansions()
	if len(list) == 1 && list[0].Span.Text() == w.Source() {
		return !list[0].Quoted && list[0].Kind == shell.Param && !isList(list[0].Name)
	}
	plain := func(x shell.Expansion) bool { return isPlain(x) && !isList(x.Name) }
	return !strings.ContainsAny(queryMark.ReplaceAllString(w.Source(), ""), `"'\*?[~,`) && !slices.ContainsFunc(list, func(x shell.Expansion) bool { return !plain(x) })
}

// queryMark begins the query of a URL, where no one means a pattern.
var queryMark = regexp.MustCompile(`\?\w+=`)

// isOptionList tells whether a word is one name, in no quotes, that says that it holds
// several words: $CURL_OPTIONS.
func isOptionList(w shell.Word) bool {
	list := w.Expansions()
	return len(list) == 1 && !list[0].Quoted && list[0].Span.Text() == w.Source() && isList(list[0].Name)
}

// isBehindText tells whether constant text stands in a word in front of an expansion, so
// that only a blank in it makes an option.
func isBehindText(w shell.Word, span source.Span) bool {
	_, splices, _ := w.Spliced()
	at := 0
	for _, s := range splices {
		if s.From > at {
			return true
		}
		if s.Expansion.Span == span {
			return false
		}
		at = s.To
	}
	return false
}

// safeFormat makes the format constant and gives the values as operands, among those
// that it has already.
func safeFormat(c *shell.Command, w shell.Word) (string, string) {
	text, splices, ok := w.Spliced()
	if !ok || len(c.Args) == 0 || c.Args[0].Source() != w.Source() || !w.Quoted() {
		return "", ""
	}
	t, operands := text.String(), c.Args[1:]
	var format, list strings.Builder
	given := func(piece string) bool {
		format.WriteString(piece)
		n := strings.Count(strings.ReplaceAll(piece, "%%", ""), "%")
		if n > len(operands) || strings.Contains(piece, "*") {
			return false
		}
		for _, o := range operands[:n] {
			list.WriteString(" " + o.Source())
		}
		operands = operands[n:]
		return true
	}
	at := 0
	for _, x := range splices {
		ok = ok && given(t[at:x.From])
		format.WriteString("%s")
		list.WriteString(` "` + x.Expansion.Span.Text() + `"`)
		at = x.To
	}
	if !ok || !given(t[at:]) || len(operands) > 0 || strings.Contains(format.String(), "'") {
		return "", "" // printf goes over the format again for what is left
	}
	return c.Word.Source() + " '" + format.String() + "'" + list.String(), "give printf a constant format"
}

// takesNames are the commands that take name=value.
var takesNames = words(`export readonly declare`)

// onlyFamily is how names of one family are let through, and familyOnly the line that
// does. Which family is for the script to say.
const onlyFamily = "let only names with a prefix of your own through"

func familyOnly(word, line string) string {
	pattern := "APP_*"
	if command, _, _ := strings.Cut(line, " "); takesNames[command] {
		pattern += "=*"
	}
	return fmt.Sprintf(`case %s in %s) %s;; *) exit 1;; esac`, word, pattern, line)
}

// safeName lets names of one family through.
func safeName(x shell.Expansion, w shell.Word, line string) (string, string) {
	if !w.Quoted() || w.Source() != `"`+x.Span.Text()+`"` || !strings.HasSuffix(line, w.Source()) {
		return "", ""
	}
	return familyOnly(w.Source(), line), onlyFamily
}

// isInFolder tells whether an expansion stands right behind the slash of a path
// and is its last piece.
func isInFolder(w shell.Word, x shell.Expansion) bool {
	text, splices, ok := w.Spliced()
	if !ok {
		return false
	}
	for _, s := range splices {
		if s.Expansion.Span == x.Span {
			return strings.HasSuffix(text.String()[:s.From], "/") && !strings.Contains(text.String()[s.To:], "/")
		}
	}
	return false
}

// safeOutput checks the one value that a line of a file with a meaning of its own
// is made of.
func (u use) safeOutput(c *shell.Command, line string) (string, string) {
	var found shell.Expansion
	for _, w := range c.Args {
		for _, x := range w.Expansions() {
			if !isPlain(x) || found.Name != "" && found.Name != x.Name {
				return "", ""
			}
			found = x
		}
	}
	if found.Name == "" {
		return "", ""
	}
	for _, r := range c.Redirects {
		line += " " + r.Span.Text()
	}
	if isSchedule(u.as, c, found) {
		return check(c, found, notSchedule, line), "let only the characters of a schedule through"
	}
	return check(c, found, onlyNames, line), "let only the characters of a name through"
}

// notSchedule is the pattern of what is not made of the numbers, blanks and signs of
// the first fields of a crontab's line alone.
const notSchedule = `*[!0-9*/,\ -]*|""`

// isSchedule tells whether a value stands first in a line that a command writes into
// a crontab.
func isSchedule(path string, c *shell.Command, x shell.Expansion) bool {
	if !strings.Contains(path, "/cron") {
		return false
	}
	first := slices.IndexFunc(c.Args, func(w shell.Word) bool { return !strings.HasPrefix(w.Source(), "-") })
	text, at := strings.TrimLeft(c.Args[first].Source(), `"'`), x.Span.Text()
	if c.Name == "printf" && first+1 < len(c.Args) && strings.Contains(c.Args[first+1].Source(), at) {
		at = "%s" // the first directive takes the first word behind the format
	}
	before, _, _ := strings.Cut(text, at)
	return before == "" || strings.HasSuffix(before, `\n`)
}
