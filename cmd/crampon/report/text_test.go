package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

const script = "#!/bin/sh\nhost=$1\ncmd=\"ping $host\"\neval \"$cmd\" \\\n  now\n"

// at is the place of the first token of that text in the script.
func at(f *source.File, token string) source.Span {
	i := strings.Index(script, token)
	return f.Span(i, i+len(token))
}

// flowReport has one finding with all that a finding may have.
func flowReport() *Report {
	f := source.NewFile("/work/api/run.sh", []byte(script))
	elsewhere := source.NewFile("/etc/other", []byte("x"))
	rule := &analysis.Rule{ID: "ALP507", Name: "eval-injection", Severity: analysis.Warning}
	return &Report{Version: "1.2.3", Dir: "/work", Files: 2, Fingerprints: []string{"abc"}, Findings: []analysis.Finding{{
		Rule: rule, Severity: analysis.Error, Span: at(f, "eval \"$cmd\" \\\n  now"), Message: "a value from outside is run as code",
		Notes: []string{"one", "two"},
		Related: []analysis.Related{
			{Span: elsewhere.Span(0, 1), Message: "it is there too"},
			{Span: at(f, "$1"), Message: "as the flow says"},
		},
		Help: "do not",
		Flow: &taint.Flow{
			Source: taint.Source{Name: "1", Span: at(f, "$1"), Trust: taint.Builder},
			Steps:  []taint.Step{{Span: at(f, "$host"), Text: "becomes a part of cmd"}},
			Sink:   taint.Sink{Command: "eval", Span: at(f, "$cmd")},
		},
		Fixes: []analysis.Fix{{Title: "Quote it", Safe: true, Edits: []source.Edit{{Span: at(f, "now"), New: "'now'"}}}},
	}}}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, flowReport(), Style{}); err != nil {
		t.Fatal(err)
	}
	want := `api/run.sh:4:1: error: a value from outside is run as code [ALP507 eval-injection]
   4 | eval "$cmd" \
     | ^~~~~~~~~~~~~ to line 5
      note: one
      note: two
      from: api/run.sh:2:6: $1 comes from whoever runs the build
      then: api/run.sh:3:11: becomes a part of cmd
      into: api/run.sh:4:7: eval takes it for code
      see: /etc/other:1:1: it is there too
      help: do not

1 error in 2 files
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestSummary(t *testing.T) {
	rule := &analysis.Rule{ID: "ALP101"}
	f := source.NewFile("/work/Dockerfile", nil)
	var findings []analysis.Finding
	for s, n := range map[analysis.Severity]int{analysis.Error: 3, analysis.Warning: 12, analysis.Info: 1, analysis.Hint: 2} {
		for range n {
			findings = append(findings, analysis.Finding{Rule: rule, Severity: s, Span: f.Span(0, 0)})
		}
	}
	for _, c := range []struct {
		r    Report
		want string
	}{
		{Report{Findings: findings, Files: 23}, "3 errors, 12 warnings, 1 info, 2 hints in 23 files\n"},
		{Report{Files: 1}, "no findings in 1 file\n"},
		{Report{}, "nothing to lint: no Dockerfiles and no shell scripts\n"},
	} {
		var b bytes.Buffer
		if err := Text(&b, &c.r, Style{}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(b.String(), c.want) {
			t.Errorf("%q does not end with %q", b.String(), c.want)
		}
	}
}

// Messages quote what they are about; a word of a megabyte is cut.
func TestLongMessage(t *testing.T) {
	r := flowReport()
	r.Findings[0].Message = strings.Repeat("é", 1<<20)
	var b bytes.Buffer
	if err := Text(&b, r, Style{Quiet: true}); err != nil {
		t.Fatal(err)
	}
	if n := b.Len(); n > 3000 {
		t.Errorf("%d bytes for one line", n)
	}
	if !strings.Contains(b.String(), "é… [ALP507 eval-injection]\n") {
		t.Errorf("%q does not show that it was cut", b.String())
	}
}

func TestName(t *testing.T) {
	r := &Report{Dir: "/work/repo"}
	for path, want := range map[string]string{
		"/work/repo/Dockerfile":     "Dockerfile",
		"/work/repo/api/Dockerfile": "api/Dockerfile",
		"/work/repo/..x/Dockerfile": "..x/Dockerfile",
		"/work/other/Dockerfile":    "/work/other/Dockerfile",
		"/work/repository":          "/work/repository",
	} {
		if got := r.Name(path); got != want {
			t.Errorf("%s: %s, not %s", path, got, want)
		}
	}
}
