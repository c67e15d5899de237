// Package taint finds values from outside that reach code: a positional
// parameter, an environment variable, a build argument or a line that was read
// that becomes a part of what eval or `sh -c` runs.
//
// What is known is in tables that a person can read: sources.go, sinks.go with
// options.go and paths.go, guards.go, passers.go. The rest goes through each program in the
// order in which it runs (machine.go, statements.go, commands.go, calls.go), both
// ways where it branches, and knows at each place what the names may hold
// (value.go). Checks take properties of a value away (checks.go, patterns.go). At
// a place that takes a value for more than text it makes a Flow (arrive.go,
// constructs.go). Programs to which nothing comes are not walked (reach.go). What
// is not understood makes no flow: a false alarm costs more than a miss.
package taint

import (
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Flow is one way of a value from outside to a place that takes it for code. It
// is kept as data to the last moment: messages are made by rules. There is one
// for each end, whatever number of values arrives there.
type Flow struct {
	Run    *image.Run
	Source Source
	// Others are further sources of the same end, the most outside first.
	Others []Source
	// Steps lie between source and sink, in order, and may lie in other files; there
	// may be none.
	Steps []Step
	Sink  Sink
	// Within: other text stands in front of the value on the line of what it comes to, so
	// that it is a piece of a command.
	Within bool
}

// Source is where a value comes from.
type Source struct {
	Kind SourceKind
	// Name is "1", "@", "HOST"; "{}" or another mark for Operand; the command for
	// Output and FileName.
	Name string
	Span source.Span // the place of the program that takes the value
	// Declared is the ENV or ARG of the Dockerfile; zero for none.
	Declared source.Span
	// Trust says who controls the value.
	Trust Trust
	// Meant: by its name the value is documented to be a command (PRE_START_CMD),
	// so that running it is no surprise.
	Meant bool
	// Program: the value says which program is run, so that it being read as code lets
	// nobody do more.
	Program bool
	// Asked: the program expects the name from its Environment, see isAsked.
	Asked bool
}

// SourceKind tells where a value comes from.
type SourceKind int8

// The kinds of sources.
const (
	Positional  SourceKind = iota // $1, $@ of the script
	Environment                   // a name that the script does not set
	BuildArg                      // an ARG
	Read                          // a line of standard input
	Operand                       // the name that xargs or find puts in the place of {}
	Line                          // a line of standard input that xargs puts there
	Request                       // a variable or the body of a request, of a CGI program
	Lease                         // a variable of a DHCP client's script
	Device                        // a variable of mdev's or uevent's script
	Interface                     // a variable of a script of ifupdown
	Label                         // the label of a volume, as blkid prints it
	Output                        // the output of a command that fetches: Name is the command
	FileName                      // a name that find, ls or a pattern gives
	History                       // what git prints of a repository's history
	FileText                      // the text of a file that others can write
)

// Who is who controls the value, as a clause: "whoever starts the container".
func (s Source) Who() string {
	switch s.Kind {
	case Read, Line:
		return "whoever writes to its standard input"
	case Operand, FileName:
		return "whoever can name a file there"
	case History:
		return "whoever commits to the repository"
	case Request:
		return "whoever sends a request"
	case Lease:
		return "whoever answers as a DHCP server"
	case Interface:
		return "whoever writes /etc/network/interfaces"
	case Device:
		return "whoever plugs in a device"
	case Label:
		return "whoever names a volume"
	case Output:
		return answerer(s.Name)
	case FileText:
		if s.Name == "/proc/cmdline" {
			return "whoever boots the machine"
		}
		return "whoever can write " + s.Name
	}
	switch s.Trust {
	case Builder:
		return "whoever runs the build"
	case Operator:
		return "whoever starts the container"
	}
	return "whoever runs the script"
}

// Step is one assignment or call on the way.
type Step struct {
	Span source.Span
	Text string // a clause: "is assigned to cmd"
}

// Class is what a value becomes.
type Class int8

// The classes of sinks.
const (
	Eval        Class = iota // eval
	ShellC                   // sh -c, su -c, xargs sh -c, find -exec sh -c
	RunsString               // other commands that hand a string to a shell: watch, flock -c, ssh
	Piped                    // a pipe or a here-document into a shell
	Generated                // a script that is written, then run
	Sourced                  // a file that is sourced, or its name
	Deferred                 // trap, alias, PS4, a line of a crontab
	CommandWord              // the word of a command, exec $CMD
	Names                    // the name of a variable: export "$kv", read "$n"
	Program                  // the program of awk, sed, find
	Format                   // the format of printf
	Option                   // a word that may be taken for an option
	Test                     // [ ] and [[ ]]
	Pattern                  // a pattern of case, of [[ ]] or of an expansion
	Arithmetic               // $(( )), let
	WrittenPath              // the path of a file that is written
	ConfigText               // the text of passwd, of a config file, of a reply
)

// Sink is the place where a value is taken for more than text.
type Sink struct {
	Class   Class
	Command string      // as it is known: "eval", "sh -c", "su -c"
	Span    source.Span // the expansion in the text
	// Safe is the same line written so that the value is no code, as ash runs it, or
	// the pattern alone; "" where none is known.
	Safe string
	// How says how Safe gets the value there, a clause: "pass the value as an
	// argument". Where it stands without Safe, it says what to do.
	How string
	// Harm is what the value lets one do, a clause behind "can": "run commands".
	Harm string
	// Hurts are the properties of the value that do the harm.
	Hurts Props
	// At is the command.
	At *shell.Command
}
