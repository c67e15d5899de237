package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// arrive looks at what a command's uses take, in the environment there.
func (m *machine) arrive(pt *point) {
	for _, b := range pt.uses {
		m.use(b)
	}
}

// wrote looks at the uses of what a command printed into a file.
func (m *machine) wrote(pt *point, v *value) {
	if pt == nil || !v.tainted() {
		return
	}
	for _, b := range pt.uses {
		if b.taken == takesOutput {
			m.report(b, v, b.words[0].Span(), false)
		}
	}
}

func (m *machine) use(b bound) {
	if b.class == Eval && m.funcs[b.command.Name] != nil {
		return
	}
	if b.command.Name != "eval" && m.funcs[b.command.Name] != nil {
		return
	}
	if b.command.Name == "alias" && m.expandsNoAlias() {
		return
	}
	switch b.taken {
	case takesInput:
		m.consumed(b)
	case takesVariable:
		if v := m.exported(b.variable); v.tainted() {
			m.report(b, v, b.command.Word.Span(), false)
		}
	case takesOutput: // what is redirected is told of where it is written
		if b.command.Name == "tee" {
			m.consumed(b)
		}
	case takesFile:
		if hasOtherRoot(b.command) {
			return
		}
		for _, w := range b.words {
			if v := m.fileText(&syntax.Word{Parts: w.Nodes()}); v.tainted() {
				m.report(b, v, w.Span(), false)
			}
		}
	default:
		for _, w := range b.words {
			m.useWord(b, w, false)
			if b.class == Option {
				m.useNames(b, w)
			}
		}
		if b.mark != "" {
			m.useMark(b)
		}
	}
}

// expandsNoAlias tells whether an alias stands for nothing: bash expands none in a script
// that does not ask for it, and this one is no part of the shell at which someone types.
func (m *machine) expandsNoAlias() bool {
	asks := func(c *shell.Command) bool {
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "expand_aliases" || w.Source() == "posix" })
	}
	return m.run.Dialect(m.prog) == shell.Bash && !m.unit.sourcedByOthers(m.run) && !slices.ContainsFunc(m.prog.Named("shopt", "set"), asks)
}

// consumed looks at what a command reads from standard input.
func (m *machine) consumed(b bound) {
	if r := lastInput(b.command.Redirects); r != nil && r.IsHeredoc() && !r.Verbatim {
		m.useWord(b, r.Body, true)
		return
	}
	if m.in.tainted() {
		m.report(b, m.in, b.command.Word.Span(), false)
	}
}

// exported is what the command that runs finds under a name in its environment.
func (m *machine) exported(name string) *value {
	if x, ok := m.command0.(*syntax.CallExpr); ok {
		for _, a := range x.Assigns {
			if a.Name != nil && a.Name.Value == name {
				return m.word(a.Value)
			}
		}
	}
	id := m.id(name)
	v := m.load(id)
	switch {
	case v == nil:
		return m.atStart(id, m.span(m.command0))
	case m.exports[id] || m.fromEnv(id):
		return v
	}
	return unknown
}

// lastInput is the redirection that a command's standard input comes from.
func lastInput(list []shell.Redirect) *shell.Redirect {
	for i := len(list) - 1; i >= 0; i-- {
		if r := &list[i]; strings.HasPrefix(r.Op, "<") && (r.FD == "" || r.FD == "0") {
			return r
		}
	}
	return nil
}

// useWord looks at the expansions of a word.
func (m *machine) useWord(b bound, w shell.Word, quoted bool) {
	m.useParts(b, w.Nodes(), quoted, &lead{})
}

// useNames looks at the names that a pattern in a word stands for: rm *.
func (m *machine) useNames(b bound, w shell.Word) {
	src := w.Source()
	if src == "" || strings.IndexByte("*?[", src[0]) < 0 || !w.Constant() {
		return
	}
	if v, ok := m.globbed(&syntax.Word{Parts: w.Nodes()}, unknown); ok {
		m.report(b, v, w.Span(), false)
	}
}

// lead is what stands in a word in front of an expansion.
type lead struct {
	some bool // constant text, somewhere
	name bool // text right before it that ends in the piece of a name
	// folder: a folder of the program's own, so that only .. leads out of it.
	folder bool
	word   bool // something that is no blank
	words  bool // and a blank behind it
	inside bool // right before it, too
	inLine bool // something that is no blank, on its line
}

// goesOn notes that text comes next.
func (l *lead) goesOn(text string) {
	if text != "" {
		const blanks = " \t\n"
		l.some, l.name = true, endsInName(text, l.inside)
		l.inside = strings.IndexByte(blanks, text[len(text)-1]) < 0
		l.folder = l.folder || strings.Trim(text, "/") != ""
		if !l.word {
			text = strings.TrimLeft(text, blanks)
			l.word = text != ""
		}
		l.words = l.words || strings.ContainsAny(text, blanks)
		line := text[strings.LastIndexByte(text, '\n')+1:]
		l.inLine = l.inLine && len(line) == len(text) || strings.Trim(line, blanks) != ""
	}
}

// expands notes that an expansion comes next.
func (l *lead) expands(v *value) {
	switch {
	case v.known:
		l.goesOn(v.text)
	case v.tainted():
		l.name = false
	}
	l.folder = l.folder || !v.known && !v.tainted()
	if !v.known {
		l.word, l.inside, l.inLine = true, true, true
	}
}

// standing is what it is to a part that comes next.
func (l *lead) standing(p part) standing {
	s := afterText
	if (l.name || p.beginsName()) && !p.is(afterText) {
		s |= afterName
	}
	if l.folder {
		s |= afterFolder
	}
	if l.words {
		s |= afterWord
	}
	if l.inLine {
		s |= afterCode
	}
	return s
}

// useParts looks at parts. It is done when the byte that ends what counts has come.
func (m *machine) useParts(b bound, list []syntax.WordPart, quoted bool, before *lead) (done bool) {
	for _, p := range list {
		var text string
		switch x := p.(type) {
		case *syntax.Lit:
			text = x.Value
		case *syntax.SglQuoted:
			text = x.Value
		case *syntax.DblQuoted:
			if m.useParts(b, x.Parts, true, before) {
				return true
			}
			continue
		case *syntax.ParamExp, *syntax.CmdSubst:
			if at := m.pos(p.Pos()); b.to > 0 && (at < b.from || at >= b.to) {
				continue
			}
			v := m.taken(b, p, quoted)
			if !b.bare || !quoted {
				m.arrived(b, v, m.span(p), quoted, *before)
			}
			before.expands(v)
			continue
		default:
			m.part(p, quoted)
			continue
		}
		if text != "" {
			if b.until != 0 && strings.IndexByte(text, b.until) >= 0 {
				return true
			}
			before.goesOn(text)
		}
	}
	return false
}

// taken is what a use takes of an expansion.
func (m *machine) taken(b bound, p syntax.WordPart, quoted bool) *value {
	v := m.part(p, quoted)
	x, ok := p.(*syntax.ParamExp)
	if !ok || !isArgs([]syntax.WordPart{p}) || x.Param.Value == "*" && quoted {
		return v
	}
	switch {
	case b.lone:
		return m.positional("1", p)
	case b.class == Option:
		return m.args.mayBeOptions(b.letters, b.longs)
	}
	return v
}

// arrived reports a value that comes to a use, if it hurts there.
func (m *machine) arrived(b bound, v *value, span source.Span, quoted bool, before lead) {
	if !v.tainted() || m.outerSplice(b, span) {
		return
	}
	if b.lone && !quoted && m.splitters()&Blank != 0 {
		v = v.lacking(func(p part) bool { return strings.IndexByte(p.origin.front, ' ') >= 0 }) // the next words are others
	}
	v = m.withoutAccount(b, v)
	if b.text != nil {
		v = m.withoutRun(b, v)
	}
	switch {
	case b.hurts == Dash:
		v = v.lacking(func(p part) bool { return b.leadsNoOption(p, before, quoted) })
	case b.hurts == Slash && b.class != Program: // a path, and not the end of sed's text
		if !b.makesFolders {
			v = m.outsideName(v, before, span, func(p part) bool { return p.stays(quoted) })
		}
		v = v.lacking(func(p part) bool { return (before.folder || p.is(afterFolder)) && p.props&Dot == 0 && p.stays(quoted) })
		v = v.lacking(func(p part) bool { return !before.some && p.isLine() })
	}
	if b.class == Program && b.hurts&Name != 0 {
		// sed: behind text of the value's own another character than a letter ends its place.
		v = v.lacking(func(p part) bool { return p.is(afterText) && p.props&^(Name|Dash) == 0 })
	}
	b.within = before.inLine
	m.report(b, v, span, v.isMade())
}

// stays tells whether a part stays in the word in which it stands.
func (p part) stays(quoted bool) bool { return quoted || p.props&(Blank|Newline) == 0 }

// leadsNoOption tells whether a part cannot be what an option begins with: a word of it
// stands behind text of nobody's, or is one alone where that does nothing.
func (b bound) leadsNoOption(p part, before lead, quoted bool) bool {
	if before.some || p.is(afterText) || p.origin.front != "" {
		if b.class == CommandWord || p.stays(quoted) || p.opensWords() {
			return true
		}
	}
	return b.several && !before.some && p.stays(quoted)
}

// opensWords tells whether each word that the shell makes of a part begins with text of
// nobody's, which stands in front of each of its lines.
func (p part) opensWords() bool {
	front := p.origin.front
	return front != "" && !strings.ContainsAny(front, " \t") && p.props&Blank == 0
}

// inName tells whether a part goes on the name of a file: the ../ in log-$x leads
// nowhere, since there is no folder log-.
func (p part) inName(before lead) bool {
	return p.is(afterName) || isInsideName(p.origin.front) || !p.is(afterText) && (before.name || p.beginsName())
}

// beginsName tells whether a part begins with a name, as a check has told of it, and goes
// on that: v*. Of .* that may be two dots.
func (p part) beginsName() bool {
	return p.head != 0 && p.head != '.' && isInsideName(string(p.head))
}

// outsideName is the value without those parts that go on the name of a file, if they
// also stay in it, unless the program has made a folder of that name.
func (m *machine) outsideName(v *value, before lead, span source.Span, stays func(part) bool) *value {
	return v.lacking(func(p part) bool {
		return p.inName(before) && stays(p) && !(p.is(afterName) && m.madeFolder(span))
	})
}

// madeFolder tells whether mkdir -p stands further up with the same name, which made each
// folder of the path that the name holds.
func (m *machine) madeFolder(span source.Span) bool {
	name := strings.Trim(span.Text(), "${}")
	return slices.ContainsFunc(m.prog.Named("mkdir"), func(c *shell.Command) bool {
		return makesParents(c) && c.Word.Span().Start < span.Start && slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			return slices.ContainsFunc(w.Expansions(), func(x shell.Expansion) bool { return x.Name == name })
		})
	})
}

// isLine tells whether a part is a line of input as it is, or the folder of that. One that is
// a path by itself is to the program what an operand is: a file that it was asked to work on.
func (p part) isLine() bool {
	o := p.origin
	for o.isPath {
		o = o.whole
	}
	return o.source.Kind == Read && o.source.Trust == Local && o.whole == nil && !p.made
}

// lacking is the value without some of its parts.
func (v *value) lacking(gone func(part) bool) *value {
	return &value{parts: slices.DeleteFunc(slices.Clone(v.parts), gone)}
}

func (v *value) isMade() bool {
	for _, p := range v.parts {
		if p.made {
			return true
		}
	}
	return len(v.parts) > 1
}

// outerSplice tells whether an expansion was filled in by a shell further out,
// where it is told of.
func (m *machine) outerSplice(b bound, span source.Span) bool {
	for _, x := range b.command.Program.Splices {
		if x.Expansion.Span == span {
			return true
		}
	}
	return false
}

// report makes the flow, or adds to the one that ends there.
func (m *machine) report(b bound, v *value, span source.Span, made bool) {
	if m.told(b, v) {
		return
	}
	hurts := b.hurtsIn(span)
	for _, p := range v.parts {
		if p.props&hurts == 0 || b.needs != 0 && p.props&b.needs == 0 || p.origin.source.Span.IsZero() && p.origin.source.Declared.IsZero() {
			continue
		}
		if p.trail == nil && p.origin.isWanted() {
			continue
		}
		m.flow(b, p, hurts, span, made || p.made)
	}
}

func (m *machine) flow(b bound, p part, hurts Props, span source.Span, made bool) {
	src := p.origin.source
	src.Meant = src.Meant || p.meant
	src.Program = b.choosesProgram(p, span)
	src.Asked = src.Kind == Environment && isAsked(src.Span.File, src.Name)
	src.Span = p.takenAt(span)
	key := end{b.command, b.at, b.construct}
	f := m.found[key]
	if f == nil {
		f = &Flow{Run: m.run}
		m.found[key] = f
		m.flows = append(m.flows, f)
	} else {
		if sameSource(f.Source, src) || slices.ContainsFunc(f.Others, func(o Source) bool { return sameSource(o, src) }) {
			if sameSource(f.Source, src) {
				f.Source.Meant, f.Source.Program = f.Source.Meant && src.Meant, f.Source.Program && src.Program
			}
			return
		}
		if !outranks(src, f.Source) {
			if len(f.Others) < maxParts {
				f.Others = append(f.Others, src)
			}
			return
		}
		f.Others = append([]Source{f.Source}, f.Others...)
	}
	f.Source, f.Steps, f.Within = src, p.trail.steps(), b.within || p.is(afterCode)
	f.Sink = Sink{Class: b.class, Command: b.as, Span: span, Hurts: p.props & hurts, Harm: b.harmOf(p), At: b.command}
	if b.command == nil {
		f.Sink.Safe, f.Sink.How = m.safePlace(b.kind, span, made)
	} else {
		f.Sink.Safe, f.Sink.How = b.safe(b.command, span, made, m.holds)
	}
	switch {
	case f.Sink.How != asOneCommand:
	case !src.givesCommand() && meant(strings.Trim(span.Text(), "${}")):
		f.Sink.Safe, f.Sink.How = "", asChoice
	case !src.givesCommand() || p.isField():
		f.Sink.Safe, f.Sink.How = "", asFields
	}
}

// takenAt is the place of the program that takes the part's value from outside, on the
// way to an end: other lines may have looked at the name before.
func (p part) takenAt(end source.Span) source.Span {
	src := p.origin.source
	switch {
	case src.Span.IsZero():
		return src.Declared
	case src.Kind > BuildArg: // what comes up at a place of its own
		return src.Span
	case p.trail != nil:
		end = p.trail.first().Span
	}
	if at := src.Span.From(); src.Span.File == end.File && end.From().Line <= at.Line && at.Line <= end.To().Line {
		return src.Span
	}
	return end
}

// told tells whether all that the value brings was told of at that end.
func (m *machine) told(b bound, v *value) bool {
	f := m.found[end{b.command, b.at, b.construct}]
	if f == nil {
		return false
	}
	for _, p := range v.parts {
		same := func(o Source) bool { return sameSource(o, p.origin.source) }
		if !same(f.Source) && !slices.ContainsFunc(f.Others, same) {
			return false
		}
	}
	return true
}

// harmOf is the harm that a part can do.
func (u use) harmOf(p part) string {
	if u.inLine != "" && p.props&Newline == 0 {
		return u.inLine
	}
	return u.harm
}

// hurtsIn are the properties that hurt where an expansion stands: in quotes of the
// code text fewer do.
func (b bound) hurtsIn(span source.Span) Props {
	if b.text == nil {
		return b.hurts
	}
	for _, x := range b.text.Splices {
		if x.Expansion.Span == span {
			return b.hurtsAt(x.From)
		}
	}
	return b.hurts
}

func (o *origin) isWanted() bool {
	for ; o != nil; o = o.whole {
		if o.wanted {
			return true
		}
	}
	return false
}

// isExpected tells whether it is no surprise that the value becomes code.
func (s Source) isExpected() bool { return s.Meant || s.Program }

func sameSource(a, b Source) bool { return a.Kind == b.Kind && a.Name == b.Name }

// outranks tells whether a source is to be told of rather than another: the more
// outside, and the one that is no surprise last.
func outranks(a, b Source) bool {
	if a.isExpected() != b.isExpected() {
		return b.isExpected()
	}
	if a.Trust != b.Trust {
		return a.Trust > b.Trust
	}
	return a.Asked && b.Kind == Environment && !b.Asked
}

// useMark looks at what find or xargs puts into the text.
func (m *machine) useMark(b bound) {
	if b.text == nil {
		return
	}
	list := marksIn(b.text.Text.String(), b.mark)
	if len(list) == 0 {
		return
	}
	span := b.text.Text.Span(list[0], list[0]+len(b.mark))
	m.report(b, m.filledIn(b.filler, b.command, b.mark, span), span, false)
}

// filledIn is what find or xargs puts in the place of its mark: a value of that place.
func (m *machine) filledIn(filler *shell.Command, at any, mark string, span source.Span) *value {
	src := Source{Kind: Operand, Name: mark, Span: span, Trust: Local}
	switch {
	case filler.Name == "find" && len(filler.Args) > 0 && m.looksInOwn(filler):
		return unknown
	case filler.Name == "find":
		return m.fresh(at, src, m.byName(namersByName["find"][0].props))
	case m.in == nil && m.readsOwnInput(filler):
		src.Kind = Line
		return m.fresh(at, src, Any)
	case !m.in.tainted():
		return unknown
	}
	in := m.in.stepped(filler.Word.Span(), "is put into the text by xargs")
	for i := range in.parts {
		if p := &in.parts[i]; p.origin.source.Kind == FileName && len(namersByName[p.origin.source.Name]) > 0 {
			o := *p.origin
			o.source.Kind, o.source.Name, o.source.Span = Operand, mark, span
			p.origin, p.trail = &o, nil
		}
	}
	return in
}

// looksInOwn tells whether find looks into a folder of the system, or one of the program's
// that nobody else can open.
func (m *machine) looksInOwn(find *shell.Command) bool {
	folder, _ := m.folder(&syntax.Word{Parts: find.Args[0].Nodes()})
	return isOfSystem(m.wholeAt(folder, find.Span())) || m.isPrivate(m.parts(find.Args[0].Nodes(), false))
}

// readsOwnInput tells whether a command reads what the run is given on standard
// input, as far as that means someone from outside.
func (m *machine) readsOwnInput(c *shell.Command) bool {
	outside := m.run.When == image.AtStart || m.run.When == image.OnItsOwn && !m.unit.sourcedByOthers(m.run)
	return outside && m.frame == nil && m.subshells == 0 && lastInput(c.Redirects) == nil
}

// appended are the words that xargs puts behind a program's own.
func (m *machine) appended(xargs *shell.Command) *value {
	switch {
	case m.in.tainted():
		return m.in.stepped(xargs.Word.Span(), "is put behind the words by xargs")
	case m.in == nil && m.readsOwnInput(xargs):
		return m.fresh(xargs, Source{Kind: Line, Name: "xargs", Span: xargs.Word.Span(), Trust: Local}, Any&^Newline)
	}
	return nil
}
