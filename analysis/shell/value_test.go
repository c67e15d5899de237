package shell

import (
	"slices"
	"testing"
)

// last is the last command named "use" of a program; its first argument is asked
// for its values.
func last(t *testing.T, p *Program) *Command {
	t.Helper()
	uses := p.Named("use")
	if len(uses) == 0 {
		t.Fatalf("no command use in %q", p.Text)
	}
	return uses[len(uses)-1]
}

func TestValues(t *testing.T) {
	env := func(name string) ([]string, bool) {
		switch name {
		case "ENV":
			return []string{"prod"}, true
		case "UNSET":
			return nil, true
		}
		return nil, false
	}
	unknown := []string{"?"}
	tests := []struct {
		in     string
		values []string
	}{
		{`use a"b"'c'\d`, []string{"abcd"}},
		{`use "a\"b\c$"`, []string{`a"b\c$`}},
		{`use $'a\tb\x41\101'`, []string{"a\tbAA"}},
		{`use $ENV`, []string{"prod"}},
		{`use "${ENV}x"`, []string{"prodx"}},
		{`use $NOPE`, unknown},
		{`use ${UNSET:-a}`, []string{"a"}},
		{`use ${UNSET-a}`, []string{"a"}},
		{`use ${ENV:+yes}`, []string{"yes"}},
		{`use ${UNSET}`, []string{""}},
		{`use ~/x`, unknown},
		{`V=1; use $V`, []string{"1"}},
		{`V=1; V=2; use $V`, []string{"2"}},
		{`V=1 use $V`, unknown},
		{`V=1.2.3; use ${V%.*} `, []string{"1.2"}},
		{`V=1.2.3; use ${V%%.*} `, []string{"1"}},
		{`V=1.2.3; use ${V#*.} `, []string{"2.3"}},
		{`V=1.2.3; use ${V##*.} `, []string{"3"}},
		{`V=1.2.3; use ${V/./_} ${V//./_}`, []string{"1_2.3"}},
		{`V=1.2.3; use ${V//./_}`, []string{"1_2_3"}},
		{`V=abcdef; use ${V:1:2}${#V}`, []string{"bc6"}},
		{`V=a*b; use ${V%"*b"}`, []string{"a"}},
		{`A=1; B=$A.2; use "$B"`, []string{"1.2"}},
		{`X=$(date); use $X`, unknown},
		{`read X; use $X`, unknown},
		{`X=1; unset X; use $X`, unknown},
		{`for p in a b "c d"; do use $p; done`, []string{"a", "b", "c d"}},
		{`L="a b"; for p in $L c; do use $p; done`, []string{"a", "b", "c"}},
		{`for p; do use $p; done`, unknown},
		{`for p in *.apk; do use $p; done`, unknown},
		{`if x; then V=1; else V=2; fi; use $V`, []string{"2", "1"}},
		{`if x; then V=1; fi; use $V`, unknown},
		{`V=0; if x; then V=1; fi; use $V`, []string{"1", "0"}},
		{`V=0; if x; then V=1; use $V; fi`, []string{"1"}},
		{`if x; then V=1; else use $V; fi`, unknown},
		{`V=0; if x; then V=1; else use $V; fi`, []string{"0"}},
		{`case $a in x) V=1;; y) V=2;; *) echo no; exit 1;; esac; use $V`, []string{"2", "1"}},
		{`case $a in x) V=1;; y) V=2;; esac; use $V`, unknown},
		{`case $a in x) V=1;; *) case $b in c) V=2;; *) V=3;; esac;; esac; use $V`, []string{"3", "2", "1"}},
		{`V=1; [ -n "$x" ] && V=2; use $V`, []string{"2", "1"}},
		{`apk update && V=1 && use $V`, []string{"1"}},
		{`a || V=1; use $V`, unknown},
		{`(V=1); use $V`, unknown},
		{`(V=1; use $V)`, []string{"1"}},
		{`V=1; echo | (use $V)`, []string{"1"}},
		{`echo | V=1; use $V`, unknown},
		{`V=0; f() { V=1; }; f; use $V`, []string{"1", "0"}},
		{`V=0; f() { local V=1; }; f; use $V`, []string{"0"}},
		{`V=0; f() { local V; V=1; }; f; use $V`, []string{"0"}},
		{`V=0; f() { use $V; }; V=1; f`, []string{"0", "1"}},
		{`f() { use $V; }; V=1; f`, []string{"1"}},
		{`f() { local V=$1; use $V; }`, unknown},
		{`V=0; while x; do use $V; V=1; done`, []string{"0", "1"}},
		{`while x; do V="$V x"; use $V; done`, unknown},
		{`export V=1; use $V`, []string{"1"}},
		{`: ${UNSET:=1}; use $UNSET`, []string{"1"}},
		{`: ${ENV:=1}; use $ENV`, []string{"prod"}},
		{`V=1; eval "use $V"`, []string{"1"}},
		{`V=1; sh -c "use $V"`, []string{"1"}},
		{`V=1; sh -c 'use $V'`, unknown},
		{`export V=1; sh -c 'use $V'`, []string{"1"}},
		{`V=1 sh -c 'use $V'`, []string{"1"}},
		{`env V=1 sh -c 'use $V'`, []string{"1"}},
		{`sh -c 'use $ENV'`, []string{"prod"}},
		{`sh -c 'use $1' x y`, unknown},
		{`V=1; trap 'use $V' EXIT`, []string{"1"}},
		{`use {a,b}`, []string{"{a,b}"}},
		{`use *.apk`, []string{"*.apk"}},
		{`a=$b; b=$a; use $a`, unknown},
	}
	for _, tt := range tests {
		c := last(t, parseString(tt.in, Ash))
		got, ok := c.Args[0].Values(c.Lookup(env))
		if !ok {
			got = unknown
		}
		slices.Sort(got)
		slices.Sort(tt.values)
		if !slices.Equal(got, tt.values) {
			t.Errorf("%s\n got %q\nwant %q", tt.in, got, tt.values)
		}
	}
}

func TestFields(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{`P="a  b"; use $P`, []string{"a", "b"}},
		{`P="a  b"; use "$P"`, []string{"a  b"}},
		{`P=" a b "; use x${P}y`, []string{"x", "a", "b", "y"}},
		{`P=; use $P`, nil},
		{`P=; use "$P"`, []string{""}},
		{`use ''`, []string{""}},
		{`for p in a b; do use $p; done`, []string{"a", "b"}},
	}
	for _, tt := range tests {
		c := last(t, parseString(tt.in, Ash))
		got, ok := c.Args[0].Fields(c.Lookup(nil))
		if !ok || !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got %q %v\nwant %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestValuesAreBounded(t *testing.T) {
	c := last(t, parseString(`for a in 1 2 3 4 5; do for b in 1 2 3 4 5; do for c in 1 2 3 4 5; do use $a$b$c; done; done; done`, Ash))
	if _, ok := c.Args[0].Values(c.Lookup(nil)); ok {
		t.Error("125 values are not unknown")
	}
}
