package analysis

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// AshTestWord is a word of [ ], test or [[ ]] in what ash runs that may be other
// words than it seems to be, or a pattern.
type AshTestWord struct {
	Run  *image.Run
	Test shell.Test
	Term shell.Term
	Word shell.Word
	// Right tells that it is the right side of =, == or !=.
	Right bool
	// Unquoted are the hazards of its unquoted expansions; Pattern tells that the
	// quoted parts of a right side in [[ ]] may be a pattern, which they are from
	// BusyBox 1.33 on.
	Unquoted shell.Hazard
	Pattern  bool
	// Files are files of the image that an unquoted pattern on the right of [[ ]]
	// matches: it is then these files' names.
	Files []string
	// Flow is how a value from outside gets there, nil where none is known to.
	Flow *taint.Flow
}

// AshTestWords are the words of tests whose values can make a difference.
func (u *Unit) AshTestWords() []AshTestWord { return u.testWords.of(u.findTestWords) }

func (u *Unit) findTestWords() []AshTestWord {
	flows := u.testFlows()
	var out []AshTestWord
	for run, p := range u.AshPrograms {
		for _, t := range p.Tests() {
			for _, term := range t.Terms {
				for i, w := range term.Words() {
					x := AshTestWord{Run: run, Test: t, Term: term, Word: w}
					x.Right = i == 1 && (term.Op == "=" || term.Op == "==" || term.Op == "!=")
					x.Flow = flows.into(w)
					if x.judge() && !x.numeric() {
						out = append(out, x)
					}
				}
			}
		}
	}
	return out
}

// testFlows are flows into tests, by the file that these stand in.
type testFlows map[*source.File][]*taint.Flow

func (u *Unit) testFlows() testFlows {
	byFile := testFlows{}
	for _, f := range u.Flows() {
		if f.Sink.Class == taint.Test {
			file := f.Sink.Span.File
			byFile[file] = append(byFile[file], f)
		}
	}
	return byFile
}

// into is the flow into a word whose source is the most outside; nil for none.
func (t testFlows) into(w shell.Word) *taint.Flow {
	var most *taint.Flow
	s := w.Span()
	for _, f := range t[s.File] {
		begins := s.Start <= f.Sink.Span.Start && f.Sink.Span.Start < s.End
		if begins && (most == nil || f.Source.Trust > most.Source.Trust) {
			most = f
		}
	}
	return most
}

// quotedPattern is the row of what quotes are worth on the right of [[ ]].
const quotedPattern = "dbl-bracket-quoted-pattern"

// judge fills in the hazards, and tells whether there are any that matter.
func (x *AshTestWord) judge() bool {
	if x.Word.IsZero() || len(x.Word.Expansions()) == 0 && !x.Right {
		return false
	}
	if x.unquoted() {
		x.Unquoted = x.hazards(false)
		if x.Term.Op == "-z" || x.Term.Op == "" || x.Test.Name == "[[" && x.Right && x.Unquoted == shell.MayHoldPattern {
			// Without the word -z is true, as for an empty one, and a test of nothing false.
			x.Unquoted &^= shell.MayBeEmpty
		}
		if x.Unquoted == shell.MayHoldPattern && x.Term.AsksForFile() {
			x.Unquoted = 0 // a constant that is a pattern, for the files that it matches
		}
	}
	if x.fromOthers() {
		x.Unquoted |= x.arriving()
	}
	if x.Right && x.Test.Name == "[[" && x.Unquoted == 0 && x.Word.HasQuotes() {
		f, _ := shell.AshFeature(quotedPattern)
		x.Pattern = f.Among(ashOf(x.Run)) == shell.Differs &&
			(x.fromOthers() || x.hazards(true)&shell.MayHoldPattern != 0)
	}
	if x.Right && x.Test.Name == "[[" {
		x.Files = x.matching(x.Word.Source())
	}
	return x.Unquoted != 0 || x.Pattern || len(x.Files) > 0
}

// hazards are those of the unquoted expansions of the word, or of all.
func (x *AshTestWord) hazards(quoted bool) shell.Hazard {
	by := x.Test.Command
	return by.Hazards(x.Word, x.Run.Sourced(by), x.Run.Given, quoted)
}

// fromOthers tells whether the value comes from someone other than who builds the
// image or starts the program: to those a default that is harmless stays so.
func (x *AshTestWord) fromOthers() bool { return x.Flow != nil && x.Flow.Source.Trust >= taint.Local }

// arriving are the hazards that the flow brings, where it comes in without quotes.
func (x *AshTestWord) arriving() shell.Hazard {
	var h shell.Hazard
	for _, e := range x.Word.Expansions() {
		if e.Span != x.Flow.Sink.Span || e.Quoted {
			continue
		}
		if x.Flow.Sink.Hurts&(taint.Blank|taint.Newline) != 0 {
			h |= shell.MayHoldBlanks
		}
		if x.Flow.Sink.Hurts&taint.Glob != 0 {
			h |= shell.MayHoldPattern
		}
	}
	return h
}

// matching are files that an unquoted pattern certainly matches: those of every
// Alpine, and those that the program itself makes.
func (x *AshTestWord) matching(pattern string) []string {
	if !strings.ContainsAny(pattern, "*?[") || strings.ContainsAny(pattern, "$`'\"\\") {
		return nil
	}
	var out []string
	if x.Run.State.IsAlpine() == alpine.Yes {
		out = alpine.FilesMatching(pattern)
	}
	for _, c := range x.Test.Command.Program.Named("touch", "mkdir") {
		for i := range c.Args {
			name := c.Arg(i)
			if ok, err := path.Match(pattern, name); ok && err == nil && !strings.HasPrefix(name, "-") && c.Program == x.Test.Command.Program {
				out = append(out, name)
			}
		}
	}
	return out
}

// numeric tells whether the test compares numbers: who writes that knows that the
// value is one. Others, from whom it comes, need not give one.
func (x *AshTestWord) numeric() bool {
	return comparesNumbers(x.Term.Op) && !x.fromOthers()
}

func comparesNumbers(op string) bool {
	switch op {
	case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
		return true
	}
	return false
}

func (x *AshTestWord) unquoted() bool {
	for _, e := range x.Word.Expansions() {
		if !e.Quoted {
			return true
		}
	}
	return false
}

// Text is the test as a person would write it in short: "[[ -n $x ]]".
func (x AshTestWord) Text() string {
	words := make([]string, 0, 5)
	if x.Term.Y.IsZero() && x.Term.Op != "" {
		words = append(words, x.Term.Op)
	}
	words = append(words, x.Term.X.Source())
	if !x.Term.Y.IsZero() {
		words = append(words, x.Term.Op, x.Term.Y.Source())
	}
	inside := strings.Join(words, " ")
	switch x.Test.Name {
	case "[[":
		return "[[ " + inside + " ]]"
	case "[":
		return "[ " + inside + " ]"
	}
	return "test " + inside
}

// TrueWhenEmpty tells whether the test is true when the word is missing: an
// operator without its operand is a word that is not empty.
func (x AshTestWord) TrueWhenEmpty() bool {
	return x.Unquoted&shell.MayBeEmpty != 0 && x.Term.Y.IsZero() && x.Term.Op != "" && x.Term.Op != "-z"
}

// Fixes are the change that puts the value into quotes: by quotes in [ ] and
// left of an operator, by [ ] on the right of [[ ]], where quotes do not do.
func (x AshTestWord) Fixes() []Fix {
	p := x.Test.Command.Program
	if p.Outer != nil || x.Run.Exec {
		return nil // quotes inside of quotes
	}
	if x.Test.Name == "[[" && x.Right {
		if edits := x.single(); edits != nil {
			// Quotes say that no pattern is meant; without them one may be.
			return []Fix{{Title: "Use [ ] with quotes", Safe: x.Pattern, Edits: edits}}
		}
		return nil
	}
	return []Fix{{Title: "Put the value into quotes", Safe: x.takesOneWord(), Edits: quote(x.Word)}}
}

// takesOneWord tells whether the operator compares one word, so that quotes take
// nothing away from a test that did what it says. The name of a file may be meant as
// a pattern, and a word alone as a whole test.
func (x AshTestWord) takesOneWord() bool {
	switch x.Term.Op {
	case "=", "==", "!=", "-z", "-n":
		return true
	}
	return comparesNumbers(x.Term.Op)
}

// quote are the edits that put the word's expansions into quotes.
func quote(w shell.Word) []source.Edit {
	var edits []source.Edit
	for _, e := range w.Expansions() {
		if !e.Quoted {
			edits = append(edits, source.Edit{Span: e.Span, New: `"` + e.Span.Text() + `"`})
		}
	}
	return edits
}

// single are the edits that make [ ] of a [[ ]]; nil where they are not the same.
func (x AshTestWord) single() []source.Edit {
	t := x.Test
	text := t.Span.Text()
	if !t.Simple || !strings.HasPrefix(text, "[[") || !strings.HasSuffix(text, "]]") {
		return nil
	}
	at := func(from, to int) source.Span { return t.Span.File.Span(t.Span.Start+from, t.Span.Start+to) }
	edits := []source.Edit{{Span: at(0, 2), New: "["}}
	for _, term := range t.Terms {
		for _, w := range term.Words() {
			edits = append(edits, quote(w)...)
		}
		if term.Op == "==" {
			edits = append(edits, source.Edit{Span: term.OpSpan, New: "="})
		}
	}
	return append(edits, source.Edit{Span: at(len(text)-2, len(text)), New: "]"})
}
