package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/build"
)

// lack is what is the matter with the canaries of the C code in a build.
type lack struct {
	message  string // "" for nothing
	help     string
	severity analysis.Severity
}

// stateIt is what to do about most lacks.
const stateIt = `set CGO_CFLAGS="-g -O2 -fstack-protector-strong" for the build`

// unprotected leaves out what the flags switch off or weaken: other rules tell that.
func unprotected(g *build.Go) lack {
	state, _ := g.StackProtector()
	partly := state == build.Plain || state == build.Explicit
	switch {
	case partly && g.Compiler.Class != build.AlpineDefault:
		return lack{fmt.Sprintf("cgo code is compiled by %s with a plain -fstack-protector, which guards few functions", g.Compiler), stateIt, analysis.Info}
	case (state == build.Strong || state == build.All) && g.SkipsDynamicArrays():
		return lack{fmt.Sprintf("%s of Alpine %s guards no array of variable length on arm64, whatever -fstack-protector says (CVE-2023-4039)",
			g.Compiler.Name, g.Run.State.Release()), "build on Alpine 3.19 or newer", analysis.Info}
	case state != build.NoWord:
		return lack{}
	}
	switch g.Compiler.Class {
	case build.KnownOff:
		return lack{fmt.Sprintf("cgo code is compiled by %s, which adds no stack canaries by default; CGO_CFLAGS has no -fstack-protector-strong", g.Compiler), stateIt, analysis.Warning}
	case build.AlpineDefault:
		return lack{fmt.Sprintf("stack canaries of the cgo code come only from the default of %s; CGO_CFLAGS does not state -fstack-protector-strong", g.Compiler), stateIt, analysis.Info}
	}
	return lack{fmt.Sprintf("cannot tell whether %s adds stack canaries to the cgo code; CGO_CFLAGS has no -fstack-protector-strong", g.Compiler), stateIt, analysis.Info}
}
