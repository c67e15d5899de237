package awk

import (
	"errors"
	"slices"
)

// ErrProgram says that a text is no program that this package reads.
var ErrProgram = errors.New("not a program of awk")

// maxDepth is how deep statements and expressions may stand in each other: no program
// that a person writes is near it.
const maxDepth = 100

// Parse reads a program.
func Parse(src string) (*Program, error) {
	p := &parser{lexer: lexer{src: src}}
	p.step()
	out := p.program()
	if p.failed {
		return nil, ErrProgram
	}
	return out, nil
}

// parser is at a token. Where the text does not fit the grammar it fails: the token is
// the end from there on, so that every rule ends.
type parser struct {
	lexer
	tok    token
	depth  int
	inner  bool // in parentheses, where > is a comparison
	prints bool // in what print is given
	failed bool
}

func (p *parser) step() {
	if !p.failed {
		p.tok = p.next()
	}
}

func (p *parser) fail() {
	p.failed, p.tok = true, token{kind: end}
}

func (p *parser) is(k kind, texts ...string) bool {
	return p.tok.kind == k && slices.Contains(texts, p.tok.text)
}

// take goes on where the token is that one.
func (p *parser) take(k kind, text string) bool {
	if !p.is(k, text) {
		return false
	}
	p.step()
	return true
}

func (p *parser) want(k kind, text string) {
	if !p.take(k, text) {
		p.fail()
	}
}

// name takes one.
func (p *parser) name() string {
	n := p.tok.text
	if p.tok.kind != name {
		p.fail()
	}
	p.step()
	return n
}

// lines goes over line ends, ends over semicolons too.
func (p *parser) lines() {
	for p.take(newline, "\n") {
	}
}

func (p *parser) ends() {
	for p.tok.kind == newline {
		p.step()
	}
}

// deeper counts how deep a rule of the grammar stands in itself; the caller takes it back.
func (p *parser) deeper() bool {
	p.depth++
	if p.depth > maxDepth {
		p.fail()
	}
	return !p.failed
}

func (p *parser) program() *Program {
	out := &Program{}
	for p.ends(); p.tok.kind != end; p.ends() {
		switch {
		case p.is(keyword, "function", "func"):
			p.step()
			out.Functions = append(out.Functions, p.function())
		case p.is(keyword, "BEGIN", "END"):
			p.step()
			out.Rules = append(out.Rules, Rule{Body: p.block()})
		default:
			out.Rules = append(out.Rules, p.rule())
		}
	}
	return out
}

func (p *parser) function() Function {
	f := Function{Name: p.tok.text}
	if p.tok.kind != name && p.tok.kind != called {
		p.fail()
	}
	p.step()
	p.want(sign, "(")
	for !p.is(sign, ")") && !p.failed {
		f.Params = append(f.Params, p.name())
		if !p.take(sign, ",") {
			break
		}
		p.lines()
	}
	p.want(sign, ")")
	p.lines()
	f.Body = p.block()
	return f
}

func (p *parser) rule() Rule {
	var r Rule
	if !p.is(sign, "{") {
		r.Pattern = append(r.Pattern, p.expr())
		if p.take(sign, ",") {
			p.lines()
			r.Pattern = append(r.Pattern, p.expr())
		}
	}
	switch {
	case p.is(sign, "{"):
		r.Body = p.block()
	case p.tok.kind != newline && p.tok.kind != end:
		p.fail()
	}
	return r
}

func (p *parser) block() *Stmt {
	s := &Stmt{Kind: Block}
	p.want(sign, "{")
	for p.ends(); !p.is(sign, "}") && !p.failed; p.ends() {
		s.Body = append(s.Body, p.stmt())
	}
	p.want(sign, "}")
	return s
}

func (p *parser) stmt() *Stmt {
	if !p.deeper() {
		return &Stmt{}
	}
	defer func() { p.depth-- }()
	switch {
	case p.is(sign, "{"):
		return p.block()
	case p.take(newline, ";"):
		return &Stmt{}
	case p.take(keyword, "if"):
		return p.ifElse()
	case p.take(keyword, "while"):
		return &Stmt{Kind: While, Exprs: []*Expr{p.condition()}, Body: []*Stmt{p.body()}}
	case p.take(keyword, "do"):
		return p.do()
	case p.take(keyword, "for"):
		return p.loop()
	}
	s := p.simple()
	p.ended()
	return s
}

// ended takes what ends a statement: a line end or a semicolon; a brace and the end of
// the text stay.
func (p *parser) ended() {
	switch {
	case p.tok.kind == newline:
		p.step()
	case p.tok.kind != end && !p.is(sign, "}"):
		p.fail()
	}
}

// condition is an expression in parentheses, with the line ends behind it.
func (p *parser) condition() *Expr {
	if !p.is(sign, "(") {
		p.fail()
	}
	return p.group()
}

// body is the statement that another one is about.
func (p *parser) body() *Stmt {
	p.lines()
	return p.stmt()
}

func (p *parser) ifElse() *Stmt {
	s := &Stmt{Kind: If, Exprs: []*Expr{p.condition()}}
	s.Body = append(s.Body, p.body())
	before := *p
	p.ends()
	if !p.take(keyword, "else") {
		*p = before
		return s
	}
	s.Body = append(s.Body, p.body())
	return s
}

func (p *parser) do() *Stmt {
	s := &Stmt{Kind: While, Body: []*Stmt{p.body()}}
	p.ends()
	p.want(keyword, "while")
	s.Exprs = []*Expr{p.condition()}
	p.ended()
	return s
}

func (p *parser) loop() *Stmt {
	p.want(sign, "(")
	before := *p
	if s := p.loopIn(); s != nil {
		return s
	}
	*p = before
	s := &Stmt{Kind: For}
	start := p.optional(";")
	p.want(newline, ";")
	p.lines()
	if !p.is(newline, ";") {
		s.Exprs = append(s.Exprs, p.expr())
	}
	p.want(newline, ";")
	p.lines()
	step := p.optional(")")
	p.want(sign, ")")
	s.Body = []*Stmt{start, step, p.body()}
	return s
}

// loopIn is the loop over the indices of an array; nil where it is another one.
func (p *parser) loopIn() *Stmt {
	if p.tok.kind != name {
		return nil
	}
	element := &Expr{Kind: Name, Text: p.name()}
	if !p.take(keyword, "in") || p.tok.kind != name {
		return nil
	}
	array := &Expr{Kind: Name, Text: p.name()}
	if !p.take(sign, ")") {
		return nil
	}
	return &Stmt{Kind: ForIn, Exprs: []*Expr{element, array}, Body: []*Stmt{p.body()}}
}

// optional is a simple statement, or none in front of that mark.
func (p *parser) optional(mark string) *Stmt {
	if p.tok.text == mark {
		return &Stmt{}
	}
	return p.simple()
}

func (p *parser) simple() *Stmt {
	switch {
	case p.is(keyword, "print"):
		return p.print(Print)
	case p.is(keyword, "printf"):
		return p.print(Printf)
	case p.take(keyword, "delete"):
		return &Stmt{Kind: Delete, Exprs: []*Expr{p.primary()}}
	case p.is(keyword, "next", "nextfile", "break", "continue", "exit", "return"):
		p.step()
		s := &Stmt{Kind: Leave}
		if p.tok.kind != newline && p.tok.kind != end && !p.is(sign, "}") {
			s.Exprs = append(s.Exprs, p.expr())
		}
		return s
	}
	return &Stmt{Exprs: []*Expr{p.expr()}}
}

func (p *parser) print(k StmtKind) *Stmt {
	p.step()
	s := &Stmt{Kind: k}
	p.prints = true
	if p.startsOperand() || p.is(sign, "-", "+", "!", "/", "/=") || p.is(keyword, "getline") {
		s.Exprs = p.list()
	}
	if len(s.Exprs) == 1 && s.Exprs[0].Kind == Group {
		s.Exprs = s.Exprs[0].Args
	}
	if p.is(sign, ">", ">>", "|", "|&") {
		s.How = p.tok.text
		p.step()
		s.To = p.concat()
	}
	p.prints = false
	return s
}

// list are expressions between commas.
func (p *parser) list() []*Expr {
	list := []*Expr{p.expr()}
	for p.take(sign, ",") {
		p.lines()
		list = append(list, p.expr())
	}
	return list
}
