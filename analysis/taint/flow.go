// Package taint finds values from outside that reach code.
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

// SourceKind tells where a value comes from.
type SourceKind int8

// The kinds of sources.
const (
	Positional  SourceKind = iota // $1, $@ of the script
	Environment                   // a name that the script never assigns
	BuildArg                      // an ARG
	Read                          // a variable that read fills
	Operand                       // what xargs or find puts in the place of {}
)

// Source is where a value comes from.
type Source struct {
	Kind SourceKind
	Name string // "1", "@", "HOST", "{}"
	Span source.Span
}

// Step is one assignment or expansion on the way.
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
	Command string      // as it is written there: "eval", "sh -c", "su -c"
	Span    source.Span // the expansion in the code text
}

// Flows are the flows of one program.
func Flows(run *image.Run) []*Flow { return nil }
