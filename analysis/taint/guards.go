package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// guard is a stretch of the text in which a name's value was checked.
type guard struct {
	from, to int
	block    *block // where the check stands
}

// checkers are commands that are run on a value for their answer.
var checkers = words(`grep egrep fgrep expr awk cmp getent id command type which`)

// checkWords are the starts of names of functions that check what they are given,
// and end the script when it is wrong.
var checkWords = []string{"valid", "check", "assert", "is_", "verify", "sanit", "ensure", "require", "must", "escape", "quote"}

// leaveWords are parts of names of functions that end the script.
var leaveWords = []string{"die", "fatal", "err", "usage", "abort", "fail", "panic", "bail", "quit", "help"}

// unchecking are commands whose success says nothing of their words.
var unchecking = words(`echo printf : true false export shift set unset exec eval sh ash bash dash ksh zsh su runuser log info debug warn`)

// metacharacters are the bytes by which a value can become more than a word.
// A negated bracket that lets one of them through is no allow-list.
const metacharacters = " \t\n;&|<>()$`\"'\\*?[]{}~#!"

// facts are the names that a condition tells something of: checked when it
// holds, when it fails, or in a way that is not understood.
type facts struct{ yes, no, any []string }

func (f facts) not() facts { return facts{f.no, f.yes, f.any} }

// and is what `f && g` tells; or is and of the opposites.
func (f facts) and(g facts) facts {
	return facts{
		yes: slices.Concat(f.yes, g.yes),
		no:  common(f.no, g.no),
		any: slices.Concat(f.any, g.any),
	}
}

func (f facts) or(g facts) facts { return f.not().and(g.not()).not() }

func common(a, b []string) []string {
	var both []string
	for _, s := range a {
		if slices.Contains(b, s) {
			both = append(both, s)
		}
	}
	return both
}

// chained are the facts of two commands joined by && or ||.
func (f facts) chained(op syntax.BinCmdOperator, g facts) facts {
	if op == syntax.AndStmt {
		return f.and(g).bounded()
	}
	return f.or(g).bounded()
}

// maxFacts bounds what is kept of a chain of conditions.
const maxFacts = 16

func (f facts) bounded() facts {
	cut := func(s []string) []string { return s[:min(len(s), maxFacts)] }
	return facts{cut(f.yes), cut(f.no), cut(f.any)}
}

// guard notes that the names are checked in a stretch.
func (w *walker) guard(names []string, from, to int) {
	for _, n := range names {
		w.guards[n] = append(w.guards[n], guard{from, to, w.block})
		for _, l := range w.loops {
			if l.name == n && to == len(w.text) {
				w.guards["@"] = append(w.guards["@"], guard{l.end, to, w.block})
			}
		}
	}
}

// after notes that the names are checked from a place on. How far the check
// reaches out of its branch or function is left in favour of the script.
func (w *walker) after(names []string, from int) { w.guard(names, from, len(w.text)) }

// checkChain reads a && b || c: `[ "$n" = a ] || exit`.
func (w *walker) checkChain(links []link) {
	f := facts{}
	for i, l := range links {
		from, to := w.at(l.stmt.Pos()), w.at(l.stmt.End())
		leaves := leaving([]*syntax.Stmt{l.stmt})
		// && joins steps as well as questions, so that only commands that are
		// there for their answer count; before `|| exit` every command does.
		strict := i+1 >= len(links) || links[i+1].op != syntax.OrStmt || !leaving([]*syntax.Stmt{links[i+1].stmt})
		if i > 0 {
			held := f.yes
			failed := f.no
			if l.op == syntax.OrStmt {
				held, failed = f.no, f.yes
			}
			w.guard(held, from, to)
			if leaves {
				w.after(failed, to)
			} else {
				w.after(assignsOf([]*syntax.Stmt{l.stmt}, failed), to)
			}
		}
		g := w.facts(l.stmt, strict)
		w.after(g.any, to)
		if i == 0 {
			f = g
		} else {
			f = f.chained(l.op, g)
		}
	}
}

func (w *walker) checkIf(x *syntax.IfClause) {
	if len(x.Cond) == 0 {
		return
	}
	f := w.condition(x.Cond)
	end, thenEnd := w.at(x.End()), w.at(x.End())
	w.after(f.any, w.at(x.Cond[len(x.Cond)-1].End()))
	if n := len(x.Then); n > 0 {
		thenEnd = w.at(x.Then[n-1].End())
		w.guard(f.yes, w.at(x.Then[0].Pos()), thenEnd)
	}
	w.guard(f.no, thenEnd, end)
	if leaving(x.Then) {
		w.after(f.no, end)
	} else {
		w.after(assignsOf(x.Then, f.no), end)
	}
	if e := x.Else; e != nil && len(e.Cond) == 0 {
		if leaving(e.Then) {
			w.after(f.yes, end)
		} else {
			w.after(assignsOf(e.Then, f.yes), end)
		}
	}
}

func (w *walker) checkWhile(x *syntax.WhileClause) {
	f := w.condition(x.Cond)
	if x.Until {
		f = f.not()
	}
	if len(x.Cond) == 0 || len(x.Do) == 0 {
		return
	}
	w.after(f.any, w.at(x.Cond[len(x.Cond)-1].End()))
	w.guard(f.yes, w.at(x.Do[0].Pos()), w.at(x.Do[len(x.Do)-1].End()))
}

// condition is what the statements of a condition tell.
func (w *walker) condition(list []*syntax.Stmt) facts {
	f := facts{}
	for i, s := range list {
		g := w.facts(s, false)
		if i == len(list)-1 {
			f.yes, f.no = g.yes, g.no
		}
		f.any = append(f.any, g.any...)
	}
	return f.bounded()
}

// facts is what a statement tells by its exit status. Strict: only commands
// that are known to be there for it.
func (w *walker) facts(s *syntax.Stmt, strict bool) facts {
	f := facts{}
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		f = w.callFacts(x, strict)
	case *syntax.TestClause:
		f = w.testFacts(x.X, 0)
	case *syntax.Block:
		f = w.condition(x.Stmts)
	case *syntax.Subshell:
		f = w.condition(x.Stmts)
	case *syntax.BinaryCmd:
		if x.Op == syntax.Pipe || x.Op == syntax.PipeAll {
			list := stages(s)
			if last, ok := list[len(list)-1].Cmd.(*syntax.CallExpr); ok && len(last.Args) > 0 {
				if name, _ := literal(last.Args[0]); !strict || checkers[name] {
					f.any = w.params(s)
				}
			}
			break
		}
		for i, l := range links(s) {
			g := w.facts(l.stmt, strict)
			if i == 0 {
				f = g
			} else {
				f = f.chained(l.op, g)
			}
		}
	}
	if s.Negated {
		f = f.not()
	}
	return f
}

func (w *walker) callFacts(x *syntax.CallExpr, strict bool) facts {
	if len(x.Args) == 0 {
		return facts{}
	}
	name, _ := literal(x.Args[0])
	args := x.Args[1:]
	switch {
	case name == "test":
		return w.test(args)
	case name == "[":
		return w.test(args[:max(len(args)-1, 0)])
	case unchecking[name] || strict && !checkers[name] && !checks(name):
		return facts{}
	}
	return facts{any: w.paramsOf(args)}
}

func (w *walker) paramsOf(list []*syntax.Word) []string {
	var names []string
	for _, a := range list {
		names = append(names, w.params(a)...)
	}
	return names
}

// checks tells whether a function says by its name that it checks.
func checks(name string) bool {
	name = strings.ToLower(strings.TrimLeft(name, "_"))
	return slices.ContainsFunc(checkWords, func(p string) bool { return strings.HasPrefix(name, p) })
}

// checkCall reads a call of a function that checks, as a step of its own.
func (w *walker) checkCall(name string, x *syntax.CallExpr) {
	if checks(name) {
		w.after(w.paramsOf(x.Args[1:]), w.at(x.End()))
	}
}

// test reads the operands of [ ]: terms joined by -a and -o.
func (w *walker) test(args []*syntax.Word) facts {
	f, op, from := facts{}, "", 0
	for i := 0; i <= len(args); i++ {
		s := ""
		if i < len(args) {
			if s, _ = literal(args[i]); s != "-a" && s != "-o" {
				continue
			}
		}
		g := w.term(args[from:i])
		switch op {
		case "":
			f = g
		case "-a":
			f = f.and(g).bounded()
		default:
			f = f.or(g).bounded()
		}
		op, from = s, i+1
	}
	return f
}

func (w *walker) term(args []*syntax.Word) facts {
	if len(args) > 0 {
		if s, _ := literal(args[0]); s == "!" {
			return w.term(args[1:]).not()
		}
	}
	switch len(args) {
	case 0, 1:
		return facts{}
	case 2:
		op, _ := literal(args[0])
		return w.unary(op, args[1])
	case 3:
		op, _ := literal(args[1])
		return w.compare(op, args[0], args[2], false)
	}
	return facts{any: w.paramsOf(args)}
}

// testFacts reads the expression of [[ ]].
func (w *walker) testFacts(e syntax.TestExpr, depth int) facts {
	if depth > maxParams {
		return facts{}
	}
	switch x := e.(type) {
	case *syntax.ParenTest:
		return w.testFacts(x.X, depth+1)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return w.testFacts(x.X, depth+1).not()
		}
		if word, ok := x.X.(*syntax.Word); ok {
			return w.unary(x.Op.String(), word)
		}
	case *syntax.BinaryTest:
		switch x.Op {
		case syntax.AndTest:
			return w.testFacts(x.X, depth+1).and(w.testFacts(x.Y, depth+1)).bounded()
		case syntax.OrTest:
			return w.testFacts(x.X, depth+1).or(w.testFacts(x.Y, depth+1)).bounded()
		}
		a, ok1 := x.X.(*syntax.Word)
		b, ok2 := x.Y.(*syntax.Word)
		if ok1 && ok2 {
			return w.compare(x.Op.String(), a, b, true)
		}
	}
	return facts{}
}

// unary reads -n and its like. That a file of that name exists is taken for a
// check.
func (w *walker) unary(op string, word *syntax.Word) facts {
	if op == "-n" || op == "-z" || op == "-v" {
		return facts{}
	}
	return facts{any: w.params(word)}
}

// compare reads a comparison. In [[ ]] the right side is a pattern.
func (w *walker) compare(op string, a, b *syntax.Word, isPattern bool) facts {
	switch op {
	case "=", "==":
		return w.equal(a, b, isPattern)
	case "!=":
		return w.equal(a, b, isPattern).not()
	case "<", ">", "-nt", "-ot", "-ef":
		return facts{}
	}
	return facts{any: append(w.params(a), w.params(b)...)} // numbers, =~
}

func (w *walker) equal(a, b *syntax.Word, isPattern bool) facts {
	left, right := w.params(a), w.params(b)
	switch {
	case len(left) > 0 && len(right) > 0:
		if w.isPart(a) || w.isPart(b) {
			return facts{} // [ "${1#-}" != "$1" ]: does it begin with a dash?
		}
		return facts{any: append(left, right...)}
	case len(left) == 0:
		a, b, left = b, a, right
	}
	if len(left) == 0 || w.isPart(a) {
		return facts{}
	}
	if text, ok := literal(b); !ok || text == around(a) {
		return facts{} // [ "x$v" = x ]: is it empty?
	}
	if isPattern {
		switch patternOf(b) {
		case rejects:
			return facts{no: left}
		case open:
			return facts{}
		}
	}
	return facts{yes: left}
}

// isPart tells whether a word looks at a part of a value only: ${v#-}, ${v:0:1}.
func (w *walker) isPart(word *syntax.Word) bool {
	part := false
	syntax.Walk(word, func(n syntax.Node) bool {
		x, ok := n.(*syntax.ParamExp)
		if ok && (x.Slice != nil || x.Repl != nil || x.Exp != nil && strings.ContainsAny(x.Exp.Op.String(), "#%")) {
			part = true
		}
		_, subst := n.(*syntax.CmdSubst)
		return !subst
	})
	return part
}

// around is the literal text of a word that also has expansions.
func around(word *syntax.Word) string {
	var b strings.Builder
	var add func(parts []syntax.WordPart)
	add = func(parts []syntax.WordPart) {
		for _, p := range parts {
			switch x := p.(type) {
			case *syntax.Lit:
				b.WriteString(x.Value)
			case *syntax.SglQuoted:
				b.WriteString(x.Value)
			case *syntax.DblQuoted:
				add(x.Parts)
			}
		}
	}
	add(word.Parts)
	return b.String()
}

// pattern is what a pattern says of a value that matches it.
type pattern int8

const (
	closed  pattern = iota // literals, brackets, single characters: the value is one of few
	open                   // a * lets anything through
	rejects                // *[!a-z]*: a value that does not match has these letters only
	strange                // expansions or extended globs
)

// patternOf classes a pattern of case or [[ ]].
func patternOf(word *syntax.Word) pattern {
	var b strings.Builder
	if !appendPattern(&b, word.Parts) {
		return strange
	}
	text := b.String()
	switch {
	case allowList(text):
		return rejects
	case strings.Contains(strings.ReplaceAll(text, `\*`, ""), "*"):
		return open
	}
	return closed
}

// appendPattern writes a pattern, quoted bytes that have a meaning escaped. False
// for expansions and extended globs.
func appendPattern(b *strings.Builder, parts []syntax.WordPart) bool {
	for _, part := range parts {
		switch x := part.(type) {
		case *syntax.Lit:
			b.WriteString(x.Value)
		case *syntax.SglQuoted:
			b.WriteString(quotePattern.Replace(x.Value))
		case *syntax.DblQuoted:
			s, ok := literal(&syntax.Word{Parts: x.Parts})
			if !ok {
				return false
			}
			b.WriteString(quotePattern.Replace(s))
		default:
			return false
		}
	}
	return true
}

var quotePattern = strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, `\`, `\\`)

// allowList tells whether a pattern is *[!set]* with a set that holds no
// metacharacter, so that a value that does not match it is harmless.
func allowList(s string) bool {
	s, ok1 := strings.CutPrefix(s, "*[")
	s, ok2 := strings.CutSuffix(s, "]*")
	if !ok1 || !ok2 {
		return false
	}
	return negated(s)
}

// negated tells whether the inside of a bracket is a negated set of harmless
// characters. Classes such as [:alnum:] are, but for those that hold blanks or
// punctuation.
func negated(set string) bool {
	if set == "" || set[0] != '!' && set[0] != '^' {
		return false
	}
	set = set[1:]
	for _, class := range []string{"alnum", "alpha", "digit", "lower", "upper", "xdigit"} {
		set = strings.ReplaceAll(set, "[:"+class+":]", "")
	}
	return !strings.ContainsAny(strings.ReplaceAll(set, `\-`, "-"), metacharacters)
}

// checkCase reads case: arms with closed patterns check the value inside, an
// allow-list checks it behind, and so does *) that leaves when the other arms
// check.
func (w *walker) checkCase(x *syntax.CaseClause) {
	names := w.params(x.Word)
	if len(names) == 0 || w.isPart(x.Word) {
		return
	}
	end := w.at(x.End())
	if len(names) > 1 || around(x.Word) != "" {
		w.after(names, w.at(x.In)) // two values in one, or ",$list,"
		return
	}
	rejected, allClosed, caught := false, true, false
	for _, item := range x.Items {
		kind := closed
		for _, p := range item.Patterns {
			switch k := patternOf(p); {
			case k == strange:
				w.after(append(w.params(p), names...), w.at(x.In))
				return
			case k == rejects:
				kind = rejects
			case k == open && kind == closed:
				kind = open
			}
		}
		if n := len(item.Stmts); n > 0 && (kind == closed || rejected && kind != rejects) {
			w.guard(names, w.at(item.Stmts[0].Pos()), w.at(item.Stmts[n-1].End()))
		}
		rejected = rejected || kind == rejects
		goes := leaving(item.Stmts) || len(assignsOf(item.Stmts, names)) > 0
		if kind == open && !goes {
			allClosed = false
		}
		for _, p := range item.Patterns {
			if s, _ := literal(p); s == "*" && goes {
				caught = true
			}
		}
	}
	if rejected || caught && allClosed {
		w.after(names, end)
	}
}

// leaving tells whether the last of the statements ends the script, the function
// or the round of a loop.
func leaving(list []*syntax.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch x := list[len(list)-1].Cmd.(type) {
	case *syntax.CallExpr:
		if len(x.Args) == 0 {
			return false
		}
		switch name, _ := literal(x.Args[0]); name {
		case "exit", "return", "break", "continue":
			return true
		case "exec":
			return len(x.Args) > 1
		default:
			name = strings.ToLower(name)
			return name != "" && slices.ContainsFunc(leaveWords, func(p string) bool { return strings.Contains(name, p) })
		}
	case *syntax.Block:
		return leaving(x.Stmts)
	case *syntax.Subshell:
		return leaving(x.Stmts)
	case *syntax.BinaryCmd:
		return x.Op == syntax.AndStmt && leaving([]*syntax.Stmt{x.Y})
	}
	return false
}

// assignsOf are those of the names that one of the statements gives a new value.
func assignsOf(list []*syntax.Stmt, names []string) []string {
	var out []string
	for _, s := range list {
		x, ok := s.Cmd.(*syntax.CallExpr)
		if !ok || len(x.Args) > 0 {
			continue
		}
		for _, a := range x.Assigns {
			if a.Name != nil && slices.Contains(names, a.Name.Value) {
				out = append(out, a.Name.Value)
			}
		}
	}
	return out
}

// guarded tells whether the value that a name got at one byte was checked before
// another.
func (s *scope) guarded(name string, def, use int, at *block) bool {
	if s.checked(name, def, use, at) {
		return true
	}
	return name != "@" && isPositional(name) && s.checked("@", def, use, at)
}

// maxGuards bounds the checks of one name that are weighed.
const maxGuards = 500

func (s *scope) checked(name string, def, use int, at *block) bool {
	list := s.guards[name]
	if len(list) > maxGuards {
		return true
	}
	for _, g := range list {
		in := g.from <= use && use < g.to
		if !isPositional(name) {
			// A function runs after the checks of the program around it.
			if !in && at.function() != nil && g.to == len(s.text) && g.block.function() != at.function() {
				return true
			}
			if in && def <= g.from {
				return true
			}
			continue
		}
		if in && def <= g.from && g.block.function() == at.function() && (name == "@" || !s.shifted(g.from, use)) {
			return true
		}
	}
	return false
}

// shifted tells whether positional parameters change places between two bytes.
func (s *scope) shifted(from, to int) bool {
	return slices.ContainsFunc(s.shifts, func(at int) bool { return from < at && at <= to })
}
