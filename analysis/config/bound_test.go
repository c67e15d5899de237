package config

import (
	"strings"
	"testing"
)

// The largest file of the worst kind takes a moment, not minutes.
func TestParseIsBounded(t *testing.T) {
	fill := func(unit string) string { return strings.Repeat(unit, maxSize/len(unit)) }
	for name, content := range map[string]string{
		"sequences in sequences": fill("["),
		"mappings in mappings":   fill("{a: "),
		"dashes":                 fill("- "),
		"comments":               fill("#\n"),
		"comments below keys":    fill("a:\n #\n"),
		"unknown keys":           fill("kxxx: 1\n"),
		"anchors":                fill("- &a\n"),
		"quotes":                 "shell: " + strings.Repeat("\"\\", 30000),
		"aliases of aliases":     "a: &a [x]\n" + strings.Repeat("b: &a [*a,*a,*a,*a,*a,*a,*a,*a]\n", 1500),
	} {
		t.Run(name, func(t *testing.T) {
			parse(content) // go test's own time limit ends one that does not
		})
	}
}
