package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// injection is the finding about a flow into code. General is the help where no
// safe form of the very line is known.
func injection(f *taint.Flow, general string) analysis.Finding {
	out := analysis.Finding{
		Span:    f.Sink.Span,
		Message: injectionMessage(f),
		Help:    generalHelp(f, general),
		Flow:    f,
	}
	switch s := f.Sink; {
	case s.Safe != "":
		out.Help = s.How + ": " + s.Safe
	case s.How != "":
		out.Help = s.How
	}
	out.Severity = injectionSeverity(f)
	switch {
	case isMeant(f):
		out.Notes = append(out.Notes, "the name says that the value is meant to be a command")
	case isProgram(f):
		out.Notes = append(out.Notes, "the value says which program is run, so that who controls it has theirs run anyway")
	case isUnasked(f):
		out.Notes = append(out.Notes, "the script has no default for "+f.Source.Name+": who else sets it, if not whoever runs the script, is not known")
	}
	if edit, ok := f.Sink.Replacement(); ok && !isMeant(f) && !isProgram(f) {
		// Not safe: who writes so may mean the value to be several words, or code.
		out.Fixes = []analysis.Fix{{Title: strings.ToUpper(f.Sink.How[:1]) + f.Sink.How[1:], Edits: []source.Edit{edit}}}
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
			if slices.Contains(classes, f.Sink.Class) && !ofHook(f) && !ofCatalogue(f) && !runsFetch(p, f) && !isPlace(f) && !isOwnFile(f) && !isSupply(f) {
				p.Report(injection(f, general))
			}
		}
	}
}

// runsOpenFile tells whether a script is run that the program has not written: the file
// itself is the value from outside.
func runsOpenFile(f *taint.Flow) bool {
	return f.Sink.Class == taint.Generated && f.Source.Kind == taint.FileText && len(f.Steps) == 0
}

// injectionForms are the sentences of the classes: %[1]s is the command, %[2]s the
// source. What whoever controls it can do follows.
var injectionForms = map[taint.Class]string{
	taint.Generated:   "%[1]s runs a file with %[2]s in its text",
	taint.CommandWord: "%[1]s runs the program named by %[2]s",
	taint.Names:       "%[1]s takes the name of a variable from %[2]s",
	taint.Format:      "%[1]s takes %[2]s as its format",
	taint.Test:        "%[1]s splits %[2]s into words for want of quotes",
	taint.Option:      "%[1]s may take %[2]s as an option",
	taint.Pattern:     "%[1]s takes %[2]s as a pattern",
	taint.Arithmetic:  "%[1]s evaluates %[2]s",
	taint.WrittenPath: "%[1]s takes a path with %[2]s in it",
	taint.ConfigText:  "%[1]s is written with %[2]s in it",
}

func injectionMessage(f *taint.Flow) string {
	form, ok := injectionForms[f.Sink.Class]
	switch {
	case f.Sink.Class == taint.Test && f.Sink.Harm == "match anything":
		form = "%[1]s takes %[2]s for a pattern, quoted or not"
	case runsOpenFile(f) && f.Sink.Command == f.Source.Name:
		form = "%[1]s is run from a folder in which all may write"
	case runsOpenFile(f):
		form = "%[1]s runs %[2]s"
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

// sourceForms are how a person calls the sources: %[1]s is the name.
var sourceForms = map[taint.SourceKind]string{
	taint.Positional:  "the argument $%[1]s",
	taint.Environment: "the environment variable %[1]s",
	taint.BuildArg:    "the build argument %[1]s",
	taint.Read:        "the line read into %[1]s",
	taint.Line:        "lines of input",
	taint.Request:     "%[1]s of the request",
	taint.Lease:       "%[1]s of the DHCP lease",
	taint.Interface:   "%[1]s of the interface",
	taint.Device:      "%[1]s of the device",
	taint.Output:      "what %[1]s prints",
	taint.Label:       "what %[1]s prints",
	taint.History:     "what %[1]s prints",
	taint.FileText:    "the text of %[1]s",
	taint.Operand:     "the names of files",
	taint.FileName:    "the names of files",
}

func sourceName(s taint.Source) string {
	switch {
	case s.Kind == taint.Positional && s.Name == "@":
		return "the arguments"
	case s.Kind == taint.Request && s.Name == "":
		return "the body of the request"
	}
	form := sourceForms[s.Kind]
	if !strings.Contains(form, "%") {
		return form
	}
	return fmt.Sprintf(form, s.Name)
}
