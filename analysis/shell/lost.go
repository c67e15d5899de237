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
			if f.pipe {
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
	fn := part.function()
	var use Word
	consider := func(w Word, f *frame) {
		if from, _ := w.Range(); int32(from) <= b.at || f.function() != fn || f.within(part.pipeOf) || !use.IsZero() && from >= int(use.from) {
			return
		}
		for _, e := range w.Expansions() {
			if e.Name == b.name && e.Op != ":-" && e.Op != ":=" && e.Op != "-" && e.Op != "=" {
				use = w
			}
		}
	}
	for _, c := range p.Commands {
		for _, w := range c.Args {
			consider(w, c.frame)
		}
	}
	var useFrame *frame
	if !use.IsZero() {
		for _, c := range p.Commands {
			if c.start <= int(use.from) && int(use.to) <= c.end {
				useFrame = c.frame
			}
		}
	}
	if useFrame == nil {
		return Word{}, false
	}
	for _, i := range p.bindingsOf(b.name) {
		other := &p.bindings[i]
		if other != b && other.at > b.at && other.at <= use.from && !other.frame.within(part.pipeOf) {
			return Word{}, false
		}
	}
	for _, c := range p.Commands {
		between := c.start > int(b.at) && c.start < int(use.from) && !c.frame.within(part.pipeOf)
		if between && p.maySet(c, b.name) {
			return Word{}, false
		}
	}
	return use, true
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
