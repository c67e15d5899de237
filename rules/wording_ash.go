package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// unquotedInTest is the finding about an unquoted word of a test. Why says why the
// shell takes its words apart.
func unquotedInTest(x analysis.AshTestWord, why string) analysis.Finding {
	f := analysis.Finding{Span: x.Word.Span(), Fixes: x.Fixes(), Flow: x.Flow, Help: `put it into quotes`}
	if len(f.Fixes) > 0 && x.Test.Name == "[[" && x.Right {
		f.Help = `write [ a = "$b" ]: in [[ ]] a quoted right side would still be a pattern`
	}
	switch {
	case x.TrueWhenEmpty():
		f.Message = x.Text() + " is true when the value is empty" + why
	case x.Unquoted == shell.MayBeEmpty:
		f.Message = x.Text() + " is an error when the value is empty" + why
	default:
		f.Message = x.Word.Source() + " is split at blanks and matched with files" + why
	}
	if x.Flow != nil {
		f.Severity = analysis.Error
		f.Notes = append(f.Notes, sourceName(x.Flow.Source)+" comes from "+x.Flow.Source.Trust.String())
	}
	f.Notes = append(f.Notes, analysis.AshEvidence(x.Run))
	return f
}
