package shell

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Lost is an assignment in a part of a pipe, and a use of the variable behind the
// pipe: each part runs in a subshell, so that the use does not see it.
type Lost struct {
	Name     string
	Set, Use source.Span
}

// Lost are the assignments of the program that a pipe loses, the first use of
// each, in order of the source. A variable that gets a value between the pipe and
// the use, or may, is none, nor is what read fills in the head of a loop.
func (p *Program) Lost() []Lost {
	var out []Lost
	seen := map[string]int{} // name -> where the use stands that was told of
	for i := range p.bindings {
		b := &p.bindings[i]
		s := b.frame.pipePart()
		if s == nil || b.loop || !b.known && b.frame != s || seen[b.name] > int(b.at) {
			continue
		}
		if use, ok := p.useBehind(b, s); ok {
			from, to := use.Range()
			out = append(out, Lost{Name: b.name, Set: p.setSpan(b), Use: p.Text.Span(from, to)})
			seen[b.name] = from
		}
	}
	return out
}

// setSpan is the binding as a place: name=value, else the command's last word.
func (p *Program) setSpan(b *binding) source.Span {
	from, to := int(b.at)-len(b.name), int(b.at)
	if len(b.words) == 1 {
		from = max(0, int(b.words[0].from)-len(b.name)-1)
		if b.append {
			from--
		}
	}
	return p.Text.Span(max(0, from), to)
}

// pipePart is the part of a pipe in which a frame stands, when no other subshell
// is nearer; nil for none.
func (f *frame) pipePart() *frame {
	for ; f != nil && f.kind != funcFrame; f = f.parent {
		if f.kind == subshellFrame {
			if f.pipeOf != nil {
				return f
			}
			return nil
		}
	}
	return nil
}

// useBehind is the first word behind the pipe that expands the name in the same
// function, when nothing gives it a value before, or may.
func (p *Program) useBehind(b *binding, part *frame) (Word, bool) {
	use, ok := p.firstUse(b, part)
	if !ok || p.setBetween(b, part, int(use.from)) {
		return Word{}, false
	}
	return use, true
}

// firstUse is the first word behind a binding, and outside of the pipe around it, that
// expands the name with no other value for none.
func (p *Program) firstUse(b *binding, part *frame) (use Word, ok bool) {
	fn := part.function()
	for _, c := range p.Commands {
		if c.frame.function() != fn || c.frame.within(part.pipeOf) {
			continue
		}
		for _, w := range c.Args {
			if w.from > b.at && (!ok || w.from < use.from) && w.expandsPlain(b.name) {
				use, ok = w, true
			}
		}
	}
	return use, ok
}

// expandsPlain tells whether the word expands the name, and not with a value that
// stands in for none: ${x:-1}.
func (w Word) expandsPlain(name string) bool {
	return slices.ContainsFunc(w.Expansions(), func(e Expansion) bool {
		return e.Name == name && e.Op != ":-" && e.Op != ":=" && e.Op != "-" && e.Op != "="
	})
}

// setBetween tells whether something outside of the pipe gives, or may give, the name
// a value between its binding and a byte of the text.
func (p *Program) setBetween(b *binding, part *frame, use int) bool {
	for _, i := range p.bindingsOf(b.name) {
		other := &p.bindings[i]
		if other != b && other.at > b.at && int(other.at) <= use && !other.frame.within(part.pipeOf) {
			return true
		}
	}
	return slices.ContainsFunc(p.Commands, func(c *Command) bool {
		return c.start > int(b.at) && c.start < use && !c.frame.within(part.pipeOf) && p.maySet(c, b.name)
	})
}

// maySet tells whether a command may give a variable a value that its own words do
// not show: by code from elsewhere, or by a function that sets it.
func (p *Program) maySet(c *Command, name string) bool {
	switch c.Name {
	case "eval", ".", "source":
		return true
	}
	return p.Defines(c.Name) && slices.ContainsFunc(p.bindingsOf(name), func(i int32) bool {
		b := &p.bindings[i]
		return !b.local && b.frame.function() != nil
	})
}

// Persisting are the assignments in front of the command that stay in force behind
// it, because it is a special builtin: those of IFS and PATH, and of names that the
// program sets elsewhere too. In a subshell nothing stays.
func (c *Command) Persisting() []Assign {
	if len(c.Assigns) == 0 || c.Via != nil || c.Subst || !special(c.Name) || c.Program.Defines(c.Name) {
		return nil
	}
	switch c.Name {
	case "exec", "exit", "return", ".":
		return nil // nothing comes behind, or the file is meant to see it
	}
	for f := c.frame; f != nil; f = f.parent {
		if f.kind == subshellFrame {
			return nil
		}
	}
	var out []Assign
	for _, a := range c.Assigns {
		if a.Span.Start > c.Word.Span().Start {
			break // an operand of export
		}
		if a.Name == "IFS" || a.Name == "PATH" || c.Program.Assigned(a.Name) {
			out = append(out, a)
		}
	}
	return out
}
