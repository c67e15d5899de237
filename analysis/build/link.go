package build

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Linkage tells how a program is put together.
type Linkage int8

// The ways to link.
const (
	UnknownLinkage Linkage = iota
	Static                 // no interpreter, at a fixed address
	StaticPIE              // no interpreter, at any address
	AnyStatic              // no interpreter; at what address is not known
	Dynamic                // started by the loader of its libc
)

// IsStatic tells whether the program has its libraries in it.
func (l Linkage) IsStatic() bool { return l == Static || l == StaticPIE || l == AnyStatic }

// external tells whether Go has the program linked by the C compiler: where C code
// of other packages than the standard library's takes part, or -linkmode asks.
func (g *Go) external() alpine.Answer {
	switch {
	case strings.Contains(g.options["ldflags"], "linkmode=external"), strings.Contains(g.options["ldflags"], "linkmode external"):
		return alpine.Yes
	case g.Cgo.Answer == alpine.No:
		return alpine.No
	case len(g.Sources.C) > 0:
		return alpine.Yes
	case g.Sources.Complete:
		return alpine.No
	}
	return alpine.Unknown
}

// ldFlags are the words of -ldflags, of CGO_LDFLAGS and of #cgo LDFLAGS; known is
// false where one of them has no known value.
func (g *Go) ldFlags() (words []string, known bool) {
	known = true
	raw, has := g.options["ldflags"]
	for w := range strings.FieldsFuncSeq(raw, func(r rune) bool { return strings.ContainsRune(" \t\n\"'", r) }) {
		words = append(words, strings.TrimPrefix(strings.TrimPrefix(w, "-extldflags="), "--extldflags="))
	}
	if has && raw == "" {
		known = false
	}
	for _, f := range g.place.setting("CGO_LDFLAGS").flags() {
		words, known = append(words, f.Value), known && f.Known
	}
	more, sure := g.linkFlags()
	return append(words, more...), known && sure
}

// mode is the -buildmode, of the command or of GOFLAGS.
func (g *Go) mode() string {
	if m := g.options["buildmode"]; m != "" {
		return m
	}
	for _, f := range g.place.setting("GOFLAGS").flags() {
		if m, ok := strings.CutPrefix(strings.TrimPrefix(f.Value, "-"), "-buildmode="); ok {
			return m
		}
		if m, ok := strings.CutPrefix(f.Value, "-buildmode="); ok {
			return m
		}
	}
	return ""
}

// Program tells whether the build makes a program, and no library or plugin.
func (g *Go) Program() bool { return slices.Contains([]string{"", "default", "exe", "pie"}, g.mode()) }

// Linkage is how the program is linked, as tried with Go 1.26: without cgo it is
// static, with -buildmode=pie it has an interpreter all the same; with cgo it is
// dynamic where the linker is not told otherwise. -extldflags say nothing where Go
// links by itself, so with them a build of which that is not known is unknown.
func (g *Go) Linkage() Linkage {
	words, known := g.ldFlags()
	has := func(w string) bool { return slices.Contains(words, w) }
	switch {
	case !g.Program() || has("-d") || has("-I") || g.place.setting("GOFLAGS").Is == alpine.Unknown:
		return UnknownLinkage
	case g.Cgo.Answer == alpine.No && !g.PIE():
		return Static
	case g.Cgo.Answer == alpine.No && g.external() == alpine.No:
		return Dynamic
	case g.Cgo.Answer != alpine.Yes || !known || g.unclear:
		return UnknownLinkage
	case has("-static-pie") && g.external() == alpine.Yes:
		return StaticPIE
	case has("-static") && !g.PIE() && g.external() == alpine.Yes:
		return Static
	case slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-static") || w == "--static" }):
		return UnknownLinkage
	case slices.Contains(g.tags(), "netgo") && len(g.Sources.C) == 0:
		return UnknownLinkage
	}
	return Dynamic
}

// Internal tells whether Go links the program by itself, and so writes the path of
// its interpreter: of glibc's loader where that file is there, else of musl's.
func (g *Go) Internal() bool { return g.external() == alpine.No }

// Libc is the library of a program that is linked dynamically.
func (g *Go) Libc() alpine.Libc {
	if g.Command.Name != "go" || g.Run.State.Stage == nil {
		return alpine.LibcUnknown
	}
	if g.Cgo.Answer == alpine.No {
		return g.Run.State.Libc()
	}
	return g.Compiler.libc(g.Run.State.Libc())
}

// libc is what the compiler links with, given the library of the distribution.
func (c Compiler) libc(own alpine.Libc) alpine.Libc {
	family, triple := familyOf(c.Name)
	for _, f := range c.Flags {
		if strings.HasPrefix(f.Value, "-specs") || strings.HasPrefix(f.Value, "--target") || f.Value == "-target" || strings.HasPrefix(f.Value, "--sysroot") || !f.Known {
			return alpine.LibcUnknown
		}
	}
	switch {
	case family == "":
		return alpine.LibcUnknown
	case strings.Contains(triple, "musl"):
		return alpine.Musl
	case triple == "" || strings.Contains(triple, "linux-gnu"):
		return own
	}
	return alpine.LibcUnknown
}
