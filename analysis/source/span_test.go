package source

import (
	"strings"
	"testing"
)

// TestWithBlank takes the x out of lines.
func TestWithBlank(t *testing.T) {
	for in, want := range map[string]string{
		"a x b\n":               "a b\n",
		"a \tx\n":               "a\n",
		"x b\n":                 " b\n",
		"a \\\n  x \\\n  b\nc":  "a \\\n  b\nc",
		"a \\\r\n\tx\\\r\n\tb":  "a \\\r\n\tb",
		"a \\\n  x\nc":          "a\nc",
		"a \\\r\n  x\r\nc":      "a\r\nc",
		"a `\n  x `\n  b\n":     "a `\n  b\n",
		"a \\\n  x b \\\n  c\n": "a b \\\n  c\n",
		"a \\\n  x":             "a",
		"a\n  x\n":              "a\n\n",
	} {
		f := NewFile("f", []byte(in))
		at := strings.Index(in, "x")
		if got, err := Apply(f, []Edit{{Span: f.Span(at, at+1).WithBlank()}}); err != nil || string(got) != want {
			t.Errorf("%q without x: %q, %v; want %q", in, got, err, want)
		}
	}
}
