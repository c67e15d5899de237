package rules

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/fix"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// today is the day on which all examples and fixtures are judged.
var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// tree is the files of an example or fixture, in a git root of their own.
type tree []txtar.File

const root = "/work/"

// example is the tree of a rule's Bad or Good: one Dockerfile, unless the text
// names its files.
func example(text string) tree {
	if archive := txtar.Parse([]byte(text)); len(archive.Files) > 0 {
		return archive.Files
	}
	return tree{{Name: "Dockerfile", Data: []byte(text)}}
}

func (t tree) String() string { return string(txtar.Format(&txtar.Archive{Files: t})) }

// lint judges the tree as `crampon check` does its folder.
func (t tree) lint(tb testing.TB, settings analysis.Settings) []analysis.Finding {
	tb.Helper()
	return t.findings(tb, t.engine(settings))
}

// engine is one that has the tree for a disk.
func (t tree) engine(settings analysis.Settings) *analysis.Engine {
	fs := sourcetest.New(map[string]string{root + ".git/HEAD": "ref: refs/heads/main\n"})
	for _, f := range t {
		fs.Write(root+f.Name, string(f.Data))
	}
	if settings.Today.IsZero() {
		settings.Today = today
	}
	engine := &analysis.Engine{FS: fs, Rules: All(), Settings: settings, Indexes: t}
	if slices.ContainsFunc(t, func(f txtar.File) bool { return strings.HasPrefix(f.Name, mirror) }) {
		engine.Settings.Index.Locations = []string{mirror}
	}
	return engine
}

// findings are those of the whole tree.
func (t tree) findings(tb testing.TB, engine *analysis.Engine) []analysis.Finding {
	tb.Helper()
	targets, err := engine.Find(tb.Context(), []string{root})
	if err != nil {
		tb.Fatal(err)
	}
	result := engine.Analyze(tb.Context(), targets)
	for _, fault := range result.Faults {
		tb.Error(fault)
	}
	for _, e := range result.ConfigErrors {
		tb.Errorf("%s: %s", e.Span.File.Path, e.Message)
	}
	return result.Findings
}

// mirror is the folder of a tree in which an example or fixture has package indexes,
// as Alpine's mirrors lay them out, and unpacked.
const mirror = "alpine/"

// Branch gives the indexes of a tree's mirror.
func (t tree) Branch(_ analysis.IndexSource, r alpine.Release, arch string) (apk.Branch, error) {
	var b apk.Branch
	for _, f := range t {
		at := strings.Split(strings.TrimPrefix(f.Name, mirror), "/")
		if len(at) != 4 || at[0] != r.Folder() || at[2] != arch {
			continue
		}
		x, err := apk.ReadIndex(bytes.NewReader(f.Data))
		if err != nil {
			return nil, err
		}
		b = append(b, apk.Repository{Name: at[1], Index: x})
	}
	return b, nil
}

// wide shows all that the named rules have to say, opt-in or not.
func wide(ids ...string) analysis.Settings {
	return analysis.Settings{ExtendSelect: ids, MinSeverity: analysis.Hint}
}

// of are the findings of one rule.
func of(findings []analysis.Finding, id string) []analysis.Finding {
	var own []analysis.Finding
	for _, f := range findings {
		if f.Rule.ID == id {
			own = append(own, f)
		}
	}
	return own
}

// fix makes the fixes of a rule, as the fix engine does.
func (t tree) fix(tb testing.TB, id string) tree {
	tb.Helper()
	mended, _ := t.mend(tb, wide(id), fix.Wish{Unsafe: true, Rule: func(r *analysis.Rule) bool { return r.ID == id }})
	return mended
}

// TestExamples executes the examples that the documentation shows.
func TestExamples(t *testing.T) {
	for _, r := range All() {
		if r.Bad == "" && r.Good == "" && r.Run == nil {
			continue // a fault of crampon has no example
		}
		t.Run(r.ID, func(t *testing.T) {
			findings := of(example(r.Bad).lint(t, wide(r.ID)), r.ID)
			if len(findings) == 0 {
				t.Errorf("Bad is not reported:\n%s", r.Bad)
			}
			for _, f := range findings {
				checkFinding(t, f)
			}
			settings := wide(r.ID)
			settings.MinSeverity = analysis.Warning
			for _, f := range example(r.Good).lint(t, settings) {
				t.Errorf("Good is reported: %s", line(f))
			}
			if findings := of(example(r.Good).lint(t, wide(r.ID)), r.ID); len(findings) > 0 {
				t.Errorf("Good is reported: %s", line(findings[0]))
			}
			checkFixes(t, r, findings)
		})
	}
}

func checkFixes(t *testing.T, r *analysis.Rule, findings []analysis.Finding) {
	if !fixable(findings) {
		return
	}
	if got := example(r.Bad).fix(t, r.ID); got.String() != example(r.Good).String() {
		t.Errorf("fixing Bad does not give Good:\n%s", differ(example(r.Good).String(), got.String()))
	}
}

func fixable(findings []analysis.Finding) bool {
	for _, f := range findings {
		if len(f.Fixes) > 0 {
			return true
		}
	}
	return false
}

// checkFinding holds what is asked of the words of every finding.
func checkFinding(t *testing.T, f analysis.Finding) {
	t.Helper()
	s := f.Span
	if s.IsZero() || s.Start > s.End || s.End > len(s.File.Content) {
		t.Errorf("%s at no place: %q", f.Rule.ID, f.Message)
	}
	for _, text := range append([]string{f.Message}, f.Notes...) {
		switch {
		case text == "" || text != strings.TrimSpace(text) || strings.Contains(text, "\n"):
			t.Errorf("%s: %q is not one line of text", f.Rule.ID, text)
		case strings.HasSuffix(text, "."):
			t.Errorf("%s: %q ends with a full stop", f.Rule.ID, text)
		case strings.Contains(strings.ToLower(text), "please"):
			t.Errorf("%s: %q begs", f.Rule.ID, text)
		}
	}
	for _, fix := range f.Fixes {
		if fix.Title == "" || strings.HasSuffix(fix.Title, ".") || len(fix.Edits) == 0 {
			t.Errorf("%s: a fix has a title, a verb phrase, and edits: %q", f.Rule.ID, fix.Title)
		}
	}
}

var (
	idForm    = regexp.MustCompile(`^ALP\d\d\d$`)
	nameForm  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	sinceForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	headings  = regexp.MustCompile(`(?m)^## .*$`)
)

// TestRules holds what is asked of every rule.
func TestRules(t *testing.T) {
	ids, names := map[string]bool{}, map[string]bool{}
	for _, r := range All() {
		fail := func(what string) {
			t.Helper()
			t.Errorf("%s %s: %s", r.ID, r.Name, what)
		}
		own := r.Run == nil
		if !idForm.MatchString(r.ID) || ids[r.ID] {
			fail("the ID is ALP and three digits, and no other rule has it")
		}
		if !nameForm.MatchString(r.Name) || names[r.Name] {
			fail("the name is words joined by hyphens, and no other rule has it")
		}
		ids[r.ID], names[r.Name] = true, true
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") || strings.Contains(r.Summary, "\n") {
			fail("the summary is one line without full stop")
		}
		if !sinceForm.MatchString(r.Since) {
			fail("Since is the version of crampon that first has it")
		}
		if r.Severity == analysis.NoSeverity {
			fail("it has no severity")
		}
		if got := strings.Join(headings.FindAllString(r.Doc, -1), "|"); got != "## What it flags|## Why|## What to do" {
			fail("the Doc has the headings What it flags, Why, What to do, in that order; it has " + got)
		}
		if !strings.HasPrefix(r.Doc, "## ") || !strings.HasSuffix(r.Doc, "\n") || strings.HasSuffix(r.Doc, "\n\n") {
			fail("the Doc begins with its first heading and ends with one line end")
		}
		if !own && len(r.CWE) == 0 && !strings.Contains(r.Doc, "No CWE") {
			fail("it has a CWE, or its Doc says why not in a sentence that begins with No CWE")
		}
		if !own && (r.Bad == "" || r.Good == "") {
			fail("it has an example, Bad and Good")
		}
	}
}

// TestOrder: what is generated from the list is the same on every machine.
func TestOrder(t *testing.T) {
	var ids [][]byte
	for _, r := range All() {
		ids = append(ids, []byte(r.ID))
		if Find(r.ID) != r || Find(strings.ToUpper(r.Name)) != r {
			t.Errorf("%s is not found by its ID and its name", r.ID)
		}
	}
	for i := 1; i < len(ids); i++ {
		if bytes.Compare(ids[i-1], ids[i]) >= 0 {
			t.Errorf("%s stands behind %s", ids[i], ids[i-1])
		}
	}
}
