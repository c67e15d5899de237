package rewrite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// folder makes files in a folder of the test.
func folder(t *testing.T, files map[string]string) (path func(name string) string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

// holds wants the files of a folder, and no others.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := want[e.Name()]; !ok {
			t.Errorf("%s was left behind", e.Name())
		}
	}
	for name, content := range want {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != content {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, content)
		}
	}
}

func change(path, from, to string) Change { return Change{path, []byte(from), []byte(to)} }

func TestAll(t *testing.T) {
	path := folder(t, map[string]string{"a": "1", "b": "2"})
	for name, mode := range map[string]fs.FileMode{"a": 0o755, "b": 0o600} {
		if err := os.Chmod(path(name), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := All([]Change{change(path("a"), "1", "one"), change(path("b"), "2", "two")}); err != nil {
		t.Fatal(err)
	}
	holds(t, path("."), map[string]string{"a": "one", "b": "two"})
	for name, mode := range map[string]fs.FileMode{"a": 0o755, "b": 0o600} {
		if info, err := os.Stat(path(name)); err != nil || info.Mode() != mode {
			t.Errorf("%s: mode %v, %v; want %v", name, info.Mode(), err, mode)
		}
	}
}

// TestSetuid: a mode is more than its permissions.
func TestSetuid(t *testing.T) {
	path := folder(t, map[string]string{"a": "1"})
	if err := os.Chmod(path("a"), 0o755|fs.ModeSetuid|fs.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path("a")) // not every system lets one set these
	if err != nil {
		t.Fatal(err)
	}
	if err := All([]Change{change(path("a"), "1", "2")}); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(path("a")); err != nil || after.Mode() != before.Mode() {
		t.Errorf("mode %v, %v; want %v", after.Mode(), err, before.Mode())
	}
}

// TestNone: one file that is not as it was keeps all from being written.
func TestNone(t *testing.T) {
	link := func(to string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(to, path); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(content string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name    string
		between func(t *testing.T, path string)
		b       string // what is there afterwards
		want    error
	}{
		{"changed", write("3"), "3", ErrChanged},
		{"longer", write("2 "), "2 ", ErrChanged},
		{"removed", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "", fs.ErrNotExist},
		{"a link now, to the same content", link("c"), "2", ErrChanged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := folder(t, map[string]string{"a": "1", "b": "2", "c": "2"})
			tt.between(t, path("b"))
			err := All([]Change{change(path("a"), "1", "one"), change(path("b"), "2", "two")})
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			want := map[string]string{"a": "1", "b": tt.b, "c": "2"}
			if tt.b == "" {
				delete(want, "b")
			}
			holds(t, path("."), want)
		})
	}
}

// TestTakeBack: the second of two files cannot take its place; the first is as it was.
func TestTakeBack(t *testing.T) {
	path := folder(t, map[string]string{"a": "1", "b": "2"})
	// The same file twice: after the first replacement it does not hold what the second was made from.
	err := All([]Change{change(path("b"), "2", "two"), change(path("a"), "1", "one"), change(path("a"), "1", "uno")})
	if !errors.Is(err, ErrChanged) {
		t.Errorf("error %v, want %v", err, ErrChanged)
	}
	holds(t, path("."), map[string]string{"a": "1", "b": "2"})
}
