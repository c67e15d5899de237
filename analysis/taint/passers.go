package taint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// passer is a row of the table of propagators: what a command's output is of its
// input and words.
type passer struct {
	names string
	of    passing
	from  string
}

// passing is how output depends on input.
type passing int8

const (
	wholeInput passing = iota
	inputPieces
	blocks
	cutOut
	spreadWords
	regrouped
	decoded
	translation
	edition
	printedFields
	lastPart
	folder
	variable
	selected
	unescaped
	matched
)

// passers is the table. Commands that are in no row print what is not known: jq,
// grep and others are taken to choose what they let through.
var passers = []passer{
	{"cat tee tac rev nl", wholeInput, "E17: BusyBox, run; they change the order of lines or of byteSet at most"},
	{"cut", cutOut, "E17: BusyBox, run"},
	{"dd", blocks, "BusyBox coreutils/dd.c: blocks of its input, unless if= or of= names a file"},
	{"head tail sort uniq fold paste expand unexpand", inputPieces, "E17: BusyBox, run; pieces of their input"},
	{"xargs", spreadWords, "xargs without a command is echo"},
	{"getopt", regrouped, "A26: getopt -u prints the words as they are; without it BusyBox and util-linux quote them (A25)"},
	{"base64 xxd uudecode", decoded, "decoded, the input may be anything"},
	{"tr", translation, "E09: tr -cd leaves the set and nothing else"},
	{"sed", edition, "E11: deleting one character leaves the others; E26: quoting by sed is right"},
	{"awk gawk mawk", printedFields, "E17: awk '{print $1}' prints a field"},
	{"basename", lastPart, "E08: the last part of a path, as it is"},
	{"dirname realpath readlink", folder, "E08"},
	{"printenv", variable, "environ(7)"},
	{"grep egrep fgrep", selected, "lines of its input, or with -o what matches in them"},
	{"httpd", unescaped, "BusyBox, run: httpd -d prints its word with %xx decoded"},
	{"expr", matched, "BusyBox, run: expr text : 'a\\(b\\)' prints what matches in the group"},
	{"envsubst", wholeInput, "its input, filled in"},
}

// passersByName is the table by command.
var passersByName = func() map[string]*passer {
	index := map[string]*passer{}
	for i := range passers {
		for n := range strings.FieldsSeq(passers[i].names) {
			index[n] = &passers[i]
		}
	}
	return index
}()

// printed is what an outside command prints, of what someone controls.
func (m *machine) printed(name string, list []*syntax.Word) *value {
	if p := passersByName[name]; p != nil {
		return m.passedOn(p.of, list)
	}
	switch {
	case fetchers[name]:
		if !m.printsFetched(name, list) || m.asksNobodyElse(list) {
			return unknown
		}
		v := m.spring(list, Source{Kind: Output, Name: name, Trust: Remote}, answerProps(name, list))
		if v.tainted() {
			v.parts[0].origin.wanted = allLiteral(list)
		}
		return v
	case len(namersByName[name]) > 0:
		return m.listed(name, list)
	case archivers[name]:
		if len(list) > 0 {
			if s, _ := literal(list[0]); listsMembers(name, s) && !hasFlag(list, "v") && !m.archiveOfItsOwn(list[1:]) {
				return m.spring(list, Source{Kind: FileName, Name: name, Trust: Local}, Any)
			}
		}
	case labelers[name]:
		return m.labels(name, list)
	}
	return unknown
}

func (m *machine) passedOn(how passing, list []*syntax.Word) *value {
	switch how {
	case wholeInput:
		return m.inputOrFiles(list)
	case inputPieces:
		return m.piecesOfInput(list)
	case blocks:
		return m.blocksOfInput(list)
	case cutOut:
		return m.cutOut(list)
	case spreadWords:
		return m.spreadInput(list)
	case regrouped:
		return m.regrouped(list)
	case decoded:
		return m.decodedInput(list)
	case translation:
		return m.translated(list)
	case edition:
		return m.edited(list)
	case printedFields:
		return m.fields(list)
	case lastPart:
		return m.baseName(list)
	case folder:
		return m.folderName(list)
	case variable:
		return m.environmentValue(list)
	case selected:
		return m.selectedLines(list)
	case unescaped:
		return m.unescapedWords(list)
	case matched:
		return m.matchedGroup(list)
	}
	return unknown
}

func allLiteral(list []*syntax.Word) bool {
	for _, w := range list {
		if _, ok := literal(w); !ok {
			return false
		}
	}
	return true
}

// spring is a value that a command brings from outside. Its place is that of the
// statement that runs.
func (m *machine) spring(list []*syntax.Word, src Source, props Props) *value {
	if len(list) == 0 {
		if m.command0 == nil {
			return unknown
		}
		src.Span = m.span(m.command0)
		return m.fresh(m.command0, src, props)
	}
	src.Span = m.span(m.command0)
	return m.fresh(list[0], src, props)
}

// operandsOf are the words that are no options.
func operandsOf(list []*syntax.Word) []*syntax.Word {
	var out []*syntax.Word
	for _, w := range list {
		if s, ok := literal(w); !ok || s == "" || s[0] != '-' || s == "-" {
			out = append(out, w)
		}
	}
	return out
}

func (m *machine) inputOrFiles(list []*syntax.Word) *value {
	files := operandsOf(list)
	var v *value
	for _, w := range files {
		if s, _ := literal(w); s == "-" {
			v = join(v, m.in)
			continue
		}
		v = join(v, m.fileText(w))
	}
	if len(files) == 0 {
		v = m.body()
	}
	if v == nil {
		return unknown
	}
	return v
}

// body is all of standard input.
func (m *machine) body() *value {
	if m.in != nil {
		return m.in
	}
	if m.setting() == cgi && m.command0 != nil && !m.child {
		return m.fresh(m.command0, Source{Kind: Request, Trust: Remote, Span: m.span(m.command0)}, Any)
	}
	return unknown
}

func (m *machine) piecesOfInput(list []*syntax.Word) *value {
	var v *value
	var skip bool
	keep := Any
	for _, w := range list {
		s, ok := literal(w)
		if s == "-1" || s == "-n1" || skip && s == "1" {
			keep &^= Newline // head -n 1
		}
		switch {
		case skip:
			skip = false
		case ok && len(s) == 2 && s[0] == '-' && strings.IndexByte("ncdfbkt", s[1]) >= 0:
			skip = true
		case ok && s != "" && s[0] == '-' || s == "+1":
		default:
			v = join(v, m.fileText(w))
		}
	}
	if v == nil {
		v = m.body()
	}
	return v.cut(keep)
}

// cutOut is what cut prints.
func (m *machine) cutOut(list []*syntax.Word) *value {
	v := m.piecesOfInput(list)
	for i, w := range list {
		s, _ := literal(w)
		if s == "-f" && i+1 < len(list) {
			next, _ := literal(list[i+1])
			s += next
		}
		if s == "-f1" {
			return v.firstField()
		}
	}
	return v
}

// blocksOfInput is what dd prints.
func (m *machine) blocksOfInput(list []*syntax.Word) *value {
	for _, w := range list {
		s, _ := literal(w)
		if strings.HasPrefix(s, "of=") || strings.HasPrefix(s, "if=") && s != "if=/dev/stdin" {
			return unknown
		}
	}
	return m.body().cut(Any)
}

func (m *machine) spreadInput(list []*syntax.Word) *value {
	if len(list) > 0 {
		return unknown
	}
	return m.body().cut(Any &^ Newline)
}

func (m *machine) decodedInput(list []*syntax.Word) *value {
	v := m.inputOrFiles(list)
	if !v.tainted() {
		return v
	}
	return v.cut(Any).anything()
}

// translated is what tr makes of its input.
func (m *machine) translated(list []*syntax.Word) *value {
	v := m.body()
	if !v.tainted() {
		return unknown
	}
	complement, deletes := false, false
	var sets []byteSet
	for _, w := range list {
		s, ok := literal(w)
		if !ok {
			return unknown
		}
		if len(s) > 1 && s[0] == '-' && len(sets) == 0 && strings.Trim(s[1:], "cCdst") == "" {
			complement = complement || strings.ContainsAny(s, "cC")
			deletes = deletes || strings.Contains(s, "d")
			continue
		}
		set, ok := trSet(s)
		if !ok {
			return unknown
		}
		sets = append(sets, set)
	}
	switch {
	case len(sets) == 0:
		return unknown
	case deletes && complement:
		return v.cut(sets[0].props())
	case deletes:
		return v.rid(sets[0])
	case len(sets) == 1:
		return v.cut(Any)
	}
	keep := sets[0].not()
	if complement {
		keep = sets[0]
	}
	out := v.cut(keep.props())
	for i := range out.parts {
		out.parts[i].props |= sets[1].props()
	}
	return out
}

// trSet is the set that a word of tr names.
func trSet(s string) (set byteSet, ok bool) {
	if strings.HasPrefix(s, "[:") && strings.HasSuffix(s, ":]") && strings.Count(s, ":") == 2 {
		s = "[" + s + "]"
		set, _, ok = bracket(s)
		return set, ok
	}
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "[:") {
			name, _, ok := strings.Cut(s[i+2:], ":]")
			if !ok {
				return set, false
			}
			class, _, ok := bracket("[[:" + name + ":]]")
			if !ok {
				return set, false
			}
			set = set.or(class)
			i += len(name) + len("[::]")
			continue
		}
		c, n := trByte(s[i:])
		i += n
		if i+1 < len(s) && s[i] == '-' {
			to, n := trByte(s[i+1:])
			i += 1 + n
			for x := int(c); x <= int(to); x++ {
				set.add(byte(x))
			}
			continue
		}
		set.add(c)
	}
	return set, true
}

// trByte reads a byte of a set, which may be an escape: \n, \000.
func trByte(s string) (c byte, n int) {
	if s[0] != '\\' || len(s) < 2 {
		return s[0], 1
	}
	if s[1] >= '0' && s[1] <= '7' {
		v := 0
		n = 1
		for n < len(s) && n < 4 && s[n] >= '0' && s[n] <= '7' {
			v = v*8 + int(s[n]-'0')
			n++
		}
		return byte(v), n
	}
	if i := strings.IndexByte("ntr", s[1]); i >= 0 {
		return "\n\t\r"[i], 2
	}
	return s[1], 2
}

// edited is what sed leaves of its input: for s commands of which we know what they
// take away. Others are taken to check or to quote.
func (m *machine) edited(list []*syntax.Word) *value {
	var scripts, files []*syntax.Word
	quiet, extended, named := false, false, false
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		switch {
		case !ok:
			return unknown
		case s == "-e" && i+1 < len(list):
			i++
			scripts, named = append(scripts, list[i]), true
		case strings.HasPrefix(s, "-"):
			if strings.Trim(s[1:], "nrEsu") != "" {
				return unknown
			}
			quiet = quiet || strings.Contains(s, "n")
			extended = extended || strings.ContainsAny(s, "rE")
		case named || len(scripts) > 0:
			files = append(files, list[i])
		default:
			scripts = append(scripts, list[i])
		}
	}
	v := m.inputOrFiles(files)
	for _, w := range scripts {
		text, _ := regexText(w)
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

// substitution is an s command of sed.
type substitution struct{ pattern, with, flags string }

// substitutions reads a script of nothing but s commands, apart by semicolons.
func substitutions(script string) (list []substitution, ok bool) {
	for rest := strings.TrimLeft(script, "; \n"); rest != ""; rest = strings.TrimLeft(rest, "; \n") {
		if len(rest) < 4 || rest[0] != 's' || isNameByte(rest[1]) || rest[1] == '\\' {
			return nil, false
		}
		var c substitution
		delimiter := rest[1]
		rest = rest[2:]
		for _, part := range []*string{&c.pattern, &c.with} {
			end := 0
			for end < len(rest) && rest[end] != delimiter {
				if rest[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(rest) {
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
	switch {
	case !v.tainted() || strings.ContainsAny(c.pattern+c.with, `'"`):
		return unknown
	case strings.Contains(c.pattern, "%") && strings.Contains(c.with, `\x`):
		return v.cut(Any).anything() // made ready for printf %b, echo -e
	case len(c.with) == 2 && c.with[0] == '\\' && c.with[1] >= '1' && c.with[1] <= '9':
		keep, ok := c.group(int(c.with[1]-'0'), extended)
		if !ok || !quiet || !strings.Contains(c.flags, "p") || !c.wholeLine() {
			keep = Any
		}
		return v.cut(keep)
	case strings.Contains(c.with, "&") || strings.Contains(c.with, `\`) || strings.ContainsAny(c.pattern, "()"):
		return unknown
	}
	out := v.cut(Any)
	if strings.Contains(c.flags, "g") {
		out = v.purged(strings.TrimRight(strings.TrimPrefix(c.pattern, `\`), "*+"), c.with == "")
	}
	for i := range out.parts {
		out.parts[i].props |= propsOf(c.with)
	}
	if c.with == "" && (strings.TrimSuffix(c.pattern, "$") == ":.*" || strings.TrimSuffix(c.pattern, "$") == " .*") {
		return out.firstField()
	}
	return out
}

// wholeLine tells whether a match leaves nothing of the line outside of it.
func (c substitution) wholeLine() bool {
	return (strings.HasPrefix(c.pattern, "^") || strings.HasPrefix(c.pattern, ".*")) &&
		(strings.HasSuffix(c.pattern, "$") || strings.HasSuffix(c.pattern, ".*"))
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

// anything is the value with every property.
func (v *value) anything() *value {
	for i := range v.parts {
		v.parts[i].props = Any
	}
	return v
}

// unescapedWords is what httpd -d prints.
func (m *machine) unescapedWords(list []*syntax.Word) *value {
	if len(list) != 2 {
		return unknown
	}
	if s, _ := literal(list[0]); s != "-d" {
		return unknown
	}
	v := m.word(list[1])
	if !v.tainted() {
		return unknown
	}
	return v.cut(Any).decoded(Percent)
}

// decoded is the value with every property, in its parts in which there may be
// something to decode.
func (v *value) decoded(escapes Props) *value {
	for i := range v.parts {
		if v.parts[i].props&escapes != 0 {
			v.parts[i].props = Any
		}
	}
	return v
}

// matchedGroup is what expr prints of a text that it matches with a pattern: the
// group, or the length.
func (m *machine) matchedGroup(list []*syntax.Word) *value {
	if len(list) != 3 {
		return unknown
	}
	if s, _ := literal(list[1]); s != ":" {
		return unknown
	}
	v := m.word(list[0])
	re, ok := regexText(list[2])
	if !v.tainted() || !ok || !strings.Contains(re, `\(`) {
		return unknown
	}
	if keep, ok := (substitution{pattern: re}).group(1, false); ok {
		return v.cut(keep)
	}
	return v.cut(Any)
}

// fields is what a program that only prints fields prints.
func (m *machine) fields(list []*syntax.Word) *value {
	if len(list) == 0 {
		return unknown
	}
	s, ok := literal(list[len(list)-1])
	if !ok || !strings.HasPrefix(strings.TrimSpace(s), "{") || !strings.Contains(s, "print") || strings.ContainsAny(s, "(~?=") {
		return unknown
	}
	v := m.body().cut(Any)
	if strings.Count(s, "$") == 1 && strings.Contains(s, "$1}") || strings.Contains(s, "$1 }") {
		return v.firstField()
	}
	return v
}

func (m *machine) baseName(list []*syntax.Word) *value {
	if len(list) == 0 {
		return unknown
	}
	ops := operandsOf(list)
	if len(ops) == 0 {
		return unknown
	}
	return m.word(ops[0]).cut(Any &^ Slash)
}

func (m *machine) folderName(list []*syntax.Word) *value {
	var v *value
	for _, w := range operandsOf(list) {
		v = join(v, m.word(w).cut(Any))
	}
	if v == nil || !v.tainted() {
		return unknown
	}
	return v
}

func (m *machine) environmentValue(list []*syntax.Word) *value {
	if len(list) != 1 {
		return unknown
	}
	name, ok := literal(list[0])
	if !ok || !isName(name) {
		return unknown
	}
	id := m.id(name)
	if v := m.load(id); v != nil {
		return v
	}
	return m.atStart(id, m.span(list[0]))
}

func (m *machine) selectedLines(list []*syntax.Word) *value {
	if !m.in.tainted() || len(operandsOf(list)) > 1 {
		return unknown
	}
	out := m.in.cut(Any)
	for _, w := range list {
		s, ok := literal(w)
		if !ok {
			return unknown
		}
		switch {
		case len(s) < 2 || s[0] != '-' || s[1] == '-':
		case strings.ContainsAny(s, "qclL"):
			return unknown // numbers, names of files, nothing
		case strings.Contains(s, "o"):
			return m.matchedPieces(list)
		}
	}
	for _, f := range m.grepped(list).yes {
		if f.keep == 0 {
			return unknown // not understood
		}
		out = out.masked(f.keep)
	}
	return out
}

// matchedPieces is what grep -o prints.
func (m *machine) matchedPieces(list []*syntax.Word) *value {
	ops := operandsOf(list)
	if len(ops) != 1 {
		return unknown
	}
	re, ok := regexText(ops[0])
	keep, _, known := regexShape(re, true)
	if !ok || !known || strings.Contains(re, "(?") {
		return unknown
	}
	return m.in.cut(keep)
}

// regrouped is what getopt prints of the words behind --, where -u has it quote
// nothing.
func (m *machine) regrouped(list []*syntax.Word) *value {
	var out concat
	unquoted := false
	for i, w := range list {
		s, ok := literal(w)
		if s == "--" {
			for _, w := range list[i+1:] {
				out.add(m.word(w))
			}
			break
		}
		unquoted = unquoted || ok && (s == "-u" || s == "--unquoted")
	}
	if v := out.value(); unquoted && v.tainted() {
		return v.cut(Any)
	}
	return unknown
}
