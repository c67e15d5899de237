package shell

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Hazard is what a value may hold that makes an unquoted word other words than it
// seems to be, or a quoted one a pattern.
type Hazard uint8

// The hazards. A number, a constant without blanks and the like have none.
const (
	MayBeEmpty Hazard = 1 << iota
	MayHoldBlanks
	MayHoldPattern // * ? [ \

	anything = MayBeEmpty | MayHoldBlanks | MayHoldPattern
)

// Hazards are what the word's expansions may hold where the command stands: those
// that are not quoted, or all. Literal parts keep it from being empty. Sourced are the
// programs that ran in the same shell before.
func (c *Command) Hazards(w Word, sourced []*Program, outer Lookup, quoted bool) Hazard {
	e := hazards{resolver: resolver{outer: outer, steps: maxSteps}, sourced: sourced}
	return e.word(c.Program, c.start, c.frame, w, quoted, 0)
}

type hazards struct {
	resolver
	sourced []*Program
	within  []*binding // what the one that is asked about depends on, up to it
}

func (e *hazards) word(p *Program, at int, f *frame, w Word, quoted bool, depth int) Hazard {
	if w.node == nil {
		return anything
	}
	var h Hazard
	empty := true // every part may be empty
	w.pieces(func(pc piece) bool {
		if pc.part == nil {
			empty = empty && pc.lit == "" && !pc.quoted
			if quoted && pc.quoted && strings.ContainsAny(pc.lit, `*?[\`) {
				h |= MayHoldPattern
			}
			return true
		}
		x := e.expansion(p, at, f, pc.part, depth)
		if pc.quoted && !quoted {
			empty = false
			return true
		}
		h |= x &^ MayBeEmpty
		empty = empty && x&MayBeEmpty != 0
		return true
	})
	if empty {
		h |= MayBeEmpty
	}
	return h
}

func (e *hazards) expansion(p *Program, at int, f *frame, part syntax.WordPart, depth int) Hazard {
	switch x := part.(type) {
	case *syntax.ArithmExp:
		return 0
	case *syntax.CmdSubst:
		return e.output(p, at, f, x, depth)
	case *syntax.ProcSubst:
		return 0
	case *syntax.ParamExp:
		return e.param(p, at, f, x, depth)
	}
	return anything
}

func (e *hazards) param(p *Program, at int, f *frame, x *syntax.ParamExp, depth int) Hazard {
	if x.Param == nil || x.Excl || x.Index != nil {
		return anything
	}
	if x.Length {
		return 0
	}
	h := e.name(p, at, f, p.paramName(x), depth)
	if x.Exp == nil {
		if x.Repl != nil || x.Slice != nil {
			h |= MayBeEmpty
		}
		return h
	}
	arg := func() Hazard {
		if x.Exp.Word == nil {
			return MayBeEmpty
		}
		return e.word(p, at, f, p.word(x.Exp.Word), true, depth+1)
	}
	switch x.Exp.Op {
	case syntax.DefaultUnset, syntax.AssignUnset:
		return h | arg()
	case syntax.DefaultUnsetOrNull, syntax.AssignUnsetOrNull:
		return h&^MayBeEmpty | arg()
	case syntax.ErrorUnsetOrNull:
		return h &^ MayBeEmpty
	case syntax.ErrorUnset:
		return h
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return MayBeEmpty | arg()
	}
	// ${v#p} and ${v%p} leave something of a value that is none of the hazards: who
	// cuts a word knows what it is made of.
	return h
}

// name are the hazards of a parameter's value at a byte of a program.
func (e *hazards) name(p *Program, at int, f *frame, name string, depth int) Hazard {
	h := e.named(p, at, f, name, depth)
	if h&MayBeEmpty != 0 && p.filled(name, at) {
		h &^= MayBeEmpty
	}
	return h
}

// named are those as the assignments leave them, whatever checks there are.
func (e *hazards) named(p *Program, at int, f *frame, name string, depth int) Hazard {
	switch name {
	case "#", "?", "$", "!", "-", "0",
		"HOME", "PWD", "OLDPWD", "USER", "LOGNAME", "HOSTNAME", "SHELL", "UID", "EUID", "PPID", "RANDOM", "LINENO", "OPTIND", "SECONDS", "SHLVL",
		"TARGETARCH", "TARGETOS", "TARGETPLATFORM", "BUILDARCH", "BUILDOS", "BUILDPLATFORM":
		if !p.Assigned(name) {
			return 0
		}
	case "TARGETVARIANT", "BUILDVARIANT", "CONTENT_LENGTH": // of a request without a body
		return MayBeEmpty
	}
	if p.checked(name, at, f) {
		return 0
	}
	if e.steps--; e.steps < 0 || depth > 16 {
		return anything
	}
	if !isName(name) {
		if f.function() != nil || p.setsArguments() {
			return 0 // the script's own words: what they are is not known, and not told of
		}
		if values, ok := e.at(p, at, f, name, depth); ok {
			return ofValues(values)
		}
		return anything
	}
	reach, certain := p.reaching(name, at, f)
	var h Hazard
	for _, b := range reach {
		h |= e.binding(p, b, depth)
	}
	if certain {
		return h
	}
	if given, ok := e.given(name, depth); ok {
		return h | given
	}
	if first, ok := p.FirstAssigned(name); ok && first.Start <= p.Text.Span(at, at).Start {
		if slices.ContainsFunc(reach, func(b *binding) bool { return ranBefore(b, f) }) {
			return h
		}
		return h | MayBeEmpty // the program's own, not set yet
	}
	if values, ok := e.around(p, name, depth); ok {
		return h | ofValues(values)
	}
	if e.sourcesOthers(p, at) {
		return h | MayBeEmpty // the words that they set it to are not known, and not told of
	}
	return anything
}

// sourcesOthers tells whether files are sourced before that byte that are not among
// the programs that are known.
func (e *hazards) sourcesOthers(p *Program, at int) bool {
	n := 0
	for _, c := range p.Named(".", "source") {
		if c.Program == p && c.start < at {
			n++
		}
	}
	return n > len(e.sourced)
}

// given are the hazards of what the programs that were sourced leave a name with; not
// ok where none of them certainly sets it.
func (e *hazards) given(name string, depth int) (h Hazard, ok bool) {
	for _, p := range e.sourced {
		list := p.bindingsOf(name)
		if len(list) == 0 {
			continue
		}
		reach, certain := p.reaching(name, p.Text.Len(), p.bindings[list[0]].frame.top())
		for _, b := range reach {
			h |= e.binding(p, b, depth)
		}
		ok = ok || certain
	}
	return h, ok
}

// ranBefore tells whether an assignment is meant to have run before a place in the
// frame f is come to: every call of another function makes it, or an earlier round of
// the loop in which f is the other arm.
func ranBefore(b *binding, f *frame) bool {
	if fn := b.frame.function(); fn != f.function() {
		return b.frame == fn
	}
	around := meet(b.frame, f)
	x, y := b.frame.below(around), f.below(around)
	return around.loop() && x != nil && y != nil && x.clause != nil && x.clause == y.clause
}

func ofValues(values []string) Hazard {
	var h Hazard
	if len(values) == 0 {
		h = MayBeEmpty
	}
	for _, v := range values {
		switch {
		case v == "":
			h |= MayBeEmpty
		case strings.ContainsAny(v, " \t\n"):
			h |= MayHoldBlanks
		}
		if strings.ContainsAny(v, `*?[\`) {
			h |= MayHoldPattern
		}
	}
	return h
}

// binding are the hazards of what an assignment gives. Where it comes round to itself
// (a loop with x=${x%/}), that round adds nothing to what the others bring.
func (e *hazards) binding(p *Program, b *binding, depth int) Hazard {
	if !b.known || len(b.words) == 0 {
		return anything
	}
	if slices.Contains(e.within, b) {
		return 0
	}
	e.within = append(e.within, b)
	defer func() { e.within = e.within[:len(e.within)-1] }()
	var h Hazard
	for _, w := range b.words {
		x := e.word(p, int(w.from), b.frame, w, true, depth+1)
		if lit, ok := w.Literal(); ok {
			x = ofValues([]string{lit})
		} else if b.loop {
			if !w.hasQuoted() {
				x = 0 // split already
			}
			if w.globs() && !strings.HasPrefix(w.Source(), "/dev/") && !strings.HasPrefix(w.Source(), "/sys/") && !strings.HasPrefix(w.Source(), "/proc/") {
				x = MayHoldBlanks // names of files
			}
			x &^= MayBeEmpty
		} else if w.literalBlank() {
			x |= MayHoldBlanks
		}
		h |= x
	}
	if b.append {
		h |= e.name(p, int(b.words[0].from), b.frame, b.name, depth+1) &^ MayBeEmpty
	}
	return h
}

// HasQuotes tells whether a part of the word stands in quotes.
func (w Word) HasQuotes() bool {
	found := false
	w.pieces(func(pc piece) bool {
		found = found || pc.quoted
		return !found
	})
	return found
}

func (w Word) hasQuoted() bool {
	found := false
	w.pieces(func(pc piece) bool {
		found = found || pc.quoted && pc.part != nil
		return !found
	})
	return found
}

func (w Word) literalBlank() bool {
	found := false
	w.pieces(func(pc piece) bool {
		found = found || pc.part == nil && strings.ContainsAny(pc.lit, " \t\n")
		return !found
	})
	return found
}

// output are the hazards of what a command substitution prints: none where the
// last program of it prints a number or one plain word.
func (e *hazards) output(p *Program, at int, f *frame, x *syntax.CmdSubst, depth int) Hazard {
	if len(x.Stmts) != 1 {
		return anything
	}
	s := x.Stmts[0]
	for {
		b, ok := s.Cmd.(*syntax.BinaryCmd)
		if !ok {
			break
		}
		switch b.Op {
		case syntax.Pipe, syntax.PipeAll:
			s = b.Y
		default:
			return anything
		}
	}
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return anything
	}
	words := make([]string, len(call.Args))
	for i, a := range call.Args {
		words[i], _ = p.word(a).Literal()
	}
	words[0] = path.Base(words[0])
	if words[0] == "busybox" && len(words) > 1 {
		words = words[1:]
	}
	if printsWord(words) {
		return 0
	}
	if printsWordIfAny(words) || words[0] == "cat" && len(call.Args) == 2 && e.isOneWord(p, at, f, p.word(call.Args[1]), depth) {
		return MayBeEmpty
	}
	if words[0] == "echo" || words[0] == "printf" && words[min(1, len(words)-1)] == "%s" {
		from := 1
		if words[0] == "printf" {
			from = 2
		}
		var h Hazard
		for i := from; i < len(call.Args); i++ {
			h |= e.word(p, at, f, p.word(call.Args[i]), true, depth+1)
		}
		if len(call.Args) != from+1 {
			h |= MayHoldBlanks | MayBeEmpty
		}
		return h
	}
	return anything
}

// printsWord tells whether a command prints a number or one word without blanks.
func printsWord(words []string) bool {
	option := func(names ...string) bool {
		for _, w := range words[1:] {
			if slices.Contains(names, w) {
				return true
			}
		}
		return false
	}
	switch words[0] {
	case "nproc", "arch", "whoami", "hostid", "mktemp", "pwd", "hostname", "getconf", "logname", "tty":
		return true
	case "id":
		return option("-u", "-g", "-un", "-gn")
	case "wc":
		return option("-l", "-c", "-w", "-m")
	case "grep", "egrep", "fgrep":
		return option("-c", "-ic", "-ci", "-cv", "-vc")
	case "uname":
		return option("-m", "-s", "-r", "-n", "-p")
	case "apk":
		return option("--print-arch")
	case "dpkg":
		return option("--print-architecture")
	case "date":
		for _, w := range words[1:] {
			if strings.HasPrefix(w, "+") {
				return w != "+" && !strings.ContainsAny(w, " \n") && !strings.Contains(w, "%c") && !strings.Contains(w, "%n")
			}
		}
	case "stat":
		for i, w := range words[1:] {
			if w == "-c" && i+2 < len(words) {
				return len(words[i+2]) == 2 && strings.ContainsAny(words[i+2], "ugsaUGhdiYXZ")
			}
		}
	}
	return false
}

// printsWordIfAny tells whether a command prints one word without blanks, or nothing:
// the path of a program, a number where it is given numbers, or with grep -q never
// anything.
func printsWordIfAny(words []string) bool {
	switch words[0] {
	case "grep", "egrep", "fgrep":
		return slices.ContainsFunc(words[1:], func(w string) bool {
			return w == "--quiet" || w == "--silent" || len(w) > 1 && w[0] == '-' && w[1] != '-' && strings.Contains(w, "q")
		})
	case "which":
		return true
	case "command":
		return len(words) > 1 && words[1] == "-v"
	case "expr":
		return len(words) == 4 && strings.Contains("+ - * / %", words[2]) && words[2] != ""
	}
	return false
}

// kernelWords are the files of /sys that hold one word, by their own names: sysfs has
// one value in each file, and these values are names and numbers that the kernel makes
// (Documentation/ABI of Linux).
var kernelWords = strings.Fields(`
	scaling_governor scaling_driver scaling_cur_freq scaling_max_freq scaling_min_freq
	cpuinfo_cur_freq cpuinfo_max_freq cpuinfo_min_freq
	address carrier duplex ifindex mtu operstate speed tx_queue_len
	dev ro removable rotational size
	capacity online temp
	idVendor idProduct busnum devnum
`)

// isOneWord tells whether a word names such a file, itself or by a variable.
func (e *hazards) isOneWord(p *Program, at int, f *frame, w Word, depth int) bool {
	names, ok := w.Values(func(n string) ([]string, bool) { return e.at(p, at, f, n, depth+1) })
	if !ok {
		names = []string{strings.Trim(w.Source(), `"'`)}
	}
	other := func(name string) bool {
		return !strings.HasPrefix(name, "/sys/") || !slices.Contains(kernelWords, path.Base(name))
	}
	return !slices.ContainsFunc(names, other)
}

// setsArguments tells whether the program gives itself other arguments.
func (p *Program) setsArguments() bool {
	for _, c := range p.Named("set") {
		for i := range c.Args {
			if s := c.Arg(i); s == "--" || s == "" {
				return true
			}
		}
	}
	return false
}

// checked tells whether the program looks at what the parameter holds before that
// byte, in the same function: by a case, or by a function that is called so. What
// it lets through is not known, and nothing is said of it.
func (p *Program) checked(name string, at int, f *frame) bool {
	fn := f.function()
	uses := func(w Word) bool {
		for _, e := range w.Expansions() {
			if e.Name == name {
				return true
			}
		}
		return false
	}
	for _, c := range p.cases {
		if int(c.word.from) < at && c.frame.function() == fn && uses(c.word) {
			return true
		}
	}
	for _, c := range p.Commands {
		if c.start >= at {
			break
		}
		if c.frame.function() == fn && saysCheck(c.Name) && slices.ContainsFunc(c.Args, uses) {
			return true
		}
	}
	return false
}

func saysCheck(name string) bool {
	for _, sign := range [...]string{"valid", "ensure", "check", "assert", "verify", "is_", "isnum", "isint"} {
		if strings.Contains(name, sign) {
			return true
		}
	}
	return false
}
