package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// What the README shows of the demo is what crampon says of it. Where something
// is left out stands [...].
func TestReadmeShowsTheDemo(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)\\$ crampon check testdata/demo\n(.*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("README.md does not show the demo")
	}
	var out, errs bytes.Buffer
	args := []string{"check", "--color", "never", "--today", alpine.TableDate.Format(time.DateOnly), "testdata/demo"}
	if code := run(args, streams{strings.NewReader(""), &out, &errs}); code != exitFindings || errs.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, &errs)
	}
	rest := out.String()
	for chunk := range strings.SplitSeq(string(block[1]), "[...]\n") {
		at := strings.Index(rest, chunk)
		if at < 0 {
			t.Fatalf("this is not what crampon says of testdata/demo, or not in this order:\n%s\nit says:\n%s", chunk, &out)
		}
		rest = rest[at+len(chunk):]
	}
}

func TestReadmeHasTheExitCodes(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for code := exitClean; code <= exitFault; code++ {
		if !bytes.Contains(readme, fmt.Appendf(nil, "\n| %d | ", code)) {
			t.Errorf("README.md does not tell of exit code %d", code)
		}
	}
}

func TestReadmeHasTheFormats(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range formatNames() {
		if !regexp.MustCompile("(?m)^\\| .*`" + name + "`").Match(readme) {
			t.Errorf("README.md does not tell of the format %s", name)
		}
	}
}

// crampon's own faults go before all else, faults of the configuration before findings.
func TestOutcome(t *testing.T) {
	found := []analysis.Finding{{Severity: analysis.Warning}}
	for _, c := range []struct {
		result analysis.Result
		failOn analysis.Severity
		want   error
	}{
		{analysis.Result{}, analysis.Warning, nil},
		{analysis.Result{Findings: found}, analysis.Warning, outcome(exitFindings)},
		{analysis.Result{Findings: found}, analysis.Error, nil},
		{analysis.Result{Findings: found}, analysis.NoSeverity, nil},
		{analysis.Result{Findings: found, Faults: []string{"x"}}, analysis.NoSeverity, outcome(exitFault)},
	} {
		var k check
		k.flags.failOn.severity = c.failOn
		if got := k.outcome(&report.Report{Findings: c.result.Findings}, &c.result); !errors.Is(got, c.want) {
			t.Errorf("%+v, fail on %s: %v, not %v", c.result, c.failOn, got, c.want)
		}
	}
}
