package build

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Hardening is what a compiler or linker does against exploits.
type Hardening int8

// The hardenings.
const (
	Canaries Hardening = iota
	PIE
	NXStack
	RELRO
	BindNow
	Fortify
)

// String says that it is gone, as a sentence that "by -flag" can follow.
func (h Hardening) String() string {
	return [...]string{
		"stack canaries are switched off",
		"position-independent code is switched off",
		"the stack is made executable",
		"the relocation tables are left writable",
		"binding of symbols at the start is switched off",
		"the checked memory and string functions are switched off",
	}[h]
}

// Cost is what a program without it is open to, in one clause.
func (h Hardening) Cost() string {
	return [...]string{
		"an overflow of a buffer on the stack can replace the return address unnoticed",
		"the kernel loads the program at a fixed address, so the addresses of its code are known to an attacker",
		"bytes that an attacker writes to the stack can be run",
		"a stray write can redirect calls through the tables of the dynamic linker",
		"the table of function addresses stays writable while the program runs",
		"an overflow of memcpy, strcpy and their like is not stopped where the size is known",
	}[h]
}

// Weakness is a flag that takes a hardening away and that no later flag of its
// list gives back.
type Weakness struct {
	Flag Flag
	Lost Hardening
	// By is how the flag is called: as its own manual has it, "-z norelro" for
	// -Wl,-z,norelro.
	By string
}

// weakenings: flags that take a hardening away, and those that give it back. From
// the manuals of gcc 14, clang 19 and binutils 2.43.
var weakenings = []struct {
	lost  Hardening
	off   []string
	again []string // by prefix where it ends with *
}{
	{Canaries, []string{"-fno-stack-protector"}, []string{"-fstack-protector-strong", "-fstack-protector-all", "-fstack-protector", "-fhardened"}},
	{PIE, []string{"-no-pie", "-nopie", "-fno-pie", "-fno-PIE"}, []string{"-pie", "-static-pie", "-fpie", "-fPIE"}},
	{NXStack, []string{"-z execstack"}, []string{"-z noexecstack"}},
	{RELRO, []string{"-z norelro"}, []string{"-z relro"}},
	{BindNow, []string{"-z lazy"}, []string{"-z now"}},
	{Fortify, []string{"-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=0"}, []string{"-D_FORTIFY_SOURCE=2", "-D_FORTIFY_SOURCE=3", "-fhardened"}},
}

// markers are in every text that states one of the flags judged here. Hardly any
// has one.
var markers = []string{"stack-protector", "execstack", "-pie", "nopie", "-PIE", "norelro", "lazy", "FORTIFY_SOURCE"}

func marked(s string) bool {
	return slices.ContainsFunc(markers, func(m string) bool { return strings.Contains(s, m) })
}

// excuses are flags of programs that no libc is there for, or that are watched in
// another way: kernels, boot loaders, eBPF, sanitizers. The hardenings are not
// for them.
var excuses = []string{"-ffreestanding", "-nostdlib", "-nostartfiles", "-mkernel", "-mcmodel=kernel", "-D__KERNEL__"}

// excused tells whether the list is of a program for which the hardenings are
// not made.
func (l *List) excused() bool {
	for i, f := range l.Flags {
		v := f.Value
		switch {
		case slices.Contains(excuses, v), strings.HasPrefix(v, "-fsanitize="),
			v == "bpf" && i > 0 && l.Flags[i-1].Value == "-target", strings.HasPrefix(v, "--target=bpf"), strings.HasPrefix(v, "-target=bpf"):
			return true
		}
	}
	return false
}

// Weaknesses are the flags of the list that take a hardening away for good.
func (l *List) Weaknesses() []Weakness {
	if l.excused() {
		return nil
	}
	flags := linkerWords(l.Flags)
	var out []Weakness
	for _, w := range weakenings {
		var lost *Flag
		for i, f := range flags {
			switch {
			case !f.Known:
			case slices.Contains(w.off, f.Value):
				lost = &flags[i]
			case slices.Contains(w.again, f.Value):
				lost = nil
			}
		}
		if lost != nil && l.states(*lost) {
			out = append(out, Weakness{Flag: *lost, Lost: w.lost, By: cmp.Or(l.by, lost.Value)})
		}
	}
	return out
}

// Idle says why a weakness of the list has no effect, given the Go builds of the
// same unit; "" where it has one.
func (l *List) Idle(w Weakness, gos []*Go) string {
	if l.Links && w.Lost == Canaries {
		return "it is for the compiler, and these flags are for the linker"
	}
	if !l.Go {
		return ""
	}
	off, pie := true, false
	for _, g := range gos {
		off = off && g.Cgo.Answer == alpine.No
		pie = pie || g.PIE()
	}
	switch {
	case off && len(gos) > 0:
		return "cgo takes no part in the Go builds here"
	case w.Lost == PIE && !pie:
		return "Go links so by itself where -buildmode=pie is not given"
	}
	return ""
}

// linkerWords brings the many ways to hand `-z word` to a linker into that form:
// -Wl,-z,word, -Wl,-z -Wl,word, -zword, -z word; and takes what hands a flag on
// from its front (-Wp, of the preprocessor, link-arg= of rustc, -extldflags= of
// go).
func linkerWords(flags []Flag) []Flag {
	out := make([]Flag, 0, len(flags))
	for _, f := range flags {
		v := f.Value
		for _, front := range []string{"-Clink-arg=", "-Clink-args=", "link-arg=", "link-args=", "-extldflags=", "-Wp,"} {
			if rest, ok := strings.CutPrefix(v, front); ok {
				if f.Span.End-f.Span.Start == len(v) { // written as it is
					f.Span.Start += len(front)
				}
				v = rest
			}
		}
		words := []string{v}
		if rest, ok := strings.CutPrefix(v, "-Wl,"); ok {
			words = strings.Split(rest, ",")
		}
		for _, w := range words {
			if n := len(out); n > 0 && out[n-1].Value == "-z" {
				out[n-1].Value = "-z " + w
				if out[n-1].Span.File == f.Span.File && f.Span.Start >= out[n-1].Span.Start {
					out[n-1].Span = out[n-1].Span.Cover(f.Span)
				}
				continue
			}
			if rest, ok := strings.CutPrefix(w, "-z"); ok && rest != "" && !strings.Contains(rest, "=") {
				w = "-z " + strings.TrimSpace(rest)
			}
			out = append(out, Flag{Value: w, Span: f.Span, Known: f.Known})
		}
	}
	return out
}
