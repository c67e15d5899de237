package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
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
	if f.Source.Meant {
		out.Severity = analysis.Info
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

func injectionMessage(f *taint.Flow) string {
	switch f.Source.Kind {
	case taint.Operand:
		return fmt.Sprintf("%s reads the names of files as code, so %s can run commands", f.Sink.Command, f.Source.Who())
	case taint.Line:
		return fmt.Sprintf("%s reads lines of input as code, so %s can run commands", f.Sink.Command, f.Source.Who())
	}
	return fmt.Sprintf("%s reads %s as code, so %s can run commands", f.Sink.Command, sourceName(f.Source), f.Source.Who())
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
	case taint.Output:
		return "what " + s.Name + " prints"
	case taint.FileText:
		return "the text of " + s.Name
	}
	return "each name of a file"
}
