package image

import (
	"slices"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Run is a shell program and the setting in which it runs.
type Run struct {
	Program *shell.Program
	// State is what holds when it runs. For what runs in the container (ENTRYPOINT,
	// CMD, HEALTHCHECK) that is the state at the end of the stage.
	State State
	When  When
	// Step is the instruction that it stands in or that leads to it; nil for a
	// script that no Dockerfile ships.
	Step *Step
	// Script is the file that it is; nil for text of the Dockerfile itself.
	Script *Script
	// Exec: the program was put together from the words of an exec form. No shell
	// reads it, so nothing in it is expanded.
	Exec bool
	// Calls are the commands of the program, and of programs inside it, that start
	// or source scripts of the image. A script that several places run in the same
	// setting is one Run, with a Call for each.
	Calls []Call

	apk      memo[*shell.Command, apk.Invocation]
	fetched  memo[*shell.Command, fetching]
	dockers  memo[*shell.Command, Docker]
	readings memo[reading, []string]

	begins   sync.Once
	packages Packages // when it begins, see packagesAt
}

// Call is a command that starts or sources a script.
type Call struct {
	Command *shell.Command
	Run     *Run
	// At is the index, among the command's words behind its name, of the first that
	// the script gets as an argument.
	At      int
	Sourced bool
}

// When tells when a program runs.
type When int8

// When a program runs.
const (
	AtBuild  When = iota // RUN
	AtStart              // ENTRYPOINT and CMD
	AtHealth             // HEALTHCHECK
	OnBuild              // ONBUILD: in the build of another image
	OnItsOwn             // a script that no Dockerfile is known to ship
)

// Script is a script of the context as it is in the image.
type Script struct {
	File *source.File
	Path string // in the image; "" for one that no Dockerfile ships
	// Caller is the word that runs or sources it.
	Caller source.Span
	Copy   *Copy
	// Sourced: it runs in the shell of its caller. Handed: it is given to a shell, so
	// that its shebang is a comment.
	Sourced, Handed bool
}

// Dialect is the dialect of a program of the run: its own, or one inside it such
// as that of `sh -c`. /bin/sh is what the image links it to.
func (r *Run) Dialect(p *shell.Program) shell.Dialect {
	if r.Script == nil && p.Dialect == shell.Unknown {
		return r.State.Shell.Dialect // of an image that may have a SHELL
	}
	return r.State.Shell.resolve(p.Dialect)
}

// Ships tells whether what the program does is done to the image that is shipped, when
// that is built or when it runs, or to the machine of a script that no image ships.
func (r *Run) Ships() bool { return r.When == OnItsOwn || r.State.Stage.Ships() }

// Lookup is what the variables may hold at a command.
func (r *Run) Lookup(c *shell.Command) shell.Lookup {
	if r.Exec && c.Program == r.Program {
		return func(string) ([]string, bool) { return nil, false }
	}
	return c.Lookup(r.State.Vars.Lookup)
}

// Sourced are the programs that ran in the shell of the run before one of its commands,
// as far as they are known: those of a function's command may stand behind it.
func (r *Run) Sourced(by *shell.Command) []*shell.Program {
	var list []*shell.Program
	for _, c := range r.Calls {
		before := by.Func != "" || c.Command.Program != by.Program || c.Command.Word.Span().Start < by.Word.Span().Start
		if c.Sourced && before {
			list = c.Run.joinSourced(list)
		}
	}
	return list
}

// joinSourced adds the program of the run and those that it sources.
func (r *Run) joinSourced(list []*shell.Program) []*shell.Program {
	if slices.Contains(list, r.Program) {
		return list
	}
	list = append(list, r.Program)
	for _, c := range r.Calls {
		if c.Sourced {
			list = c.Run.joinSourced(list)
		}
	}
	return list
}

// Alone is the run of a script of which no Dockerfile is known.
func Alone(f *source.File, opts Options) *Run {
	stage := &Stage{Build: &Build{Options: opts}}
	stage.Image.Shell = opts.ScriptShell
	state := stage.initial()
	state.Workdir = "" // where its caller stands
	d := shell.Sh
	if sb, ok := shell.ParseShebang(f.Content); ok {
		d = sb.Dialect
	} else if strings.HasSuffix(f.Path, ".bash") {
		d = shell.Bash
	} else if strings.HasSuffix(f.Path, ".ash") {
		d = shell.Ash
	}
	return &Run{
		Program: opts.program(f, state.Shell.resolve(d)),
		State:   state,
		When:    OnItsOwn,
		Script:  &Script{File: f},
	}
}

// addRuns gives the step the programs that stand in it.
func (b *Build) addRuns(step *Step) {
	in, when := step.Instruction, AtBuild
	if in.Name == "ONBUILD" && in.Child != nil {
		in, when = in.Child, OnBuild
	}
	switch in.Name {
	case "RUN":
	case "CMD", "ENTRYPOINT":
		when = max(when, AtStart)
	case "HEALTHCHECK":
		when = max(when, AtHealth)
	default:
		return
	}
	r := &Run{State: step.Before, When: when, Step: step}
	if when == OnBuild {
		r.State.Vars = step.Before.triggerVars()
	}
	if in.Exec {
		r.Exec = true
		r.Program = shell.Parse(execText(in.Args), step.Before.Shell.Sh)
	} else if text := in.ShellText(); text != nil {
		d := step.Before.Shell.Dialect
		if in.OnlyHeredoc() {
			if sb, ok := shell.ParseShebang(text.String()); ok {
				d = step.Before.Shell.resolve(sb.Dialect)
			}
		}
		r.Program = shell.Parse(text, d)
	} else {
		return
	}
	step.Runs = append(step.Runs, r)
}

// joinCommand gives a CMD to an ENTRYPOINT that waits for a program's text:
// ENTRYPOINT ["sh", "-c"] with the text in CMD.
func (b *Build) joinCommand(r *Run) {
	entry, cmd := r.State.Entrypoint, r.State.Cmd
	if r.Step != cmd || entry == nil || !entry.Exec || !cmd.Exec || len(entry.Args) < 2 {
		return
	}
	if last := entry.Args[len(entry.Args)-1].Value(); strings.HasPrefix(last, "-") && strings.HasSuffix(last, "c") {
		words := append(append([]dockerfile.Word{}, entry.Args...), cmd.Args...)
		r.Program = shell.Parse(execText(words), r.State.Shell.Sh)
	}
}

// value is the one value of a word.
func (r *Run) value(c *shell.Command, w shell.Word) (string, bool) {
	if w.IsZero() {
		return "", false
	}
	if v, ok := w.Literal(); ok {
		return v, true
	}
	if v, ok := r.beside(c, w); ok {
		return v, true
	}
	vs, ok := w.Values(r.Lookup(c))
	if !ok || len(vs) != 1 {
		return "", false
	}
	return vs[0], true
}
