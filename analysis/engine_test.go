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

// TestSuppression: files with comments, and the findings that are left.
func TestSuppression(t *testing.T) {
	tests := []struct {
		name, files string
		want        []string
	}{
		{"own line holds for the next instruction", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990 because
RUN bad && \
    bad
RUN bad
`, []string{`Dockerfile:5 ALP990 "bad"`}},
		{"comments between do not matter", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990
# more about it

RUN bad
`, nil},
		{"inside a RUN for the next command", `
-- Dockerfile --
FROM scratch
RUN bad && \
    # crampon ignore=ALP990
    bad 1 && \
    bad 2
`, []string{`Dockerfile:2 ALP990 "bad"`, `Dockerfile:5 ALP990 "bad"`}},
		{"inside a here-document of a RUN", `
-- Dockerfile --
FROM scratch
RUN <<EOF
# crampon ignore=ALP990
bad 1
bad 2
EOF
`, []string{`Dockerfile:5 ALP990 "bad"`}},
		{"inside a script for the next command", `
-- x.sh --
#!/bin/sh
true
# crampon ignore=ALP990
bad 1
bad 2
`, []string{`x.sh:5 ALP990 "bad"`}},
		{"behind code for its line", `
-- x.sh --
#!/bin/sh
true
bad 1 # crampon ignore=ALP990 it is not
bad 2
`, []string{`x.sh:4 ALP990 "bad"`}},
		{"for the file", `
-- Dockerfile --
# syntax=docker/dockerfile:1
# crampon ignore-file=ALP990 all of it
FROM scratch
RUN bad
RUN bad
-- x.sh --
#!/bin/sh
# A script.
# crampon ignore-file=ALP990
bad
bad
`, nil},
		{"for the file, too late", `
-- Dockerfile --
FROM scratch
# crampon ignore-file=ALP990
RUN bad
`, []string{`Dockerfile:2 ALP007 "# crampon ignore-file=ALP990"`, `Dockerfile:3 ALP990 "bad"`}},
		{"hadolint", `
-- Dockerfile --
FROM scratch
# hadolint ignore=DL3000,DL9990
RUN bad
RUN bad
`, []string{`Dockerfile:4 ALP990 "bad"`}},
		{"hadolint for the file", `
-- Dockerfile --
# hadolint global ignore=DL9990
FROM scratch
RUN bad
RUN bad
`, nil},
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
		{"unused", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990,ALP991 long gone
RUN true
`, []string{`Dockerfile:2 ALP006 "ALP990"`, `Dockerfile:2 ALP006 "ALP991"`}},
		{"one of two is unused", `
-- Dockerfile --
FROM scratch
# crampon ignore=ALP990,ALP991
RUN bad
`, []string{`Dockerfile:2 ALP006 "ALP991"`}},
		{"unknown", `
-- x.sh --
# crampon ignore=ALP999
true
`, []string{`x.sh:1 ALP007 "ALP999"`}},
		{"not to be read", `
-- x.sh --
# crampon ignore ALP990
bad
# crampon is a linter
true
`, []string{`x.sh:1 ALP007 "# crampon ignore ALP990"`, `x.sh:2 ALP990 "bad"`}},
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

func TestLevels(t *testing.T) {
	const bad = "-- x.sh --\nbad\n"
	const config = bad + "-- .crampon.yaml --\n"
	tests := []struct {
		name, files string
		settings    Settings
		want        []string
	}{
		{"default", bad, Settings{}, []string{"ALP990 warning"}},
		{"off", config + "rules:\n  ALP990: off\n", Settings{}, nil},
		{"severity", config + "rules:\n  ALP990: error\n", Settings{}, []string{"ALP990 error"}},
		{"opt-in on", config + "rules:\n  ALP991: on\n", Settings{}, []string{"ALP990 warning", "ALP991 warning"}},
		{"opt-in by severity", config + "rules:\n  ALP991: info\n", Settings{}, []string{"ALP990 warning", "ALP991 info"}},
		{"least severity", config + "rules:\n  ALP990: info\n", Settings{MinSeverity: Warning}, nil},
		{"select", bad, Settings{Select: []string{"ALP991"}}, []string{"ALP991 warning"}},
		{"select over off", config + "rules:\n  ALP990: off\n", Settings{Select: []string{"ALP9"}}, []string{"ALP990 warning", "ALP991 warning"}},
		{"extend", bad, Settings{ExtendSelect: []string{"alp991"}}, []string{"ALP990 warning", "ALP991 warning"}},
		{"ignore", bad, Settings{Select: []string{"all"}, Ignore: []string{"ALP990"}}, []string{"ALP991 warning"}},
		{"a rule for a path", config + "ignore:\n  - files: [\"*.sh\"]\n    rules: [ALP990]\n", Settings{}, nil},
		{"a path", config + "ignore:\n  - files: [\"x.*\"]\n", Settings{}, nil},
		{"nearest config", "-- d/x.sh --\nbad\n-- d/.crampon.yaml --\nrules: {}\n-- .crampon.yaml --\nrules:\n  ALP990: off\n", Settings{}, []string{"ALP990 warning"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range check(t, newTree(tt.files), tt.settings, "/work") {
				words := strings.Fields(l)
				got = append(got, words[1]+" "+words[3])
			}
			expect(t, got, tt.want...)
		})
	}
}

const shipped = `
-- old/Dockerfile --
FROM alpine:3.23
COPY run.sh /
CMD ["/run.sh"]
-- old/run.sh --
#!/bin/sh
bad
-- new/Dockerfile --
FROM alpine:edge
COPY old/run.sh /usr/bin/start
RUN start
-- other.sh --
bad
`

// TestMerge: a script in two images is one finding with the evidence of both and
// the higher severity.
func TestMerge(t *testing.T) {
	expect(t, check(t, newTree(shipped), Settings{}, "/work"),
		`old/run.sh:2 ALP990 "bad" error on edge, on 3.23`,
		`other.sh:1 ALP990 "bad" warning on unknown`)
}

// TestNamedAlone: a file that is named gets the findings that it has in its
// folder, and no others are reported.
func TestNamedAlone(t *testing.T) {
	expect(t, check(t, newTree(shipped), Settings{}, "/work/old/run.sh"),
		`old/run.sh:2 ALP990 "bad" error on edge, on 3.23`)
	expect(t, check(t, newTree(shipped), Settings{}, "/work/other.sh"),
		`other.sh:1 ALP990 "bad" warning on unknown`)
	expect(t, check(t, newTree(shipped), Settings{}, "/work/new/Dockerfile"))
}

// TestOutside: nothing outside of the context is read because a Dockerfile names
// it, and nothing that .dockerignore leaves out.
func TestOutside(t *testing.T) {
	fs := newTree(`
-- app/Dockerfile --
FROM alpine:3.24
COPY . dir/x.sh ../secret.sh /abs.sh /bin/
RUN link.sh; x.sh; secret.sh; abs.sh; hidden.sh; . /bin/link.sh
-- app/.dockerignore --
hidden.sh
-- app/hidden.sh --
bad
-- secret.sh --
bad
`)
	fs.Write("/abs.sh", "bad\n")
	fs.Write("/etc/x.sh", "bad\n")
	fs.Link("/work/app/link.sh", "/etc/x.sh")
	fs.Link("/work/app/dir", "/etc")
	expect(t, check(t, fs, Settings{Context: "/work/app"}, "/work/app/Dockerfile"))
	expectRead := []string{"/work/app/.dockerignore", "/work/app/Dockerfile"}
	if got := fs.Read(); !slices.Equal(got, expectRead) {
		t.Errorf("read %q, want %q", got, expectRead)
	}
}

// TestFault: a rule that panics costs its own findings in that file, no more.
func TestFault(t *testing.T) {
	fs := newTree("-- a.sh --\nbad\n-- b.sh --\n# panic\nbad\n")
	expect(t, check(t, fs, Settings{}, "/work"),
		`a.sh:1 ALP990 "bad" warning on unknown`,
		`b.sh:1 ALP009 "" error`,
		`b.sh:2 ALP990 "bad" warning on unknown`)
}

// TestOrder: a run is the same with any number of workers.
func TestOrder(t *testing.T) {
	fs := newTree(shipped)
	for i := range 40 {
		fs.Write(fmt.Sprintf("/work/many/%02d/Dockerfile", i), "FROM alpine:3.24\nCOPY old/run.sh x.sh /\nRUN bad; /x.sh; /run.sh\nENV A\n")
		fs.Write(fmt.Sprintf("/work/many/%02d/x.sh", i), "bad; bad\nif\n")
	}
	one := check(t, fs, Settings{Jobs: 1, ExtendSelect: []string{"all"}}, "/work")
	if len(one) < 100 {
		t.Errorf("only %d findings", len(one))
	}
	for range 5 {
		if got := check(t, fs, Settings{Jobs: 8, ExtendSelect: []string{"all"}}, "/work"); !slices.Equal(got, one) {
			t.Fatalf("with 8 workers\n%s\nwith 1\n%s", strings.Join(got, "\n"), strings.Join(one, "\n"))
		}
	}
}

// TestUnreadable: what cannot be linted is a finding, and the rest goes on.
func TestUnreadable(t *testing.T) {
	fs := newTree("-- x.sh --\nbad\n-- Dockerfile.j2 --\nFROM {{ x }}\n")
	fs.Write("/work/a/Dockerfile", "\x00\x01\x02\x03\x04")
	fs.Write("/work/b/Dockerfile/README", "")
	fs.Write("/work/c.sh", "#!/bin/sh\r\ntrue\r\n")
	fs.Link("/work/loop.sh", "loop.sh")
	expect(t, check(t, fs, Settings{}, "/work", "/work/none"),
		`Dockerfile.j2:1 ALP003 "FROM {{ x }}" info`,
		`a/Dockerfile:1 ALP004 "\x00" error`,
		`b/Dockerfile:1 ALP004 "" error`,
		`c.sh:1 ALP005 "\r" warning 2 of 2 lines`,
		`loop.sh:1 ALP004 "" error`,
		`none:1 ALP004 "" error`,
		`x.sh:1 ALP990 "bad" warning on unknown`)
}
