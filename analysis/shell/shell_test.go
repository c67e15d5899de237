package shell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func parseString(s string, d Dialect) *Program {
	return Parse(source.Whole(source.NewFile("x.sh", []byte(s))), d)
}

// outline is one line for each command: name, exact span, wrapper, and the
// programs inside indented by a bar.
func outline(p *Program) string {
	var b strings.Builder
	for _, c := range p.Commands {
		fmt.Fprintf(&b, "%s|%s\n", c.Name, c.Span().Text())
		for _, in := range c.Inner {
			for line := range strings.Lines(outline(in)) {
				b.WriteString("  " + line)
			}
		}
	}
	return b.String()
}

func TestCommands(t *testing.T) {
	tests := []struct{ in, want string }{
		{"apk add curl\n", "apk|apk add curl\n"},
		{"X=1 /bin/ls -l \"$a b\" >f 2>&1", "ls|X=1 /bin/ls -l \"$a b\" >f 2>&1\n"},
		{"echo $(date) `id`", "echo|echo $(date) `id`\ndate|date\nid|id\n"},
		{"cat <<EOF | grep x\na $(date)\nEOF\nls", "cat|cat <<EOF\ngrep|grep x\ndate|date\nls|ls\n"},
		{"export A=$(date) B", "export|export A=$(date) B\ndate|date\n"},
		{"let x=1+$(date)", "let|let x=1+$(date)\ndate|date\n"},
		{"let x=a-b # $(date)\nls", "let|let x=a-b\nls|ls\n"},
		{"env A=$(date) -u B ls; env A=1 sudo -u root nice -n 5 ls /x", "env|env A=$(date) -u B ls\ndate|date\n-u|-u B ls\nenv|env A=1 sudo -u root nice -n 5 ls /x\nsudo|sudo -u root nice -n 5 ls /x\nnice|nice -n 5 ls /x\nls|ls /x\n"},
		{"sh -ec 'apk  add \"a\" b'", "sh|sh -ec 'apk  add \"a\" b'\n  apk|apk  add \"a\" b\n"},
		{"su -s /bin/ash - bob -c \"echo \\\"$x\\\" `date`\"", "su|su -s /bin/ash - bob -c \"echo \\\"$x\\\" `date`\"\n  echo|echo \\\"$x\\\" `date`\ndate|date\n"},
		{"find . -name x -exec sh -c 'rm {}' \\; -o -exec ls {} +", "find|find . -name x -exec sh -c 'rm {}' \\; -o -exec ls {} +\nsh|sh -c 'rm {}'\n  rm|rm {}\nls|ls {}\n"},
		{"cat <<-'EOF' | sudo sh -x\n\tapk add\n\t\t# c\n\tEOF\n", "cat|cat <<-'EOF'\nsudo|sudo sh -x\nsh|sh -x\n  apk|apk add\n"},
		{"trap 'rm -f x' EXIT; eval echo \"a b\" $c", "trap|trap 'rm -f x' EXIT\n  rm|rm -f x\neval|eval echo \"a b\" $c\n  echo|echo \"a b\" $c\n"},
	}
	for _, tt := range tests {
		if got := outline(parseString(tt.in, Ash)); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}
