// Package taint finds values from outside that reach code: a positional
// parameter, an environment variable, a build argument or a line that was read
// that becomes a part of what eval or `sh -c` runs.
//
// What is known is in tables that a person can read: sources.go, sinks.go,
// guards.go and passers.go. The rest follows a value backwards, from the sink to
// the places that may have set it, in the order of the text (scope.go collects
// these places, trace.go follows them). What is not understood makes no flow: a
// false alarm costs more than a miss.
//
// This is the first form: one program at a time, no joins but "may have been
// set", no fields, no command output but that of echo and its like. The types of
// this file are meant to stay when the inside is replaced.
package taint

import (
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Flow is one way of a value from outside to a place that takes it for code. It
// is kept as data to the last moment: messages are made by rules.
type Flow struct {
	Run    *image.Run
	Source Source
	Steps  []Step // between source and sink, in order; may be empty
	Sink   Sink
}

// Source is where a value comes from.
type Source struct {
	Kind SourceKind
	// Name is "1", "@", "HOST"; "{}" or another mark for Operand.
	Name string
	Span source.Span // the first place of the program that takes the value
	// Declared is the ENV or ARG of the Dockerfile; zero for none.
	Declared source.Span
	// Trust says who controls the value.
	Trust Trust
	// Meant: by its name the value is documented to be a command (PRE_START_CMD),
	// so that running it is no surprise.
	Meant bool
}

// SourceKind tells where a value comes from.
type SourceKind int8

// The kinds of sources.
const (
	Positional  SourceKind = iota // $1, $@ of the script
	Environment                   // a name that the script does not set
	BuildArg                      // an ARG
	Read                          // a variable that read fills
	Operand                       // what xargs or find puts in the place of {}
)

// Trust says who controls a value, from the nearest to the farthest.
type Trust int8

// The levels of trust.
const (
	Builder   Trust = iota // who runs the build
	Operator               // who starts the container
	Caller                 // who runs a script of which no Dockerfile is known
	Input                  // who writes to standard input
	FileNames              // who can make a file where find, ls and their like look
)

// String is the person in a clause: "whoever starts the container".
func (t Trust) String() string {
	switch t {
	case Builder:
		return "whoever runs the build"
	case Operator:
		return "whoever starts the container"
	case Input:
		return "whoever writes to its standard input"
	case FileNames:
		return "whoever can name a file there"
	}
	return "whoever runs the script"
}

// Step is one assignment or call on the way.
type Step struct {
	Span source.Span
	Text string // a clause: "is assigned to cmd"
}

// Class is what kind of code a value becomes.
type Class int8

// The classes of sinks.
const (
	Eval   Class = iota // eval
	ShellC              // sh -c, su -c, xargs sh -c, find -exec sh -c
)

// Sink is the place where a value is taken for code.
type Sink struct {
	Class   Class
	Command string      // as it is known: "eval", "sh -c", "su -c"
	Span    source.Span // the expansion in the code text
	// Safe is the same line written so that the value is no code, as ash runs it;
	// "" where none is known.
	Safe string
	// How says how Safe gets the value there, a clause: "pass the value as an
	// argument".
	How string
}

// Flows are the flows of one program, in the order of their sinks; one for each
// source in each code text.
func Flows(run *image.Run) []*Flow {
	var flows []*Flow
	var t *tracer
	for _, s := range sinksOf(run.Program) {
		if t == nil {
			t = newTracer(run)
		}
		flows = append(flows, t.into(s)...)
	}
	return flows
}
