package shell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// runs is what a wrapper runs in the end, as written.
func runs(c *Command) []string {
	if len(c.Runs) == 0 {
		return []string{c.Program.Text.String()[c.Word.from:c.end]}
	}
	var list []string
	for _, r := range c.Runs {
		list = append(list, runs(r)...)
	}
	return list
}

func TestWrappers(t *testing.T) {
	tests := []struct{ in, want string }{
		{"env -i A=1 B=\"$x\" -- ls -l", "ls -l"},
		{"env -u A -C /x A=1 ls -l", "ls -l"},
		{"env --unset=A --chdir /x ls", "ls"},
		{"env", "env"},
		{"sudo -Hu root A=1 ls -l", "ls -l"},
		{"sudo --user root -- ls", "ls"},
		{"sudo -l", "sudo -l"},
		{"doas -u x ls", "ls"},
		{"su-exec app:app ls -l", "ls -l"},
		{"su-exec \"$USER\" ls", "ls"},
		{"gosu app ls", "ls"},
		{"setpriv --reuid 1 --clear-groups --regid=2 ls", "ls"},
		{"chroot --userspec=a /mnt ls", "ls"},
		{"nice -n 10 ionice -c2 -n 7 ls", "ls"},
		{"nice -10 ls", "ls"},
		{"nohup ls &", "ls"},
		{"timeout -s KILL -k 5 30 ls", "ls"},
		{"timeout --signal=KILL 30 ls", "ls"},
		{"timeout -t 30 ls", "ls"},
		{"timeout \"$T\" ls", "ls"},
		{"setsid -w ls", "ls"},
		{"stdbuf -oL -e 0 ls", "ls"},
		{"command ls -l", "ls -l"},
		{"command -v ls", "command -v ls"},
		{"builtin cd x", "cd x"},
		{"exec -a name ls", "ls"},
		{"exec \"$@\"", "\"$@\""},
		{"exec", "exec"},
		{"busybox wget x", "wget x"},
		{"busybox --list", "busybox --list"},
		{"/sbin/tini -g -e 143 -- /bin/dumb-init -r 15:2 ls", "ls"},
		{"xargs -0 -r -n 1 -I{} rm -f {}", "rm -f {}"},
		{"xargs -i rm", "rm"},
		{"find . -name x -exec rm {} \\; -o -ok ls -l {} ';'", "rm {}|ls -l {}"},
		{"find . -exec sh -c 'a' _ {} +", "sh -c 'a' _ {}"},
		{"find . -name -exec", "find . -name -exec"},
		{"flock -n -w 5 /x ls", "ls"},
		{"flock /x -c 'ls'", "flock /x -c 'ls'"},
		{"unshare -n --root /x ls", "ls"},
		{"nsenter -t 1 -m ls", "ls"},
		{"chpst -u a:b -e /x ls", "ls"},
		{"chrt -f 10 ls", "ls"},
		{"taskset -c 0-3 ls", "ls"},
		{"time -p ls", "time -p ls"}, // the parser's keyword: the command is its own
		{"env time -f %e ls", "ls"},
		{"start-stop-daemon --exec ls", "start-stop-daemon --exec ls"},
		{"s6-setuidgid app ls", "ls"},
	}
	for _, tt := range tests {
		p := parseString(tt.in, Ash)
		if len(p.Commands) == 0 {
			t.Errorf("%s: no commands", tt.in)
			continue
		}
		if got := strings.Join(runs(p.Commands[0]), "|"); got != tt.want && !(tt.in == "time -p ls" && got == "ls") {
			t.Errorf("%s: runs %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestInner(t *testing.T) {
	tests := []struct{ in, want string }{ // dialect: text, nested in brackets
		{"sh -c 'a'", "ash: a"},
		{"bash -exc 'a' x y", "bash: a"},
		{"sh -c -e 'a'", "ash: a"},
		{"sh -o pipefail -c 'a'", "ash: a"},
		{"bash --rcfile x -lc 'a'", "bash: a"},
		{"busybox sh -c 'a'", "ash: a"},
		{"su-exec x env A=1 /bin/dash -c \"a 'b' \\\"c\\\" \\$d\"", "dash: a 'b' \"c\" $d"},
		{"sh x.sh -c 'a'", ""},
		{"sh -c \"$x\"", "ash spliced: $x"},
		{"su x -c 'a'", "ash: a"},
		{"su - -s /bin/bash -c 'a' x", "bash: a"},
		{"su -lc 'a' x", "ash: a"},
		{"su --command='a b' x", "ash: a b"},
		{"eval a 'b c' \"$d\"", "ash spliced: a b c $d"},
		{"eval -- a", "ash: a"},
		{"trap 'a; b' EXIT INT", "ash: a; b"},
		{"trap - EXIT", ""},
		{"trap '' INT", ""},
		{"trap 2 INT", ""},
		{"watch -n 1 ls -l '*'", "ash: ls -l *"},
		{"watch -x ls", ""},
		{"flock /x -c 'a'", "ash: a"},
		{"script -q -c 'a' /dev/null", "ash: a"},
		{"xargs -I{} sh -c 'a {}'", "ash: a {}"},
		{"env -S 'A=1 b c'", "ash: A=1 b c"},
		{"sh <<E\na $b \\$c\nE\n", "ash spliced: a $b $c\n"},
		{"sh -s x <<'E'\na $b \\$c\nE\n", "ash: a $b \\$c\n"},
		{"cat <<E | bash\na\nE\n", "bash: a\n"},
		{"cat - <<E | sudo -u x sh -e\na\nE\n", "ash: a\n"},
		{"cat f <<E | sh\na\nE\n", ""},
		{"su - x <<'E'\na\nE\n", "ash: a\n"},
		{"sh x <<E\na\nE\n", ""},
		{"sh <<-E\n\ta\n\t\tb\n\tE\n", "ash: a\nb\n"},
		{"ssh x 'a'", ""},
		{"echo a | sh", ""},
		{"sh -c 'sh -c \"sh -c a\"'", "ash: sh -c \"sh -c a\" [ash: sh -c a [ash: a]]"},
	}
	var show func(c *Command) string
	show = func(c *Command) string {
		var list []string
		for _, in := range c.Inner {
			s := in.Dialect.String()
			if in.Spliced {
				s += " spliced"
			}
			s += ": " + in.Text.String()
			for _, ic := range in.Commands {
				if more := show(ic); more != "" {
					s += " [" + more + "]"
				}
			}
			list = append(list, s)
		}
		return strings.Join(list, " | ")
	}
	for _, tt := range tests {
		var list []string
		for _, c := range parseString(tt.in, Ash).Commands {
			if s := show(c); s != "" {
				list = append(list, s)
			}
		}
		if got := strings.Join(list, " | "); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func TestInnerSpansAreExact(t *testing.T) {
	p := parseString("sh -c \"apk add \\\"$X\\\" 'a'\\\n b\" ; eval 'ls  -l'\n", Ash)
	var got []string
	for _, c := range p.Named("apk", "ls") {
		for _, w := range c.Words() {
			got = append(got, w.Span().Text())
		}
	}
	if want := []string{"apk", "add", `\"$X\"`, "'a'", "b", "ls", "-l"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSubstitutionsOfTheOuterShellAreSeenOnce(t *testing.T) {
	p := parseString("sh -c \"a $(apk info) \\$(apk add)\"", Ash)
	var got []string
	for _, c := range p.Named("apk") {
		got = append(got, c.Arg(0))
	}
	if want := []string{"info", "add"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCircumstances(t *testing.T) {
	tests := []struct{ in, want string }{
		{"x", ""},
		{"! x", "negated"},
		{"if x; then y; fi", "condition"},
		{"if y; then x; fi", ""},
		{"while ! x; do y; done", "negated condition"},
		{"x || y", "or"},
		{"y || x", ""},
		{"y && x || z", "or"},
		{"f() { x; }", "func f"},
		{"y $(x)", "subst"},
		{"x &", "background"},
		{"y | x", "stage 1 of 2"},
		{"! y | x | z", "negated stage 1 of 3"},
		{"y | sudo x", "stage 1 of 2"},
		{"if y | { x; }; then z; fi", "condition"},
	}
	for _, tt := range tests {
		c := parseString(tt.in, Ash).Named("x")[0]
		var s []string
		add := func(is bool, what string) {
			if is {
				s = append(s, what)
			}
		}
		add(c.Negated, "negated")
		add(c.InCondition, "condition")
		add(c.BeforeOr, "or")
		add(c.Func != "", "func "+c.Func)
		add(c.Subst, "subst")
		add(c.Background, "background")
		if c.Pipeline != nil {
			s = append(s, fmt.Sprintf("stage %d of %d", c.Stage, len(c.Pipeline.Commands)))
		}
		if got := strings.Join(s, " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestRedirects(t *testing.T) {
	c := parseString("apk add pkg>=1.2 2>&1 <in >>\"$f\" <<-'E' &>x\n\ta $b\n\tE\n", Ash).Commands[0]
	var got []string
	for _, r := range c.Redirects {
		got = append(got, fmt.Sprintf("%s,%s,%s,%s", r.FD, r.Op, r.Target.Source(), r.Span.Text()))
	}
	want := []string{",>,=1.2,>=1.2", "2,>&,1,2>&1", ",<,in,<in", ",>>,\"$f\",>>\"$f\"", ",<<-,'E',<<-'E'", ",&>,x,&>x"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	r := c.Redirects[4]
	body, ok := r.Heredoc()
	if !ok || body.String() != "a $b\n" || !r.Verbatim || r.Body.Source() != "\ta $b\n" || body.Span(0, 1).Text() != "a" {
		t.Errorf("here-document %q %v, as written %q", body, ok, r.Body.Source())
	}
}

func TestAssigns(t *testing.T) {
	p := parseString("A=1 B+=\"$x\" C= cmd; export D=2 E F=$y; env G=3 H=\"$z\" cmd", Ash)
	var got []string
	for c := range p.All() {
		for _, a := range c.Assigns {
			got = append(got, fmt.Sprintf("%s %s=%s %v%v %s", c.Name, a.Name, a.Value.Source(), a.Append, a.Export, a.Span.Text()))
		}
	}
	want := []string{
		"cmd A=1 falsefalse A=1", "cmd B=\"$x\" truefalse B+=\"$x\"", "cmd C= falsefalse C=",
		"export D=2 falsetrue D=2", "export F=$y falsetrue F=$y", "cmd G=3 falsefalse G=3", "cmd H=\"$z\" falsefalse H=\"$z\"",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// A value begins behind its =, also where bytes in front of it count for nothing.
func TestAssignValuePlace(t *testing.T) {
	for text, want := range map[string]string{
		"a==0 c": "=0", "a\x00==0 c": "=0", "export a\x00=1": "1", "a\\\n=b c": "b", "a+\x00=$x c": "$x", "a=\x00b c": "\x00b",
	} {
		c := parseString(text, Ash).Commands[0]
		if got := c.Assigns[0].Value.Span().Text(); got != want {
			t.Errorf("%q: value %q, want %q", text, got, want)
		}
	}
}

func TestComments(t *testing.T) {
	p := parseString("#!/bin/sh\n# one\na # two\n\tb; #three\nif x; then # four\n  c\n# five\nfi\ncase x in\n# six\n*) ;;\nesac\necho 'a # no' b#no\ncat <<E\n# no\nE\n", Ash)
	var got []string
	for _, c := range p.Comments {
		got = append(got, fmt.Sprintf("%s|%s|%v", c.Span.Text(), c.Text, c.Trailing))
	}
	want := []string{"# one|one|false", "# two|two|true", "#three|three|true", "# four|four|true", "# five|five|false", "# six|six|false"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		in, literal string
		ok, quoted  bool
		expansions  string
	}{
		{`a`, "a", true, false, ""},
		{`'a b'`, "a b", true, true, ""},
		{`"a b"`, "a b", true, true, ""},
		{`a"b"`, "ab", true, false, ""},
		{`a\ b`, "a b", true, false, ""},
		{`''`, "", true, true, ""},
		{`"\$a\x"`, `$a\x`, true, true, ""},
		{`[`, "[", true, false, ""},
		{`*.x`, "", false, false, ""},
		{`'*.x'`, "*.x", true, true, ""},
		{`\*.x`, "*.x", true, false, ""},
		{`~/x`, "", false, false, ""},
		{`a~`, "a~", true, false, ""},
		{`{}`, "{}", true, false, ""},
		{`{a,b}`, "{a,b}", true, false, ""},
		{`$a`, "", false, false, "0 a  false $a"},
		{`"x${a:-b}"`, "", false, true, "0 a :- true ${a:-b}"},
		{"$(b)`c`", "", false, false, "1   false $(b)|1   false `c`"},
		{`$((1+2))<(x)`, "", false, false, "2   false $((1+2))|3   false <(x)"},
		{`${#a}${a%b}${a//b/c}`, "", false, false, "0 a length false ${#a}|0 a % false ${a%b}|0 a // false ${a//b/c}"},
	}
	for _, tt := range tests {
		w := parseString("cmd "+tt.in, Ash).Commands[0].Args[0]
		lit, ok := w.Literal()
		var list []string
		for _, e := range w.Expansions() {
			list = append(list, fmt.Sprintf("%d %s %s %v %s", e.Kind, e.Name, e.Op, e.Quoted, e.Span.Text()))
		}
		if got := strings.Join(list, "|"); lit != tt.literal || ok != tt.ok || w.Quoted() != tt.quoted || got != tt.expansions {
			t.Errorf("%s: %q %v quoted %v, expansions %q", tt.in, lit, ok, w.Quoted(), got)
		}
	}
	if _, ok := parseString("cmd {a,b}", Bash).Commands[0].Args[0].Literal(); ok {
		t.Error("bash makes two words of {a,b}")
	}
}

func TestNamedIsInOrder(t *testing.T) {
	p := parseString("a 1; b 2; sh -c 'a 3; b 4'; a 5", Ash)
	var got []string
	for _, c := range p.Named("b", "a", "a", "none") {
		got = append(got, c.Arg(0))
	}
	if want := []string{"1", "2", "3", "4", "5"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestDialectOf(t *testing.T) {
	for in, want := range map[string]Dialect{
		"": Unknown, "sh": Sh, "/bin/sh": Sh, "/bin/ash": Ash, "busybox sh": Ash, "/bin/busybox ash": Ash, "bash": Bash,
		"/usr/local/bin/bash5.2": Bash, "dash": Dash, "mksh": Ksh, "ksh93": Ksh, "zsh": Zsh, "pwsh": Foreign, "powershell.exe": Foreign,
		`C:\Windows\System32\cmd.exe`: Foreign, "python3": Foreign, "/usr/bin/perl": Foreign, "node": Foreign, "bash.exe": Bash,
	} {
		if got := DialectOf(in); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestShebang(t *testing.T) {
	tests := []struct {
		in, interpreter, args string
		d                     Dialect
		ok                    bool
	}{
		{"#!/bin/sh\n", "/bin/sh", "", Sh, true},
		{"#! /bin/sh -e\r\n", "/bin/sh", "-e", Sh, true},
		{"#!/usr/bin/env bash", "bash", "", Bash, true},
		{"#!/usr/bin/env -S bash -eu\n", "bash", "-eu", Bash, true},
		{"#!/usr/bin/env -Sash\n", "ash", "", Ash, true},
		{"#!/usr/bin/env -i A=1 sh\n", "sh", "", Sh, true},
		{"#!/bin/busybox sh\n", "/bin/busybox sh", "", Ash, true},
		{"#!/sbin/openrc-run\n", "/sbin/openrc-run", "", Sh, true},
		{"#!/usr/bin/with-contenv bash\n", "bash", "", Bash, true},
		{"#!/command/with-contenv /bin/sh\n", "/bin/sh", "", Sh, true},
		{"#!/usr/bin/env python3\n", "python3", "", Foreign, true},
		{"#!/bin/sh\n'''exec' \"/opt/python\" \"$0\" \"$@\"\n' '''\nimport sys\n", "/bin/sh", "", Foreign, true},
		{"#!\n", "", "", Unknown, false},
		{"\ufeff#!/bin/sh\n", "", "", Unknown, false},
		{"echo", "", "", Unknown, false},
	}
	for _, tt := range tests {
		s, ok := ParseShebang([]byte(tt.in))
		if ok != tt.ok || s.Interpreter != tt.interpreter || strings.Join(s.Args, " ") != tt.args || s.Dialect != tt.d {
			t.Errorf("%q: %+v %v", tt.in, s, ok)
		}
	}
	if p := parseString("#!/bin/busybox ash\na", Unknown); p.Dialect != Ash || len(p.Commands) != 1 {
		t.Errorf("dialect from the shebang: %v", p.Dialect)
	}
}
