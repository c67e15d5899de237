package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestMentions(t *testing.T) {
	var long strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&long, "word%d ", i)
	}
	for _, text := range []string{"", "a", "ab", "abc", "apk add --no-cache gcc", "\xff\xfe\x00", long.String()} {
		f := NewFile("x", []byte(text))
		for _, word := range []string{"", "a", "c", "ab", "abc", "gcc", "apk add", "abd", "cache  gcc", "\xfe\x00", "\xff\xfe\x00", "word19999 ", "word20000", strings.Repeat("long", 40)} {
			if got, want := f.Mentions(word), strings.Contains(text, word); got != want {
				t.Errorf("a file of %.20q mentions %q: %v, want %v", text, word, got, want)
			}
		}
	}
}

func FuzzMentions(f *testing.F) {
	f.Add([]byte("apk add gcc"), "gcc")
	f.Fuzz(func(t *testing.T, text []byte, word string) {
		if got, want := NewFile("x", text).Mentions(word), strings.Contains(string(text), word); got != want {
			t.Errorf("a file of %q mentions %q: %v, want %v", text, word, got, want)
		}
	})
}
