package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// keeping are the facts that the parts of a value have no more than these
// properties. Parts that are cut out of a value are not the value.
func keeping(v *value, keep Props) []fact {
	return v.rejoined(keep, v.kept(keep))
}

// kept are those facts, of the parts themselves.
func (v *value) kept(keep Props) []fact {
	if !v.tainted() || keep == Any {
		return nil
	}
	list := make([]fact, 0, len(v.parts))
	for _, p := range v.parts {
		if p.props&^keep != 0 {
			list = append(list, fact{origin: p.origin, keep: keep})
		}
	}
	return list
}

// rejoined adds what a check of a piece tells of the whole, where it is known what
// was cut off: v and ${tag#v} is tag. What one of several words may be tells nothing
// of the others.
func (v *value) rejoined(keep Props, list []fact) []fact {
	if !v.tainted() || keep == Any {
		return list
	}
	for _, p := range v.parts {
		if o := p.origin; o.isRest && !o.many {
			list = append(list, fact{origin: o.whole, keep: keep | o.gone})
		}
	}
	return list
}

// shaped are the facts of a value that turns out to have no more than these properties
// and to begin with a constant text in which the head is.
func shaped(v *value, keep Props, head byte) []fact {
	if head == 0 || !v.tainted() {
		return keeping(v, keep)
	}
	list := make([]fact, 0, len(v.parts))
	for _, p := range v.parts {
		f := fact{p.origin, keep, 0}
		if !p.is(afterText) { // else the text in front of it may be what matched
			f.head = head
		}
		if f.tells(p) {
			list = append(list, f)
		}
	}
	return v.rejoined(keep, list)
}

// emptied are the facts of a value that turns out to be empty: also of that from
// which it was left over.
func emptied(v *value) []fact {
	list := v.kept(0)
	if v.tainted() {
		for _, p := range v.parts {
			if p.origin.isRest {
				list = append(list, fact{origin: p.origin.whole, keep: p.origin.gone})
			}
		}
	}
	return list
}

// filled are the facts of a value that turns out not to be empty: where what is left is
// all or nothing, it is all.
func filled(v *value) (list []fact) {
	for _, p := range v.parts {
		if o := p.origin; o.allOrNone && !o.many {
			list = append(list, fact{origin: o.whole, keep: p.props})
		}
	}
	return list
}

// likened are the facts of two values that turn out to be equal: what one of them
// was cut out of has no more than the piece.
func likened(a, b *value) (list []fact) {
	for _, p := range a.parts {
		for _, q := range b.parts {
			switch {
			case p.origin == q.origin:
			case q.origin.within(p.origin):
				list = append(list, fact{origin: p.origin, keep: q.props &^ q.origin.met})
			case p.origin.within(q.origin):
				list = append(list, fact{origin: q.origin, keep: p.props &^ p.origin.met})
			}
		}
	}
	return list
}

// whichever is an answer that tells, either way, that a value was checked in a
// way that is not understood: nothing is said of it.
func whichever(v *value) answer {
	f := v.kept(0)
	return answer{yes: f, no: f}
}

// unclear is the answer of a command, which is of a check where it is asked for.
func (m *machine) unclear(v *value) answer {
	if !m.asked {
		return answer{}
	}
	return whichever(v)
}

// junction is the answer of terms joined by && and ||, of which && binds tighter.
type junction struct {
	before answer // of what stands in front of the last ||
	group  answer // of the terms behind it
	some   bool   // there is a term
	or     bool   // there was a ||
}

// add goes on with a term; or: || stands in front.
func (j *junction) add(or bool, a answer) {
	switch {
	case !j.some:
	case or:
		j.before, j.or = j.says(), true
	default:
		a = j.group.chained(syntax.AndStmt, a, false)
	}
	j.group, j.some = a, true
}

func (j *junction) says() answer {
	if j.or {
		return j.before.chained(syntax.OrStmt, j.group, false)
	}
	return j.group
}

// test reads the operands of [ ]: terms joined by -a and -o.
func (m *machine) test(list []*syntax.Word) answer {
	m.metBy(shell.Ash, testWord, list...)
	var all junction
	op, from := "", 0
	for i := 0; i <= len(list); i++ {
		s := ""
		if i < len(list) {
			if s, _ = literal(list[i]); s != "-a" && s != "-o" || i == from {
				continue
			}
		}
		all.add(op == "-o", m.term(list[from:i]))
		op, from = s, i+1
	}
	return all.says()
}

func (m *machine) term(list []*syntax.Word) answer {
	if len(list) > 1 {
		if s, _ := literal(list[0]); s == "!" {
			return m.term(list[1:]).not()
		}
	}
	switch len(list) {
	case 0:
		return answer{}
	case 1:
		return m.unary("-n", list[0])
	case 2:
		op, _ := literal(list[0])
		return m.unary(op, list[1])
	case 3:
		op, _ := literal(list[1])
		return m.compare(op, list[0], list[2], false)
	}
	var a answer
	for _, w := range list {
		b := whichever(m.word(w))
		a = answer{yes: both(a.yes, b.yes), no: both(a.no, b.no)}
	}
	return a
}

// maxTest bounds the groups in each other of [[ ]].
const maxTest = 200

// testClause reads [[ ]].
func (m *machine) testClause(e syntax.TestExpr, depth int) answer {
	if depth > maxTest {
		return answer{}
	}
	var all junction
	for _, t := range shell.ClauseTerms(e) {
		a := m.clauseTerm(t.X, depth)
		if t.Negated {
			a = a.not()
		}
		all.add(t.Or, a)
	}
	return all.says()
}

func (m *machine) clauseTerm(e syntax.TestExpr, depth int) answer {
	switch x := e.(type) {
	case *syntax.Word:
		m.metBy(shell.Ash, clauseWord, x)
		return m.unary("-n", x)
	case *syntax.ParenTest:
		return m.testClause(x.X, depth+1)
	case *syntax.UnaryTest:
		if w, ok := x.X.(*syntax.Word); ok {
			m.metBy(shell.Ash, clauseWord, w)
			if x.Op == syntax.TsVarSet {
				m.metBy(shell.Bash, clauseName, w)
			}
			return m.unary(x.Op.String(), w)
		}
	case *syntax.BinaryTest:
		a, ok1 := x.X.(*syntax.Word)
		b, ok2 := x.Y.(*syntax.Word)
		if ok1 && ok2 {
			m.compared(x.Op, a, b)
			return m.compare(x.Op.String(), a, b, true)
		}
	}
	return answer{}
}

// unary reads -n, -z and the tests of files. That a file of that name is there is
// taken for a check.
func (m *machine) unary(op string, w *syntax.Word) answer {
	v := m.word(w)
	switch tells, known := guardsByName[op]; {
	case tells == ownership:
		m.vetted(w)
		return answer{yes: keeping(v, 0)}
	case v.turns != nil && tells == emptiness:
		return v.asked(func(text string) bool { return text == "" })
	case v.turns != nil && tells == fullness:
		return v.asked(func(text string) bool { return text != "" })
	case !known:
		return answer{yes: keeping(v, 0)}
	case tells == emptiness:
		return m.printing(w, v).not()
	case tells == fullness:
		return m.printing(w, v)
	}
	return answer{}
}

// vetted is that the program asks whose a file is before it reads it: its text is
// nobody's from outside then.
func (m *machine) vetted(w *syntax.Word) {
	if id, ok := m.file(w); ok {
		m.put(id, unknown)
	}
}

// printing is what it tells that a word, whose value is v, is not empty. Where it is a
// substitution, that is what the status of grep tells, [ "$(echo "$x" | grep '^[a-z]*$')" ]
// being grep -q, or that there is something of the name by which it is looked for.
func (m *machine) printing(w *syntax.Word, v *value) answer {
	says := answer{yes: filled(v), no: emptied(v)}
	parts := bare(w.Parts)
	if len(parts) != 1 {
		return says
	}
	if x, ok := parts[0].(*syntax.ParamExp); ok && x.Index != nil {
		says.yes = m.isKey(x.Index)
		return says
	}
	x, ok := parts[0].(*syntax.CmdSubst)
	if !ok || len(x.Stmts) != 1 {
		return says
	}
	end := x.Stmts[0].Cmd
	if pipe, ok := end.(*syntax.BinaryCmd); ok && shell.IsPipe(pipe.Op) {
		end = pipe.Y.Cmd
	}
	last, ok := end.(*syntax.CallExpr)
	if !ok || len(last.Args) == 0 {
		return says
	}
	name, _ := literal(last.Args[0])
	switch {
	case guardsByName[name] == lines && !hasFlag(last.Args[1:], "c"): // -c prints a number, be it 0
		var a answer
		m.apart(func() {
			m.out = nil
			a = m.stmts(x.Stmts, true)
		})
		says.yes, says.no = a.yes, both(says.no, a.no)
	case guardsByName[name] == existence, name == "sed":
		var given *value
		for _, a := range last.Args[1:] {
			given = join(given, m.word(a))
		}
		says.yes = keeping(given, 0)
	}
	return says
}

// isKey is what it tells of an index that there is something under it: it is one of the
// program's keys.
func (m *machine) isKey(index syntax.ArithmExpr) []fact {
	w, ok := index.(*syntax.Word)
	if !ok {
		return nil
	}
	return keeping(m.word(w), 0)
}

// compare reads a comparison. In [[ ]] the right side is a pattern.
func (m *machine) compare(op string, x, y *syntax.Word, isPattern bool) answer {
	if asksLast(x) {
		return m.lastCompared(op, y)
	}
	if text, ok := literal(y); ok && text == "" { // [ "$(grep ...)" = "" ]
		switch guardsByName[op] {
		case equality:
			return m.unary("-z", x)
		case difference:
			return m.unary("-n", x)
		}
	}
	a := m.word(x)
	if a.turns != nil {
		return m.comparedTurns(op, a, y)
	}
	switch guardsByName[op] {
	case equality:
		return m.equal(a, y, isPattern)
	case difference:
		return m.equal(a, y, isPattern).not()
	case expression:
		m.touch(y.Parts)
		return m.matches(a, y)
	case number:
		// A text that is no number is an error, which is false as well.
		b := m.word(y)
		return answer{yes: both(keeping(a, Dash), keeping(b, Dash))}
	}
	m.touch(y.Parts)
	return answer{}
}

// asksLast tells whether a word is $?, the status of the command before.
func asksLast(w *syntax.Word) bool {
	x := parameterAlone(w.Parts)
	return x != nil && x.Param.Value == "?"
}

// lastCompared reads a comparison of $? with a number: it asks for the answer of the
// command before. Who compares with 1 means that it failed.
func (m *machine) lastCompared(op string, y *syntax.Word) answer {
	n := m.word(y)
	if !n.known {
		return answer{}
	}
	says := answer{yes: m.last.no}
	switch n.text {
	case "0":
		says = m.last
	case "1":
		says = m.last.not()
	}
	switch op {
	case "-eq", "=", "==":
		return says
	case "-ne", "!=":
		return says.not()
	case "-gt":
		if n.text == "0" {
			return says.not()
		}
	}
	return answer{}
}

func (m *machine) equal(a *value, y *syntax.Word, isPattern bool) answer {
	if isPattern {
		if text, ok := m.patternText(y); ok {
			s := shapeOf(text)
			return answer{yes: shaped(a, s.yes, s.head), no: keeping(a, s.no)}
		}
	}
	b := m.word(y)
	switch {
	case a.tainted() && b.tainted():
		return answer{yes: likened(a, b)}
	case a.tainted() && b.isEmpty():
		return answer{yes: emptied(a), no: filled(a)}
	case a.tainted():
		return answer{yes: keeping(a, 0)}
	}
	return answer{yes: keeping(b, 0)}
}

// matches reads v =~ expression.
func (m *machine) matches(v *value, y *syntax.Word) answer {
	re, ok := regexText(y)
	if !ok {
		says := whichever(v)
		if _, quoted := y.Parts[0].(*syntax.DblQuoted); quoted && len(y.Parts) == 1 && !v.tainted() {
			says.yes = keeping(m.word(y), 0) // [[ " $list " =~ " $x " ]]: it is one of the list
		}
		return says
	}
	m.rematched(v, re, y)
	yes, no, ok := regexShape(re, false)
	if !ok {
		return whichever(v)
	}
	return answer{yes: keeping(v, yes), no: keeping(v, no)}
}

// regexText is the text of a regular expression: backslashes are its own.
func regexText(w *syntax.Word) (string, bool) {
	var b strings.Builder
	for _, p := range w.Parts {
		switch x := p.(type) {
		case *syntax.Lit:
			b.WriteString(x.Value)
		case *syntax.SglQuoted:
			b.WriteString(x.Value)
		case *syntax.DblQuoted:
			for _, q := range x.Parts {
				l, ok := q.(*syntax.Lit)
				if !ok {
					return "", false
				}
				b.WriteString(l.Value)
			}
		default:
			return "", false
		}
	}
	return b.String(), true
}

// subject is what a case looks at.
func (m *machine) subject(w *syntax.Word) *value { return m.word(w) }

// patterns are the facts of an arm of case: in it, and behind it. All: nothing
// comes behind it.
func (m *machine) patterns(v *value, list []*syntax.Word) (matched, unmatched []fact, all bool) {
	if !v.tainted() {
		matched, unmatched = m.matchedTurns(v, list)
		for _, p := range list {
			if len(p.Parts) == 1 {
				if l, ok := p.Parts[0].(*syntax.Lit); ok && l.Value == "*" {
					all = true
					continue
				}
			}
			// *,"$x",*) in a list of the program's own: x is one of it.
			if text, ok := m.patternText(p); !ok || text == "*" {
				all = all || ok
				if !ok {
					matched = both(matched, keeping(m.word(p), 0))
				}
			}
		}
		return matched, unmatched, all
	}
	yes, no := Props(0), Any
	var head byte
	for i, p := range list {
		text, ok := m.patternText(p)
		if !ok {
			// A pattern that is put together: "$x" of the program's own fixes the
			// value; for others it is not understood.
			m.word(p)
			head = 0
			continue
		}
		s := shapeOf(text)
		if i == 0 {
			head = s.head
		} else if head != s.head {
			head = 0
		}
		all = all || s.all
		yes |= s.yes
		no &= s.no
	}
	return shaped(v, yes, head), keeping(v, no), all
}

// checkWords are the starts of names of functions that check what they are given,
// and end the script when it is wrong.
var checkWords = []string{"valid", "check", "assert", "is_", "verify", "sanit", "ensure", "require", "must", "escape", "quote"}

// checks tells whether a function says by its name that it checks.
func checks(name string) bool {
	name = strings.ToLower(strings.TrimLeft(name, "_"))
	return slices.ContainsFunc(checkWords, func(p string) bool { return strings.HasPrefix(name, p) })
}

// leaveWords are parts of names of functions that end the script.
var leaveWords = []string{"die", "fatal", "err", "usage", "abort", "fail", "panic", "bail", "quit", "help"}

// unchecking are commands whose success says nothing of their words.
var unchecking = words(`
	echo printf logger : true false export shift set unset exec eval sh ash bash dash ksh zsh su runuser log info debug warn
	mkdir touch rm cat cp mv ln chmod chown sleep wait kill tee sed tr cut head tail sort wget curl tar gzip
	su-exec gosu sudo env xargs find break continue local readonly declare typeset return exit read getopts . source trap cmd
`)

// leaves tells whether a branch ends with a command that says by its name that it
// ends the script, and of which nothing else is known.
func (m *machine) leaves(list []*syntax.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	s := list[len(list)-1]
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(x.Args) == 0 {
			return false
		}
		name, _ := literal(x.Args[0])
		if name == "" || m.funcs[name] != nil || unchecking[name] {
			return false
		}
		name = strings.ToLower(name)
		return slices.ContainsFunc(leaveWords, func(p string) bool { return strings.Contains(name, p) })
	case *syntax.Block:
		return m.leaves(x.Stmts)
	}
	return false
}

// checked is what an outside command's answer tells of the values that it is
// given: those in its words, and its standard input.
func (m *machine) checked(name string, list []*syntax.Word) answer {
	var given *value
	for _, w := range list {
		if m.asked || isOneWord(w) {
			given = join(given, m.word(w))
		}
	}
	switch guardsByName[name] {
	case lines:
		if m.in.tainted() {
			if says, ok := m.grepped(list); ok {
				return says
			}
			return m.unclear(m.in)
		}
		return answer{yes: keeping(given, 0)}
	case matching:
		return m.exprChecked(list)
	case existence:
		return answer{yes: keeping(given, 0)}
	case place:
		var says answer
		for _, w := range list {
			says.yes = both(says.yes, m.placed(w))
		}
		return says
	case unpacking:
		if readsArchive(name, list) {
			return answer{yes: keeping(given, 0)}
		}
	}
	if unchecking[name] {
		return answer{}
	}
	if !m.asked {
		return m.unrefused(list)
	}
	if m.in.tainted() {
		given = join(given, m.in)
	}
	if given == nil {
		return answer{}
	}
	return whichever(given)
}

// placed are the facts of a path that is there: what stands behind a folder of the
// program's own is the name of something, be it by a way up, and so may lead to other files
// where it stands for one. Out of quotes the path may end before it.
// Where others name files it is the name of theirs, but with more behind it another.
func (m *machine) placed(path *syntax.Word) (list []fact) {
	if !isOneWord(path) {
		return nil
	}
	goesOn := hasSuffix(path)
	for _, p := range m.word(path).parts {
		if p.is(afterFolder) && (goesOn || !p.origin.source.namesFile()) {
			list = append(list, fact{origin: p.origin, keep: Slash | Dot | Name})
		}
	}
	return list
}

// hasSuffix tells whether the last name in a path ends in text of the program's own.
func hasSuffix(path *syntax.Word) bool {
	parts := bare(path.Parts)
	if len(parts) == 0 {
		return false
	}
	end, ok := parts[len(parts)-1].(*syntax.Lit)
	return ok && !strings.Contains(end.Value, "/")
}

// unrefused is what it tells that a program of which nothing is known has not failed, where
// nothing but set -e asks: it may be there to look at the very value that it is given. What
// is run for its output is not, nor what is given more text around the value.
func (m *machine) unrefused(list []*syntax.Word) (says answer) {
	if m.out != nil {
		return answer{}
	}
	for _, w := range list {
		if v := m.word(w); isOneWord(w) && v.isWhole() {
			says.yes = both(says.yes, keeping(v, 0))
		}
	}
	return says
}

// isWhole tells whether the value is one that someone else controls, with no other text.
func (v *value) isWhole() bool { return v.tainted() && len(v.parts) == 1 && !v.parts[0].made }

// isOneWord tells whether a word is one, whatever the values in it are.
func isOneWord(w *syntax.Word) bool {
	return !isArgs(w.Parts) && !slices.ContainsFunc(w.Parts, func(p syntax.WordPart) bool {
		switch p.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			return true
		}
		return false
	})
}

// readsArchive tells whether an archiver reads an archive: tar by x or t, which stand in
// its first word without a dash as well.
func readsArchive(name string, list []*syntax.Word) bool {
	if name != "tar" || len(list) == 0 {
		return name == "unzip"
	}
	mode, _ := literal(list[0])
	return hasFlag(list, "xt") || !strings.HasPrefix(mode, "-") && strings.ContainsAny(mode, "xt")
}

// grepped is what grep -q tells of its input; false where the expression is not understood.
func (m *machine) grepped(list []*syntax.Word) (answer, bool) {
	whole, inverted, fixed := false, false, false
	for i, w := range list {
		s, ok := literal(w)
		if ok && len(s) > 1 && s[0] == '-' {
			if s[1] == '-' || strings.ContainsAny(s, "fP") {
				break
			}
			whole = whole || strings.Contains(s, "x")
			inverted = inverted || strings.Contains(s, "v")
			fixed = fixed || strings.Contains(s, "F")
			if s[len(s)-1] != 'e' {
				continue
			}
			if i+1 < len(list) {
				w = list[i+1]
			}
		}
		re, ok := regexText(w)
		if !ok {
			break
		}
		if fixed {
			if whole {
				return answer{yes: keeping(m.in, 0)}, true
			}
			return answer{}, true
		}
		yes, no, ok := regexShape(re, whole)
		if !ok {
			break
		}
		a := answer{yes: keeping(m.in, yes), no: keeping(m.in, no)}
		if inverted {
			return a.not(), true
		}
		return a, true
	}
	return answer{}, false
}

// exprChecked is what expr "$v" : 'expression' tells: it begins at the start.
func (m *machine) exprChecked(list []*syntax.Word) answer {
	if len(list) == 3 {
		if op, _ := literal(list[1]); op == ":" {
			v := m.word(list[0])
			re, ok := regexText(list[2])
			if !ok {
				return m.unclear(v)
			}
			yes, _, ok := regexShape("^"+strings.TrimPrefix(re, "^"), false)
			if !ok {
				return m.unclear(v)
			}
			return answer{yes: keeping(v, yes)}
		}
	}
	var a answer
	for _, w := range list {
		a.yes = both(a.yes, keeping(m.word(w), Dash))
	}
	return a
}

// maxLookup is the length in bytes up to which a function is taken for nothing
// but a look-up of its argument.
const maxLookup = 200

// looksUp tells whether a function asks the shell whether its argument is a
// command or a function: whose name that is, is no code.
func (m *machine) looksUp(fn *function) bool {
	from, to := fn.pos(fn.body.Pos()), fn.pos(fn.body.End())
	if to-from > maxLookup || to < from {
		return false
	}
	text := fn.text[from:to]
	return slices.ContainsFunc([]string{"type ", "command -v ", "declare -F ", "declare -f ", "typeset -f "}, func(asks string) bool {
		_, behind, ok := strings.Cut(text, asks)
		word := strings.TrimLeft(behind, `-t "`)
		return ok && (strings.HasPrefix(word, "$1") || strings.HasPrefix(word, "${1}"))
	})
}
