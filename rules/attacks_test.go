package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
)

// injectionIDs are the rules that tell of flows, of what ash makes of a script for
// bash, and of downloads that are run.
var injectionIDs = []string{
	"ALP504", "ALP505", "ALP506", "ALP507", "ALP508", "ALP509", "ALP510", "ALP524", "ALP531", "ALP532", "ALP533", "ALP534", "ALP535",
	"ALP536", "ALP537", "ALP538", "ALP539", "ALP540", "ALP541",
	"ALP511", "ALP561", "ALP562",
	"ALP601",
}

// TestAttacks: each shape of attack that was run on BusyBox is found, or the list
// says why not; what did no harm is silent. The list is testdata/attacks.
func TestAttacks(t *testing.T) {
	content, err := os.ReadFile("../testdata/attacks/attacks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse(content).Files {
		id, want, ok := strings.Cut(f.Name, " ")
		if !ok {
			t.Fatalf("%s: a script is called ID, then its rules, silent or not", f.Name)
		}
		t.Run(id, func(t *testing.T) {
			name := "run.sh"
			if strings.Contains(string(f.Data), "QUERY_STRING") {
				name = "cgi-bin/run"
			}
			got := attackRules(t, tree{{Name: name, Data: f.Data}})
			switch want {
			case "silent", "not":
				if len(got) > 0 {
					t.Errorf("%s is told of by %v:\n%s", id, got, f.Data)
				}
				if !strings.Contains(string(f.Data), "\n# ") {
					t.Errorf("%s does not say why", id)
				}
			default:
				if !slices.Equal(got, strings.Fields(want)) {
					t.Errorf("%s is told of by %v, not by %s:\n%s", id, got, want, f.Data)
				}
			}
		})
	}
}

func attackRules(t *testing.T, files tree) []string {
	t.Helper()
	var ids []string
	for _, f := range files.lint(t, analysis.Settings{Select: injectionIDs, MinSeverity: analysis.Hint}) {
		if !slices.Contains(ids, f.Rule.ID) {
			ids = append(ids, f.Rule.ID)
		}
	}
	return ids
}
