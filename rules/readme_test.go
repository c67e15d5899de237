package rules

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
)

//go:generate go test -run ^TestReadme$ . -update

// families are the titles of the families, by the start of their IDs.
var families = []struct{ start, title string }{
	{"ALP0", "crampon itself"},
	{"ALP1", "Image references"},
	{"ALP2", "apk"},
	{"ALP3", "C libraries"},
	{"ALP4", "Compilers and Go builds"},
	{"ALP5", "BusyBox, ash and injection"},
	{"ALP6", "Supply chain"},
	{"ALP7", "What runs in the container"},
	{"ALP8", "Languages on musl"},
}

// readme is rules/README.md. Whether a rule has fixes is seen from its example.
func readme(t *testing.T) string {
	var b strings.Builder
	b.WriteString("<!-- Made from the rules by `go generate ./rules`; do not edit. -->\n\n# Rules\n\n")
	b.WriteString("`crampon explain ALP103` tells all about a rule: what it flags, why, what to do, before and after.\n\n")
	b.WriteString("*Aliases* are codes of hadolint and ShellCheck whose ignore comments hold for the rule. ")
	b.WriteString("A *safe* fix changes nothing but the fault; a *suggested* one is to be looked at. ")
	b.WriteString("*Opt-in* rules are off until `.crampon.yaml` or `--extend-select` asks for them.\n")
	for _, f := range families {
		var rows strings.Builder
		for _, r := range All() {
			if r.Family() == f.start {
				rows.WriteString(row(t, r))
			}
		}
		if rows.Len() > 0 {
			fmt.Fprintf(&b, "\n## %s: %s\n\n", f.start, f.title)
			b.WriteString("| ID | Name | Severity | Opt-in | Fix | Aliases | Flags |\n|---|---|---|---|---|---|---|\n")
			b.WriteString(rows.String())
		}
	}
	return b.String()
}

func row(t *testing.T, r *analysis.Rule) string {
	file := strings.ReplaceAll(r.Name, "-", "_") + ".go"
	if r.Run == nil {
		file = "../analysis/own.go"
	}
	optIn := ""
	if r.Optional {
		optIn = "yes"
	}
	// The anchor is where Rule.URL leads.
	return fmt.Sprintf("| <a id=%q></a>[%s](%s) | %s | %s | %s | %s | %s | %s |\n",
		strings.ToLower(r.ID), r.ID, file, r.Name, r.Severity, optIn, fixKind(t, r), strings.Join(r.Aliases, ", "), strings.ReplaceAll(r.Summary, "|", `\|`))
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
		t.Errorf("README.md is stale; run: go generate ./rules\n%s", diff(string(got), want))
	}
}
