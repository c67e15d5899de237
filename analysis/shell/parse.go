package shell

import (
	"fmt"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Parse reads a text as a program of that dialect. It never fails: what cannot
// be read is in Errors, and the rest of the program is there all the same. An
// Unknown dialect is taken from the shebang.
func Parse(text *source.Text, d Dialect) *Program {
	p := parse(text, d, &Program{})
	p.number(0)
	return p
}

// number gives the commands of a family of programs their order.
func (p *Program) number(seq int) int {
	for _, c := range p.Commands {
		c.seq = seq
		seq++
		for _, in := range c.Inner {
			seq = in.number(seq)
		}
	}
	return seq
}

func parse(text *source.Text, d Dialect, p *Program) *Program {
	p.Text, p.Dialect = text, d
	s := text.String()
	if sb, ok := ParseShebang([]byte(s[:min(len(s), 4096)])); ok {
		p.Shebang = &sb
		if d == Unknown {
			p.Dialect = sb.Dialect
		}
	}
	if p.Dialect == Foreign {
		return p
	}
	p.File, _ = tree(s, syntax.LangBash)
	if p.File != nil {
		p.walk()
		p.inner()
	}
	return p
}

// parsers are kept, by language: making one costs more than reading a short
// text.
var parsers sync.Map

// tree is the only call of the parser. A panic in it is an error like another.
func tree(s string, lang syntax.LangVariant) (file *syntax.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	parser := syntax.NewParser(syntax.KeepComments(true), syntax.Variant(lang))
	file, err = parser.Parse(strings.NewReader(s), "")
	if err != nil {
		file = nil
	}
	return file, err
}
