package source

import (
	"strings"
	"testing"
)

// joined is "ab<cd>ef": a continuation dropped, an escape decoded.
func joined() *Text {
	f := NewFile("f", []byte(`ab \`+"\n"+`cd\u00e9f`))
	b := Builder{File: f}
	b.Copy(0, 3)           // "ab "
	b.Copy(5, 7)           // "cd", after the continuation
	b.Replace("é", 7, 13)  // two bytes for six
	b.Copy(13, 14)         // "f"
	b.Replace("!", 14, 14) // stands for nothing
	return b.Text()
}

func TestTextSpan(t *testing.T) {
	x := joined()
	if x.String() != "ab cdéf!" {
		t.Fatalf("text %q", x)
	}
	for _, tt := range []struct {
		from, to int
		want     string
	}{
		{0, 2, "ab"},
		{2, 3, " "},
		{3, 5, "cd"},
		{1, 4, "b \\\nc"},
		{4, 7, `d\u00e9`},
		{5, 7, `\u00e9`},
		{5, 6, `\u00e9`},
		{6, 8, `\u00e9f`},
		{8, 9, ""},
		{3, 3, ""},
		{-4, 2, "ab"},
		{7, 99, "f"},
	} {
		if got := x.Span(tt.from, tt.to).Text(); got != tt.want {
			t.Errorf("[%d,%d) leads to %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
	if at := x.Span(3, 3).Start; at != 3 {
		t.Errorf("a point after a token is at %d, want the token's end 3", at)
	}
	if x.Exact(1, 4) || x.Exact(5, 7) || !x.Exact(3, 5) {
		t.Error("Exact: a run over a continuation or an escape is none, one within a line is")
	}
}

func TestTextOfText(t *testing.T) {
	x := joined()
	b := Builder{File: x.File}
	b.CopyText(x, 2, 6) // " cd" and half of é
	b.Replace("+", 0, 0)
	b.CopyText(x, 6, 8)
	b.ReplaceText("Z", x, 3, 5)
	y := b.Text()
	for _, tt := range []struct {
		from, to int
		want     string
	}{
		{1, 3, "cd"},
		{3, 4, `\u00e9`},
		{5, 6, `\u00e9`},
		{6, 7, "f"},
		{7, 8, "cd"},
	} {
		if got := y.Span(tt.from, tt.to).Text(); got != tt.want {
			t.Errorf("[%d,%d) %q leads to %q, want %q", tt.from, tt.to, y.String()[tt.from:tt.to], got, tt.want)
		}
	}
	if s := x.Slice(1, 7); s.String() != x.String()[1:7] || s.Span(0, 1).Text() != "b" {
		t.Errorf("slice %q", s)
	}
}

func TestReplaceOfEqualLengthStaysWhole(t *testing.T) {
	f := NewFile("f", []byte("abcd"))
	b := Builder{File: f}
	b.Replace("WXYZ", 0, 4)
	if got := b.Text().Span(1, 2).Text(); got != "abcd" {
		t.Errorf("one byte of a replacement leads to %q, want all that it stands for", got)
	}
}

// FuzzText builds texts by a program of copies and replacements, slices them, and
// checks that a slice says the same of every byte as the whole.
func FuzzText(f *testing.F) {
	f.Add("some file content", []byte{0, 3, 1, 1, 5, 2, 0, 9}, 2, 5)
	f.Add("a\\\nb", []byte{0, 1, 0, 0, 3, 1}, 0, 2)
	f.Fuzz(func(t *testing.T, content string, program []byte, from, to int) {
		file := NewFile("f", []byte(content))
		b := Builder{File: file}
		for at := 0; len(program) >= 3 && at < len(content); program = program[3:] {
			start := min(at+int(program[1])%4, len(content))
			end := min(start+int(program[2])%8, len(content))
			if program[0]%3 == 0 {
				b.Replace(strings.Repeat("r", 1+int(program[0])%5), start, end)
			} else {
				b.Copy(start, end)
			}
			at = max(end, at+1)
		}
		whole := b.Text()
		if whole.Len() == 0 {
			return
		}
		from = max(0, min(from, whole.Len()))
		to = max(from, min(to, whole.Len()))
		part := whole.Slice(from, to)
		if part.String() != whole.String()[from:to] {
			t.Fatalf("slice is %q, want %q", part, whole.String()[from:to])
		}
		for i := from; i < to; i++ {
			a, b := whole.Span(i, i+1), part.Span(i-from, i-from+1)
			if a != b {
				t.Fatalf("byte %d leads to %d..%d in the whole, to %d..%d in the slice", i, a.Start, a.End, b.Start, b.End)
			}
			if a.Start < 0 || a.End > len(content) || a.Start > a.End {
				t.Fatalf("byte %d leads to %d..%d, outside the file", i, a.Start, a.End)
			}
		}
	})
}
