package analysis

import "testing"

// BuildKit's own directive silences the rules that answer to its checks, in the whole file.
func TestCheckDirective(t *testing.T) {
	expect(t, check(t, newTree("-- Dockerfile --\n# check=skip=Other,DL9990;error=true\nFROM alpine:3.24\nRUN bad\n"), Settings{}, "/work"))
	expect(t, check(t, newTree("-- Dockerfile --\n# check=error=true\nFROM alpine:3.24\nRUN bad\n"), Settings{}, "/work"),
		`Dockerfile:3 ALP990 "bad" warning on 3.24`)
	expect(t, check(t, newTree("-- Dockerfile --\n# check=skip=\nFROM alpine:3.24\nRUN bad\n"), Settings{}, "/work"),
		`Dockerfile:3 ALP990 "bad" warning on 3.24`)
}
