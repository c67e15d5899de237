package sourcetest

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

var _ source.FS = (*FS)(nil)

func TestFS(t *testing.T) {
	f := New(map[string]string{"/work/.git/HEAD": "", "/work/a/Dockerfile": "FROM scratch\n"})
	f.Link("/work/b", "a")
	f.Link("/work/out", "/etc")
	f.Link("/work/up", "a/../a/Dockerfile")
	f.Link("/work/loop", "/work/loop")

	for _, name := range []string{"/work/a/Dockerfile", "/work/b/Dockerfile", "/work/up"} {
		if content, err := f.ReadFile(name); err != nil || string(content) != "FROM scratch\n" {
			t.Errorf("ReadFile(%s) = %q, %v", name, content, err)
		}
	}
	if got, want := f.Read(), []string{"/work/a/Dockerfile"}; !slices.Equal(got, want) {
		t.Errorf("Read() = %q, want %q", got, want)
	}
	if head, err := f.ReadHead("/work/up", 4); err != nil || string(head) != "FROM" {
		t.Errorf("ReadHead = %q, %v", head, err)
	}
	if _, err := f.ReadFile("/work/a"); !errors.Is(err, source.ErrNotRegular) {
		t.Errorf("reading a folder: %v", err)
	}
	for _, name := range []string{"/work/none", "/work/out/passwd"} {
		if _, err := f.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Stat(%s): %v", name, err)
		}
	}
	if _, err := f.Resolve("/work/loop"); err == nil {
		t.Error("a loop of links resolves")
	}
	entries, err := f.ReadDir("/work")
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{".git", "a", "b", "loop", "out", "up"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("ReadDir = %q, %v, want %q", names, err, want)
	}
	for _, name := range []string{"/", "/work/.git"} {
		if info, err := f.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("Stat(%s): %v, %v", name, info, err)
		}
	}
}
