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
