package analysis

import (
	"iter"
	"slices"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// EnvValue is a value that a variable of the environment gets.
type EnvValue struct {
	Name, Value string
	Span        source.Span // of the assignment
	Run         *image.Run  // nil for ENV
	State       image.State // in which it gets it
}

// Environment are the known values that ENV, export and `NAME=value command`
// give to variables of these names.
func (u *Unit) Environment(names ...string) iter.Seq[EnvValue] {
	return func(yield func(EnvValue) bool) {
		for _, stage := range u.Stages() {
			for _, step := range stage.Steps {
				if step.Name != "ENV" {
					continue
				}
				for _, a := range step.Vars {
					name := a.Name.Value()
					if !slices.Contains(names, name) {
						continue
					}
					if value, ok := step.Value(a.Value); ok && !yield(EnvValue{name, value, a.Name.Span().Cover(a.Value.Span()), nil, step.Before}) {
						return
					}
				}
			}
		}
		for _, run := range u.Runs {
			if slices.ContainsFunc(names, run.Program.Text.Mentions) && !assigned(run, names, yield) {
				return
			}
		}
	}
}

func assigned(run *image.Run, names []string, yield func(EnvValue) bool) bool {
	for c := range run.Program.All() {
		for _, a := range c.Assigns {
			if !slices.Contains(names, a.Name) || !a.HasValue || c.Via != nil && c.Via.Name != "env" {
				continue
			}
			if values := run.Reading(c, a.Value); len(values) == 1 && !yield(EnvValue{a.Name, values[0], a.Span, run, run.State}) {
				return false
			}
		}
	}
	return true
}
