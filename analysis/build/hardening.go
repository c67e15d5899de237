package build

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Unoptimized is a CGO_CFLAGS of which no flag asks for optimization. It takes the
// place of Go's own "-g -O2", and without -O the compiler checks no function of
// _FORTIFY_SOURCE. It is not ok where a flag has no known value, or where CC,
// CGO_CPPFLAGS or the #cgo lines of all packages have an -O.
func (g *Go) Unoptimized() (first Flag, ok bool) {
	s := g.place.setting("CGO_CFLAGS")
	flags := s.flags()
	if s.Is != alpine.Yes || len(flags) == 0 || s.raw != nil && strings.Contains(s.raw.String(), "CGO_CFLAGS") {
		return Flag{}, false // who names the old value means to keep it
	}
	optimizes := func(f Flag) bool { return strings.HasPrefix(f.Value, "-O") }
	if slices.ContainsFunc(g.Flags, func(f Flag) bool { return !f.Known || optimizes(f) }) ||
		g.everyPackage(func(flags []Flag) bool { return slices.ContainsFunc(flags, optimizes) }) {
		return Flag{}, false
	}
	return flags[0], true
}

// WithCanaries is the edit that states -fstack-protector-strong: in the CGO_CFLAGS of
// the build, which end in quotes, or in an ENV at the head of its stage, with Go's default
// kept. It is not ok for a script, and where the flags are not known.
func (g *Go) WithCanaries() (source.Edit, bool) {
	const strong = "-fstack-protector-strong"
	if state, _ := g.StackProtector(); state != NoWord {
		return source.Edit{}, false
	}
	s := g.place.setting("CGO_CFLAGS")
	switch flags := s.flags(); {
	case s.Is == alpine.No && g.Run.Script == nil && g.Run.When == image.AtBuild && g.Run.Step != nil:
		return g.Run.Step.Stage.Steps[0].Above(`ENV CGO_CFLAGS="-g -O2 ` + strong + `"`), true
	case s.Is == alpine.Yes && len(flags) > 0 && flags[len(flags)-1].Known:
		file, end := flags[len(flags)-1].Span.File, flags[len(flags)-1].Span.End
		if file != nil && end < len(file.Content) && strings.IndexByte(`"'`, file.Content[end]) >= 0 {
			return source.Edit{Span: file.Span(end, end), New: " " + strong}, true
		}
	}
	return source.Edit{}, false
}

// IdlePIE are the flags that ask the C compiler or linker for a position-
// independent program, in a build in which Go asks for none and so links with
// -no-pie.
func (g *Go) IdlePIE() []Flag {
	if g.PIE() || !g.Program() || g.place.setting("GOFLAGS").Is == alpine.Unknown || g.options["ldflags"] != "" && g.unclear {
		return nil
	}
	var out []Flag
	for _, name := range []string{"CGO_CFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS"} {
		for _, f := range g.place.setting(name).flags() {
			if f.Known && slices.Contains([]string{"-fPIE", "-fpie", "-pie"}, f.Value) {
				out = append(out, f)
			}
		}
	}
	return out
}

// Arch is the architecture that --platform names for the stage of the build; "" where
// it names none.
func (g *Go) Arch() string { return platformArch(g.Run.State.Stage) }

// Static is the word that links a program statically at a fixed address, for C
// code: the whole of -ldflags of a Go build is looked at, so that the span is that of
// the command.
func (g *Go) Static() bool { return g.Cgo.Answer == alpine.Yes && g.Linkage() == Static }

// Unfortified is an Alpine stage that compiles C with a gcc that apk added alone,
// without the headers that give _FORTIFY_SOURCE its effect on musl.
type Unfortified struct {
	Package source.Span // of gcc or g++, in apk add
	Name    string
	By      source.Span // the first command that compiles
}

// Unfortifieds are those of the stages; each package is told once.
func Unfortifieds(runs []*image.Run, gos []*Go, ccs []*CC) []Unfortified {
	var out []Unfortified
	add := func(p place, by source.Span) {
		t, ok := p.unfortified()
		if ok && !slices.ContainsFunc(out, func(u Unfortified) bool { return u.Package == t.span }) {
			out = append(out, Unfortified{t.span, t.name, by})
		}
	}
	for _, g := range gos {
		if g.Cgo.Answer == alpine.Yes && g.Compiler.Class == AlpineDefault {
			add(g.place, g.Words)
		}
	}
	for _, x := range ccs {
		if x.Compiler.Class == AlpineDefault && !slices.ContainsFunc(x.Flags, func(f Flag) bool { return f.Value == "-O0" || f.Value == "-shared" && !f.Known }) {
			add(x.place, x.Command.Word.Span())
		}
	}
	all := &programs{runs: runs}
	for _, run := range runs {
		if run.When != image.AtBuild {
			continue
		}
		for _, c := range run.Program.Named("make", "ninja") {
			// A makefile of a Go project may call nothing but go.
			if c.Arg(0) == "--version" || hasGo(run, c) {
				continue
			}
			add(all.at(run, c), c.Word.Span())
		}
	}
	return out
}

func hasGo(run *image.Run, c *shell.Command) bool {
	_, added := run.PackagesAt(c).Any(func(x alpine.Package) bool { return x.Go })
	return added == alpine.Yes || run.State.Stage == nil || run.State.Stage.Image.HasGo == alpine.Yes
}

func (p place) unfortified() (tool, bool) {
	if p.stage == nil || p.stage.Image.Distro != alpine.Alpine || p.stage.Image.HasCC == alpine.Yes {
		return tool{}, false
	}
	list, open := p.tools()
	if open || len(list) == 0 || slices.ContainsFunc(list, func(t tool) bool { return t.name != "gcc" && t.name != "g++" || t.by != "apk add" }) {
		return tool{}, false
	}
	packages := p.run.PackagesAt(p.cmd)
	_, has := packages.Any(func(x alpine.Package) bool { return x.Fortify })
	// The -dev packages of PostgreSQL depend on clang, which brings the headers.
	return list[0], has == alpine.No && !packages.Named(func(name string) bool { return strings.HasPrefix(name, "postgresql") })
}

// Shimmed is the package with glibc's loader that is there when Go links a program by
// itself, which then writes the path of that loader into it; "" for none.
func (g *Go) Shimmed() string {
	if g.Run.State.IsAlpine() != alpine.Yes || g.Linkage() != Dynamic || !g.Internal() || g.Command.Name != "go" {
		return ""
	}
	shim, _ := g.Run.PackagesAt(g.Command).Any(func(x alpine.Package) bool { return x.GlibcShim })
	return shim
}

// ShimSpan is where the stage adds that package.
func (g *Go) ShimSpan(name string) (span source.Span) {
	g.place.all.before(g.place, func(run *image.Run, c *shell.Command) {
		if c.Name != "apk" {
			return
		}
		for _, o := range run.Apk(c).Operands {
			if o.Kind == apk.Package && o.Constraint.Name == name {
				span = c.Args[o.Index].Span()
			}
		}
	})
	return span
}
