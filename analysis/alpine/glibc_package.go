package alpine

import "strings"

// The packages that install glibc on Alpine, of sgerrand/alpine-pkg-glibc and its
// forks. Alpine itself has no package of these names.

// IsGlibcPackage tells whether a package of that name is one of them.
func IsGlibcPackage(pkg string) bool {
	switch pkg {
	case "glibc", "glibc-bin", "glibc-i18n", "glibc-dev", "glibc-extras":
		return true
	}
	return false
}

// IsGlibcFile tells whether a file of that name, without folders, is one of the
// packages: glibc-2.35-r1.apk, glibc-bin-${V}.apk, glibc.apk.
func IsGlibcFile(name string) bool {
	rest, ok := strings.CutSuffix(name, ".apk")
	if !ok {
		return false
	}
	rest, ok = strings.CutPrefix(rest, "glibc")
	return ok && (rest == "" || rest[0] == '-' || rest[0] == '_' || rest[0] == '$')
}

// IsGlibcSource tells whether an address belongs to the project that builds the
// packages, whoever hosts the fork. Its author's other packages, and the key
// that signs them all, are not meant.
func IsGlibcSource(url string) bool { return strings.Contains(url, "/alpine-pkg-glibc/") }

// GlibcKey is the file of the key that signs the packages, and the author's others.
const GlibcKey = "sgerrand.rsa.pub"

// GlibcPrefix is where the packages install glibc.
const GlibcPrefix = "/usr/glibc-compat"

// IsLoader tells whether a file of that name, without folders, is glibc's program
// loader, as programs linked against glibc ask for it: ld-linux-x86-64.so.2.
func IsLoader(name string) bool { return strings.HasPrefix(name, "ld-linux") }

// IsMusl tells whether a file of that name, without folders, is musl's loader and
// libc, which are one file: ld-musl-x86_64.so.1, libc.musl-x86_64.so.1.
func IsMusl(name string) bool {
	return strings.HasPrefix(name, "ld-musl") || strings.HasPrefix(name, "libc.musl")
}
