package shell

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

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

// GaveUp tells whether a line that could not be read gives the name a value, as far
// as its text tells.
func (p *Program) GaveUp(name string) bool {
	assigns := name + "="
	return slices.ContainsFunc(p.Errors, func(e Error) bool {
		line := e.Span.File.LineSpan(e.Span.From().Line).Text()
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t;&|(", r) })
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, assigns) })
	})
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
