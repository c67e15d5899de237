package taint

import "testing"

// TestNamesInAwk: the names of files, which have no slash, leave no regular expression.
func TestNamesInAwk(t *testing.T) {
	const arrives = true
	for _, tt := range []struct {
		place, in string
		want      bool
	}{
		{"a regular expression", `for f in *; do awk "/$f/ { print }" list; done`, !arrives},
		{"behind another, and a division", `for f in *; do awk "/a\/b/ { i++ } \$1 ~ /$f\\.txt/ { print i / 2 }" list; done`, !arrives},
		{"a regular expression in a word of two kinds of quotes", `for f in *; do awk '/'"$f"'/ { print }' list; done`, !arrives},
		{"behind a regular expression", `for f in *; do awk "/a/ { print $f }" list; done`, arrives},
		{"in one and behind it", `for f in *; do awk "/$f/ { print $f }" list; done`, arrives},
		{"behind a division", `for f in *; do awk "{ print \$1 / $f }" list; done`, arrives},
		{"a string", `for f in *; do awk "{ print \"/$f\" }" list; done`, arrives},
		{"a regular expression, of a path", `awk "/$1/ { print }" list`, arrives},
	} {
		flows := Flows(script(tt.in))
		if got := len(flows) == 1 && flows[0].Sink.Class == Program; got != tt.want {
			t.Errorf("%s: %s\narrives: %v, want %v", tt.place, tt.in, got, tt.want)
		}
	}
}
