// Package build reads what programs of an image compile: Go builds with the
// environment in which they run, whether cgo takes part in them, which C compiler
// it calls and with which flags, and the lists of compiler flags that Dockerfiles
// and scripts state anywhere.
//
// What the compilers themselves do was tried on gcc 12.2, clang 14, musl-gcc
// 1.2.3 and Go 1.26.8 of Debian 12 (compilers_test.go tries the chief claims
// again); what Alpine's do was read from their APKBUILDs in aports.
package build

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Fact is an answer with its reasons.
type Fact struct {
	alpine.Answer
	Because []image.Evidence
}

func fact(a alpine.Answer, because ...image.Evidence) Fact { return Fact{a, because} }

func say(text string) image.Evidence { return image.Evidence{Text: text} }

func sayAt(text string, span source.Span) image.Evidence {
	return image.Evidence{Span: span, Text: text}
}

// place is a point at which variables are asked for: before a byte of a program
// that runs in some setting, or at an instruction of the Dockerfile.
type place struct {
	all *programs
	run *image.Run
	// cmd is the command whose own prefix counts too; nil for a place between
	// commands.
	cmd *shell.Command
	// prog and at: assignments of prog that stand before the byte at count. A nil
	// prog is a place in the Dockerfile.
	prog *shell.Program
	at   int
	// vars and stage are the Dockerfile's there.
	vars  image.Vars
	stage *image.Stage
}

func (all *programs) at(run *image.Run, c *shell.Command) place {
	from, _ := c.Word.Range()
	return place{all: all, run: run, cmd: c, prog: c.Program, at: from, vars: run.State.Vars, stage: run.State.Stage}
}

// programs are the runs of one unit, with what several questions need of them, each
// worked out when it is first asked: most units build nothing.
type programs struct {
	runs    []*image.Run
	callers map[source.Span]call // by the word that runs a script
	assigns map[*shell.Program][]assignment
	writes  alpine.Answer // whether anything runs go env -w
}

// call is the command that runs a script.
type call struct {
	run *image.Run
	cmd *shell.Command
}

// writesEnv tells whether any of the programs runs go env -w.
func (all *programs) writesEnv() bool {
	if all.writes == alpine.Unknown {
		all.writes = alpine.AnswerOf(slices.ContainsFunc(all.runs, func(r *image.Run) bool {
			return slices.ContainsFunc(r.Program.Named("go"), writesGoEnv)
		}))
	}
	return all.writes == alpine.Yes
}

// caller is the command that runs the script of the run; a zero call where there
// is none.
func (all *programs) caller(run *image.Run) call {
	if run.Script == nil || run.Script.Caller.IsZero() {
		return call{}
	}
	if all.callers == nil {
		all.callers = map[source.Span]call{}
		wanted := map[source.Span]bool{}
		for _, r := range all.runs {
			if r.Script != nil {
				wanted[r.Script.Caller] = true
			}
		}
		for _, r := range all.runs {
			for c := range r.Program.All() {
				for _, w := range c.Words() {
					if s := w.Span(); wanted[s] {
						if _, ok := all.callers[s]; !ok {
							all.callers[s] = call{r, c}
						}
					}
				}
			}
		}
	}
	return all.callers[run.Script.Caller]
}
