package source

import "testing"

func TestAbove(t *testing.T) {
	for _, tt := range []struct {
		text string
		line int
		want string
	}{
		{"a\nb\n", 1, "new\na\nb\n"},
		{"a\nb\n", 2, "a\nnew\nb\n"},
		{"\xef\xbb\xbfa\r\nb", 1, "\xef\xbb\xbfnew\r\na\r\nb"},
		{"a\r\nb", 2, "a\r\nnew\r\nb"},
	} {
		f := NewFile("f", []byte(tt.text))
		if got, err := Apply(f, []Edit{Above(f, tt.line, "new")}); err != nil || string(got) != tt.want {
			t.Errorf("above line %d of %q: %q, %v; want %q", tt.line, tt.text, got, err, tt.want)
		}
	}
}
