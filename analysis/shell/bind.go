package shell

import (
	"iter"
	"strings"
)

// binding is a place that gives a variable a value.
type binding struct {
	name   string
	at     int32 // byte of the program's text at which the value is in force
	local  bool  // by local or declare in a function
	append bool
	known  bool // false: read, $( ) of unknown, unset, ...
	// plain: though not known, it is nothing that comes from outside: a number, a
	// folder, or no value at all (local x, unset x).
	plain bool
	loop  bool   // of for: the words are split into fields
	asked bool   // x=$(command) || exit
	words []Word // one: the value; several: those of a for loop
	frame *frame
}

// bindingsOf are the indexes of a name's bindings, in order of the source. What it
// needs is built on first use.
func (p *Program) bindingsOf(name string) []int32 {
	p.scope.Do(func() {
		p.assigned = groupByName(len(p.bindings), func(i int) string { return p.bindings[i].name })
	})
	from, to := p.assigned.of(name)
	return p.assigned.order[from:to]
}

// AssignedNames are the names that the program gives a value, some of them several
// times.
func (p *Program) AssignedNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range p.bindings {
			if !yield(p.bindings[i].name) {
				return
			}
		}
	}
}

// Assignments are the names that the program gives a value, with the words that it gives
// them.
func (p *Program) Assignments() iter.Seq2[string, Word] {
	return func(yield func(string, Word) bool) {
		for i := range p.bindings {
			for _, w := range p.bindings[i].words {
				if !yield(p.bindings[i].name, w) {
					return
				}
			}
		}
	}
}

// Assigned tells whether the program gives the name a value anywhere.
func (p *Program) Assigned(name string) bool { return len(p.bindingsOf(name)) > 0 }

// bind notes that a name has a value from the end of its assignment on.
func (w *walker) bind(a Assign, f *frame, local bool) {
	if a.Name == "" {
		return
	}
	at := w.p.Text.Len()
	if a.HasValue {
		at = int(a.Value.to)
	}
	b := binding{name: a.Name, at: int32(at), frame: f, local: local, append: a.Append, known: a.HasValue, asked: w.then == ThenAsked}
	if a.HasValue {
		b.words = w.takeWords(1)
		b.words[0] = a.Value
	}
	w.p.bindings = append(w.p.bindings, b)
}

// unknown notes that a name's value cannot be known from a byte on.
func (w *walker) unknown(name string, at int) {
	if isName(name) {
		w.p.bindings = append(w.p.bindings, binding{name: name, at: int32(at), frame: w.frame})
	}
}

// plain is unknown for a value that the program makes itself.
func (w *walker) plain(name string, at int) {
	n := len(w.p.bindings)
	if w.unknown(name, at); len(w.p.bindings) > n {
		w.p.bindings[n].plain = true
	}
}

// binds notes the names that a command itself gives values to.
func (w *walker) binds(c *Command) {
	// A prefix (X=1 cmd) is in force for the command alone; that ash keeps it
	// behind its special builtins is too rare to follow.
	at := c.end
	switch c.Name {
	case "read", "mapfile", "readarray", "unset":
		seen := false
		for i := range c.Args {
			v, ok := c.Args[i].Literal()
			if ok && strings.HasPrefix(v, "-") && !seen {
				continue
			}
			if c.Name == "unset" {
				w.plain(v, at)
			} else {
				w.unknown(v, at)
			}
			seen = seen || ok && isName(v)
		}
		if c.Name == "read" && !seen {
			w.unknown("REPLY", at)
		}
	case "getopts":
		w.plain(c.Arg(1), at)
		w.unknown("OPTARG", at)
		w.plain("OPTIND", at)
	case "printf":
		if c.Arg(0) == "-v" {
			w.unknown(c.Arg(1), at)
		}
	case "export", "readonly", "local", "declare", "typeset", "let":
		if c.Node != nil {
			w.declWords(c)
		}
	case "set":
		if strings.HasPrefix(c.Arg(0), "-") && strings.Contains(c.Arg(0), "a") || c.Arg(0) == "-o" && c.Arg(1) == "allexport" {
			w.export("export", allExported)
		}
	case "cd", "pushd", "popd":
		w.plain("PWD", at)
		w.plain("OLDPWD", at)
	}
}

func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// allExported stands in Program.exported for set -a.
const allExported = "*"

func (w *walker) export(by, name string) {
	if by != "export" && by != "declare" && by != "typeset" {
		return
	}
	if w.p.exported == nil {
		w.p.exported = make(map[string]bool)
	}
	w.p.exported[name] = true
}
