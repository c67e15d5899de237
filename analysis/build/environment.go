package build

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Setting is a variable as a command finds it in its environment.
type Setting struct {
	Name string
	// Is it set: Yes, No, or Unknown, where nothing is known of its value either.
	Is alpine.Answer
	// Values are all that it may hold; none where some part of it is not known.
	Values []string
	By     By
	// Span is where it is set, the name or the whole assignment; zero where it
	// stands nowhere.
	Span source.Span

	raw  *source.Text // the value as written, quotes and expansions included
	from place        // where the expansions in it are resolved
}

// By tells what set a variable.
type By int8

// What sets a variable, in order of precedence, the least first.
const (
	ByNobody By = iota
	ByGoEnv     // go env -w
	ByARG
	ByENV
	ByExport
	ByPrefix // X=1 command, env X=1 command
)

// String is how the place is named in evidence.
func (b By) String() string {
	return [...]string{"nothing", "go env -w", "ARG", "ENV", "an export", "the command line"}[b]
}

// Value is the one value that the variable has; "" and true where it is not set.
func (s Setting) Value() (string, bool) {
	switch {
	case s.Is == alpine.No:
		return "", true
	case len(s.Values) == 1:
		return s.Values[0], true
	}
	return "", false
}

// Evidence is one clause that tells of the setting.
func (s Setting) Evidence() image.Evidence {
	v, ok := s.Value()
	switch {
	case s.Is == alpine.No:
		return say(s.Name + " is not set")
	case !ok:
		return sayAt(s.Name+" has no known value", s.Span)
	}
	return sayAt(s.Name+"="+v+" by "+s.By.String(), s.Span)
}

// maxDepth bounds how deeply variables that name variables are followed.
const maxDepth = 8

// setting is what the environment holds at the place: by a prefix of the command
// or of the wrappers around it, else by what the program exported before, else
// by the program or script around it, else by the Dockerfile, else by go env -w.
func (p place) setting(name string) Setting { return p.settingAt(name, 0) }

func (p place) settingAt(name string, depth int) Setting {
	if depth > maxDepth {
		return Setting{Name: name}
	}
	if p.prog == nil {
		return p.dockerfile(name)
	}
	for c := p.cmd; c != nil; c = c.Via {
		for _, v := range slices.Backward(c.Assigns) {
			if a := v; a.Name == name && a.HasValue && !a.Append {
				from, to := a.Value.Range()
				s := Setting{Name: name, Is: alpine.Yes, By: ByPrefix, Span: a.Span, raw: p.prog.Text.Slice(from, to), from: p.without()}
				s.Values, _ = a.Value.Values(p.run.Lookup(c))
				return s
			}
		}
	}
	if s, ok := p.exported(name); ok {
		return s
	}
	if o := p.prog.Outer; o != nil {
		s := p.all.at(p.run, o).settingAt(name, depth+1)
		return p.unless(s)
	}
	if c := p.all.caller(p.run); c.cmd != nil {
		return p.unless(p.all.at(c.run, c.cmd).settingAt(name, depth+1))
	}
	s := p.dockerfile(name)
	if s.Is == alpine.No && (strings.HasPrefix(name, "CGO_") || strings.HasPrefix(name, "GO") || name == "CC" || name == "CXX") {
		if w, ok := p.goEnv(name); ok {
			s = w
		}
	}
	return p.unless(s)
}

// without is the place without the prefix of its command, which is where the
// expansions in that prefix are resolved.
func (p place) without() place {
	p.cmd = nil
	return p
}

// unless makes a variable that is not set unknown where the program sources a
// file first: that may set anything.
func (p place) unless(s Setting) Setting {
	if s.Is != alpine.No {
		return s
	}
	for _, c := range p.prog.Named(".", "source") {
		if from, _ := c.Word.Range(); c.Program == p.prog && from < p.at {
			s.Is = alpine.Unknown
		}
	}
	return s
}

// exported is what the program itself gave the variable before the place. An
// assignment reaches the environment where the name is exported in the program,
// or came from the environment.
func (p place) exported(name string) (Setting, bool) {
	if !p.prog.Assigned(name) {
		return Setting{}, false
	}
	var last *assignment
	list := p.all.assignments(p.prog)
	exports := false
	for i := range list {
		if a := &list[i]; a.name == name && a.at < p.at {
			exports = exports || a.export
			if a.to >= 0 {
				last = a
			}
		}
	}
	_, declared := p.vars.Get(name)
	if !exports && !declared && !p.allExported() && !p.flagsOnly() {
		return Setting{}, false
	}
	if last == nil {
		return Setting{Name: name}, true // read, unset and the like
	}
	s := Setting{Name: name, Is: alpine.Yes, By: ByExport, Span: p.prog.Text.Span(last.start, last.to)}
	s.raw = p.prog.Text.Slice(last.from, last.to)
	s.from = p.without()
	s.from.at = last.start
	if p.cmd != nil {
		s.Values, _ = p.run.Lookup(p.cmd)(name)
	}
	return s, true
}

// flagsOnly: the place is that of an expansion in a value, where a shell
// variable counts whether it is exported or not.
func (p place) flagsOnly() bool { return p.cmd == nil }

func (p place) allExported() bool {
	for _, c := range p.prog.Named("set") {
		if from, _ := c.Word.Range(); c.Program == p.prog && from < p.at {
			if a := c.Arg(0); strings.HasPrefix(a, "-") && strings.Contains(a, "a") || a == "-o" && c.Arg(1) == "allexport" {
				return true
			}
		}
	}
	return false
}

// unsetByImages are variables that no official image sets, so that they are not
// set where nothing in the Dockerfile declares them. Any other may come with the
// base image.
var unsetByImages = map[string]bool{
	"CC": true, "CXX": true, "CFLAGS": true, "CXXFLAGS": true, "CPPFLAGS": true, "LDFLAGS": true,
	"CGO_ENABLED": true, "CGO_CFLAGS": true, "CGO_CPPFLAGS": true, "CGO_CXXFLAGS": true, "CGO_LDFLAGS": true,
	"GOOS": true, "GOARCH": true, "GOFLAGS": true,
}

// dockerfile is what ENV and ARG say.
func (p place) dockerfile(name string) Setting {
	v, ok := p.vars.Get(name)
	if !ok {
		s := Setting{Name: name}
		if unsetByImages[name] {
			s.Is = alpine.No
		}
		return s
	}
	s := Setting{Name: name, Is: alpine.Yes, By: ByENV, Span: v.Span}
	if v.Kind == image.Arg {
		s.By = ByARG
	}
	switch {
	case v.Known && v.Value == "":
		s.Is = alpine.No // empty is as good as not set
	case v.Known:
		s.Values = []string{v.Value}
	}
	if a, step, ok := declaration(p.stage, v.Span); ok && a.HasValue {
		s.Span, s.raw = a.Span(), a.Value.Text
		s.from = place{all: p.all, run: p.run, vars: step.Before.Vars, stage: step.Stage}
	} else if !v.Known {
		s.Is = alpine.Unknown // an ARG without default
	}
	return s
}

// declaration finds the ENV or ARG at that place in a stage or those it begins
// with.
func declaration(stage *image.Stage, name source.Span) (dockerfile.Assignment, *image.Step, bool) {
	for s := stage; s != nil; s = s.Base {
		for _, step := range s.Steps {
			if step.Span.File != name.File || !step.Span.Contains(name.Start) {
				continue
			}
			for _, a := range step.Vars {
				if a.Name.Span() == name {
					return a, step, true
				}
			}
		}
	}
	return dockerfile.Assignment{}, nil, false
}

// goEnv is what `go env -w` wrote earlier in the stage, or the stages before it.
func (p place) goEnv(name string) (Setting, bool) {
	found := Setting{}
	if !p.all.writesEnv() {
		return found, false
	}
	p.all.before(p, func(run *image.Run, c *shell.Command) {
		if c.Name != "go" || !writesGoEnv(c) {
			return
		}
		for _, w := range c.Args[2:] {
			v, ok := w.Literal()
			if value, is := strings.CutPrefix(v, name+"="); ok && is {
				from, to := w.Range()
				found = Setting{Name: name, Is: alpine.Yes, Values: []string{value}, By: ByGoEnv, Span: w.Span()}
				found.raw = c.Program.Text.Slice(min(from+len(name)+1, to), to)
				found.from = p.all.at(run, c).without()
			}
		}
	})
	return found, found.Is == alpine.Yes
}

func writesGoEnv(c *shell.Command) bool { return c.Arg(0) == "env" && c.Arg(1) == "-w" }

// before calls f for the commands that ran in the image before the place, in the
// order in which the Dockerfile comes to them.
func (all *programs) before(p place, f func(*image.Run, *shell.Command)) {
	stages := map[*image.Stage]bool{}
	for s := p.stage; s != nil; s = s.Base {
		stages[s] = true
	}
	for _, run := range all.runs {
		if run.When != image.AtBuild && run.When != image.OnItsOwn || !stages[run.State.Stage] {
			continue
		}
		for c := range run.Program.All() {
			if run == p.run && c.Program == p.prog {
				if from, _ := c.Word.Range(); from >= p.at {
					return
				}
			}
			f(run, c)
		}
		if run == p.run {
			return
		}
	}
}

// assignment is NAME=value of a program, by itself or by export, declare and
// their like; or an export of a name alone, then to is -1.
type assignment struct {
	name     string
	start    int // bytes of the program's text: the name
	from, to int // the value
	at       int // from where on it holds
	export   bool
}

// assignments are those of a program in order of the text; those in front of a
// command are the command's own.
func (all *programs) assignments(p *shell.Program) []assignment {
	list, ok := all.assigns[p]
	if !ok {
		list = findAssignments(p)
		if all.assigns == nil {
			all.assigns = map[*shell.Program][]assignment{}
		}
		all.assigns[p] = list
	}
	return list
}

func findAssignments(p *shell.Program) []assignment {
	if p.File == nil {
		return nil
	}
	var list []assignment
	pos := func(at syntax.Pos) int { return min(int(at.Offset()), p.Text.Len()) }
	take := func(a *syntax.Assign, export bool) {
		if a.Name == nil {
			return
		}
		n := assignment{name: a.Name.Value, start: pos(a.Pos()), at: pos(a.Pos()), to: -1, export: export}
		if !a.Naked && a.Array == nil && a.Index == nil {
			n.from = pos(a.End())
			n.to = n.from
			if a.Value != nil {
				n.from, n.to = pos(a.Value.Pos()), max(pos(a.Value.Pos()), pos(a.Value.End()))
			}
		}
		list = append(list, n)
	}
	syntax.Walk(p.File, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.CallExpr:
			if len(x.Args) == 0 {
				for _, a := range x.Assigns {
					take(a, false)
				}
			}
		case *syntax.DeclClause:
			for _, a := range x.Args {
				take(a, x.Variant.Value == "export" || x.Variant.Value == "declare")
			}
		}
		return true
	})
	return list
}
