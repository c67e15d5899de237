package taint

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// call walks a simple command. What it takes is looked at before it changes
// anything.
func (m *machine) call(x *syntax.CallExpr, want bool) answer {
	if len(x.Args) == 0 {
		for _, a := range x.Assigns {
			m.assign(a)
		}
		return answer{}
	}
	for _, a := range x.Assigns {
		if a.Value != nil {
			m.touch(a.Value.Parts)
		}
	}
	outer := m.command0
	m.command0 = x
	defer func() { m.command0 = outer }()
	pt := m.points[int32(m.pos(x.Args[0].Pos()))]
	if pt != nil {
		m.arrive(pt)
	}
	name, ok := literal(x.Args[0])
	if !ok {
		says := m.commandWord(x.Args[0], want && len(x.Args) == 1)
		m.words(x.Args[1:])
		m.print(unknown)
		m.runs(pt, x.Assigns)
		return says
	}
	if fn := m.funcs[name]; fn != nil {
		return m.function(fn, x)
	}
	return m.builtin(name, x, pt, want)
}

// commandWord walks a word that names the command. if $(check "$x"): where that
// prints nothing, its status is the one that counts.
func (m *machine) commandWord(w *syntax.Word, alone bool) answer {
	x, ok := w.Parts[0].(*syntax.CmdSubst)
	if !ok || !alone || len(w.Parts) > 1 {
		m.touch(w.Parts)
		return answer{}
	}
	var says answer
	m.apart(func() { says = m.stmts(x.Stmts, true) })
	return says
}

func (m *machine) words(list []*syntax.Word) {
	for _, w := range list {
		m.touch(w.Parts)
	}
}

// function calls one with words, under the assignments in front.
func (m *machine) function(fn *function, x *syntax.CallExpr) answer {
	a := m.passed(x.Args[1:], fn.name)
	if len(x.Assigns) == 0 {
		says := m.invoke(fn, a)
		if m.looksUp(fn) && len(a.list) > 0 {
			says.yes = append(slices.Clone(says.yes), keeping(a.list[0], 0)...)
		}
		return says
	}
	type pair struct {
		id int32
		v  *value
	}
	var before []pair
	for _, as := range x.Assigns {
		if as.Name != nil {
			id := m.id(as.Name.Value)
			before = append(before, pair{id, m.vars[id]})
			m.assign(as)
		}
	}
	says := m.invoke(fn, a)
	for _, p := range before {
		m.set(p.id, p.v)
	}
	return says
}

// assign walks NAME=value.
func (m *machine) assign(a *syntax.Assign) {
	if a.Name == nil {
		if a.Value != nil {
			m.touch(a.Value.Parts)
		}
		return
	}
	name := a.Name.Value
	id := m.id(name)
	m.mends(id, a)
	var v *value
	switch {
	case a.Array != nil:
		v = empty
		for _, e := range a.Array.Elems {
			if e.Value != nil {
				v = join(v, m.item(e.Value))
			}
		}
	case a.Value == nil:
		v = empty
	default:
		v = m.parts(a.Value.Parts, false)
		if name == "PS4" {
			m.met(promptText, a.Value)
		}
	}
	if a.Index != nil {
		v = join(v, m.named(name, nil))
	}
	if a.Append {
		var c concat
		c.add(m.named(name, nil))
		c.add(v)
		v = c.value()
	}
	if v.tainted() {
		v = v.stepped(m.span(a), "is assigned to "+name).noted(name)
	}
	if m.exportsAll {
		m.exports[id] = true
	}
	m.put(id, v)
}

// mends sees to it that FOO="$FOO more" with no FOO before is the program's own:
// it means to build up a list. ${FOO:-x} asks for one from outside.
func (m *machine) mends(id int32, a *syntax.Assign) {
	if m.vars[id] != nil || m.entries[id] != nil || a.Value == nil {
		return
	}
	name := m.names[id]
	if !a.Append && !m.mentions(a.Value.Parts, name) || !m.outsideOnly(name) {
		return
	}
	if parts := bare(a.Value.Parts); !a.Append && len(parts) == 1 {
		if x, ok := parts[0].(*syntax.ParamExp); ok && x.Exp != nil {
			return
		}
	}
	m.entries[id] = unknown
}

func bare(parts []syntax.WordPart) []syntax.WordPart {
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			return q.Parts
		}
	}
	return parts
}

// mentions tells whether a word's text has $name or ${name.
func (m *machine) mentions(parts []syntax.WordPart, name string) bool {
	if len(parts) == 0 || len(parts) == 1 && isConstant(parts[0]) {
		return false
	}
	text := m.text[m.pos(parts[0].Pos()):max(m.pos(parts[0].Pos()), m.pos(parts[len(parts)-1].End()))]
	for rest := text; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		before := rest[:i]
		rest = rest[i+len(name):]
		if (strings.HasSuffix(before, "$") || strings.HasSuffix(before, "${")) && (rest == "" || !isNameByte(rest[0])) {
			return true
		}
	}
}

func isConstant(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.Lit, *syntax.SglQuoted:
		return true
	}
	return false
}

// declare walks export, local, readonly, declare, typeset.
func (m *machine) declare(x *syntax.DeclClause) {
	if pt := m.points[int32(m.pos(x.Pos()))]; pt != nil {
		m.arrive(pt)
	}
	by := x.Variant.Value
	for _, a := range x.Args {
		if a.Name == nil {
			if a.Value != nil {
				m.touch(a.Value.Parts)
			}
			continue
		}
		m.declared(by, a.Name.Value)
		if !a.Naked {
			m.assign(a)
		}
	}
}

func (m *machine) declared(by, name string) {
	id := m.id(name)
	if by == "export" || by == "declare" || by == "typeset" {
		m.exports[id] = true
	}
	if by != "export" && by != "readonly" && m.frame != nil {
		m.frame.locals = append(m.frame.locals, id)
	}
}

// declareWords are export and its like where the parser read ordinary words.
func (m *machine) declareWords(by string, list []*syntax.Word) {
	for _, w := range list {
		s := m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))]
		name, _, has := strings.Cut(s, "=")
		if !isName(name) {
			m.touch(w.Parts)
			continue
		}
		m.declared(by, name)
		if has {
			v := m.word(w)
			if v.known {
				_, text, _ := strings.Cut(v.text, "=")
				v = &value{known: true, text: text}
			}
			if v.tainted() {
				v = v.stepped(m.span(w), "is assigned to "+name)
			}
			m.put(m.id(name), v)
		}
	}
}

func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) || i == 0 && s[i] <= '9' {
			return false
		}
	}
	return s != ""
}

// builtin walks a command that is no function of the program.
func (m *machine) builtin(name string, x *syntax.CallExpr, pt *point, want bool) answer {
	list := x.Args[1:]
	switch name {
	case "[":
		return m.test(list[:max(len(list)-1, 0)])
	case "test":
		return m.test(list)
	case "exit":
		m.words(list)
		m.dead = exited
	case "return":
		m.words(list)
		m.comeBack(list)
	case "break", "continue":
		if m.loop != nil {
			m.left(name == "continue")
		}
	case ":", "true", "false":
		m.words(list)
	case "read":
		m.read(x)
	case "unset":
		for _, w := range list {
			if n, _ := literal(w); isName(n) {
				m.put(m.id(n), unset)
			}
		}
	case "export", "local", "readonly", "declare", "typeset":
		m.declareWords(name, list)
	case "set":
		m.setParams(x)
	case "shift":
		m.shift(list)
	case "getopts":
		m.getopts(x)
	case "mapfile", "readarray":
		for _, w := range list {
			if n, _ := literal(w); isName(n) {
				m.put(m.id(n), unknown)
			}
		}
	case "eval", "trap", "alias":
		m.words(list)
		m.runs(pt, nil)
	case ".", "source":
		m.words(list)
		m.source(pt)
	case "exec":
		m.outside(name, x, pt, want)
		if len(list) > 0 {
			m.dead = exited
		}
	case "echo":
		m.echo(list)
	case "printf":
		return m.printf(list)
	case "cp", "mv", "ln", "install":
		m.words(list)
		m.moved(list)
	default:
		return m.outside(name, x, pt, want)
	}
	return answer{}
}

// outside walks a program that is run.
func (m *machine) outside(name string, x *syntax.CallExpr, pt *point, want bool) answer {
	m.words(x.Args[1:])
	m.runs(pt, x.Assigns)
	base := name[strings.LastIndexByte(name, '/')+1:]
	if base == "tee" {
		m.tee(pt, x.Args[1:])
	}
	if m.out != nil {
		m.print(m.printed(base, x.Args[1:]))
	}
	if want {
		return m.checked(base, x.Args[1:])
	}
	if checks(base) {
		var given *value
		for _, w := range x.Args[1:] {
			given = join(given, m.word(w))
		}
		if given != nil {
			m.tell(keeping(given, 0))
		}
	}
	return answer{}
}

// tee writes its input into files.
func (m *machine) tee(pt *point, list []*syntax.Word) {
	if m.in == nil {
		return
	}
	m.wrote(pt, m.in)
	appends := false
	for _, w := range list {
		if s, _ := literal(w); s == "-a" {
			appends = true
		} else if id, ok := m.file(w); ok {
			m.write(id, m.in, appends)
		}
	}
}

// runs walks the programs inside a command's words, and notes what the scripts
// that it starts are given.
func (m *machine) runs(pt *point, temp []*syntax.Assign) {
	if pt == nil {
		return
	}
	for _, in := range pt.inner {
		m.inner(in, temp)
	}
	for _, c := range pt.calls {
		m.enter(c, temp)
	}
}

// comeBack walks return.
func (m *machine) comeBack(list []*syntax.Word) {
	m.dead = returned
	f := m.frame
	if f == nil || f.apart != m.subshells {
		return
	}
	w := way{delta: m.since(f.mark)}
	if len(list) > 0 {
		switch s, ok := literal(list[0]); {
		case !ok:
		case s == "0":
			w.status = success
		default:
			w.status = failure
		}
	} else if m.last.yes != nil || m.last.no != nil {
		w.status = anyStatus
	}
	if len(f.ways) < 64 {
		f.ways = append(f.ways, w)
	}
}

// read fills names from standard input.
func (m *machine) read(x *syntax.CallExpr) {
	var names []*syntax.Word
	list := x.Args[1:]
	other, asked := false, m.prompted()
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		if ok && strings.HasPrefix(s, "-") && len(names) == 0 {
			other = other || strings.HasPrefix(s, "-u")
			asked = asked || strings.ContainsAny(s, "ps") // -p question, -s for a password
			switch s[len(s)-1] {
			case 'p', 't', 'n', 'N', 'd', 'u', 'i':
				i++ // its value
			}
			continue // the name behind -a is one as others are
		}
		if ok && isName(s) {
			names = append(names, list[i])
		} else {
			m.touch(list[i].Parts)
		}
	}
	if len(names) == 0 {
		m.put(m.id("REPLY"), m.line("REPLY", x, other, asked))
		return
	}
	for _, w := range names {
		n, _ := literal(w)
		m.put(m.id(n), m.line(n, w, other, asked))
	}
}

// prompted tells whether the statement before prints to who runs the program: the
// question that a read waits for the answer to.
func (m *machine) prompted() bool {
	if m.before == nil || m.out != nil {
		return false
	}
	x, ok := m.before.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 {
		return false
	}
	name, _ := literal(x.Args[0])
	toFile := slices.ContainsFunc(m.before.Redirs, func(r *syntax.Redirect) bool {
		s, _ := literal(r.Word)
		return (r.Op == syntax.RdrOut || r.Op == syntax.AppOut) && !strings.HasPrefix(s, "/dev/")
	})
	return !toFile && (name == "echo" || name == "printf" || name == "cat" || m.saysText(name, x.Args[1:]))
}

// saysText tells whether a command that is the program's own or not known is given a
// text: ask 'Version: '.
func (m *machine) saysText(name string, list []*syntax.Word) bool {
	if m.funcs[name] == nil && unchecking[name] {
		return false
	}
	return slices.ContainsFunc(list, func(w *syntax.Word) bool { s, _ := literal(w); return strings.Contains(s, " ") })
}

// line is a line of standard input as read gives it to a name.
func (m *machine) line(name string, at syntax.Node, other, asked bool) *value {
	if other {
		return unknown
	}
	if m.in == nil {
		return m.stdin(name, at, asked)
	}
	if !m.in.tainted() {
		return unknown
	}
	return m.in.cut(Any&^Newline).stepped(m.span(at), "is read into "+name).noted(name)
}

// setParams walks set: what `set -- words` makes of the positional parameters.
func (m *machine) setParams(x *syntax.CallExpr) {
	list := x.Args[1:]
	cleared := false
	for len(list) > 0 {
		s, ok := literal(list[0])
		if !ok || s == "" || s[0] != '-' && s[0] != '+' {
			break
		}
		list = list[1:]
		if s == "--" {
			cleared = true
			break
		}
		all := strings.Contains(s, "a")
		if s[len(s)-1] == 'o' && len(list) > 0 {
			option, _ := literal(list[0])
			all = all || option == "allexport"
			list = list[1:]
		}
		if all {
			m.exportsAll = s[0] == '-'
		}
	}
	if len(list) == 0 && !cleared {
		return
	}
	a := &args{shifted: -1}
	for _, w := range list {
		if isArgs(w.Parts) {
			m.allArgs(w)
			for _, v := range m.args.list {
				a.pass(v)
			}
			if m.args.rest != nil {
				a.rest = join(a.rest, m.args.rest)
			}
			continue
		}
		v := m.item(w)
		if v.tainted() {
			v = v.stepped(m.span(x), "becomes a positional parameter")
		}
		if m.manyWords(w, v) {
			a.rest = join(a.rest, v)
			continue
		}
		a.pass(v)
	}
	m.setArgs(a)
}

// manyWords tells whether a word becomes any number of words: the output of a
// command, or a value that someone else controls, without quotes.
func (m *machine) manyWords(w *syntax.Word, v *value) bool {
	if len(w.Parts) != 1 {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.CmdSubst:
		return true
	case *syntax.ParamExp:
		return v.tainted()
	}
	return false
}

func (m *machine) shift(list []*syntax.Word) {
	n := 1
	if len(list) > 0 {
		s, ok := literal(list[0])
		if !ok || len(s) != 1 || s[0] < '0' || s[0] > '9' {
			m.setArgs(&args{rest: m.args.all(), shifted: -1})
			return
		}
		n = int(s[0] - '0')
	}
	m.setArgs(m.args.shift(n))
}

func (m *machine) getopts(x *syntax.CallExpr) {
	v := m.allArgs(x)
	if len(x.Args) > 3 {
		v = nil
		for _, w := range x.Args[3:] {
			v = join(v, m.word(w))
		}
	}
	if v.tainted() {
		v = v.stepped(m.span(x), "is taken apart by getopts").cut(Any)
	}
	m.put(m.id("OPTARG"), v)
	if len(x.Args) > 2 {
		if n, _ := literal(x.Args[2]); isName(n) {
			m.put(m.id(n), unknown)
		}
	}
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
		m.obscured = true
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

// maxSourced bounds files that source files.
const maxSourced = 10

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
	m.words(list)
	if len(list) > 0 && m.run.Dialect(m.prog) != shell.Ash {
		if s, _ := literal(list[0]); s == "-v" && len(list) > 2 {
			if n, _ := literal(list[1]); isName(n) {
				m.put(m.id(n), m.formatted(list[2:]))
			}
			return answer{}
		}
	}
	if m.out != nil {
		m.print(m.formatted(list))
	}
	return m.asNumbers(list)
}

// formatted is what printf makes of a format and words.
func (m *machine) formatted(list []*syntax.Word) *value {
	if len(list) == 0 {
		return empty
	}
	f, ok := literal(list[0])
	switch {
	case !ok || len(list) == 1:
		return m.word(list[0])
	case strings.Contains(f, "%q") && m.run.Dialect(m.prog) != shell.Ash:
		return unknown // ash's printf has no %q
	}
	keep := Any
	if strings.Contains(f, "%d") && !strings.Contains(f, "%s") {
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
	if m.out != nil && len(m.out.list) < 64 {
		m.out.add(v)
	}
}

// printout is what a substitution gave at a moment.
type printout struct {
	moment int
	value  *value
}

// substituted is what $( ) gives; walked once for each time that its statement
// runs, however often the word is looked at.
func (m *machine) substituted(x *syntax.CmdSubst) *value {
	if p, ok := m.printouts[x]; ok && p.moment == m.now {
		return p.value
	}
	v := m.output(x.Stmts)
	m.printouts[x] = printout{m.now, v}
	return v
}

// output is what the commands of $( ) print.
func (m *machine) output(list []*syntax.Stmt) *value {
	out := m.out
	c := &concat{}
	m.out = c
	m.depth++
	if m.depth < maxCalls {
		m.apart(func() { m.stmts(list, false) })
	}
	m.depth--
	m.out = out
	v := c.value()
	if v.known && strings.HasSuffix(v.text, "\n") {
		return &value{known: true, text: strings.TrimRight(v.text, "\n")}
	}
	return v
}

// redirected walks a command under its redirections.
func (m *machine) redirected(list []*syntax.Redirect, cmd syntax.Command, walk func()) {
	in, out := m.in, m.out
	var file int32 = -1
	appends := false
	for _, r := range list {
		fd := ""
		if r.N != nil {
			fd = r.N.Value
		}
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			if fd == "" || fd == "0" {
				m.in = unknown
				if r.Hdoc != nil {
					m.in = m.word(r.Hdoc)
				}
			}
			continue
		case syntax.WordHdoc:
			m.in = m.word(r.Word)
			continue
		case syntax.RdrIn:
			m.touch(r.Word.Parts)
			if fd == "" || fd == "0" {
				m.in = m.fileText(r.Word)
			}
			continue
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
			m.touch(r.Word.Parts)
			m.met(writeTarget, r.Word)
			if fd == "" || fd == "1" {
				if id, ok := m.file(r.Word); ok {
					file, appends = id, r.Op == syntax.AppOut || r.Op == syntax.AppAll
				}
				m.out = nil
			}
			continue
		case syntax.DplIn:
			if s, _ := literal(r.Word); (fd == "" || fd == "0") && s != "0" {
				m.in = unknown // another descriptor
			}
		case syntax.DplOut:
			// 2, or a number that the program has opened: perhaps a log, perhaps the
			// terminal.
			if s, _ := literal(r.Word); (fd == "" || fd == "1") && s != "1" {
				m.out = nil
			}
		}
		if r.Word != nil {
			m.touch(r.Word.Parts)
		}
	}
	if file >= 0 {
		m.out = &concat{}
	}
	if walk != nil {
		walk()
	}
	if file >= 0 {
		v := m.out.value()
		m.write(file, v, appends)
		if x, ok := cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
			m.wrote(m.points[int32(m.pos(x.Args[0].Pos()))], v)
		}
	}
	m.in, m.out = in, out
}

// write puts text into a file of this run.
func (m *machine) write(file int32, v *value, appends bool) {
	if appends {
		v = join(v, m.vars[file])
	}
	if v.known {
		v = unknown
	}
	m.put(file, v)
}

// file is the name under which a file's text is kept. Names that are not known
// stand for themselves: a script that writes to "$tmp" reads from "$tmp".
func (m *machine) file(w *syntax.Word) (int32, bool) {
	s, ok := literal(w)
	if ok && strings.HasPrefix(s, "/dev/") {
		return 0, false
	}
	if !ok {
		v := m.word(w)
		switch {
		case v.known:
			s = v.text
		case v.tainted():
			return 0, false
		default:
			s = strings.Trim(m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))], `"`)
			if strings.ContainsAny(s, "(`\"' ") {
				return 0, false
			}
			if strings.HasPrefix(s, "${") && strings.IndexByte(s, '}') == len(s)-1 {
				s = "$" + s[2:len(s)-1]
			}
		}
	}
	if s == "" || strings.HasPrefix(s, "/dev/") {
		return 0, false
	}
	id := m.id("\x00" + path.Clean(s))
	m.files[id] = true
	return id, true
}

// moved gives the text of a file another name.
func (m *machine) moved(list []*syntax.Word) {
	var operands []*syntax.Word
	for _, w := range list {
		if s, ok := literal(w); !ok || s == "" || s[0] != '-' {
			operands = append(operands, w)
		}
	}
	if len(operands) != 2 {
		return
	}
	from, ok1 := m.file(operands[0])
	to, ok2 := m.file(operands[1])
	if ok1 && ok2 && m.vars[from] != nil {
		m.put(to, m.vars[from])
	}
}

// fileText is what is read from a file: what was written to it, or what its place
// tells.
func (m *machine) fileText(w *syntax.Word) *value {
	id, ok := m.file(w)
	if !ok {
		return unknown
	}
	if m.frame != nil {
		m.frame.reads(id)
	}
	if v := m.vars[id]; v != nil {
		if v.tainted() {
			return v.stepped(m.span(w), "is read from "+m.names[id][1:])
		}
		return v
	}
	return m.fromFile(m.names[id][1:], w)
}
