package rewrite

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"nothing", "a\n", "a\n", ""},
		{"one line", "a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		{"the only line", "a\n", "b\n", "@@ -1,1 +1,1 @@\n-a\n+b\n"},
		{"into an empty file", "", "a\n", "@@ -0,0 +1,1 @@\n+a\n"},
		{"to an empty file", "a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
		{"inserted at the end", "1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n", "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n"},
		{"no line end", "a\nb", "a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"},
		{"a line end comes", "a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		{"CRLF", "a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"},
		{"far", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
			"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
	} {
		want := tt.want
		if want != "" {
			want = "--- a/f\n+++ b/f\n" + want
		}
		if got := string(Diff("f", []byte(tt.old), []byte(tt.new))); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	for name, want := range map[string]string{
		"a/Dockerfile": "a/Dockerfile",
		"a/my file":    "a/my file\t",
		"a/ä":          "a/ä",
		"a/x\ny":       `"a/x\ny"`,
		`a/"x"`:        `"a/\"x\""`,
	} {
		if got := quoted(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// TestApply: git makes the new files of the diff, whatever is in them and in their
// names.
func TestApply(t *testing.T) {
	var many, fewer strings.Builder
	for i := range 9000 {
		fmt.Fprintf(&many, "line %d\n", i)
		if i%2 == 0 {
			fmt.Fprintf(&fewer, "line %d\n", i)
		}
	}
	for _, tt := range []struct{ name, old, new string }{
		{"Dockerfile", "FROM a\r\nRUN b\r\n", "FROM a\r\nRUN c"},
		{"my folder/a file", "\xef\xbb\xbf#!/bin/sh\n\x1b[31m\xff\n", "\xef\xbb\xbf#!/bin/sh\n\x1b[32m\xff\n"},
		{"tab\there", "a\nb\n", "b\n"},
		{"long", many.String(), fewer.String()},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, tt.name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(tt.old), 0o666); err != nil {
			t.Fatal(err)
		}
		git := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		git.Dir = dir
		git.Stdin = strings.NewReader(string(Diff(tt.name, []byte(tt.old), []byte(tt.new))))
		if out, err := git.CombinedOutput(); err != nil {
			t.Errorf("%s: git apply: %v\n%s", tt.name, err, out)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != tt.new {
			t.Errorf("%s: %.200q, %v; want %.200q", tt.name, got, err, tt.new)
		}
	}
}
