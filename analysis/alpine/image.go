package alpine

// Libc is a C library.
type Libc int8

// The libraries that images are told apart by.
const (
	LibcUnknown Libc = iota
	Musl
	Glibc
	OtherLibc // uclibc, the Windows runtimes
)

func (l Libc) String() string {
	switch l {
	case Musl:
		return "musl"
	case Glibc:
		return "glibc"
	case OtherLibc:
		return "another libc"
	}
	return "unknown"
}

// Distro is the distribution that an image is made of.
type Distro int8

// The distributions that images are told apart by.
const (
	DistroUnknown Distro = iota
	Alpine
	Wolfi // and Chainguard: apk with glibc
	Debian
	Ubuntu
	Fedora // and the other families of RPM: RHEL, CentOS, Amazon Linux, Oracle Linux, SUSE
	BusyBox
	Scratch // nothing at all
	Distroless
	Windows
	Other // known to be none of these
)

func (d Distro) String() string {
	switch d {
	case Alpine:
		return "Alpine"
	case Wolfi:
		return "Wolfi"
	case Debian:
		return "Debian"
	case Ubuntu:
		return "Ubuntu"
	case Fedora:
		return "an RPM distribution"
	case BusyBox:
		return "BusyBox"
	case Scratch:
		return "scratch"
	case Distroless:
		return "distroless"
	case Windows:
		return "Windows"
	case Other:
		return "another distribution"
	}
	return "unknown"
}

// Moving tells whether a tag may come to stand for another Alpine release.
type Moving int8

// What is known of a tag's moving.
const (
	UnknownMoving Moving = iota
	Frozen               // stays on its release, because it names it or is no longer built
	Floating             // moves on with Alpine
)

func (m Moving) String() string {
	switch m {
	case Frozen:
		return "frozen"
	case Floating:
		return "floating"
	}
	return "unknown"
}

// Image is what is known of an image by its name alone.
type Image struct {
	// Name is the repository without registry mirrors and architecture prefixes:
	// "golang" for docker.io/library/golang and for arm64v8/golang.
	Name   string
	Distro Distro
	Libc   Libc
	// Release is the Alpine release; of a floating tag it is unknown, for the tag
	// may stand for a newer one tomorrow.
	Release Release
	// Least is the oldest Alpine release that the tag may stand for: Release, or,
	// of a floating tag, the one for which it was last seen to stand.
	Least Release
	// Point is the point release that the tag names, "3.22.1"; "" when it names none.
	Point string
	// Shell is the kind of the image's /bin/sh: "ash", "bash", "dash"; "none" when
	// there is none; "" when unknown.
	Shell    string
	Moving   Moving
	Official bool // one of Docker's official images
	// GlibcOnAlpine: glibc is installed over Alpine's musl. GlibcListed: it is so
	// because the image is known, not because its name looks like it.
	GlibcOnAlpine, GlibcListed bool
	// HasGo, HasCC, HasBash: whether the image brings a Go toolchain, a C compiler,
	// bash (anywhere in PATH; bash:* has no /bin/bash).
	HasGo, HasCC, HasBash Answer
	// HasICU: whether it brings the library by which .NET knows languages and regions.
	HasICU Answer
	// Root: whether a process of the image is root where nothing else is said: its
	// own last USER, or none.
	Root Answer
	// Evidence is one clause that tells why: "golang:1.11-alpine stands for Alpine
	// 3.10 (frozen since 2019-09-25)"; "" when nothing is known.
	Evidence string
}
