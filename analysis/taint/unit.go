package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// unit are the runs of one Dockerfile, or the run of one script: what one gives
// another.
type unit struct {
	runs    []*image.Run
	entries map[*image.Run]*entry
	walked  map[*image.Run]bool // as a part of another
	active  map[*image.Run]bool // sourced, and not yet at its end
	needs   map[*image.Run]bool
	parts   map[*image.Run]bool // whether others source it; for those that were asked for
	shared  map[shared]bool
	// withNames are the arrays that are no lists; nil before they are asked for.
	withNames map[string]bool
	uses      []use // room for addPoint
	awks      map[string]*awkCode
}

// entry is what a script is started with, by all its callers.
type entry struct {
	args *args
	env  map[string]*value
}

// point is a command at which there is more to do than to walk it.
type point struct {
	command *shell.Command
	uses    []bound
	inner   []innerCode
	calls   []call
	handed  bool           // it runs what the function in which it stands is given
	wrapped *shell.Command // see inside
}

// bound is a use at its command.
type bound struct {
	use
	command *shell.Command
	at      int // which of the command's uses it is
	// construct is the place, when it is the language's and not a command's, and kind
	// what it is.
	construct source.Span
	kind      construct
	within    bool // text stands in front, on the line
}

// innerCode is a program inside a command's words.
type innerCode struct {
	prog    *shell.Program
	text    string
	args    []shell.Word // see wordsBehind
	assigns []shell.Assign
	xargs   *shell.Command // it puts words behind args; nil for none
	// mark is what find or xargs, the filler, replaces in args; "" for none.
	mark   string
	filler *shell.Command
}

// call is a script that a command starts or sources.
type call struct {
	run     *image.Run
	command *shell.Command
	args    []shell.Word
	sourced bool
	rest    bool // whoever starts the container may add words
}

// end is the end of flows: one use.
type end struct {
	command   *shell.Command
	at        int
	construct source.Span // for places that are no command's
}

func newUnit(runs []*image.Run) *unit {
	return &unit{
		runs:    runs,
		entries: map[*image.Run]*entry{},
		walked:  map[*image.Run]bool{},
		active:  map[*image.Run]bool{},
		needs:   map[*image.Run]bool{},
		parts:   map[*image.Run]bool{},
		shared:  map[shared]bool{},
		awks:    map[string]*awkCode{},
	}
}

// Flows are the flows of one program.
func Flows(run *image.Run) []*Flow { return FlowsOf([]*image.Run{run}) }

// FlowsOf are the flows of programs that belong together, in the order of the
// programs and of their text. Programs without anything that takes a value for
// code, in themselves and in what they run, are not walked.
func FlowsOf(runs []*image.Run) []*Flow {
	u := newUnit(runs)
	machines := map[*image.Run]*machine{}
	wanted := false
	for _, r := range runs {
		if r.Program.File == nil {
			continue
		}
		m := u.machine(r)
		if m == nil {
			continue
		}
		machines[r] = m
		wanted = wanted || u.needs[r]
	}
	if !wanted {
		return nil
	}
	u.spreadNeeds(machines)
	var flows []*Flow
	for _, r := range u.ordered(machines) {
		if m := machines[r]; u.needs[r] && !u.walked[r] {
			m.walk()
			flows = append(flows, m.flows...)
		}
	}
	return inOrder(runs, flows)
}

// spreadNeeds makes callers of programs that are to be walked be walked.
func (u *unit) spreadNeeds(machines map[*image.Run]*machine) {
	for changed := true; changed; {
		changed = false
		for r, m := range machines {
			if u.needs[r] {
				continue
			}
			for _, pt := range m.points {
				for _, c := range pt.calls {
					if u.needs[c.run] && !u.needs[r] {
						u.needs[r], changed = true, true
					}
				}
			}
		}
	}
}

// ordered are the runs so that callers come before what they call.
func (u *unit) ordered(machines map[*image.Run]*machine) []*image.Run {
	var out []*image.Run
	state := map[*image.Run]int{}
	var visit func(r *image.Run)
	visit = func(r *image.Run) {
		if state[r] != 0 || machines[r] == nil {
			return
		}
		state[r] = 1
		for _, c := range slices.Backward(r.Calls) {
			visit(c.Run)
		}
		out = append(out, r)
	}
	for _, r := range slices.Backward(u.runs) {
		visit(r)
	}
	slices.Reverse(out)
	return out
}

func inOrder(runs []*image.Run, flows []*Flow) []*Flow {
	if len(flows) < 2 {
		return flows
	}
	place := map[*source.File]int{}
	for i, r := range runs {
		f := r.Program.Text.File
		if _, ok := place[f]; !ok {
			place[f] = i
		}
	}
	slices.SortStableFunc(flows, func(a, b *Flow) int {
		if x, y := place[a.Sink.Span.File], place[b.Sink.Span.File]; x != y {
			return x - y
		}
		return a.Sink.Span.Compare(b.Sink.Span)
	})
	return flows
}

// machine is ready to walk a run.
func (u *unit) machine(r *image.Run) *machine {
	m := &machine{unit: u, run: r, where: -1}
	m.codes = map[*shell.Program]code{}
	m.code = m.codeOf(r.Program)
	if !u.needs[r] && m.reach(r.Program).constructs() {
		u.needs[r] = true
	}
	if len(m.points) == 0 && !u.needs[r] {
		return nil
	}
	return m
}

// codeOf is a program as it is walked, with its points.
func (m *machine) codeOf(p *shell.Program) code {
	if c, ok := m.codes[p]; ok {
		return c
	}
	c := code{prog: p, text: p.Text.String()}
	m.codes[p] = c // programs inside each other
	for _, cmd := range p.Commands {
		m.addPoint(&c, cmd)
	}
	m.codes[p] = c
	return c
}

// reach is made once for each program.
func (m *machine) reach(p *shell.Program) *reach {
	r := m.reaches[p]
	if r == nil {
		r = m.newReach(p)
		if m.reaches == nil {
			m.reaches = map[*shell.Program]*reach{}
		}
		m.reaches[p] = r
	}
	return r
}

// addPoint notes what there is to do at a command: at the outermost of those that
// wrappers run.
func (m *machine) addPoint(c *code, cmd *shell.Command) {
	uses := appendUses(m.unit.uses[:0], cmd)
	if where := m.setting(); where == cgi || where == haserl {
		uses = append(uses, replyUses(cmd)...)
	}
	m.unit.uses = uses
	calls := m.callsOf(cmd)
	handed := cmd.Name == "" && cmd.Func != "" && isArgs(cmd.Word.Nodes())
	dispatches := len(cmd.Runs) > 0 && cmd.Runs[0].Handed != nil
	wrapped := isWrapped(cmd)
	if len(uses) == 0 && len(cmd.Inner) == 0 && len(calls) == 0 && !handed && !dispatches && !wrapped {
		return
	}
	outer := cmd
	for outer.Via != nil {
		outer = outer.Via
	}
	if c.points == nil {
		c.points = map[int32]*point{}
	}
	from, _ := outer.Word.Range()
	pt := c.points[int32(from)]
	if pt == nil {
		pt = &point{command: outer}
		c.points[int32(from)] = pt
	}
	pt.uses = slices.Grow(pt.uses, len(uses))
	for i, u := range uses {
		if u.only != shell.Unknown && u.only != m.run.Dialect(c.prog) {
			continue
		}
		if !m.unit.needs[m.run] && m.reach(c.prog).use(u) {
			m.unit.needs[m.run] = true
		}
		pt.uses = append(pt.uses, bound{use: u, command: cmd, at: i})
	}
	for _, in := range cmd.Inner {
		pt.inner = append(pt.inner, innerOf(cmd, in))
		m.codeOf(in)
	}
	pt.calls = append(pt.calls, calls...)
	pt.handed = pt.handed || handed
	if wrapped {
		pt.wrapped = cmd
	}
}

// isWrapped tells whether wrappers run a program with the very words that stand there.
func isWrapped(cmd *shell.Command) bool {
	if cmd.Via == nil || cmd.Name == "" || len(cmd.Runs) > 0 {
		return false
	}
	for v := cmd.Via; v != nil; v = v.Via {
		if v.Name == "find" || v.Name == "xargs" {
			return false
		}
	}
	return true
}

func innerOf(cmd *shell.Command, p *shell.Program) innerCode {
	in := innerCode{prog: p, text: p.Text.String(), args: wordsBehind(cmd, p)}
	if v := cmd.Via; v != nil && v.Name == "xargs" && xargsMark(v) == "" {
		in.xargs = v
	}
	for _, w := range in.args {
		if mark, filler := fillerOf(cmd, w.Source()); mark != "" {
			in.mark, in.filler = mark, filler
		}
	}
	for v := cmd; v != nil; v = v.Via {
		in.assigns = append(in.assigns, v.Assigns...)
	}
	if cmd.Via == nil {
		in.assigns = nil // those in front of a command are the walk's
	}
	return in
}

// wordsBehind are the words that a program is given: behind its text the name and the
// arguments, and of sh -s, which reads its text, the arguments.
func wordsBehind(cmd *shell.Command, p *shell.Program) []shell.Word {
	if p.How == shell.ByStdin {
		if cmd.Name == "su" {
			return nil
		}
		return behindDash(cmd)
	}
	text := p.Text.All()
	for i, w := range cmd.Args {
		if span := w.Span(); span.File == text.File && span.Start <= text.Start && text.Start < span.End {
			words := cmd.Args[i+1:]
			if len(words) > 0 && cmd.Name == "su" && words[0].Source() == "--" {
				words = words[1:]
			}
			return words
		}
	}
	return nil
}

func (m *machine) callsOf(cmd *shell.Command) []call {
	var out []call
	for _, c := range m.run.Calls {
		if c.Command != cmd {
			continue
		}
		k := call{run: c.Run, command: cmd, sourced: c.Sourced}
		if c.At < len(cmd.Args) {
			k.args = cmd.Args[c.At:]
		}
		if m.run.Exec && m.run.When == image.AtStart && cmd.Program == m.run.Program {
			k.rest = true
		}
		out = append(out, k)
	}
	return out
}

// sets tells whether another program of the same stage sets a name, so that it may
// not come from outside: a file that is sourced, or one that runs before.
func (u *unit) sets(r *image.Run, name string) bool {
	if r.State.Stage == nil || r.State.Stage.Build == nil {
		return false
	}
	for _, o := range r.State.Stage.Build.Runs {
		if o.Script != nil && o.Program != r.Program && o.State.Stage == r.State.Stage && o.Program.Assigned(name) {
			return true
		}
	}
	return false
}

// isOfImage tells whether a file is the image's own: the build brings it, or a program of
// the build names it, so that it is there from before anybody else was, or another program
// of the image writes it.
func (u *unit) isOfImage(r *image.Run, file string) bool {
	if r.State.Stage == nil || r.State.Stage.Build == nil {
		return false
	}
	if _, ok := r.State.Files.Lookup(file, r.State.Stage.Build.Context); ok {
		return true
	}
	return slices.ContainsFunc(r.State.Stage.Build.Runs, func(o *image.Run) bool {
		text := o.Program.Text.String()
		return o.When == image.AtBuild && strings.Contains(text, file) || o.Program != r.Program && redirectsInto(text, file)
	})
}

// redirectsInto tells whether a redirection of a program writes a file.
func redirectsInto(text, file string) bool {
	for _, word := range outputs(text) {
		if strings.Trim(word, `"'`) == file {
			return true
		}
	}
	return false
}

// walk goes through the run's program.
func (m *machine) walk() {
	room := min(len(m.text)/256+8, 512) // the names, about
	m.ids = make(map[string]int32, room)
	m.names = make([]string, 0, room)
	m.vars, m.entries = make([]*value, 0, room), make([]*value, 0, room)
	m.env.mark, m.isHeld, m.slots = make([]int32, 0, room), make([]bool, 0, room), make([]slot, 0, room)
	m.funcs = make(map[string]*function, len(m.prog.Functions))
	m.files = map[int32]bool{}
	m.exports = map[int32]bool{}
	m.printouts = map[*syntax.CmdSubst]printout{}
	m.found = map[end]*Flow{}
	m.entry = m.unit.entries[m.run]
	m.steps = min(max(minSteps, len(m.text)/4), maxSteps)
	m.begin()
	m.beginErrexit()
	for _, v := range m.entryParts() {
		m.put(m.id(v.name), v.value)
	}
	m.stmts(m.prog.File.Stmts, false)
	m.dead = alive
	for _, p := range m.traps {
		m.within(p, func() { m.stmts(p.File.Stmts, false) })
		m.dead = alive
	}
	m.walkUncalled()
}

type named struct {
	name  string
	value *value
}

func (m *machine) entryParts() []named {
	if m.entry == nil {
		return nil
	}
	var list []named
	for n, v := range m.entry.env {
		list = append(list, named{n, v})
	}
	slices.SortFunc(list, func(a, b named) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return list
}

// enter notes what a script is started with.
func (m *machine) enter(c call, temp []*syntax.Assign) {
	if c.sourced {
		return
	}
	a := &args{shifted: 0}
	for _, w := range c.args {
		n := w.Nodes()
		if isArgs(n) {
			m.allArgs(n[0])
			for _, v := range m.args.list {
				a.pass(v)
			}
			if m.args.rest != nil {
				a.rest = join(a.rest, m.args.rest)
			}
			continue
		}
		v := m.parts(n, false)
		if v.tainted() {
			v = v.stepped(w.Span(), "is passed to "+c.run.Script.Path)
		}
		a.pass(v)
	}
	if c.rest {
		a.rest = join(a.rest, m.caller(Operator).rest)
	}
	e := m.unit.entries[c.run]
	if e == nil {
		e = &entry{args: a, env: map[string]*value{}}
		m.unit.entries[c.run] = e
	} else {
		e.args = joinArgs(e.args, a)
	}
	give := func(name string, v *value) {
		if !v.tainted() {
			return
		}
		e.env[name] = join(e.env[name], v)
	}
	for id, v := range m.vars {
		if v != nil && m.exports[int32(id)] {
			give(m.names[id], v)
		}
	}
	for _, as := range temp {
		if as.Name != nil {
			give(as.Name.Value, m.word(as.Value))
		}
	}
}
