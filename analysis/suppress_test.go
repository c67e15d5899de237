package analysis

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// testRules drive the engine: ALP990 reports each command `bad` with Alpine's
// release as evidence, as an error on edge; ALP991 is the same but opt-in; ALP992
// panics where a file says panic.
func testRules() []*Rule {
	report := func(p *Pass) {
		for run, c := range p.Commands("bad") {
			f := Finding{Span: c.Word.Span(), Message: "bad", Notes: []string{"on " + run.State.Release().String()}}
			if run.State.Release().IsEdge() {
				f.Severity = Error
			}
			p.Report(f)
		}
	}
	return []*Rule{
		{ID: "ALP990", Name: "bad", Severity: Warning, Aliases: []string{"DL9990", "SC9990"}, Run: report},
		{ID: "ALP991", Name: "bad-too", Severity: Warning, Optional: true, Run: report},
		{ID: "ALP992", Name: "panics", Severity: Warning, Run: func(p *Pass) {
			if strings.Contains(string(p.File.Content), "panic") {
				panic("as told")
			}
		}},
	}
}

// newTree lays the files of a txtar text out below /work, a git root.
func newTree(text string) *sourcetest.FS {
	fs := sourcetest.New(map[string]string{"/work/.git/HEAD": ""})
	for _, f := range txtar.Parse([]byte(text)).Files {
		fs.Write("/work/"+f.Name, string(f.Data))
	}
	return fs
}

// check analyses the paths and gives a line for each finding.
func check(t *testing.T, fs *sourcetest.FS, settings Settings, paths ...string) []string {
	t.Helper()
	settings.MinSeverity = max(settings.MinSeverity, Hint)
	e := &Engine{FS: fs, Rules: testRules(), Settings: settings}
	targets, err := e.Find(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	result := e.Analyze(t.Context(), targets)
	for _, c := range result.ConfigErrors {
		t.Errorf("%s: %s", c.Span.File.Path, c.Message)
	}
	var lines []string
	for _, f := range result.Findings {
		name := strings.TrimPrefix(filepath.ToSlash(f.Span.File.Path), "/work/")
		lines = append(lines, fmt.Sprintf("%s:%d %s %q %v %s", name, f.Span.From().Line, f.Rule.ID, f.Span.Text(), f.Severity, strings.Join(f.Notes, ", ")))
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// TestIgnoreComments: files with comments, and the findings that are left.
func TestIgnoreComments(t *testing.T) {
	tests := []struct {
		name, files string
		want        []string
	}{
		{"comments between do not matter", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990
# more about it

RUN bad
`, nil},
		{"nothing is said of comments in what cannot be read", `
-- Dockerfile --
# crampon ignore-file=ALP991
FROM scratch
RUN if \
# crampon ignore=ALP990
    true
# crampon ignore=ALP990
RUN true
`, []string{"Dockerfile:3 ALP002 \"if\""}},
		{"behind code for its line", `
-- x.sh --
#!/bin/sh
true
bad 1 # crampon ignore=ALP990 it is not
bad 2
`, []string{`x.sh:4 ALP990 "bad"`}},
		{"shellcheck", `
-- x.sh --
#!/bin/sh
true
# shellcheck disable=SC2086,SC9990
bad
bad
`, []string{`x.sh:5 ALP990 "bad"`}},
		{"shellcheck before the first command is for the file", `
-- x.sh --
#!/bin/sh
# shellcheck disable=SC9990
bad
bad
`, nil},
		{"shellcheck in a RUN", `
-- Dockerfile --
FROM scratch
RUN true && \
    # shellcheck disable=SC9990
    bad
`, nil},
		{"codes of other linters that no rule honours", `
-- Dockerfile --
FROM scratch
# hadolint ignore=DL4006
# shellcheck disable=SC2086
RUN true
`, nil},
		{"one of two is unused", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990,ALP001
RUN bad
`, []string{`Dockerfile:2 ALP006 "ALP001"`}},
		{"findings of the engine itself", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP001
ENV A
# crampon ignore=ALP002
RUN if
`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := check(t, newTree(tt.files), Settings{}, "/work")
			for i, l := range got {
				l, _, _ = strings.Cut(l, `" `)
				got[i] = l + `"`
			}
			expect(t, got, tt.want...)
		})
	}
}

// TestUnusedOverSettings: a comment in a script that two Dockerfiles ship is
// used when it silences something in one of them.
func TestUnusedOverSettings(t *testing.T) {
	expect(t, check(t, newTree(`
-- a/Dockerfile --
FROM alpine:3.23
COPY x.sh /x.sh
RUN /x.sh
-- a/x.sh --
#!/bin/sh
# crampon ignore=ALP990 known
bad
-- b/Dockerfile --
FROM alpine:3.24
COPY a/x.sh /x.sh
ENTRYPOINT ["/x.sh"]
`), Settings{}, "/work"))
}
