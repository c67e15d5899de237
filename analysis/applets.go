package analysis

import (
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Misuse is a usage of a BusyBox applet that is meant for GNU's command of its
// name.
type Misuse struct {
	alpine.Misuse
	Run     *image.Run
	Command *shell.Command
	Span    source.Span // the word with the option or value
	Unseen  bool        // the command's failure has no consequence
}

// Misuses are those of the unit's commands that surely run an applet, on all
// releases of BusyBox that the image may have. An option is there once in a word.
func (u *Unit) Misuses() []Misuse { return u.misuses() }

func (u *Unit) findMisuses() []Misuse {
	var out []Misuse
	for _, run := range u.Runs {
		if run.State.IsAlpine() != alpine.Yes {
			continue
		}
		from, to := run.State.Stage.Image.BusyBoxes()
		for c := range run.Program.All() {
			if alpine.HasUsage(c.Name) {
				out = append(out, misusesOf(run, c, from, to)...)
			}
		}
	}
	return out
}

// misusesOf asks who runs the command only where there is something to say.
func misusesOf(run *image.Run, c *shell.Command, from, to alpine.BusyBoxRelease) []Misuse {
	args := make([]alpine.Arg, len(c.Args))
	for i, w := range c.Args {
		args[i].Value, args[i].Known = w.Literal()
		if s, ok := patternWord(w); !args[i].Known && ok {
			args[i] = alpine.Arg{Value: s, Known: true}
		}
	}
	var out []Misuse
	for _, m := range alpine.Misuses(c.Name, args) {
		if !m.Holds(from, to) || len(out) > 0 && out[len(out)-1].Arg == m.Arg && out[len(out)-1].Usage == m.Usage {
			continue
		}
		if len(out) == 0 && !run.Applet(c) {
			return nil
		}
		out = append(out, Misuse{Misuse: m, Run: run, Command: c, Span: c.Args[m.Arg].Span(), Unseen: c.Unseen(errexitFromOutside(run))})
	}
	return out
}

// patternWord is an option whose value alone is not known: --include=*.go,
// --owner="$user".
func patternWord(w shell.Word) (string, bool) {
	src := w.Source()
	if len(src) < 3 || src[:2] != "--" {
		return "", false
	}
	for i := 2; i < len(src); i++ {
		switch ch := src[i]; {
		case ch == '=':
			return src[:i+1], true
		case ch != '-' && (ch < 'a' || ch > 'z') && (ch < '0' || ch > '9'):
			return "", false
		}
	}
	return "", false
}

// Missing is a command, or a shell that SHELL names, that is surely not there.
type Missing struct {
	State   image.State
	Name    string
	Package string // that brings it
	Span    source.Span
}

// Missing are the commands that the unit runs and its images lack, each once in a
// program, and the shells of SHELL.
func (u *Unit) Missing() []Missing {
	var out []Missing
	for _, run := range u.Runs {
		if run.State.IsAlpine() != alpine.Yes {
			continue
		}
		seen := map[string]bool{}
		for c := range run.Program.All() {
			if with := alpine.PackagesWith(c.Name); len(with) > 0 && !seen[c.Name] && !spared(run, c) && run.Lacks(c) {
				seen[c.Name] = true
				out = append(out, Missing{run.State, c.Name, with[0], c.Word.Span()})
			}
		}
	}
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if name, span, ok := step.MissingShell(); ok {
				out = append(out, Missing{step.Before, name, alpine.PackagesWith(name)[0], span})
			}
		}
	}
	return out
}

// spared tells whether the author has thought of the command failing. In a health
// check a failure is what is asked for, so that says nothing there.
func spared(run *image.Run, c *shell.Command) bool {
	return run.When != image.AtHealth && (c.BeforeOr || c.InCondition || c.Negated)
}
