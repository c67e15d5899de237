package alpine

import "strings"

// Package is what a package of Alpine brings, itself or by what it depends on,
// as far as rules ask. Empty fields of a known package mean that it does not.
type Package struct {
	Name string
	// Compiler is the family of its C compiler: "gcc", "clang", "tcc"; "" for none.
	Compiler string
	// CC: it brings a C compiler. Unknown where that differs by architecture.
	CC Answer
	// Gcc: it brings the command gcc, which Go asks for before it turns cgo on.
	Gcc Answer
	// LibcHeaders: it brings musl-dev, without which no C program links.
	LibcHeaders bool
	// Fortify: it brings fortify-headers, without which _FORTIFY_SOURCE does nothing
	// on musl.
	Fortify bool
	// Go: it brings the go command.
	Go bool
	// Shell is the shell that it brings: "bash", "dash", ...; "" for none.
	Shell string
	// GlibcShim: with it programs linked against glibc start on musl.
	GlibcShim bool
}

// packages: from their APKBUILDs in aports.
//
//   - gcc depends on binutils only, g++ on gcc and libc-dev, which is musl-dev.
//   - build-base: binutils file gcc g++ make libc-dev patch, and fortify-headers
//     since 7f05931a3fd (2015, Alpine 3.2). alpine-sdk depends on build-base.
//   - go: gcc and musl-dev on x86_64, on arm not (00487de, go 1.19); cargo and
//     rust likewise not looked up for every release.
//   - libc6-compat: a package of its own, since gcompat 1.1 provided by that.
var packages = []Package{
	{Name: "gcc", Compiler: "gcc", CC: Yes, Gcc: Yes},
	{Name: "g++", Compiler: "gcc", CC: Yes, Gcc: Yes, LibcHeaders: true},
	{Name: "build-base", Compiler: "gcc", CC: Yes, Gcc: Yes, LibcHeaders: true, Fortify: true},
	{Name: "alpine-sdk", Compiler: "gcc", CC: Yes, Gcc: Yes, LibcHeaders: true, Fortify: true},
	{Name: "tcc", Compiler: "tcc", CC: Yes, Gcc: No},
	{Name: "go", Compiler: "gcc", CC: Unknown, Gcc: Unknown, Go: true},
	{Name: "rust", Compiler: "gcc", CC: Unknown, Gcc: Unknown},
	{Name: "cargo", Compiler: "gcc", CC: Unknown, Gcc: Unknown},

	{Name: "musl-dev", CC: No, Gcc: No, LibcHeaders: true},
	{Name: "libc-dev", CC: No, Gcc: No, LibcHeaders: true},
	{Name: "fortify-headers", CC: No, Gcc: No, Fortify: true},
	{Name: "binutils", CC: No, Gcc: No},
	{Name: "make", CC: No, Gcc: No},

	{Name: "gcompat", CC: No, Gcc: No, GlibcShim: true},
	{Name: "libc6-compat", CC: No, Gcc: No, GlibcShim: true},

	{Name: "bash", CC: No, Gcc: No, Shell: "bash"},
	{Name: "dash", CC: No, Gcc: No, Shell: "dash"},
	{Name: "dash-binsh", CC: No, Gcc: No, Shell: "dash"},
	{Name: "zsh", CC: No, Gcc: No, Shell: "zsh"},
	{Name: "mksh", CC: No, Gcc: No, Shell: "mksh"},
	{Name: "oksh", CC: No, Gcc: No, Shell: "oksh"},
	{Name: "loksh", CC: No, Gcc: No, Shell: "loksh"},
	{Name: "yash", CC: No, Gcc: No, Shell: "yash"},
	{Name: "fish", CC: No, Gcc: No, Shell: "fish"},
}

// clang is every clang and clangNN. It depends on gcc (for libgcc), musl-dev and
// fortify-headers (main/clang18 at 14a4a84); whether those before clang 15 of
// Alpine 3.17 did was not looked up, so gcc is Unknown.
var clang = Package{Compiler: "clang", CC: Yes, Gcc: Unknown, Fortify: true}

// PackageFacts is what is known of a package by its name, without version or
// tag. Of a package that is not listed nothing is known: it may depend on
// anything.
func PackageFacts(name string) (Package, bool) {
	for _, p := range packages {
		if p.Name == name {
			return p, true
		}
	}
	if version, ok := strings.CutPrefix(name, "clang"); ok {
		if _, numbered := number(version); numbered || version == "" {
			p := clang
			p.Name = name
			return p, true
		}
	}
	return Package{}, false
}
