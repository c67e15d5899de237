package taint

import (
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// machine goes through a program in the order in which it runs, both ways where
// it branches, and knows at each place what the names may hold.
type machine struct {
	env
	unit *unit
	run  *image.Run
	code // the program whose nodes are walked: of the run, or of a function from another file

	ids     map[string]int32
	names   []string
	entries []*value // by id: what the name held when the run began, once asked for
	held    []int32  // ids that ever held a tainted value; checks look at these
	isHeld  []bool
	files   map[int32]bool // ids that stand for files: they outlive a subshell

	funcs    map[string]*function
	order    []*function
	frame    *frame    // nil outside of functions
	dispatch *dispatch // what the function in progress was given to run; nil for nothing
	loop     *loop
	depth    int // of calls, and of programs inside programs
	renewing int // loops around that may give what was checked another value

	meeting []meeting // room for merge
	slots   []slot    // by id
	round   int32

	subshells int          // around
	command0  syntax.Node  // the simple command that runs
	stmt0     *syntax.Stmt // the statement around it
	before    *syntax.Stmt // the one before it in its list, or before that list
	now       int          // the statement that runs, as a number of its own each time
	moments   int
	printouts map[*syntax.CmdSubst]printout

	in   *value  // standard input; nil for that of the run
	out  *concat // standard output, where someone wants it; nil for nobody
	last answer  // of the statement before

	obscured  bool // a file that is not known was sourced: names may come from it
	settled   bool // one of those is a file of settings: declared names may, too
	rewritten bool // what a command prints was evaluated: it may set any name, and check or leave
	exports   map[int32]bool
	integers  map[int32]bool      // names of declare -i, which hold numbers
	elements  map[int32]*elements // by the id of the array
	diverting map[string]bool     // arrays with an option by which curl prints something else than the body
	// exportsAll is set -a: what is assigned is exported.
	exportsAll bool
	errexit    int32 // the id of errexit
	excused    int   // conditions around, in which a command may fail
	asked      bool  // one of them, or a look at $?, asks for the answer of what is walked
	lastPipe   bool  // the last part of a pipe runs in the shell itself: shopt -s lastpipe
	entry      *entry
	reaches    map[*shell.Program]*reach
	where      setting // -1 when not yet worked out
	child      bool    // in a sh -c inside of the run's program
	springs    map[any]*value
	codes      map[*shell.Program]code
	traps      []*shell.Program
	steps      int
	found      map[end]*Flow
	flows      []*Flow
}

// code is a program as it is walked.
type code struct {
	prog   *shell.Program
	text   string
	points map[int32]*point
}

// maxSteps bounds the statements that are walked for one run, those of functions
// once for each call that is new. One is some 2.5 us: with this bound the largest
// script of the corpora (250 kB) is walked in 30 ms, and the largest that has a
// flow (136 kB) to its end. What comes after it is not known, and nothing is said
// of it.
const (
	minSteps = 4_000
	maxSteps = 12_000
)

// valuesPerStep is how many values that are looked at or set count as a step: where a
// function sets thousands of names, or a check is one of thousands of values, these
// are what the walk costs.
const valuesPerStep = 16

// charge counts values as steps.
func (m *machine) charge(values int) { m.steps -= values / valuesPerStep }

func (m *machine) id(name string) int32 {
	id, ok := m.ids[name]
	if !ok {
		id = int32(len(m.vars))
		m.ids[name] = id
		m.names = append(m.names, name)
		m.vars = append(m.vars, nil)
		m.entries = append(m.entries, nil)
		m.env.mark = append(m.env.mark, 0)
		m.isHeld = append(m.isHeld, false)
		m.slots = append(m.slots, slot{})
	}
	return id
}

// pos is a place of the tree as a byte of the program's text.
func (c *code) pos(at syntax.Pos) int { return min(int(at.Offset()), len(c.text)) }

func (c *code) span(n syntax.Node) source.Span {
	from := c.pos(n.Pos())
	return c.prog.Text.Span(from, max(from, c.pos(n.End())))
}

// put gives a name a value, and notes that it may need checks.
func (m *machine) put(id int32, v *value) {
	if v.tainted() {
		m.hold(id)
	}
	m.set(id, v)
}

func (m *machine) hold(id int32) {
	if !m.isHeld[id] {
		m.isHeld[id] = true
		m.held = append(m.held, id)
	}
}

// load is what a name holds.
func (m *machine) load(id int32) *value {
	if m.frame != nil {
		m.frame.reads(id)
	}
	if v := m.vars[id]; v != nil {
		return v
	}
	if v := m.entries[id]; v != nil {
		return v
	}
	return nil
}

// base is what a name holds where a way that does not set it joins one that does.
// A name that was never asked for is then the program's own.
func (m *machine) base(id int32) *value {
	v := m.load(id)
	if v == nil && !m.files[id] {
		v = m.atStart(id, source.Span{})
	}
	if v == nil {
		return unknown
	}
	return v
}
