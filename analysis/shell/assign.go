package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// assign makes an Assign of one in front of a command or of a declaration.
func (w *walker) assign(a *syntax.Assign) Assign {
	from, to := w.p.extent(a)
	out := Assign{Append: a.Append, Span: w.p.Text.Span(from, to), Array: a.Array != nil || a.Index != nil}
	if a.Name != nil {
		out.Name = a.Name.Value
	}
	if !a.Naked && !out.Array {
		out.HasValue = true
		w.place(a, from)
		out.Value = w.p.word(a.Value)
		if a.Value == nil { // X= : an empty word at the end
			out.Value = Word{prog: w.p, node: &syntax.Word{}, from: int32(to), to: int32(to)}
		}
	}
	return out
}

// place puts the value of an assignment that begins at a byte behind its =. The
// parser counts there from the name, without the NUL bytes and continued lines
// that it dropped.
func (w *walker) place(a *syntax.Assign, from int) {
	if a.Value == nil || len(a.Value.Parts) == 0 {
		return
	}
	lit, ok := a.Value.Parts[0].(*syntax.Lit)
	if !ok {
		return
	}
	text := w.p.Text.String()
	at := from + max(strings.IndexByte(text[from:w.p.pos(lit.ValueEnd)], '='), 0) + 1
	if w.p.pos(lit.ValuePos) < at {
		lit.ValuePos = syntax.NewPos(uint(at), 1, 1)
	}
}

// assignWords walks the substitutions in an assignment.
func (w *walker) assignWords(a *syntax.Assign, declared bool) {
	if a.Append || a.Array != nil || a.Index != nil {
		w.noteAssign(a, declared)
	}
	w.word(a.Value)
	if a.Index != nil {
		w.arithm(a.Index)
	}
	if a.Array == nil {
		return
	}
	for _, e := range a.Array.Elems {
		w.comments(e.Comments)
		w.arithm(e.Index)
		w.word(e.Value)
	}
	w.comments(a.Array.Last)
}

// assignWord splits a word of the form NAME=value, as env takes it.
func assignWord(word Word) (Assign, bool) {
	s := word.Source()
	eq := strings.IndexByte(s, '=')
	if eq <= 0 || !isName(s[:eq]) {
		return Assign{}, false
	}
	a := Assign{Name: s[:eq], HasValue: true, Span: word.Span()}
	a.Value = word.after(eq + 1)
	return a, true
}

// after is the word from the n-th byte of its source on; the bytes before must
// be plain.
func (word Word) after(n int) Word {
	at := int(word.from) + n
	out := Word{prog: word.prog, from: int32(at), to: word.to, quoting: word.quoting}
	if word.node == nil {
		return out
	}
	node := &syntax.Word{}
	for _, part := range word.node.Parts {
		if l, ok := part.(*syntax.Lit); ok && len(node.Parts) == 0 && word.prog.pos(l.Pos()) < at {
			if word.prog.pos(l.End()) > at {
				cut := *l
				cut.ValuePos = syntax.NewPos(uint(at), 1, 1)
				cut.Value = cut.Value[min(n, len(cut.Value)):]
				node.Parts = append(node.Parts, &cut)
			}
			continue
		}
		node.Parts = append(node.Parts, part)
	}
	out.node = node
	return out
}
