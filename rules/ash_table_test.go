package rules

import (
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// unseen are rows of the table of ash's dialect that ash 1.37 does not do and no
// rule speaks of, and why.
var unseen = map[string]string{}

// TestAshTable judges the script of each row as one that an image of Alpine 3.24
// runs, and compares with what BusyBox 1.37 does: whatever does not work is told
// of, and nothing that works.
func TestAshTable(t *testing.T) {
	ids := map[string]bool{
		"ALP504": true, "ALP505": true, "ALP506": true, "ALP511": true,
		"ALP561": true, "ALP562": true, "ALP563": true, "ALP564": true, "ALP565": true,
	}
	newest := alpine.Newest().Release.BusyBox()
	for _, f := range shell.AshFeatures() {
		if f.Script == "" {
			continue
		}
		files := tree{
			{Name: "Dockerfile", Data: []byte("FROM alpine:3.24\nCOPY x.sh /\nRUN sh /x.sh\n")},
			{Name: "x.sh", Data: []byte("#!/bin/sh\n" + f.Script + "\n")},
		}
		told := ""
		for _, finding := range files.lint(t, analysis.Settings{MinSeverity: analysis.Warning}) {
			if ids[finding.Rule.ID] {
				told += "\n\t" + finding.Rule.ID + " " + finding.Message
			}
		}
		outcome := f.In(newest)
		switch {
		case outcome == shell.NotMeasured:
			t.Errorf("%s: nothing is known of BusyBox %v", f.Name, newest)
		case outcome == shell.Works && told != "":
			t.Errorf("%s works, and is told of:%s\n%s", f.Name, told, txtar.Format(&txtar.Archive{Files: files}))
		case outcome != shell.Works && told == "" && unseen[f.Name] == "":
			t.Errorf("%s (%s) %v, and nothing is said of\n\t%s", f.Name, f.Syntax, outcome, f.Script)
		case outcome != shell.Works && told != "" && unseen[f.Name] != "":
			t.Errorf("%s is told of, and is no exception any more:%s", f.Name, told)
		}
	}
}
