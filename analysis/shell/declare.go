package shell

import "mvdan.cc/sh/v3/syntax"

// decl makes the Command of export, local, readonly, declare, typeset.
func (w *walker) decl(s *syntax.Stmt, x *syntax.DeclClause) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil
	}
	c := w.command(s)
	c.Word = w.p.word(&syntax.Word{Parts: []syntax.WordPart{x.Variant}})
	c.Name = x.Variant.Value
	c.Args = w.takeWords(len(x.Args))
	for i, a := range x.Args {
		c.Args[i] = w.declWord(a)
	}
	c.start, c.end = int(c.Word.from), int(c.Word.to)
	if n := len(c.Args); n > 0 {
		c.end = max(c.end, int(c.Args[n-1].to))
	}
	w.takeRedirects(c, s.Redirs)
	local := c.Name != "export" && c.Name != "readonly" && w.frame.function() != nil
	for _, a := range x.Args {
		if a.Name == nil {
			continue
		}
		as := w.assign(a)
		as.Export = c.Name == "export"
		w.export(c.Name, as.Name)
		switch {
		case !a.Naked:
			c.Assigns = append(c.Assigns, as)
			w.bind(as, w.frame, local)
		case local:
			w.p.bindings = append(w.p.bindings, binding{name: as.Name, at: int32(w.p.pos(a.End())), frame: w.frame, local: true, plain: true})
		}
	}
	w.add(c)
	for _, a := range x.Args {
		w.assignWords(a, true)
	}
	w.redirects(s.Redirs)
	return c
}

// declWord is the word that the parser read as an assignment.
func (w *walker) declWord(a *syntax.Assign) Word {
	if a.Name == nil {
		return w.p.word(a.Value)
	}
	from, to := w.p.extent(a)
	word := Word{prog: w.p, from: int32(from), to: int32(to)}
	if a.Array != nil || a.Index != nil {
		return word
	}
	head := int(word.to)
	if a.Value != nil {
		head = max(from, w.p.pos(a.Value.Pos()))
	}
	lit := &syntax.Lit{ValuePos: a.Pos(), ValueEnd: syntax.NewPos(uint(head), 1, 1), Value: w.text[from:head]}
	var value []syntax.WordPart
	if a.Value != nil {
		value = a.Value.Parts
	}
	word.node = &syntax.Word{Parts: append(append(make([]syntax.WordPart, 0, 1+len(value)), lit), value...)}
	return word
}

// declWords handles export and its like where the parser took them for ordinary
// commands, as LangPOSIX does.
func (w *walker) declWords(c *Command) {
	for i := range c.Args {
		arg := c.Args[i]
		if a, ok := assignWord(arg); ok {
			a.Export = c.Name == "export"
			c.Assigns = append(c.Assigns, a)
			w.bind(a, w.frame, c.Name != "export" && c.Name != "readonly" && w.frame.function() != nil)
			w.export(c.Name, a.Name)
		} else if v, ok := arg.Literal(); ok && isName(v) {
			w.export(c.Name, v)
			if c.Name != "export" && c.Name != "readonly" {
				w.plain(v, int(arg.to))
			}
		}
	}
}

// let makes the Command of let, whose words the parser reads as arithmetic.
func (w *walker) let(s *syntax.Stmt, x *syntax.LetClause) *Command {
	if w.p.pos(x.Pos()) >= len(w.text) {
		return nil
	}
	c := w.command(s)
	from := w.p.pos(x.Let)
	c.Word = Word{prog: w.p, from: int32(from), to: int32(min(from+len("let"), len(w.text)))}
	c.Name = "let"
	c.start, c.end = from, int(c.Word.to)
	c.Args = w.takeWords(len(x.Exprs))
	for i, e := range x.Exprs {
		lo, hi := w.p.extent(e)
		c.Args[i] = Word{prog: w.p, from: int32(lo), to: int32(hi)}
		if word, ok := e.(*syntax.Word); ok {
			c.Args[i] = w.p.word(word)
		}
		c.end = max(c.end, int(c.Args[i].to))
		if name := assignedName(e); name != "" {
			w.plain(name, c.end)
		}
	}
	w.takeRedirects(c, s.Redirs)
	w.add(c)
	for _, e := range x.Exprs {
		w.arithm(e)
	}
	w.redirects(s.Redirs)
	return c
}

func assignedName(e syntax.ArithmExpr) string {
	var x syntax.ArithmExpr
	switch t := e.(type) {
	case *syntax.BinaryArithm:
		x = t.X
	case *syntax.UnaryArithm:
		x = t.X
	}
	if word, ok := x.(*syntax.Word); ok {
		return word.Lit()
	}
	return ""
}
