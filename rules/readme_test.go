package rules

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/crampon-lint/crampon/analysis"
)

//go:generate go test -run ^TestReadme$ . -update

// families are the titles of the families, by the start of their IDs, and a sentence on
// what they are about.
var families = []struct{ start, title, about string }{
	{"ALP0", "crampon itself", "What keeps crampon from judging, and comments that silence nothing."},
	{"ALP1", "Image references", "Which Alpine a name stands for, whether it still gets fixes, and whether it will be the same tomorrow."},
	{"ALP2", "apk", "Packages, their versions, and whom apk trusts for them."},
	{"ALP3", "C libraries", "Programs made for glibc on musl, and the other way round."},
	{"ALP4", "Compilers and Go builds", "Hardenings that a build loses, and cgo."},
	{"ALP5", "BusyBox, ash and injection", "What the image's own shell and tools make of a script, and how a value from outside becomes code."},
	{"ALP6", "Supply chain", "What comes from the network and is run."},
	{"ALP7", "What runs in the container", "Users, rights and what the container is given."},
	{"ALP8", "Languages on musl", "Wheels, runtimes and installers that are made for another libc."},
}

// readme is rules/README.md. Whether a rule has fixes is seen from its example.
func readme(t *testing.T) string {
	var contents, tables strings.Builder
	for _, f := range families {
		var rows strings.Builder
		n := 0
		for _, r := range All() {
			if r.Family() == f.start {
				rows.WriteString(row(t, r))
				n++
			}
		}
		if n == 0 {
			continue
		}
		title := f.start + ": " + f.title
		fmt.Fprintf(&contents, "- [%s](#%s): %d\n", title, anchor(title), n)
		fmt.Fprintf(&tables, "\n## %s\n\n%s\n\n", title, f.about)
		tables.WriteString("| Rule | Flags | Severity | Fix | Aliases |\n|---|---|---|---|---|\n" + rows.String())
	}
	return "<!-- Made from the rules by `go generate ./rules`; do not edit. -->\n\n# Rules\n\n" +
		"`crampon explain ALP103` tells all about a rule: what it flags, why, what to do, before and after.\n\n" + contents.String() +
		"- [Codes of other linters](#codes-of-other-linters)\n\n" +
		"*Severity* is what most findings of the rule have. *Opt-in* rules are off until `.crampon.yaml` or `--extend-select` asks for them. " +
		"A *safe* fix changes nothing but the fault; a *suggested* one is to be looked at. " +
		"*Aliases* are codes of hadolint, ShellCheck and BuildKit whose ignore comments hold for the rule.\n" +
		tables.String() + codes()
}

func row(t *testing.T, r *analysis.Rule) string {
	file := strings.ReplaceAll(r.Name, "-", "_") + ".go"
	if r.Run == nil {
		file = "../analysis/own.go"
	}
	severity := r.Severity.String()
	if r.Optional {
		severity += ", opt-in"
	}
	// The anchor is where Rule.URL leads.
	return fmt.Sprintf("| <a id=%q></a>[%s](%s) %s | %s | %s | %s | %s |\n",
		strings.ToLower(r.ID), r.ID, file, r.Name, inTable(r.Summary), severity, fixKind(t, r), strings.Join(r.Aliases, ", "))
}

// codes is the table for people who come from another linter: its codes in order.
func codes() string {
	var rows []string
	for _, r := range All() {
		for _, code := range r.Aliases {
			rows = append(rows, fmt.Sprintf("| %s | [%s](#%s) %s | %s |\n", code, r.ID, strings.ToLower(r.ID), r.Name, inTable(cmp.Or(r.AliasNote, r.Summary))))
		}
	}
	slices.Sort(rows)
	return "\n## Codes of other linters\n\nIgnore comments with these codes hold here too; `crampon rules --aliases` prints the same.\n\n" +
		"| Code | Rule | What to know |\n|---|---|---|\n" + strings.Join(rows, "")
}

func inTable(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// anchor is the name that GitHub gives a heading.
func anchor(title string) string {
	keep := func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}
	return strings.Map(keep, title)
}

// fixKind is how the example is fixed: "safe", "suggested", or "" when it is not.
func fixKind(t *testing.T, r *analysis.Rule) string {
	if r.Bad == "" {
		return ""
	}
	for _, f := range of(example(r.Bad).lint(t, wide(r.ID)), r.ID) {
		if len(f.Fixes) > 0 {
			if f.Fixes[0].Safe {
				return "safe"
			}
			return "suggested"
		}
	}
	return ""
}

func TestReadme(t *testing.T) {
	want := readme(t)
	for _, r := range All() {
		if !strings.Contains(want, "["+r.ID+"]") {
			t.Errorf("the family of %s has no title", r.ID)
		}
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Error(err)
	}
	if string(got) != want {
		t.Errorf("README.md is stale; run: go generate ./rules\n%s", differ(string(got), want))
	}
}
