package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

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
	w.inside(subshellFrame, func() {
		w.subst, w.cond, w.before, w.then = true, false, false, ThenStatus
		w.stmts(list, last)
	})
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
