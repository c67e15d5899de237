package taint

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/awk"
	"mvdan.cc/sh/v3/syntax"
)

// fields is what a program of awk prints.
func (m *machine) fields(list []*syntax.Word) *value {
	text, files := awkSource(list)
	p, in := m.followedAwk(list, text, files)
	if p == nil {
		return unknown
	}
	if field := p.alone(); field != nil {
		return in.printedField(field, optionValue(list, "-F")).masked(p.endings())
	}
	if v := m.awkPrinted(list, in, p, ""); v != nil {
		return v
	}
	return unknown
}

// followedAwk is a program with what it reads, where something from outside comes into
// it and what it prints is followed; nil for others, which most are.
func (m *machine) followedAwk(list []*syntax.Word, text string, files []*syntax.Word) (*awkCode, *value) {
	if text == "" {
		return nil, nil
	}
	in := m.inputOrFiles(files)
	if !in.tainted() && !slices.ContainsFunc(list, func(w *syntax.Word) bool { return m.word(w).tainted() }) {
		return nil, nil
	}
	p := m.unit.awk(text)
	if p == nil || p.checks() {
		return nil, nil
	}
	return p, in
}

// awkWrites writes what a program prints into files that it names.
func (m *machine) awkWrites(list []*syntax.Word) {
	text, files := awkSource(list)
	if !strings.Contains(text, ">") {
		return
	}
	p, in := m.followedAwk(list, text, files)
	if p == nil {
		return
	}
	for s := range p.prints() {
		if file := fileOf(s); file != "" {
			if v := m.awkPrinted(list, in, p, file); v.tainted() {
				m.write(outFile{id: m.fileID(file), at: m.span(list[0])}, v)
			}
		}
	}
}

// awkPrinted is what the statements of a program print into a file, or to standard
// output: pieces of the input, and values of -v.
func (m *machine) awkPrinted(list []*syntax.Word, in *value, p *awkCode, file string) *value {
	var v *value
	quotes := p.quotes()
	for s := range p.prints() {
		if fileOf(s) != file {
			continue
		}
		names := p.printed(s)
		if names[inputText] {
			v = join(v, in.cut(m.awkLeft(list, p, s)).opened(opening(s)).numbersFirst(columns(s)).quotedBy(quotes))
		}
		for _, w := range m.awkGiven(list, names) {
			v = join(v, m.word(w).quotedBy(quotes))
		}
	}
	return v
}

// awkLeft is what a line that a statement prints may hold of the input: fields have no
// blank in them where blanks part them.
func (m *machine) awkLeft(list []*syntax.Word, p *awkCode, s *awk.Stmt) Props {
	parted := optionValue(list, "-F") == "" && len(p.given["FS"]) == 0 && len(m.awkGiven(list, map[string]bool{"FS": true})) == 0
	if parted && s.Kind == awk.Print && len(s.Exprs) == 1 && !slices.ContainsFunc(s.Exprs[0].Terms(), func(e *awk.Expr) bool { return !p.isUnparted(e) }) {
		return Any &^ Blank
	}
	return Any
}

// isUnparted tells whether an expression is a field or a piece of one, a number, or a text
// without a blank.
func (p *awkCode) isUnparted(e *awk.Expr) bool {
	switch e.Kind {
	case awk.String:
		return !strings.ContainsAny(e.Text, " \\")
	case awk.Call:
		texts := textArguments(e)
		return isNumber(e) || len(texts) == 1 && e.Text != "sprintf" && p.isUnparted(texts[0])
	}
	return isNumber(e) || e.Kind == awk.Field && fieldName(e) != "" && fieldName(e) != "$0"
}

// opening is the constant text with which each line begins that a statement prints.
func opening(s *awk.Stmt) string {
	if s.Kind != awk.Print || len(s.Exprs) == 0 || slices.ContainsFunc(s.Exprs, breaksLine) {
		return ""
	}
	if first := s.Exprs[0].Terms()[0]; first.Kind == awk.String {
		return first.Text
	}
	return ""
}

// breaksLine tells whether there is a string with an escape in an expression, which may be
// that of a line's end.
func breaksLine(e *awk.Expr) bool {
	for x := range e.All() {
		if x.Kind == awk.String && strings.Contains(x.Text, `\`) {
			return true
		}
	}
	return false
}

// awkGiven are the words behind -v that give one of these names its value.
func (m *machine) awkGiven(list []*syntax.Word, names map[string]bool) []*syntax.Word {
	var out []*syntax.Word
	for i, w := range list[1:] {
		if option, _ := literal(list[i]); option != "-v" {
			continue
		}
		src := m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))]
		if name, _, ok := strings.Cut(strings.TrimLeft(src, `"'`), "="); ok && names[name] {
			out = append(out, w)
		}
	}
	return out
}

// checks tells whether something in a program looks like a check of what it prints, or
// puts that together in a way that is not followed.
func (p *awkCode) checks() bool {
	if len(p.Functions) > 0 {
		return true
	}
	for e := range p.Expressions() {
		switch e.Kind {
		case awk.Match, awk.Conditional, awk.Member, awk.Getline:
			return true
		case awk.Regex:
			if strings.HasPrefix(e.Text, "^") && strings.HasSuffix(e.Text, "$") {
				return true
			}
		case awk.Call:
			switch e.Text {
			case "sub", "gsub", "gensub", "match", "index", "sprintf":
				return true
			case "substr": // of a loop: byte by byte
				if p.loops() {
					return true
				}
			}
		}
	}
	return false
}

func (p *awkCode) loops() bool {
	for s := range p.Statements() {
		if s.Kind == awk.For || s.Kind == awk.ForIn || s.Kind == awk.While {
			return true
		}
	}
	return false
}

// prints are the statements that print, to standard output or into a file by a constant
// name.
func (p *awkCode) prints() iter.Seq[*awk.Stmt] {
	return func(yield func(*awk.Stmt) bool) {
		for s := range p.Statements() {
			isPlain := s.To == nil || s.To.Kind == awk.String && s.To.Text != "" && strings.HasPrefix(s.How, ">")
			if (s.Kind == awk.Print || s.Kind == awk.Printf) && isPlain && !yield(s) {
				return
			}
		}
	}
}

// fileOf is the file that a statement prints into, "" for standard output.
func fileOf(s *awk.Stmt) string {
	if s.To == nil {
		return ""
	}
	return s.To.Text
}

// printed are the names whose texts a statement prints: print alone prints the line.
func (p *awkCode) printed(s *awk.Stmt) map[string]bool {
	switch {
	case s.Kind == awk.Printf:
		return p.textOf(formatted(s.Exprs)...)
	case len(s.Exprs) == 0:
		return p.textOf(line)
	}
	return p.textOf(s.Exprs...)
}

// line is $0.
var line = &awk.Expr{Kind: awk.Field, Args: []*awk.Expr{{Kind: awk.Number, Text: "0"}}}

// columns counts the numbers that print writes as words of their own in front of what
// it is given else.
func columns(s *awk.Stmt) int {
	n := 0
	for i, e := range s.Exprs {
		parts := e.Terms()
		for len(parts) > 1 && isNumber(parts[0]) && isBlank(parts[1]) {
			parts = parts[2:]
			n++
		}
		switch {
		case len(parts) == 0: // the comma is one more blank
		case len(parts) > 1 || !isNumber(parts[0]) || i == len(s.Exprs)-1:
			return n
		default:
			n++
		}
	}
	return n
}

// isNumber tells whether an expression is one, whatever is read.
func isNumber(e *awk.Expr) bool {
	switch e.Kind {
	case awk.Number, awk.Arithmetic, awk.Increment:
		return true
	case awk.Name:
		return e.Text == "NR" || e.Text == "FNR" || e.Text == "NF"
	case awk.Call:
		return e.Text == "length" || e.Text == "int" || e.Text == "split"
	}
	return false
}

// isBlank tells whether an expression is a text of blanks.
func isBlank(e *awk.Expr) bool {
	return e.Kind == awk.String && e.Text != "" && strings.TrimSpace(strings.ReplaceAll(e.Text, `\t`, " ")) == ""
}

// quotes are those that the strings of a program write.
func (p *awkCode) quotes() string {
	quotes := ""
	if p.writes(`\"`, `\042`, `\x22`) {
		quotes = `"`
	}
	if p.writes(`'`, `\047`, `\x27`) {
		quotes += `'`
	}
	return quotes
}

// writes tells whether a string of the program has one of these in it.
func (p *awkCode) writes(escapes ...string) bool {
	for e := range p.Expressions() {
		if e.Kind == awk.String && slices.ContainsFunc(escapes, func(escape string) bool { return strings.Contains(e.Text, escape) }) {
			return true
		}
	}
	return false
}

// endings are the properties of what a program prints, but for those of its statements: of
// one line alone, NR == 1 { print $2 }, there is no other line's.
func (p *awkCode) endings() Props {
	isOne := func(e *awk.Expr) bool {
		return e.Kind == awk.Comparison && e.Text == "==" && e.Args[0].Text == "NR" && e.Args[1].Kind == awk.Number
	}
	if len(p.Rules) == 1 && len(p.Rules[0].Pattern) == 1 && isOne(p.Rules[0].Pattern[0]) {
		return Any &^ Newline
	}
	return Any
}

// alone is the field that a program prints, if that is all that it does; nil for others.
func (p *awkCode) alone() *awk.Expr {
	var field *awk.Expr
	for s := range p.Statements() {
		switch {
		case s.Kind == awk.Block:
		case s.Kind == awk.Print && s.To == nil && len(s.Exprs) == 1 && p.isField(s.Exprs[0]) && field == nil:
			field = s.Exprs[0]
		default:
			return nil
		}
	}
	return field
}

// isField tells whether an expression is a field, not the line, that may be anything.
func (p *awkCode) isField(e *awk.Expr) bool {
	n := fieldName(e)
	return e.Kind == awk.Field && n != "$0" && !p.fixed[n]
}

// printedField is a field of the lines of a value, by the delimiter of awk's -F.
func (v *value) printedField(e *awk.Expr, delimiter string) *value {
	n, err := strconv.Atoi(e.Args[0].Text)
	switch {
	case err != nil:
	case n == 1 && delimiter == "":
		return v.firstField(' ').masked(Any &^ Blank) // a tab parts fields too
	case n == 1 && len(delimiter) < 2:
		return v.firstField((delimiter + " ")[0])
	case len(delimiter) == 1 && delimiter != " ": // else blanks in front are none
		return v.field(n, delimiter[0])
	case delimiter == "":
		return v.column(n, Any&^Blank)
	}
	return v.cut(between(delimiter))
}
