// Package shell reads shell text: what commands it runs, with which words, in
// which circumstances, and the way back from each to the exact bytes of a file.
//
// mvdan.cc/sh parses; parse.go is the only place that calls it. It has no ash
// among its languages, so a text is read as Bash, else as POSIX, and what
// BusyBox ash accepts beyond both is brought into a form that the parser takes,
// byte for byte of equal length (repair.go). One walk over the tree (walk.go,
// and a file for each part of the grammar) makes the Commands; wrappers (env, su-exec, xargs, ...) are seen through
// (wrapper.go), and programs inside words (sh -c '...', eval, trap) are read as
// programs of their own (inner.go).
package shell

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Program is a shell text and what it says. It is read-only once made, and may
// be shared between goroutines.
type Program struct {
	Text    *source.Text
	Dialect Dialect
	Shebang *Shebang // nil when the text has none
	// File is the tree, for the packages of analysis only; nil when Foreign, a
	// Template, or nested too deeply. Offsets of its nodes are bytes of Text.
	// Values of its literals may differ from the text where it was repaired or
	// is no UTF-8: read them through Word.
	File *syntax.File

	// Commands are the simple commands in the order of the source: those in
	// functions, substitutions and here-documents, and those that wrappers run
	// (Via); not those of Inner programs.
	Commands  []*Command
	Comments  []Comment
	Functions []Function
	Errors    []Error // in the order in which they were found: the first is a shell's, the others may be its echoes
	// Template says what gives the text away as a template that is no shell yet
	// ("Jinja {{ }}", ...): then there are neither Commands nor Errors.
	Template string

	// Spliced marks the inner program of a word with expansions: they were left
	// in as written, at Splices, and are filled in by the shell outside before
	// the program is read. Such a program has no Errors.
	Spliced bool
	Splices []Splice
	// Outer is the command whose word (or here-document) this is, nil for a
	// program that stands for itself. How says what hands the text over.
	Outer *Command
	How   How

	bindings []binding // in order of the source
	depth    int
	inside   []*Program      // those of Inner of the commands, in their order
	exported map[string]bool // names that the program exports

	once    sync.Once
	byName  byName     // of the commands, those of inner programs among them
	grouped []*Command // in the order of byName

	named     sync.Once
	functions map[string]bool // names of Functions

	scope    sync.Once
	assigned byName // of the bindings

	noted       []construct // by the walk
	clauses     []testClause
	cases       []caseWord
	patterns    []Word // of case, those with expansions
	constructed sync.Once
	constructs  []Construct
	tested      sync.Once
	tests       []Test
	checkedFull sync.Once
	fillings    []filling // of the tests
}

// How says what makes a text the program of a shell.
type How int8

const (
	Itself    How = iota // a file or an instruction of its own
	ByOption             // sh -c 'text', su -c 'text', flock -c, script -c, env -S
	ByEval               // eval text
	ByTrap               // trap text SIGNAL
	ByStdin              // sh <<EOF
	ByCommand            // watch text: words joined by blanks
)

// Splice is a part of an inner program that the outer shell fills in.
type Splice struct {
	From, To  int // bytes of the inner program's Text
	Expansion Expansion
}

// Comment is a comment, without those of here-documents. A shebang is none.
type Comment struct {
	Span     source.Span // from # to the end of the line
	Text     string      // what follows #, trimmed
	Trailing bool        // behind code on its line
}

// Function is a function's definition.
type Function struct {
	Name string
	Span source.Span // of the whole definition
}

// Error is a place that no shell which may run the text accepts.
type Error struct {
	Span    source.Span // never empty, but for an empty text
	Message string
}

// Named returns the commands of these names in order of the source, those of
// inner programs among them. What it needs is built once, on first use. The list
// may be the program's own: callers leave it as it is.
func (p *Program) Named(names ...string) []*Command {
	p.once.Do(p.group)
	var out []*Command
	several := false
	for i, n := range names {
		from, to := p.byName.of(n)
		switch {
		case from == to || slices.Contains(names[:i], n):
		case out == nil:
			out = p.grouped[from:to:to]
		default:
			out, several = append(out, p.grouped[from:to]...), true
		}
	}
	if several {
		slices.SortStableFunc(out, inSource)
	}
	return out
}

func inSource(a, b *Command) int { return a.seq - b.seq }

// group puts the commands that have a name into groups.
func (p *Program) group() {
	list := make([]*Command, 0, len(p.Commands))
	for c := range p.All() {
		if c.Name != "" {
			list = append(list, c)
		}
	}
	if !slices.IsSortedFunc(list, inSource) {
		slices.SortStableFunc(list, inSource)
	}
	p.byName = groupByName(len(list), func(i int) string { return list[i].Name })
	p.grouped = make([]*Command, len(list))
	for at, i := range p.byName.order {
		p.grouped[at] = list[i]
	}
}

// All runs over the commands and those of inner programs, each inner program
// just after the command that runs it.
func (p *Program) All() iter.Seq[*Command] {
	return func(yield func(*Command) bool) { p.all(yield) }
}

func (p *Program) all(yield func(*Command) bool) bool {
	for _, c := range p.Commands {
		if !yield(c) {
			return false
		}
		for _, in := range c.Inner {
			if !in.all(yield) {
				return false
			}
		}
	}
	return true
}

// Defines tells whether the program defines a function of that name, so that a
// command of that name may be the function.
func (p *Program) Defines(name string) bool {
	if len(p.Functions) == 0 {
		return false
	}
	p.named.Do(func() {
		p.functions = make(map[string]bool, len(p.Functions))
		for _, f := range p.Functions {
			p.functions[f.Name] = true
		}
	})
	return p.functions[name]
}

// pos is the offset of a place of the tree as an int within the text. Places
// behind the end are those of closers that were added for the parser.
func (p *Program) pos(at syntax.Pos) int { return min(int(at.Offset()), p.Text.Len()) }

// InFront puts a line in front of what the program does: behind the set of its first
// statement, else behind its shebang and the comment below that.
func (p *Program) InFront(text string) source.Edit {
	all := p.Text.All()
	line := all.From().Line
	if p.Shebang != nil {
		line++
	}
	if len(p.Commands) > 0 && p.Commands[0].Name == "set" && p.Commands[0].Func == "" {
		line = p.Commands[0].Span().To().Line + 1
	} else {
		below := line
		for slices.ContainsFunc(p.Comments, func(c Comment) bool { return !c.Trailing && c.Span.From().Line == below }) {
			below++
		}
		if strings.TrimSpace(all.File.LineSpan(below).Text()) == "" {
			line = below // the comment is the script's, and not that of its first statement
		}
	}
	return source.Above(all.File, line, text)
}
