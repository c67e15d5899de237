package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// passer is a row of the table of propagators: what a command's output is of its
// input and words.
type passer struct {
	names string
	of    passing
	from  string
	// letters are its short options that take a value, where such a value could be
	// taken for the name of a file.
	letters string
}

// passing is how output depends on input.
type passing int8

const (
	wholeInput passing = iota
	catenated
	numbered
	rearranged
	inputPieces
	firstPieces
	blocks
	cutOut
	spreadWords
	regrouped
	decoded
	based
	dumped
	translation
	edition
	printedFields
	lastPart
	folder
	variable
	selected
	unescaped
	matched
	queried
	madeFolder
)

// passers is the table. Commands that are in no row print what is not known: they
// are taken to choose what they let through.
var passers = []passer{
	{"cat", catenated, "E17: BusyBox, run; -n writes a number and a tab in front of each line", ""},
	{"tee tac", wholeInput, "E17: BusyBox, run; they change the order of lines at most", ""},
	{"nl", numbered, "BusyBox, run on 1.35: a number and a tab in front of each line", "bdfhilnsvw"},
	{"rev fold paste", rearranged, "E17: BusyBox, run; what stands in front of a line may stand elsewhere", "dw"},
	{"cut", cutOut, "E17: BusyBox, run", "bcdf"},
	{"dd", blocks, "BusyBox coreutils/dd.c: blocks of its input, unless if= or of= names a file", ""},
	{"head", firstPieces, "E17: BusyBox, run; lines of its input", "cn"},
	{"tail", inputPieces, "E17: BusyBox, run; lines of its input", "cn"},
	{"sort", inputPieces, "E17: BusyBox, run; -n takes no value", "koStT"},
	{"uniq", inputPieces, "BusyBox, run: -f, -s and -w take numbers", "fsw"},
	{"expand unexpand", inputPieces, "E17: BusyBox, run; pieces of their input", "t"},
	{"xargs", spreadWords, "xargs without a command is echo", ""},
	{"getopt", regrouped, "A26: getopt -u prints the words as they are, and so does getopt LETTERS WORDS; without it BusyBox and util-linux quote them (A25)", ""},
	{"uudecode", decoded, "decoded, the input may be anything", ""},
	{"base64", based, "BusyBox, run on 1.35: letters, digits, +, / and =; by -d anything", ""},
	{"xxd", dumped, "BusyBox, run on 1.35: -p prints hexadecimal digits alone; by -r anything", ""},
	{"tr", translation, "E09: tr -cd leaves the set and nothing else", ""},
	{"sed", edition, "E11: deleting one character leaves the others; E26: quoting by sed is right", ""},
	{"awk gawk mawk", printedFields, "E17: awk '{print $1}' prints a field", ""},
	{"basename", lastPart, "E08: the last part of a path, as it is", ""},
	{"dirname realpath readlink", folder, "E08", ""},
	{"printenv", variable, "environ(7)", ""},
	{"grep egrep fgrep", selected, "lines of its input, or with -o what matches in them", ""},
	{"httpd", unescaped, "BusyBox, run: httpd -d prints its word with %xx decoded", ""},
	{"expr", matched, "BusyBox, run: expr text : 'a\\(b\\)' prints what matches in the group", ""},
	{"mktemp", madeFolder, "POSIX mkdtemp(): of mode 0700; BusyBox, run on 1.35", ""},
	{"jq gojq jaq", queried, "run on jq 1.6: a path prints what stands there, by -r as it is, else in double quotes with \\n for the end of a line", ""},
	{"envsubst", wholeInput, "its input, filled in", ""},
}

// passersByName is the table by command.
var passersByName = byNames(passers, func(p *passer) string { return p.names })

// byNames is a table by each of the names of its rows.
func byNames[R any](rows []R, names func(*R) string) map[string]*R {
	index := map[string]*R{}
	for i := range rows {
		for n := range strings.FieldsSeq(names(&rows[i])) {
			index[n] = &rows[i]
		}
	}
	return index
}

// printed is what an outside command prints, of what someone controls.
func (m *machine) printed(name string, list []*syntax.Word) *value {
	if p := passersByName[name]; p != nil {
		return m.passedOn(p, list)
	}
	switch {
	case fetchers[name] != nil:
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
		return m.members(name, list)
	case labelers[name]:
		return m.labels(name, list)
	}
	return unknown
}

func (m *machine) passedOn(p *passer, list []*syntax.Word) *value {
	switch p.of {
	case wholeInput:
		return m.inputOrFiles(list)
	case catenated:
		if hasFlag(list, "n") {
			return m.numbered(list, p.letters)
		}
		return m.inputOrFiles(list)
	case numbered:
		return m.numbered(list, p.letters)
	case rearranged:
		return m.piecesOfInput(list, p.letters).cut(Any)
	case inputPieces:
		return m.piecesOfInput(list, p.letters)
	case firstPieces:
		return m.piecesOfInput(list, p.letters).untitled()
	case blocks:
		return m.blocksOfInput(list)
	case cutOut:
		return m.cutOut(list, p.letters)
	case spreadWords:
		return m.spreadInput(list)
	case regrouped:
		return m.regrouped(list)
	case decoded:
		return m.inputOrFiles(list).decodedText()
	case based:
		return m.encodedInput(list, "dD", "--decode", Name|Slash|Equals|Other|Newline)
	case dumped:
		if hasFlag(list, "p") {
			return m.encodedInput(list, "r", "--revert", Name|Newline)
		}
		return m.encodedInput(list, "r", "--revert", Any)
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
	case queried:
		return m.queried(list)
	case madeFolder:
		if hasFlag(list, "d") || has(list, "--directory") {
			return private
		}
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
	v.samePath()
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

// regrouped is what getopt prints of the words behind --, or behind the letters where
// these come first, as they did in System V. It quotes them, unless -u or that old
// form has it quote nothing.
func (m *machine) regrouped(list []*syntax.Word) *value {
	if len(list) == 0 {
		return unknown
	}
	letters, ok := literal(list[0])
	unquoted := ok && !strings.HasPrefix(letters, "-")
	if unquoted {
		list = list[1:]
	} else {
		i := slices.IndexFunc(list, func(w *syntax.Word) bool { s, _ := literal(w); return s == "--" })
		if i < 0 {
			return unknown
		}
		unquoted = slices.ContainsFunc(list[:i], func(w *syntax.Word) bool {
			s, _ := literal(w)
			return s == "-u" || s == "--unquoted"
		})
		list = list[i+1:]
	}
	var out concat
	for _, w := range list {
		out.add(m.word(w))
	}
	switch v := out.value().cut(Any); {
	case !v.tainted():
		return unknown
	case unquoted:
		return v
	default:
		return &value{quotes: v}
	}
}
