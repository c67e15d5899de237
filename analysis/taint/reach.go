package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// reach tells, from words and assignments alone, whether anything from outside may
// come to the uses of a program. Most scripts that remove "$dir/x" have made dir of
// constants: they need no walk. Where it cannot tell it says yes.
type reach struct {
	run   *image.Run
	prog  *shell.Program
	text  string
	names map[string]bool // asked for; false while it is being worked out
}

// use tells whether a use may take something from outside.
func (r *reach) use(u use) bool {
	switch {
	case u.taken == takesFile:
		// A file that nothing here names twice is not written here.
		for _, w := range u.words {
			s, ok := w.Literal()
			if !ok || strings.Count(r.text, strings.TrimPrefix(s, "./")) > 1 {
				return true
			}
		}
		return false
	case u.taken != takesWords || u.mark != "":
		return true
	}
	return slices.ContainsFunc(u.words, r.word)
}

func (r *reach) word(w shell.Word) bool {
	if strings.ContainsAny(w.Source(), "*?[") && strings.IndexByte(w.Source(), '$') < 0 {
		return true // names of files
	}
	return slices.ContainsFunc(w.Expansions(), r.expansion)
}

func (r *reach) expansion(e shell.Expansion) bool {
	switch e.Kind {
	case shell.Arithmetic:
		return false
	case shell.Process:
		return true
	case shell.CommandSubst:
		return r.substitution(e.Span.Text())
	}
	if e.Op == "length" {
		return false
	}
	if !e.Arg.IsZero() && strings.Contains("-=+:=:-:+", e.Op) && r.word(e.Arg) {
		return true
	}
	return r.name(e.Name)
}

// substitution tells it of $( ): its text has a value in it, or a command that
// brings one.
func (r *reach) substitution(text string) bool {
	if strings.ContainsAny(text[min(2, len(text)):], "$`<*?") {
		return true
	}
	for w := range strings.FieldsFuncSeq(text, func(c rune) bool { return !isNameByte(byte(c)) && c != '-' && c != '/' && c != '.' }) {
		if fetchers[w] || namers[w] || archivers[w] || labelers[w] || w == "cat" || w == "printenv" || r.prog.Defines(w) {
			return true
		}
	}
	return false
}

func (r *reach) name(name string) bool {
	switch {
	case name == "":
		return true
	case name == "@" || name == "*" || name[0] >= '1' && name[0] <= '9':
		return r.run.Script != nil || len(r.prog.Functions) > 0
	case !isName(name):
		return false
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

func (r *reach) worksOut(name string) bool {
	words, whole := r.prog.Given(name)
	if !whole {
		return true
	}
	if len(words) == 0 {
		return !isOwn(name)
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
