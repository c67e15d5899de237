package alpine

// Package is what a package of Alpine brings, as far as rules ask.
type Package struct {
	Name string
	// CC: it brings a C compiler that `gcc`, `cc` or `clang` starts.
	CC, CXX bool
	// Compiler is the family of the compiler: "gcc", "clang", "tcc"; "" for none.
	Compiler string
	// LibcHeaders: it brings the headers and start files without which no C program links.
	LibcHeaders bool
	// Fortify: fortify-headers come with it, without which _FORTIFY_SOURCE does nothing on musl.
	Fortify bool
	// Go: it brings the go command.
	Go bool
	// Shell is the shell that it brings: "bash", "dash", "zsh", ...; "" for none.
	Shell string
	// GlibcShim: it makes programs linked against glibc start on musl.
	GlibcShim bool
}

// PackageFacts is what is known of a package by its name, without version or tag.
func PackageFacts(name string) (Package, bool) { return Package{}, false }
