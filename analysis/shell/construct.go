package shell

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Construct is a place where a program uses a feature on which ash stands apart
// in one of its releases: a row of the table that has an Effect.
type Construct struct {
	Feature *Feature
	Program *Program
	Span    source.Span // the token: "<<<", "${v^^}", "declare"
	// Command is the command that it is (a builtin) or in whose words it stands; nil
	// for what the tree has no command for.
	Command *Command
	// Variable is the name that an expansion asks for, "" for what is none.
	Variable string
	// Instead is what to write, for this very place.
	Instead string
}

// construct is a Construct as the walk notes it.
type construct struct {
	feature  string
	variable string
	from, to int32
	command  *Command
}

// Constructs are the places of the program, in order of the source, those of
// inner programs left out. What the tree says is noted by the walk; the words of
// commands are gone through on first use. A program that asks which shell runs it
// is written for several, and has none.
func (p *Program) Constructs() []Construct {
	p.constructed.Do(func() {
		if p.File == nil || !p.Dialect.maybeAsh() || p.multilingual() {
			return
		}
		list := slices.Clone(p.noted)
		d := detector{p: p, text: p.Text.String(), list: list}
		for _, c := range p.Commands {
			d.command(c)
		}
		for i := range p.bindings {
			if b := &p.bindings[i]; b.loop {
				for _, w := range b.words {
					d.word(nil, w)
				}
			}
		}
		slices.SortStableFunc(d.list, func(a, b construct) int { return cmp.Compare(a.from, b.from) })
		for _, c := range d.list {
			f, ok := AshFeature(c.feature)
			if !ok {
				continue // the tests see to it that there is none
			}
			p.constructs = append(p.constructs, Construct{
				Feature: f, Program: p, Span: p.Text.Span(int(c.from), int(c.to)),
				Command: c.command, Variable: c.variable, Instead: f.Instead,
			})
		}
	})
	return p.constructs
}

// Programs are the program and those inside it, at any depth.
func (p *Program) Programs() iter.Seq[*Program] {
	return func(yield func(*Program) bool) { p.programs(yield) }
}

func (p *Program) programs(yield func(*Program) bool) bool {
	if !yield(p) {
		return false
	}
	for _, in := range p.inside {
		if !in.programs(yield) {
			return false
		}
	}
	return true
}

// multilingual tells whether the program asks which shell runs it.
func (p *Program) multilingual() bool {
	for q := p; q != nil; {
		s := q.Text.String()
		for _, sign := range [...]string{"BASH_VERSION", "BASH_VERSINFO", "ZSH_VERSION", "KSH_VERSION", "$BASH ", "$BASH\"", "${BASH}", "${BASH:", "${BASH-", "exec bash ", "exec /bin/bash "} {
			if strings.Contains(s, sign) {
				return true
			}
		}
		if q.Outer == nil {
			return false
		}
		q = q.Outer.Program
	}
	return false
}

// note keeps a place, unless no ash runs the text or the shell outside fills it in.
func (w *walker) note(feature string, from, to syntax.Pos) {
	if !w.p.Dialect.maybeAsh() || w.spliced(from) {
		return
	}
	lo, hi := w.p.pos(from), w.p.pos(to)
	if lo >= hi {
		return // made of what was added for the parser
	}
	w.p.noted = append(w.p.noted, construct{feature: feature, from: int32(lo), to: int32(hi)})
}

// noteAt keeps a token of so many bytes.
func (w *walker) noteAt(feature string, at syntax.Pos, bytes int) {
	w.note(feature, at, syntax.NewPos(at.Offset()+uint(bytes), 1, 1))
}

// noteClause notes what compound commands of other shells are to ash.
func (w *walker) noteClause(cmd syntax.Command) {
	switch x := cmd.(type) {
	case *syntax.ArithmCmd:
		if redirects(x.X) {
			w.note("arithmetic-redirect", x.Pos(), x.End())
		} else {
			w.note("arithmetic-command", x.Pos(), x.End())
		}
	case *syntax.TimeClause:
		if x.Stmt != nil {
			switch x.Stmt.Cmd.(type) {
			case *syntax.Block, *syntax.Subshell:
				w.noteAt("time-block", x.Time, len("time"))
			}
		}
	case *syntax.CoprocClause:
		if _, simple := x.Stmt.Cmd.(*syntax.CallExpr); simple && x.Name == nil {
			w.noteAt("coproc", x.Coproc, len("coproc"))
		} else {
			w.noteAt("coproc-block", x.Coproc, len("coproc"))
		}
	case *syntax.ForClause:
		_, arithmetic := x.Loop.(*syntax.CStyleLoop)
		switch {
		case x.Select:
			w.noteAt("select", x.ForPos, len("select"))
		case arithmetic:
			w.note("arithmetic-for", x.ForPos, x.Loop.End())
		case x.Braces:
			w.noteAt("for-braces", x.DoPos, 1)
		}
	}
}

// redirects tells whether an arithmetic expression has a < or > that a shell takes
// for a redirection.
func redirects(e syntax.ArithmExpr) bool {
	found := false
	syntax.Walk(e, func(n syntax.Node) bool {
		if b, ok := n.(*syntax.BinaryArithm); ok {
			switch b.Op {
			case syntax.Gtr, syntax.Lss, syntax.Geq, syntax.Leq, syntax.Shl, syntax.Shr:
				found = true
			}
		}
		return !found
	})
	return found
}

// noteCase notes the ends of branches that fall through.
func (w *walker) noteCase(item *syntax.CaseItem) {
	switch item.Op {
	case syntax.Fallthrough:
		w.noteAt("case-through", item.OpPos, 2)
	case syntax.Resume:
		w.noteAt("case-next", item.OpPos, 3)
	}
}

// noteFunction notes names that ash does not take for a function's.
func (w *walker) noteFunction(name *syntax.Lit) {
	if name == nil || isName(name.Value) && !special(name.Value) {
		return
	}
	feature := "function-name-dot"
	switch s := name.Value; {
	case special(s):
		feature = "function-special"
	case strings.Contains(s, "/"):
		feature = "function-path"
	case strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "":
		feature = "function-name"
	}
	w.note(feature, name.Pos(), name.End())
}

// special tells whether the name is that of a special builtin of POSIX.
func special(name string) bool {
	switch name {
	case ":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times", "trap", "unset":
		return true
	}
	return false
}

// noteAssign notes assignments that are commands, or nothing, to ash.
func (w *walker) noteAssign(a *syntax.Assign, declared bool) {
	if a.Name == nil {
		return
	}
	var end uint
	switch {
	case a.Array != nil:
		end = a.Array.Lparen.Offset() + 1
	case a.Value != nil:
		end = a.Value.Pos().Offset()
	default:
		end = a.End().Offset()
	}
	to := syntax.NewPos(end, 1, 1)
	switch {
	case a.Array != nil:
		w.note("array", a.Pos(), to)
	case a.Index != nil:
		w.note("array-element", a.Pos(), to)
	case a.Append && declared:
		w.note("append-declared", a.Pos(), to)
	case a.Append:
		w.note("append", a.Pos(), to)
	}
}

// noteRedirect notes redirections that ash does not have.
func (w *walker) noteRedirect(r *syntax.Redirect) {
	if r.N != nil && strings.HasPrefix(r.N.Value, "{") {
		w.note("descriptor-variable", r.N.Pos(), r.N.End())
	}
	switch r.Op {
	case syntax.WordHdoc:
		w.noteAt("here-string", r.OpPos, 3)
	case syntax.AppAll:
		w.noteAt("append-both", r.OpPos, 3)
	}
	if r.Word != nil && len(r.Word.Parts) > 0 {
		part := r.Word.Parts[0]
		if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) > 0 {
			part = q.Parts[0]
		}
		if l, ok := part.(*syntax.Lit); ok && (strings.HasPrefix(l.Value, "/dev/tcp/") || strings.HasPrefix(l.Value, "/dev/udp/")) {
			w.note("dev-tcp", r.Word.Pos(), r.Word.End())
		}
	}
}

// noteSubstitution notes $(<file).
func (w *walker) noteSubstitution(x *syntax.CmdSubst) {
	if len(x.Stmts) != 1 || x.Stmts[0].Cmd != nil || len(x.Stmts[0].Redirs) != 1 {
		return
	}
	if r := x.Stmts[0].Redirs[0]; r.Op == syntax.RdrIn && r.N == nil {
		w.note("read-file", x.Pos(), x.End())
	}
}

// noteQuotes notes what $'...' holds that ash does not resolve.
func (w *walker) noteQuotes(x *syntax.SglQuoted) {
	for i := 0; i+1 < len(x.Value); i++ {
		if x.Value[i] != '\\' {
			continue
		}
		i++
		switch x.Value[i] {
		case 'e', 'E':
			w.note("ansi-escape", x.Pos(), x.End())
			return
		case 'u', 'U':
			w.note("ansi-unicode", x.Pos(), x.End())
			return
		}
	}
}

// noteParam notes expansions of a parameter that ash does not have, and names that
// have no value in it.
func (w *walker) noteParam(x *syntax.ParamExp) {
	if x.Param == nil || !w.p.Dialect.maybeAsh() {
		return
	}
	feature := paramFeature(x)
	variable := ""
	if row := emptyVariable(x.Param.Value); row != "" && (feature == "" || feature == "array-expansion") {
		if x.Exp != nil && defaults(x.Exp.Op) {
			return // whoever gives a default knows that there may be none
		}
		variable = x.Param.Value
		if feature == "" || row == "bash-rematch" {
			feature = row
		}
	}
	if feature == "" {
		return
	}
	n := len(w.p.noted)
	w.note(feature, x.Pos(), x.End())
	if len(w.p.noted) > n {
		w.p.noted[n].variable = variable
	}
}

// paramFeature is the row of an expansion's operator, "" for what all releases do.
func paramFeature(x *syntax.ParamExp) string {
	name := x.Param.Value
	switch {
	case x.Short:
		if x.Index != nil {
			return "arithmetic-element"
		}
		return ""
	case x.Index != nil:
		return "array-expansion"
	case x.Excl && x.Names != 0:
		return "names"
	case x.Excl && isName(name):
		return "indirect"
	case x.Length && (name == "@" || name == "*"):
		return "count"
	case x.Slice != nil:
		return sliceFeature(name, x.Slice)
	case x.Repl != nil:
		return replaceFeature(x.Repl)
	case x.Exp != nil:
		switch x.Exp.Op {
		case syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll:
			return "case"
		case syntax.OtherParamOps:
			return "transform"
		}
	}
	return ""
}

func sliceFeature(name string, x *syntax.Slice) string {
	if name == "@" || name == "*" {
		return "slice-arguments"
	}
	if u, ok := x.Length.(*syntax.UnaryArithm); ok && u.Op == syntax.Minus {
		return "slice-negative-length"
	}
	return ""
}

// replaceFeature tells whether the pattern has an anchor, which must stand
// unquoted in front.
func replaceFeature(x *syntax.Replace) string {
	if x.All || x.Orig == nil || len(x.Orig.Parts) == 0 {
		return ""
	}
	l, ok := x.Orig.Parts[0].(*syntax.Lit)
	switch {
	case ok && strings.HasPrefix(l.Value, "#"):
		return "replace-start"
	case ok && strings.HasPrefix(l.Value, "%"):
		return "replace-end"
	}
	return ""
}

func defaults(op syntax.ParExpOperator) bool {
	switch op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull,
		syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return true
	}
	return false
}

// emptyVariable is the row of a name that bash gives a value, "" for others.
func emptyVariable(name string) string {
	switch name {
	case "UID", "EUID", "GROUPS", "BASHPID", "FUNCNAME", "SECONDS", "EPOCHSECONDS", "EPOCHREALTIME", "SRANDOM", "PIPESTATUS", "OSTYPE", "MACHTYPE", "LINENO":
		return strings.ToLower(name)
	case "HOSTTYPE":
		return "machtype"
	case "BASH_SOURCE", "BASH_COMMAND", "BASH_LINENO", "BASH_REMATCH":
		return strings.ReplaceAll(strings.ToLower(name), "_", "-")
	}
	return ""
}

// noteTest notes what [[ ]] holds that is something else in a command's words.
func (w *walker) noteTest(x *syntax.TestClause) {
	if !w.p.Dialect.maybeAsh() {
		return
	}
	code := w.p.pos(x.Left) // what lies between words is looked at from here
	syntax.Walk(x.X, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.Word:
			w.noteLine(code, w.p.pos(x.Pos()))
			code = w.p.pos(x.End())
			return false
		case *syntax.ParenTest:
			w.noteAt("dbl-bracket-group", x.Lparen, 1)
		case *syntax.UnaryTest:
			switch x.Op {
			case syntax.TsVarSet, syntax.TsRefVar:
				w.noteAt("dbl-bracket-v", x.OpPos, 2)
			case syntax.TsOptSet:
				w.noteAt("dbl-bracket-option", x.OpPos, 2)
			case syntax.TsModif:
				w.noteAt("test-new", x.OpPos, 2)
			}
		case *syntax.BinaryTest:
			w.noteBinaryTest(x)
		}
		return true
	})
	w.noteLine(code, w.p.pos(x.Right))
}

// noteLine notes a line's end between two words of a [[ ]].
func (w *walker) noteLine(from, to int) {
	for i := from; i < to; i++ {
		if w.text[i] == '\n' && (i == 0 || w.text[i-1] != '\\') {
			// The token is what stands before it: &&, ||, [[ or a word.
			lo := i
			for lo > from && strings.IndexByte(" \t\r", w.text[lo-1]) >= 0 {
				lo--
			}
			lo = max(0, lo-2)
			w.noteAt("dbl-bracket-newline", syntax.NewPos(uint(lo), 1, 1), 2)
			return
		}
	}
}

func (w *walker) noteBinaryTest(x *syntax.BinaryTest) {
	switch x.Op {
	case syntax.TsBefore, syntax.TsAfter:
		w.noteAt("dbl-bracket-redirect", x.OpPos, 1)
	case syntax.TsReMatch:
		w.noteAt("dbl-bracket-regex", x.OpPos, 2)
		if y, ok := x.Y.(*syntax.Word); ok && shellSyntax(y) {
			w.note("dbl-bracket-regex-shell", y.Pos(), y.End())
		}
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		if y, ok := x.Y.(*syntax.Word); ok && w.p.word(y).globs() {
			w.note("dbl-bracket-pattern", y.Pos(), y.End())
		}
	}
}

// shellSyntax tells whether a regular expression has unquoted bytes that end a
// word or begin something else in a command.
func shellSyntax(word *syntax.Word) bool {
	for _, part := range word.Parts {
		l, ok := part.(*syntax.Lit)
		if !ok {
			continue
		}
		for i := 0; i < len(l.Value); i++ {
			switch l.Value[i] {
			case '\\':
				i++
			case '(', ')', '|', '<', '>', ';', '&', ' ':
				return true
			}
		}
	}
	return false
}
