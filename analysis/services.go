package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// OpenRC are the places of the shipped Alpine image that put OpenRC to use: its
// package, its commands, the file that makes it believe that it booted. None where the
// system of a machine is set up.
func (u *Unit) OpenRC() []source.Span {
	if u.Build == nil || u.mentions("setup-alpine") {
		return nil
	}
	var out []source.Span
	here := func(run *image.Run) bool { return run.Ships() && run.State.IsAlpine() == alpine.Yes }
	for _, add := range u.Adds() {
		for _, o := range add.Operands {
			if o.Constraint.Name == "openrc" && here(add.Run) {
				out = append(out, add.Span(o))
			}
		}
	}
	for run, c := range u.Commands("openrc", "rc-update", "rc-service", "service", "touch") {
		if here(run) && startsService(c) {
			out = append(out, c.Span())
		}
	}
	slices.SortStableFunc(out, source.Span.Compare)
	return out
}

func startsService(c *shell.Command) bool {
	switch c.Name {
	case "service":
		return slices.Contains([]string{"start", "restart", "stop", "reload"}, c.Arg(1))
	case "touch":
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return strings.HasSuffix(w.Source(), "/run/openrc/softlevel") })
	}
	return true
}
