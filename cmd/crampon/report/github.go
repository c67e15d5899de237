package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

// GitHub writes the workflow commands that make annotations, one on a line. It
// shows ten errors, ten warnings and ten notices of a step, so the report belongs
// into the log beside another that has them all. Columns are UTF-16 code units.
func GitHub(w io.Writer, r *Report, _ Style) error {
	var b bytes.Buffer
	for i := range r.Findings {
		f := &r.Findings[i]
		from, to := f.Span.From(), f.Span.To()
		fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d", githubLevel(f.Severity), githubProperty(r.RepositoryName(f.Span.File.Path)), from.Line, to.Line)
		if from.Line == to.Line { // it takes columns within one line only
			fmt.Fprintf(&b, ",col=%d,endColumn=%d", from.UTF16+1, to.UTF16+1)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty(f.Rule.ID+" "+f.Rule.Name), githubData(clauses(f)))
	}
	for _, e := range r.Errors {
		b.WriteString("::error")
		if !e.Span.IsZero() {
			fmt.Fprintf(&b, " file=%s,line=%d", githubProperty(r.RepositoryName(e.Span.File.Path)), e.Span.From().Line)
		}
		fmt.Fprintf(&b, "::%s\n", githubData(shortened(e.Message)))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func githubLevel(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return "error"
	case analysis.Warning:
		return "warning"
	}
	return "notice"
}

// githubData is the text of a command, as the runner reads it back.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty is the value of a property of a command.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(shortened(s))
}

// clauses are the message, the evidence and what to do, a line each, in harmless form.
func clauses(f *analysis.Finding) string {
	lines := []string{shortened(f.Message)}
	for _, n := range f.Notes {
		lines = append(lines, "note: "+shortened(n))
	}
	if f.Help != "" {
		lines = append(lines, "help: "+shortened(f.Help))
	}
	return strings.Join(lines, "\n")
}
