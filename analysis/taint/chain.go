package taint

import "mvdan.cc/sh/v3/syntax"

// link is a part of a chain of && and ||, with the operator in front.
type link struct {
	op   syntax.BinCmdOperator
	stmt *syntax.Stmt
}

// links are those of a chain, which is left-deep in the tree.
func links(s *syntax.Stmt, buf []link) []link {
	list := buf[:0]
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.AndStmt && x.Op != syntax.OrStmt || first.Negated || first != s && len(first.Redirs) > 0 {
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

// chain walks a && b || c: each link with what the answer of those before tells,
// and past it with the opposite.
func (m *machine) chain(s *syntax.Stmt, want bool) answer {
	var buf [4]link
	list := links(s, buf[:])
	a := m.stmt(list[0].stmt, true)
	for i, l := range list[1:] {
		if m.dead != alive {
			return answer{}
		}
		mark := len(m.log)
		goes, passes := a.yes, a.no
		if l.op == syntax.OrStmt {
			goes, passes = a.no, a.yes
		}
		m.tell(goes)
		b := m.stmt(l.stmt, want || i+2 < len(list) || m.isSubshell(l.stmt))
		m.leave([]*syntax.Stmt{l.stmt})
		ran := m.take(mark)
		m.tell(passes)
		skipped := m.take(mark)
		if ran.dead != alive && l.op == syntax.AndStmt && m.meansBoth(list, i) {
			// echo why && exit 1: who writes that means both.
			skipped.dead = ran.dead
		}
		m.merge(ran, skipped)
		a = a.chained(l.op, b, ran.dead != alive)
	}
	return a
}

func (m *machine) isSubshell(s *syntax.Stmt) bool {
	_, ok := s.Cmd.(*syntax.Subshell)
	return ok
}

// meansBoth tells whether what stands before the link is there for what it does.
func (m *machine) meansBoth(list []link, i int) bool {
	x, ok := list[i].stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 || i > 0 && list[i].op == syntax.AndStmt {
		return false
	}
	name, _ := literal(x.Args[0])
	return name == "echo" || name == "printf" || name == "cat"
}

// pipeline walks a | b | c: each in an environment of its own, with the output of
// the one before for its input. ash does so for the last part too, bash unless lastpipe
// is set.
func (m *machine) pipeline(s *syntax.Stmt, want bool) answer {
	var buf [6]*syntax.Stmt
	stages := stages(s, buf[:0])
	in, out := m.in, m.out
	var a answer
	for i, stage := range stages {
		last := i == len(stages)-1
		var c *concat
		if !last {
			c = &concat{}
			m.out = c
		} else {
			m.out = out
		}
		if last && m.lastPipe {
			a = m.stmt(stage, want)
			break
		}
		m.apart(func() { a = m.stmt(stage, want && last) })
		if !last {
			m.in = c.value()
		}
	}
	m.in, m.out = in, out
	return a
}

func stages(s *syntax.Stmt, list []*syntax.Stmt) []*syntax.Stmt {
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.Pipe && x.Op != syntax.PipeAll || first != s && len(first.Redirs) > 0 {
			break
		}
		list = append(list, x.Y)
		first = x.X
	}
	list = append(list, first)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}
