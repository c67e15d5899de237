package source

import (
	"strings"
	"testing"
)

func TestPosition(t *testing.T) {
	f := NewFile("f", []byte("añ😀b\r\n\r\nx\xffy"))
	for _, tt := range []struct{ at, line, column, utf16 int }{
		{0, 1, 1, 0},
		{1, 1, 2, 1},  // ñ
		{3, 1, 4, 2},  // the emoji
		{7, 1, 8, 4},  // b: the emoji is two units
		{10, 2, 1, 0}, // the empty line
		{12, 3, 1, 0},
		{14, 3, 3, 2}, // a byte that is no UTF-8 is one unit
		{15, 3, 4, 3},
		{99, 3, 4, 3},
		{-1, 1, 1, 0},
	} {
		p := f.Position(tt.at)
		if p.Line != tt.line || p.Column != tt.column || p.UTF16 != tt.utf16 {
			t.Errorf("byte %d: line %d column %d utf16 %d, want %d %d %d", tt.at, p.Line, p.Column, p.UTF16, tt.line, tt.column, tt.utf16)
		}
		if tt.at >= 0 && tt.at <= len(f.Content) {
			line, column := f.InEditor(tt.at, InUTF16)
			if line != p.Line-1 || column != p.UTF16 {
				t.Errorf("byte %d: line %d column %d in an editor, want %d %d", tt.at, line, column, p.Line-1, p.UTF16)
			}
			if back := f.Offset(line, column, InUTF16); back != tt.at {
				t.Errorf("line %d utf16 %d leads back to byte %d, want %d", p.Line, p.UTF16, back, tt.at)
			}
		}
	}
}

func TestOffsetOutside(t *testing.T) {
	f := NewFile("f", []byte("ab\r\ncd"))
	for _, tt := range []struct{ line, column, want int }{
		{0, 99, 2}, // the end of the line, before CRLF
		{-1, 0, 0},
		{9, 0, 6},
		{1, 99, 6},
	} {
		if got := f.Offset(tt.line, tt.column, InUTF16); got != tt.want {
			t.Errorf("line %d column %d is byte %d, want %d", tt.line, tt.column, got, tt.want)
		}
	}
}

// TestEditorLines: by the protocol a CR alone ends a line.
func TestEditorLines(t *testing.T) {
	f := NewFile("f", []byte("a\rb\r\n\r\rc\r"))
	for _, tt := range []struct{ at, line, column int }{
		{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 1, 1}, {5, 2, 0}, {6, 3, 0}, {7, 4, 0}, {8, 4, 1}, {9, 5, 0},
	} {
		line, column := f.InEditor(tt.at, InBytes)
		if line != tt.line || column != tt.column {
			t.Errorf("byte %d: line %d column %d, want %d %d", tt.at, line, column, tt.line, tt.column)
		}
		if back := f.Offset(line, column, InBytes); back != tt.at {
			t.Errorf("line %d column %d is byte %d, want %d", line, column, back, tt.at)
		}
	}
	if got := f.Position(8); got.Line != 2 {
		t.Errorf("byte 8 is on line %d of the file, want 2", got.Line)
	}
}

func TestLineSpan(t *testing.T) {
	f := NewFile("f", []byte("one\r\ntwo\n\nfour"))
	for line, want := range map[int]string{0: "", 1: "one", 2: "two", 3: "", 4: "four", 5: ""} {
		if got := f.LineSpan(line).Text(); got != want {
			t.Errorf("line %d is %q, want %q", line, got, want)
		}
	}
	if f.LineCount() != 4 {
		t.Errorf("%d lines, want 4", f.LineCount())
	}
}

func TestApply(t *testing.T) {
	f := NewFile("f", []byte("one two three"))
	got, err := Apply(f, []Edit{{f.Span(8, 13), "3"}, {f.Span(0, 0), "> "}, {f.Span(4, 7), "2"}})
	if err != nil || string(got) != "> one 2 3" {
		t.Errorf("%q, %v", got, err)
	}
	other := NewFile("g", nil)
	for name, edits := range map[string][]Edit{
		"overlaps": {{f.Span(0, 5), ""}, {f.Span(4, 6), ""}},
		"another":  {{other.Span(0, 0), ""}},
		"range":    {{f.Span(9, 99), ""}},
	} {
		if _, err := Apply(f, edits); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
