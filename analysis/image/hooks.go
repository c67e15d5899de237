package image

import (
	"path"
	"regexp"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// MissingInterpreter is the shell of the script's shebang, and the shebang's place,
// when the script is started by its name and the image surely lacks that shell.
func (r *Run) MissingInterpreter() (name string, span source.Span, ok bool) {
	if r.Script == nil || r.Script.Sourced || r.Script.Handed || r.Step == nil || r.Program.Shebang == nil {
		return "", source.Span{}, false
	}
	name = path.Base(r.Program.Shebang.Interpreter)
	if shell.DialectOf(name) == shell.Unknown || alpine.LacksCommand(r.State.Stage.Image, name) != alpine.Yes {
		return "", source.Span{}, false
	}
	p := r.State.Stage.Build.scriptPackages(r, r.State.Packages)
	if r.When == AtBuild {
		for _, caller := range r.Step.Runs {
			p = caller.addPackages(p, nil)
		}
	}
	if p.provides(name) != alpine.No || r.State.provides(name) != alpine.No {
		return "", source.Span{}, false
	}
	return name, r.Program.Text.Span(0, r.Program.Shebang.Len), true
}

// Hook is a file that a COPY puts where run-parts or ifup looks for it.
type Hook struct {
	Step *Step
	Dir  string // of the image, /etc/network/if-up.d
	Name string
	Mode string // of --chmod; "" for none
	Span source.Span
}

// hookFolders are those whose files run-parts runs: ifupdown's and crond's.
var hookFolders = regexp.MustCompile(`^/etc/(network/if-(pre-up|up|down|post-up|pre-down|post-down)\.d|periodic/(15min|hourly|daily|weekly|monthly))$`)

// Hooks are the hooks that the step brings by name; those in a folder that is copied
// whole are not among them.
func (s *Step) Hooks() []Hook {
	if s.Copy == nil || s.Copy.Dest == "" {
		return nil
	}
	c := s.Copy
	var out []Hook
	last := s.Args[len(s.Args)-1].Span()
	if dir := path.Dir(c.Dest); hookFolders.MatchString(dir) && !c.IsDir {
		return []Hook{{s, dir, path.Base(c.Dest), c.Chmod, last}}
	}
	if !hookFolders.MatchString(c.Dest) {
		return nil
	}
	for i, src := range c.Sources {
		if strings.HasSuffix(src, "/") || strings.ContainsAny(src, "*?[") || i >= len(s.Args)-1 {
			continue
		}
		if ctx := s.Stage.Build.Context; c.From != nil || c.Image != nil || ctx != nil && !ctx.IsDir(src) {
			out = append(out, Hook{s, c.Dest, path.Base(src), c.Chmod, s.Args[i].Span()})
		}
	}
	return out
}

// IgnoredInterfaces is the last COPY into interfaces.d when the stage's
// /etc/network/interfaces, which it copies too, does not name that folder; nil else.
func (s *Stage) IgnoredInterfaces() *Step {
	var ignored *Step
	for _, step := range s.Steps {
		if step.Copy != nil && (step.Copy.Dest == "/etc/network/interfaces.d" || path.Dir(step.Copy.Dest) == "/etc/network/interfaces.d") {
			ignored = step
		}
	}
	if ignored == nil {
		return nil
	}
	o, found := s.Final.Files.Lookup("/etc/network/interfaces", s.Build.Context)
	if !found || o.Inline != nil {
		return nil
	}
	if file, ok := s.Build.Context.File(o.Rel); !ok || sourcesMore.Match(file.Content) {
		return nil
	}
	return ignored
}

var sourcesMore = regexp.MustCompile(`(?m)^\s*source(-directory)?\s`)
