package taint

import "testing"

// TestHasConstruct: programs are walked for what may be in them.
func TestHasConstruct(t *testing.T) {
	for text, want := range map[string]bool{
		`echo $((n))`:             true,
		`echo > "$dir/x"`:         true,
		`echo >>$log`:             true,
		`x=${file#$prefix}`:       true,
		`case $x in $y) ;; esac`:  true,
		`echo "$x" > /dev/null`:   false,
		`echo "$x" 2>&1; ls "$y"`: false,
		`case $x in a) ;; esac`:   false,
	} {
		if got := hasConstruct(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
