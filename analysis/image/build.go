// Package image works out what a Dockerfile builds: its stages, what holds
// before each of their instructions, which files of the build context are in the
// image, and which shell programs run there and in what state.
//
// Everything is worked out once, in one pass over the instructions, and is
// read-only afterwards. A fact that cannot be known is unknown; it is never
// guessed.
package image

import (
	"strconv"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Options are what the user says about a build.
type Options struct {
	// BuildArgs are values of ARGs, as given by --build-arg.
	BuildArgs map[string]string
	// Target is the stage to build, by name or number; "" is the last.
	Target string
	// Unmirror gives the name that one pulled through a registry mirror stands for,
	// and other names as they are; nil where there are no mirrors.
	Unmirror func(repository string) string
	// Identify tells of images of the user's own; nil, or false for the rest.
	Identify func(repository, tag string) (alpine.Image, bool)
	// ScriptShell is the dialect name of a script that nothing else tells of.
	ScriptShell string
	// Program gives the program of a whole script; nil to parse it.
	Program func(f *source.File, d shell.Dialect) *shell.Program
}

// program reads a whole script.
func (o Options) program(f *source.File, d shell.Dialect) *shell.Program {
	if o.Program != nil {
		return o.Program(f, d)
	}
	return shell.Parse(source.Whole(f), d)
}

// Build is one Dockerfile, understood.
type Build struct {
	Doc     *dockerfile.Document
	Context *Context
	Options Options
	// Stages in the order of the file. Instructions before the first FROM are in none.
	Stages []*Stage
	// Globals are the ARGs before the first FROM.
	Globals Vars
	// Target is the stage that is built: the last, or the one that the user names.
	// It is nil when the file has no stage.
	Target *Stage
	// Faults are what a build refuses though each instruction can be read.
	Faults []Fault
	// Runs are the shell programs of the image, in the order in which the
	// Dockerfile comes to them; a script that several places run in the same
	// setting is there once.
	Runs []*Run
	// Shipped are the files of the context that are in the image as scripts and
	// run there.
	Shipped map[string]*source.File

	// What tools.go asks of the scripts that RUNs run, by step.
	ran     sync.Once
	scripts map[*Step][]*Run
	unread  map[*Step]bool // some cannot be read
}

// Stage is one FROM and what follows it.
type Stage struct {
	Build *Build
	Index int    // in Build.Stages
	Name  string // as written after AS; "" for none
	// Instruction is the FROM.
	Instruction *dockerfile.Instruction
	From        Ref
	// Base is the earlier stage that this one begins with; nil when it begins with an image.
	Base *Stage
	// Image is what is known of the image at the root of the stage, by name. Of a
	// stage on another stage it is the image of that one.
	Image alpine.Image
	// Platform is the value of --platform, "" for none or when it has no known value.
	Platform string
	Steps    []*Step
	// Final is what holds after the last step.
	Final State
	// Apk is the first place that runs apk; zero when none does. A stage that
	// runs apk is Alpine or Wolfi, whatever its base is called.
	Apk source.Span
}

// Step is one instruction of a stage and what holds before it.
type Step struct {
	*dockerfile.Instruction
	Stage  *Stage
	Before State
	// Copy is what a COPY or ADD brings; nil for other instructions.
	Copy *Copy
	// Runs are the programs that the instruction itself runs or sets to run:
	// not those of scripts.
	Runs []*Run
}

// ReleaseFromArg tells whether the image at the root of the stage is named with a
// variable, so that a build may give it another release than the one that is known.
func (s *Stage) ReleaseFromArg() bool {
	for s.Base != nil {
		s = s.Base
	}
	return len(s.Instruction.Args) > 0 && strings.Contains(s.Instruction.Args[0].Value(), "$")
}

// Above puts a line above the instruction, and above the comments that speak of it.
func (s *Step) Above(text string) source.Edit {
	file, line := s.Span.File, s.Span.From().Line
	for line > 1 && strings.HasPrefix(strings.TrimSpace(file.LineSpan(line-1).Text()), "#") {
		line--
	}
	return source.Above(file, line, text)
}

// IsTarget tells whether the stage is what gets built and shipped.
func (s *Stage) IsTarget() bool { return s.Build.Target == s }

// Ships tells whether the stage's layers are in the image that is built: it is the
// target, or the target begins with it.
func (s *Stage) Ships() bool {
	for t := s.Build.Target; t != nil; t = t.Base {
		if t == s {
			return true
		}
	}
	return false
}

// Needed tells whether the target is made from the stage: it is the target, or
// the target begins with it or copies from it.
func (s *Stage) Needed() bool {
	return s.Build.Target != nil && s.Build.Target.needs(s, map[*Stage]bool{})
}

func (s *Stage) needs(o *Stage, seen map[*Stage]bool) bool {
	if s == o {
		return true
	}
	if seen[s] {
		return false
	}
	seen[s] = true
	if s.Base != nil && s.Base.needs(o, seen) {
		return true
	}
	for _, step := range s.Steps {
		for _, use := range step.Uses() {
			if use.Stage != nil && use.Stage.needs(o, seen) {
				return true
			}
		}
	}
	return false
}

// Title is how messages call the stage: by its name or number.
func (s *Stage) Title() string {
	if s.Name != "" {
		return "stage " + s.Name
	}
	return "stage " + strconv.Itoa(s.Index)
}

// stage finds one of the first limit stages by name (in any case; the last of
// that name) or number; nil for none.
func (b *Build) stage(name string, limit int) *Stage {
	for i := limit - 1; i >= 0; i-- {
		if s := b.Stages[i]; s.Name != "" && strings.EqualFold(s.Name, name) {
			return s
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 0 && n < limit {
		return b.Stages[n]
	}
	return nil
}

// New understands a Dockerfile. It never fails: instructions that BuildKit
// refuses are passed over. Scripts are read through the context.
func New(doc *dockerfile.Document, ctx *Context, opts Options) *Build {
	b := &Build{Doc: doc, Context: ctx, Options: opts, Shipped: map[string]*source.File{}}
	b.nameStages()
	var stage *Stage
	var state State
	next := 0
	for _, in := range doc.Instructions {
		switch {
		case in.Name == "FROM":
			if stage != nil {
				stage.Final = state
			}
			stage = b.Stages[next]
			next++
			stage.begin()
			state = stage.triggered(stage.initial())
		case stage == nil:
			if in.Name == "ARG" {
				b.Globals = b.declareArgs(b.Globals, in, Vars{})
			}
		default:
			state = stage.add(in, state)
		}
	}
	if stage != nil {
		stage.Final = state
		b.Target = stage
	}
	if t := b.stage(opts.Target, len(b.Stages)); opts.Target != "" && t != nil {
		b.Target = t
	}
	b.follow()
	b.findFaults()
	return b
}

// add makes an instruction the stage's next step; what then holds comes back.
func (s *Stage) add(in *dockerfile.Instruction, before State) State {
	step := &Step{Instruction: in, Stage: s, Before: before}
	after := s.Build.apply(step, before)
	s.Steps = append(s.Steps, step)
	return after
}

// triggered makes what the stage's base keeps for later by ONBUILD the stage's first
// steps. BuildKit runs it once: a stage on top of this one does not.
func (s *Stage) triggered(state State) State {
	if s.Base == nil {
		return state
	}
	for _, step := range s.Base.Steps {
		if step.Name == "ONBUILD" && step.Child != nil {
			state = s.add(step.Child, state)
		}
	}
	return state
}

// nameStages makes the stages with their names: a COPY --from may name a stage
// that comes later.
func (b *Build) nameStages() {
	for _, in := range b.Doc.Instructions {
		if in.Name != "FROM" {
			continue
		}
		s := &Stage{Build: b, Index: len(b.Stages), Instruction: in}
		if len(in.Args) > 2 && strings.EqualFold(in.Args[1].Value(), "AS") {
			s.Name = in.Args[2].Value()
		}
		b.Stages = append(b.Stages, s)
	}
}

// begin works out what the stage begins with. A FROM sees only the stages before
// it, so that none can begin with itself.
func (s *Stage) begin() {
	b, in := s.Build, s.Instruction
	if len(in.Args) > 0 {
		s.From = b.ref(in.Args[0].Text, b.Globals)
	}
	for _, f := range in.Flags {
		if f.Name == "platform" {
			if v, known := b.expand(f.Value.Value(), b.Globals); known {
				s.Platform = v
			}
		}
	}
	if s.From.Known && s.From.Digest == "" {
		s.Base = b.stage(s.From.Name, s.Index)
	}
	if s.Base != nil {
		s.Image = s.Base.Image
		s.Apk = s.Base.Apk
	} else if s.From.Known {
		s.Image = s.From.Image()
	}
}

// identify asks the user's own images first.
func (b *Build) identify(r Ref) alpine.Image {
	if b.Options.Identify != nil {
		if img, ok := b.Options.Identify(r.Repository, r.Tag); ok {
			return img
		}
	}
	return alpine.Identify(r.Repository, r.Tag)
}

// initial is the state before the first step of the stage.
func (s *Stage) initial() State {
	if s.Base != nil {
		state := s.Base.Final
		// ARGs end with their stage; what is ENV stays.
		state.Vars = state.Vars.onlyEnv()
		state.Stage = s
		return state
	}
	return State{Stage: s, Workdir: "/", Shell: defaultShell(s), Packages: basePackages(s)}
}

// expand puts in the values of variables as a build does. It is not known when
// one of them has no known value.
func (b *Build) expand(word string, vars Vars) (string, bool) {
	if !strings.ContainsAny(word, "$\\`'\"") {
		return word, true
	}
	value, unresolved, err := dockerfile.Expand(word, b.Doc.Escape, vars.Value)
	return value, err == nil && len(unresolved) == 0
}
