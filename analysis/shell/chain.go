package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// IsPipe tells whether an operator is | or |&.
func IsPipe(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }

// chain takes a && b || c, or a | b | c, apart: its first statement, and the commands
// whose right sides are the others, in order of the source. The tree is left-deep. A
// left side with redirections of its own is a statement of the chain.
func (w *walker) chain(last *syntax.BinaryCmd) (*syntax.Stmt, []*syntax.BinaryCmd) {
	links := []*syntax.BinaryCmd{last}
	first := last.X
	for {
		x, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || IsPipe(x.Op) != IsPipe(last.Op) || len(first.Redirs) > 0 {
			break
		}
		w.comments(first.Comments)
		links = append(links, x)
		first = x.X
	}
	slices.Reverse(links)
	return first, links
}

// andOr walks a && b || c.
func (w *walker) andOr(x *syntax.BinaryCmd) {
	first, links := w.chain(x)
	outer := w.stretch
	ors := 0 // in front of the links that are still to come
	for _, l := range links {
		if l.Op == syntax.OrStmt {
			ors++
		}
	}
	w.before, w.then = outer.before || ors > 0, answered(links[0])
	w.stmt(first)
	asked := asks(first)
	for i, l := range links {
		switch {
		case l.Op == syntax.OrStmt:
			ors--
			w.frame = w.child(outer.frame, branchFrame)
		case asked:
			// [ -n "$x" ] && y=1: y may keep what it had. Behind a command that
			// does something, && means "and then": nobody counts on its failure.
			w.frame = w.child(w.frame, branchFrame)
		case i > 0 && links[i-1].Op == syntax.OrStmt:
			w.frame = outer.frame
		}
		w.before, w.then = outer.before || ors > 0, outer.then
		if i+1 < len(links) {
			w.then = answered(links[i+1])
		}
		w.stmt(l.Y)
		asked = asks(l.Y)
	}
	w.stretch = outer
}

// answered is what && or || makes of the status of the command on its left.
func answered(l *syntax.BinaryCmd) Then {
	call, ok := l.Y.Cmd.(*syntax.CallExpr)
	if l.Op != syntax.OrStmt || !ok || l.Y.Negated {
		return ThenAsked
	}
	switch plainName(call) {
	case "true", ":", "echo", "printf":
		return ThenExcused
	}
	return ThenAsked
}

// plainName is the first word of a command where it has neither quotes nor expansions,
// else "".
func plainName(x *syntax.CallExpr) string {
	if len(x.Args) == 0 {
		return ""
	}
	return x.Args[0].Lit()
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
		return IsPipe(x.Op) && asks(x.Y)
	case *syntax.CallExpr:
		switch plainName(x) {
		case "[", "test", "grep", "egrep", "fgrep", "command", "type", "which", "false", "cmp", "diff", "id", "getent", "mountpoint", "pgrep", "pidof":
			return true
		}
	}
	return false
}

// pipeline walks a | b | c.
func (w *walker) pipeline(x *syntax.BinaryCmd, negated bool) {
	first, links := w.chain(x)
	stages := append(make([]*syntax.Stmt, 0, len(links)+1), first)
	for _, l := range links {
		if l.Op == syntax.PipeAll {
			w.noteAt("pipe-both", l.OpPos, len("|&"))
		}
		stages = append(stages, l.Y)
	}
	pl := &Pipeline{Commands: make([]*Command, len(stages))}
	outer := w.stretch
	all := w.child(outer.frame, branchFrame)
	for i, stage := range stages {
		if w.then = ThenPiped; i == len(stages)-1 {
			w.then = outer.then
		}
		w.frame = w.child(all, subshellFrame)
		w.frame.pipeOf = all
		if c := w.stmt(stage); c != nil {
			c.join(pl, i)
			c.Negated = c.Negated || negated
			pl.Commands[i] = c
		}
	}
	w.stretch = outer
}

// join puts a command and what it runs into a pipeline.
func (c *Command) join(pl *Pipeline, stage int) {
	c.Pipeline, c.Stage = pl, stage
	for _, r := range c.Runs {
		r.join(pl, stage)
	}
}
