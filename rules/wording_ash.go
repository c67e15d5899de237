package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// unquotedInTest is the finding about an unquoted word of a test. Why says why the
// shell takes its words apart.
func unquotedInTest(x analysis.AshTestWord, why string) analysis.Finding {
	f := testFinding(x, "put it into quotes")
	if x.Test.Name == "[[" && x.Right && (x.Flow == nil || x.Flow.Sink.Safe == "") {
		f.Help = `write [ a = "$b" ]: in [[ ]] a quoted right side would still be a pattern`
	}
	switch {
	case x.Flow != nil && x.Flow.Source.Trust >= taint.Local:
	case x.TrueWhenEmpty(): // what happens to who starts the program, sooner than an attack of theirs
		f.Message = x.Text() + " is true when the value is empty" + why
	case x.Unquoted == shell.MayBeEmpty:
		f.Message = x.Text() + " is an error when the value is empty" + why
	case x.Flow != nil:
	default:
		f.Message = x.Word.Source() + " is " + becomesOthers(x.Unquoted) + why
	}
	return f
}

// becomesOthers is how a word without quotes becomes other words.
func becomesOthers(h shell.Hazard) string {
	switch {
	case h&shell.MayHoldPattern == 0:
		return "split at blanks"
	case h&shell.MayHoldBlanks == 0:
		return "matched with files"
	}
	return "split at blanks and matched with files"
}

// testFinding is the finding about a word of a test: where a value from outside comes
// to it, that of the flow.
func testFinding(x analysis.AshTestWord, help string) analysis.Finding {
	f := analysis.Finding{Help: help}
	if x.Flow != nil {
		f = injection(x.Flow, help)
	}
	f.Span, f.Fixes = x.Word.Span(), x.Fixes()
	f.Notes = append(f.Notes, analysis.AshEvidence(x.Run))
	return f
}
