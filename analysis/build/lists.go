package build

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// List is a list of compiler or linker flags as one place states it: the value
// of a variable, or the words of a command.
type List struct {
	// Run and Command are nil for a list of ENV or ARG.
	Run     *image.Run
	Command *shell.Command
	Stage   *image.Stage
	// Name is the variable or the command that has the flags: "CFLAGS", "gcc",
	// "-extldflags".
	Name string
	// Links: the flags are for the linker alone. What the compiler makes is made
	// already.
	Links bool
	// Go: the flags are for cgo, or for the linker that go calls.
	Go bool
	// Build is the build whose sources have the flags in a #cgo line; nil for others.
	Build *Go
	Flags []Flag

	place place
	all   source.Span // of the place that states it
	by    string      // what stands for a flag; "" for the flag itself
}

// Where is the name of the variable for the end of a sentence, " in CFLAGS"; ""
// for the words of a command.
func (l *List) Where() string {
	if l.Command != nil && l.Name == l.Command.Name {
		return ""
	}
	return " in " + l.Name
}

// Place is where a finding on one of the flags can stand, and where the flag is
// written if that is elsewhere: Go files are read and not linted, so that what they
// say is told at the build.
func (l *List) Place(f Flag) (at, written source.Span) {
	if l.Build != nil {
		return l.Build.Words, f.Span
	}
	return f.Span, source.Span{}
}

// states tells whether the flag is written in this list, and not in a variable
// that it names.
func (l *List) states(f Flag) bool {
	return f.Span.File == l.all.File && l.all.Start <= f.Span.Start && f.Span.End <= l.all.End
}

// Lists are the lists of flags that a Dockerfile and its programs state and that
// speak of a hardening at all: the value of CFLAGS and its like in ENV, ARG, an
// assignment or an operand of make, configure, cmake and meson; the words of a
// compiler; the -extldflags of go build; the #cgo lines of what the Go builds are
// made of. Texts of other commands (sed, echo, grep) are none.
func Lists(b *image.Build, runs []*image.Run, gos []*Go) []*List {
	all := &programs{runs: runs}
	var out []*List
	for _, g := range gos {
		out = append(out, g.cgoLists()...)
	}
	if b != nil {
		for _, s := range b.Stages {
			for _, step := range s.Steps {
				out = append(out, all.declared(step)...)
			}
		}
	}
	for _, run := range runs {
		if run.When != image.OnBuild && run.Program.File != nil && slices.ContainsFunc(markers, run.Program.Text.Mentions) {
			out = append(out, all.listsOf(run)...)
		}
	}
	return out
}

// declared are the lists of an ENV or ARG.
func (all *programs) declared(step *image.Step) []*List {
	if step.Name != "ENV" && step.Name != "ARG" {
		return nil
	}
	var out []*List
	for _, a := range step.Vars {
		if a.HasValue && a.Value.Text != nil && isFlagVar(a.Name.Value()) && marked(a.Value.Value()) {
			out = append(out, all.declaredAs(step, a))
		}
	}
	return out
}

func (all *programs) declaredAs(step *image.Step, a dockerfile.Assignment) *List {
	l := &List{Stage: step.Stage, all: a.Value.Span(), place: place{all: all, vars: step.Before.Vars, stage: step.Stage}}
	l.named(a.Name.Value())
	l.Flags = l.place.list(a.Value.Text)
	return l
}

// isFlagVar tells whether a variable of that name holds flags of a C compiler or
// linker. Those of the kernel's build (KCFLAGS and its like) are left out: what
// they compile has no libc and is hardened by the kernel's own configuration.
func isFlagVar(name string) bool {
	name = strings.ToUpper(name)
	if strings.HasPrefix(name, "K") && strings.HasSuffix(name, "FLAGS") || strings.Contains(name, "KBUILD") || strings.Contains(name, "BPF") {
		return false
	}
	for _, end := range []string{"CFLAGS", "CXXFLAGS", "CPPFLAGS", "CCFLAGS", "LDFLAGS", "C_FLAGS", "CXX_FLAGS", "LINKER_FLAGS",
		"C_FLAGS_RELEASE", "CXX_FLAGS_RELEASE", "RUSTFLAGS", "C_ARGS", "CPP_ARGS", "LINK_ARGS", "CC-OPT", "LD-OPT", "OPT_FLAGS"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return name == "CC" || name == "CXX" || name == "LD"
}

// named fills in what the name of a variable tells.
func (l *List) named(name string) {
	l.Name = name
	up := strings.ToUpper(name)
	l.Go = strings.HasPrefix(up, "CGO_")
	for _, end := range []string{"LDFLAGS", "LINKER_FLAGS", "LINK_ARGS", "LD-OPT"} {
		l.Links = l.Links || strings.HasSuffix(up, end)
	}
}

// drivers are commands that take flags as NAME=flags or --option=flags.
var drivers = map[string]bool{
	"configure": true, "make": true, "gmake": true, "cmake": true, "meson": true, "autogen.sh": true, "scons": true,
	"ninja": true, "bootstrap": true, "config": true, "Configure": true, "waf": true, "b2": true,
}

func isCompiler(name string) bool {
	family, _ := familyOf(name)
	return family != "" || name == "tcc" || name == "ld"
}

// bareWords give away a program that builds a kernel, its modules, a boot loader
// or firmware (objcopy -O binary).
var bareWords = []string{"/lib/modules", "modules_install", "bzImage", "vmlinux", "linux-headers", "KERNEL", "ipxe", "syslinux", "u-boot", "grub",
	"edk2", "seabios", "coreboot", "efiboot", "KCFLAGS", "KBUILD", "-O binary"}

func (all *programs) listsOf(run *image.Run) []*List {
	var out []*List
	seen := map[*shell.Program]bool{}
	for c := range run.Program.All() {
		if !seen[c.Program] {
			seen[c.Program] = true
			out = append(out, all.assigned(run, c.Program)...)
		}
		out = append(out, all.commandLists(run, c)...)
	}
	if !seen[run.Program] {
		out = append(out, all.assigned(run, run.Program)...)
	}
	// Only now: hardly any program comes this far.
	if len(out) > 0 && slices.ContainsFunc(bareWords, func(w string) bool { return strings.Contains(run.Program.Text.String(), w) }) {
		return nil
	}
	return out
}

// assigned are the lists in assignments of a program that stand by themselves or
// behind export.
func (all *programs) assigned(run *image.Run, p *shell.Program) []*List {
	var out []*List
	for _, a := range all.assignments(p) {
		if a.to <= a.from || !isFlagVar(a.name) {
			continue
		}
		if raw := p.Text.Slice(a.from, a.to); marked(raw.String()) {
			l := &List{Run: run, Stage: run.State.Stage, all: raw.All()}
			l.place = place{all: all, run: run, prog: p, at: a.start, vars: run.State.Vars, stage: run.State.Stage}
			l.named(a.name)
			l.Flags = l.place.list(raw)
			out = append(out, l)
		}
	}
	return out
}

// commandLists are the lists of one command: its prefix, and its words where it
// is a compiler or hands flags to one.
func (all *programs) commandLists(run *image.Run, c *shell.Command) []*List {
	lists := listing{all: all, run: run, command: c}
	lists.prefix()
	switch {
	case isCompiler(c.Name):
		if n := len(c.Args); n > 0 {
			from, _ := c.Args[0].Range()
			_, to := c.Args[n-1].Range()
			lists.add(c.Name, from, to, c.Name == "ld")
		}
	case drivers[path.Base(c.Name)] && !asksHelp(c):
		lists.assignedWords()
	case c.Name == "execstack":
		lists.execstack()
	case c.Name == "go":
		lists.ldflags()
	}
	return lists.found
}

// listing looks for the lists of one command.
type listing struct {
	all     *programs
	run     *image.Run
	command *shell.Command
	found   []*List
}

// add takes the bytes [from, to) of the command's program for a list, where any of
// them speaks of a hardening. Links: they are the linker's.
func (x *listing) add(name string, from, to int, links bool) {
	raw := x.command.Program.Text.Slice(from, to)
	if !marked(raw.String()) {
		return
	}
	l := &List{Run: x.run, Command: x.command, Stage: x.run.State.Stage, all: raw.All(), place: x.all.at(x.run, x.command)}
	l.named(optionName(name))
	l.Name = name
	l.Links = l.Links || links
	l.Go = l.Go || links && x.command.Name == "go"
	// Expansions are made before the prefix is in force.
	l.Flags = l.place.without().list(raw)
	x.found = append(x.found, l)
}

// prefix takes CFLAGS=... in front of the command. Those of export and its like are
// assignments of the program.
func (x *listing) prefix() {
	switch x.command.Name {
	case "export", "declare", "readonly", "typeset":
		return
	}
	for _, a := range x.command.Assigns {
		if a.HasValue && isFlagVar(a.Name) {
			from, to := a.Value.Range()
			x.add(a.Name, from, to, false)
		}
	}
}

// assignedWords takes words such as CFLAGS=... of make and configure.
func (x *listing) assignedWords() {
	for _, w := range x.command.Args {
		name, _, ok := strings.Cut(w.Source(), "=")
		if ok && isFlagVar(optionName(name)) {
			from, to := w.Range()
			x.add(strings.Trim(name, `"'`), from+len(name)+1, to, false)
		}
	}
}

// execstack takes what prelink's tool of that name does to a finished program for the
// linker's flag of the same effect.
func (x *listing) execstack() {
	c := x.command
	for i, w := range c.Args {
		if a := c.Arg(i); a == "-s" || a == "--set-execstack" {
			x.found = append(x.found, &List{
				Run: x.run, Command: c, Stage: x.run.State.Stage, Name: c.Name, all: w.Span(), by: "execstack -s",
				Flags: []Flag{{Value: "-z execstack", Span: w.Span(), Known: true}},
			})
		}
	}
}

// ldflags takes what go's -ldflags hands to the linker of C.
func (x *listing) ldflags() {
	c := x.command
	for i, w := range c.Args {
		if o := w.Source(); strings.HasPrefix(strings.TrimLeft(o, "-"), "ldflags") && strings.HasPrefix(o, "-") {
			eq := strings.IndexByte(o, '=')
			if eq < 0 && i+1 < len(c.Args) {
				w = c.Args[i+1]
			}
			from, to := w.Range()
			x.add("-extldflags", from+eq+1, to, true)
		}
	}
}

// optionName is the name of the variable that an option of a driver sets:
// -DCMAKE_C_FLAGS is CMAKE_C_FLAGS, --extra-cflags is CFLAGS, --with-cc-opt is
// CC-OPT, CFLAGS+ is CFLAGS.
func optionName(o string) string {
	name := strings.TrimLeft(strings.TrimRight(strings.Trim(o, `"'`), "+:"), "-")
	if strings.HasPrefix(o, "-D") {
		name = strings.TrimPrefix(name, "D")
		name, _, _ = strings.Cut(name, ":")
	}
	for _, front := range []string{"extra-", "with-"} {
		name = strings.TrimPrefix(name, front)
	}
	return name
}

func asksHelp(c *shell.Command) bool {
	for i := range c.Args {
		if a := c.Arg(i); a == "--help" || a == "-h" {
			return true
		}
	}
	return false
}

// Compiler is the C compiler that the flags are for.
func (l *List) Compiler() Compiler {
	if l.Command != nil && isCompiler(l.Command.Name) {
		c := Compiler{Name: l.Command.Name, Flags: l.Flags}
		l.place.classify(&c)
		return c
	}
	return l.place.compiler()
}

// Downgrade is the plain -fstack-protector that takes the place of the stronger
// default that Alpine's compilers have.
func (l *List) Downgrade() (Flag, bool) {
	state, flag := StackProtector(l.Flags)
	if state != Plain || l.Links || !l.states(flag) || l.excused() {
		return Flag{}, false
	}
	return flag, l.Compiler().Class == AlpineDefault
}
