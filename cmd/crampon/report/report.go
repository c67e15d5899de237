// Package report shows what a run found: to a person, or to a program. A format
// is one file and one entry in Formats.
package report

import (
	"io"
	"path/filepath"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Report is one run, ready to be shown.
type Report struct {
	Version string // of crampon
	// Dir is the working folder: paths below it are shown relative to it.
	Dir      string
	Findings []analysis.Finding
	// Fingerprints are the identities of the findings, in their order.
	Fingerprints []string
	// Files is the number of files that were judged.
	Files int
	// Errors are what kept crampon from judging: faults of the configuration, and its own.
	Errors []Error
}

// Error is a reason for which a report is not the whole truth.
type Error struct {
	Span    source.Span // may be zero
	Message string
}

// Style is what a format may do for the one who reads.
type Style struct {
	Color bool // there is a terminal that shows colours
	Quiet bool // findings only, a line each
	Width int  // columns of the terminal; 0 where there is none
}

// Format is one way to show a report.
type Format struct {
	Name    string
	Summary string // one line for the help
	Write   func(w io.Writer, r *Report, s Style) error
}

// Formats are all there are.
func Formats() []Format {
	return []Format{
		{"text", "for people: each finding with its line, the evidence and what to do", Text},
		{"json", "one object with all that is known of each finding", JSON},
	}
}

// Name is how a path is shown: relative to the working folder where it lies
// below it, else absolute; with forward slashes, so that a report is the same on
// every system.
func (r *Report) Name(path string) string {
	if rel, err := filepath.Rel(r.Dir, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// count is the number of findings of a severity.
func (r *Report) count(s analysis.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}
