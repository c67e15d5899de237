package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// injection is the finding about a flow into code. General is the help where no
// safe form of the very line is known.
func injection(f *taint.Flow, general string) analysis.Finding {
	out := analysis.Finding{
		Span:    f.Sink.Span,
		Message: injectionMessage(f),
		Help:    general,
		Flow:    f,
	}
	if f.Sink.Safe != "" {
		out.Help = f.Sink.How + ": " + f.Sink.Safe
	}
	if out.Severity = injectionSeverity(f); out.Severity == analysis.Info {
		out.Notes = append(out.Notes, "the name says that the value is meant to be a command")
	}
	if d := f.Source.Declared; !d.IsZero() {
		what := "declared here; --build-arg sets another value"
		if f.Source.Kind == taint.Environment {
			what = "declared here; docker run -e sets another value"
		}
		out.Related = append(out.Related, analysis.Related{Span: d, Message: what})
	}
	if f.Source.Span != f.Sink.Span {
		out.Related = append(out.Related, analysis.Related{Span: f.Source.Span, Message: "taken from outside"})
	}
	for _, s := range f.Steps {
		out.Related = append(out.Related, analysis.Related{Span: s.Span, Message: s.Text})
	}
	return out
}

// injected reports the flows into some classes of sinks.
func injected(general string, classes ...taint.Class) func(*analysis.Pass) {
	return func(p *analysis.Pass) {
		for _, f := range p.Flows() {
			if slices.Contains(classes, f.Sink.Class) && !ofHook(f) && !ofCatalogue(f) && !isPlace(f) {
				p.Report(injection(f, general))
			}
		}
	}
}

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

// injectionForms are the sentences of the classes: %[1]s is the command, %[2]s the
// source. What whoever controls it can do follows.
var injectionForms = map[taint.Class]string{
	taint.Generated:   "%[1]s runs a file with %[2]s in its text",
	taint.CommandWord: "%[1]s runs the program named by %[2]s",
	taint.Names:       "%[1]s takes the name of a variable from %[2]s",
	taint.Format:      "%[1]s takes %[2]s as its format",
	taint.Option:      "%[1]s may take %[2]s as an option",
	taint.Pattern:     "%[1]s takes %[2]s as a pattern",
	taint.Arithmetic:  "%[1]s evaluates %[2]s",
	taint.WrittenPath: "%[1]s takes a path with %[2]s in it",
	taint.ConfigText:  "%[1]s is written with %[2]s in it",
}

func injectionMessage(f *taint.Flow) string {
	form, ok := injectionForms[f.Sink.Class]
	switch {
	case f.Sink.Class == taint.Sourced && f.Sink.Harm != "run commands":
		form = "%[1]s runs the file named by %[2]s"
	case !ok:
		form = "%[1]s reads %[2]s as code"
	}
	harm := f.Sink.Harm
	if harm == "" {
		harm = "run commands"
	}
	return fmt.Sprintf(form+", so %[3]s can %[4]s", f.Sink.Command, sourceName(f.Source), f.Source.Who(), harm)
}

// sourceName is how a person calls the source.
func sourceName(s taint.Source) string {
	switch s.Kind {
	case taint.Positional:
		if s.Name == "@" {
			return "the arguments"
		}
		return "the argument $" + s.Name
	case taint.Environment:
		return "the environment variable " + s.Name
	case taint.BuildArg:
		return "the build argument " + s.Name
	case taint.Read:
		return "the line read into " + s.Name
	case taint.Request:
		if s.Name == "" {
			return "the body of the request"
		}
		return s.Name + " of the request"
	case taint.Lease:
		return s.Name + " of the DHCP lease"
	case taint.Device:
		return s.Name + " of the device"
	case taint.Output, taint.Label:
		return "what " + s.Name + " prints"
	case taint.FileText:
		return "the text of " + s.Name
	case taint.Line:
		return "lines of input"
	}
	return "the names of files"
}
