package shell

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Test is [ ], test or [[ ]]: what it asks, word by word as ash gets it.
type Test struct {
	// Command is the command; for [[, which is none in the tree, one that stands for
	// it and is not among the program's Commands.
	Command *Command
	Name    string // "[", "test" or "[["
	Span    source.Span
	Terms   []Term
	// Simple: of one term, or of terms behind !, without &&, ||, -a, -o, groups, a
	// regular expression, an unquoted pattern, a comparison by < or >, or a line's end.
	Simple bool
	clause *syntax.TestClause
}

// Term is one question of a test: X alone, Op X, or X Op Y.
type Term struct {
	Op     string
	OpSpan source.Span
	X, Y   Word // Y is zero for one word
}

// testClause is a [[ ]] as the walk notes it.
type testClause struct {
	clause  *syntax.TestClause
	command *Command
}

// caseWord is the word of a case.
type caseWord struct {
	word  Word
	frame *frame
}

// Tests are the tests of the program, in order of the source, those of inner
// programs left out. Tests whose words cannot be told apart have no Terms. They are
// read once, on first use, and are not to be changed.
func (p *Program) Tests() []Test {
	p.tested.Do(func() { p.tests = p.findTests() })
	return p.tests
}

func (p *Program) findTests() []Test {
	var out []Test
	for _, n := range p.clauses {
		t := Test{Command: n.command, Name: "[[", Span: n.command.Span(), Simple: true, clause: n.clause}
		t.clauseTerms(n.clause.X)
		t.Simple = t.Simple && !strings.Contains(t.Span.Text(), "\n")
		out = append(out, t)
	}
	for _, c := range p.Commands {
		if c.Name == "[" || c.Name == "test" || c.Name == "[[" {
			t := Test{Command: c, Name: c.Name, Span: c.Span()}
			t.wordTerms()
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b Test) int { return a.Span.Start - b.Span.Start })
	return out
}

// noteClauseTest keeps a [[ ]] with the command that it is to ash.
func (w *walker) noteClauseTest(s *syntax.Stmt, x *syntax.TestClause) {
	if !w.p.Dialect.maybeAsh() {
		return
	}
	from, to := w.p.pos(x.Left), w.p.pos(x.End())
	if from >= to || w.spliced(x.Left) {
		return
	}
	c := w.command(s)
	c.Word = Word{prog: w.p, from: int32(from), to: int32(min(from+2, to))}
	c.Name, c.start, c.end = "[[", from, to
	w.p.clauses = append(w.p.clauses, testClause{x, c})
}

// ClauseTerm is a term of [[ ]] as the shell takes it.
type ClauseTerm struct {
	X       syntax.TestExpr
	Negated bool
	Or      bool // || stands in front, not &&
}

// ClauseTerms are what [[ ]], or a group in it, joins by && and ||. For the tree each !
// holds for all that stands behind it, and so does each operator: [[ ! a && b || c ]] is
// there ! (a && (b || c)). To a shell it is ((! a) && b) || c (run on bash 5.2 and BusyBox
// 1.35).
func ClauseTerms(e syntax.TestExpr) []ClauseTerm {
	var list []ClauseTerm
	t := ClauseTerm{}
	for {
		switch x := e.(type) {
		case *syntax.UnaryTest:
			if x.Op == syntax.TsNot {
				t.Negated = !t.Negated
				e = x.X
				continue
			}
		case *syntax.BinaryTest:
			if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
				t.X = x.X
				list = append(list, t)
				t = ClauseTerm{Or: x.Op == syntax.OrTest}
				e = x.Y
				continue
			}
		}
		t.X = e
		return append(list, t)
	}
}

// clauseTerms goes through a [[ ]]. Chains are right-deep.
func (t *Test) clauseTerms(e syntax.TestExpr) {
	p := t.Command.Program
	span := func(at syntax.Pos, n int) source.Span { return p.Text.Span(p.pos(at), p.pos(at)+n) }
	for {
		switch x := e.(type) {
		case *syntax.Word:
			t.Terms = append(t.Terms, Term{X: p.word(x)})
			return
		case *syntax.ParenTest:
			t.Simple = false
			e = x.X
		case *syntax.UnaryTest:
			if x.Op == syntax.TsNot {
				e = x.X
				continue
			}
			if w, ok := x.X.(*syntax.Word); ok {
				t.Terms = append(t.Terms, Term{Op: x.Op.String(), OpSpan: span(x.OpPos, len(x.Op.String())), X: p.word(w)})
			}
			return
		case *syntax.BinaryTest:
			if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
				t.Simple = false
				t.clauseTerms(x.X)
				e = x.Y
				continue
			}
			a, ok1 := x.X.(*syntax.Word)
			b, ok2 := x.Y.(*syntax.Word)
			if ok1 && ok2 {
				op := p.Text.String()[p.pos(x.OpPos):min(p.pos(x.OpPos)+len(x.Op.String()), p.Text.Len())]
				term := Term{Op: op, OpSpan: span(x.OpPos, len(op)), X: p.word(a), Y: p.word(b)}
				t.Simple = t.Simple && op != "=~" && op != "<" && op != ">" && !term.Y.globs()
				t.Terms = append(t.Terms, term)
			}
			return
		default:
			return
		}
	}
}

// wordTerms goes through the words of [ ] and test: terms of one to three words,
// joined by -a and -o, and by && and || in a [[ that the parser takes for a command.
func (t *Test) wordTerms() {
	args := t.Command.Args
	if n := len(args); t.Name != "test" && n > 0 && strings.HasPrefix(args[n-1].Source(), "]") {
		args = args[:n-1]
	}
	joined := func(w Word) bool {
		switch w.Source() {
		case "-a", "-o", "&&", "||":
			return true
		}
		return false
	}
	t.Simple = true
	for len(args) > 0 {
		end := 0
		for end < len(args) && (end == 0 || !joined(args[end])) {
			end++
		}
		t.term(args[:end])
		if end < len(args) {
			t.Simple = false
			end++
		}
		args = args[end:]
	}
}

func (t *Test) term(words []Word) {
	for len(words) > 1 && words[0].Source() == "!" {
		words = words[1:]
	}
	switch len(words) {
	case 1:
		t.Terms = append(t.Terms, Term{X: words[0]})
	case 2:
		t.Terms = append(t.Terms, Term{Op: words[0].Source(), OpSpan: words[0].Span(), X: words[1]})
	case 3:
		t.Terms = append(t.Terms, Term{Op: words[1].Source(), OpSpan: words[1].Span(), X: words[0], Y: words[2]})
	}
}

// Words are the term's words.
func (t Term) Words() []Word {
	if t.Y.IsZero() {
		return []Word{t.X}
	}
	return []Word{t.X, t.Y}
}
