package source

import (
	"fmt"
	"slices"
	"strings"
)

// Edit puts New in the place of a span. An empty span inserts.
type Edit struct {
	Span Span
	New  string
}

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
