package taint

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// awkPrint is a statement of an awk program that prints: the expression, in which
// strings are blanks, and the file that it goes into, "" for standard output.
type awkPrint struct {
	what, file string
	columns    int // numbers that stand in front, with a blank behind each
}

// awkCode is what is asked of the text of a program: not a tree, but what it
// prints, and which of its variables hold a piece of the input.
type awkCode struct {
	prints []awkPrint
	holds  []string // a piece of the input
	keys   []string // arrays whose indices are pieces of it
	quotes string   // that it puts around what it prints
	fixed  []string // fields that are compared with a text: where they are printed, they are it
}

var (
	awkChecks   = regexp.MustCompile(`[~?]|sub\s*\(|\b(?:match|sprintf|index|getline|func|function)\b`)
	awkMembers  = regexp.MustCompile(`\bin\b`)
	awkLoops    = regexp.MustCompile(`\bfor\s*\(\s*(\w+)\s+in\s+(\w+)\s*\)`)
	awkSubstr   = regexp.MustCompile(`\bsubstr\b`)
	awkRepeats  = regexp.MustCompile(`\b(?:for|while)\b`)
	awkAssigns  = regexp.MustCompile(`\b([A-Za-z_]\w*)\s*(\[[^]]*\])?\s*=([^=][^;}\n]*)`)
	awkSplits   = regexp.MustCompile(`\bsplit\s*\(([^,]*),\s*([A-Za-z_]\w*)`)
	awkPrinting = regexp.MustCompile(`\bprintf?\b`)
	awkIndices  = regexp.MustCompile(`\[[^]]*\]`)
	awkNumbers  = func() *regexp.Regexp {
		const call, term = `\b(?:length|int|split)\s*\([^)]*\)`, `\$?\w+(?:\.\d+)?`
		return regexp.MustCompile(call + `|(?:\+\+|--)\s*` + term + `|` + term + `(?:\+\+|--|(?:\s*[-+*/%^]\s*` + term + `)+)`)
	}()
	awkCompares = regexp.MustCompile(`(\$\w+)\s*==|==\s*(\$\w+)`)
	awkToFile   = regexp.MustCompile(`^>>?\s*"([^"]+)"`)
	awkLast     = regexp.MustCompile(`\$\s*\([^)]*\)`)
	awkWhole    = regexp.MustCompile(`/\^[^/\n]*\$/`)
)

// readAwk reads a program. It is nil where something in it looks like a check of what
// it prints, or puts that together in a way that is not followed.
func readAwk(text string) *awkCode {
	code := withBlankStrings(text)
	loops := awkLoops.FindAllStringSubmatch(code, -1)
	switch {
	case awkChecks.MatchString(code), awkWhole.MatchString(text):
		return nil
	case len(awkMembers.FindAllString(code, -1)) > len(loops): // if ($1 in list)
		return nil
	case awkSubstr.MatchString(code) && awkRepeats.MatchString(code): // byte by byte
		return nil
	}
	p := &awkCode{quotes: awkQuotes(text)}
	for _, m := range awkCompares.FindAllStringSubmatch(code, -1) {
		p.fixed = append(p.fixed, m[1]+m[2])
	}
	for range 2 { // what is assigned to one may be assigned to the next
		for _, m := range awkSplits.FindAllStringSubmatch(code, -1) {
			p.holds = p.noted(p.holds, m[2], m[1])
		}
		for _, m := range awkAssigns.FindAllStringSubmatch(code, -1) {
			p.holds = p.noted(p.holds, m[1], m[3])
			p.keys = p.noted(p.keys, m[1], strings.Trim(m[2], "[]"))
		}
		for _, m := range loops {
			if slices.Contains(p.keys, m[2]) {
				p.holds = append(p.holds, m[1])
			}
		}
	}
	p.read(text, code)
	return p
}

// awkQuotes are the quotes that the strings of a program write.
func awkQuotes(text string) string {
	quotes := ""
	if strings.Contains(text, `\"`) || strings.Contains(text, `\042`) || strings.Contains(text, `\x22`) {
		quotes += `"`
	}
	if strings.Contains(text, `'`) || strings.Contains(text, `\047`) || strings.Contains(text, `\x27`) {
		quotes += `'`
	}
	return quotes
}

// withBlankStrings has blanks in the place of each byte of a string.
func withBlankStrings(program string) string {
	out := []byte(program)
	for at := 0; at < len(out); at++ {
		if out[at] != '"' {
			continue
		}
		end := closingQuote(program[at+1:])
		if end < 0 {
			break
		}
		copy(out[at+1:], bytes.Repeat([]byte{' '}, end))
		at += end + 1
	}
	return string(out)
}

// noted are names with another one, if that is given a piece of the input.
func (p *awkCode) noted(names []string, name, expression string) []string {
	if p.hasInput(expression) && !slices.Contains(names, name) {
		return append(names, name)
	}
	return names
}

// hasInput tells whether an expression may give a piece of the input. Numbers are none,
// and what stands at an index is not the index.
func (p *awkCode) hasInput(expression string) bool {
	rest := withoutNumbers(expression)
	for _, field := range awkField.FindAllString(rest, -1) {
		if !slices.Contains(p.fixed, field) {
			return true
		}
	}
	return slices.ContainsFunc(awkName.FindAllString(rest, -1), func(n string) bool { return slices.Contains(p.holds, n) })
}

// withoutNumbers leaves of an expression what may be a text: no indices of arrays, no
// lengths, no sums.
func withoutNumbers(expression string) string {
	fields := awkLast.ReplaceAllString(expression, "$$NF") // $(NF-1)
	return awkNumbers.ReplaceAllString(awkIndices.ReplaceAllString(fields, ""), "")
}

// read finds the statements that print.
func (p *awkCode) read(text, code string) {
	for _, at := range awkPrinting.FindAllStringIndex(code, -1) {
		depth, end := 0, at[1]
		for ; end < len(code); end++ {
			c := code[end]
			switch c {
			case '(':
				depth++
			case ')':
				depth--
			}
			if strings.IndexByte(";}\n", c) >= 0 || depth <= 0 && (c == '>' || c == '|') {
				break
			}
		}
		s := awkPrint{what: strings.TrimSpace(code[at[1]:end]), columns: awkColumns(text[at[1]:end])}
		switch rest := text[end:]; {
		case strings.HasPrefix(rest, "|"):
			continue
		case strings.HasPrefix(rest, ">"):
			to := awkToFile.FindStringSubmatch(rest)
			if to == nil {
				continue
			}
			s.file = to[1]
		}
		p.prints = append(p.prints, s)
	}
}

// awkColumn is a number at the start of what print is given, with a blank behind it.
var awkColumn = regexp.MustCompile(`^[\s(]*(?:NR|FNR|NF|` + awkNumbers.String() + `)[\s)]*(?:,|"[ \t]+")`)

// awkColumns counts the numbers that print writes as words of their own in front of what
// it is given else.
func awkColumns(expression string) int {
	n := 0
	for {
		number := awkColumn.FindString(expression)
		if number == "" {
			return n
		}
		expression = expression[len(number):]
		n++
	}
}

// printsInput tells whether a statement prints a piece of the input; print alone
// prints the line.
func (p *awkCode) printsInput(s awkPrint) bool {
	return s.what == "" && !slices.Contains(p.fixed, "$0") || p.hasInput(s.what)
}

// awkSource is the program of an awk that is given as one constant word, with the files
// that it reads.
func awkSource(list []*syntax.Word) (text string, files []*syntax.Word) {
	operands := operandsBehind(list, "vFfeE")
	if len(operands) == 0 || optionValue(list, "-f") != "" {
		return "", nil
	}
	text, _ = literal(operands[0])
	return text, slices.DeleteFunc(slices.Clone(operands[1:]), func(w *syntax.Word) bool {
		s, _ := literal(w)
		return strings.Contains(s, "=")
	})
}

// awkPrints is what a program prints to standard output.
func (m *machine) awkPrints(list []*syntax.Word, text string, files []*syntax.Word) *value {
	tainted := func(w *syntax.Word) bool { return m.word(w).tainted() }
	if !m.inputOrFiles(files).tainted() && !slices.ContainsFunc(list, tainted) {
		return unknown // which is what most programs are given
	}
	p := readAwk(text)
	if p == nil {
		return unknown
	}
	if v := m.awkPrinted(list, files, p, ""); v != nil {
		return v
	}
	return unknown
}

// awkPrinted is what the statements of a program print into a file, or to standard
// output: pieces of the input, and values of -v.
func (m *machine) awkPrinted(list, files []*syntax.Word, p *awkCode, file string) *value {
	var v *value
	for _, s := range p.prints {
		if s.file != file {
			continue
		}
		if p.printsInput(s) {
			v = join(v, m.inputOrFiles(files).cut(Any).numbersFirst(s.columns).quotedBy(p.quotes))
		}
		for _, given := range m.awkGiven(list, s.what) {
			v = join(v, m.word(given).quotedBy(p.quotes))
		}
	}
	return v
}

// awkWrites writes what a program prints into files that it names.
func (m *machine) awkWrites(list []*syntax.Word) {
	text, files := awkSource(list)
	if !strings.Contains(text, ">") {
		return
	}
	p := readAwk(text)
	if p == nil {
		return
	}
	for _, s := range p.prints {
		if v := m.awkPrinted(list, files, p, s.file); s.file != "" && v.tainted() {
			m.write(m.fileID(s.file), v, false)
		}
	}
}

// awkGiven are the words behind -v whose names stand in an expression.
func (m *machine) awkGiven(list []*syntax.Word, expression string) []*syntax.Word {
	var out []*syntax.Word
	names := awkName.FindAllString(withoutNumbers(expression), -1)
	for i, w := range list[1:] {
		if option, _ := literal(list[i]); option != "-v" {
			continue
		}
		src := m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))]
		if name, _, ok := strings.Cut(strings.TrimLeft(src, `"'`), "="); ok && slices.Contains(names, name) {
			out = append(out, w)
		}
	}
	return out
}
