package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// inner walks a program that stands in a command's words.
func (m *machine) inner(in innerCode, temp []*syntax.Assign) {
	p := in.prog
	if p.File == nil || m.depth >= maxCalls {
		return
	}
	if p.Spliced {
		if p.How == shell.ByEval {
			m.evaluated(p, in.text)
		}
		return
	}
	switch p.How {
	case shell.ByEval:
		m.within(p, func() { m.stmts(p.File.Stmts, false) })
	case shell.ByTrap:
		m.traps = append(m.traps, p)
	default:
		name, a := m.innerArgs(in)
		m.apart(func() {
			m.asChild(in.assigns, temp)
			m.put(m.id("0"), name)
			m.setArgs(a)
			frame := m.frame
			m.frame = nil
			m.within(p, func() { m.stmts(p.File.Stmts, false) })
			m.frame = frame
		})
	}
}

// innerArgs are $0 and the parameters of a program inside.
func (m *machine) innerArgs(in innerCode) (name *value, a *args) {
	a = &args{shifted: -1}
	for _, w := range in.args {
		switch n := w.Nodes(); {
		case isArgs(n):
			for _, v := range m.args.list {
				a.pass(v)
			}
			if m.args.rest != nil {
				a.rest = join(a.rest, m.args.rest)
			}
		case in.mark != "" && w.Constant() && strings.Contains(w.Source(), in.mark):
			a.pass(m.filledIn(in.filler, in.prog, in.mark, w.Span()))
		default:
			a.pass(m.parts(n, false))
		}
	}
	if in.xargs != nil {
		a.rest = join(a.rest, m.appended(in.xargs))
	}
	if in.prog.How == shell.ByStdin || len(a.list) == 0 && a.rest == nil {
		return unknown, a
	}
	name = a.get(1)
	if name == nil {
		name = a.rest
	}
	return name, a.shift(1)
}

// within walks nodes of another program.
func (m *machine) within(p *shell.Program, walk func()) {
	code := m.code
	m.code = m.codeOf(p)
	m.depth++
	walk()
	m.depth--
	m.code = code
}

// asChild leaves of the names what a process of its own sees: what is exported or
// stands in front of the command.
func (m *machine) asChild(assigns []shell.Assign, temp []*syntax.Assign) {
	type pair struct {
		id int32
		v  *value
	}
	var given []pair
	for _, a := range assigns {
		v := m.parts(a.Value.Nodes(), false)
		given = append(given, pair{m.id(a.Name), v})
	}
	for _, a := range temp {
		if a.Name != nil {
			given = append(given, pair{m.id(a.Name.Value), m.word(a.Value)})
		}
	}
	for id, v := range m.vars {
		if v != nil && !m.exports[int32(id)] && !m.files[int32(id)] && !m.fromEnv(int32(id)) {
			m.set(int32(id), unknown)
		}
	}
	for _, p := range given {
		m.put(p.id, p.v)
	}
}

// fromEnv tells whether a name came from the environment, so that what the
// program makes of it is exported too.
func (m *machine) fromEnv(id int32) bool {
	return m.entries[id].tainted()
}

// isUnknown tells whether a name was given something of which nothing is known: what
// a command printed.
func (m *machine) isUnknown(name string) bool {
	v := m.vars[m.id(name)]
	return v != nil && !v.known && !v.tainted()
}

// eval walks eval. eval set -- "$t" gives the positional parameters the words that a
// text quotes.
func (m *machine) eval(list []*syntax.Word, pt *point) {
	if len(list) == 0 || !isSet(strings.TrimLeft(m.text[m.pos(list[0].Pos()):m.pos(list[0].End())], "\"' ")) {
		m.words(list)
		m.runs(pt, nil)
		return
	}
	var text concat
	for _, w := range list {
		text.add(m.word(w))
	}
	m.runs(pt, nil)
	if v := text.value().quotes; v != nil { // the first is an option, or --
		m.setArgs(&args{list: []*value{unknown}, rest: v.stepped(m.span(list[0]), "becomes a positional parameter"), shifted: -1})
	}
}

// evaluated is an eval of a text that is put together: the names that it may set
// are not known after it.
func (m *machine) evaluated(p *shell.Program, text string) {
	for i := 0; i < len(text); i++ {
		if text[i] != '=' {
			continue
		}
		from := i
		for from > 0 && isNameByte(text[from-1]) {
			from--
		}
		if from < i && (text[from] < '0' || text[from] > '9') && (from == 0 || text[from-1] != '$' && text[from-1] != '{') {
			m.put(m.id(text[from:i]), unknown)
		}
	}
	for _, x := range p.Splices {
		if x.Expansion.Kind == shell.CommandSubst || len(text) == x.To-x.From && m.isUnknown(x.Expansion.Name) {
			m.rewritten = true
			m.forget()
		}
	}
	if isSet(text) {
		m.setArgs(&args{rest: unknown, shifted: -1})
	}
}

// isSet tells whether a text begins with set, which gives the positional
// parameters.
func isSet(text string) bool {
	f := strings.Fields(text)
	return len(f) > 0 && f[0] == "set"
}

// source walks a file that is sourced: in the same shell. Names may come from one
// that is not known.
func (m *machine) source(pt *point) {
	var known *call
	if pt != nil {
		for i := range pt.calls {
			if pt.calls[i].sourced {
				known = &pt.calls[i]
			}
		}
	}
	if known == nil || known.run.Program.File == nil || m.depth >= maxSourced || m.unit.active[known.run] {
		m.obscure(m.sourcedName())
		return
	}
	m.unit.walked[known.run] = true
	m.unit.active[known.run] = true
	f := &frame{outer: m.frame, mark: len(m.log), apart: m.subshells}
	outer := m.frame
	m.frame = f
	m.within(known.run.Program, func() { m.stmts(known.run.Program.File.Stmts, false) })
	m.frame = outer
	delete(m.unit.active, known.run)
	if outer != nil {
		outer.locals = append(outer.locals, f.locals...)
		for _, id := range f.ids {
			outer.reads(id)
		}
	}
	if len(f.ways) == 0 {
		return
	}
	var deltas []delta
	end := m.take(f.mark)
	for _, w := range f.ways {
		w.dead = alive
		deltas = append(deltas, w.delta)
	}
	if end.dead == alive {
		deltas = append(deltas, end)
	}
	m.merge(deltas...)
}

// sourcedFile is what it tells that the file is there. ash ends where it is not (POSIX, of
// special built-ins), bash as sh alone.
func (m *machine) sourcedFile(list []*syntax.Word) (says answer) {
	if len(list) > 0 {
		says.yes = m.placed(list[0])
	}
	if m.run.Dialect(m.prog) != shell.Bash {
		m.tell(says.yes)
	}
	return says
}

// sourcedName is the first word of the command that runs: the name of the file.
func (m *machine) sourcedName() *value {
	x, ok := m.command0.(*syntax.CallExpr)
	if !ok || len(x.Args) < 2 {
		return unknown
	}
	return m.word(x.Args[1])
}

// obscure is that a file was sourced that nobody has read. Names may come from it; from
// settings that someone chooses also those that the program never sets and has looked
// at before.
func (m *machine) obscure(file *value) {
	m.obscured = true
	m.settled = m.settled || file.known && isSettings(file.text)
	if !file.known {
		m.forget()
	}
}

// forget is that names which the program has only looked at may be others from here on.
func (m *machine) forget() {
	for _, id := range m.held {
		if m.vars[id] == nil && m.entries[id].tainted() && !declared(m.run, m.names[id]) && !m.byProtocol(m.names[id]) {
			m.put(id, unknown)
		}
	}
}

// maxSourced bounds files that source files.
const maxSourced = 10
