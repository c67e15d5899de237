package analysis

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// AshConstruct is a construct that the ash which runs it does not do as other
// shells do.
type AshConstruct struct {
	Run *image.Run
	shell.Construct
	// Outcome is what ash does, in all releases that the image may have: Fails,
	// NotFound or Differs.
	Outcome shell.Outcome
}

// AshPrograms are the programs that ash runs, those inside `sh -c '...'` and the
// like too, each with its run: BusyBox is the image's /bin/sh, or the script names
// ash. A script of which no image is known runs in some /bin/sh, and is not here.
func (u *Unit) AshPrograms(yield func(*image.Run, *shell.Program) bool) {
	for _, run := range u.Runs {
		for p := range run.Program.Programs() {
			if run.Dialect(p) == shell.Ash && !yield(run, p) {
				return
			}
		}
	}
}

// AshConstructs are the constructs of the unit that its ash does not do.
func (u *Unit) AshConstructs() []AshConstruct { return u.constructs.of(u.findConstructs) }

func (u *Unit) findConstructs() []AshConstruct {
	var out []AshConstruct
	for run, p := range u.AshPrograms {
		for _, c := range p.Constructs() {
			o := AshConstruct{Run: run, Construct: c, Outcome: c.Feature.Among(ashOf(run))}
			if o.Outcome == shell.NotMeasured || o.Outcome == shell.Works || o.given() {
				continue
			}
			out = append(out, o)
		}
	}
	return out
}

// ashOf is the range of BusyBox releases that a run may have. Where no image
// tells, it is what Alpine has had: a BusyBox newer than the newest Alpine's is
// not supposed.
func ashOf(run *image.Run) (from, to alpine.BusyBoxRelease) {
	img := run.State.Stage.Image
	from, to = img.BusyBoxes()
	switch {
	case from.Known() && to.Known():
	case img.Release.IsEdge():
		from, to = alpine.Newest().Release.BusyBox(), shell.LastAsh
	default:
		from, to = shell.FirstAsh, alpine.Newest().Release.BusyBox()
	}
	return from, to
}

// given tells whether the variable of the construct may get its value elsewhere.
func (c AshConstruct) given() bool {
	name := c.Variable
	if name == "" {
		return false
	}
	for p := c.Program; ; p = p.Outer.Program {
		if p.Assigned(name) {
			return true
		}
		if p.Outer == nil {
			break
		}
	}
	if _, ok := c.Run.State.Vars.Get(name); ok {
		return true
	}
	switch name {
	case "UID", "EUID", "GROUPS":
		// Names that people also use for settings of their own.
		return name == "UID" && c.Run.When != image.AtBuild || len(c.Run.Program.Named(".", "source")) > 0
	}
	return false
}

// maxSubject is the longest text, in bytes, that a message names as it stands.
const maxSubject = 40

// Message says what becomes of the construct: "<<< is a syntax error in ash before
// BusyBox 1.38".
func (c AshConstruct) Message() string {
	subject := c.Span.Text()
	if len(subject) > maxSubject || strings.ContainsAny(subject, "\n\t") || c.Feature.Name == "dbl-bracket-newline" {
		subject = c.Feature.Syntax
	}
	message := subject + " " + c.Feature.Effect
	if !strings.Contains(message, "ash") {
		message += " in ash"
	}
	if when := c.Feature.When(); when != "" {
		message += " " + when
	}
	return message
}

// AshEvidence says which BusyBox runs a program: "Alpine 3.20 has BusyBox 1.36".
func AshEvidence(run *image.Run) string {
	img := run.State.Stage.Image
	from, to := ashOf(run)
	switch {
	case img.Release.Known() && from == to:
		return fmt.Sprintf("Alpine %v has BusyBox %v", img.Release, from)
	case img.Least.Known() && from == to:
		return fmt.Sprintf("Alpine %v, the newest, has BusyBox %v", alpine.Newest().Release, to)
	}
	return fmt.Sprintf("measured on BusyBox %v to %v", from, to)
}

// Finding is what a rule reports of the construct.
func (c AshConstruct) Finding() Finding {
	return Finding{Span: c.Span, Message: c.Message(), Notes: []string{AshEvidence(c.Run)}, Help: "instead: " + c.Instead}
}
