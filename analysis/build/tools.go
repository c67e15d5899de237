package build

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// tool is a package that brings a compiler, or may.
type tool struct {
	name  string // of the package
	by    string // "apk add", "apt-get install"
	group string // apk's virtual group
	gcc   alpine.Answer
	span  source.Span
}

// tools are the packages with compilers that were installed before the place and
// not deleted again. They are not complete (open) where an installation before
// it cannot be read.
func (p place) tools() (list []tool, open bool) {
	p.all.before(p, func(run *image.Run, c *shell.Command) {
		switch c.Name {
		case "apk":
			inv := run.Apk(c)
			switch inv.Applet {
			case "add":
				added, unclear := apkTools(c, inv)
				list, open = append(list, added...), open || unclear
			case "del":
				list = without(list, inv)
			}
		case "apt-get", "apt", "aptitude":
			added, unclear := aptTools(run, c)
			list, open = append(list, added...), open || unclear
		}
	})
	return list, open
}

func apkTools(c *shell.Command, inv apk.Invocation) (list []tool, open bool) {
	group := ""
	if o, ok := inv.Option("virtual"); ok {
		group = o.Value
	}
	open = !inv.Sure
	for _, o := range inv.Operands {
		name := o.Constraint.Name
		facts, listed := alpine.PackageFacts(name)
		switch {
		case o.Constraint.Conflict:
			continue
		case !o.Known || o.Kind != apk.Package || name == "":
			open = true
			continue
		case !listed && !mayCompile(name), listed && facts.CC == alpine.No:
			continue
		}
		t := tool{name: name, by: "apk add", group: group, gcc: facts.Gcc, span: c.Args[o.Index].Span()}
		list = append(list, t)
	}
	return list, open
}

// compilerWords are parts of the names of packages that may bring gcc, itself or
// by what they depend on: other languages' compilers link with it. What has none
// of them is taken to bring none.
var compilerWords = []string{"gcc", "g++", "clang", "llvm", "build", "sdk", "compiler", "toolchain", "fortran", "ghc", "ocaml", "opam",
	"nim", "crystal", "rust", "cargo", "swift", "ldc", "dmd", "zig", "fpc", "abuild", "tcc", "tinycc"}

func mayCompile(name string) bool {
	for _, w := range compilerWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

func without(list []tool, inv apk.Invocation) []tool {
	var left []tool
	for _, t := range list {
		gone := false
		for _, o := range inv.Operands {
			gone = gone || o.Raw == t.name || o.Raw == t.group && t.group != ""
		}
		if !gone {
			left = append(left, t)
		}
	}
	return left
}

// aptTools are the packages of an `apt-get install` that bring gcc on Debian and
// Ubuntu: gcc, g++ and build-essential; what else may is listed as unknown.
func aptTools(run *image.Run, c *shell.Command) (list []tool, open bool) {
	install := false
	lookup := run.Lookup(c)
	for _, w := range c.Args {
		fields, ok := w.Fields(lookup)
		if !ok {
			open = open || install
			continue
		}
		for _, name := range fields {
			switch {
			case strings.HasPrefix(name, "-"):
			case !install:
				install = name == "install"
			case mayCompile(name) || name == "musl-tools":
				name, _, _ = strings.Cut(name, "=")
				t := tool{name: name, by: "apt-get install", span: w.Span()}
				if name == "gcc" || name == "g++" || name == "build-essential" {
					t.gcc = alpine.Yes
				}
				list = append(list, t)
			}
		}
	}
	return list, open && install
}

// gcc tells whether the command gcc is there, which is what Go asks for when CC
// is not set.
func (p place) gcc() Fact {
	if p.stage == nil {
		return Fact{}
	}
	img := p.stage.Image
	list, open := p.tools()
	maybe := open || img.HasCC == alpine.Unknown
	for _, t := range list {
		switch t.gcc {
		case alpine.Yes:
			return fact(alpine.Yes, sayAt("gcc comes with "+t.by+" "+t.name, t.span))
		case alpine.Unknown:
			maybe = true
		}
	}
	switch {
	case img.HasCC == alpine.Yes:
		return fact(alpine.Yes, sayAt("gcc comes with "+baseName(p.stage), p.stage.From.Span))
	case maybe:
		return Fact{}
	}
	return fact(alpine.No, sayAt(baseName(p.stage)+" brings no C compiler and none is added", p.stage.From.Span))
}

// baseName is the image at the root of a stage as messages call it.
func baseName(s *image.Stage) string {
	for s.Base != nil {
		s = s.Base
	}
	if !s.From.Known {
		return "the base image"
	}
	if s.From.Tag != "" {
		return s.From.Repository + ":" + s.From.Tag
	}
	return s.From.Repository
}
