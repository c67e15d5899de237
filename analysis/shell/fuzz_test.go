package shell

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// FuzzParse holds that any bytes give a program: without a panic, in time, with
// every place inside the file and the commands in order of the source.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "\x00", "\xff\xfe#!/bin/sh\r\necho a\r\n", "#!/bin/busybox sh\nx", "\ufeffecho",
		"cat <<-E\"O\"F | sudo -u x sh -s\n\techo `date`\n\tEOF\n", "cat <<A <<B\n$(x)\nA\n\\$y\nB",
		"x=\"a$((b c\"", "coproc x=((\"''''\"; e", "echo $((0++1)) ${1:1:} ${##1} \"${a:-'x}\"", "a &\\\n& b $\\\n(c)",
		"sh -c \"echo \\\"`a \\`b\\``\\\" $x\" _ y; eval 'eval \"eval x\"'", "env -S'a b' -u x y=1 busybox sh -ec 'ls'",
		"find . -exec sh -c 'a' \\; -o -ok b {} +", "su - x -c'y'; su --command='a b' z", "trap 'rm \"$a\"' EXIT",
		"let a=1 'b = 2'; [[ a && ( b ]]; ((a;b);c)", "{{ if x }}\necho\n{% end %}", "export A=$(b) 'c d' $e; local -x f=(g h)",
		"f() { local x=$1; }; for i in a b; do case $i in *) x=1;; esac; done; echo ${x%%*} $'\\x41\\cA\\u41'",
		strings.Repeat("$(", 600), strings.Repeat("{ ", 600), "echo `echo \\`echo \\\\\\`a\\\\\\`\\``",
		"a\x00==0 x; export a\\\n=b\x00=c",
		"if a\nthen b\n)\nfi\n\"", "function f for i in a; do b; done", "watch -n 1 ls -l; flock f -c 'a'; script -c \"b\" f",
	} {
		for d := Unknown; d <= Foreign; d++ {
			f.Add(s, byte(d))
		}
	}
	f.Fuzz(func(t *testing.T, s string, d byte) {
		file := source.NewFile("x", []byte(s))
		p := Parse(source.Whole(file), Dialect(d%byte(Foreign+1)))
		check(t, p)
		for _, c := range p.Commands {
			look := c.Lookup(func(string) ([]string, bool) { return []string{"a b", ""}, true })
			for _, w := range c.Words() {
				w.Values(look)
				w.Fields(look)
			}
		}
		p.Named("a", "b", "sh")
	})
}

// check holds a program to what every program must keep.
func check(t *testing.T, p *Program) {
	t.Helper()
	inside := func(what string, s source.Span) {
		if s.File != p.Text.File || s.Start < 0 || s.Start > s.End || s.End > len(s.File.Content) {
			t.Fatalf("%s: span [%d, %d) of %d bytes", what, s.Start, s.End, len(p.Text.File.Content))
		}
	}
	text := p.Text.String()
	word := func(what string, w Word) {
		if w.IsZero() {
			return
		}
		inside(what, w.Span())
		from, to := w.Range()
		if from < 0 || from > to || to > len(text) || w.Source() != text[from:to] {
			t.Fatalf("%s: range [%d, %d) of %d bytes", what, from, to, len(text))
		}
		lit, ok := w.Literal()
		if tx, has := w.Text(); ok && (!has || tx.String() != lit) {
			t.Fatalf("%s: literal %q, text %v", what, lit, tx)
		}
		for _, e := range w.Expansions() {
			inside(what+" expansion", e.Span)
		}
	}
	at := 0
	for _, c := range p.Commands {
		inside("command", c.Span())
		if c.start < at {
			t.Fatalf("command %q at %d stands behind one at %d", c.Name, c.start, at)
		}
		at = c.start
		if c.Word.IsZero() {
			t.Fatal("a command without a word")
		}
		for _, w := range c.Words() {
			word("word", w)
		}
		for _, a := range c.Assigns {
			inside("assign", a.Span)
			word("value", a.Value)
		}
		for _, r := range c.Redirects {
			inside("redirect", r.Span)
			word("target", r.Target)
			if !r.Body.IsZero() {
				inside("body", r.Body.Span())
			}
			r.Heredoc()
		}
		for _, in := range c.Inner {
			if in.Outer != c || in.depth > maxDepth {
				t.Fatal("an inner program without its outer command, or too deep")
			}
			check(t, in)
		}
	}
	for _, c := range p.Comments {
		inside("comment", c.Span)
		// In a text that eval puts together the # may be written \#.
		if p.Outer == nil && !strings.HasPrefix(c.Span.Text(), "#") {
			t.Fatalf("comment %q", c.Span.Text())
		}
	}
	for _, e := range p.Errors {
		inside("error", e.Span)
		if e.Span.Start == e.Span.End && len(text) > 0 {
			t.Fatalf("error without a place: %s", e.Message)
		}
	}
}
