package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// echo prints its words.
func (m *machine) echo(list []*syntax.Word) {
	if m.out == nil {
		m.words(list)
		return
	}
	escapes := false
	for i, w := range list {
		if s, ok := literal(w); ok && i == 0 && (s == "-n" || s == "-e" || s == "-ne" || s == "-en" || s == "-E") {
			escapes = strings.Contains(s, "e")
			continue
		}
		if i > 0 {
			m.print(blank)
		}
		v := m.word(w)
		if escapes && v.tainted() {
			v = v.cut(Any).decoded(Quote)
		}
		m.print(v)
	}
}

// printf prints its words by a format, or in bash (-v) puts them into a name. It
// fails where one of them is no number for %d.
func (m *machine) printf(list []*syntax.Word) answer {
	if len(list) > 2 && m.run.Dialect(m.prog) != shell.Ash {
		if s, _ := literal(list[0]); s == "-v" {
			m.printInto(list[1], list[2:])
			return answer{}
		}
	}
	if m.out == nil {
		m.words(list)
	} else {
		m.print(m.formatted(list))
	}
	return m.asNumbers(list)
}

// printInto is printf -v, of bash.
func (m *machine) printInto(name *syntax.Word, list []*syntax.Word) {
	if n, _ := literal(name); isName(n) {
		m.put(m.id(n), m.formatted(list))
		return
	}
	m.touch(name.Parts)
	m.words(list)
}

// formatted is what printf makes of a format and words.
func (m *machine) formatted(list []*syntax.Word) *value {
	if len(list) == 0 {
		return empty
	}
	f, ok := literal(list[0])
	switch {
	case !ok || len(list) == 1:
		m.words(list[1:])
		return m.word(list[0])
	case strings.Contains(f, "%q") && m.run.Dialect(m.prog) != shell.Ash:
		m.words(list[1:])
		return unknown // ash's printf has no %q
	}
	keep := Any
	if made, ok := conversions(f); ok && made != "" && strings.Trim(made, "diouxXeEfFgG") == "" {
		keep = Dash
	}
	var c concat
	for _, w := range list[1:] {
		c.add(m.word(w).masked(keep))
	}
	v := c.value()
	if strings.Contains(f, "%b") && v.tainted() {
		v = v.cut(Any).decoded(Quote)
	}
	if f == "%s" || f == `%s\n` {
		return v
	}
	var around concat
	around.add(unknown)
	around.add(v)
	return around.value()
}

// conversions are the letters of a format's conversions: "ds" of "%-5d: %.2s%%". It is
// false where a width is one of the words, or what stands behind a % is no letter.
func conversions(format string) (letters string, ok bool) {
	var b strings.Builder
	for _, text := range strings.Split(strings.ReplaceAll(format, "%%", ""), "%")[1:] {
		text = strings.TrimLeft(text, "0123456789.-+ #")
		if text == "" || !isNameByte(text[0]) {
			return "", false
		}
		b.WriteByte(text[0])
	}
	return b.String(), true
}

// asNumbers is what printf %d tells of its word: it fails on what is no number.
func (m *machine) asNumbers(list []*syntax.Word) answer {
	if len(list) != 2 {
		return answer{}
	}
	switch f, _ := literal(list[0]); strings.TrimSuffix(f, `\n`) {
	case "%d", "%i", "%u":
		return answer{yes: keeping(m.word(list[1]), Dash)}
	}
	return answer{}
}

var blank = &value{known: true, text: " "}

// print adds to the standard output, where someone wants it.
func (m *machine) print(v *value) {
	switch {
	case m.out == nil:
	case m.out.file != nil:
		m.write(outFile{m.out.file.id, true, m.out.file.at}, v)
	case len(m.out.list) < 64:
		m.out.add(v)
	}
}

// printout is what a substitution gave at a moment.
type printout struct {
	moment int
	value  *value
	says   answer
}

// substituted is what $( ) gives; walked once for each time that its statement
// runs, however often the word is looked at.
func (m *machine) substituted(x *syntax.CmdSubst) *value {
	if p, ok := m.printouts[x]; ok && p.moment == m.now {
		return p.value
	}
	v, says := m.output(x.Stmts)
	m.printouts[x] = printout{m.now, v, says}
	return v
}

// status is that of assignments: of the last substitution in them.
func (m *machine) status(list []*syntax.Assign) (says answer) {
	for _, a := range list {
		if a.Value == nil {
			continue
		}
		for _, p := range bare(a.Value.Parts) {
			if x, ok := p.(*syntax.CmdSubst); ok && m.printouts[x].moment == m.now {
				says = m.printouts[x].says
			}
		}
	}
	return says
}

// output is what the commands of $( ) print, and what it tells that they succeed: what
// was found out up to their end.
func (m *machine) output(list []*syntax.Stmt) (v *value, says answer) {
	out, asked := m.out, m.asked
	c := &concat{prints: true}
	m.out, m.asked = c, false
	m.depth++
	if m.depth < maxCalls {
		var last answer
		if d := m.apart(func() { last = m.stmts(list, true) }); d.dead == alive {
			says.yes = both(d.facts(), last.yes)
		}
	}
	m.depth--
	m.out, m.asked = out, asked
	v = c.value()
	if v.known && strings.HasSuffix(v.text, "\n") {
		v = &value{known: true, text: strings.TrimRight(v.text, "\n")}
	}
	return v, says
}
