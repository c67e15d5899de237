package shell

import "mvdan.cc/sh/v3/syntax"

// condition walks the commands that a clause asks for its way.
func (w *walker) condition(list []*syntax.Stmt, last []syntax.Comment) {
	outer := w.stretch
	w.cond, w.then = true, ThenAsked
	w.stmts(list, last)
	w.stretch = outer
}

func (w *walker) ifClause(x *syntax.IfClause) {
	outer := w.stretch
	arms := 0
	for i := x; i != nil; i = i.Else {
		arms++
	}
	cl := &clause{arms: make([]*frame, 0, arms)}
	for i := x; i != nil; i = i.Else {
		w.comments(i.Last)
		arm := w.child(outer.frame, branchFrame)
		if i.ThenPos.IsValid() {
			// The first condition always runs; that of an elif only after it.
			if i != x {
				w.frame = w.child(outer.frame, branchFrame)
			}
			w.condition(i.Cond, i.CondLast)
		} else {
			cl.complete = true
		}
		w.arm(cl, arm, i.Then, i.ThenLast)
		w.stretch = outer
	}
}

// arm walks the body of an arm of an if or a case. That the clause itself stands in a
// condition does not make its commands one.
func (w *walker) arm(of *clause, f *frame, list []*syntax.Stmt, last []syntax.Comment) {
	outer := w.stretch
	f.clause, f.leaves = of, leaves(list)
	of.arms = append(of.arms, f)
	w.frame, w.cond = f, false
	w.stmts(list, last)
	w.stretch = outer
}

func (w *walker) whileClause(x *syntax.WhileClause) {
	w.inside(loopFrame, func() {
		w.condition(x.Cond, x.CondLast)
		w.inside(branchFrame, func() { w.body(x.Do, x.DoLast) })
	})
}

func (w *walker) forClause(x *syntax.ForClause) {
	w.noteClause(x)
	switch l := x.Loop.(type) {
	case *syntax.WordIter:
		w.wordIter(l, x.Select)
	case *syntax.CStyleLoop:
		w.arithm(l.Init)
		w.arithm(l.Cond)
		w.arithm(l.Post)
	}
	w.inside(loopFrame, func() {
		w.cond = false
		w.body(x.Do, x.DoLast)
	})
}

// wordIter walks the words of a for loop and binds its name to them; which of them a
// select takes is the user's choice.
func (w *walker) wordIter(l *syntax.WordIter, chosen bool) {
	b := binding{name: l.Name.Value, at: int32(w.p.pos(l.Name.Pos())), frame: w.frame, loop: true, words: w.takeWords(len(l.Items))}
	for i, item := range l.Items {
		w.word(item)
		b.words[i] = w.p.word(item)
	}
	b.known = l.InPos.IsValid() && len(l.Items) > 0 && !chosen
	w.p.bindings = append(w.p.bindings, b)
}

// body walks what a loop repeats: only its last round gives the loop its status.
func (w *walker) body(list []*syntax.Stmt, last []syntax.Comment) {
	outer := w.stretch
	w.then = ThenNothing
	w.stmts(list, last)
	w.stretch = outer
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
		w.arm(cl, w.child(w.frame, branchFrame), item.Stmts, item.Last)
	}
	w.comments(x.Last)
}

// leaves tells whether the last of the statements leaves the clause for good.
func leaves(list []*syntax.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	s := list[len(list)-1]
	if s.Background || s.Negated {
		return false
	}
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		switch plainName(x) {
		case "exit", "return", "break", "continue":
			return true
		case "exec":
			return len(x.Args) > 1
		}
	case *syntax.Block:
		return leaves(x.Stmts)
	case *syntax.BinaryCmd: // echo why && exit 1: who writes that means both
		return x.Op == syntax.AndStmt && leaves([]*syntax.Stmt{x.Y})
	}
	return false
}

func (w *walker) function(x *syntax.FuncDecl) {
	from := w.p.pos(x.Position)
	name := ""
	if x.Name != nil {
		w.noteFunction(x.Name)
		name = x.Name.Value
	}
	w.p.Functions = append(w.p.Functions, Function{Name: name, Span: w.p.Text.Span(from, max(from, w.p.pos(x.Body.End())))})
	w.inside(funcFrame, func() {
		w.frame.name = name
		w.fn, w.cond, w.before, w.then = name, false, false, ThenStatus
		w.stmt(x.Body)
	})
}
