package build

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// CC is a run of a C or C++ compiler that links.
type CC struct {
	Run      *image.Run
	Command  *shell.Command
	Compiler Compiler
	Flags    []Flag

	place  place
	output string // as given; "a.out" where nothing is said, "" where it is not known
	shared bool
	known  bool // all words have a value
}

// ccNames are the compilers that are looked for.
var ccNames = []string{"gcc", "g++", "cc", "c++", "clang", "clang++", "musl-gcc", "x86_64-linux-musl-gcc", "aarch64-linux-musl-gcc"}

// CCs are the runs of C compilers that link a program or a library: those of RUN,
// of the scripts that a RUN leads to, and of scripts that no Dockerfile ships.
func CCs(runs []*image.Run) []*CC {
	all := &programs{runs: runs}
	var out []*CC
	for _, run := range runs {
		if run.When != image.AtBuild && run.When != image.OnItsOwn {
			continue
		}
		for _, c := range run.Program.Named(ccNames...) {
			if cc := all.cc(run, c); cc != nil {
				out = append(out, cc)
			}
		}
	}
	return out
}

func (all *programs) cc(run *image.Run, c *shell.Command) *CC {
	if len(c.Args) == 0 {
		return nil
	}
	from, _ := c.Args[0].Range()
	_, to := c.Args[len(c.Args)-1].Range()
	x := &CC{Run: run, Command: c, place: all.at(run, c), output: "a.out", known: true}
	x.Flags = x.place.without().list(c.Program.Text.Slice(from, to))
	inputs := 0
	for i, f := range x.Flags {
		x.known = x.known && f.Known
		switch v := f.Value; {
		case v == "-c", v == "-S", v == "-E", v == "-M", v == "-MM", strings.HasPrefix(v, "--print"), strings.HasPrefix(v, "-print"),
			strings.HasPrefix(v, "-dump"), v == "--version", v == "-fsyntax-only", v == "-r":
			return nil
		case v == "-shared":
			x.shared = true
		case v == "-o" && i+1 < len(x.Flags):
			if x.output = x.Flags[i+1].Value; !x.Flags[i+1].Known {
				x.output = ""
			}
		case strings.HasPrefix(v, "-o") && len(v) > 2:
			x.output = v[2:]
		case !strings.HasPrefix(v, "-"):
			inputs++
		}
	}
	if inputs == 0 && x.known {
		return nil
	}
	x.Compiler = Compiler{Name: c.Name, Flags: x.Flags}
	x.place.classify(&x.Compiler)
	return x
}

// Linkage is how the program is linked. -static alone makes a program at a fixed
// address with the compilers of Debian; Alpine's gcc, which has PIE on by default
// and a patch to its specs since 8.2 (3.9), makes a static PIE of it.
func (x *CC) Linkage() Linkage {
	static, pie, known := Static, false, x.known
	found := UnknownLinkage
	for _, f := range x.Flags {
		switch f.Value {
		case "-static":
			found = Static
		case "-static-pie":
			found, static = StaticPIE, StaticPIE
		case "-nostdlib", "-nostartfiles", "-ffreestanding", "-r":
			return UnknownLinkage
		case "-pie":
			pie = true
		}
	}
	switch {
	case x.shared:
		return UnknownLinkage
	case found == Static && (static == StaticPIE || pie):
		return UnknownLinkage // which of them wins differs
	case found == Static && x.Compiler.Class != KnownOff:
		return AnyStatic
	case found != UnknownLinkage:
		return found
	case !known:
		return UnknownLinkage
	}
	return Dynamic
}

// Word is the word -static of the command line.
func (x *CC) Word(flag string) source.Span {
	for _, f := range x.Flags {
		if f.Value == flag {
			return f.Span
		}
	}
	return x.Command.Word.Span()
}

// Libc is the library that the program is linked with.
func (x *CC) Libc() alpine.Libc {
	own := alpine.LibcUnknown
	if x.Run.State.Stage != nil {
		own = x.Run.State.Libc()
	}
	c := x.Compiler
	c.Flags = nil
	for _, f := range x.Flags {
		if strings.HasPrefix(f.Value, "-specs") || strings.Contains(f.Value, "-target") || strings.HasPrefix(f.Value, "--sysroot") || strings.Contains(f.Value, "dynamic-linker") {
			return alpine.LibcUnknown
		}
	}
	return c.libc(own)
}
