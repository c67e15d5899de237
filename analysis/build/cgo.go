package build

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// cgo decides whether cgo takes part, as Go does (cmd/go/internal/cfg, 1.26):
// CGO_ENABLED decides; else it is off for another GOOS or GOARCH than the
// machine's, whether CC is set or not, and, since Go 1.20, where CC is not set and
// there is no gcc. Where it is on it takes part if a package asks for it.
func (g *Go) cgo() Fact {
	switch v, known := g.Enabled.Value(); {
	case !known || g.Enabled.Is == alpine.Unknown:
		return Fact{}
	case v == "0":
		return fact(alpine.No, g.Enabled.Evidence())
	case v == "1":
		g.Sources = g.sources()
		return g.used(fact(alpine.Yes, g.Enabled.Evidence()))
	case v != "":
		return Fact{}
	}
	cc := g.place.setting("CC")
	if cc.Is == alpine.Unknown || g.Command.Name != "go" {
		return Fact{}
	}
	switch cross := g.cross(); cross.Answer {
	case alpine.Yes:
		return fact(alpine.No, cross.Because...)
	case alpine.Unknown:
		return Fact{}
	}
	if cc.Is == alpine.No {
		gcc := g.Compiler.There
		if gcc.Answer == alpine.No && g.minor() > 0 && g.minor() < 20 {
			return Fact{} // on, and net and os/user come compiled
		}
		if gcc.Answer != alpine.Yes {
			return Fact{gcc.Answer, gcc.Because}
		}
	}
	g.Sources = g.sources()
	on := image.Evidence{Text: "CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler"}
	return g.used(fact(alpine.Unknown, on))
}

// used adds what the sources tell. A build in which no package uses cgo is none,
// whatever CGO_ENABLED says. Without sources, a Go image that brings gcc is there
// for cgo: all that uses the network has a part in C.
func (g *Go) used(f Fact) Fact {
	reasons := append(append([]image.Evidence{}, g.Sources.C...), g.Sources.Net...)
	switch {
	case len(reasons) > 0:
		return fact(alpine.Yes, append(f.Because, reasons[0])...)
	case g.Sources.Complete:
		return fact(alpine.No, say("no package of the build uses cgo"))
	case f.Answer == alpine.Yes:
		return f
	}
	if img := g.Run.State.Stage.Image; img.HasGo == alpine.Yes && img.HasCC == alpine.Yes {
		return fact(alpine.Yes, f.Because...)
	}
	return Fact{}
}

// cross tells whether the build is for another machine than the one that builds.
func (g *Go) cross() Fact {
	arch := g.place.setting("GOARCH")
	v, ok := arch.Value()
	if _, linux := g.place.setting("GOOS").Value(); !ok || !linux {
		return Fact{}
	}
	if v == "" {
		return fact(alpine.No)
	}
	switch machine := platformArch(g.Run.State.Stage); {
	case machine == v, machine == "" && v == "amd64":
		// An amd64 build in a Dockerfile that names no platform is written for an
		// amd64 machine.
		return fact(alpine.No)
	case machine == "":
		return Fact{}
	default:
		return fact(alpine.Yes, arch.Evidence(), say(fmt.Sprintf("the stage is for %s", machine)))
	}
}

// archImages are the accounts of Docker Hub that have the official images of one
// architecture each.
var archImages = map[string]string{
	"amd64": "amd64", "arm64v8": "arm64", "arm32v7": "arm", "arm32v6": "arm", "i386": "386", "ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
}

// platformArch is the architecture that --platform names, or the account that the
// image comes from; "" where neither does.
func platformArch(s *image.Stage) string {
	for ; s != nil; s = s.Base {
		if _, arch, ok := strings.Cut(s.Platform, "/"); ok {
			arch, _, _ = strings.Cut(arch, "/")
			return arch
		}
		if account, _, ok := strings.Cut(s.From.Repository, "/"); ok && archImages[account] != "" {
			return archImages[account]
		}
	}
	return ""
}
