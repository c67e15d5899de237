package shell

import "github.com/crampon-lint/crampon/analysis/source"

// FirstAssigned is where, in the order of the text, the program first gives a
// name a value: up to there the name is what it was outside.
func (p *Program) FirstAssigned(name string) (source.Span, bool) {
	list := p.bindingsOf(name)
	if len(list) == 0 {
		return source.Span{}, false
	}
	at := int(p.bindings[list[0]].at)
	return p.Text.Span(at, at), true
}

// Patterns are those of the program's case clauses, but for plain ones.
func (p *Program) Patterns() []Word { return p.patterns }

// Given are the words that assignments give a name anywhere in the program. It is
// not whole where something else gives it a value as well: read, getopts, a loop
// over the arguments.
func (p *Program) Given(name string) (words []Word, whole bool) {
	whole = true
	for _, i := range p.bindingsOf(name) {
		b := &p.bindings[i]
		whole = whole && (b.known || b.plain)
		words = append(words, b.words...)
	}
	return words, whole
}
