package report

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// RDJSON writes the Diagnostic Format of reviewdog, as one object. Columns are
// bytes, from 1. reviewdog posts messages as Markdown, so they are written as such
// (see prose).
func RDJSON(w io.Writer, r *Report, _ Style) error {
	out := rdResult{Source: rdSource{"crampon", homepage}, Diagnostics: []rdDiagnostic{}}
	for i := range r.Findings {
		d := r.rdDiagnostic(&r.Findings[i])
		d.Source = nil // it stands above
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return WriteJSON(w, out)
}

// RDJSONL writes the same diagnostics, one on a line.
func RDJSONL(w io.Writer, r *Report, _ Style) error {
	for i := range r.Findings {
		line, err := JSONLine(r.rdDiagnostic(&r.Findings[i]))
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Source      *rdSource      `json:"source,omitempty"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

func (r *Report) rdDiagnostic(f *analysis.Finding) rdDiagnostic {
	d := rdDiagnostic{
		Location: rdLocation{r.Name(f.Span.File.Path), rdRangeOf(f.Span)},
		Severity: rdSeverity(f.Severity),
		Source:   &rdSource{"crampon", homepage},
		Code:     rdCode{f.Rule.ID, f.Rule.URL()},
	}
	var lines []string
	for line := range strings.SplitSeq(clauses(f), "\n") {
		lines = append(lines, prose(line))
	}
	d.Message = strings.Join(lines, "\n")
	for _, fix := range f.Fixes {
		// Suggestions are told one by one: of a fix in several places, each would be half of it.
		if len(fix.Edits) == 1 && fix.Edits[0].Span.File == f.Span.File && utf8.ValidString(fix.Edits[0].New) {
			d.Suggestions = append(d.Suggestions, rdSuggestion{rdRangeOf(fix.Edits[0].Span), fix.Edits[0].New})
		}
	}
	return d
}

func rdRangeOf(s source.Span) rdRange {
	from, to := s.From(), s.To()
	return rdRange{rdPosition{from.Line, from.Column}, rdPosition{to.Line, to.Column}}
}

func rdSeverity(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return "ERROR"
	case analysis.Warning:
		return "WARNING"
	}
	return "INFO"
}
