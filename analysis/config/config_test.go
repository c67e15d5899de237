package config

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func known(id string) bool { return slices.Contains([]string{"ALP106", "ALP201", "ALP301"}, id) }

func parse(content string) (*Config, []Error) {
	return Parse(source.NewFile("/repo/.crampon.yaml", []byte(content)), known)
}

func TestParse(t *testing.T) {
	c, errs := parse(`
rules:
  ALP201: off
  ALP106: on
  ALP301: info
ignore:
  - files: [third_party]
  - files: ["**/test/*.sh"]
    rules: [ALP201]
cgo-hardening: explicit
context: .
build-args: {ALPINE_VERSION: 3.20, DEBUG: true, EMPTY: ""}
registry-mirrors: {registry.example.com/hub: docker.io}
shell: ash
images:
  - match: registry.example.com/base/*
    distro: alpine
    release: 3.20
    shell: bash
apk-index: ["https://mirror.example.com/alpine", apk]
apk-keys: [apk/keys]
pin: exact
`)
	if len(errs) > 0 {
		t.Fatalf("errors: %v", errs)
	}
	if want := map[string]Level{"ALP201": Off, "ALP106": On, "ALP301": AsInfo}; !maps.Equal(c.Rules, want) {
		t.Errorf("rules: %v", c.Rules)
	}
	// 3.20 is a number to YAML, and the same one as 3.2.
	if want := map[string]string{"ALPINE_VERSION": "3.20", "DEBUG": "true", "EMPTY": ""}; !maps.Equal(c.BuildArgs, want) {
		t.Errorf("build-args: %v", c.BuildArgs)
	}
	if c.CgoHardening != Explicit || c.Context != "." || c.Shell != "ash" {
		t.Errorf("cgo-hardening %q, context %q, shell %q", c.CgoHardening, c.Context, c.Shell)
	}
	want := Image{Match: "registry.example.com/base/*", Distro: "alpine", Release: "3.20", Shell: "bash"}
	if got, ok := c.Image("registry.example.com/base/go", "1"); !ok || got != want {
		t.Errorf("image: %+v, %t", got, ok)
	}
	if got := c.Unmirror("registry.example.com/hub/library/golang"); got != "docker.io/library/golang" {
		t.Errorf("unmirror: %s", got)
	}
	if got := c.Unmirror("registry.example.com/hubble"); got != "registry.example.com/hubble" {
		t.Errorf("unmirror: %s", got)
	}
	if want := []string{"https://mirror.example.com/alpine", "/repo/apk"}; !slices.Equal(c.Beside(c.ApkIndex), want) {
		t.Errorf("apk-index: %v", c.Beside(c.ApkIndex))
	}
	if c.ApkKeys[0] != "apk/keys" || c.Pin != Exact || Default().Pin != Minor {
		t.Errorf("apk-keys %v, pin %q", c.ApkKeys, c.Pin)
	}
	if got := c.Place("context"); got.Text() != "." || got.From().Line != 11 {
		t.Errorf("context stands at %+v", got.From())
	}
	for _, q := range []struct {
		file, rule string
		want       bool
	}{
		{"/repo/third_party/x/Dockerfile", "", true},
		{"/repo/third_party/x/Dockerfile", "ALP301", true},
		{"/repo/a/test/x.sh", "ALP201", true},
		{"/repo/a/test/x.sh", "ALP301", false},
		{"/repo/a/test/x.sh", "", false},
		{"/repo/Dockerfile", "ALP201", false},
		{"/elsewhere/third_party/Dockerfile", "", false},
	} {
		if got := c.Ignored(q.file, q.rule); got != q.want {
			t.Errorf("Ignored(%s, %q) = %t", q.file, q.rule, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		name, content string
		want          []string // line:column, what stands there, message
	}{
		{"unknown key", "rule:\n  ALP201: off\n", []string{`1:1 "rule" unknown key "rule"; did you mean "rules"?`}},
		{"unknown key, nothing near", "colour: red\n", []string{`1:1 "colour" unknown key "colour"`}},
		{"several at once", "shell: fish\ncontext: [a]\nrules: {ALP999: off, alp201: loud}\n", []string{
			`1:8 "fish" "fish" is not ash, bash, dash or sh`,
			`2:10 "[a]" this must be a folder, not a list`,
			`3:9 "ALP999" there is no rule "ALP999"`,
			`3:22 "alp201" there is no rule "alp201"; did you mean "ALP201"?`,
			`3:30 "loud" "loud" is not off, on, error, warning, info or hint`,
		}},
		{"a slip in a value", "rules:\n  ALP201: warnings\n", []string{`2:11 "warnings" "warnings" is not off, on, error, warning, info or hint; did you mean "warning"?`}},
		{"duplicate key", "shell: ash\nshell: bash\n", []string{`2:1 "shell" the key "shell" stands here again, after line 1`}},
		{"duplicate rule", "rules:\n  ALP201: off\n  \"ALP201\": on\n", []string{`3:3 "\"ALP201\"" the key "ALP201" stands here again, after line 2`}},
		{"number for a string", "context: 5\n", []string{`1:10 "5" this must be a folder, not a number`}},
		{"nothing", "rules:\n", []string{`1:7 "" this must hold keys with values, not nothing`}},
		{"build-arg without value", "build-args:\n  A:\n  9b: x\n", []string{
			`2:5 "" this must be a value, not nothing`,
			`3:3 "9b" "9b" is not a variable's name`,
		}},
		{"missing keys", "images:\n  - release: 3.20\n", []string{
			`2:5 "release: 3.20" the key "match" is missing`,
			`2:5 "release: 3.20" the key "distro" is missing`,
		}},
		{"release", "images:\n  - {match: a, distro: alpine, release: latest}\n", []string{`2:41 "latest" "latest" is not an Alpine release such as "3.20" or edge`}},
		{"globs", "ignore:\n  - files: [/abs, ../up, \"a**\", \"[a\"]\n", []string{
			`2:13 "/abs" "/abs": a glob is relative to the folder of this file and stays in it`,
			`2:19 "../up" "../up": a glob is relative to the folder of this file and stays in it`,
			`2:26 "\"a**\"" "a**": "**" stands for any number of folders and must be alone between slashes`,
			`2:33 "\"[a\"" "[a": not a glob: a bracket is not closed, or a backslash stands at the end`,
		}},
		{"empty list", "ignore:\n  - files: []\n", []string{`2:12 "[]" this list is empty`}},
		{"absolute context", "context: /srv\n", []string{`1:10 "/srv" "/srv": it is relative to the folder of this file`}},
		{"index by ftp", "apk-index: [\"ftp://mirror/alpine\", /srv/alpine]\n", []string{
			`1:13 "\"ftp://mirror/alpine\"" "ftp://mirror/alpine": an index is read by http and https, not by ftp`,
			`1:36 "/srv/alpine" "/srv/alpine": it is relative to the folder of this file`,
		}},
		{"digest", "images: [{match: \"a@sha256:00\", distro: alpine}]\n", []string{`1:18 "\"a@sha256:00\"" "a@sha256:00": digests are not matched: name the repository, and a tag where it matters`}},
		{"not a mapping", "- a\n", []string{`1:1 "- a" the file must hold keys with values, not a list`}},
		// The library gives the line of the mapping that the fault is in.
		{"not YAML", "rules:\n  ALP201: off\n bad\n", []string{`2:3 "ALP201: off" not YAML: did not find expected key`}},
		{"not YAML in the first line", "rules: [\n", []string{`1:1 "rules: [" not YAML: did not find expected node content`}},
		{"a tab", "rules:\n\tALP201: off\n", []string{`2:2 "ALP201: off" not YAML: found character that cannot start any token`}},
		{"second document", "shell: ash\n---\nshell: ash\n", []string{`2:1 "---" a second document: the file must hold one`}},
		{"alias", "a: &x [ash]\nshell: *x\n", []string{
			`1:1 "a" unknown key "a"`,
			`2:8 "*x" YAML aliases are not supported here: write the value out`,
		}},
		{"complex key", "? [a]\n: b\n", []string{`1:3 "[a]" a key must be a name, not a list`}},
		{"own tag", "shell: !ash ash\ncontext: !x y\n", []string{`2:10 "!x y" this must be a folder, not a value of another kind`}},
		{"columns are bytes", "build-args: {\"é\": 1}\nshell: é€\n", []string{
			`1:14 "\"é\"" "é" is not a variable's name`,
			`2:8 "é€" "é€" is not ash, bash, dash or sh`,
		}},
		{"YAML's own line ends", "# a\u2028# b\rshell: x\n", []string{`1:18 "x" "x" is not ash, bash, dash or sh`}},
		{"BOM", "\uFEFFshell: x\n", []string{`1:11 "x" "x" is not ash, bash, dash or sh`}},
		{"CRLF", "shell: x\r\ncontext: 5\r\n", []string{
			`1:8 "x" "x" is not ash, bash, dash or sh`,
			`2:10 "5" this must be a folder, not a number`,
		}},
		{"quoted, with escapes", `shell: "a\"b" # c` + "\n", []string{`1:8 "\"a\\\"b\"" "a\"b" is not ash, bash, dash or sh`}},
		{"not UTF-8", "shell: \xff\n", []string{`1:1 "" the file is not UTF-8`}},
		{"UTF-16", "\xff\xfes\x00", []string{`1:1 "" the file is not UTF-8`}},
		{"too large", strings.Repeat("#\n", 40000), []string{`1:1 "" the file is larger than 64 KiB`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, errs := parse(test.content)
			var got []string
			for _, e := range errs {
				at := e.Span.From()
				got = append(got, fmt.Sprintf("%d:%d %q %s", at.Line, at.Column, e.Span.Text(), e.Message))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// What is wrong in one place takes nothing away from the rest.
func TestParseKeepsTheRest(t *testing.T) {
	c, errs := parse("rules: {ALP201: off, ALP999: off}\nshel: ash\nbuild-args: {A: [], B: c}\nimages: [{distro: alpine}]\n")
	if len(errs) != 4 {
		t.Errorf("errors: %v", errs)
	}
	if c.Rules["ALP201"] != Off || len(c.Rules) != 1 || c.BuildArgs["B"] != "c" || len(c.BuildArgs) != 1 || len(c.Images) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestParseNothing(t *testing.T) {
	for _, content := range []string{"", "\n", "# only a comment\n", "---\n", "~\n"} {
		c, errs := parse(content)
		if len(errs) > 0 || c.CgoHardening != Effective || c.Path != filepath.FromSlash("/repo/.crampon.yaml") {
			t.Errorf("%q: %+v, %v", content, c, errs)
		}
	}
}

func TestLevelSeverity(t *testing.T) {
	for level, want := range map[Level]string{Off: "", On: "", AsError: "error", AsHint: "hint"} {
		if got := level.Severity(); got != want {
			t.Errorf("%s: %q", level, got)
		}
	}
}
