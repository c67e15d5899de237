package alpine

import (
	"regexp"
	"slices"
	"strings"
)

// Ecosystem is the kind of programs that a build for glibc belongs to. Each kind
// has its own remedy on Alpine.
type Ecosystem int8

// The kinds. What belongs to none of the named ones is OtherProgram.
const (
	NoEcosystem Ecosystem = iota // nothing says that it is a build for glibc
	OtherProgram
	Conda
	NodeJS
	Java
	DotNet
	Rust
	Wheel // of Python
	Vendor
)

// glibcBuilds are the names of builds for glibc, in lower case, as their publishers
// give them. What stands earlier decides.
//
//   - Conda: repo.anaconda.com, conda-forge/miniforge.
//   - Node.js: nodejs.org/dist has no build for musl; those of
//     unofficial-builds.nodejs.org end in -musl. Volta has none (volta-cli/volta issue 473).
//   - JDKs: Oracle, OpenJDK, GraalVM; Temurin, Zulu, Corretto, Liberica, Microsoft and
//     SapMachine have others for Alpine, named alpine-linux, musl or alpine.
//   - .NET: linux-musl-x64 is its other name.
//   - Rust: the target triple; most programs that have it in their name are written in Rust.
//   - Wheels: PEP 656 has musllinux.
//   - AWS CLI 2: a Python linked with glibc (aws/aws-cli issue 4685). The Google Cloud CLI
//     is not here: it runs with Alpine's Python, as in Google's own image on Alpine.
var glibcBuilds = []struct {
	of   Ecosystem
	name *regexp.Regexp
}{
	{Conda, regexp.MustCompile(`^(miniconda|anaconda|miniforge|mambaforge)[0-9]?-.*\.sh$`)},
	{NodeJS, regexp.MustCompile(`^node-[v$].*-linux-[^/]+$`)},
	{NodeJS, regexp.MustCompile(`^get\.volta\.sh$`)},
	{DotNet, regexp.MustCompile(`^(dotnet|aspnetcore)-(sdk|runtime)-.*-linux-(x64|x86|arm64|arm)\.tar\.gz$`)},
	{Java, regexp.MustCompile(`^(openjdk|graalvm|amazon-corretto|zulu|ibm-semeru|(.*[-_])?(jdk|jre)[-_0-9$]).*linux.*\.(tar\.gz|tgz|zip|bin)$`)},
	{Rust, regexp.MustCompile(`-unknown-linux-gnu`)},
	{Wheel, regexp.MustCompile(`manylinux.*\.whl$`)},
	{Vendor, regexp.MustCompile(`^awscli-exe-linux-`)},
	{OtherProgram, regexp.MustCompile(`linux-gnu|gnueabihf|-glibc`)},
}

// notProgram are parts of the names of what is for musl too or is no program that
// runs: sums, signatures, sources, compilers for other machines, glibc's own packages,
// archives that say they leave Java out.
var notProgram = []string{
	"musl", "alpine", "static", "source", "-src", "src.", ".sha", ".asc", ".sig", ".md5", ".txt", "macos", "darwin", "windows",
	"glibc-2.", "glibc-bin", "glibc-i18n", ".apk", "linux-gnueabi-gcc", "linux-gnu-gcc", "arm-none", "toolchain", "cross", "no-jdk",
}

// hints are in all these names: most addresses and paths have none, and are told by it.
var hints = []string{"linux", "conda", "forge", "volta.sh", "gnueabihf", "glibc"}

// GlibcBuild tells which ecosystem's build for glibc an address or a path leads
// to, by its last part; NoEcosystem where the name does not say so.
func GlibcBuild(address string) Ecosystem {
	address, _, _ = strings.Cut(strings.ToLower(address), "?")
	if !slices.ContainsFunc(hints, func(w string) bool { return strings.Contains(address, w) }) {
		return NoEcosystem
	}
	address = strings.TrimRight(address, "/")
	name := address[strings.LastIndexByte(address, '/')+1:]
	if slices.ContainsFunc(notProgram, func(w string) bool { return strings.Contains(name, w) }) {
		return NoEcosystem
	}
	if strings.Contains(address, "unofficial-builds.nodejs.org") && strings.Contains(name, "$") {
		return NoEcosystem // the variable may end in -musl
	}
	if adoptium.MatchString(address) {
		return Java
	}
	for _, b := range glibcBuilds {
		if b.name.MatchString(name) {
			return b.of
		}
	}
	return NoEcosystem
}

// adoptium is the address by which Temurin's builds are asked for, with the
// operating system as a part; the other is alpine-linux.
var adoptium = regexp.MustCompile(`^https://api\.adopt(ium|openjdk)\.net/v[23]/(binary|installer)/.*/linux/`)
