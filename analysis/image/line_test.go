package image

import (
	"fmt"
	"slices"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		script string
		want   []string
	}{
		{"echo a b > /x", []string{`"a b" at "a b" > /x`}},
		{`echo -e "a\nb" 2>/dev/null | tee -a /x /y`, []string{`"a" at "\"a\\nb\"" tee > /x /y`, `"b" at "\"a\\nb\"" tee > /x /y`}},
		{`P=secret; echo "root:$P" | chpasswd`, []string{`"root:secret" at "\"root:$P\"" chpasswd`}},
		{`printf '%s\n' "a $X" b | sudo tee /x`, []string{`"%s" at "'%s\\n'" sudo tee > /x`, `"a ${X}" at "\"a $X\"" sudo tee > /x`, `"b" at "b" sudo tee > /x`}},
		{"F=/etc/x; cat > $F <<EOF\n  a $Y\n\nb\nEOF\n", []string{`"a $Y" at "a $Y" cat > /etc/x`, `"b" at "b" cat > /etc/x`}},
		{"chpasswd <<'EOF'\nroot:$1\nEOF\n", []string{`"root:$1" at "root:$1" chpasswd`}},
		{"cat <<EOF | grep x > /y\na\nEOF\n", []string{`"a" at "a" cat grep > /y`}},
		{"true a b > /x", nil},
		{"echo", nil},
	} {
		run := Alone(source.NewFile("/x.sh", []byte(tt.script+"\n")), Options{})
		var got []string
		for c := range run.Program.All() {
			for _, l := range run.Lines(c) {
				s := fmt.Sprintf("%q at %q", l.Text, l.Span.Text())
				for _, reader := range l.Readers {
					s += " " + reader.Name
				}
				for i, f := range l.Files {
					s += []string{" > ", " "}[min(i, 1)] + f
				}
				got = append(got, s)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.script, got, tt.want)
		}
	}
}
