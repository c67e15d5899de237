package taint

import "testing"

// TestSedHurts: what a value needs to leave its place in a script of sed.
func TestSedHurts(t *testing.T) {
	const anywhere = Name | Newline
	for script, want := range map[string]Props{
		`s/a/$x/`:             Slash,
		`2,10s|a|$x|`:         Control,
		`$x`:                  anywhere,
		`/^a=/s/=.*/=$x/`:     Slash,
		`/a\/b$/ , $ s/a/$x/`: Slash,
		`/a/,/b/! s/a/$x/`:    Slash,
		`/^a=/a b=$x`:         Newline,
		`\$a $x`:              Newline,
		`$a $x`:               anywhere, // of a value a
		`/^a=/$x`:             anywhere,
		`/^$y/s/a/$x/`:        anywhere,
		`/a$(b)/s/a/$x/`:      anywhere,
		`/a/{s/a/$x/}`:        anywhere,
		`s|a|b|g; s/a/$x/`:    Slash,
		`s|a|$y|g; s/a/$x/`:   Control,
		`s/a\/b/c/;2s|a|$x|`:  Control,
	} {
		if got := sedHurts(script); got != want {
			t.Errorf("%s: hurt by %v, want %v", script, got, want)
		}
	}
}

// TestSedBehind: what stands behind the last expansion of a script, be the script one of
// a text for eval, in which each backslash of the file is dropped.
func TestSedBehind(t *testing.T) {
	for in, want := range map[string]string{
		`sed "s/a/$x/g" f`:          `/g"`,
		`eval sed \"\$x\" "$files"`: `\"`,
	} {
		found := false
		for c := range script(in).Program.All() {
			if c.Name != "sed" {
				continue
			}
			found = true
			w := c.Args[0]
			if got := behind(w, w.Expansions()[0]); got != want {
				t.Errorf("%s: %q behind the expansion, want %q", in, got, want)
			}
		}
		if !found {
			t.Errorf("%s: no sed", in)
		}
	}
}
