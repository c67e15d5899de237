package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// cleanClone is a git repository of one commit with all that would be committed
// of this one, and nothing else: a file that was forgotten is not in it.
func cleanClone(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	listed, err := exec.Command("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skipf("this tree is no git repository: %v", err)
	}
	clone := filepath.Join(t.TempDir(), "crampon")
	for name := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		from, to := filepath.Join(root, name), filepath.Join(clone, name)
		info, err := os.Stat(from)
		if err != nil {
			continue // removed, and not yet committed
		}
		content, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, content, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	repository(t, clone)
	return clone
}

// repository makes a folder a git repository with everything committed.
func repository(t *testing.T, dir string) {
	t.Helper()
	in(t, dir, nil, "git", "init", "--quiet", "--initial-branch=main")
	in(t, dir, nil, "git", "config", "user.name", "test")
	in(t, dir, nil, "git", "config", "user.email", "test@example.invalid")
	in(t, dir, nil, "git", "add", "--all")
	in(t, dir, nil, "git", "commit", "--quiet", "--no-verify", "--message", "all")
}

// in runs a program in a folder, and gives what it prints; it must succeed.
func in(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	out, err := try(t, dir, env, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// try runs a program in a folder, and gives what it prints on both streams.
func try(t *testing.T, dir string, env []string, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// slow is for tests of a minute: they are for CI, and for who asks for them.
func slow(t *testing.T) {
	t.Helper()
	if testing.Short() || !clienttest.Required() {
		t.Skip("takes a minute; CRAMPON_REQUIRE_CLIENTS=1 runs it, without -short")
	}
}

// goEnv is a setting of Go's.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	return strings.TrimSpace(in(t, ".", nil, "go", "env", name))
}
