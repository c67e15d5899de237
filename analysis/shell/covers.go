package shell

import (
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// maxCovered bounds the texts in which comments are followed: the walk goes as
// deep as a chain of && is long.
const maxCovered = 1 << 20

// Covers is what a comment speaks of: behind code, its line; else the statement
// that begins next after it, with all that belongs to it (a whole if or loop, a
// chain of && and pipes). It is the zero Span where nothing follows.
func (p *Program) Covers(c Comment) source.Span {
	if c.Trailing {
		return c.Span.File.LineSpan(c.Span.From().Line)
	}
	if p.File == nil || p.Text.Len() > maxCovered {
		return source.Span{}
	}
	var next *syntax.Stmt
	syntax.Walk(p.File, func(n syntax.Node) bool {
		if n == nil {
			return false
		}
		if s, ok := n.(*syntax.Stmt); ok && p.at(s.Pos()) > c.Span.Start {
			if next == nil || s.Pos().Offset() < next.Pos().Offset() {
				next = s
			}
			return false
		}
		return p.at(n.End()) >= c.Span.Start
	})
	if next == nil {
		return source.Span{}
	}
	return p.Text.Span(int(next.Pos().Offset()), int(next.End().Offset()))
}

// at is the place in the file of a place in the tree.
func (p *Program) at(pos syntax.Pos) int {
	at := int(pos.Offset())
	return p.Text.Span(at, at+1).Start
}
