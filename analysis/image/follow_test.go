package image

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// TestStartedBy: which word names the program that a command starts, and which words
// that program gets.
func TestStartedBy(t *testing.T) {
	for _, tt := range []struct{ command, program, args string }{
		{"/x.sh a b", "/x.sh", "a b"},
		{". /x.sh a", "/x.sh", "a"},
		{"sh /x.sh a", "/x.sh", "a"},
		{"ash -eu -- /x.sh -a", "/x.sh", "-a"},
		{"bash -o pipefail /x.sh a", "/x.sh", "a"},
		{"bash --rcfile rc /x.sh a", "/x.sh", "a"},
		{"sh - /x.sh a", "/x.sh", "a"},
		{"sh -ceu /x.sh", "", ""},
		{"bash --version", "", ""},
		{"sh -s a", "", ""},
		{"sh", "", ""},
		{"eval /x.sh", "", ""},
		{"inotifyd /x.sh /etc:w", "/x.sh", ""},
		{"udhcpc -i eth0 -s /x.sh", "/x.sh", ""},
	} {
		run := Alone(source.NewFile("/x.sh", []byte(tt.command+"\n")), Options{})
		c := run.Program.Commands[0]
		s := startedBy(c)
		program, args := "", ""
		if !s.word.IsZero() {
			program = s.word.Source()
			var words []string
			for _, w := range c.Args[s.args:] {
				words = append(words, w.Source())
			}
			args = strings.Join(words, " ")
		}
		if program != tt.program || args != tt.args {
			t.Errorf("%s: starts %q with %q, want %q with %q", tt.command, program, args, tt.program, tt.args)
		}
	}
}
