package source_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// As long as somebody holds a file it is the same for all, whatever is on disk.
func TestCacheOneFile(t *testing.T) {
	disk := sourcetest.New(map[string]string{"/a.sh": "echo a\n"})
	c := &source.Cache{FS: disk}
	first, err := c.File("/a.sh")
	if err != nil {
		t.Fatal(err)
	}
	disk.Write("/a.sh", "echo b\n")
	runtime.GC()
	if second, _ := c.File("/a.sh"); second != first {
		t.Errorf("a second File of /a.sh while the first is held")
	}
	runtime.KeepAlive(first)
}

// What nobody holds is given up, and read again: 50,000 files are not kept.
func TestCacheGivesUp(t *testing.T) {
	disk := sourcetest.New(map[string]string{"/a.sh": "echo a\n"})
	c := &source.Cache{FS: disk}
	if _, err := c.File("/a.sh"); err != nil {
		t.Fatal(err)
	}
	disk.Write("/a.sh", "echo b\n")
	runtime.GC()
	f, err := c.File("/a.sh")
	if err != nil || string(f.Content) != "echo b\n" {
		t.Errorf("%v, error %v: the first content was kept", f, err)
	}
}

// A buffer is not on disk, and is kept.
func TestCachePut(t *testing.T) {
	c := &source.Cache{FS: sourcetest.New(nil)}
	c.Put(source.NewFile("/a.sh", []byte("echo a\n")))
	runtime.GC()
	if f, err := c.File("/a.sh"); err != nil || string(f.Content) != "echo a\n" {
		t.Errorf("%v, error %v", f, err)
	}
}

// An error is kept: a file that cannot be read stays so for the run.
func TestCacheError(t *testing.T) {
	disk := sourcetest.New(nil)
	c := &source.Cache{FS: disk}
	_, first := c.File("/a.sh")
	disk.Write("/a.sh", "echo a\n")
	if _, second := c.File("/a.sh"); first == nil || !errors.Is(second, first) {
		t.Errorf("errors %v, then %v", first, second)
	}
}
