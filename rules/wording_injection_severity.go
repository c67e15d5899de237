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

// codeClasses are those in which a value is read as code once more, by surprise.
var codeClasses = []taint.Class{
	taint.Eval, taint.ShellC, taint.RunsString, taint.Piped, taint.Generated, taint.Deferred, taint.Program,
}

// injectionSeverity is by who controls the value. Who reaches the program from
// outside does harm in any class. Who starts or calls it may do as they like
// anyway, so there it matters only that a value is code that nobody would take
// for it; the rest is a hint. A name that says it is a command is no surprise.
func injectionSeverity(f *taint.Flow) analysis.Severity {
	code := slices.Contains(codeClasses, f.Sink.Class) && f.Sink.Harm == "run commands"
	if f.Source.Trust == taint.Caller && strings.HasPrefix(f.Sink.Command, "/etc/") {
		code = false // a command that writes a crontab is called to do so
	}
	switch {
	case f.Source.Meant && code && f.Source.Trust < taint.Remote:
		return analysis.Info
	case f.Source.Trust == taint.Remote:
		return analysis.Error
	case code && !(f.Sink.Class == taint.Program && isNear(f.Source) && f.Run.When == image.AtBuild):
		return analysis.Warning
	case f.Source.Trust == taint.Local && !isNear(f.Source):
		return analysis.Warning
	}
	return analysis.Hint
}

// isNear tells whether who controls a value is most often who started the program:
// who answers its questions, or has made the files that it works on.
func isNear(s taint.Source) bool {
	return slices.Contains([]taint.SourceKind{taint.Read, taint.Line, taint.FileName, taint.Operand}, s.Kind)
}
