package taint

import (
	"maps"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/awk"
	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// inputText is the text of the input among the names that an expression of awk may
// give the text of.
const inputText = "$"

// awkCode is what is asked of a program of awk: whose texts its expressions give.
type awkCode struct {
	*awk.Program
	given map[string][]*awk.Expr // what is assigned to a variable, or to an element of an array
	keys  map[string][]*awk.Expr // what the indices of an array are, as far as they are assigned to
	fixed map[string]bool        // fields that are compared with a text: where they are asked for, they are that
}

// readAwk reads a program; nil for what is none.
func readAwk(text string) *awkCode {
	tree, err := awk.Parse(text)
	if err != nil {
		return nil
	}
	p := &awkCode{tree, map[string][]*awk.Expr{}, map[string][]*awk.Expr{}, map[string]bool{}}
	for e := range tree.Expressions() {
		switch {
		case e.Kind == awk.Assign && e.Text == "=":
			to := e.Args[0]
			p.given[to.Text] = append(p.given[to.Text], e.Args[1])
			if to.Kind == awk.Index {
				p.keys[to.Text] = append(p.keys[to.Text], to.Args...)
			}
		case e.Kind == awk.Call && e.Text == "split" && len(e.Args) > 1:
			p.given[e.Args[1].Text] = append(p.given[e.Args[1].Text], e.Args[0])
		case e.Kind == awk.Comparison && e.Text == "==":
			p.fix(e.Args[0], e.Args[1])
			p.fix(e.Args[1], e.Args[0])
		}
	}
	for s := range tree.Statements() {
		if s.Kind == awk.ForIn {
			p.given[s.Exprs[0].Text] = append(p.given[s.Exprs[0].Text], p.keys[s.Exprs[1].Text]...)
		}
	}
	return p
}

// awk is readAwk, once for each program: those in loops and functions are walked again
// and again.
func (u *unit) awk(text string) *awkCode {
	p, known := u.awks[text]
	if !known {
		p = readAwk(text)
		u.awks[text] = p
	}
	return p
}

// fix notes that a field is compared with a text: what else it may be is asked for.
func (p *awkCode) fix(field, with *awk.Expr) {
	if with.Kind == awk.String || with.Kind == awk.Number {
		p.fixed[fieldName(field)] = true
	}
}

// fieldName is a field by its number or its variable, "" for any other expression.
func fieldName(e *awk.Expr) string {
	if e.Kind == awk.Field && (e.Args[0].Kind == awk.Number || e.Args[0].Kind == awk.Name) {
		return "$" + e.Args[0].Text
	}
	return ""
}

// environName is the name that an element of ENVIRON has among those whose texts an
// expression gives; "" for any other expression.
func environName(e *awk.Expr) string {
	if e.Kind == awk.Index && e.Text == "ENVIRON" && len(e.Args) == 1 && e.Args[0].Kind == awk.String {
		return "ENVIRON " + e.Args[0].Text
	}
	return ""
}

// textOf are the names whose texts an expression may give, itself or through what is
// assigned: variables, inputText, elements of ENVIRON.
func (p *awkCode) textOf(list ...*awk.Expr) map[string]bool {
	names := map[string]bool{}
	for _, e := range list {
		p.addText(names, e)
	}
	return names
}

// addText adds those of one expression. Numbers and answers of tests are nobody's text,
// and what stands at an index is not the index.
func (p *awkCode) addText(names map[string]bool, e *awk.Expr) {
	switch e.Kind {
	case awk.Field:
		if n := fieldName(e); n == "" || !p.fixed[n] {
			names[inputText] = true
		}
	case awk.Name, awk.Index:
		if n := environName(e); n != "" {
			names[n] = true
			return
		}
		if names[e.Text] {
			return
		}
		names[e.Text] = true
		for _, g := range p.given[e.Text] {
			p.addText(names, g)
		}
	case awk.Concat:
		for _, a := range e.Args {
			p.addText(names, a)
		}
	case awk.Conditional:
		p.addText(names, e.Args[1])
		p.addText(names, e.Args[2])
	case awk.Assign:
		if e.Text == "=" {
			p.addText(names, e.Args[1])
		}
	case awk.Call:
		for _, a := range textArguments(e) {
			p.addText(names, a)
		}
	}
}

// textArguments are the arguments of a function of whose text it gives some. What the
// program's own functions give is not followed.
func textArguments(call *awk.Expr) []*awk.Expr {
	switch call.Text {
	case "substr", "tolower", "toupper":
		return call.Args[:min(1, len(call.Args))]
	case "sprintf":
		return formatted(call.Args)
	}
	return nil
}

// formatted are the expressions that printf writes as texts: %d and its like make
// numbers of theirs.
func formatted(list []*awk.Expr) []*awk.Expr {
	if len(list) == 0 || list[0].Kind != awk.String {
		return list
	}
	letters, ok := conversions(list[0].Text)
	if !ok {
		return list[1:]
	}
	var texts []*awk.Expr
	for i, e := range list[1:] {
		if i < len(letters) && letters[i] == 's' {
			texts = append(texts, e)
		}
	}
	return texts
}

// runByShell are the expressions whose text a shell runs: system(e), print | e and
// e | getline.
func (p *awkCode) runByShell() []*awk.Expr {
	var out []*awk.Expr
	for e := range p.Expressions() {
		switch {
		case e.Kind == awk.Call && e.Text == "system":
			out = append(out, e.Args...)
		case e.Kind == awk.Getline && e.Text == "|":
			out = append(out, e.Args[0])
		}
	}
	for s := range p.Statements() {
		if s.How == "|" || s.How == "|&" {
			out = append(out, s.To)
		}
	}
	return out
}

// awkRun are the names whose texts a program hands to a shell. Most programs have
// nothing of the kind, and are not read for it.
func awkRun(text string) map[string]bool {
	if !strings.Contains(text, "system") && !hasPipe(text) {
		return nil
	}
	p := readAwk(text)
	if p == nil {
		return nil
	}
	return p.textOf(p.runByShell()...)
}

// hasPipe tells whether a program has a | that is none of ||.
func hasPipe(text string) bool {
	return strings.Count(text, "|") > 2*strings.Count(text, "||")
}

// awkConstant is the program of an awk that is one constant word.
func awkConstant(c *shell.Command) (string, parted) {
	p := apart(c, "vFfeEi", " assign file field-separator ", true)
	if len(p.operands) == 0 || slices.ContainsFunc(p.values, func(v valued) bool { return strings.Contains("feE", v.name) }) {
		return "", p
	}
	text, _ := p.operands[0].Literal()
	return text, p
}

// awkProgram is the program of an awk. What stands in a regular expression of it leaves
// that by a slash alone: names of files have none.
func awkProgram(c *shell.Command) []picked {
	out := programText("vFfeEi", "", "feE")(c)
	for i := range out {
		out[i].hurts = Meta | Quote
		if staysInRegex(out[i].words[0]) {
			out[i].hurts = Slash
		}
	}
	return out
}

// staysInRegex tells whether all that is expanded in a program stands in regular
// expressions: in the place of each expansion it reads a byte that has no other place
// in a program, but for strings.
func staysInRegex(program shell.Word) bool {
	const mark = "\x01"
	text, splices, ok := program.Spliced()
	if !ok || len(splices) == 0 || !strings.Contains(text.String(), "/") {
		return false
	}
	var b strings.Builder
	at := 0
	for _, x := range splices {
		b.WriteString(text.String()[at:x.From] + mark)
		at = x.To
	}
	tree, err := awk.Parse(b.String() + text.String()[at:])
	if err != nil {
		return false
	}
	marks := 0
	for e := range tree.Expressions() {
		if e.Kind == awk.Regex {
			marks += strings.Count(e.Text, mark)
		}
	}
	return marks == len(splices)
}

// awkValues are the values of -v that a constant program hands to a shell.
func awkValues(c *shell.Command) []picked {
	if len(c.Args) < 3 {
		return nil
	}
	text, p := awkConstant(c)
	given := slices.DeleteFunc(p.values, func(v valued) bool { return v.name != "v" && v.name != "assign" })
	if len(given) == 0 {
		return nil
	}
	run := awkRun(text)
	var out []picked
	for _, v := range given {
		src := strings.TrimLeft(strings.TrimPrefix(v.word.Source(), "-v"), `"'`)
		if name, _, ok := strings.Cut(src, "="); ok && run[name] {
			out = append(out, picked{words: []shell.Word{v.word}})
		}
	}
	return out
}

// awkEnviron are the names of the environment whose values a constant program hands
// to a shell: ENVIRON["name"].
func awkEnviron(c *shell.Command) []picked {
	text, _ := awkConstant(c)
	if !strings.Contains(text, "ENVIRON") {
		return nil
	}
	var out []picked
	for _, n := range slices.Sorted(maps.Keys(awkRun(text))) {
		if name, ok := strings.CutPrefix(n, "ENVIRON "); ok {
			out = append(out, picked{variable: name})
		}
	}
	return out
}

// awkInput is the standard input of an awk whose constant program hands some of it to
// a shell.
func awkInput(c *shell.Command) []picked {
	if len(c.Args) == 0 || c.Pipeline == nil && len(c.Redirects) == 0 {
		return nil
	}
	text, p := awkConstant(c)
	if len(p.operands) != 1 || !awkRun(text)[inputText] {
		return nil
	}
	return []picked{{}}
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
