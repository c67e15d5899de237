package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Given is a value that a variable of the environment is given.
type Given struct {
	Name  string
	Value string // without quotes; variables of unknown value are as written
	Span  source.Span
	Stage *image.Stage
	// Step is the ENV or ARG, nil for what programs give.
	Step *image.Step
}

// Given are the values that these variables get: by ENV and ARG, by export, in front
// of a command. It costs nothing where the names do not occur.
func (u *Unit) Given(names ...string) []Given {
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !u.mentions(n) })
	if len(names) == 0 {
		return nil
	}
	var out []Given
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if step.Name != "ENV" && step.Name != "ARG" {
				continue
			}
			for _, v := range step.Vars {
				if v.HasValue && slices.Contains(names, v.Name.Value()) {
					value := strings.Trim(v.Value.Value(), `"'`)
					if known, ok := step.Before.Stage.ValueAfter(step, v.Name.Value()); ok {
						value = known
					}
					out = append(out, Given{v.Name.Value(), value, v.Value.Span(), stage, step})
				}
			}
		}
	}
	for _, run := range u.Runs {
		for c := range run.Program.All() {
			for _, a := range c.Assigns {
				if a.HasValue && slices.Contains(names, a.Name) {
					out = append(out, Given{a.Name, run.Reading(c, a.Value)[0], a.Value.Span(), run.State.Stage, nil})
				}
			}
		}
	}
	return out
}
