//go:build linux

package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
)

// bigTree and bigTreeMemory are what is promised: so many files in one run, in so
// many bytes.
const (
	bigTreeFiles  = 50_000
	bigTreeMemory = 300 << 20
)

// A run over 50,000 files stays under 300 MB: what was judged is let go, and only
// findings, with the text of their files, stay to the end.
func TestBigTree(t *testing.T) {
	slow(t)
	tree := t.TempDir()
	repeatTree(t, tree, bigTreeFiles)
	report := filepath.Join(t.TempDir(), "report")
	cmd := exec.Command("crampon", "check", "--fail-on", "none", "--format", "text="+report, tree)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v, and it printed %q", err, out)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	peak := usage.Maxrss << 10 // it is told in KiB
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	summary := lines[len(lines)-1]
	t.Logf("%d MB; %s", peak>>20, summary)
	var linted int
	if _, err := fmt.Sscanf(summary[strings.LastIndex(summary, " in ")+1:], "in %d files", &linted); err != nil || linted < bigTreeFiles {
		t.Errorf("%d files were linted of %d (%v): %s", linted, bigTreeFiles, err, summary)
	}
	if peak > bigTreeMemory {
		t.Errorf("the run took %d MB, more than %d", peak>>20, bigTreeMemory>>20)
	}
}

// repeatTree fills a folder with copies of testdata's trees and fixtures, with at
// least n files to lint. Copies are links to the first: they cost no room and are
// read as files.
func repeatTree(t *testing.T, dir string, n int) {
	t.Helper()
	first := filepath.Join(dir, "0")
	fixtureTree(t, first)
	var files, folders []string
	err := filepath.WalkDir(first, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(first, path)
		if d.IsDir() {
			folders = append(folders, rel)
		} else {
			files = append(files, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lintable := 0
	for _, file := range files {
		if analysis.KindByName(file) != analysis.NotLinted {
			lintable++
		}
	}
	for i := range n / lintable {
		to := filepath.Join(dir, fmt.Sprint(i+1))
		for _, folder := range folders {
			if err := os.Mkdir(filepath.Join(to, folder), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		for _, file := range files {
			if err := os.Link(filepath.Join(first, file), filepath.Join(to, file)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
