package apk

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

func release(s string) alpine.Release {
	r, _ := alpine.ParseRelease(s)
	return r
}

func TestParseConstraint(t *testing.T) {
	tests := []struct {
		in   string
		want Constraint
	}{
		{"curl", Constraint{Name: "curl"}},
		{"!curl", Constraint{Name: "curl", Conflict: true}},
		{"curl@edge", Constraint{Name: "curl", Tag: "edge"}},
		{"curl@edge=8.9.1-r2", Constraint{Name: "curl", Tag: "edge", Op: "=", Version: "8.9.1-r2"}},
		{"curl=8.9.1-r2", Constraint{Name: "curl", Op: "=", Version: "8.9.1-r2"}},
		{"curl==8.9.1-r2", Constraint{Name: "curl", Op: "==", Version: "8.9.1-r2"}},
		{"curl~8.9", Constraint{Name: "curl", Op: "~", Version: "8.9"}},
		{"curl~=8.9", Constraint{Name: "curl", Op: "~=", Version: "8.9"}},
		{"curl=~8.9", Constraint{Name: "curl", Op: "=~", Version: "8.9"}},
		{"curl<~8.9", Constraint{Name: "curl", Op: "<~", Version: "8.9"}},
		{"curl>=8", Constraint{Name: "curl", Op: ">=", Version: "8"}},
		{"curl><Q1abcdef+/=", Constraint{Name: "curl", Op: "><", Version: "Q1abcdef+/="}},
		{"g++", Constraint{Name: "g++"}},
		{".build-deps", Constraint{Name: ".build-deps"}},
		{"py3-pip", Constraint{Name: "py3-pip"}},
		{"cmd:node~20", Constraint{Name: "cmd:node", Op: "~", Version: "20"}},
		{"cmd:[", Constraint{Name: "cmd:["}},
		{"so:libc.musl-x86_64.so.1", Constraint{Name: "so:libc.musl-x86_64.so.1"}},
		{"/bin/sh", Constraint{Name: "/bin/sh"}},
		{"pc:libpng=1.6", Constraint{Name: "pc:libpng", Op: "=", Version: "1.6"}},
	}
	for _, tt := range tests {
		for _, r := range []alpine.Release{{}, release("3.7"), release("3.20"), release("3.24"), alpine.Edge} {
			if got, err := ParseConstraint(tt.in, r); got != tt.want || err != nil {
				t.Errorf("ParseConstraint(%q, %v) = %+v, %v; want %+v", tt.in, r, got, err, tt.want)
			}
		}
	}
}

func TestParseConstraintErrors(t *testing.T) {
	tests := []struct{ in, release, want string }{
		{"curl=latest", "", `"latest" is no version`},
		{"curl=v8.9", "", "begins with a digit"},
		{"curl=8.9.*", "", "~8.9 matches every 8.9.x"},
		{"curl=*", "", "no wildcards in versions"},
		{"curl=8.*.1", "", "no wildcards in versions"},
		{"curl=8.9.1-r2@edge", "", "curl@edge=8.9.1-r2"},
		{"curl~8.9@testing", "", "curl@testing~8.9"},
		{"curl = 8", "", "without blanks"},
		{"curl= 8", "", "without blanks"},
		{"curl bash", "", "without blanks"},
		{"=8", "", `"=8" names no package`},
		{"@edge", "", "names no package"},
		{"!", "", "names no package"},
		{"", "", "names no package"},
		{"curl=", "", `after "curl="`},
		{"curl~", "", `after "curl~"`},
		{"curl@", "", "no tag"},
		{"curl@=8", "", "no tag"},
		{"curl~8.", "", "does not end in a dot"},
		{"curl~8.", "3.20", "does not end in a dot"},
		{"curl~8.", "3.23", "does not end in a dot"},
		{"curl=8.9-1", "", "no version of apk's form"},
		{"curl=8.9-r", "", "no version of apk's form"},
		{"curl>=8,<9", "", "second operator"},
		{"php8-*", "", "no wildcards"},
		{"curl;", "", `"curl;" cannot be the name`},
		{"-x", "", "cannot be the name"},
		{"curl~8.9", "3.6", "does not know ~"},
		{"curl~=8.9", "3.4", "does not know ~"},
		{"curl=~8.9", "3.6", "does not know ~"},
	}
	for _, tt := range tests {
		if _, err := ParseConstraint(tt.in, release(tt.release)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseConstraint(%q, %q): %v, want %q", tt.in, tt.release, err, tt.want)
		}
	}
}

func TestConstraintJudgements(t *testing.T) {
	tests := []struct {
		in                  string
		pinned, lower, norv bool
	}{
		{"curl", false, false, false},
		{"!curl", false, false, false},
		{"curl@edge", false, false, false},
		{"curl=8.9.1-r2", true, false, false},
		{"curl==8.9.1-r2", true, false, false},
		{"curl=8.9.1", true, false, true},
		{"curl==8.9.1", true, false, true},
		{"curl@edge=8.9.1", true, false, true},
		{"curl=8.9.1_p2", true, false, true},
		{"!curl=8.9.1", true, false, false},
		{"curl=latest", true, false, false}, // wrong in another way
		{"curl~8.9", true, false, false},
		{"curl~=8.9", true, false, false},
		{"curl=~8.9", true, false, false},
		{"curl<~8.9", true, false, false},
		{"curl<9", true, false, false},
		{"curl<=9", true, false, false},
		{"curl><Q1abc=", true, false, false},
		{"curl>8", false, true, false},
		{"curl>=8", false, true, false},
		{"curl>~8", false, true, false},
		{"cmd:node=20", true, false, false},
		{"pc:libpng=1.6", true, false, false},
	}
	for _, tt := range tests {
		c := splitConstraint(tt.in)
		if c.Pinned() != tt.pinned || c.LowerBound() != tt.lower || c.ExactWithoutRevision() != tt.norv {
			t.Errorf("%q: Pinned %v, LowerBound %v, ExactWithoutRevision %v; want %v, %v, %v",
				tt.in, c.Pinned(), c.LowerBound(), c.ExactWithoutRevision(), tt.pinned, tt.lower, tt.norv)
		}
	}
}

func FuzzParseConstraint(f *testing.F) {
	for _, s := range []string{"curl", "!curl@edge=8.9.1-r2", "curl~8.", "curl><Q1a=", "@", "=~<>", "cmd:node~20", "a b", "curl=8.*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseConstraint(s, alpine.Release{})
		if _, old := ParseConstraint(s, release("3.6")); err != nil && old == nil {
			t.Errorf("%q: %v, but not on 3.6", s, err)
		}
		if c.Pinned() && c.LowerBound() {
			t.Errorf("%q is pinned and only bounded from below", s)
		}
		if err != nil {
			return
		}
		var back strings.Builder
		if c.Conflict {
			back.WriteByte('!')
		}
		back.WriteString(c.Name)
		if c.Tag != "" {
			back.WriteString("@" + c.Tag)
		}
		back.WriteString(c.Op + c.Version)
		if back.String() != s {
			t.Errorf("%q came back as %q", s, back.String())
		}
	})
}

func TestAllows(t *testing.T) {
	for _, tt := range []struct {
		operand, version string
		want             bool
	}{
		{"curl", "8.14.1-r2", true},
		{"curl=8.14.1-r2", "8.14.1-r2", true},
		{"curl=8.14.1-r2", "8.14.1-r3", false},
		{"curl=8.14.1", "8.14.1-r2", false},
		{"curl~8.14", "8.14.1-r2", true},
		{"curl~8.1", "8.14.1-r2", false},
		{"curl=~8", "8.14.1-r2", true},
		{"curl<~8.14", "8.13.0-r0", true},
		{"curl<~8.14", "8.15.0-r0", false},
		{"curl>~8.14", "8.15.0-r0", true},
		{"curl<9", "8.14.1-r2", true},
		{"curl<8", "8.14.1-r2", false},
		{"curl>=8.14.1-r2", "8.14.1-r2", true},
		{"curl>8.14.1-r2", "8.14.1-r2", false},
		{"curl><Q1abc=", "8.14.1-r2", true},
	} {
		c, err := ParseConstraint(tt.operand, alpine.Release{})
		if err != nil && tt.operand != "curl=8.14.1" {
			t.Fatal(err)
		}
		if got := c.Allows(tt.version); got != tt.want {
			t.Errorf("%s allows %s: %t", tt.operand, tt.version, got)
		}
	}
}
