package analysis_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
	"github.com/crampon-lint/crampon/rules"
)

// lint checks paths of an archive that lies in the repository /work, and gives
// the findings as "file:line ID".
func lint(t *testing.T, archive string, settings analysis.Settings, paths ...string) []string {
	t.Helper()
	fs := sourcetest.New(map[string]string{"/work/.git/HEAD": ""})
	for _, f := range txtar.Parse([]byte(archive)).Files {
		fs.Write("/work/"+f.Name, string(f.Data))
	}
	return lintFS(t, fs, settings, paths...)
}

func lintFS(t *testing.T, fs *sourcetest.FS, settings analysis.Settings, paths ...string) []string {
	t.Helper()
	settings.Today = time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)
	if settings.MinSeverity == analysis.NoSeverity {
		settings.MinSeverity = analysis.Hint
	}
	e := &analysis.Engine{FS: fs, Rules: rules.All(), Settings: settings}
	if len(paths) == 0 {
		paths = []string{""}
	}
	for i := range paths {
		paths[i] = filepath.FromSlash("/work/" + paths[i])
	}
	targets, err := e.Find(context.Background(), paths)
	if err != nil {
		t.Fatal(err)
	}
	result := e.Analyze(context.Background(), targets)
	for _, c := range result.ConfigErrors {
		t.Errorf("config: %s", c.Message)
	}
	got := []string{}
	for _, f := range result.Findings {
		rel, _ := filepath.Rel(filepath.FromSlash("/work"), f.Span.File.Path)
		got = append(got, fmt.Sprintf("%s:%d %s", filepath.ToSlash(rel), f.Span.From().Line, f.Rule.ID))
	}
	return got
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("findings\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// only judges by a few rules, so that a test speaks of one thing.
func only(ids ...string) analysis.Settings {
	return analysis.Settings{Select: append(ids, "ALP006", "ALP007")}
}

func TestSuppression(t *testing.T) {
	for _, tt := range []struct {
		name, archive string
		want          []string
	}{
		{"next instruction", `-- Dockerfile --
# crampon ignore=ALP101 the mirror freezes it
FROM alpine:latest
FROM alpine:latest
`, []string{"Dockerfile:3 ALP101"}},
		{"several rules, over the whole of a RUN", `-- Dockerfile --
FROM alpine:3.24
# crampon ignore=ALP201,ALP206
RUN true && \
    apk add --allow-untrusted curl
`, nil},
		{"next command inside continuations", `-- Dockerfile --
FROM alpine:3.24
RUN apk add git && \
    # crampon ignore=ALP201
    apk add curl && \
    apk add jq
`, []string{"Dockerfile:2 ALP201", "Dockerfile:5 ALP201"}},
		{"among the words of a command", `-- Dockerfile --
FROM alpine:3.24
RUN apk add git \
    # crampon ignore=ALP201
    curl && \
    apk add jq
`, []string{"Dockerfile:5 ALP201"}},
		{"of a rule that is not asked", `-- Dockerfile --
# crampon ignore=ALP103
FROM alpine:3.6
`, nil},
		{"a file", `-- Dockerfile --
# syntax=docker/dockerfile:1
# crampon ignore-file=ALP101
FROM alpine:latest
FROM alpine:latest
`, nil},
		{"a file, too late", `-- Dockerfile --
FROM alpine:latest
# crampon ignore-file=ALP101
FROM alpine:latest
`, []string{"Dockerfile:1 ALP101", "Dockerfile:2 ALP007", "Dockerfile:3 ALP101"}},
		{"in shell: next statement, and its line", `-- a.sh --
#!/bin/sh
apk add one
# crampon ignore=ALP201
if true; then
  apk add two
fi
apk add three # crampon ignore=ALP201 for a reason
apk add four
`, []string{"a.sh:2 ALP201", "a.sh:8 ALP201"}},
		{"in a here-document", `-- Dockerfile --
FROM alpine:3.24
RUN <<EOF
# crampon ignore=ALP201
apk add one
apk add two
EOF
`, []string{"Dockerfile:5 ALP201"}},
		{"other linters' codes", `-- Dockerfile --
# hadolint ignore=DL3007,DL9999
FROM alpine:latest
# hadolint ignore=DL3018
RUN apk add curl
RUN apk add curl
`, []string{"Dockerfile:5 ALP201"}},
		{"hadolint's global form", `-- Dockerfile --
# hadolint global ignore=DL3018
FROM alpine:3.24
RUN apk add curl
`, nil},
		{"unused and unknown", `-- Dockerfile --
# crampon ignore=ALP101,ALP998
FROM alpine:3.24
# crampon ignore nothing
# crampon is a linter
RUN true
`, []string{"Dockerfile:1 ALP006", "Dockerfile:1 ALP007", "Dockerfile:3 ALP007"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, lint(t, tt.archive, only("ALP101", "ALP201", "ALP206")), tt.want...)
		})
	}
}

func TestLevels(t *testing.T) {
	const archive = "-- Dockerfile --\nFROM alpine:latest\nRUN apk add curl\n"
	config := func(yaml string) string { return archive + "-- .crampon.yaml --\n" + yaml }
	for _, tt := range []struct {
		name, archive string
		settings      analysis.Settings
		want          []string
	}{
		{"a family", archive, analysis.Settings{Select: []string{"ALP1"}}, []string{"Dockerfile:1 ALP101"}},
		{"ignore", archive, analysis.Settings{Select: []string{"ALP1", "ALP2"}, Ignore: []string{"alp201", "ALP226"}}, []string{"Dockerfile:1 ALP101"}},
		{"extend", archive, analysis.Settings{Select: []string{"ALP101"}, ExtendSelect: []string{"ALP201"}}, []string{"Dockerfile:1 ALP101", "Dockerfile:2 ALP201"}},
		{"least severity", config("rules:\n  ALP101: hint\n  ALP201: error\n"), analysis.Settings{MinSeverity: analysis.Warning}, []string{"Dockerfile:2 ALP201"}},
		{"off", config("rules:\n  ALP101: off\n"), only("ALP201"), []string{"Dockerfile:2 ALP201"}},
		{"off in the config, asked for by hand", config("rules:\n  ALP101: off\n"), only("ALP101"), []string{"Dockerfile:1 ALP101"}},
		{"a rule in a path", config("ignore:\n- files: [Dockerfile]\n  rules: [ALP101]\n"), only("ALP101", "ALP201"), []string{"Dockerfile:2 ALP201"}},
		{"a path", config("ignore:\n- files: [Docker*]\n"), only("ALP101", "ALP201"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, lint(t, tt.archive, tt.settings), tt.want...)
			if tt.want == nil || tt.settings.MinSeverity != 0 {
				return
			}
			expect(t, lint(t, tt.archive, tt.settings, "Dockerfile"), tt.want...)
		})
	}
}

const shipping = `
-- a/Dockerfile --
FROM alpine:3.24
COPY setup /
RUN sh /setup
-- a/setup --
apk add curl
-- b/Dockerfile --
FROM alpine:3.6
COPY x.sh /
RUN /x.sh
FROM alpine:3.24
COPY x.sh /
RUN /x.sh
-- b/x.sh --
#!/bin/sh
apk add curl~8
-- alone.sh --
apk add git
`

// TestScriptWhereItRuns shows that a script is judged by the Dockerfiles that ship
// it, once, whether its folder is linted or the file alone.
func TestScriptWhereItRuns(t *testing.T) {
	s := only("ALP201", "ALP204")
	expect(t, lint(t, shipping, s), "a/setup:1 ALP201", "alone.sh:1 ALP201", "b/x.sh:2 ALP204")
	expect(t, lint(t, shipping, s, "b/x.sh"), "b/x.sh:2 ALP204")
	expect(t, lint(t, shipping, s, "a/setup", "alone.sh"), "a/setup:1 ALP201", "alone.sh:1 ALP201")
	expect(t, lint(t, shipping, s, "a/Dockerfile", "b/Dockerfile"))
	expect(t, lint(t, shipping, s, "b/Dockerfile", "b/x.sh"), "b/x.sh:2 ALP204")
}

func TestSameWithAnyNumberOfWorkers(t *testing.T) {
	var archive strings.Builder
	for i := range 40 {
		fmt.Fprintf(&archive, "-- %d/Dockerfile --\nFROM alpine:latest\nCOPY x.sh /\nRUN apk add curl && /x.sh\n-- %d/x.sh --\n#!/bin/sh\napk add git\n", i, i)
	}
	one := only("ALP1", "ALP2")
	one.Jobs = 1
	many := one
	many.Jobs = 8
	got := lint(t, archive.String(), one)
	if len(got) == 0 {
		t.Fatal("no findings")
	}
	expect(t, lint(t, archive.String(), many), got...)
}

// TestGenerated: scripts that a tool made are linted where they are named, or run by an
// image.
func TestGenerated(t *testing.T) {
	const configure = "-- configure --\n#!/bin/sh\n# Generated by GNU Autoconf 2.71 for a 1.0.\neval \"$1\"\n"
	const finding = "configure:3 ALP507"
	for _, tt := range []struct {
		archive, path string
		want          []string
	}{
		{configure, "", nil},
		{strings.Replace(configure, "Generated by GNU Autoconf", "Generated automatically using autoconf version", 1), "", nil},
		{configure, "configure", []string{finding}},
		{strings.Replace(configure, "Generated", "Not made", 1), "", []string{finding}},
		{"-- Dockerfile --\nFROM alpine:3.20\nARG V\nCOPY configure /\nRUN /configure \"$V\"\n" + configure, "", []string{finding}},
	} {
		var got []string
		for _, line := range lint(t, tt.archive, analysis.Settings{MinSeverity: analysis.Warning}, tt.path) {
			if strings.Contains(line, "ALP507") {
				got = append(got, strings.Join(strings.Fields(line)[:2], " "))
			}
		}
		expect(t, got, tt.want...)
	}
}

func TestFindWhat(t *testing.T) {
	archive := ""
	for name, content := range map[string]string{
		"Dockerfile": "FROM a", "sub/dockerfile.dev": "FROM a", "Dockerfile-arm": "FROM a", "web.Dockerfile": "FROM a",
		"web.dockerfile": "FROM a", "Containerfile": "FROM a", "Containerfile.x": "FROM a", "Dockerfile.dockerignore": "x",
		"a.sh": "true", "b.ash": "true", "c.bash": "true", "tool": "#!/bin/sh", "init": "#!/sbin/openrc-run", "py": "#!/usr/bin/python3",
		"run": "#!/usr/bin/with-contenv bash", "busy": "#!/bin/busybox sh", "envs": "#!/usr/bin/env -S bash -e", "text": "hello",
		"Makefile": "#!/bin/bash", "rules.mk": "#!/bin/sh", "Dockerfile.j2": "FROM a", "entry.sh.tmpl": "true", "notes.tmpl": "x", "dockerfile.go": "package x", "Dockerfile.py": "FROM python",
		".git/hook.sh": "true", "node_modules/x.sh": "true", "vendor/x.sh": "true", "out/x.sh": "true", "sub/skip.sh": "true",
		".gitignore": "out/\n", "sub/.gitignore": "skip.sh\n",
	} {
		archive += "-- " + name + " --\n" + content + "\n"
	}
	fs := sourcetest.New(map[string]string{"/work/.git/HEAD": ""})
	for _, f := range txtar.Parse([]byte(archive)).Files {
		fs.Write("/work/"+f.Name, string(f.Data))
	}
	fs.Mkdir("/work/folder/Dockerfile")
	fs.Link("/work/again", "/work")
	fs.Link("/work/loop.sh", "loop.sh")
	e := &analysis.Engine{FS: fs}
	targets, err := e.Find(context.Background(), []string{filepath.FromSlash("/work")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, target := range targets {
		rel, _ := filepath.Rel(filepath.FromSlash("/work"), target.Path)
		d := filepath.ToSlash(rel) + " " + map[analysis.Kind]string{analysis.Dockerfile: "dockerfile", analysis.Script: "script", analysis.Template: "template"}[target.Kind]
		if target.Problem != nil {
			d += " problem"
		}
		got = append(got, d)
	}
	want := []string{
		"Containerfile dockerfile", "Containerfile.x dockerfile", "Dockerfile dockerfile", "Dockerfile-arm dockerfile",
		"Dockerfile.j2 template", "Dockerfile.py dockerfile", "a.sh script", "b.ash script", "busy script", "c.bash script",
		"entry.sh.tmpl template", "envs script", "folder/Dockerfile dockerfile problem", "init script", "loop.sh script problem",
		"run script", "sub/dockerfile.dev dockerfile", "tool script", "web.Dockerfile dockerfile", "web.dockerfile dockerfile",
	}
	expect(t, got, want...)
}

func TestNamedIsReadWhateverItIsCalled(t *testing.T) {
	const archive = `
-- build.txt --
FROM alpine:latest
-- install --
apk add curl
-- out/x.sh --
apk add curl
-- .gitignore --
out
`
	expect(t, lint(t, archive, only("ALP101", "ALP201"), "build.txt", "install", "out/x.sh"),
		"build.txt:1 ALP101", "install:1 ALP201", "out/x.sh:1 ALP201")
}

func TestPanicOfARuleIsAFinding(t *testing.T) {
	fs := sourcetest.New(map[string]string{"/work/Dockerfile": "FROM alpine:latest\n", "/work/x.sh": "apk add curl\n"})
	bad := &analysis.Rule{ID: "ALP999", Name: "bad", Severity: analysis.Info, Run: func(p *analysis.Pass) {
		if p.Build != nil {
			panic("on purpose")
		}
	}}
	e := &analysis.Engine{FS: fs, Rules: append(rules.All(), bad)}
	targets, err := e.Find(context.Background(), []string{filepath.FromSlash("/work")})
	if err != nil {
		t.Fatal(err)
	}
	r := e.Analyze(context.Background(), targets)
	var ids []string
	for _, f := range r.Findings {
		if f.Rule.ID == "ALP009" && !strings.Contains(f.Message, "rule ALP999") {
			t.Errorf("message %q does not name the rule", f.Message)
		}
		ids = append(ids, f.Rule.ID)
	}
	for _, id := range []string{"ALP009", "ALP101", "ALP201"} {
		if !slices.Contains(ids, id) {
			t.Errorf("no %s among %v", id, ids)
		}
	}
	if len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "on purpose") {
		t.Errorf("faults: %q", r.Faults)
	}
}

func TestBytes(t *testing.T) {
	for content, want := range map[string]string{
		"echo one\r\necho two\r\n":                               "1 ALP005",
		"\xef\xbb\xbfecho\n":                                     "1 ALP005",
		"echo one two three four five a\x00b\n":                  "1 ALP005",
		"true\nls\u00a0-l\n":                                     "2 ALP005",
		"# a\u00a0comment\necho \"\u00a0\"\n":                    "",
		"cat <<EOF\na\u00a0b\nEOF\n":                             "",
		"echo caf\xe9\n":                                         "1 ALP005",
		"#!/usr/bin/haserl\n<p>\u00a0</p>\n<%\nls\u00a0-l\n%>\n": "4 ALP005",
	} {
		got := lint(t, "-- x.sh --\n"+content, only("ALP005"))
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{"x.sh:" + want}) {
			t.Errorf("%q: %v, want %q", content, got, want)
		}
	}
	expect(t, lint(t, "-- Dockerfile --\nFROM scratch\r\nUSER 1\r\n", only("ALP005")))
	expect(t, lint(t, "-- Dockerfile --\nFROM\u00a0scratch\n", only("ALP005")), "Dockerfile:1 ALP001", "Dockerfile:1 ALP005")
}

// TestFragment is named after dotnet's Dockerfile.envs: parts that a generator
// puts together, each of which BuildKit refuses.
func TestFragment(t *testing.T) {
	const part = "ENV A=1\nUNKNOWN x\n"
	for name, want := range map[string][]string{
		"Dockerfile.envs":  {"ALP003"},
		"Dockerfile":       {"ALP001", "ALP001"},
		"envs.Dockerfile":  {"ALP001", "ALP001"},
		"Dockerfile-empty": {"ALP003"},
	} {
		content := part
		if name == "Dockerfile-empty" {
			content = "# nothing\n"
		}
		var ids []string
		for _, f := range lint(t, "-- "+name+" --\n"+content, only("ALP0")) {
			ids = append(ids, f[strings.LastIndexByte(f, ' ')+1:])
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", name, ids, want)
		}
	}
}

// TestUnreadIsTold shows that --select does not hide that a file was not looked at.
func TestUnreadIsTold(t *testing.T) {
	expect(t, lint(t, "-- Dockerfile --\nFROM scratch\nUSER\n-- x.sh --\nif\n", analysis.Settings{Select: []string{"ALP201"}}),
		"Dockerfile:2 ALP001", "x.sh:1 ALP002")
	expect(t, lint(t, "-- Dockerfile --\nFROM scratch\nUSER\n", analysis.Settings{Ignore: []string{"ALP001"}}))
}
