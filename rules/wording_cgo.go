package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/build"
)

// unprotected says what is the matter with the canaries of the C code in a build;
// "" for nothing. What the flags switch off or weaken other rules tell.
func unprotected(g *build.Go) (message string, severity analysis.Severity) {
	state, _ := g.StackProtector()
	partly := state == build.Plain || state == build.Explicit
	switch {
	case partly && g.Compiler.Class != build.AlpineDefault:
		return fmt.Sprintf("cgo code is compiled by %s with a plain -fstack-protector, which guards few functions", g.Compiler), analysis.Info
	case (state == build.Strong || state == build.All) && g.SkipsDynamicArrays():
		return fmt.Sprintf("%s of Alpine %s guards no array of variable length on arm64, whatever -fstack-protector says (CVE-2023-4039)",
			g.Compiler.Name, g.Run.State.Release()), analysis.Info
	case state != build.NoWord:
		return "", 0
	}
	switch g.Compiler.Class {
	case build.KnownOff:
		return fmt.Sprintf("cgo code is compiled by %s, which adds no stack canaries by default; CGO_CFLAGS has no -fstack-protector-strong", g.Compiler), analysis.Warning
	case build.AlpineDefault:
		return fmt.Sprintf("stack canaries of the cgo code come only from the default of %s; CGO_CFLAGS does not state -fstack-protector-strong", g.Compiler), analysis.Info
	}
	return fmt.Sprintf("cannot tell whether %s adds stack canaries to the cgo code; CGO_CFLAGS has no -fstack-protector-strong", g.Compiler), analysis.Info
}
