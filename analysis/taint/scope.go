package taint

import (
	"sort"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// block is a stretch of a program that may not run, runs again, or runs in an
// environment of its own. Blocks form a tree.
type block struct {
	parent *block
	kind   blockKind
	depth  int
	fn     string // the function whose body it is in
}

type blockKind int8

const (
	plain    blockKind = iota // the program itself, a branch, a loop
	function                  // the body of a function
	subshell                  // ( ), $( ), a part of a pipe, a job in the background
)

// within tells whether b is a or stands inside it.
func (b *block) within(a *block) bool {
	for b != nil && b.depth > a.depth {
		b = b.parent
	}
	return b == a
}

// function is the innermost function around, nil for none.
func (b *block) function() *block {
	for b != nil && b.kind != function {
		b = b.parent
	}
	return b
}

// def is a place that gives a name a value.
type def struct {
	name  string
	at    int // byte at which the value is in force
	block *block
	span  source.Span // the assignment
	kind  defKind
	local bool
	// adds: the name keeps what it had (+=), or the value is made of it (X="$X y").
	adds bool
	// keeps: it is a default for what the name had: X=${X:-y}.
	keeps bool
	// copies: the value is that of one parameter, unchanged.
	copies bool
	words  []*syntax.Word
	input  *input // of read

	traced bool // value is worked out, or being so
	value  *trail
}

type defKind int8

const (
	assigned defKind = iota // the words; none for unset and naked local
	looped                  // for name in words
	filled                  // by read, from input
	fromArgs                // by getopts, or a for without words: from "$@"
	unknown                 // by a command that is not understood
)

// input is what a read reads: standard input of the program, the output of the
// stages of a pipe in front, or a here-string. None of them: a file.
type input struct {
	own  bool
	from []*syntax.Stmt
	word *syntax.Word
}

// read is the first place in the text that takes the value of a name.
type read struct {
	at int
	fn string
}

// scope is what one program says of names: where they get values, and where they
// are checked. It is made by one walk over the tree; all lists are in order of
// the text.
type scope struct {
	prog   *shell.Program
	parent *scope // that of the program around, nil
	text   string

	root     *block
	defs     map[string][]*def
	guards   map[string][]guard
	shifts   []int // bytes at which positional parameters change places
	exported map[string]bool
	calls    map[*syntax.CallExpr]*block
	reads    map[string]read
	// sourced is the byte from which on names may come from another file, that the
	// program runs in its own shell; -1 for none.
	sourced int
	// evals: it evaluates the output of a program, which may set any name.
	evals bool
}

// walker is the state of the walk.
type walker struct {
	*scope
	block *block
	input *input
	loops []loop // loops over "$@" around
}

// loop is a for over the positional parameters.
type loop struct {
	name string
	end  int
}

func newScope(p *shell.Program) *scope {
	s := &scope{
		prog:     p,
		text:     p.Text.String(),
		defs:     map[string][]*def{},
		guards:   map[string][]guard{},
		exported: map[string]bool{},
		reads:    map[string]read{},
		sourced:  -1,
		calls:    map[*syntax.CallExpr]*block{},
	}
	s.root = &block{}
	if p.File != nil {
		w := walker{scope: s, block: s.root, input: &input{own: true}}
		w.stmts(p.File.Stmts)
	}
	for _, list := range s.defs {
		sort.SliceStable(list, func(i, j int) bool { return list[i].at < list[j].at })
	}
	return s
}

// at is a place of the tree as a byte of the text.
func (s *scope) at(pos syntax.Pos) int { return min(int(pos.Offset()), len(s.text)) }

func (s *scope) span(n syntax.Node) source.Span {
	return s.prog.Text.Span(s.at(n.Pos()), s.at(n.End()))
}

// in walks in a block of its own.
func (w *walker) in(kind blockKind, walk func()) {
	outer := w.block
	w.block = &block{parent: outer, kind: kind, depth: outer.depth + 1, fn: outer.fn}
	walk()
	w.block = outer
}

func (w *walker) stmts(list []*syntax.Stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

func (w *walker) branch(list []*syntax.Stmt) {
	w.in(plain, func() { w.stmts(list) })
}

func (w *walker) stmt(s *syntax.Stmt) {
	if s.Background || s.Coprocess {
		w.in(subshell, func() { w.command(s) })
		return
	}
	w.command(s)
}

func (w *walker) command(s *syntax.Stmt) {
	outer := w.input
	for _, r := range s.Redirs {
		w.word(r.Word)
		w.word(r.Hdoc)
		if r.Op.String()[0] == '<' && (r.N == nil || r.N.Value == "0") {
			w.input = &input{}
			if r.Op == syntax.WordHdoc {
				w.input.word = r.Word
			}
		}
	}
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		w.call(x)
	case *syntax.DeclClause:
		w.declare(x)
	case *syntax.BinaryCmd:
		if x.Op == syntax.Pipe || x.Op == syntax.PipeAll {
			w.pipe(s)
		} else {
			w.chain(s)
		}
	case *syntax.Block:
		w.stmts(x.Stmts)
	case *syntax.Subshell:
		w.in(subshell, func() { w.stmts(x.Stmts) })
	case *syntax.IfClause:
		w.ifClause(x)
	case *syntax.WhileClause:
		w.while(x)
	case *syntax.ForClause:
		w.forClause(x)
	case *syntax.CaseClause:
		w.caseClause(x)
	case *syntax.FuncDecl:
		w.function(x)
	case *syntax.TestClause:
		w.testWords(x.X, 0)
	case *syntax.TimeClause:
		if x.Stmt != nil {
			w.stmt(x.Stmt)
		}
	}
	w.input = outer
}

func (w *walker) function(x *syntax.FuncDecl) {
	if x.Name == nil || x.Body == nil {
		return
	}
	w.in(function, func() {
		w.block.fn = x.Name.Value
		w.stmt(x.Body)
	})
}

// chain walks a && b || c, which is left-deep.
func (w *walker) chain(s *syntax.Stmt) {
	links := links(s)
	w.stmt(links[0].stmt)
	for _, l := range links[1:] {
		w.in(plain, func() { w.stmt(l.stmt) })
	}
	w.checkChain(links)
}

// link is a part of a chain, and the operator in front of it.
type link struct {
	op   syntax.BinCmdOperator
	stmt *syntax.Stmt
}

func links(s *syntax.Stmt) []link {
	var list []link
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.AndStmt && x.Op != syntax.OrStmt {
			break
		}
		list = append(list, link{x.Op, x.Y})
		first = x.X
	}
	list = append(list, link{stmt: first})
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// pipe walks a | b | c, each in an environment of its own.
func (w *walker) pipe(s *syntax.Stmt) {
	stages := stages(s)
	outer := w.input
	for i, stage := range stages {
		if i > 0 {
			w.input = &input{from: stages[:i]}
		}
		w.in(subshell, func() { w.command(stage) })
	}
	w.input = outer
}

func stages(s *syntax.Stmt) []*syntax.Stmt {
	var list []*syntax.Stmt
	for {
		x, ok := s.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.Pipe && x.Op != syntax.PipeAll {
			break
		}
		list = append(list, x.Y)
		s = x.X
	}
	list = append(list, s)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

func (w *walker) ifClause(x *syntax.IfClause) {
	for i := x; i != nil; i = i.Else {
		w.stmts(i.Cond)
		w.branch(i.Then)
		w.checkIf(i)
	}
}

func (w *walker) while(x *syntax.WhileClause) {
	w.in(plain, func() {
		w.stmts(x.Cond)
		w.checkWhile(x)
		w.branch(x.Do)
	})
}

func (w *walker) forClause(x *syntax.ForClause) {
	l, ok := x.Loop.(*syntax.WordIter)
	if !ok {
		w.branch(x.Do)
		return
	}
	d := &def{name: l.Name.Value, at: w.at(l.Name.End()), kind: looped, words: l.Items, span: w.span(l)}
	switch {
	case x.Select:
		d.kind = unknown
	case !l.InPos.IsValid():
		d.kind = fromArgs
	}
	for _, item := range l.Items {
		w.word(item)
	}
	w.define(d)
	if d.kind == fromArgs || len(l.Items) == 1 && w.isArgs(l.Items[0]) {
		w.loops = append(w.loops, loop{name: d.name, end: w.at(x.End())})
		defer func() { w.loops = w.loops[:len(w.loops)-1] }()
	}
	w.branch(x.Do)
}

// isArgs tells whether a word is "$@" or $*.
func (w *walker) isArgs(word *syntax.Word) bool {
	names := w.params(word)
	return len(names) == 1 && names[0] == "@"
}

func (w *walker) caseClause(x *syntax.CaseClause) {
	w.word(x.Word)
	for _, item := range x.Items {
		w.branch(item.Stmts)
	}
	w.checkCase(x)
}

// define notes a def in the block of the walk.
func (w *walker) define(d *def) {
	if d.name == "" {
		return
	}
	d.block = w.block
	for _, word := range d.words {
		for _, n := range w.params(word) {
			d.adds = d.adds || n == d.name
		}
	}
	switch d.kind {
	case filled, fromArgs:
		d.copies = true
	case assigned, looped:
		if x := sole(d.words); x != nil {
			d.copies = true
			d.keeps = d.adds && x.Exp != nil && w.name(x) == d.name
		}
	}
	w.defs[d.name] = append(w.defs[d.name], d)
}

// sole is the parameter that is all of the words; nil for others.
func sole(words []*syntax.Word) *syntax.ParamExp {
	if len(words) != 1 {
		return nil
	}
	parts := words[0].Parts
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	if len(parts) != 1 {
		return nil
	}
	x, _ := parts[0].(*syntax.ParamExp)
	return x
}

// assign notes NAME=value.
func (w *walker) assign(a *syntax.Assign, local bool) {
	if a.Name == nil {
		w.word(a.Value)
		return
	}
	d := &def{name: a.Name.Value, at: w.at(a.End()), span: w.span(a), local: local, adds: a.Append || a.Index != nil}
	if a.Value != nil {
		d.words = []*syntax.Word{a.Value}
	}
	if a.Array != nil {
		for _, e := range a.Array.Elems {
			if e.Value != nil {
				d.words = append(d.words, e.Value)
			}
		}
	}
	for _, word := range d.words {
		w.word(word)
	}
	w.define(d)
}

// declare walks export, local, readonly, declare, typeset.
func (w *walker) declare(x *syntax.DeclClause) {
	local := x.Variant.Value != "export" && x.Variant.Value != "readonly" && w.block.fn != ""
	for _, a := range x.Args {
		if a.Name != nil && x.Variant.Value == "export" {
			w.exported[a.Name.Value] = true
		}
		if !a.Naked || a.Name == nil || local {
			w.assign(a, local)
		}
	}
}

func (w *walker) call(x *syntax.CallExpr) {
	if len(x.Args) == 0 {
		for _, a := range x.Assigns {
			w.assign(a, false)
		}
		return
	}
	w.calls[x] = w.block
	for _, a := range x.Assigns {
		w.word(a.Value)
	}
	for _, arg := range x.Args {
		w.word(arg)
	}
	name, _ := literal(x.Args[0])
	w.builtin(name, x)
	w.checkCall(name, x)
}

// builtin notes what builtins do to names.
func (w *walker) builtin(name string, x *syntax.CallExpr) {
	args := x.Args[1:]
	end := w.at(x.End())
	switch name {
	case "read":
		w.fills(x)
	case "unset":
		for _, a := range args {
			if n, _ := literal(a); n != "" && n[0] != '-' {
				w.define(&def{name: n, at: end, span: w.span(a)})
			}
		}
	case "export", "local", "readonly", "declare", "typeset":
		w.declareWords(name, args)
	case "set":
		w.set(x)
	case "shift":
		w.shifts = append(w.shifts, end)
	case "getopts":
		w.define(&def{name: "OPTARG", at: end, kind: fromArgs, span: w.span(x)})
		if len(args) > 1 {
			n, _ := literal(args[1])
			w.define(&def{name: n, at: end, span: w.span(x)})
		}
	case "mapfile", "readarray":
		for _, a := range args {
			n, _ := literal(a)
			w.define(&def{name: n, at: end, kind: unknown, span: w.span(x)})
		}
	case "printf":
		if len(args) > 1 {
			if o, _ := literal(args[0]); o == "-v" {
				n, _ := literal(args[1])
				w.define(&def{name: n, at: end, kind: unknown, span: w.span(x)})
			}
		}
	case "eval":
		w.evaluated(x)
	case ".", "source":
		if w.sourced < 0 {
			w.sourced = end
		}
	}
}

// declareWords are export and its like where the parser read ordinary words.
func (w *walker) declareWords(by string, args []*syntax.Word) {
	for _, a := range args {
		s := w.text[w.at(a.Pos()):w.at(a.End())]
		n, _, has := strings.Cut(s, "=")
		if by == "export" {
			w.exported[n] = true
		}
		if has {
			w.define(&def{name: n, at: w.at(a.End()), span: w.span(a), words: []*syntax.Word{a}, local: by != "export" && by != "readonly" && w.block.fn != ""})
		}
	}
}

// fills notes the names that read fills.
func (w *walker) fills(x *syntax.CallExpr) {
	in := w.input
	seen := false
	args := x.Args[1:]
	for i := 0; i < len(args); i++ {
		s, ok := literal(args[i])
		if ok && strings.HasPrefix(s, "-") && !seen {
			if s == "-u" || len(s) > 2 && s[1] == 'u' {
				in = &input{}
			}
			switch s[len(s)-1] {
			case 'p', 't', 'n', 'N', 'd', 'u', 'i':
				i++ // its value
			}
			continue // the name behind -a is one as others are
		}
		seen = true
		w.define(&def{name: s, at: w.at(x.End()), kind: filled, input: in, span: w.span(args[i])})
	}
	if !seen {
		w.define(&def{name: "REPLY", at: w.at(x.End()), kind: filled, input: in, span: w.span(x)})
	}
}

// set notes what `set -- words` makes of the positional parameters.
func (w *walker) set(x *syntax.CallExpr) {
	args := x.Args[1:]
	for len(args) > 0 {
		s, ok := literal(args[0])
		if !ok || s == "" || s[0] != '-' && s[0] != '+' {
			break
		}
		args = args[1:]
		if s == "--" {
			if len(args) == 0 {
				w.define(&def{name: "@", at: w.at(x.End()), span: w.span(x)})
			}
			break
		}
		if s[len(s)-1] == 'o' && len(args) > 0 {
			args = args[1:]
		}
	}
	if len(args) > 0 {
		w.define(&def{name: "@", at: w.at(x.End()), span: w.span(x), words: args})
		w.shifts = append(w.shifts, w.at(x.End()))
	}
}

// evaluated notes the names that an eval may set: those in front of "=" in its
// text, the positional parameters for eval set, and any for eval "$(program)".
func (w *walker) evaluated(x *syntax.CallExpr) {
	text := w.text[w.at(x.Pos()):w.at(x.End())]
	end := w.at(x.End())
	if strings.ContainsAny(text, "(`") {
		w.evals = true
		if w.sourced < 0 {
			w.sourced = end
		}
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '=' {
			continue
		}
		from := i
		for from > 0 && isNameByte(text[from-1]) {
			from--
		}
		if from < i && (from == 0 || text[from-1] != '$' && text[from-1] != '{') {
			w.define(&def{name: text[from:i], at: end, kind: unknown, span: w.span(x)})
		}
	}
	if f := strings.Fields(strings.NewReplacer(`"`, " ", `'`, " ").Replace(text)); len(f) > 1 && f[1] == "set" {
		w.define(&def{name: "@", at: end, kind: unknown, span: w.span(x)})
		w.shifts = append(w.shifts, end)
	}
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// word walks the substitutions of a word.
func (w *walker) word(word *syntax.Word) {
	if word != nil {
		w.parts(word.Parts)
	}
}

func (w *walker) parts(parts []syntax.WordPart) {
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.DblQuoted:
			w.parts(x.Parts)
		case *syntax.ParamExp:
			name := w.name(x)
			if _, ok := w.reads[name]; !ok {
				w.reads[name] = read{w.at(x.Pos()), w.block.fn}
			}
			if x.Exp != nil {
				w.word(x.Exp.Word)
			}
			if x.Repl != nil {
				w.word(x.Repl.With)
			}
		case *syntax.CmdSubst:
			w.substitution(x.Stmts)
		case *syntax.ProcSubst:
			w.substitution(x.Stmts)
		}
	}
}

// testWords walks the words of [[ ]].
func (w *walker) testWords(e syntax.TestExpr, depth int) {
	if depth > maxParams {
		return
	}
	switch x := e.(type) {
	case *syntax.Word:
		w.word(x)
	case *syntax.ParenTest:
		w.testWords(x.X, depth+1)
	case *syntax.UnaryTest:
		w.testWords(x.X, depth+1)
	case *syntax.BinaryTest:
		w.testWords(x.X, depth+1)
		w.testWords(x.Y, depth+1)
	}
}

func (w *walker) substitution(list []*syntax.Stmt) {
	w.in(subshell, func() { w.stmts(list) })
}

// literal is the value of a word without expansions.
func literal(word *syntax.Word) (string, bool) {
	if word == nil {
		return "", false
	}
	if len(word.Parts) == 1 {
		if l, ok := word.Parts[0].(*syntax.Lit); ok && strings.IndexByte(l.Value, '\\') < 0 {
			return l.Value, true
		}
	}
	var b strings.Builder
	ok := appendLiteral(&b, word.Parts)
	return b.String(), ok
}

func appendLiteral(b *strings.Builder, parts []syntax.WordPart) bool {
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.Lit:
			b.WriteString(strings.ReplaceAll(x.Value, `\`, ""))
		case *syntax.SglQuoted:
			b.WriteString(x.Value)
		case *syntax.DblQuoted:
			if !appendLiteral(b, x.Parts) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// maxParams bounds how deeply a word is searched for names: chains of commands in
// a substitution are as deep as they are long.
const maxParams = 1000

// params are the names that a word takes the values of, those inside its
// substitutions too.
func (s *scope) params(n syntax.Node) []string {
	var names []string
	depth := 0
	syntax.Walk(n, func(n syntax.Node) bool {
		if n == nil {
			depth--
			return true
		}
		if x, ok := n.(*syntax.ParamExp); ok && x.Param != nil && !x.Length {
			names = append(names, s.name(x))
		}
		if depth >= maxParams {
			return false
		}
		depth++
		return true
	})
	return names
}

// name is the parameter's name, of the text: the tree may have another one where
// the text was repaired for the parser. $@ and $* are one name here.
func (s *scope) name(x *syntax.ParamExp) string {
	if x.Param == nil {
		return ""
	}
	name := x.Param.Value
	if from, to := s.at(x.Param.Pos()), s.at(x.Param.End()); to-from == len(name) {
		name = s.text[from:to]
	}
	if name == "*" {
		return "@"
	}
	return name
}
