package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

// maxMarkdown is how long a comment on a pull request may be, in characters; we
// count bytes. A job summary may have a megabyte.
const maxMarkdown = 65_536

// Markdown writes a report for a comment on a pull request or a job summary, the
// most severe findings first. What has no place in a comment is counted at its end.
// Words of a file stand as code, where they are no link, no mention and no HTML.
func Markdown(w io.Writer, r *Report, _ Style) error {
	const reserve = 300 // for the last line
	findings := make([]*analysis.Finding, len(r.Findings))
	for i := range r.Findings {
		findings[i] = &r.Findings[i]
	}
	slices.SortStableFunc(findings, func(a, b *analysis.Finding) int { return cmp.Compare(b.Severity, a.Severity) })

	var b bytes.Buffer
	heading := upper(r.total())
	if len(r.Errors) > 0 && r.Files == 0 {
		heading = "Nothing was linted"
	}
	fmt.Fprintf(&b, "### crampon\n\n%s\n\n", heading)
	var left [analysis.Error + 1]int
	cut := 0
	for _, e := range r.Errors {
		place := ""
		if !e.Span.IsZero() {
			place = code(fmt.Sprintf("%s:%d", r.RepositoryName(e.Span.File.Path), e.Span.From().Line)) + " "
		}
		message, _, _ := strings.Cut(e.Message, "\n") // behind it is the trace of a fault
		if line := fmt.Sprintf("- **error** %s%s\n", place, prose(message)); b.Len()+len(line)+reserve <= maxMarkdown {
			b.WriteString(line)
		}
	}
	for _, f := range findings {
		item := r.markdownItem(f)
		if cut > 0 || b.Len()+len(item)+reserve > maxMarkdown {
			left[f.Severity]++
			cut++
			continue
		}
		b.WriteString(item)
	}
	if cut > 0 {
		fmt.Fprintf(&b, "\n%s more did not fit in here.\n", upper(counts(func(s analysis.Severity) int { return left[s] }, nil)))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Report) markdownItem(f *analysis.Finding) string {
	at := f.Span.From()
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s %s ([%s](%s) %s)\n", f.Severity,
		code(fmt.Sprintf("%s:%d:%d", r.RepositoryName(f.Span.File.Path), at.Line, at.Column)), prose(f.Message), f.Rule.ID, f.Rule.URL(), f.Rule.Name)
	for _, n := range f.Notes {
		fmt.Fprintf(&b, "  - %s\n", prose(n))
	}
	if f.Help != "" {
		fmt.Fprintf(&b, "  - **help:** %s\n", prose(f.Help))
	}
	return b.String()
}

// code is text as a code span: its fence is longer than any run of backquotes in
// it. GitHub finds no mentions, references and addresses there.
func code(s string) string {
	s = strings.Join(strings.Fields(shortened(s)), " ")
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	for _, r := range s {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// ordinary are words that Markdown, and what GitHub adds to it, take for nothing but
// words: letters, and numbers, versions and days in digits, with punctuation around.
var ordinary = regexp.MustCompile(`^(?:\(?(?:[A-Za-z]+(?:['-][A-Za-z]+)*'?|\d{1,6}(?:[.-]\d{1,6})*)\)?)?[,;:.]?$`)

// special are words that look ordinary: what may be the name of a commit, and the
// number of an item of a list.
var special = regexp.MustCompile(`^\(?[0-9a-fA-F]{7,}\)?[,;:.]?$|^\d+[.)]$`)

// prose is a sentence in which all but ordinary words stand as code, whatever they
// are: a message quotes words of the file that it is about. What it has between
// backquotes stands as code too, but nothing relies on them: a file may have some.
func prose(s string) string {
	s = shortened(s)
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // one of them has no other
		parts = []string{s}
	}
	var p proser
	for i, part := range parts {
		if i%2 == 1 {
			p.add(code(part))
			continue
		}
		p.words(part)
	}
	return p.b.String()
}

// proser puts a sentence together.
type proser struct {
	b      strings.Builder
	quoted []string // words that become code together
}

// add appends Markdown. Two code spans never touch: their fences would be one.
func (p *proser) add(s string) {
	if strings.HasPrefix(s, "`") && strings.HasSuffix(p.b.String(), "`") {
		p.b.WriteByte(' ')
	}
	p.b.WriteString(s)
}

// words appends plain text.
func (p *proser) words(text string) {
	for i, word := range strings.Split(text, " ") {
		isOrdinary := ordinary.MatchString(word) && !special.MatchString(word)
		if isOrdinary {
			p.flush()
		}
		if i > 0 && len(p.quoted) == 0 {
			p.add(" ")
		}
		if isOrdinary {
			p.add(word)
			continue
		}
		p.quoted = append(p.quoted, word)
		if strings.HasSuffix(word, ",") || strings.HasSuffix(word, ";") {
			p.flush()
		}
	}
	p.flush()
}

// flush appends the words that are due as one code span. A comma or colon at their
// end is the sentence's.
func (p *proser) flush() {
	if len(p.quoted) == 0 {
		return
	}
	text := strings.Join(p.quoted, " ")
	p.quoted = nil
	bare := strings.TrimRight(text, ",;:")
	if bare == "" {
		bare = text
	}
	p.add(code(bare) + text[len(bare):])
}
