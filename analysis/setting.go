package analysis

import (
	"path/filepath"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// setting is where a place of the unit runs: the image that its stage begins with
// and, of a script, the COPY that ships it. None in a script alone and in a FROM.
func (u *Unit) setting(span source.Span) []Related {
	if u.Build == nil {
		return nil
	}
	if span.File == u.File {
		for _, stage := range u.Build.Stages {
			for _, step := range stage.Steps {
				if s := step.Span; s.Start <= span.Start && span.Start <= s.End {
					return begins(stage)
				}
			}
		}
		return nil
	}
	for _, run := range u.Runs {
		if run.Script == nil || run.Script.File != span.File || run.Step == nil {
			continue
		}
		var out []Related
		if c := run.Script.Copy; c != nil && c.Step != nil {
			out = append(out, Related{c.Step.Span, filepath.Base(span.File.Path) + " is brought into the image here"})
		}
		return append(out, begins(run.Step.Stage)...)
	}
	return nil
}

// begins is the image that a stage begins with.
func begins(stage *image.Stage) []Related {
	for stage.Base != nil {
		stage = stage.Base
	}
	if stage.From.Span.IsZero() {
		return nil
	}
	text := "the image begins with " + stage.From.Span.Text()
	if stage.From.Known {
		text = "the image begins with " + stage.From.Name
	}
	if r := stage.Final.Release(); r.Known() {
		text += ", Alpine " + r.String()
	}
	return []Related{{stage.From.Span, text}}
}
