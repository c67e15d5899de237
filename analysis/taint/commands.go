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
		return m.status(x.Assigns)
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
		if pt != nil && pt.handed && m.dispatch != nil {
			return m.dispatched(true, want)
		}
		says := m.commandWord(x.Args[0], want && len(x.Args) == 1)
		m.words(x.Args[1:])
		m.print(m.printedByValue(x))
		m.runs(pt, x.Assigns)
		return says
	}
	if fn := m.funcs[name]; fn != nil {
		var c *shell.Command
		if pt != nil {
			c = pt.command
		}
		return m.function(fn, x, pt, c)
	}
	return m.builtin(name, x, pt, want)
}

// commandWord walks a word that names the command. if $(check "$x"): where that
// prints nothing, its status is the one that counts.
func (m *machine) commandWord(w *syntax.Word, alone bool) answer {
	x, ok := w.Parts[0].(*syntax.CmdSubst)
	if !ok || !alone || len(w.Parts) > 1 {
		if p := parameterAlone(w.Parts); alone && p != nil { // $ok || exit
			return m.param(p).asked(func(text string) bool { return text == "true" || text == ":" })
		}
		m.touch(w.Parts)
		return answer{}
	}
	var says answer
	m.apart(func() { says = m.stmts(x.Stmts, true) })
	return says
}

// printedByValue is what a program prints whose name a value gives: $CURL "$url", with
// CURL='curl -s', and $bin/curl.
func (m *machine) printedByValue(x *syntax.CallExpr) *value {
	if m.out == nil {
		return unknown
	}
	parts := bare(x.Args[0].Parts)
	if last, ok := parts[len(parts)-1].(*syntax.Lit); ok {
		if at := strings.LastIndexByte(last.Value, '/'); at >= 0 {
			return m.printed(last.Value[at+1:], x.Args[1:])
		}
	}
	v := m.word(x.Args[0])
	words := strings.Fields(v.text)
	if !v.known || len(words) == 0 || strings.ContainsAny(v.text, "'\"\\*?[") {
		return unknown
	}
	list := make([]*syntax.Word, 0, len(words)+len(x.Args))
	for _, s := range words[1:] {
		list = append(list, &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: s}}})
	}
	return m.printed(path.Base(words[0]), append(list, x.Args[1:]...))
}

func (m *machine) words(list []*syntax.Word) {
	for _, w := range list {
		m.touch(w.Parts)
	}
}

// function calls one with words, under the assignments in front.
func (m *machine) function(fn *function, x *syntax.CallExpr, pt *point, c *shell.Command) answer {
	a := m.passed(x.Args[1:], fn.name)
	outer := m.dispatch
	m.dispatch = m.dispatchBy(x, pt, c)
	defer func() { m.dispatch = outer }()
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
		m.left(name == "continue", list)
	case ":", "true":
		m.words(list)
		return answer{status: success}
	case "false":
		return answer{status: failure}
	case "read":
		m.read(x)
	case "unset":
		for _, w := range list {
			if n, _ := literal(w); isName(n) {
				m.overwrite(n, unset)
			}
		}
	case "export", "local", "readonly", "declare", "typeset":
		m.declareWords(name, list)
	case "set":
		m.setParams(x)
	case "shift":
		m.shift(list)
	case "shopt":
		m.setOption(list)
	case "getopts":
		m.getopts(x)
	case "mapfile", "readarray":
		m.readArray(list)
	case "eval":
		m.eval(list, pt)
	case "trap", "alias":
		m.words(list)
		m.runs(pt, nil)
	case ".", "source", "include": // the last is of a preprocessor
		m.words(list)
		m.source(pt)
		return m.sourcedFile(list)
	case "exec":
		m.outside(name, x, pt, want)
		if len(list) > 0 {
			m.dead = exited
		}
	case "command", "builtin":
		if in := pt.inside(); in != nil && in.Via.Name == name {
			return m.builtin(in.Name, &syntax.CallExpr{Assigns: x.Assigns, Args: wordsFrom(x, in)}, pt, want)
		}
		return m.outside(name, x, pt, want)
	case "echo", "printf":
		return m.program(name, list, want)
	case "cd", "pushd", "popd":
		m.words(list)
		m.goTo(list)
		return m.checked(name, list)
	default:
		return m.outside(name, x, pt, want)
	}
	return answer{}
}

// setsArgs tells whether the text of an alias has a command in it that gives the
// positional parameters of its user other values.
func setsArgs(alias string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(alias, func(c rune) bool { return !isNameByte(byte(c)) }), func(w string) bool {
		return w == "set" || w == "shift" || w == "eval"
	})
}

// setOption walks shopt, of bash.
func (m *machine) setOption(list []*syntax.Word) {
	if m.run.Dialect(m.prog) != shell.Bash {
		return
	}
	for _, w := range list {
		if option, _ := literal(w); option == "lastpipe" {
			on, _ := literal(list[0])
			m.lastPipe = isFlag(on, "s")
		}
	}
}

// inside is the program that a wrapper runs in the end: wget of timeout 9 wget "$url".
// It is nil for a command that is no wrapper, for those that put words of their own
// behind the program's (find, xargs), and where a value names the program.
func (pt *point) inside() *shell.Command {
	if pt == nil {
		return nil
	}
	return pt.wrapped
}

// wordsFrom are the words of a command of which wrappers run the last ones.
func wordsFrom(x *syntax.CallExpr, in *shell.Command) []*syntax.Word {
	return x.Args[len(x.Args)-len(in.Args)-1:]
}

// outside walks a program that is run, be it by a wrapper.
func (m *machine) outside(name string, x *syntax.CallExpr, pt *point, want bool) answer {
	list := x.Args[1:]
	m.words(list)
	m.runs(pt, x.Assigns)
	if setsArgs(m.prog.Alias(name)) {
		m.setArgs(&args{rest: unknown, shifted: -1})
	}
	if in := pt.inside(); in != nil {
		return m.program(in.Name, wordsFrom(x, in)[1:], want)
	}
	base := name[strings.LastIndexByte(name, '/')+1:]
	if m.mayBeSourced(name) {
		m.toldNames(list)
		if len(list) == 0 {
			m.checkedByName(name)
		}
	}
	return m.program(base, list, want)
}

// program is what a program does with its words, its input and its output; the shell
// has some of them built in.
func (m *machine) program(name string, list []*syntax.Word, want bool) answer {
	switch name {
	case "[":
		return m.test(list[:max(len(list)-1, 0)])
	case "test":
		return m.test(list)
	case "echo":
		m.echo(list)
		return answer{}
	case "printf":
		return m.printf(list)
	case "cp", "mv", "ln", "install":
		m.moved(name, list)
		return answer{}
	case "tee":
		m.tee(list)
	case "dd":
		m.filled(list)
	case "awk", "gawk", "mawk":
		m.awkWrites(list)
	}
	if m.out != nil {
		m.print(m.printed(name, list))
	}
	if want {
		return m.checked(name, list)
	}
	if checks(name) {
		var given *value
		for _, w := range list {
			given = join(given, m.word(w))
		}
		if given != nil {
			m.tell(keeping(given, 0))
		}
	}
	return answer{}
}

// toldNames is the call of what may be a function of a file that nobody has read: what
// the names hold that it is told by name is not known after it. It may check them, as
// is_valid user domain does, or set them.
func (m *machine) toldNames(list []*syntax.Word) {
	for _, w := range list {
		if n, _ := literal(w); isName(n) && m.load(m.id(n)).tainted() {
			m.put(m.id(n), unknown)
		}
	}
}

// checkedByName is the call, without arguments, of what may be a function of a file
// that nobody has read: username_check and validate_domain look at the names that
// they are named after.
func (m *machine) checkedByName(name string) {
	of := strings.Split(strings.ToLower(name), "_")
	if !slices.ContainsFunc(of, checks) {
		return
	}
	for _, id := range m.held {
		held := strings.ToLower(m.names[id])
		if len(held) > 2 && m.load(id).tainted() && slices.ContainsFunc(of, func(w string) bool { return strings.HasPrefix(w, held) }) {
			m.put(id, unknown)
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
	if pt.handed && m.dispatch != nil {
		m.apart(func() { m.dispatched(false, false) })
	}
}

// returned is what a status tells that a word gives.
func (m *machine) returned(w *syntax.Word) answer {
	v := m.word(w)
	switch {
	case v.known && v.text == "0":
		return answer{status: success}
	case v.known && v.text != "":
		return answer{status: failure}
	}
	return v.asked(func(text string) bool { return text == "0" })
}

// comeBack walks return.
func (m *machine) comeBack(list []*syntax.Word) {
	m.dead = returned
	f := m.frame
	if f == nil || f.apart != m.subshells {
		return
	}
	w := way{delta: m.since(f.mark), says: m.last}
	if len(list) > 0 {
		w.says = m.returned(list[0])
	}
	if len(f.ways) < 64 {
		f.ways = append(f.ways, w)
	}
}
