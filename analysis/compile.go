package analysis

import (
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/image"
)

// FlagLists are the lists of compiler flags that the unit states and that speak
// of a hardening.
func (u *Unit) FlagLists() []*build.List {
	return u.lists.of(func() []*build.List { return build.Lists(u.Build, u.Runs, u.GoBuilds()) })
}

// CCs are the runs of C compilers that link.
func (u *Unit) CCs() []*build.CC {
	return u.ccs.of(func() []*build.CC { return build.CCs(u.Runs) })
}

// Deliveries are the programs that one stage makes and that COPY brings into
// another.
func (u *Unit) Deliveries() []build.Delivery {
	return u.deliveries.of(func() []build.Delivery { return build.Deliveries(u.Build, u.Runs, u.GoBuilds(), u.CCs()) })
}

// Unfortifieds are the packages of gcc in stages that compile without the headers
// of _FORTIFY_SOURCE.
func (u *Unit) Unfortifieds() []build.Unfortified {
	if !u.mentions("gcc") && !u.mentions("g++") {
		return nil
	}
	return build.Unfortifieds(u.Runs, u.GoBuilds(), u.CCs())
}

// CgoBuild is a build that compiles C code for Alpine. Also are those of the same
// instruction whose code the same compiler guards in the same way: they have one cause.
type CgoBuild struct {
	*build.Go
	Also []*build.Go
}

// CgoBuilds are the builds of Go programs that compile C code for Alpine.
func (u *Unit) CgoBuilds() []CgoBuild {
	type cause struct {
		step      *image.Step
		compiler  string
		class     build.Class
		protector build.Protector
		skips     bool
	}
	var out []CgoBuild
	seen := map[cause]int{}
	for _, g := range u.GoBuilds() {
		if !g.CompilesForAlpine() {
			continue
		}
		protector, _ := g.StackProtector()
		c := cause{g.Run.Step, g.Compiler.String(), g.Compiler.Class, protector, g.SkipsDynamicArrays()}
		if i, again := seen[c]; again {
			out[i].Also = append(out[i].Also, g)
			continue
		}
		seen[c] = len(out)
		out = append(out, CgoBuild{Go: g})
	}
	return out
}
