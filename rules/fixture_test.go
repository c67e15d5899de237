package rules

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var update = flag.Bool("update", false, "write what is found into the want and fixed sections of testdata/rules")

// A fixture is testdata/rules/NAME.txtar, for the rule NAME. Its comment says what
// the cases are. Then the files, each case in a folder of its own; then
//
//	-- want --
//	Dockerfile:3 ALP201 "the exact text of the span" "the message" [info]
//
// a line for each finding of the rule, with the severity where it is not the
// rule's. Before the findings may stand, a line each:
//
//	rules: ALP201 ALP202    judge these instead of the rule of the name
//	show: notes help related fixes    write these too, indented
//	today: 2025-06-01       judge on that day
//
// A section fixed/FILE is what FILE becomes when the rule's fixes are applied.
type fixture struct {
	archive *txtar.Archive
	files   tree
	header  []string
	ids     []string
	show    []string
	today   time.Time
	want    string
	fixed   map[string]string
}

const fixtures = "../testdata/rules"

const wantSection = "want"

const fixedFolder = "fixed/"

func readFixture(t *testing.T, r *analysis.Rule, content []byte) *fixture {
	t.Helper()
	x := &fixture{archive: txtar.Parse(content), ids: []string{r.ID}, fixed: map[string]string{}}
	hasWant := false
	for _, f := range x.archive.Files {
		switch rest, ok := strings.CutPrefix(f.Name, fixedFolder); {
		case f.Name == wantSection:
			x.readWant(t, string(f.Data))
			hasWant = true
		case ok:
			x.fixed[rest] = string(f.Data)
		default:
			x.files = append(x.files, f)
		}
	}
	if !hasWant || len(x.files) == 0 || len(bytes.TrimSpace(x.archive.Comment)) == 0 {
		t.Fatal("a fixture has a comment that says what the cases are, files, and a section want (may be empty)")
	}
	return x
}

func (x *fixture) readWant(t *testing.T, text string) {
	t.Helper()
	var want strings.Builder
	for l := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(l), ": ")
		switch key {
		case "rules":
			x.ids = strings.Fields(value)
		case "show":
			x.show = strings.Fields(value)
		case "today":
			day, err := time.Parse(time.DateOnly, value)
			if err != nil {
				t.Fatal(err)
			}
			x.today = day
		default:
			want.WriteString(l)
			continue
		}
		x.header = append(x.header, l)
	}
	x.want = want.String()
}

// got is what the want section should be.
func (x *fixture) got(t *testing.T) string {
	settings := wide(x.ids...)
	settings.Today = x.today
	var b strings.Builder
	for _, f := range x.files.lint(t, settings) {
		if !slices.Contains(x.ids, f.Rule.ID) {
			continue
		}
		checkFinding(t, f)
		fmt.Fprintln(&b, line(f))
		x.details(&b, f)
	}
	return b.String()
}

func (x *fixture) details(b *strings.Builder, f analysis.Finding) {
	for _, what := range x.show {
		switch what {
		case "notes":
			for _, n := range f.Notes {
				fmt.Fprintf(b, "  note: %s\n", n)
			}
		case "help":
			if f.Help != "" {
				fmt.Fprintf(b, "  help: %s\n", f.Help)
			}
		case "related":
			for _, r := range f.Related {
				fmt.Fprintf(b, "  related: %s %q %q\n", place(r.Span), r.Span.Text(), r.Message)
			}
		case "fixes":
			for _, fix := range f.Fixes {
				fmt.Fprintf(b, "  fix: %s\n", fix.Title)
			}
		}
	}
}

// line is a finding as a want section has it.
func line(f analysis.Finding) string {
	s := fmt.Sprintf("%s %s %q %q", place(f.Span), f.Rule.ID, f.Span.Text(), f.Message)
	if f.Severity != f.Rule.Severity {
		s += " [" + f.Severity.String() + "]"
	}
	return s
}

func place(s source.Span) string {
	name := strings.TrimPrefix(filepath.ToSlash(s.File.Path), root)
	return fmt.Sprintf("%s:%d", name, s.From().Line)
}

// refixed is what the files become by the fixes, those that change.
func (x *fixture) refixed(t *testing.T) map[string]string {
	out := map[string]string{}
	files := x.files
	for _, id := range x.ids {
		files = files.fix(t, id)
	}
	for i, f := range files {
		if before := x.files[i]; !bytes.Equal(f.Data, before.Data) {
			out[f.Name] = string(f.Data)
		}
	}
	return out
}

// TestFixtures judges the fixture of each rule.
func TestFixtures(t *testing.T) {
	for _, r := range All() {
		if r.Run == nil {
			continue
		}
		name := filepath.Join(fixtures, strings.ReplaceAll(r.Name, "-", "_")+".txtar")
		t.Run(r.Name, func(t *testing.T) {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			x := readFixture(t, r, content)
			got, fixed := x.got(t), x.refixed(t)
			if *update {
				x.write(t, name, got, fixed)
				return
			}
			if got != x.want {
				t.Errorf("findings (write them with go test ./rules -update):\n%s", differ(x.want, got))
			}
			for _, f := range x.files {
				if got := fixed[f.Name]; got != x.fixed[f.Name] {
					t.Errorf("%s, fixed:\n%s", f.Name, differ(x.fixed[f.Name], got))
				}
			}
		})
	}
}

// write puts the sections in their order: the files, want, fixed.
func (x *fixture) write(t *testing.T, name, got string, fixed map[string]string) {
	t.Helper()
	out := &txtar.Archive{Comment: x.archive.Comment, Files: slices.Clone(x.files)}
	out.Files = append(out.Files, txtar.File{Name: wantSection, Data: []byte(strings.Join(x.header, "") + got)})
	for _, f := range x.files {
		if text, ok := fixed[f.Name]; ok {
			out.Files = append(out.Files, txtar.File{Name: fixedFolder + f.Name, Data: []byte(text)})
		}
	}
	if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestNoStrayFixtures: a fixture of no rule is never judged.
func TestNoStrayFixtures(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(fixtures, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		base, ok := strings.CutSuffix(filepath.Base(name), ".txtar")
		if !ok || Find(strings.ReplaceAll(base, "_", "-")) == nil {
			t.Errorf("%s is the fixture of no rule", name)
		}
	}
}

// differ shows the lines in which two texts differ.
func differ(want, got string) string {
	return string(diff.Diff("want", []byte(want), "got", []byte(got)))
}
