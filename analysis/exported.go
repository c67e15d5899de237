package analysis

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Exported is a value that a Dockerfile or a script puts into the environment of
// what it starts.
type Exported struct {
	Span  source.Span // of the value
	Value string      // without quotes; variables of a Dockerfile are left as written
}

// Exported are the values that a name gets in the environment: by ENV, and by
// export in scripts and what runs at the start of a container.
func (u *Unit) Exported(name string) []Exported {
	var out []Exported
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if step.Instruction.Name != "ENV" {
				continue
			}
			for _, v := range step.Instruction.Vars {
				if v.Name.Value() == name {
					out = append(out, Exported{v.Value.Span(), strings.Trim(v.Value.Value(), `"'`)})
				}
			}
		}
	}
	for _, c := range u.Commands("export") {
		for _, a := range c.Assigns {
			if a.Name == name && a.HasValue && a.Export {
				if value, ok := a.Value.Literal(); ok {
					out = append(out, Exported{a.Value.Span(), value})
				}
			}
		}
	}
	return out
}
