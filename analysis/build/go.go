package build

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Go is one `go build` or `go install`.
type Go struct {
	Run     *image.Run
	Command *shell.Command
	// Words are the program and its subcommand, "go build".
	Words source.Span
	// Cgo: whether cgo takes part, so that C code is compiled and linked. Unknown
	// where neither the environment nor the sources tell.
	Cgo Fact
	// Enabled is CGO_ENABLED.
	Enabled Setting
	// Compiler is the C compiler that cgo calls.
	Compiler Compiler
	// Flags are what C code is compiled with beside what its sources ask for: those
	// of CC, CGO_CPPFLAGS and CGO_CFLAGS, in that order.
	Flags []Flag
	// Sources are read where they can make a difference.
	Sources Sources

	place    place
	dir      string            // in which it runs; "" where it is not known
	options  map[string]string // go's own, without dash; those whose value is known
	packages []string          // operands
	unclear  bool              // a word has no known value: it may be an option or a package
}

// Gos are the builds of Go programs among the runs: those of RUN, of the scripts
// that a RUN leads to, and of scripts that no Dockerfile is known to ship. `go
// test` and `go run` make nothing that is shipped, what a Makefile does is not
// seen, and what is built for another GOOS than linux is not for a container.
func Gos(runs []*image.Run) []*Go {
	all := &programs{runs: runs}
	var out []*Go
	for _, run := range runs {
		if run.When != image.AtBuild && run.When != image.OnItsOwn {
			continue
		}
		for _, c := range run.Program.Named("go", "xx-go") {
			if g := all.goBuild(run, c); g != nil {
				out = append(out, g)
			}
		}
	}
	return out
}

// goBuild is the build that a command runs; nil for another subcommand.
func (all *programs) goBuild(run *image.Run, c *shell.Command) *Go {
	g := &Go{Run: run, Command: c, place: all.at(run, c), options: map[string]string{}}
	at := 0
	for at+1 < len(c.Args) && strings.HasPrefix(c.Arg(at), "-C") { // go -C dir build
		g.options["C"] = strings.TrimPrefix(strings.TrimPrefix(c.Arg(at), "-C"), "=")
		if at++; g.options["C"] == "" {
			g.options["C"] = c.Arg(at)
			at++
		}
	}
	if at >= len(c.Args) {
		return nil
	}
	if verb := c.Arg(at); verb != "build" && verb != "install" {
		return nil
	}
	if os, ok := g.place.setting("GOOS").Value(); ok && os != "" && os != "linux" {
		return nil
	}
	g.Words = c.Word.Span().Cover(c.Args[at].Span())
	g.arguments(c.Args[at+1:])
	g.dir = g.place.folder()
	if to := g.options["C"]; strings.HasPrefix(to, "/") {
		g.dir = path.Clean(to)
	} else if to != "" && g.dir != "" {
		g.dir = path.Join(g.dir, to)
	}
	g.Enabled = g.place.setting("CGO_ENABLED")
	g.Compiler = g.place.compiler()
	g.Flags = append(g.Flags, g.Compiler.Flags...)
	g.Flags = append(g.Flags, g.place.setting("CGO_CPPFLAGS").flags()...)
	g.Flags = append(g.Flags, g.place.setting("CGO_CFLAGS").flags()...)
	g.Cgo = g.cgo()
	return g
}

// goSwitches are the options of go build that take no value of their own word,
// from `go help build` of 1.26. -json and the like may carry one after "=".
var goSwitches = map[string]bool{
	"a": true, "asan": true, "buildvcs": true, "cover": true, "i": true, "json": true, "linkshared": true,
	"modcacherw": true, "msan": true, "n": true, "race": true, "trimpath": true, "v": true, "work": true, "x": true,
}

// arguments reads options and operands. A word without a known value is left out.
func (g *Go) arguments(words []shell.Word) {
	lookup := g.Run.Lookup(g.Command)
	value := func(w shell.Word) string {
		if vs, ok := w.Values(lookup); ok && len(vs) == 1 {
			return vs[0]
		}
		return ""
	}
	for i := 0; i < len(words); i++ {
		v := value(words[i])
		if v == "" {
			g.unclear = true
			continue
		}
		option, isOption := strings.CutPrefix(v, "-")
		if !isOption {
			g.packages = append(g.packages, v)
			continue
		}
		name, val, has := strings.Cut(strings.TrimPrefix(option, "-"), "=")
		if !has && !goSwitches[name] && i+1 < len(words) {
			i++
			val = value(words[i])
		}
		g.options[name] = val
	}
}

// tags are the build tags.
func (g *Go) tags() []string {
	return strings.FieldsFunc(g.options["tags"], func(r rune) bool { return r == ',' || r == ' ' })
}

// folder is the working folder at the place: that of the last cd before it in its
// program, else the stage's. "" when it is not known.
func (p place) folder() string {
	dir := p.run.State.Workdir
	for _, cd := range p.prog.Named("cd") {
		if from, _ := cd.Word.Range(); cd.Program != p.prog || from >= p.at || cd.Subst {
			continue
		}
		if len(cd.Args) != 1 {
			return ""
		}
		vs, ok := cd.Args[0].Values(p.run.Lookup(cd))
		switch {
		case !ok || len(vs) != 1:
			return ""
		case strings.HasPrefix(vs[0], "/"):
			dir = path.Clean(vs[0])
		case dir != "":
			dir = path.Join(dir, vs[0])
		}
	}
	return dir
}

// CompilesForAlpine tells whether, for certain, C code is compiled in the build and
// what it makes has to do with Alpine. Without a compiler nothing is compiled.
func (g *Go) CompilesForAlpine() bool {
	return g.Cgo.Answer == alpine.Yes && g.Compiler.There.Answer != alpine.No && ForAlpine(g.Run.State.Stage) == alpine.Yes
}

// StackProtector is what the flags say of stack canaries in C code, and the flag
// that decides. What #cgo lines say counts where they say it of all the C code.
func (g *Go) StackProtector() (Protector, Flag) {
	state, flag := StackProtector(g.Flags)
	if state == NoWord && g.everyPackage(func(flags []Flag) bool { s, _ := StackProtector(flags); return s != NoWord }) {
		return StackProtector(slices.Concat(g.Flags, g.Sources.Packages[0].CFlags))
	}
	return state, flag
}

// PIE tells whether the build asks for a position-independent program. Go hands
// -no-pie to the linker where it does not.
func (g *Go) PIE() bool {
	if g.options["buildmode"] == "pie" {
		return true
	}
	for _, f := range g.place.setting("GOFLAGS").flags() {
		if strings.TrimPrefix(f.Value, "-") == "-buildmode=pie" || f.Value == "-buildmode=pie" {
			return true
		}
	}
	return false
}

// minor is N of Go 1.N, by the tag of the image; 0 where it does not tell.
func (g *Go) minor() int {
	s := g.Run.State.Stage
	for s.Base != nil {
		s = s.Base
	}
	rest, ok := strings.CutPrefix(s.From.Tag, "1.")
	if s.Image.Name != "golang" || !ok {
		return 0
	}
	n := 0
	for _, c := range rest {
		if c < '0' || c > '9' || n > 1000 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// NeedsCompiler tells whether the build stops without a C compiler, given that
// cgo is switched on. Before 1.20 Go came with net and os/user compiled.
func (g *Go) NeedsCompiler() Fact {
	old := g.minor() > 0 && g.minor() < 20
	switch src := g.Sources; {
	case len(src.C) > 0:
		return fact(alpine.Yes, src.C[0])
	case len(src.Net) > 0 && !old:
		return fact(alpine.Yes, src.Net[0])
	case src.Complete, old && len(src.Net) > 0:
		return fact(alpine.No, say("no package of the build needs a C compiler"))
	}
	return Fact{}
}
