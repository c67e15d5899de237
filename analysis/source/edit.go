package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Edit puts New in the place of a span. An empty span inserts.
type Edit struct {
	Span Span
	New  string
}

// Above puts a line above another (counted from 1), with the line end that the file has.
func Above(f *File, line int, text string) Edit {
	at := f.LineSpan(line).Start
	if at == 0 && bytes.HasPrefix(f.Content, mark) {
		at = len(mark)
	}
	end := "\n"
	if bytes.Contains(f.Content, []byte("\r\n")) {
		end = "\r\n"
	}
	return Edit{Span: f.Span(at, at), New: text + end}
}

// mark is a byte order mark.
var mark = []byte("\xef\xbb\xbf")

// Apply makes the edits in one file's content. Edits out of range, of another
// file, or overlapping each other are an error and change nothing.
func Apply(f *File, edits []Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	var out strings.Builder
	at := 0
	for _, e := range edits {
		s := e.Span
		if s.File != f {
			return nil, fmt.Errorf("edit of another file than %s", f.Path)
		}
		if s.Start < at || s.End < s.Start || s.End > len(f.Content) {
			return nil, fmt.Errorf("%s: edit of bytes %d to %d is out of range or overlaps another", f.Path, s.Start, s.End)
		}
		out.Write(f.Content[at:s.Start])
		out.WriteString(e.New)
		at = s.End
	}
	out.Write(f.Content[at:])
	return []byte(out.String()), nil
}
