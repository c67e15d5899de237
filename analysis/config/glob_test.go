package config

import (
	"strings"
	"testing"
)

func TestMatchPath(t *testing.T) {
	tests := []struct {
		glob, name string
		want       bool
	}{
		{"Dockerfile", "Dockerfile", true},
		{"Dockerfile", "a/Dockerfile", false},
		{"**/Dockerfile", "Dockerfile", true},
		{"**/Dockerfile", "a/b/Dockerfile", true},
		{"*.sh", "x.sh", true},
		{"*.sh", "a/x.sh", false},
		{"a/**/x.sh", "a/x.sh", true},
		{"a/**/x.sh", "a/b/c/x.sh", true},
		{"a/**/x.sh", "b/a/x.sh", false},
		// A folder stands for all that is in it.
		{"a", "a/b/c", true},
		{"a/", "a/b/c", true},
		{"./a", "a/b/c", true},
		{"a/**", "a/b/c", true},
		{"a", "ab/c", false},
		{"**/test", "x/test/y.sh", true},
		{"**", "anything", true},
		{"*", "a/b", true},
		{"a?c/[xy]", "abc/x", true},
		{"a?c/[xy]", "abc/z", false},
		{`\*`, "*", true},
		{`\*`, "a", false},
	}
	for _, test := range tests {
		if got := matchPath(test.glob, test.name); got != test.want {
			t.Errorf("matchPath(%q, %q) = %t", test.glob, test.name, got)
		}
	}
}

// A matcher that tries every way to share a path among stars does not end here.
func TestMatchPathIsBounded(t *testing.T) {
	glob := strings.Repeat("**/*a*a*a*a/", 80) + "b"
	if err := checkGlob(glob); err != nil {
		t.Fatal(err)
	}
	if matchPath(glob, strings.Repeat("aaaaaaaaaaaaaaaa/", 200)+"c") {
		t.Error("no b is in it")
	}
}

func TestImage(t *testing.T) {
	c, errs := parse(`images:
  - {match: "localhost:5000/tools:3*", distro: alpine}
  - {match: "localhost:5000/**", distro: debian}
  - {match: "team/*", distro: other}
`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	tests := []struct{ repository, tag, distro string }{
		{"localhost:5000/tools", "3.20", "alpine"},
		{"localhost:5000/tools", "2", "debian"},
		{"localhost:5000/tools", "", "debian"},
		{"localhost:5000/a/b", "", "debian"},
		{"team/x", "latest", "other"},
		{"team", "", ""},
		{"localhost", "5000", ""},
	}
	for _, test := range tests {
		if got, _ := c.Image(test.repository, test.tag); got.Distro != test.distro {
			t.Errorf("%s:%s is %q, want %q", test.repository, test.tag, got.Distro, test.distro)
		}
	}
}

func TestUnmirror(t *testing.T) {
	c := &Config{Mirrors: map[string]string{"m.example.com": "docker.io", "m.example.com/quay": "quay.io"}}
	for from, want := range map[string]string{
		"m.example.com/library/golang": "docker.io/library/golang",
		"m.example.com/quay/x":         "quay.io/x",
		"m.example.com/quayside":       "docker.io/quayside",
		"golang":                       "golang",
	} {
		if got := c.Unmirror(from); got != want {
			t.Errorf("%s stands for %s, want %s", from, got, want)
		}
	}
}
