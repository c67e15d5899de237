package shell

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// walker goes over the tree once and makes the Commands, Comments, Functions
// and bindings. What holds for a stretch of the tree (function, condition,
// frame) is state that is set on the way in and put back on the way out.
//
// The tree is as deep as the text is nested, which deep.go bounds; chains (a &&
// b && c, a | b | c, 1+2+3) make left-deep trees of any depth, and are gone
// through in loops.
type walker struct {
	p       *Program
	text    string
	frame   *frame
	fn      string
	subst   bool
	cond    bool
	before  bool // left of ||
	then    Then // of the statement that is walked
	sorted  bool // Commands came in order of the source
	left    int  // bytes of text behind the start of the last command
	shebang bool

	// Room for what is made of a program, a slab at a time.
	words    []Word
	commands []Command
	frames   []frame
}

func (p *Program) walk() {
	w := walker{p: p, text: p.Text.String(), frame: &frame{}, sorted: true, shebang: p.Shebang != nil}
	w.left = len(w.text)
	p.Commands = make([]*Command, 0, len(w.text)/48+1)
	w.stmts(p.File.Stmts, p.File.Last)
	if !w.sorted {
		slices.SortStableFunc(p.Commands, func(a, b *Command) int { return a.start - b.start })
	}
	slices.SortFunc(p.Comments, func(a, b Comment) int { return a.Span.Compare(b.Span) })
	slices.SortStableFunc(p.bindings, func(a, b binding) int { return int(a.at) - int(b.at) })
}

func (w *walker) stmts(list []*syntax.Stmt, last []syntax.Comment) {
	then := w.then
	for i, s := range list {
		if w.then = ThenNothing; i == len(list)-1 {
			w.then = then
		}
		w.stmt(s)
	}
	w.then = then
	w.comments(last)
}

// child is a frame inside another one.
func (w *walker) child(of *frame, kind frameKind) *frame {
	if len(w.frames) == 0 {
		w.frames = make([]frame, min(max(w.left/150, 1), 64))
	}
	f := &w.frames[0]
	w.frames = w.frames[1:]
	f.parent, f.kind, f.depth = of, kind, of.depth+1
	return f
}

// in runs f inside a new frame.
func (w *walker) in(f *frame, walk func()) {
	outer := w.frame
	w.frame = f
	walk()
	w.frame = outer
}

// stmt walks a statement and returns its command where it is a simple one.
func (w *walker) stmt(s *syntax.Stmt) *Command {
	w.comments(s.Comments)
	if s.Background || s.Coprocess || s.Disown {
		outer := w.frame
		w.frame = w.child(outer, subshellFrame)
		defer func() { w.frame = outer }()
	}
	var c *Command
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		if c = w.call(s, x); c == nil {
			w.redirects(s.Redirs)
		}
		return c
	case *syntax.DeclClause:
		return w.decl(s, x)
	case *syntax.LetClause:
		return w.let(s, x)
	case *syntax.BinaryCmd:
		w.binary(s)
	case *syntax.TestClause:
		w.noteClauseTest(s, x)
		w.compound(x)
	default:
		w.compound(x)
	}
	w.redirects(s.Redirs)
	return nil
}

func (w *walker) compound(cmd syntax.Command) {
	switch x := cmd.(type) {
	case *syntax.Block:
		w.stmts(x.Stmts, x.Last)
	case *syntax.Subshell:
		w.in(w.child(w.frame, subshellFrame), func() { w.stmts(x.Stmts, x.Last) })
	case *syntax.IfClause:
		w.ifClause(x)
	case *syntax.WhileClause:
		w.in(w.child(w.frame, loopFrame), func() {
			w.condition(x.Cond, x.CondLast)
			w.in(w.child(w.frame, branchFrame), func() { w.body(x.Do, x.DoLast) })
		})
	case *syntax.ForClause:
		w.forClause(x)
	case *syntax.CaseClause:
		w.caseClause(x)
	case *syntax.FuncDecl:
		w.function(x)
	case *syntax.ArithmCmd:
		w.noteClause(x)
		w.arithm(x.X)
	case *syntax.TestClause:
		w.noteTest(x)
		w.test(x.X)
	case *syntax.TimeClause:
		w.noteClause(x)
		if x.Stmt != nil {
			w.stmt(x.Stmt)
		}
	case *syntax.CoprocClause:
		w.noteClause(x)
		w.in(w.child(w.frame, subshellFrame), func() { w.stmt(x.Stmt) })
	case *syntax.TestDecl:
		w.stmt(x.Body)
	}
}

// condition walks the commands that a clause asks for its way.
func (w *walker) condition(list []*syntax.Stmt, last []syntax.Comment) {
	outer, then := w.cond, w.then
	w.cond, w.then = true, ThenAsked
	w.stmts(list, last)
	w.cond, w.then = outer, then
}

func (w *walker) ifClause(x *syntax.IfClause) {
	cl := &clause{}
	outer := w.frame
	arms := 0
	for i := x; i != nil; i = i.Else {
		arms++
	}
	cl.arms = make([]*frame, 0, arms)
	for i := x; i != nil; i = i.Else {
		w.comments(i.Last)
		arm := w.child(outer, branchFrame)
		arm.clause = cl
		if !i.ThenPos.IsValid() { // else
			cl.complete = true
		} else {
			// The first condition always runs; that of an elif only after it.
			w.condition(i.Cond, i.CondLast)
		}
		w.frame = arm
		arm.leaves = w.leaving(i.Then)
		cl.arms = append(cl.arms, arm)
		w.unconditioned(func() { w.stmts(i.Then, i.ThenLast) })
		w.frame = outer
		if i.Else != nil && i.Else.ThenPos.IsValid() {
			elif := w.child(outer, branchFrame)
			w.frame = elif
		}
	}
	w.frame = outer
}

// unconditioned walks a body: that the clause itself stands in a condition does
// not make its commands one.
func (w *walker) unconditioned(walk func()) {
	outer := w.cond
	w.cond = false
	walk()
	w.cond = outer
}

func (w *walker) forClause(x *syntax.ForClause) {
	w.noteClause(x)
	loop := w.child(w.frame, loopFrame)
	switch l := x.Loop.(type) {
	case *syntax.WordIter:
		b := binding{name: l.Name.Value, at: int32(w.p.pos(l.Name.Pos())), frame: w.frame, loop: true, words: w.takeWords(len(l.Items))}
		for i, item := range l.Items {
			w.word(item)
			b.words[i] = w.p.word(item)
		}
		b.known = l.InPos.IsValid() && len(l.Items) > 0 && !x.Select
		w.p.bindings = append(w.p.bindings, b)
	case *syntax.CStyleLoop:
		w.arithm(l.Init)
		w.arithm(l.Cond)
		w.arithm(l.Post)
	}
	w.in(loop, func() { w.unconditioned(func() { w.body(x.Do, x.DoLast) }) })
}

// body walks what a loop repeats: only its last round gives the loop its status.
func (w *walker) body(list []*syntax.Stmt, last []syntax.Comment) {
	then := w.then
	w.then = ThenNothing
	w.stmts(list, last)
	w.then = then
}

func (w *walker) caseClause(x *syntax.CaseClause) {
	w.word(x.Word)
	w.p.cases = append(w.p.cases, caseWord{w.p.word(x.Word), w.frame})
	cl := &clause{arms: make([]*frame, 0, len(x.Items))}
	for _, item := range x.Items {
		w.comments(item.Comments)
		w.noteCase(item)
		for _, pat := range item.Patterns {
			w.word(pat)
			if len(pat.Parts) == 1 {
				if l, ok := pat.Parts[0].(*syntax.Lit); ok {
					cl.complete = cl.complete || l.Value == "*"
					continue
				}
			}
			w.p.patterns = append(w.p.patterns, w.p.word(pat))
		}
		arm := w.child(w.frame, branchFrame)
		arm.clause = cl
		arm.leaves = w.leaving(item.Stmts)
		cl.arms = append(cl.arms, arm)
		w.in(arm, func() { w.unconditioned(func() { w.stmts(item.Stmts, item.Last) }) })
	}
	w.comments(x.Last)
}

// leaving tells whether the last of the statements leaves the clause for good.
func (w *walker) leaving(list []*syntax.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	s := list[len(list)-1]
	if s.Background || s.Negated {
		return false
	}
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(x.Args) == 0 || len(x.Args[0].Parts) != 1 {
			return false
		}
		if l, ok := x.Args[0].Parts[0].(*syntax.Lit); ok {
			switch l.Value {
			case "exit", "return", "break", "continue":
				return true
			case "exec":
				return len(x.Args) > 1
			}
		}
	case *syntax.Block:
		return w.leaving(x.Stmts)
	case *syntax.BinaryCmd: // echo why && exit 1: who writes that means both
		return x.Op == syntax.AndStmt && w.leaving([]*syntax.Stmt{x.Y})
	}
	return false
}

func (w *walker) function(x *syntax.FuncDecl) {
	from := w.p.pos(x.Position)
	outerName, outerSubst, outerBefore, then := w.fn, w.subst, w.before, w.then
	name := ""
	if x.Name != nil {
		w.noteFunction(x.Name)
		name = x.Name.Value
	}
	w.p.Functions = append(w.p.Functions, Function{Name: name, Span: w.p.Text.Span(from, max(from, w.p.pos(x.Body.End())))})
	f := w.child(w.frame, funcFrame)
	f.name = name
	w.fn, w.before, w.then = name, false, ThenStatus
	w.in(f, func() { w.unconditioned(func() { w.stmt(x.Body) }) })
	w.fn, w.subst, w.before, w.then = outerName, outerSubst, outerBefore, then
}

// binary walks a && b || c and a | b | c.
func (w *walker) binary(s *syntax.Stmt) {
	x := s.Cmd.(*syntax.BinaryCmd)
	if x.Op == syntax.Pipe || x.Op == syntax.PipeAll {
		w.pipeline(s)
		return
	}
	// The chain is left-deep: its links are collected from the end.
	type link struct {
		stmt *syntax.Stmt
		op   syntax.BinCmdOperator
	}
	var links []link
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.AndStmt && x.Op != syntax.OrStmt || first != s && len(first.Redirs) > 0 {
			break
		}
		if first != s {
			w.comments(first.Comments)
		}
		links = append(links, link{x.Y, x.Op})
		first = x.X
	}
	outerBefore, outer, then := w.before, w.frame, w.then
	ors := 0
	for _, l := range links {
		if l.op == syntax.OrStmt {
			ors++
		}
	}
	w.before = outerBefore || ors > 0
	w.then = answered(links[len(links)-1].op, links[len(links)-1].stmt)
	w.stmt(first)
	asked := asks(first)
	for i, l := range slices.Backward(links) {

		switch {
		case l.op == syntax.OrStmt:
			ors--
			w.frame = w.child(outer, branchFrame)
		case asked:
			// [ -n "$x" ] && y=1: y may keep what it had. Behind a command that
			// does something, && means "and then": nobody counts on its failure.
			w.frame = w.child(w.frame, branchFrame)
		case i < len(links)-1 && links[i+1].op == syntax.OrStmt:
			w.frame = outer
		}
		w.before, w.then = outerBefore || ors > 0, then
		if i > 0 {
			w.then = answered(links[i-1].op, links[i-1].stmt)
		}
		w.stmt(l.stmt)
		asked = asks(l.stmt)
	}
	w.before, w.frame, w.then = outerBefore, outer, then
}

// answered is what && or || makes of the command on its left.
func answered(op syntax.BinCmdOperator, right *syntax.Stmt) Then {
	call, ok := right.Cmd.(*syntax.CallExpr)
	if op != syntax.OrStmt || !ok || len(call.Args) == 0 || right.Negated {
		return ThenAsked
	}
	switch call.Args[0].Lit() {
	case "true", ":", "echo", "printf":
		return ThenExcused
	}
	return ThenAsked
}

// asks tells whether a statement is there for its answer.
func asks(s *syntax.Stmt) bool {
	if s.Negated {
		return true
	}
	switch x := s.Cmd.(type) {
	case *syntax.TestClause, *syntax.ArithmCmd:
		return true
	case *syntax.BinaryCmd:
		return (x.Op == syntax.Pipe || x.Op == syntax.PipeAll) && asks(x.Y)
	case *syntax.CallExpr:
		if len(x.Args) == 0 || len(x.Args[0].Parts) != 1 {
			return false
		}
		l, ok := x.Args[0].Parts[0].(*syntax.Lit)
		if !ok {
			return false
		}
		switch l.Value {
		case "[", "test", "grep", "egrep", "fgrep", "command", "type", "which", "false", "cmp", "diff", "id", "getent", "mountpoint", "pgrep", "pidof":
			return true
		}
	}
	return false
}

func (w *walker) pipeline(s *syntax.Stmt) {
	var stages []*syntax.Stmt
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.Pipe && x.Op != syntax.PipeAll || first != s && len(first.Redirs) > 0 {
			break
		}
		if first != s {
			w.comments(first.Comments)
		}
		if x.Op == syntax.PipeAll {
			w.noteAt("pipe-both", x.OpPos, 2)
		}
		stages = append(stages, x.Y)
		first = x.X
	}
	stages = append(stages, first)
	slices.Reverse(stages)
	pl := &Pipeline{Commands: make([]*Command, len(stages))}
	outer := w.frame
	all, then := w.child(outer, branchFrame), w.then
	for i, stage := range stages {
		if w.then = ThenPiped; i == len(stages)-1 {
			w.then = then
		}
		w.frame = w.child(all, subshellFrame)
		w.frame.pipe, w.frame.pipeOf = true, all
		if c := w.stmt(stage); c != nil {
			c.join(pl, i)
			c.Negated = c.Negated || s.Negated
			pl.Commands[i] = c
		}
	}
	w.frame, w.then = outer, then
}

// join puts a command and what it runs into a pipeline.
func (c *Command) join(pl *Pipeline, stage int) {
	c.Pipeline, c.Stage = pl, stage
	for _, r := range c.Runs {
		r.join(pl, stage)
	}
}

// command makes a command of the slab and fills in what the place says.
func (w *walker) command(s *syntax.Stmt) *Command {
	w.left = len(w.text) - w.p.pos(s.Position)
	c := w.newCommand()
	c.Program = w.p
	c.Func, c.Subst, c.InCondition, c.BeforeOr = w.fn, w.subst, w.cond, w.before
	c.Negated, c.Background = s.Negated, s.Background
	c.Then, c.frame = w.then, w.frame
	if s.Negated {
		c.Then = ThenAsked
	}
	return c
}

// newCommand is room for a command. Slabs are cut by what is left of the text, so
// that the last one is used up too.
func (w *walker) newCommand() *Command {
	if len(w.commands) == 0 {
		w.commands = make([]Command, min(max(w.left/100, 1), 64))
	}
	c := &w.commands[0]
	w.commands = w.commands[1:]
	return c
}

func (w *walker) add(c *Command) {
	if n := len(w.p.Commands); n > 0 && w.p.Commands[n-1].start > c.start {
		w.sorted = false
	}
	w.p.Commands = append(w.p.Commands, c)
}

// takeWords is room for n words.
func (w *walker) takeWords(n int) []Word {
	if n > len(w.words) {
		w.words = make([]Word, max(n, min(w.left/28, 256)))
	}
	a := w.words[:n:n]
	w.words = w.words[n:]
	return a
}

// call makes the Command of a simple command; nil when it has no words.
func (w *walker) call(s *syntax.Stmt, x *syntax.CallExpr) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil // made of what was added for the parser
	}
	if len(x.Args) == 0 {
		for _, a := range x.Assigns {
			w.bind(w.assign(a), w.frame, false)
			w.assignWords(a, false)
		}
		return nil
	}
	c := w.command(s)
	c.Node = x
	words := w.takeWords(len(x.Args))
	for i, a := range x.Args {
		words[i] = w.p.word(a)
	}
	c.Word, c.Args = words[0], words[1:]
	c.Name = programName(c.Word)
	c.start, c.end = int(c.Word.from), int(words[len(words)-1].to)
	if len(x.Assigns) > 0 {
		c.Assigns = make([]Assign, len(x.Assigns))
		for i, a := range x.Assigns {
			c.Assigns[i] = w.assign(a)
		}
		c.start = w.p.pos(x.Assigns[0].Pos())
	}
	w.takeRedirects(c, s.Redirs)
	w.add(c)
	w.through(c, 0)
	w.binds(c)
	for _, a := range x.Assigns {
		w.assignWords(a, false)
	}
	for _, a := range x.Args {
		w.word(a)
	}
	w.redirects(s.Redirs)
	return c
}

// programName is the base name of the program that a word runs, "" where an
// expansion decides.
func programName(word Word) string {
	s, ok := word.Literal()
	if !ok {
		return ""
	}
	return baseSlash(s)
}

func baseSlash(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

// assign makes an Assign of one in front of a command or of a declaration.
func (w *walker) assign(a *syntax.Assign) Assign {
	from, to := w.p.extent(a)
	out := Assign{Append: a.Append, Span: w.p.Text.Span(from, to), Array: a.Array != nil || a.Index != nil}
	if a.Name != nil {
		out.Name = a.Name.Value
	}
	if !a.Naked && !out.Array {
		out.HasValue = true
		w.place(a, from)
		out.Value = w.p.word(a.Value)
		if a.Value == nil { // X= : an empty word at the end
			out.Value = Word{prog: w.p, node: &syntax.Word{}, from: int32(to), to: int32(to)}
		}
	}
	return out
}

// place puts the value of an assignment that begins at a byte behind its =. The
// parser counts there from the name, without the NUL bytes and continued lines
// that it dropped.
func (w *walker) place(a *syntax.Assign, from int) {
	if a.Value == nil || len(a.Value.Parts) == 0 {
		return
	}
	lit, ok := a.Value.Parts[0].(*syntax.Lit)
	if !ok {
		return
	}
	text := w.p.Text.String()
	at := from + max(strings.IndexByte(text[from:w.p.pos(lit.ValueEnd)], '='), 0) + 1
	if w.p.pos(lit.ValuePos) < at {
		lit.ValuePos = syntax.NewPos(uint(at), 1, 1)
	}
}

// assignWords walks the substitutions in an assignment.
func (w *walker) assignWords(a *syntax.Assign, declared bool) {
	if a.Append || a.Array != nil || a.Index != nil {
		w.noteAssign(a, declared)
	}
	w.word(a.Value)
	if a.Index != nil {
		w.arithm(a.Index)
	}
	if a.Array == nil {
		return
	}
	for _, e := range a.Array.Elems {
		w.comments(e.Comments)
		w.arithm(e.Index)
		w.word(e.Value)
	}
	w.comments(a.Array.Last)
}

// bind notes that a name has a value from the end of its assignment on.
func (w *walker) bind(a Assign, f *frame, local bool) {
	if a.Name == "" {
		return
	}
	at := w.p.Text.Len()
	if a.HasValue {
		at = int(a.Value.to)
	}
	b := binding{name: a.Name, at: int32(at), frame: f, local: local, append: a.Append, known: a.HasValue, asked: w.then == ThenAsked}
	if a.HasValue {
		b.words = w.takeWords(1)
		b.words[0] = a.Value
	}
	w.p.bindings = append(w.p.bindings, b)
}

// unknown notes that a name's value cannot be known from a byte on.
func (w *walker) unknown(name string, at int) {
	if isName(name) {
		w.p.bindings = append(w.p.bindings, binding{name: name, at: int32(at), frame: w.frame})
	}
}

// plain is unknown for a value that the program makes itself.
func (w *walker) plain(name string, at int) {
	n := len(w.p.bindings)
	if w.unknown(name, at); len(w.p.bindings) > n {
		w.p.bindings[n].plain = true
	}
}

func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// binds notes the names that a command itself gives values to.
func (w *walker) binds(c *Command) {
	// A prefix (X=1 cmd) is in force for the command alone; that ash keeps it
	// behind its special builtins is too rare to follow.
	at := c.end
	switch c.Name {
	case "read", "mapfile", "readarray", "unset":
		seen := false
		for i := range c.Args {
			v, ok := c.Args[i].Literal()
			if ok && strings.HasPrefix(v, "-") && !seen {
				continue
			}
			if c.Name == "unset" {
				w.plain(v, at)
			} else {
				w.unknown(v, at)
			}
			seen = seen || ok && isName(v)
		}
		if c.Name == "read" && !seen {
			w.unknown("REPLY", at)
		}
	case "getopts":
		w.plain(c.Arg(1), at)
		w.unknown("OPTARG", at)
		w.plain("OPTIND", at)
	case "printf":
		if c.Arg(0) == "-v" {
			w.unknown(c.Arg(1), at)
		}
	case "export", "readonly", "local", "declare", "typeset", "let":
		if c.Node != nil {
			w.declWords(c)
		}
	case "set":
		if strings.HasPrefix(c.Arg(0), "-") && strings.Contains(c.Arg(0), "a") || c.Arg(0) == "-o" && c.Arg(1) == "allexport" {
			w.export("export", allExported)
		}
	case "cd", "pushd", "popd":
		w.plain("PWD", at)
		w.plain("OLDPWD", at)
	}
}

// declWords handles export and its like where the parser took them for ordinary
// commands, as LangPOSIX does.
func (w *walker) declWords(c *Command) {
	for i := range c.Args {
		arg := c.Args[i]
		if a, ok := assignWord(arg); ok {
			a.Export = c.Name == "export"
			c.Assigns = append(c.Assigns, a)
			w.bind(a, w.frame, c.Name != "export" && c.Name != "readonly" && w.frame.function() != nil)
			w.export(c.Name, a.Name)
		} else if v, ok := arg.Literal(); ok && isName(v) {
			w.export(c.Name, v)
			if c.Name != "export" && c.Name != "readonly" {
				w.plain(v, int(arg.to))
			}
		}
	}
}

// allExported stands in Program.exported for set -a.
const allExported = "*"

func (w *walker) export(by, name string) {
	if by != "export" && by != "declare" && by != "typeset" {
		return
	}
	if w.p.exported == nil {
		w.p.exported = make(map[string]bool)
	}
	w.p.exported[name] = true
}

// assignWord splits a word of the form NAME=value, as env takes it.
func assignWord(word Word) (Assign, bool) {
	s := word.Source()
	eq := strings.IndexByte(s, '=')
	if eq <= 0 || !isName(s[:eq]) {
		return Assign{}, false
	}
	a := Assign{Name: s[:eq], HasValue: true, Span: word.Span()}
	a.Value = word.after(eq + 1)
	return a, true
}

// after is the word from the n-th byte of its source on; the bytes before must
// be plain.
func (word Word) after(n int) Word {
	at := int(word.from) + n
	out := Word{prog: word.prog, from: int32(at), to: word.to, quoting: word.quoting}
	if word.node == nil {
		return out
	}
	node := &syntax.Word{}
	for _, part := range word.node.Parts {
		if l, ok := part.(*syntax.Lit); ok && len(node.Parts) == 0 && word.prog.pos(l.Pos()) < at {
			if word.prog.pos(l.End()) > at {
				cut := *l
				cut.ValuePos = syntax.NewPos(uint(at), 1, 1)
				cut.Value = cut.Value[min(n, len(cut.Value)):]
				node.Parts = append(node.Parts, &cut)
			}
			continue
		}
		node.Parts = append(node.Parts, part)
	}
	out.node = node
	return out
}

// decl makes the Command of export, local, readonly, declare, typeset.
func (w *walker) decl(s *syntax.Stmt, x *syntax.DeclClause) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil
	}
	c := w.command(s)
	c.Word = w.p.word(&syntax.Word{Parts: []syntax.WordPart{x.Variant}})
	c.Name = x.Variant.Value
	c.Args = w.takeWords(len(x.Args))
	for i, a := range x.Args {
		c.Args[i] = w.declWord(a)
	}
	c.start, c.end = int(c.Word.from), int(c.Word.to)
	if n := len(c.Args); n > 0 {
		c.end = max(c.end, int(c.Args[n-1].to))
	}
	w.takeRedirects(c, s.Redirs)
	local := c.Name != "export" && c.Name != "readonly" && w.frame.function() != nil
	for _, a := range x.Args {
		if a.Name == nil {
			continue
		}
		as := w.assign(a)
		as.Export = c.Name == "export"
		w.export(c.Name, as.Name)
		switch {
		case !a.Naked:
			c.Assigns = append(c.Assigns, as)
			w.bind(as, w.frame, local)
		case local:
			w.p.bindings = append(w.p.bindings, binding{name: as.Name, at: int32(w.p.pos(a.End())), frame: w.frame, local: true, plain: true})
		}
	}
	w.add(c)
	for _, a := range x.Args {
		w.assignWords(a, true)
	}
	w.redirects(s.Redirs)
	return c
}

// declWord is the word that the parser read as an assignment.
func (w *walker) declWord(a *syntax.Assign) Word {
	if a.Name == nil {
		return w.p.word(a.Value)
	}
	from, to := w.p.extent(a)
	word := Word{prog: w.p, from: int32(from), to: int32(to)}
	if a.Array != nil || a.Index != nil {
		return word
	}
	head := int(word.to)
	if a.Value != nil {
		head = max(from, w.p.pos(a.Value.Pos()))
	}
	lit := &syntax.Lit{ValuePos: a.Pos(), ValueEnd: syntax.NewPos(uint(head), 1, 1), Value: w.text[from:head]}
	var value []syntax.WordPart
	if a.Value != nil {
		value = a.Value.Parts
	}
	word.node = &syntax.Word{Parts: append(append(make([]syntax.WordPart, 0, 1+len(value)), lit), value...)}
	return word
}

// let makes the Command of let, whose words the parser reads as arithmetic.
func (w *walker) let(s *syntax.Stmt, x *syntax.LetClause) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil
	}
	c := w.command(s)
	from := w.p.pos(x.Let)
	c.Word = Word{prog: w.p, from: int32(from), to: int32(min(from+len("let"), len(w.text)))}
	c.Name = "let"
	c.start, c.end = from, int(c.Word.to)
	c.Args = w.takeWords(len(x.Exprs))
	for i, e := range x.Exprs {
		lo, hi := w.p.extent(e)
		c.Args[i] = Word{prog: w.p, from: int32(lo), to: int32(hi)}
		if word, ok := e.(*syntax.Word); ok {
			c.Args[i] = w.p.word(word)
		}
		c.end = max(c.end, int(c.Args[i].to))
		if name := assignedName(e); name != "" {
			w.plain(name, c.end)
		}
	}
	w.takeRedirects(c, s.Redirs)
	w.add(c)
	for _, e := range x.Exprs {
		w.arithm(e)
	}
	w.redirects(s.Redirs)
	return c
}

func assignedName(e syntax.ArithmExpr) string {
	var x syntax.ArithmExpr
	switch t := e.(type) {
	case *syntax.BinaryArithm:
		x = t.X
	case *syntax.UnaryArithm:
		x = t.X
	}
	if word, ok := x.(*syntax.Word); ok {
		return word.Lit()
	}
	return ""
}

// takeRedirects puts the redirections into the command and widens its span.
func (w *walker) takeRedirects(c *Command, list []*syntax.Redirect) {
	if len(list) == 0 {
		return
	}
	c.Redirects = make([]Redirect, len(list))
	for i, r := range list {
		out := &c.Redirects[i]
		from := w.p.pos(r.Pos())
		out.Op = r.Op.String()
		if r.N != nil {
			out.FD = r.N.Value
		}
		out.Target = w.p.word(r.Word)
		to := max(from, int(out.Target.to))
		out.Span = w.p.Text.Span(from, to)
		c.start, c.end = min(c.start, from), max(c.end, to)
		if out.IsHeredoc() {
			w.heredoc(out, r)
		}
	}
}

// heredoc reads the body's extent. The parser's body runs over the closing
// line, whose start is therefore looked for in the text.
func (w *walker) heredoc(out *Redirect, r *syntax.Redirect) {
	if r.Word != nil {
		for _, part := range r.Word.Parts {
			if l, ok := part.(*syntax.Lit); !ok || strings.Contains(l.Value, "\\") {
				out.Verbatim = true
			}
		}
	}
	if r.Hdoc == nil {
		return
	}
	from := w.p.pos(r.Hdoc.Pos())
	end := int(r.Hdoc.End().Offset())
	if end > len(w.text) {
		out.Unclosed = true
		end = len(w.text)
	} else {
		end = max(from, strings.LastIndexByte(w.text[:min(end, len(w.text))], '\n')+1)
	}
	out.Body = Word{prog: w.p, from: int32(from), to: int32(end), quoting: heredocBody}
	if out.Verbatim {
		out.Body.quoting = verbatim
	}
	out.Body.node = r.Hdoc
	n := len(r.Hdoc.Parts)
	if l, ok := r.Hdoc.Parts[n-1].(*syntax.Lit); ok {
		cut := *l
		cut.ValueEnd = syntax.NewPos(uint(end), 1, 1)
		if r.Op == syntax.DashHdoc {
			cut.Value = strings.TrimRight(cut.Value, "\t")
		}
		parts := slices.Clone(r.Hdoc.Parts)
		parts[n-1] = &cut
		out.Body.node = &syntax.Word{Parts: parts}
	}
}

// heredoc is the body as read by the command, with its expansions.
func (r Redirect) heredoc() (*source.Text, []Splice) {
	w := r.Body
	b := source.Builder{File: w.prog.Text.File}
	if r.Op != "<<-" {
		splices := w.appendTo(&b, nil)
		return b.Text(), splices
	}
	var splices []Splice
	text := w.prog.Text.String()
	w.pieces(func(pc piece) bool {
		switch {
		case pc.part != nil:
			splices = w.splice(&b, pc, splices)
		case pc.lit != text[pc.from:pc.to]:
			b.ReplaceText(pc.lit, w.prog.Text, pc.from, pc.to)
		default:
			for i := pc.from; i < pc.to; {
				if i == int(w.from) || text[i-1] == '\n' {
					for i < pc.to && text[i] == '\t' {
						i++
					}
				}
				end := pc.to
				if n := strings.IndexByte(text[i:pc.to], '\n'); n >= 0 {
					end = i + n + 1
				}
				b.CopyText(w.prog.Text, i, end)
				i = end
			}
		}
		return true
	})
	return b.Text(), splices
}

// redirects walks the substitutions in targets and here-documents.
func (w *walker) redirects(list []*syntax.Redirect) {
	for _, r := range list {
		w.noteRedirect(r)
		w.word(r.Word)
		w.word(r.Hdoc)
	}
}

func (w *walker) word(word *syntax.Word) {
	if word != nil {
		w.parts(word.Parts)
	}
}

func (w *walker) parts(parts []syntax.WordPart) {
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.DblQuoted:
			if x.Dollar {
				w.note("translated", x.Pos(), x.End())
			}
			w.parts(x.Parts)
		case *syntax.SglQuoted:
			if x.Dollar {
				w.noteQuotes(x)
			}
		case *syntax.ExtGlob:
			w.note("extglob", x.Pos(), x.End())
		case *syntax.ParamExp:
			w.param(x)
		case *syntax.CmdSubst:
			if !w.spliced(x.Pos()) {
				w.noteSubstitution(x)
				w.substitution(x.Stmts, x.Last)
			}
		case *syntax.ProcSubst:
			w.note("process-substitution", x.Pos(), x.End())
			if !w.spliced(x.Pos()) {
				w.substitution(x.Stmts, x.Last)
			}
		case *syntax.ArithmExp:
			if x.Bracket {
				w.note("old-arithmetic", x.Pos(), x.End())
			}
			w.arithm(x.X)
		}
	}
}

// spliced tells whether the expansion is the outer shell's: its commands are
// those of the outer program already.
func (w *walker) spliced(at syntax.Pos) bool {
	if len(w.p.Splices) == 0 {
		return false
	}
	return w.p.spliced(w.p.pos(at))
}

// spliced tells whether a byte stands in what the outer shell fills in.
func (p *Program) spliced(at int) bool {
	_, found := slices.BinarySearchFunc(p.Splices, at, func(s Splice, n int) int {
		if n < s.From {
			return 1
		}
		if n >= s.To {
			return -1
		}
		return 0
	})
	return found
}

func (w *walker) substitution(list []*syntax.Stmt, last []syntax.Comment) {
	subst, cond, before, then := w.subst, w.cond, w.before, w.then
	w.subst, w.cond, w.before, w.then = true, false, false, ThenStatus
	w.in(w.child(w.frame, subshellFrame), func() { w.stmts(list, last) })
	w.subst, w.cond, w.before, w.then = subst, cond, before, then
}

func (w *walker) param(x *syntax.ParamExp) {
	w.noteParam(x)
	if x.Short {
		return
	}
	if x.NestedParam != nil {
		w.parts([]syntax.WordPart{x.NestedParam})
	}
	w.arithm(x.Index)
	if x.Slice != nil {
		w.arithm(x.Slice.Offset)
		w.arithm(x.Slice.Length)
	}
	if x.Repl != nil {
		w.word(x.Repl.Orig)
		w.word(x.Repl.With)
	}
	if x.Exp == nil {
		return
	}
	w.word(x.Exp.Word)
	if x.Param != nil && (x.Exp.Op == syntax.AssignUnset || x.Exp.Op == syntax.AssignUnsetOrNull) {
		word := w.p.word(&syntax.Word{Parts: []syntax.WordPart{x}})
		w.p.bindings = append(w.p.bindings, binding{
			name: x.Param.Value, at: word.to, frame: w.frame, known: true, words: []Word{word},
		})
	}
}

// arithm walks an arithmetic expression; the longer side in a loop.
func (w *walker) arithm(e syntax.ArithmExpr) {
	for e != nil {
		switch x := e.(type) {
		case *syntax.BinaryArithm:
			if _, deep := x.X.(*syntax.BinaryArithm); deep {
				w.arithm(x.Y)
				e = x.X
			} else {
				w.arithm(x.X)
				e = x.Y
			}
		case *syntax.UnaryArithm:
			e = x.X
		case *syntax.ParenArithm:
			e = x.X
		case *syntax.FlagsArithm:
			e = x.X
		case *syntax.Word:
			w.word(x)
			return
		default:
			return
		}
	}
}

// test walks the words of [[ ]].
func (w *walker) test(e syntax.TestExpr) {
	for e != nil {
		switch x := e.(type) {
		case *syntax.BinaryTest:
			if _, deep := x.X.(*syntax.BinaryTest); deep {
				w.test(x.Y)
				e = x.X
			} else {
				w.test(x.X)
				e = x.Y
			}
		case *syntax.UnaryTest:
			e = x.X
		case *syntax.ParenTest:
			e = x.X
		case *syntax.Word:
			w.word(x)
			return
		default:
			return
		}
	}
}

func (w *walker) comments(list []syntax.Comment) {
	for i := range list {
		from := w.p.pos(list[i].Hash)
		if from == 0 && w.shebang || from >= len(w.text) {
			continue
		}
		to := min(max(from, from+1+len(list[i].Text)), len(w.text))
		code := from // the last byte in front that is no blank decides
		for code > 0 && (w.text[code-1] == ' ' || w.text[code-1] == '\t') {
			code--
		}
		w.p.Comments = append(w.p.Comments, Comment{
			Span:     w.p.Text.Span(from, to),
			Text:     strings.TrimSpace(list[i].Text),
			Trailing: code > 0 && w.text[code-1] != '\n',
		})
	}
}
