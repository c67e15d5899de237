package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// maxWork bounds the places that are weighed for one run: a script of 10,000
// lines with as many assignments of one name takes a tenth of it.
const maxWork = 300_000

// maxTrail bounds the steps of one flow, and with them the depth of recursion.
const maxTrail = 50

// tracer follows values backwards in the programs of one run.
type tracer struct {
	run    *image.Run
	scopes map[*shell.Program]*scope
	work   int
	depth  int
	known  *bool // answer of sourcesKnown, for the program of the run
}

// trail is a value and how it came there. A nil trail is a value that nobody
// from outside controls, or of which nothing is known.
type trail struct {
	source Source
	prev   *trail // nearer to the source, nil for the source itself
	step   *Step  // nil where only a name is noted
	// name is what held the value, in which scope, since which byte: checks of it
	// that come later count too.
	name  string
	scope *scope
	since int
	// made: the program put other text around the value.
	made bool
}

func newTracer(run *image.Run) *tracer {
	return &tracer{run: run, scopes: map[*shell.Program]*scope{}, work: maxWork}
}

func (t *tracer) scope(p *shell.Program) *scope {
	s, ok := t.scopes[p]
	if !ok {
		s = newScope(p)
		if p.Outer != nil {
			s.parent = t.scope(p.Outer.Program)
		}
		t.scopes[p] = s
	}
	return s
}

// into are the flows into one code text, one for each source.
func (t *tracer) into(c codeText) []*Flow {
	prog := c.command.Program
	switch {
	case len(c.text.Splices) == 0 && len(c.marks) == 0:
		return nil // nothing is filled in, and the scope of nothing need not be made
	case c.command.Name != "eval" && prog.Defines(c.command.Name):
		return nil
	}
	s := t.scope(prog)
	at := s.blockOf(c.command)
	var flows []*Flow
	seen := map[string]bool{}
	add := func(tr *trail, span source.Span) {
		if tr == nil || seen[tr.source.Name] {
			return
		}
		seen[tr.source.Name] = true
		sink := c.sink(span)
		sink.Safe, sink.How = c.safe(span, tr.made)
		flows = append(flows, tr.flow(t.run, sink))
	}
	parts := s.expansions(c.command)
	outer := map[source.Span]bool{} // filled in by a shell further out, where they are told of
	for _, x := range prog.Splices {
		outer[x.Expansion.Span] = true
	}
	for _, splice := range c.text.Splices {
		e := splice.Expansion
		part := parts[e.Span]
		if part == nil || outer[e.Span] {
			continue
		}
		tr := t.part(s, part, at)
		if tr != nil && !tr.checkedLater(s.at(part.Pos()), at) {
			add(tr, e.Span)
		}
	}
	if len(c.marks) > 0 {
		span := c.text.Text.Span(c.marks[0], c.marks[0]+len(c.mark))
		add(t.operand(s, c, span), span)
	}
	return flows
}

// expansions are the expansions in a command's words by their places.
func (s *scope) expansions(c *shell.Command) map[source.Span]syntax.WordPart {
	found := map[source.Span]syntax.WordPart{}
	var look func(parts []syntax.WordPart)
	look = func(parts []syntax.WordPart) {
		for _, p := range parts {
			switch x := p.(type) {
			case *syntax.DblQuoted:
				look(x.Parts)
			case *syntax.ParamExp, *syntax.CmdSubst:
				found[s.span(p)] = p
			}
		}
	}
	for _, w := range c.Args {
		look(w.Nodes())
	}
	return found
}

// blockOf is the block in which a command stands.
func (s *scope) blockOf(c *shell.Command) *block {
	for c.Node == nil && c.Via != nil {
		c = c.Via
	}
	if b := s.calls[c.Node]; b != nil {
		return b
	}
	return s.root
}

// checkedLater tells whether a name on the way was checked before the value is
// used, though the check came when it had been handed on.
func (tr *trail) checkedLater(use int, at *block) bool {
	sc := tr.scope
	for x := tr; x != nil; x = x.prev {
		if x.scope == sc && x.name != "" && sc != nil && sc.guarded(x.name, x.since, use, at) {
			return true
		}
	}
	return false
}

func (tr *trail) flow(run *image.Run, sink Sink) *Flow {
	f := &Flow{Run: run, Source: tr.source, Sink: sink}
	for x := tr; x != nil; x = x.prev {
		if x.step != nil {
			f.Steps = append(f.Steps, *x.step)
		}
		// What holds nothing but the value may say what it is.
		f.Source.Meant = f.Source.Meant || !x.made && meant(x.name)
	}
	for i, j := 0, len(f.Steps)-1; i < j; i, j = i+1, j-1 {
		f.Steps[i], f.Steps[j] = f.Steps[j], f.Steps[i]
	}
	return f
}

// word is the first part of a word that someone controls.
func (t *tracer) word(s *scope, word *syntax.Word, at *block) *trail {
	if word == nil {
		return nil
	}
	return t.parts(s, word.Parts, at)
}

func (t *tracer) parts(s *scope, parts []syntax.WordPart, at *block) *trail {
	for _, p := range parts {
		if tr := t.part(s, p, at); tr != nil {
			return tr
		}
	}
	return nil
}

func (t *tracer) part(s *scope, part syntax.WordPart, at *block) *trail {
	if t.depth >= maxTrail {
		return nil
	}
	t.depth++
	defer func() { t.depth-- }()
	switch x := part.(type) {
	case *syntax.DblQuoted:
		return t.parts(s, x.Parts, at)
	case *syntax.ParamExp:
		return t.param(s, x, at)
	case *syntax.CmdSubst:
		if len(x.Stmts) == 1 && !x.TempFile && !x.ReplyVar {
			return t.output(s, stages(x.Stmts[0]), at)
		}
	}
	return nil
}

// param is what an expansion leaves of its parameter's value.
func (t *tracer) param(s *scope, x *syntax.ParamExp, at *block) *trail {
	name := s.name(x)
	value := func() *trail { return t.name(s, name, s.at(x.Pos()), at, s.span(x)) }
	switch {
	case name == "" || x.Length || x.Excl || x.Names != 0 || x.Width || x.IsSet || x.NestedParam != nil || x.Flags != nil:
		return nil
	case x.Repl != nil:
		if s.replaces(x.Repl) {
			return nil
		}
		return value()
	case x.Exp == nil:
		return value()
	}
	switch x.Exp.Op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return t.word(s, x.Exp.Word, at)
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if tr := value(); tr != nil {
			return tr
		}
		return t.word(s, x.Exp.Word, at)
	case syntax.OtherParamOps:
		// ${v@Q} quotes in bash and is an error in ash: then nothing is run.
		return nil
	}
	return value()
}

// replaces tells whether ${v//[!a-z]/} or an escaping of quotes makes a value
// harmless. The first match alone does not.
func (s *scope) replaces(r *syntax.Replace) bool {
	if r.Orig == nil {
		return false
	}
	text := s.text[s.at(r.Orig.Pos()):s.at(r.Orig.End())]
	if strings.ContainsAny(text, `'"\$`) && len(text) <= 4 {
		return true // of quotes: perhaps right, perhaps not
	}
	set, ok1 := strings.CutPrefix(text, "[")
	set, ok2 := strings.CutSuffix(strings.TrimRight(set, "+"), "]")
	return r.All && ok1 && ok2 && negated(set)
}

// name is what a name holds at a byte of the text. The span is where it is taken.
func (t *tracer) name(s *scope, name string, use int, at *block, span source.Span) *trail {
	if t.work--; t.work < 0 {
		return nil
	}
	key := name
	if isPositional(name) {
		if fn := at.function(); fn != nil {
			if s.guarded(name, 0, use, at) {
				return nil
			}
			return t.argument(s, name, fn)
		}
		key = "@"
	}
	reach, certain := t.reaching(s, key, use, at)
	for _, d := range reach {
		if tr := t.value(s, d); tr != nil && !s.guarded(name, d.at, use, at) {
			return &trail{source: tr.source, prev: tr, name: name, scope: s, since: d.at, made: tr.made}
		}
	}
	if certain || s.guarded(name, 0, use, at) {
		return nil
	}
	if key != "@" && !t.inherited(s, key, at.fn) {
		return nil
	}
	if tr := t.entry(s, name, span); tr != nil {
		return &trail{source: tr.source, prev: tr, name: name, scope: s}
	}
	return nil
}

// inherited tells whether the program means a name's value from outside: it never
// sets the name, or first asks for it (X=${X:-y}, [ -n "$X" ] || X=y). Other
// names are its own, though it may not have set them yet.
func (t *tracer) inherited(s *scope, name, fn string) bool {
	list := s.defs[name]
	if len(list) == 0 || declared(t.run, name) {
		return true
	}
	first := list[0]
	for _, d := range list {
		if fn != "" && d.block == s.root && !d.adds {
			return false // set before the function is called
		}
		if d.at < first.at {
			first = d
		}
	}
	if first.keeps {
		return true
	}
	r, ok := s.reads[name]
	return ok && r.at < first.at && !first.adds && (r.fn == "" || r.fn == first.block.fn)
}

// reaching are the places that may have given a name the value that it has, the
// nearest first, and whether one of them certainly did.
func (t *tracer) reaching(s *scope, name string, use int, at *block) (reach []*def, certain bool) {
	list := s.defs[name]
	fn := at.function()
	for _, d := range slices.Backward(list) {
		if t.work--; t.work < 0 {
			return nil, true
		}
		inside := fn == nil || d.block.within(fn)
		if d.at > use && inside || !s.visible(d, at, fn) {
			continue
		}
		reach = append(reach, d)
		if inside && !d.adds && at.within(d.block) {
			return reach, true
		}
	}
	return reach, false
}

// visible tells whether a value can be seen at a block: not out of a subshell,
// nor out of a function in which the name is local.
func (s *scope) visible(d *def, at, fn *block) bool {
	for b := d.block; b != nil; b = b.parent {
		if b.kind == subshell && !at.within(b) {
			return false
		}
	}
	other := d.block.function()
	if other == nil || other == fn {
		return true
	}
	if d.name == "@" {
		return false
	}
	for _, o := range s.defs[d.name] {
		if o.local && o.block.function() == other {
			return false
		}
	}
	return true
}

// value is what a def gives its name; worked out once.
func (t *tracer) value(s *scope, d *def) *trail {
	if d.traced {
		return d.value
	}
	d.traced = true // a value made of itself adds nothing
	if t.depth >= maxTrail {
		return nil
	}
	t.depth++
	defer func() { t.depth-- }()
	var tr *trail
	switch d.kind {
	case assigned, looped:
		for _, w := range d.words {
			if tr = t.word(s, w, d.block); tr != nil {
				break
			}
		}
	case fromArgs:
		tr = t.name(s, "@", d.at, d.block, d.span)
	case filled:
		tr = t.input(s, d)
	}
	if tr != nil && !(d.kind == filled && tr.prev == nil && tr.source.Kind == Read) {
		what := "is assigned to " + d.name
		switch {
		case d.kind == looped || d.kind == fromArgs && d.name != "OPTARG":
			what = "is gone through by " + d.name
		case d.kind == filled:
			what = "is read into " + d.name
		case d.name == "@":
			what = "becomes a positional parameter"
		case d.name == "OPTARG":
			what = "is taken apart by getopts"
		}
		tr = &trail{source: tr.source, prev: tr, step: &Step{d.span, what}, made: tr.made || !d.copies}
	}
	d.value = tr
	return tr
}

// input is what a read gets.
func (t *tracer) input(s *scope, d *def) *trail {
	if d.input.from != nil {
		if tr := t.output(s, d.input.from, d.block); tr != nil {
			return tr
		}
		if name := commandName(d.input.from[0]); namers[name] {
			return &trail{source: Source{Kind: Operand, Name: name, Span: s.span(d.input.from[0]), Trust: Local}}
		}
		return nil
	}
	if d.input.word != nil {
		return t.word(s, d.input.word, d.block)
	}
	if !d.input.own || s.parent != nil {
		return nil
	}
	for _, c := range s.callsOf(d.block.fn) {
		if c.Stage > 0 || len(c.Redirects) > 0 {
			return nil
		}
	}
	if src, ok := stdin(t.run, d.name); ok {
		src.Span, src.Meant = d.span, meant(d.name)
		return &trail{source: src}
	}
	return nil
}

// output is what a chain of commands prints of values that someone controls:
// echo and its like, and filters that let them through.
func (t *tracer) output(s *scope, list []*syntax.Stmt, at *block) *trail {
	for _, stage := range list[1:] {
		x, ok := stage.Cmd.(*syntax.CallExpr)
		if !ok || len(x.Args) == 0 {
			return nil
		}
		name, _ := literal(x.Args[0])
		if !passes(name, x.Args[1:]) {
			return nil
		}
	}
	x, ok := list[0].Cmd.(*syntax.CallExpr)
	if !ok || !printers[commandName(list[0])] || s.prog.Defines(commandName(list[0])) {
		return nil
	}
	if commandName(list[0]) == "printf" && len(x.Args) > 1 {
		if f, _ := literal(x.Args[1]); strings.Contains(f, "%q") && t.run.Dialect(s.prog) != shell.Ash {
			return nil // ash's printf has no %q
		}
	}
	for _, a := range x.Args[1:] {
		if tr := t.word(s, a, at); tr != nil {
			return tr
		}
	}
	return nil
}

func commandName(s *syntax.Stmt) string {
	if x, ok := s.Cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
		name, _ := literal(x.Args[0])
		return name[strings.LastIndexByte(name, '/')+1:]
	}
	return ""
}

// callsOf are the calls of a function in its program.
func (s *scope) callsOf(fn string) []*shell.Command {
	if fn == "" {
		return nil
	}
	var calls []*shell.Command
	for _, c := range s.prog.Named(fn) {
		if c.Program == s.prog {
			calls = append(calls, c)
		}
	}
	return calls
}

// argument is what $1 and its like hold in a function: what a call in the same
// program hands over.
func (t *tracer) argument(s *scope, name string, fn *block) *trail {
	if t.depth >= maxTrail {
		return nil
	}
	t.depth++
	defer func() { t.depth-- }()
	first, last := number(name), number(name)
	if name == "@" {
		first, last = 1, 1<<20
	}
	for _, c := range s.callsOf(fn.fn) {
		at := s.blockOf(c)
		if at.within(fn) {
			continue // calls itself
		}
		for i, w := range c.Args {
			if t.work--; t.work < 0 {
				return nil
			}
			spread := strings.HasPrefix(w.Source(), `"$@"`) || strings.HasPrefix(w.Source(), "$")
			if i+1 > last || i+1 < first && !spread {
				continue
			}
			if tr := t.parts(s, w.Nodes(), at); tr != nil {
				step := &Step{w.Span(), "is passed to " + fn.fn}
				return &trail{source: tr.source, prev: tr, step: step, name: name, scope: s, made: tr.made || !isWhole(w)}
			}
		}
	}
	return nil
}

// isWhole tells whether a word is one expansion, perhaps in quotes.
func isWhole(w shell.Word) bool {
	list := w.Expansions()
	return len(list) == 1 && strings.Trim(w.Source(), `"`) == list[0].Span.Text()
}

func number(name string) int {
	n := 0
	for _, c := range name {
		if c < '0' || c > '9' || n > 1000 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// entry is what a name holds when the program starts.
func (t *tracer) entry(s *scope, name string, span source.Span) *trail {
	if s.parent != nil {
		return t.around(s, name, span)
	}
	src, ok := fromOutside(t.run, name)
	if !ok || !isPositional(name) && t.elsewhere(s, name) {
		return nil
	}
	src.Span = span
	return &trail{source: src}
}

// around is what a name holds when an inner program starts.
func (t *tracer) around(s *scope, name string, span source.Span) *trail {
	c := s.prog.Outer
	at := s.parent.blockOf(c)
	use, _ := c.Word.Range()
	switch s.prog.How {
	case shell.ByEval, shell.ByTrap:
		return t.name(s.parent, name, use, at, span)
	case shell.ByOption:
	default:
		return nil
	}
	if isPositional(name) {
		return t.handed(s, c, name, at)
	}
	for v := c; v != nil; v = v.Via {
		for _, a := range v.Assigns {
			if a.Name == name {
				return t.parts(s.parent, a.Value.Nodes(), at)
			}
		}
	}
	if len(s.parent.defs[name]) > 0 && !s.parent.exported[name] {
		return nil
	}
	return t.name(s.parent, name, use, at, span)
}

// handed is what `sh -c text name words` gives $1 and its like.
func (t *tracer) handed(s *scope, c *shell.Command, name string, at *block) *trail {
	text := s.prog.Text.All()
	for i, w := range c.Args {
		if span := w.Span(); span.File != text.File || text.Start < span.Start || text.Start >= span.End {
			continue
		}
		for n, arg := range c.Args[i+1:] {
			if n == 0 || name != "@" && n != number(name) {
				continue
			}
			if tr := t.parts(s.parent, arg.Nodes(), at); tr != nil {
				return tr
			}
		}
		break
	}
	return nil
}

// elsewhere tells whether another program may have set the name for this one: a
// file that it sources, the script that sources it, or one that runs before it
// in the same container.
func (t *tracer) elsewhere(s *scope, name string) bool {
	if s.sourced >= 0 && !declared(t.run, name) && !t.sourcesKnown(s) {
		if r, ok := s.reads[name]; !ok || r.at > s.sourced || r.fn != "" {
			return true
		}
	}
	for _, r := range t.siblings() {
		if r.Script != nil && r.Program != s.prog && r.State.Stage == t.run.State.Stage && r.Program.Assigned(name) {
			return true
		}
	}
	return false
}

// siblings are the programs of the same Dockerfile; none for a script alone.
func (t *tracer) siblings() []*image.Run {
	if t.run.State.Stage == nil || t.run.State.Stage.Build == nil {
		return nil
	}
	return t.run.State.Stage.Build.Runs
}

// sourcesKnown tells whether every file that a program sources is a script of the
// same Dockerfile, and none of them sources another.
func (t *tracer) sourcesKnown(s *scope) bool {
	if t.known != nil {
		return *t.known
	}
	callers := map[source.Span]*image.Run{}
	for _, r := range t.siblings() {
		if r.Script != nil && r.Script.Sourced {
			callers[r.Script.Caller] = r
		}
	}
	known := !s.evals
	for _, c := range s.prog.Named(".", "source") {
		if len(c.Args) == 0 {
			continue
		}
		r := callers[c.Args[0].Span()]
		known = known && r != nil && len(r.Program.Named(".", "source")) == 0
	}
	t.known = &known
	return known
}

// operand is what find or xargs puts into the text.
func (t *tracer) operand(s *scope, c codeText, span source.Span) *trail {
	src := Source{Kind: Operand, Name: c.mark, Span: span, Trust: Local}
	v := c.filler
	if v.Name == "find" {
		return &trail{source: src}
	}
	if v.Pipeline == nil || v.Stage == 0 {
		for _, r := range v.Redirects {
			if strings.HasPrefix(r.Op, "<") {
				return nil
			}
		}
		if c.command.Func != "" || c.command.Subst || s.parent != nil {
			return nil
		}
		in, ok := stdin(t.run, c.mark)
		if !ok {
			return nil
		}
		in.Kind, in.Span = Line, span
		return &trail{source: in}
	}
	first := v.Pipeline.Commands[0]
	if first == nil {
		return nil
	}
	for _, f := range v.Pipeline.Commands[1:v.Stage] {
		if f == nil || f.Node == nil || !passes(f.Name, f.Node.Args[1:]) && f.Name != "grep" && f.Name != "sed" {
			return nil
		}
	}
	switch {
	case namers[first.Name]:
		return &trail{source: src}
	case printers[first.Name]:
		at := s.blockOf(first)
		for _, w := range first.Args {
			if tr := t.parts(s, w.Nodes(), at); tr != nil {
				return &trail{source: tr.source, prev: tr, step: &Step{v.Word.Span(), "is put into the text by xargs"}}
			}
		}
	}
	return nil
}
