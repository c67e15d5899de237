package rules_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"mvdan.cc/sh/v3/syntax"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/rules"
)

// BenchmarkParse and BenchmarkLint measure the bare parse by the two parsers
// inside, and the whole lint, over the same files in memory. CRAMPON_CORPUS names
// a folder of real files; without it the demo is taken. Both report the same
// bytes, so MB/s compares directly:
//
//	go test ./rules -run '^$' -bench 'Parse|Lint' -cpu 1,2 -count 4
//
// The first sample of each is taken with all processors, whatever -cpu says.
func BenchmarkParse(b *testing.B) {
	c := loadCorpus(b)
	b.SetBytes(c.bytes)
	for b.Loop() {
		c.parse()
	}
}

// BenchmarkLint has as many workers as processors.
func BenchmarkLint(b *testing.B) {
	c := loadCorpus(b)
	b.SetBytes(c.bytes)
	for b.Loop() {
		c.lint()
	}
}

// BenchmarkCost tells what the whole lint costs of the bare parse, as x-parse. The
// two take turns and the least time of each counts, so that a machine that is slow
// for a while is slow for both:
//
//	CRAMPON_CORPUS=DIR go test ./rules -run '^$' -bench Cost -cpu 1 -benchtime 10x
func BenchmarkCost(b *testing.B) {
	c := loadCorpus(b)
	parse, lint := timed(c.parse), timed(c.lint)
	for b.Loop() {
		parse, lint = min(parse, timed(c.parse)), min(lint, timed(c.lint))
	}
	b.ReportMetric(float64(lint)/float64(parse), "x-parse")
	b.ReportMetric(float64(parse.Milliseconds()), "parse-ms")
	b.ReportMetric(float64(lint.Milliseconds()), "lint-ms")
}

// timed is the time of one call that begins without the garbage of others.
func timed(f func()) time.Duration {
	runtime.GC()
	start := time.Now()
	f()
	return time.Since(start)
}

type corpus struct {
	fs      memory
	targets []analysis.Target
	// what the bare parsers are given: Dockerfiles, scripts, and the texts of RUNs.
	dockerfiles, shells [][]byte
	bytes               int64
}

func loadCorpus(tb testing.TB) *corpus {
	debug.SetGCPercent(400) // as the command does
	root := os.Getenv("CRAMPON_CORPUS")
	if root == "" {
		root = filepath.Join("..", "testdata", "demo")
	}
	root, err := filepath.Abs(root)
	if err != nil {
		tb.Fatal(err)
	}
	c := &corpus{fs: memory{}}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		n := &node{info: info}
		switch {
		case d.IsDir():
			n.entries, err = os.ReadDir(path)
		case !d.Type().IsRegular():
			return nil // links cost the disk, not the lint
		}
		c.fs[path] = n
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if c.targets, err = c.engine().Find(context.Background(), []string{root}); err != nil {
		tb.Fatal(err)
	}
	for _, t := range c.targets {
		content, err := c.fs.ReadFile(t.Path)
		if err != nil {
			continue
		}
		switch t.Kind {
		case analysis.Dockerfile:
			c.dockerfiles = append(c.dockerfiles, content)
			c.shells = append(c.shells, runTexts(content)...)
		case analysis.Script:
			c.shells = append(c.shells, content)
		default:
			continue
		}
		c.bytes += int64(len(content))
	}
	c.lint() // so that what it reads is in memory
	tb.Logf("%d Dockerfiles, %d targets, %d bytes", len(c.dockerfiles), len(c.targets), c.bytes)
	return c
}

// runTexts are the texts of a Dockerfile that go to a shell, for the bare parse.
func runTexts(content []byte) [][]byte {
	result, err := parser.Parse(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	var out [][]byte
	for _, n := range result.AST.Children {
		text := n.Next
		switch strings.ToUpper(n.Value) {
		case "HEALTHCHECK":
			if text != nil {
				text = text.Next
			}
		case "RUN", "CMD", "ENTRYPOINT":
		default:
			continue
		}
		if !n.Attributes["json"] && text != nil {
			out = append(out, []byte(text.Value))
		}
	}
	return out
}

func (c *corpus) parse() {
	lint := linter.New(&linter.Config{Warn: func(string, string, string, string, []parser.Range) {}})
	for _, content := range c.dockerfiles {
		result, err := parser.Parse(bytes.NewReader(content))
		if err != nil {
			continue
		}
		for _, n := range result.AST.Children {
			_, _ = instructions.ParseInstructionWithLinter(n, lint) // refusals are part of the corpus
		}
	}
	p := syntax.NewParser(syntax.KeepComments(true), syntax.Variant(syntax.LangBash))
	for _, text := range c.shells {
		_, _ = p.Parse(bytes.NewReader(text), "")
	}
}

func (c *corpus) engine() *analysis.Engine {
	return &analysis.Engine{FS: c.fs, Rules: rules.All(), Settings: analysis.Settings{
		Today: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC),
		Jobs:  runtime.GOMAXPROCS(0),
	}}
}

func (c *corpus) lint() { c.engine().Analyze(context.Background(), c.targets) }

// memory is a tree of files of which each is read from disk once, before anything
// is measured: then a Stat is one look into a map.
type memory map[string]*node

type node struct {
	info    fs.FileInfo
	entries []fs.DirEntry
	once    sync.Once
	content []byte
	err     error
}

func (m memory) node(name string) (*node, error) {
	n, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

func (m memory) ReadFile(name string) ([]byte, error) {
	n, err := m.node(name)
	if err != nil {
		return nil, err
	}
	n.once.Do(func() { n.content, n.err = source.Disk{}.ReadFile(name) })
	return n.content, n.err
}

func (m memory) ReadHead(name string, limit int) ([]byte, error) {
	return source.Disk{}.ReadHead(name, limit)
}

func (m memory) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := m.node(name)
	if err != nil {
		return nil, err
	}
	return n.entries, nil
}

func (m memory) Stat(name string) (fs.FileInfo, error) {
	n, err := m.node(name)
	if err != nil {
		return nil, err
	}
	return n.info, nil
}

func (m memory) Resolve(name string) (string, error) { return name, nil }
