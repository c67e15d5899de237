package taint

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// link is a part of a chain, with the operator in front; the first has none.
type link struct {
	op   syntax.BinCmdOperator
	stmt *syntax.Stmt
}

// links are those of a chain of && and ||, or of a pipe, in order of the source. The
// tree is left-deep.
func links(s *syntax.Stmt, buf []link) []link {
	list := buf[:0]
	pipe := shell.IsPipe(s.Cmd.(*syntax.BinaryCmd).Op)
	first := s
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || shell.IsPipe(x.Op) != pipe || first != s && (first.Negated || len(first.Redirs) > 0) {
			break
		}
		list = append(list, link{x.Op, x.Y})
		first = x.X
	}
	list = append(list, link{stmt: first})
	slices.Reverse(list)
	return list
}

// maxSkipped bounds the ways past the rest of a chain that are kept apart: real ones of
// RUN have some 20 links.
const maxSkipped = 64

// chain walks a && b || c: each link with what the answer of those before tells. Behind
// && it has what those before left; where one of them failed the rest of them is
// skipped, and these ways meet at the next || or at the end.
func (m *machine) chain(s *syntax.Stmt, want bool) answer {
	var buf [4]link
	list := links(s, buf[:])
	a := m.ask(func() answer { return m.stmt(list[0].stmt, true) })
	start := len(m.log)
	var skipped []delta
	var ended outcome // of the links before
	for i, l := range list[1:] {
		if m.dead != alive {
			return answer{}
		}
		goes, passes, past := a.yes, a.no, ended.failed
		status := success
		if l.op == syntax.OrStmt {
			goes, passes, past = a.no, a.yes, ended.succeeded
			status = failure
		}
		mark := len(m.log)
		m.tell(passes)
		skipped = append(skipped, m.since(start))
		skipped[len(skipped)-1].dead = past
		m.undo(mark)
		m.tell(goes)
		m.last = answer{status: status}
		b := m.link(l.stmt, i+2 == len(list), want)
		m.leave([]*syntax.Stmt{l.stmt})
		left := m.dead != alive
		ended = ended.behind(l.op, m.dead)
		if left && l.op == syntax.AndStmt && meansBoth(list, i) {
			// echo why && exit 1: who writes that means both.
			skipped[len(skipped)-1].dead = m.dead
		}
		if last := i+2 == len(list); last || left || l.op == syntax.OrStmt || list[i+2].op == syntax.OrStmt || len(skipped) == maxSkipped {
			m.merge(append(skipped, m.take(start))...)
			start, skipped = len(m.log), nil
		}
		if l.op == syntax.AndStmt && isMessage(l.stmt) {
			b.no = a.no // nobody asks whether it was printed
		}
		a = a.chained(l.op, b, left)
	}
	return a
}

// link walks a part of a chain behind the first. The last alone may not fail under set -e.
func (m *machine) link(s *syntax.Stmt, last, want bool) answer {
	if last {
		return m.stmt(s, want || isSubshell(s))
	}
	return m.ask(func() answer { return m.stmt(s, true) })
}

// outcome is why nothing further runs where what came before succeeded, and where it
// failed: [ a ] && return 0 never goes on where it succeeded.
type outcome struct{ succeeded, failed death }

// behind is the outcome with a further link, which left.
func (o outcome) behind(op syntax.BinCmdOperator, left death) outcome {
	switch {
	case op == syntax.OrStmt && left != alive:
		o.failed = left
	case op == syntax.OrStmt:
		o.succeeded = alive
	case left != alive:
		o.succeeded = left
	default:
		o.failed = alive
	}
	return o
}

func isSubshell(s *syntax.Stmt) bool {
	_, ok := s.Cmd.(*syntax.Subshell)
	return ok
}

// meansBoth tells whether what stands before the link is there for what it does.
func meansBoth(list []link, i int) bool {
	return (i == 0 || list[i].op != syntax.AndStmt) && isMessage(list[i].stmt)
}

// isMessage tells whether a command does nothing but print.
func isMessage(s *syntax.Stmt) bool {
	x, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 {
		return false
	}
	name, _ := literal(x.Args[0])
	return name == "echo" || name == "printf" || name == "cat"
}

// pipeline walks a | b | c: each in an environment of its own, with the output of
// the one before for its input. ash does so for the last part too, bash unless lastpipe
// is set.
func (m *machine) pipeline(s *syntax.Stmt, want bool) answer {
	var buf [6]link
	stages := links(s, buf[:])
	last := len(stages) - 1
	in, out := m.in, m.out
	for _, stage := range stages[:last] {
		c := &concat{prints: true}
		m.out = c
		m.apart(func() { m.stmt(stage.stmt, false) })
		m.in = c.value()
	}
	m.out = out
	var a answer
	if m.lastPipe {
		a = m.stmt(stages[last].stmt, want)
	} else {
		m.apart(func() { a = m.stmt(stages[last].stmt, want) })
	}
	m.in = in
	return a
}
