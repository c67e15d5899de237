// Package report shows what a run found: to a person, or to a program. A format
// is one file and one entry in Formats.
package report

import (
	"cmp"
	"io"
	"path/filepath"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Report is one run, ready to be shown.
type Report struct {
	Version string // of crampon
	// Dir is the working folder: paths below it are shown relative to it.
	Dir string
	// Root is the folder to which paths are relative where a report is read with the
	// repository and not in the working folder: its git root. "" is Dir.
	Root string
	// Resolve is a path with its links followed: the repository's host shows no file
	// by a link. nil leaves paths as they are.
	Resolve func(path string) (string, error)
	// Category tells reports of the same tool on the same commit apart, in code scanning.
	Category string
	Findings []analysis.Finding
	// Fingerprints are the identities of the findings, in their order.
	Fingerprints []string
	// Files is the number of files that were judged.
	Files int
	// Errors are what kept crampon from judging: faults of the configuration, and its own.
	Errors []Error

	secrets secrets // see Conceal
}

// Keep leaves the findings that are wanted, with their fingerprints.
func (r *Report) Keep(wanted func(f *analysis.Finding, fingerprint string) bool) {
	var findings []analysis.Finding
	var fingerprints []string
	for i := range r.Findings {
		if wanted(&r.Findings[i], r.Fingerprints[i]) {
			findings = append(findings, r.Findings[i])
			fingerprints = append(fingerprints, r.Fingerprints[i])
		}
	}
	r.Findings, r.Fingerprints = findings, fingerprints
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
	// Say tells the user what the report itself cannot: that something is left out.
	// nil tells nobody.
	Say func(text string)
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
		{"compact", "one line for each finding: grep, and the quickfix lists of editors", Compact},
		{"json", "one object with all that is known of each finding; `crampon schema report` is its schema", JSON},
		{"sarif", "SARIF 2.1.0, for GitHub code scanning", SARIF},
		{"github", "workflow commands that annotate, for the log of a GitHub Action", GitHub},
		{"gitlab", "GitLab Code Quality", GitLab},
		{"rdjson", "reviewdog's Diagnostic Format, one object", RDJSON},
		{"rdjsonl", "reviewdog's Diagnostic Format, one diagnostic on a line", RDJSONL},
		{"checkstyle", "Checkstyle's XML", Checkstyle},
		{"junit", "JUnit's XML: a case for each finding", JUnit},
		{"markdown", "for a comment on a pull request, or a job summary", Markdown},
	}
}

// Name is how a path is shown: relative to the working folder where it lies
// below it, else absolute; with forward slashes, so that a report is the same on
// every system.
func (r *Report) Name(path string) string { return nameBelow(r.Dir, path) }

// RepositoryName is how a path is known in the repository: relative to its root
// with every link followed, else absolute.
func (r *Report) RepositoryName(path string) string { return nameBelow(r.root(), r.resolved(path)) }

func (r *Report) root() string { return r.resolved(cmp.Or(r.Root, r.Dir)) }

func (r *Report) resolved(path string) string {
	if r.Resolve != nil {
		if real, err := r.Resolve(path); err == nil {
			return real
		}
	}
	return path
}

func nameBelow(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
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
