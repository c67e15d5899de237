// Package source is the ground every other package stands on: files, places
// in them, text derived from them, and the one file system that everything is
// read through.
//
// Inside crampon a place is a byte offset. Lines, columns and UTF-16 code units
// exist only in this package, in Position, and are asked for when a finding
// leaves the program.
package source

import (
	"bytes"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"
)

// File is one file as it was read. It is read-only and may be shared between
// goroutines.
type File struct {
	// Path is the name under which the file was read: absolute, or relative to
	// the working folder, in the form of the operating system.
	Path    string
	Content []byte

	once  sync.Once
	lines []int // offset of the first byte of each line
	ascii bool  // every byte is a character and a UTF-16 code unit
	// editor is lines as editors count them: a CR alone ends one too.
	editor []int

	trigrams trigrams
}

// NewFile returns a file of that path and content. The content must not be
// changed afterwards.
func NewFile(path string, content []byte) *File {
	return &File{Path: path, Content: content}
}

// Position is a place as people and editors count it.
type Position struct {
	Offset int // bytes from the start of the file, from 0
	Line   int // from 1
	Column int // bytes from the start of the line, from 1
	UTF16  int // UTF-16 code units from the start of the line, from 0, as editors count
}

// Position converts a byte offset. An offset outside the file is moved to its
// nearest end.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Content))
	line := f.lineOf(offset)
	start := f.lines[line]
	p := Position{
		Offset: offset,
		Line:   line + 1,
		Column: offset - start + 1,
		UTF16:  offset - start,
	}
	if !f.ascii { // a line of a megabyte is counted anew for each of its findings
		p.UTF16 = utf16Len(f.Content[start:offset])
	}
	return p
}

// LineCount is the number of lines; text after the last line end counts as one.
func (f *File) LineCount() int {
	f.index()
	return len(f.lines)
}

// LineSpan is the line of that number (from 1), without its line end (LF or
// CRLF). A number outside the file gives an empty span at its end.
func (f *File) LineSpan(line int) Span {
	f.index()
	if line < 1 || line > len(f.lines) {
		return Span{File: f, Start: len(f.Content), End: len(f.Content)}
	}
	start, end := f.lines[line-1], len(f.Content)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	if end > start && f.Content[end-1] == '\r' {
		end--
	}
	return Span{File: f, Start: start, End: end}
}

// Span is the part of the file from start up to, but not including, end.
func (f *File) Span(start, end int) Span { return Span{File: f, Start: start, End: end} }

func (f *File) index() {
	f.once.Do(func() {
		f.lines = append(make([]int, 0, 1+bytes.Count(f.Content, []byte{'\n'})), 0)
		for i := 0; ; {
			n := bytes.IndexByte(f.Content[i:], '\n')
			if n < 0 {
				break
			}
			i += n + 1
			f.lines = append(f.lines, i)
		}
		f.editor = editorLines(f)
		f.ascii = !slices.ContainsFunc(f.Content, func(c byte) bool { return c >= utf8.RuneSelf })
	})
}

// lineOf is the index into lines of the line that holds the offset.
func (f *File) lineOf(offset int) int {
	f.index()
	return sort.SearchInts(f.lines, offset+1) - 1
}

func utf16Len(b []byte) int {
	units := 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		units += utf16Units(r)
		b = b[size:]
	}
	return units
}

// utf16Units is 2 for what needs a surrogate pair. A byte that is no UTF-8 is
// one U+FFFD, as editors show it.
func utf16Units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
