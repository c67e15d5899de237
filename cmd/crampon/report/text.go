package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// plainWidth is the width of excerpts where there is no terminal, and the
// greatest where there is: nobody reads further to the right.
const plainWidth = 120

// Text writes a report for people. Each finding has a line that editors and
// terminals know as a place, `path:line:column: severity: message [ID name]`, and
// below it the line of the file with the token marked, the evidence, what to do,
// and the other places that bear on it. Columns are in bytes, from 1. At the end
// stands what it comes to; in a quiet report only the first line of each finding
// is left.
func Text(w io.Writer, r *Report, s Style) error {
	t := &text{report: r, style: s, width: plainWidth}
	if s.Width > 0 {
		t.width = min(max(s.Width, 40), plainWidth)
	}
	for i := range r.Findings {
		t.finding(&r.Findings[i])
		if _, err := t.out.WriteTo(w); err != nil {
			return err
		}
	}
	if !s.Quiet {
		t.summary()
	}
	_, err := t.out.WriteTo(w)
	return err
}

// Compact writes the first line of each finding and nothing else, for grep and the
// quickfix lists of editors.
func Compact(w io.Writer, r *Report, s Style) error {
	s.Quiet = true
	return Text(w, r, s)
}

// text is a report in the making.
type text struct {
	report *Report
	style  Style
	width  int
	out    bytes.Buffer
}

// The colours, as parameters of the terminal's SGR sequence.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	yellow = "1;33"
	blue   = "1;34"
	cyan   = "36"
)

func severityColor(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return red
	case analysis.Warning:
		return yellow
	case analysis.Info:
		return blue
	}
	return cyan
}

// paint colours text that is harmless already.
func (t *text) paint(color, s string) string { return Paint(t.style.Color, color, s) }

// Paint puts text in a colour, or leaves it as it is.
func Paint(on bool, color, s string) string {
	if !on || s == "" {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

func (t *text) finding(f *analysis.Finding) {
	color := severityColor(f.Severity)
	fmt.Fprintf(&t.out, "%s: %s: %s %s\n", t.paint(bold, t.place(f.Span)), t.paint(color, f.Severity.String()),
		shortened(f.Message), t.paint(dim, "["+f.Rule.ID+" "+f.Rule.Name+"]"))
	if t.style.Quiet {
		return
	}
	gutter := t.excerpt(f.Span, color)
	for _, n := range f.Notes {
		t.clause(gutter, "note", shortened(n))
	}
	// What stands at the finding itself, or was told as a step, is not said twice.
	told := map[source.Span]bool{f.Span: true}
	for _, p := range f.Flow.Places() {
		if !told[p.Span] {
			told[p.Span] = true
			t.clause(gutter, p.Label, t.place(p.Span)+": "+shortened(p.Text))
		}
	}
	for _, r := range f.Related {
		if !told[r.Span] {
			t.clause(gutter, "see", t.place(r.Span)+": "+shortened(r.Message))
		}
	}
	if f.Help != "" {
		t.clause(gutter, "help", shortened(f.Help))
	}
	t.out.WriteByte('\n')
}

// excerpt writes the line of a finding and gives the width of the margin.
func (t *text) excerpt(s source.Span, color string) (gutter int) {
	first, last := s.From().Line, s.To().Line
	number := strconv.Itoa(first)
	gutter = max(len(number), 4) + 1
	e, ok := excerptOf(s, t.width-gutter-2, t.report.secrets)
	if !ok {
		return gutter
	}
	more := ""
	if last > first && s.To().Column > 1 {
		more = fmt.Sprintf(" to line %d", last)
	}
	fmt.Fprintf(&t.out, "%s %s\n", t.paint(dim, fmt.Sprintf("%*s |", gutter-1, number)), e.line)
	fmt.Fprintf(&t.out, "%s %s\n", t.paint(dim, strings.Repeat(" ", gutter)+"|"), paintMarks(t, color, e.marks)+t.paint(dim, more))
	return gutter
}

// paintMarks leaves the blanks before the marks alone.
func paintMarks(t *text, color, marks string) string {
	token := strings.TrimLeft(marks, " ")
	return marks[:len(marks)-len(token)] + t.paint(color, token)
}

// clause writes one line below an excerpt; its text is harmless already.
func (t *text) clause(gutter int, label, s string) {
	fmt.Fprintf(&t.out, "%*s %s %s\n", gutter, "", t.paint(cyan, label+":"), s)
}

// place is where a span begins, as terminals and editors know it.
func (t *text) place(s source.Span) string {
	at := s.From()
	return fmt.Sprintf("%s:%d:%d", shortened(t.report.Name(s.File.Path)), at.Line, at.Column)
}

// summary writes what the report comes to.
func (t *text) summary() {
	t.out.WriteString(t.report.total(func(s analysis.Severity, words string) string { return t.paint(severityColor(s), words) }) + "\n")
}

// total is what a report comes to, in words; paint may colour the count of a severity.
func (r *Report) total(paint ...func(analysis.Severity, string) string) string {
	said := counts(r.count, paint)
	switch {
	case r.Files == 0:
		return "nothing to lint: no Dockerfiles and no shell scripts"
	case said == "":
		return "no findings in " + Plural(r.Files, "file")
	}
	return said + " in " + Plural(r.Files, "file")
}

// counts are the numbers of findings by severity, in words, the worst first.
func counts(of func(analysis.Severity) int, paint []func(analysis.Severity, string) string) string {
	var parts []string
	for s := analysis.Error; s >= analysis.Hint; s-- {
		n := of(s)
		if n == 0 {
			continue
		}
		words := Plural(n, s.String())
		for _, p := range paint {
			words = p(s, words)
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, ", ")
}

// Plural is a number of things, in words.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
