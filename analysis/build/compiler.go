package build

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// Class tells what a C compiler does about stack canaries when no flag speaks of
// them.
type Class int8

// The classes of compilers.
const (
	// UnknownCompiler: one that was neither tried nor read.
	UnknownCompiler Class = iota
	// AlpineDefault: it adds -fstack-protector-strong by itself. Alpine's gcc since
	// 3.5 (first by a patch, since gcc 8.2.0 by --enable-default-ssp), its clang
	// since 5.0.0 in 3.7 where the target's vendor is alpine.
	AlpineDefault
	// KnownOff: it adds none. Tried: Debian's gcc 12.2, its cross compilers,
	// clang 14 and musl-gcc.
	KnownOff
)

// Compiler is the C compiler that a build calls.
type Compiler struct {
	Name  string // as it is called, without folder: "gcc", "musl-gcc", "zig cc"
	Whose string // "Alpine's", "Debian's", where it is the distribution's own; ""
	Class Class
	// Flags are those in the value of CC.
	Flags []Flag
	// There: it is installed.
	There   Fact
	Because []image.Evidence
}

// String is how messages call it.
func (c Compiler) String() string {
	if c.Name == "" {
		return "the C compiler that CC names"
	}
	return strings.TrimLeft(c.Whose+" "+c.Name, " ")
}

// launchers run the compiler that follows them.
var launchers = map[string]bool{"ccache": true, "sccache": true, "distcc": true, "icecc": true, "env": true}

// compiler is what CC names, else gcc, which is Go's default on Linux.
func (p place) compiler() Compiler {
	cc := p.setting("CC")
	if cc.Is == alpine.No && p.cmd != nil && p.cmd.Name == "xx-go" {
		return Compiler{Name: "the compiler that xx-go chooses"}
	}
	if cc.Is == alpine.No {
		c := Compiler{Name: "gcc", There: p.gcc()}
		p.classify(&c)
		return c
	}
	c := Compiler{Because: []image.Evidence{cc.Evidence()}}
	words := cc.flags()
	for len(words) > 0 && words[0].Known && launchers[path.Base(words[0].Value)] {
		words = words[1:]
	}
	if len(words) == 0 || !words[0].Known {
		return c
	}
	c.Name, c.Flags = path.Base(words[0].Value), words[1:]
	if c.Name == "zig" && len(c.Flags) > 0 {
		c.Name, c.Flags = "zig "+c.Flags[0].Value, c.Flags[1:]
	}
	if c.Name == "gcc" || c.Name == "cc" {
		c.There = p.gcc()
	}
	p.classify(&c)
	return c
}

func (p place) classify(c *Compiler) {
	if p.stage == nil {
		return
	}
	img := p.stage.Image
	family, triple := familyOf(c.Name)
	switch img.Distro {
	case alpine.Alpine:
		c.Class = alpineClass(family, triple, c.Flags, img.Release)
		if c.Class == AlpineDefault {
			c.Whose = "Alpine's"
			c.Because = append(c.Because, sayAt(img.Evidence, p.stage.From.Span))
		}
	case alpine.Debian:
		// A musl-cross-make toolchain or musl-gcc has no default either.
		if family == "gcc" || family == "clang" {
			c.Class = KnownOff
			if !strings.Contains(triple, "musl") {
				c.Whose = "Debian's"
			}
			c.Because = append(c.Because, sayAt(img.Evidence, p.stage.From.Span))
		}
	default:
		if family == "gcc" && strings.Contains(triple, "linux-musl") && !strings.Contains(triple, "alpine") {
			c.Class = KnownOff
		}
	}
	c.Because = append(c.Because, c.There.Because...)
}

// familyOf splits the name of a compiler: "x86_64-linux-musl-gcc-12" is gcc for
// the triple x86_64-linux-musl. Other compilers have no family.
func familyOf(name string) (family, triple string) {
	name = strings.TrimRight(name, "0123456789.")
	name = strings.TrimSuffix(name, "-")
	switch name {
	case "gcc", "cc", "g++", "c++", "musl-gcc":
		return "gcc", strings.TrimSuffix(strings.TrimSuffix(name, "gcc"), "-")
	case "clang", "clang++":
		return "clang", ""
	}
	for _, end := range []string{"-gcc", "-g++", "-cc", "-c++"} {
		if t, ok := strings.CutSuffix(name, end); ok && strings.Count(t, "-") >= 2 {
			return "gcc", t
		}
	}
	return "", ""
}

var (
	gccSince   = alpine.Release{Major: 3, Minor: 5}
	clangSince = alpine.Release{Major: 3, Minor: 7}
)

func alpineClass(family, triple string, flags []Flag, r alpine.Release) Class {
	since := gccSince
	switch family {
	case "gcc":
		switch {
		case triple == "" || strings.Contains(triple, "-alpine-linux-musl"):
		case strings.Contains(triple, "linux-musl"):
			return KnownOff // a toolchain of musl-cross-make
		default:
			return UnknownCompiler
		}
	case "clang":
		since = clangSince
		for i, f := range flags {
			target, ok := strings.CutPrefix(f.Value, "--target=")
			if f.Value == "-target" && i+1 < len(flags) {
				target, ok = flags[i+1].Value, true
			}
			if ok && !strings.Contains(target, "-alpine-") {
				return KnownOff // the default hangs on the vendor of the target
			}
		}
	default:
		return UnknownCompiler
	}
	if r.Known() && !r.IsEdge() && r.Compare(since) < 0 {
		return UnknownCompiler
	}
	return AlpineDefault
}

// SkipsDynamicArrays tells whether the compiler is a gcc of Alpine that on arm64 puts
// no canary in front of arrays whose length is known only at run time
// (CVE-2023-4039): those before 13.2.1_git20231014, which came with 3.19.
func (g *Go) SkipsDynamicArrays() bool {
	family, _ := familyOf(g.Compiler.Name)
	r := g.Run.State.Release()
	return family == "gcc" && g.Compiler.Class == AlpineDefault && g.Arch() == "arm64" && r.Known() && !r.IsEdge() &&
		r.Compare(alpine.Release{Major: 3, Minor: 18}) <= 0
}
