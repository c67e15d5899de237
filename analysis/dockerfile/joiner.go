package dockerfile

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// maxLine is the longest physical line, in bytes without its line feed, that
// BuildKit reads: one less than the buffer of its bufio.Scanner.
const maxLine = 1<<16 - 1

// A chunk is the run of physical lines of one instruction.
type chunk struct {
	line
	node *parser.Node // BuildKit's

	start, end   int // file bytes, without the last line end
	number       int // of the first physical line, from 1
	bodies       int // file byte at which the lines of here-documents begin
	after        int // file byte at which the next line begins
	firstComment int // of the comments inside, as indexes of Document.Comments
	lastComment  int
	heredocs     []Heredoc

	// refused tells that BuildKit cannot be given the chunk. An Error says why.
	refused bool
}

// joiner joins physical lines into instructions as BuildKit's parser.Parse does.
// It holds no opinion of its own: each rule below stands there too.
type joiner struct {
	parts []part // of the logical line that is being read; kept for its room
	doc   *Document
	work  []byte // the file as BuildKit is given it, see readable
	same  bool   // work is the file's content itself

	at   int // first byte of the line after the current
	line int // number of the current line, from 1

	tooLong      bool // a line too long was met since this was cleared
	badDirective bool

	ends *terminators // made when the first unterminated here-document is met
}

// next moves to the next physical line and returns its bytes [start, end)
// without trailing carriage returns and line feed.
func (j *joiner) next() (start, end int, ok bool) {
	if j.at >= len(j.work) {
		return 0, 0, false
	}
	start = j.at
	end = len(j.work)
	if n := bytes.IndexByte(j.work[start:], '\n'); n >= 0 {
		end = start + n
		j.at = end + 1
	} else {
		j.at = end
	}
	j.line++
	if long := end - start; long > maxLine {
		j.tooLong = true
		j.doc.fail(j.doc.File.Span(start, end), "line is longer than the 65535 bytes that a build reads")
	}
	for end > start && j.work[end-1] == '\r' {
		end--
	}
	return start, end, true
}

func (j *joiner) chunks() []chunk {
	// Real instructions have some 240 bytes, with the comments between them; growing
	// would copy them all again.
	chunks := make([]chunk, 0, min(1+len(j.work)/128, 1024))
	var directives parser.DirectiveParser
	open := true // directives may still follow
	for {
		j.tooLong = false
		start, end, ok := j.next()
		if !ok {
			return chunks
		}
		if j.line == 1 && bytes.HasPrefix(j.work, []byte(byteOrderMark)) {
			start += len(byteOrderMark)
		}
		start += indent(j.work[start:end])
		if open {
			var isDirective bool
			if isDirective, open = j.directive(&directives, start, end); isDirective {
				continue
			}
		}
		if start == end {
			continue
		}
		if j.work[start] == '#' {
			j.comment(start, end)
			continue
		}
		chunks = append(chunks, j.chunk(start, end))
	}
}

const byteOrderMark = "\uFEFF"

// directive reads the line as a directive; more tells whether another may follow.
func (j *joiner) directive(p *parser.DirectiveParser, start, end int) (is, more bool) {
	d, err := p.ParseLine(j.work[start:end])
	span := j.doc.File.Span(start, start+len(bytes.TrimRightFunc(j.work[start:end], unicode.IsSpace)))
	switch {
	case err != nil:
		j.badDirective = true
		j.doc.fail(span, err.Error())
		return true, true
	case d == nil:
		return false, false
	}
	j.doc.Directives = append(j.doc.Directives, Directive{Name: d.Name, Value: d.Value, Span: span})
	if d.Name == "escape" {
		if d.Value != "`" && d.Value != `\` {
			j.badDirective = true
			j.doc.fail(span, "the escape token must be ` or \\")
			return true, true
		}
		j.doc.Escape = d.Value[0]
	}
	return true, true
}

func (j *joiner) comment(start, end int) {
	j.doc.Comments = append(j.doc.Comments, Comment{
		Span: j.doc.File.Span(start, end),
		Text: strings.TrimSpace(string(j.doc.File.Content[start+1 : end])),
	})
}

// part is a run of bytes [from, to) of a line that goes into the logical line.
type part struct{ from, to int }

// joined puts the parts together: as a Text of the file, and as BuildKit is given
// it, which differs where bytes were replaced.
func (j *joiner) joined() (*source.Text, string) {
	size := 0
	for _, p := range j.parts {
		size += p.to - p.from
	}
	text := source.Builder{File: j.doc.File}
	text.Grow(size, len(j.parts))
	for _, p := range j.parts {
		text.Copy(p.from, p.to)
	}
	t := text.Text()
	if j.same {
		return t, t.String()
	}
	var logical strings.Builder
	logical.Grow(size)
	for _, p := range j.parts {
		logical.Write(j.work[p.from:p.to])
	}
	return t, logical.String()
}

// chunk reads the instruction whose first line is [start, end).
func (j *joiner) chunk(start, end int) chunk {
	c := chunk{start: start, number: j.line, firstComment: len(j.doc.Comments)}
	j.parts = j.parts[:0]
	to, ended := j.continuation(start, end)
	j.parts = append(j.parts, part{start, to})
	c.end = end
	for !ended {
		start, end, ok := j.next()
		if !ok {
			break
		}
		first := start + indent(j.work[start:end])
		if first == end {
			continue // an empty line does not end a continuation, yet
		}
		c.end = end
		if j.work[first] == '#' {
			j.comment(first, end)
			continue
		}
		to, ended = j.continuation(start, end)
		j.parts = append(j.parts, part{start, to})
	}
	text, s := j.joined()
	c.line = newLine(text, s, j.doc.Escape)
	c.bodies = j.at
	c.lastComment = len(j.doc.Comments)
	switch {
	case tooDeep(s):
		c.refused = true
		j.doc.fail(j.doc.File.Span(c.start, c.start+keywordLen(j.work[c.start:c.end])), "instruction is nested too deeply to be read")
	case strings.Contains(s, "<<"):
		j.heredocs(&c)
	}
	c.refused = c.refused || j.tooLong
	c.after = j.at
	return c
}

// continuation tells where the line's text ends and whether the instruction ends
// with it. The escape token continues a line if only blanks and tabs follow it
// and no second escape token stands before it.
func (j *joiner) continuation(start, end int) (to int, ended bool) {
	at := end
	for at > start && (j.work[at-1] == ' ' || j.work[at-1] == '\t') {
		at--
	}
	if at == start || j.work[at-1] != j.doc.Escape {
		return end, true
	}
	at--
	if at > start && j.work[at-1] == j.doc.Escape {
		return end, true
	}
	return at, false
}

// indent is the length of the leading white space, in bytes.
func indent(line []byte) int {
	if len(line) == 0 || line[0] > ' ' && line[0] < 0x80 {
		return 0
	}
	return len(line) - len(bytes.TrimLeftFunc(line, unicode.IsSpace))
}

// keywordLen is the length of the first word of the first line, in bytes.
func keywordLen(line []byte) int {
	for i, b := range line {
		if isBlank(b) || b == '\n' {
			return i
		}
	}
	return len(line)
}
