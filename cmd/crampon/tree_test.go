package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/rules"
)

// fixtureTree fills a folder with testdata's trees and the files of all fixtures of rules.
func fixtureTree(t *testing.T, dir string) {
	t.Helper()
	testdata := filepath.Join("..", "..", "testdata")
	fixtures, err := filepath.Glob(filepath.Join(testdata, "rules", "*.txtar"))
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("%d fixtures of rules, error %v", len(fixtures), err)
	}
	trees := map[string]fs.FS{
		"demo": os.DirFS(filepath.Join(testdata, "demo")),
		"shop": os.DirFS(filepath.Join(testdata, "corpus", "shop")),
	}
	for _, name := range fixtures {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files, err := txtar.FS(a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		trees[filepath.Base(name)] = files
	}
	for name, tree := range trees {
		if err := os.CopyFS(filepath.Join(dir, name), tree); err != nil {
			t.Fatal(err)
		}
	}
}

// checked lints with the arguments, in the working folder, and gives each finding
// as JSON has it.
func checked(t *testing.T, args ...string) []string {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"check", "--format", "json", "--fail-on", "none", "--min-severity", "hint", "--today", alpine.TableDate.Format(time.DateOnly)}, args...)
	if code := run(args, streams{strings.NewReader(""), &out, &errs}); code != exitClean || errs.Len() > 0 {
		t.Fatalf("%v: exit code %d, %s", args, code, &errs)
	}
	var report struct{ Findings []json.RawMessage }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	var findings []string
	for _, f := range report.Findings {
		findings = append(findings, string(f))
	}
	return findings
}

// Each finding of a run is one of exactly one shard, in whatever number of them,
// and is the same there: scripts too that a Dockerfile of another shard ships.
func TestShards(t *testing.T) {
	dir := t.TempDir()
	fixtureTree(t, dir)
	t.Chdir(dir)
	whole := checked(t, ".")
	if len(whole) < 100 {
		t.Fatalf("only %d findings", len(whole))
	}
	for _, count := range []int{1, 2, 5} {
		var union []string
		for i := range count {
			part := checked(t, "--shard", fmt.Sprintf("%d/%d", i+1, count), ".")
			t.Logf("%d/%d: %d findings", i+1, count, len(part))
			if len(part) == 0 {
				t.Errorf("shard %d of %d has nothing", i+1, count)
			}
			union = append(union, part...)
		}
		sameFindings(t, fmt.Sprintf("%d shards", count), union, whole)
	}
}

// All files of a folder by name, as pre-commit passes them, give what the folder gives.
func TestNamedAsFolder(t *testing.T) {
	dir := t.TempDir()
	fixtureTree(t, dir)
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	engine := &analysis.Engine{FS: source.Disk{}, Rules: rules.All()}
	targets, err := engine.Find(t.Context(), []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	// What a Dockerfile runs, though nothing else tells that it is a script, is
	// found with the folder and can be named.
	shipped := engine.Analyze(t.Context(), targets).Shipped
	named := map[string]bool{}
	for _, target := range targets {
		named[target.Path] = true
	}
	for _, paths := range shipped {
		for _, path := range paths {
			named[path] = true
		}
	}
	var args []string
	for path := range named {
		args = append(args, path)
	}
	sameFindings(t, "the files by name", checked(t, args...), checked(t, "."))
}

// sameFindings compares two lists, in whatever order.
func sameFindings(t *testing.T, what string, got, want []string) {
	t.Helper()
	count := map[string]int{}
	for _, f := range want {
		count[f]++
	}
	for _, f := range got {
		count[f]--
	}
	for f, n := range count {
		if n > 0 {
			t.Errorf("%s: missing %d times: %s", what, n, f)
		} else if n < 0 {
			t.Errorf("%s: %d times more than in the whole: %s", what, -n, f)
		}
	}
}
