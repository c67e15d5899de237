package image

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// TestMoving: from where to where mv, cp, ln and install of one file bring it.
func TestMoving(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"mv a b", "/w/a /w/b"},
		{"cp -a /x/a b/", "/x/a /w/b/a"},
		{"cp a /usr/bin", "/w/a /usr/bin/a"},
		{"ln -sf ../lib/a /usr/bin/b", "/usr/lib/a /usr/bin/b"},
		{"install -m 755 -o root a /opt/b", "/w/a /opt/b"},
		{"install -Dm755 a /opt/b", "/w/a /opt/b"},
		{"install -Dm 755 a /opt/b", "/w/a /opt/b"},
		{"install -t /opt a", "/w/a /opt/a"},
		{"mv -- a b", "/w/a /w/b"},
		{"mv -t/opt a", ""},
		{"cp --target-directory=/opt a b", ""},
		{"install -d a b", ""},
		{"mv a b /opt", ""}, // two files
		{"cp $A b", ""},
		{"mv a", ""},
		{"mv", ""},
		{"install -m", ""},
		{"touch a b", ""},
	} {
		f := source.NewFile("/c/Dockerfile", []byte("FROM alpine\nWORKDIR /w\nRUN "+c.command+"\n"))
		run := New(dockerfile.Parse(f), nil, Options{}).Runs[0]
		to, from, ok := run.placed(run.Program.Commands[0])
		if got := strings.TrimSpace(from + " " + to); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %v %q, want %q", c.command, ok, got, c.want)
		}
	}
}
