package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// walker goes over the tree once and makes the Commands, Comments, Functions
// and bindings.
//
// The tree is as deep as the text is nested, which deep.go bounds; chains (a &&
// b && c, a | b | c, 1+2+3) make left-deep trees of any depth, and are gone
// through in loops.
type walker struct {
	stretch
	p       *Program
	text    string
	sorted  bool // Commands came in order of the source
	left    int  // bytes of text behind the start of the last command
	shebang bool
	handed  []*Command // whose word is the "$@" of a function

	// Room for what is made of a program, a slab at a time.
	words    []Word
	commands []Command
	frames   []frame
}

// stretch is what holds for a stretch of the tree: it is set on the way in and put
// back, as a whole, on the way out.
type stretch struct {
	frame  *frame
	fn     string // the function whose body it is
	subst  bool   // in a substitution
	cond   bool   // in the condition of a clause
	before bool   // left of ||
	then   Then   // of the statement that is walked
}

func (p *Program) walk() {
	w := walker{stretch: stretch{frame: &frame{}}, p: p, text: p.Text.String(), sorted: true, shebang: p.Shebang != nil}
	w.left = len(w.text)
	p.Commands = make([]*Command, 0, len(w.text)/48+1)
	w.stmts(p.File.Stmts, p.File.Last)
	if len(w.handed) > 0 {
		w.dispatch()
	}
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

// inside walks a stretch in a new frame.
func (w *walker) inside(kind frameKind, walk func()) {
	outer := w.stretch
	w.frame = w.child(w.frame, kind)
	walk()
	w.stretch = outer
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
		if IsPipe(x.Op) {
			w.pipeline(x, s.Negated)
		} else {
			w.andOr(x)
		}
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
		w.inside(subshellFrame, func() { w.stmts(x.Stmts, x.Last) })
	case *syntax.IfClause:
		w.ifClause(x)
	case *syntax.WhileClause:
		w.whileClause(x)
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
		w.inside(subshellFrame, func() { w.stmt(x.Stmt) })
	case *syntax.TestDecl:
		w.stmt(x.Body)
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
