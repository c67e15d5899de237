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
	} {
		if got := sedHurts(script); got != want {
			t.Errorf("%s: hurt by %v, want %v", script, got, want)
		}
	}
}
