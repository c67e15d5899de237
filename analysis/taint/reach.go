package taint

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// reach tells, from words and assignments alone, whether anything from outside may
// come to the uses of a program. Most scripts that remove "$dir/x" have made dir of
// constants: they need no walk, which costs more than all the rest of the lint.
// Where it cannot tell it says yes.
//
// An answer that is being worked out counts as no. That is right for as long as all
// answers are no, and the first yes ends the questions.
type reach struct {
	m    *machine
	run  *image.Run
	prog *shell.Program
	text string
	// closed: no other program gives this one values, nor it others, so that its
	// own text tells all.
	closed bool
	// around is that of the program in whose words this one stands, where no other gives
	// them values; nil for none.
	around *reach
	names  map[string]bool
	funcs  map[string]bool // whether parameters of a function come from outside
	prints map[string]bool // whether what a function prints does
	files  map[string]bool // see written; nil before it is asked
	params int8            // set with words from outside: 1 for yes, -1 for no, 0 not asked
	// obscuredFrom is where a file is sourced first that is not known; 0 before it is asked for.
	obscuredFrom int
	// otherwise are the names that are set in programs inside, or in front of calls.
	otherwise map[string]bool // nil before it is asked for
	bodies    []body          // the same
}

func (m *machine) newReach(p *shell.Program) *reach {
	alone := len(m.run.Calls) == 0 && !m.unit.called(m.run)
	r := &reach{
		m: m, run: m.run, prog: p, text: p.Text.String(),
		closed: p == m.run.Program && alone,
		names:  map[string]bool{}, funcs: map[string]bool{}, prints: map[string]bool{},
	}
	if p.Outer != nil && alone {
		r.around = m.reach(p.Outer.Program)
	}
	return r
}

// called tells whether another program of the unit starts or sources a run.
func (u *unit) called(run *image.Run) bool {
	for _, r := range u.runs {
		for _, c := range r.Calls {
			if c.Run == run {
				return true
			}
		}
	}
	return false
}

// use tells whether a use may take something from outside.
func (r *reach) use(u use) bool {
	switch {
	case u.taken == takesFile:
		return slices.ContainsFunc(u.words, r.file)
	case u.taken != takesWords || u.mark != "":
		return true
	}
	return slices.ContainsFunc(u.words, func(w shell.Word) bool { return r.words(w, u.bare) })
}

// isOfOthers tells whether a text has the name of a file in it that others may write.
func isOfOthers(text string) bool {
	for _, f := range openFiles {
		if strings.Contains(text, f.prefix) {
			return true
		}
	}
	return false
}

// writes tells whether the program has a redirection into a file, or tee.
func (r *reach) writes() bool {
	if len(r.prog.Named("tee")) > 0 {
		return true
	}
	for _, word := range outputs(r.text) {
		if !strings.HasPrefix(word, "/dev/") {
			return true
		}
	}
	return false
}

func (r *reach) word(w shell.Word) bool { return r.words(w, false) }

// words tells it of a word; bare: of what stands outside of quotes there.
func (r *reach) words(w shell.Word, bare bool) bool {
	if src := w.Source(); strings.IndexByte(src, '$') < 0 && strings.ContainsAny(src, "*?[") && !w.Quoted() {
		return true // names of files
	}
	return slices.ContainsFunc(w.Expansions(), func(e shell.Expansion) bool {
		return (!bare || !e.Quoted) && r.expansion(e)
	})
}

// expands tells it of a word that is no name of files.
func (r *reach) expands(w shell.Word) bool { return slices.ContainsFunc(w.Expansions(), r.expansion) }

func (r *reach) expansion(e shell.Expansion) bool {
	switch e.Kind {
	case shell.Arithmetic:
		return false
	case shell.Process:
		return true
	case shell.CommandSubst:
		return r.substitution(e.Span)
	}
	if e.Op == "length" {
		return false
	}
	if text := e.Span.Text(); strings.HasPrefix(text, "${!") || e.Op != "" && e.Op[0] == '/' && strings.ContainsAny(text[2:], "$`") {
		return true
	}
	if !e.Arg.IsZero() && strings.Contains("-=+:=:-:+", e.Op) && r.word(e.Arg) {
		return true
	}
	return r.name(e.Name, e.Span)
}

// substitution tells it of $( ): a name of a file is made in it, or a command there
// brings something.
func (r *reach) substitution(span source.Span) bool {
	text := span.Text()
	inside := text[min(2, len(text)):]
	if globsIn(inside) {
		return true
	}
	if r.closed {
		return r.commandsPrint(span)
	}
	if strings.ContainsAny(inside, "<$`") {
		return true
	}
	for w := range strings.FieldsFuncSeq(text, func(c rune) bool { return !isNameByte(byte(c)) && c != '-' && c != '/' && c != '.' }) {
		if brings(path.Base(w)) || r.prog.Defines(w) {
			return true
		}
	}
	return false
}

// globsIn tells whether a text may have a pattern outside of quotes. Single quotes are
// taken for such inside of double ones too, where none is open in front.
func globsIn(text string) bool {
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '*' || c == '?' && text[i-min(i, 1)] != '$':
			return true
		}
	}
	return false
}

// brings tells whether a command's output is a value from outside of itself.
func brings(name string) bool {
	return fetchers[name] != nil || len(namersByName[name]) > 0 || archivers[name] || labelers[name] || name == "cat" || name == "printenv"
}

// bringsByValue tells it of a command that a name of the program's own holds.
func (r *reach) bringsByValue(w shell.Word) bool {
	return slices.ContainsFunc(w.Expansions(), func(e shell.Expansion) bool {
		given, _ := r.prog.Given(e.Name)
		return slices.ContainsFunc(given, func(w shell.Word) bool {
			text, _ := w.Literal()
			name, _, _ := strings.Cut(text, " ")
			p := path.Base(name)
			return brings(p) || passersByName[p] != nil
		})
	})
}

// printed tells whether what a function prints may come from outside.
func (r *reach) printed(name string) bool {
	known, asked := r.prints[name]
	if asked {
		return known
	}
	r.prints[name] = false
	may := slices.ContainsFunc(r.prog.Functions, func(f shell.Function) bool { return f.Name == name && r.commandsPrint(f.Span) })
	r.prints[name] = may
	return may
}

// commandsPrint tells it of the commands that stand in a stretch of the text.
// Those of which machine.printed knows nothing print nothing that is known.
func (r *reach) commandsPrint(span source.Span) bool {
	for _, c := range r.prog.Commands {
		if at := c.Word.Span(); at.File == span.File && at.Start >= span.Start && at.Start < span.End && r.commandPrints(c) {
			return true
		}
	}
	return false
}

func (r *reach) commandPrints(c *shell.Command) bool {
	name := c.Name
	if name == "" { // "$prefix/bin/name" is walked as name
		name = path.Base(strings.Trim(c.Word.Source(), `"`))
	}
	switch {
	case name == "mktemp", slices.ContainsFunc(c.Redirects, leadsAway):
		return false
	case len(c.Inner) > 0, len(c.Runs) > 0, c.Via != nil, brings(name) && name != "cat":
		return true
	case slices.ContainsFunc(c.Redirects, r.input):
		return true
	case name == "cat" && len(c.Args) > 0:
		return slices.ContainsFunc(c.Args, r.read)
	case r.prog.Defines(name):
		return r.printed(name)
	case c.Name == "" && r.bringsByValue(c.Word):
		return true
	case name == "echo", name == "printf", name == "basename", name == "dirname":
	case passersByName[name] == nil:
		return false
	case c.Pipeline == nil && len(c.Args) < 2: // it may read what the program does
		return true
	case c.Stage == 0 && len(c.Args) > 0 && lastInput(c.Redirects) == nil && r.read(c.Args[len(c.Args)-1]):
		return true
	}
	return slices.ContainsFunc(c.Args, r.word)
}

// leadsAway tells whether a redirection gives standard output another end.
func leadsAway(x shell.Redirect) bool {
	return strings.HasPrefix(x.Op, ">") && (x.FD == "" || x.FD == "1")
}

// name tells it of a parameter that is asked for at a place.
func (r *reach) name(name string, at source.Span) bool {
	switch {
	case name == "", name == rematch:
		return true
	case name == "@" || name == "*" || name[0] >= '1' && name[0] <= '9':
		return r.prog.Outer != nil || r.param(at)
	case name == "0":
		return r.prog.Outer != nil
	case !isName(name):
		return false
	}
	if r.around != nil && !r.prog.Assigned(name) {
		return setsInFront(r.prog.Outer, name) || r.around.name(name, at)
	}
	known, asked := r.names[name]
	if asked {
		return known
	}
	r.names[name] = false
	may := r.worksOut(name)
	r.names[name] = may
	return may
}

// setsInFront tells whether an assignment in front of a command, or of what runs it, gives
// it a name.
func setsInFront(c *shell.Command, name string) bool {
	for ; c != nil; c = c.Via {
		if slices.ContainsFunc(c.Assigns, func(a shell.Assign) bool { return a.Name == name }) {
			return true
		}
	}
	return false
}

// param tells it of a positional parameter.
func (r *reach) param(at source.Span) bool {
	if !r.closed {
		return r.run.Script != nil || len(r.prog.Functions) > 0
	}
	if r.bodies == nil {
		r.bodies = bodiesOf(r.prog)
	}
	if f, ok := bodyAt(r.bodies, at); ok && at.File == r.prog.Text.File {
		return r.passed(f.name) || r.set()
	}
	byCaller := r.run.Script != nil && (r.run.When == image.AtStart || r.run.When == image.OnItsOwn && !r.m.unit.sourcedByOthers(r.run))
	return byCaller || r.set()
}

// passed tells whether a function is called with something from outside.
func (r *reach) passed(name string) bool {
	known, asked := r.funcs[name]
	if asked {
		return known
	}
	r.funcs[name] = false
	may := name == "" || strings.Contains(name, "/") || r.given(name)
	r.funcs[name] = may
	return may
}

// set tells whether set makes parameters of something from outside.
func (r *reach) set() bool {
	if r.params == 0 {
		r.params = -1
		if r.given("set") {
			r.params = 1
		}
	}
	return r.params > 0
}

// given tells whether a command has an argument from outside anywhere.
func (r *reach) given(name string) bool {
	for _, c := range r.prog.Named(name) {
		if c.Program == r.prog {
			if slices.ContainsFunc(c.Args, r.word) {
				return true
			}
			continue
		}
		if slices.ContainsFunc(c.Args, func(w shell.Word) bool { _, ok := w.Literal(); return !ok }) {
			return true
		}
	}
	return false
}

func (r *reach) worksOut(name string) bool {
	words, whole := r.prog.Given(name)
	if !whole || r.closed && r.setOtherwise(name) {
		return true
	}
	if len(words) == 0 {
		return r.outside(name)
	}
	if slices.ContainsFunc(words, r.word) {
		return true
	}
	if isOwn(name) {
		return false
	}
	if declared(r.run, name) {
		return true
	}
	if !r.outside(name) {
		return false
	}
	// Asked for before it is set: it may come from outside.
	first, _ := r.prog.FirstAssigned(name)
	for rest, at := r.text, 0; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		at += i
		if at > 0 && (r.text[at-1] == '$' || r.text[at-1] == '{') {
			return r.prog.Text.Span(at, at).Start <= first.End
		}
		at += len(name)
		rest = r.text[at:]
	}
}

// outside tells whether a name may be set when the program begins.
func (r *reach) outside(name string) bool {
	if !r.closed {
		return !isOwn(name)
	}
	_, _, ok := r.m.unit.fromOutside(r.run, r.m.setting(), name)
	return ok && !r.obscured(name)
}

// obscured tells whether a name is looked at only behind a file that is sourced and that
// nobody has read: it may have come from there, and the walk says nothing of it.
func (r *reach) obscured(name string) bool {
	if r.obscuredFrom == 0 {
		r.obscuredFrom = len(r.text) + 1
		for _, c := range r.prog.Named(".", "source") {
			if c.Program == r.prog && c.Func == "" && !slices.ContainsFunc(r.run.Calls, func(k image.Call) bool { return k.Command == c }) {
				r.obscuredFrom, _ = c.Word.Range()
				break
			}
		}
	}
	first := strings.Index(r.text, name)
	return first > r.obscuredFrom && !declared(r.run, name) && !r.m.byProtocol(name)
}

// setOtherwise tells whether a name is set where its assignments do not tell: in a
// program inside (eval), in front of a call, or by command read.
func (r *reach) setOtherwise(name string) bool {
	if r.otherwise == nil {
		r.otherwise = map[string]bool{}
		for c := range r.prog.All() {
			if len(c.Assigns) > 0 && r.prog.Defines(c.Name) {
				for _, a := range c.Assigns {
					r.otherwise[a.Name] = true
				}
			}
			if c.Name == "read" && c.Via != nil {
				for i := range c.Args {
					r.otherwise[c.Arg(i)] = true
				}
			}
			for _, p := range c.Inner {
				for name := range p.AssignedNames() {
					r.otherwise[name] = true
				}
			}
		}
	}
	return r.otherwise[name]
}

// mentions tells it of all the names in a piece of the text; bare: also of those
// without a dollar, which arithmetic takes for names.
func (r *reach) mentions(from, to int, bare bool) bool {
	text := r.text[from:to]
	if strings.ContainsRune(text, '`') || strings.Contains(strings.ReplaceAll(text, "$((", ""), "$(") {
		if !r.closed || r.substitution(r.prog.Text.Span(from, to)) {
			return true
		}
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		dollar := i > 0 && (text[i-1] == '$' || text[i-1] == '{' && i > 1 && text[i-2] == '$' || i > 2 && text[i-3:i] == "${!")
		switch {
		case c == '@' || c == '*' || c >= '0' && c <= '9':
			if dollar && c != '0' && r.name(text[i:i+1], r.prog.Text.Span(from+i, from+i+1)) {
				return true
			}
			for c >= '0' && c <= '9' && i+1 < len(text) && isNameByte(text[i+1]) {
				i++ // 0x1f
			}
		case isNameByte(c):
			end := i + 1
			for end < len(text) && isNameByte(text[end]) {
				end++
			}
			if (dollar || bare) && r.name(text[i:end], r.prog.Text.Span(from+i, from+end)) {
				return true
			}
			i = end - 1
		}
	}
	return false
}

// constructs tells whether something from outside may come to one of the places of
// the language that take a value for more than text.
func (r *reach) constructs() bool {
	d := r.run.Dialect(r.prog)
	for s := range stretches(r.text, d) {
		if !r.closed || r.mentions(s.from, s.to, s.bare) {
			return true
		}
	}
	return slices.ContainsFunc(r.prog.Patterns(), r.expands) || d == shell.Ash && slices.ContainsFunc(r.prog.Tests(), r.test)
}

// test tells whether something from outside may come to a word of a test that ash
// takes for more.
func (r *reach) test(t shell.Test) bool {
	for _, term := range t.Terms {
		right := t.Name == "[[" && strings.Trim(term.Op, "!=") == ""
		if r.words(term.X, true) || !term.Y.IsZero() && r.words(term.Y, !right) {
			return true
		}
	}
	return false
}
