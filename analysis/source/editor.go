package source

import (
	"bytes"
	"slices"
	"sort"
	"unicode/utf8"
)

// Editors count lines and columns from 0, and by the language server protocol a line
// ends in LF, CRLF or a CR alone. Shells, BuildKit and Position know no line end but
// LF; a CR within a line is rare, and there the two part.

// Columns are what an editor counts columns in.
type Columns int8

// The two that editors and language servers agree on.
const (
	InUTF16 Columns = iota
	InBytes
)

// editorLines are the offsets of the lines' first bytes; those of the file where it
// has no CR alone.
func editorLines(f *File) []int {
	lines := f.lines
	for i := 0; ; i++ {
		n := bytes.IndexByte(f.Content[i:], '\r')
		if n < 0 {
			break
		}
		if i += n; i+1 == len(f.Content) || f.Content[i+1] != '\n' {
			if len(lines) == len(f.lines) {
				lines = slices.Clone(lines)
			}
			lines = append(lines, i+1)
		}
	}
	if len(lines) > len(f.lines) {
		slices.Sort(lines)
	}
	return lines
}

// InEditor is the place of a byte offset. An offset outside the file is moved to its
// nearest end.
func (f *File) InEditor(offset int, c Columns) (line, column int) {
	f.index()
	offset = min(max(offset, 0), len(f.Content))
	line = sort.SearchInts(f.editor, offset+1) - 1
	column = offset - f.editor[line]
	if c == InUTF16 && !f.ascii {
		column = utf16Len(f.Content[f.editor[line]:offset])
	}
	return line, column
}

// Offset is the way back. A column past the end of its line means the end of the
// line, as the protocol has it; one within a character, the character's start.
func (f *File) Offset(line, column int, c Columns) int {
	f.index()
	if line < 0 {
		return 0
	}
	if line >= len(f.editor) {
		return len(f.Content)
	}
	at, end := f.editor[line], len(f.Content)
	if line+1 < len(f.editor) {
		end = f.editor[line+1]
	}
	text := bytes.TrimSuffix(f.Content[at:end], []byte{'\n'})
	end = at + len(bytes.TrimSuffix(text, []byte{'\r'}))
	for units := 0; at < end; {
		r, size := utf8.DecodeRune(f.Content[at:end])
		if c == InBytes {
			units += size
		} else {
			units += utf16Units(r)
		}
		if units > column {
			break
		}
		at += size
	}
	return at
}
