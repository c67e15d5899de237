package source

import (
	"cmp"
	"strings"
)

// Span is a half-open run of bytes [Start, End) of a file. The zero Span is no
// place at all.
type Span struct {
	File       *File
	Start, End int
}

// IsZero tells whether the span is no place at all.
func (s Span) IsZero() bool { return s.File == nil }

// Text is what stands there.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	return string(s.File.Content[s.Start:s.End])
}

// From and To are the two ends as people count them.
func (s Span) From() Position { return s.File.Position(s.Start) }

// To is the position just after the last byte.
func (s Span) To() Position { return s.File.Position(s.End) }

// Contains tells whether the offset lies in the span.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset < s.End }

// Cover is the smallest span over both. Spans of different files have none: the
// first is returned.
func (s Span) Cover(o Span) Span {
	if s.IsZero() {
		return o
	}
	if o.File != s.File {
		return s
	}
	return Span{File: s.File, Start: min(s.Start, o.Start), End: max(s.End, o.End)}
}

// Compare orders spans by path, start and end.
func (s Span) Compare(o Span) int {
	if s.File != o.File {
		switch {
		case s.File == nil:
			return -1
		case o.File == nil:
			return 1
		}
		if c := strings.Compare(s.File.Path, o.File.Path); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(s.Start, o.Start), cmp.Compare(s.End, o.End))
}

// WithBlank is a word with the blanks in front of it, so that it can be taken out of a
// command. On a line of its own among lines that an escape character continues, it is
// that line; on the last of them, it is from the escape character in front.
func (s Span) WithBlank() Span {
	c := s.File.Content
	blanks := func(at, step int) int {
		for at+min(step, 0) >= 0 && at+min(step, 0) < len(c) && (c[at+min(step, 0)] == ' ' || c[at+min(step, 0)] == '\t') {
			at += step
		}
		return at
	}
	from := blanks(s.Start, -1)
	if from == 0 || c[from-1] != '\n' {
		return s.File.Span(from, s.End)
	}
	if end := blanks(s.End, 1); end < len(c) && isEscape(c[end]) {
		line := s.To().Line
		if strings.TrimSpace(string(c[end+1:s.File.LineSpan(line).End])) == "" {
			return s.File.Span(from, s.File.LineSpan(line+1).Start)
		}
	}
	above := strings.TrimRight(string(c[:from]), "\r\n")
	if above == "" || !isEscape(above[len(above)-1]) {
		return s.File.Span(from, s.End)
	}
	return s.File.Span(blanks(len(above)-1, -1), s.End)
}

// isEscape tells whether a byte continues a line that it ends, in a shell or in a
// Dockerfile.
func isEscape(c byte) bool { return c == '\\' || c == '`' }
