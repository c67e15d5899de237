package rules

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
)

// clauses are the texts of evidence, each once.
func clauses(lists ...[]image.Evidence) []string {
	var notes []string
	for _, e := range slices.Concat(lists...) {
		if e.Text != "" && !slices.Contains(notes, e.Text) {
			notes = append(notes, e.Text)
		}
	}
	return notes
}

// places are the places of evidence, for findings that lie elsewhere.
func places(evidence []image.Evidence) []analysis.Related {
	var out []analysis.Related
	for _, e := range evidence {
		if !e.Span.IsZero() {
			out = append(out, analysis.Related{Span: e.Span, Message: e.Text})
		}
	}
	return out
}
