package taint

import "testing"

// TestWordsOfLines: what a for makes of lines depends on IFS; w and r of sed need a line of
// their own.
func TestWordsOfLines(t *testing.T) {
	for _, tt := range []struct{ ifs, want string }{
		{"", "change or drop any line"},
		{"IFS='\n'; ", "change or drop any line"},
		{"IFS=$'\\n'; ", "change or drop any line"},
		{"IFS=,; ", "write and read files (w, r)"},
	} {
		in := tt.ifs + `for p in $1; do sed "s/$p (\(.*\)):/\1/" f; done`
		flows := Flows(script(in))
		if len(flows) != 1 || flows[0].Sink.Harm != tt.want {
			t.Errorf("%s\ngot %v, want %s", in, flows, tt.want)
		}
	}
}

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
