package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// ofHook tells whether a flow is that of ALP524: a lease's value that is split
// into words or taken for an option, not for code.
func ofHook(f *taint.Flow) bool {
	return f.Source.Kind == taint.Lease && f.Sink.Class == taint.Option
}

// ofCatalogue tells whether a flow is a download that is run as it comes, which
// another rule tells of, whatever the way into the shell. One that is made a piece of
// a command is not meant to be run.
func ofCatalogue(f *taint.Flow) bool {
	switch f.Sink.Class {
	case taint.Piped, taint.Generated:
		return f.Source.Kind == taint.Output && !f.Within
	case taint.ShellC: // sh -c "$(curl ...)", not sh -c "ls $(curl ...)"
		isWord := func(w shell.Word) bool { return strings.Trim(w.Source(), `"`) == f.Sink.Span.Text() }
		return f.Source.Kind == taint.Output && encloses(f.Sink.Span, f.Source.Span) && slices.ContainsFunc(f.Sink.At.Args, isWord)
	}
	return false
}

// runsFetch tells whether a flow is such a download, sourced from the file that it was
// written into, of an address by which the catalogue knows it.
func runsFetch(p *analysis.Pass, f *taint.Flow) bool {
	if f.Source.Kind != taint.Output || f.Sink.Class != taint.Sourced || f.Sink.At == nil {
		return false
	}
	return slices.ContainsFunc(p.Fetches(), func(d *image.Fetch) bool {
		run, ok := d.Fate(image.Interpreted)
		return ok && d.Web() && run.Span == f.Sink.At.Word.Span()
	})
}

// isPlace tells whether a flow is only that the environment says where something
// is: . "$APP_HOME/functions", "$JAVA_HOME/bin/java", > "$LOG_DIR/x", find "$DIR".
func isPlace(f *taint.Flow) bool {
	path := f.Sink.Class == taint.WrittenPath || f.Sink.Class == taint.Option || f.Sink.Class == taint.CommandWord || f.Sink.Class == taint.Sourced && f.Sink.Harm != "run commands"
	return path && f.Source.Trust < taint.Local && (f.Source.Kind == taint.Environment || f.Source.Kind == taint.BuildArg)
}

// isSupply tells whether a flow is only that who builds an image says where its
// packages come from: echo "$MIRROR/main" > /etc/apk/repositories.
func isSupply(f *taint.Flow) bool {
	return f.Source.Kind == taint.BuildArg && f.Sink.Class == taint.ConfigText && strings.HasPrefix(f.Sink.Command, "/etc/apk/")
}

// isOwnFile tells whether a flow is only that the text of a file of who starts the
// program is a path, an option or a pattern, as their arguments are.
func isOwnFile(f *taint.Flow) bool {
	return f.Source.Kind == taint.FileText && f.Source.Trust == taint.Caller && !isCode(f)
}

// injectionSeverity is the policy: how bad a flow is, by who controls the value. Who
// comes by network is an error and whoever else may be a stranger to the program a
// warning, whatever the value does. Who starts the program may do as they like
// already: to them it matters that a value is code where they would not take it for
// any, and that a test does not ask what it seems to. That their paths are paths and
// their options options is no news: the scripts of 140 repositories have over 2,000
// of these flows. Where the name of a variable says that it holds code, neither they
// nor who builds is surprised, nor where it says which program is run.
func injectionSeverity(f *taint.Flow) analysis.Severity {
	switch t := f.Source.Trust; {
	case t == taint.Remote:
		return analysis.Error
	case isMeant(f) || isProgram(f):
		return analysis.Info
	case t == taint.Local || t == taint.Builder:
		return analysis.Warning
	case t == taint.Caller && f.Source.Kind == taint.FileText:
		return analysis.Hint // who else writes that file is not known
	case isUnasked(f):
		return analysis.Info
	case isCode(f) || f.Sink.Class == taint.Test:
		return analysis.Warning
	}
	return analysis.Hint
}

// codeClasses are those in which a value is read as code once more, by surprise.
var codeClasses = []taint.Class{
	taint.Eval, taint.ShellC, taint.RunsString, taint.Piped, taint.Generated, taint.Deferred, taint.Program,
}

// isCode tells whether a value is read as code by surprise. A command that writes a
// crontab of its arguments is called to do so.
func isCode(f *taint.Flow) bool {
	writes := f.Source.Trust == taint.Caller && strings.HasPrefix(f.Sink.Command, "/etc/")
	return slices.Contains(codeClasses, f.Sink.Class) && f.Sink.Harm == "run commands" && !writes
}

// isMeant tells whether a value becomes code as its name says, to who builds the
// image or starts the program.
func isMeant(f *taint.Flow) bool {
	return f.Source.Trust < taint.Local && f.Source.Meant && isCode(f)
}

// isProgram tells whether a value becomes code where it says which program is run.
func isProgram(f *taint.Flow) bool { return f.Source.Program && isCode(f) }

// isUnasked tells whether a value becomes code that a script of which no Dockerfile is
// known reads as if it were its own: who else sets the name is not known.
func isUnasked(f *taint.Flow) bool {
	return f.Source.Trust == taint.Caller && f.Source.Kind == taint.Environment && !f.Source.Asked && isCode(f)
}
