package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// ofHook tells whether a flow is that of ALP524: a lease's value that is split
// into words or taken for an option, not for code.
func ofHook(f *taint.Flow) bool {
	return f.Source.Kind == taint.Lease && f.Sink.Class == taint.Option
}

// ofCatalogue tells whether a flow is a download that is run as it comes, which
// another rule tells of, whatever the way into the shell.
func ofCatalogue(f *taint.Flow) bool {
	at, from := f.Sink.Span, f.Source.Span
	whole := at.File == from.File && at.Start <= from.Start && from.End <= at.End // sh -c "$(curl ...)"
	return f.Source.Kind == taint.Output && (f.Sink.Class == taint.Piped || f.Sink.Class == taint.Generated || f.Sink.Class == taint.ShellC && whole)
}

// isPlace tells whether a flow is only that the environment says where something
// is: . "$APP_HOME/functions", "$JAVA_HOME/bin/java", > "$LOG_DIR/x", find "$DIR".
func isPlace(f *taint.Flow) bool {
	path := f.Sink.Class == taint.WrittenPath || f.Sink.Class == taint.Option || f.Sink.Class == taint.CommandWord || f.Sink.Class == taint.Sourced && f.Sink.Harm != "run commands"
	return path && f.Source.Trust < taint.Local && (f.Source.Kind == taint.Environment || f.Source.Kind == taint.BuildArg)
}

// effect is what a value does where it arrives.
type effect int8

const (
	runs    effect = iota // it is read as code once more, where nobody would take it for code
	meant                 // so, but its name says that it is a command
	decides               // it decides a test
	steers                // it is a path, an option, a pattern, a name: it turns what the command does anyway
)

// stranger is who controls a value, as far as that matters for how bad it is.
type stranger int8

const (
	byNetwork   stranger = iota // no right on the machine is needed
	asked                       // a server that the program itself chose to ask
	onMachine                   // another user, a device, a volume
	beside                      // who writes its input and names its files: most often who started it
	withProgram                 // who builds the image, starts the container or calls the script
)

// severities is the policy: how bad a flow is by who controls the value and by what
// it does. Who comes by network does harm in any way, and another user of the
// machine too. Who starts a program may do as they like already, and a line of its
// input or a name of its files is most often their own: to them it matters that a
// value is code where they would not take it for any, and that a test does not ask
// what it seems to. That their paths are paths is no news: the scripts of 57
// repositories have over 1,100 of these flows, and some 200 of all the others.
var severities = map[stranger][4]analysis.Severity{
	//           runs              meant           decides           steers
	byNetwork:   {analysis.Error, analysis.Error, analysis.Error, analysis.Error},
	asked:       {analysis.Error, analysis.Error, analysis.Warning, analysis.Hint}, // the version in an answer names many a file
	onMachine:   {analysis.Warning, analysis.Info, analysis.Warning, analysis.Warning},
	beside:      {analysis.Warning, analysis.Info, analysis.Warning, analysis.Hint},
	withProgram: {analysis.Warning, analysis.Info, analysis.Warning, analysis.Hint},
}

func injectionSeverity(f *taint.Flow) analysis.Severity {
	return severities[strangerOf(f.Source)][effectOf(f)]
}

func strangerOf(s taint.Source) stranger {
	switch {
	case s.Kind == taint.Output:
		return asked
	case s.Trust == taint.Remote:
		return byNetwork
	case !s.Near():
		return onMachine
	case s.Trust == taint.Local:
		return beside
	}
	return withProgram
}

// codeClasses are those in which a value is read as code once more, by surprise.
var codeClasses = []taint.Class{
	taint.Eval, taint.ShellC, taint.RunsString, taint.Piped, taint.Generated, taint.Deferred, taint.Program,
}

func effectOf(f *taint.Flow) effect {
	switch {
	case f.Sink.Class == taint.Test:
		return decides
	case !slices.Contains(codeClasses, f.Sink.Class) || f.Sink.Harm != "run commands":
		return steers
	case f.Source.Trust == taint.Caller && strings.HasPrefix(f.Sink.Command, "/etc/"):
		return steers // a command that writes a crontab is called to do so
	case f.Sink.Class == taint.Program && strangerOf(f.Source) == beside && f.Run.When == image.AtBuild:
		return steers // of files that the build itself has made
	case f.Source.Meant:
		return meant
	}
	return runs
}
