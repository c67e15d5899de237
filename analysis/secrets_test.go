package analysis

import (
	"strings"
	"testing"
)

// The tokens are put together here: scanners of repositories look for such words.
func TestIsToken(t *testing.T) {
	for value, want := range map[string]bool{
		"AK" + "IA" + strings.Repeat("Q7", 8):     true,
		"gh" + "p_" + strings.Repeat("a1", 18):    true,
		"AK" + "IA" + "IOSFODNN7EXAMPLE":          false,
		"gh" + "p_" + strings.Repeat("x", 36):     false,
		"gh" + "p_short":                          false,
		"AIza":                                    false,
		"":                                        false,
		"gl" + "pat-" + strings.Repeat("Zz9", 10): true,
	} {
		if got := isToken(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}
