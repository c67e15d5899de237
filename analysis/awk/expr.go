package awk

// The rules of the grammar for expressions, from what binds least.

// enclosed are the expressions in parentheses or brackets, between commas.
func (p *parser) enclosed() []*Expr {
	outer := p.inner
	p.inner = true
	list := p.list()
	p.inner = outer
	return list
}

func (p *parser) expr() *Expr {
	if !p.deeper() {
		return &Expr{}
	}
	defer func() { p.depth-- }()
	return p.conditional()
}

// isVariable tells whether the expression can be given a value.
func (e *Expr) isVariable() bool {
	return e.Kind == Name || e.Kind == Field || e.Kind == Index
}

func (p *parser) conditional() *Expr {
	e := p.or()
	if !p.take(sign, "?") {
		return e
	}
	p.lines()
	yes := p.expr()
	p.lines()
	p.want(sign, ":")
	p.lines()
	return &Expr{Conditional, "", []*Expr{e, yes, p.expr()}}
}

func (p *parser) or() *Expr { return p.joined(Logical, p.and, "||") }

func (p *parser) and() *Expr { return p.joined(Logical, p.member, "&&") }

// joined are operands with one of these signs between them, from the left. A line may
// end behind && and ||.
func (p *parser) joined(kind ExprKind, operand func() *Expr, ops ...string) *Expr {
	e := operand()
	for p.is(sign, ops...) {
		op := p.tok.text
		p.step()
		if kind == Logical {
			p.lines()
		}
		e = &Expr{kind, op, []*Expr{e, operand()}}
	}
	return e
}

func (p *parser) member() *Expr {
	e := p.match()
	for p.take(keyword, "in") {
		args := []*Expr{e}
		if e.Kind == Group {
			args = e.Args
		}
		e = &Expr{Member, p.name(), args}
	}
	if e.Kind == Group && !p.prints {
		p.fail() // only print takes several
	}
	return e
}

func (p *parser) match() *Expr { return p.joined(Match, p.comparison, "~", "!~") }

// comparison has the command in front of getline, too. In what print is given > is none,
// but for parentheses.
func (p *parser) comparison() *Expr {
	e := p.concat()
	for {
		switch {
		case p.is(sign, "<", "<=", "==", "!=", ">="), p.is(sign, ">") && (p.inner || !p.prints):
			op := p.tok.text
			p.step()
			e = &Expr{Comparison, op, []*Expr{e, p.concat()}}
		case p.is(sign, "|", "|&") && p.beforeGetline():
			p.step()
			p.step()
			e = &Expr{Getline, "|", append([]*Expr{e}, p.into()...)}
		default:
			return e
		}
	}
}

func (p *parser) beforeGetline() bool {
	ahead := p.lexer
	t := ahead.next()
	return t.kind == keyword && t.text == "getline"
}

// into is the variable into which getline reads, if any.
func (p *parser) into() []*Expr {
	if p.tok.kind != name && !p.is(sign, "$") {
		return nil
	}
	return []*Expr{p.primary()}
}

func (p *parser) concat() *Expr {
	e := p.sum()
	for p.startsOperand() && !p.failed {
		e = &Expr{Concat, "", []*Expr{e, p.sum()}}
	}
	return e
}

// startsOperand tells whether an operand begins that needs no sign in front of it.
func (p *parser) startsOperand() bool {
	switch p.tok.kind {
	case name, called, builtin, number, text:
		return true
	}
	return p.is(sign, "$", "(", "++", "--")
}

func (p *parser) sum() *Expr { return p.joined(Arithmetic, p.product, "+", "-") }

func (p *parser) product() *Expr { return p.joined(Arithmetic, p.unary, "*", "/", "%") }

func (p *parser) unary() *Expr {
	if !p.is(sign, "!", "-", "+") {
		return p.power()
	}
	if !p.deeper() {
		return &Expr{}
	}
	defer func() { p.depth-- }()
	op := p.tok.text
	p.step()
	return &Expr{Unary, op, []*Expr{p.unary()}}
}

// power has the assignments, too: a variable in front of their sign is what is assigned
// to, whatever stands in front of it, and all that can follow is its value.
func (p *parser) power() *Expr {
	e := p.primary()
	switch {
	case !e.isVariable():
	case p.is(sign, "=", "+=", "-=", "*=", "/=", "%=", "^=", "**="):
		op := p.tok.text
		p.step()
		p.lines()
		return &Expr{Assign, op, []*Expr{e, p.expr()}}
	case p.is(sign, "++", "--"):
		e = &Expr{Increment, p.tok.text, []*Expr{e}}
		p.step()
	}
	if !p.is(sign, "^", "**") {
		return e
	}
	p.step()
	return &Expr{Arithmetic, "^", []*Expr{e, p.unary()}}
}

func (p *parser) primary() *Expr {
	if !p.deeper() {
		return &Expr{}
	}
	defer func() { p.depth-- }()
	t := p.tok
	switch t.kind {
	case number:
		p.step()
		return &Expr{Kind: Number, Text: t.text}
	case text:
		p.step()
		return &Expr{Kind: String, Text: t.text}
	case name:
		p.step()
		return p.element(t.text)
	case called, builtin:
		p.step()
		return p.call(t)
	case keyword:
		p.want(keyword, "getline")
		return p.getline()
	case sign:
		return p.signed(t)
	}
	p.fail()
	return &Expr{}
}

// signed is an operand that begins with a sign.
func (p *parser) signed(t token) *Expr {
	switch t.text {
	case "$":
		p.step()
		if p.is(sign, "-", "+") {
			return &Expr{Field, "", []*Expr{p.unary()}}
		}
		return &Expr{Field, "", []*Expr{p.primary()}}
	case "++", "--":
		p.step()
		return &Expr{Increment, t.text, []*Expr{p.primary()}}
	case "/", "/=":
		p.at = t.from
		p.tok = p.quoted('/', text)
		e := &Expr{Kind: Regex, Text: p.tok.text}
		if p.tok.kind != text {
			p.fail()
		}
		p.step()
		return e
	case "(":
		return p.group()
	}
	p.fail()
	return &Expr{}
}

// group is an expression in parentheses, or several.
func (p *parser) group() *Expr {
	p.step()
	list := p.enclosed()
	p.want(sign, ")")
	if len(list) == 1 {
		return list[0]
	}
	return &Expr{Group, "", list}
}

// element is a variable, or an element of an array; of GNU's arrays in arrays, too.
func (p *parser) element(of string) *Expr {
	e := &Expr{Kind: Name, Text: of}
	for p.take(sign, "[") {
		e = &Expr{Index, of, append(e.Args, p.enclosed()...)}
		p.want(sign, "]")
	}
	return e
}

// call is one of a function. Of the builtins length alone needs no parentheses.
func (p *parser) call(of token) *Expr {
	e := &Expr{Kind: Call, Text: of.text}
	if of.text == "length" && !p.is(sign, "(") {
		return e
	}
	p.want(sign, "(")
	p.lines()
	if !p.is(sign, ")") {
		e.Args = p.enclosed()
	}
	p.lines()
	p.want(sign, ")")
	return e
}

// getline reads the input, or a file behind <.
func (p *parser) getline() *Expr {
	target := p.into()
	if !p.take(sign, "<") {
		return &Expr{Getline, "", append([]*Expr{nil}, target...)}
	}
	return &Expr{Getline, "<", append([]*Expr{p.primary()}, target...)}
}
