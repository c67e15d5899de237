package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/clienttest"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/rules"
)

// The programs that read reports decide whether they are right: on a tree of every
// rule's fixtures and the demo, on names that are hard to write down, and on files
// that want to act.

// nasty are names of folders, each with a Dockerfile.
func nasty() []string {
	return []string{
		"with space", "ha#sh", "per%20cent", "100%", "ünïcödé", "日本語 😀", `back\slash`, `C:\Windows\x`, "c:/x", "qu'ote\"", "a+b&c=d?e", "semi;colon,comma",
		"[b](c)", "<i>", "-dash", "::add-mask::x", "##[error]", "@octocat", "tab\tline\nend", "esc\x1b[2J", "no-utf8-\xff\xe9", "$(id)", "`id`", "{a}^|~",
	}
}

// bigTree is the report on a tree that has all of it; made once.
var bigTree = sync.OnceValues(func() (*Report, error) {
	dir, err := os.MkdirTemp("", "crampon-readers")
	if err != nil {
		return nil, err
	}
	write := func(content []byte, name ...string) error {
		path := filepath.Join(append([]string{dir}, name...)...)
		return errorsFirst(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, content, 0o644))
	}
	top := filepath.Join("..", "..", "..", "testdata")
	fixtures, err := filepath.Glob(filepath.Join(top, "rules", "*.txtar"))
	if err != nil {
		return nil, err
	}
	for _, fixture := range fixtures {
		a, err := txtar.ParseFile(fixture)
		if err != nil {
			return nil, err
		}
		for _, f := range a.Files {
			for copied := range 3 {
				if err := write(f.Data, fmt.Sprintf("fixtures %d", copied), strings.TrimSuffix(filepath.Base(fixture), ".txtar"), f.Name); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, name := range nasty() {
		if err := write([]byte("FROM golang:1.11-alpine\nRUN apk add --no-cache curl=8.9.1 && eval \"$@\"\n"), "nasty", name, "Dockerfile"); err != nil {
			return nil, err
		}
	}
	i := 0
	for _, word := range hostile() {
		content := fmt.Sprintf("FROM %s\nFROM alpine:latest\nRUN apk add %[1]s 'x>=%[1]s' && eval \"$%[1]s\"\nBOGUS %[1]s\n", strings.ReplaceAll(word, "\n", " "))
		if err := write([]byte(content), "hostile", fmt.Sprint(i), "Dockerfile"); err != nil {
			return nil, err
		}
		i++
	}
	if err := errorsFirst(os.CopyFS(filepath.Join(dir, "demo"), os.DirFS(filepath.Join(top, "demo"))), exec.Command("git", "init", "-q", dir).Run()); err != nil {
		return nil, err
	}
	e := &analysis.Engine{FS: source.Disk{}, Rules: rules.All()}
	e.Settings = analysis.Settings{Today: alpine.TableDate, ExtendSelect: []string{"all"}, MinSeverity: analysis.Hint}
	targets, err := e.Find(context.Background(), []string{dir})
	if err != nil {
		return nil, err
	}
	result := e.Analyze(context.Background(), targets)
	return &Report{
		Version: "0.1.0", Dir: dir, Root: dir, Resolve: e.FS.Resolve, Category: "linux",
		Findings: result.Findings, Fingerprints: e.Fingerprints(result.Findings), Files: result.Files,
	}, nil
})

func errorsFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if r, err := bigTree(); err == nil {
		_ = os.RemoveAll(r.Dir) // a temporary folder
	}
	os.Exit(code)
}

// written is the report on the big tree in a format.
func written(t *testing.T, format func(*bytes.Buffer, *Report) error) []byte {
	t.Helper()
	r, err := bigTree()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) < 800 {
		t.Fatalf("only %d findings in the big tree", len(r.Findings))
	}
	var b bytes.Buffer
	if err := format(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func as(name string) func(*bytes.Buffer, *Report) error {
	return func(b *bytes.Buffer, r *Report) error {
		for _, f := range Formats() {
			if f.Name == name {
				return f.Write(b, r, Style{})
			}
		}
		return fmt.Errorf("no format %s", name)
	}
}

// The validator's exit code is 0 whatever it finds: its own report tells.
func TestSARIFValidator(t *testing.T) {
	multitool := installed(t, "npm", "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.sarif"), filepath.Join(dir, "out.sarif")
	if err := os.WriteFile(in, written(t, as("sarif")), 0o644); err != nil {
		t.Fatal(err)
	}
	said := output(t, nil, multitool, "validate", in, "--rule-kind", "Sarif;Ghas", "-o", out, "--log", "ForceOverwrite", "--level", "Error;Warning")
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var log struct {
		Runs []struct {
			Results []json.RawMessage `json:"results"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) > 0 || !strings.Contains(said, "Analysis completed successfully") {
		t.Errorf("%.5000s", said)
	}
}

func TestSchemas(t *testing.T) {
	npm := installed(t, "npm")
	node := clienttest.Program(t, "node", "apt-get install nodejs")
	own := filepath.Join(t.TempDir(), "report.schema.json")
	var b bytes.Buffer
	strict := JSONSchema()
	closed(strict)
	if err := WriteJSON(&b, strict); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(own, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for format, schema := range map[string]string{
		"sarif":  installed(t, "sarif-schema-2.1.0.json"),
		"gitlab": filepath.Join("testdata", "gitlab.schema.json"),
		"json":   own,
	} {
		t.Run(format, func(t *testing.T) {
			text := written(t, as(format))
			output(t, text, node, filepath.Join("testdata", "validate.mjs"), npm, schema)
			// It is a check: something else fails.
			cmd := exec.Command(node, filepath.Join("testdata", "validate.mjs"), npm, schema)
			cmd.Stdin = bytes.NewReader(regexp.MustCompile(`"(level|severity)": ?"[a-z]+"`).ReplaceAll(text, []byte(`"$1":"bad"`)))
			if out, err := cmd.CombinedOutput(); err == nil {
				t.Errorf("what is wrong is %s", out)
			}
		})
	}
}

// closed makes a schema refuse fields that it does not name.
func closed(schema map[string]any) {
	if properties, ok := schema["properties"].(map[string]any); ok {
		schema["additionalProperties"] = false
		for _, p := range properties {
			closed(p.(map[string]any))
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		closed(items)
	}
}

// reviewdog gives back each finding that it was given, with its place, in words that
// differ with the format.
func TestReviewdog(t *testing.T) {
	reviewdog := installed(t, "bin", "reviewdog")
	r, err := bigTree()
	if err != nil {
		t.Fatal(err)
	}
	place := func(form string) func(string, source.Position) string {
		return func(name string, at source.Position) string { return fmt.Sprintf(form, name, at.Line, at.Column) }
	}
	for format, said := range map[string]func(name string, at source.Position) string{
		"rdjson":     place(`path:"%s" range:{start:{line:%d column:%d}`),
		"rdjsonl":    place(`"path":"%s","range":{"start":{"line":%d,"column":%d}`),
		"checkstyle": place("%s:%d:%d: "),
		"sarif": func(name string, at source.Position) string {
			return fmt.Sprintf(`"uri":"%s","uriBaseId":"%%SRCROOT%%"},"region":{"startLine":%d,"startColumn":%d,`, escapedPath(name), at.Line, at.UTF16+1)
		},
	} {
		t.Run(format, func(t *testing.T) {
			cmd := exec.Command(reviewdog, "-f="+format, "-reporter=local", "-filter-mode=nofilter")
			cmd.Dir = r.Dir
			cmd.Stdin = bytes.NewReader(written(t, as(format)))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%.3000s", err, out)
			}
			out = bytes.ReplaceAll(out, []byte("  "), []byte(" ")) // protobuf's text has one or two, by chance
			for i := range r.Findings {
				name := r.Name(r.Findings[i].Span.File.Path)
				if Visible(name) != name || strings.ContainsAny(name, "\\\"`") {
					continue // it is told in another form
				}
				if want := said(name, r.Findings[i].Span.From()); !bytes.Contains(out, []byte(want)) {
					t.Errorf("%s is not there", want)
				}
			}
		})
	}
}

func TestXMLReaders(t *testing.T) {
	xmllint := clienttest.Program(t, "xmllint", "apt-get install libxml2-utils")
	output(t, written(t, as("junit")), xmllint, "--nonet", "--noout", "--schema", filepath.Join("testdata", "junit.xsd"), "-")
	output(t, written(t, as("checkstyle")), xmllint, "--nonet", "--noout", "-")
}

// Rendered as GitHub renders it, nothing but our own elements is there: no mention
// stands outside of code, and every link is ours.
func TestMarkdownRendered(t *testing.T) {
	npm := installed(t, "npm")
	node := clienttest.Program(t, "node", "apt-get install nodejs")
	var all strings.Builder
	for _, word := range hostile() {
		var b bytes.Buffer
		if err := Markdown(&b, hostileReport(word), Style{}); err != nil {
			t.Fatal(err)
		}
		all.WriteString(b.String() + "\n")
	}
	all.Write(written(t, as("markdown")))
	html := output(t, []byte(all.String()), node, filepath.Join("testdata", "render.mjs"), npm)
	if n := strings.Count(html, "<li>"); n < 100 {
		t.Fatalf("%d items", n)
	}
	rest := regexp.MustCompile(`(?s)<code>.*?</code>`).ReplaceAllString(html, "")
	rest = regexp.MustCompile(`<a href="https://github\.com/crampon-lint/crampon/[^"]*">ALP\d+</a>`).ReplaceAllString(rest, "")
	for _, element := range []string{"h3", "p", "ul", "li", "strong"} {
		rest = strings.NewReplacer("<"+element+">", "", "</"+element+">", "").Replace(rest)
	}
	if bad := regexp.MustCompile(`.{0,80}[<>@#].{0,80}`).FindString(rest); bad != "" {
		t.Errorf("%q is there", bad)
	}
}

// The fingerprints of Code Quality may not repeat.
func TestGitLabFingerprints(t *testing.T) {
	var issues []gitlabIssue
	if err := json.Unmarshal(written(t, as("gitlab")), &issues); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range issues {
		all = append(all, i.Fingerprint)
	}
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != len(all) {
		t.Errorf("%d of %d fingerprints are different", n, len(all))
	}
}
