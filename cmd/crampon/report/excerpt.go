package report

import (
	"strings"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis/source"
)

// tabStop is how far apart tab stops are drawn. Four leave more of a deep line
// in sight than the terminal's own eight.
const tabStop = 4

// excerpt is a piece of a line around a token, and what marks the token below it.
type excerpt struct {
	line  string
	marks string
}

// cell is one character as it is drawn.
type cell struct {
	text    string
	columns int
	inToken bool
}

// excerptOf draws the line on which a span begins, in harmless form, cut around
// the token where it is longer than width. Only what is near the token is looked
// at: a line may be a megabyte. Secrets are masked. ok is false where there is
// nothing to see, as in a file that could not be read.
func excerptOf(s source.Span, width int, hidden secrets) (e excerpt, ok bool) {
	content := s.File.Content
	if len(content) == 0 {
		return excerpt{}, false
	}
	line := s.File.LineSpan(s.From().Line)
	if s.Start >= line.End && line.End < len(content) && content[line.End] == '\r' {
		line.End++ // the carriage return is what is meant
	}
	from := min(max(s.Start, line.Start), line.End)
	to := min(max(s.End, from), line.End)

	// Four bytes a column are enough for any character that is drawn.
	lo, hi := max(line.Start, from-4*width), min(line.End, from+4*width)
	for lo > line.Start && !utf8.RuneStart(content[lo]) {
		lo--
	}
	for hi < line.End && !utf8.RuneStart(content[hi]) {
		hi++
	}
	masked := hidden.in(content, lo, hi)
	before := cells(content, lo, from, 0, 0, masked)
	after := cells(content, from, hi, total(before), to, masked)
	before, after = fit(before, after, width, lo > line.Start, hi < line.End)

	marked := 0
	for _, c := range after {
		if c.inToken {
			marked += c.columns
		}
	}
	e.line = strings.TrimRight(drawn(before)+drawn(after), " ")
	e.marks = strings.Repeat(" ", total(before)) + "^" + strings.Repeat("~", max(marked-1, 0))
	return e, true
}

// fit cuts the cells to width, and puts an ellipsis where something is missing.
// What stands behind the start of the token gets two thirds, and more where the
// line before it is short.
func fit(before, after []cell, width int, cutBefore, cutAfter bool) (b, a []cell) {
	if !cutBefore && !cutAfter && total(before)+total(after) <= width {
		return before, after
	}
	right := min(total(after), max(width-total(before), width*2/3))
	left := width - right
	if total(before) > left || cutBefore {
		for len(before) > 0 && total(before) > left-1 {
			before = before[1:]
		}
		before = append([]cell{{"…", 1, false}}, before...)
	}
	if total(after) > right || cutAfter {
		for len(after) > 1 && total(after) > right-1 {
			after = after[:len(after)-1]
		}
		after = append(after, cell{"…", 1, false})
	}
	return before, after
}

// cells draws the bytes [at, end) of a text, which begin at a column; those before
// token are the token. Each part of the text that is to be masked becomes one cell.
func cells(text []byte, at, end, column, token int, masked []part) []cell {
	var out []cell
	for at < end {
		if p, ok := partAt(masked, at); ok {
			out = append(out, cell{mask, len(mask), at < token})
			column += len(mask)
			at = p.to
			continue
		}
		r, size := utf8.DecodeRune(text[at:end])
		c := cell{inToken: at < token}
		raw := string(text[at : at+size])
		switch {
		case r == '\t':
			c.columns = tabStop - column%tabStop
			c.text = strings.Repeat(" ", c.columns)
		case r == utf8.RuneError && size == 1:
			c.text = visible(r, raw)
			c.columns = len(c.text)
		case r == '#' && at > 0 && text[at-1] == '#' && beginsCommand(text[at:]):
			c.text = `\x23`
			c.columns = len(c.text)
		default:
			c.text = visible(r, raw)
			for _, r := range c.text {
				c.columns += columns(r)
			}
		}
		out = append(out, c)
		column += c.columns
		at += size
	}
	return out
}

func total(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.columns
	}
	return n
}

func drawn(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return b.String()
}
