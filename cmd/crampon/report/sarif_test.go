package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/rules"
)

// written as SARIF and read back.
func sarifOf(t *testing.T, r *Report, s Style) (*sarifRun, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := SARIF(&b, r, s); err != nil {
		t.Fatal(err)
	}
	run, err := readSARIF(b.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%.2000s", err, &b)
	}
	return run, b.Bytes()
}

func TestSARIF(t *testing.T) {
	r := flowReport()
	r.Category = "linux"
	run, _ := sarifOf(t, r, Style{})
	if run.AutomationDetails == nil || run.AutomationDetails.ID != "linux/" || run.Tool.Driver.SemanticVersion != "1.2.3" {
		t.Errorf("%+v, %+v", run.AutomationDetails, run.Tool.Driver)
	}
	got := run.Results[0]
	if want := (sarifRegion{4, 1, 5, 6}); got.Locations[0].PhysicalLocation.Region != want {
		t.Errorf("region %+v, not %+v", got.Locations[0].PhysicalLocation.Region, want)
	}
	wantText := "a value from outside is run as code.\none.\ntwo.\nSee [here](1): it is there too.\nSee [here](2): as the flow says.\nWhat to do: do not."
	if got.Level != "error" || got.Message.Text != wantText {
		t.Errorf("%s: %q", got.Level, got.Message.Text)
	}
	if len(got.RelatedLocations) != 2 || got.RelatedLocations[1].ID != 2 || got.RelatedLocations[0].PhysicalLocation.ArtifactLocation != (sarifArtifact{URI: "file:///etc/other"}) {
		t.Errorf("related %+v", got.RelatedLocations)
	}
	steps := got.CodeFlows[0].ThreadFlows[0].Locations
	if len(steps) != 3 || steps[2].Location.PhysicalLocation.Region.StartColumn != 7 || steps[2].Location.Message.Text != "eval takes it for code." {
		t.Errorf("flow %+v", steps)
	}
	if len(got.Fixes) != 1 || got.Fixes[0].ArtifactChanges[0].Replacements[0].InsertedContent.Text != "'now'" || !got.Fixes[0].Properties["safe"] {
		t.Errorf("fixes %+v", got.Fixes)
	}
	if h := lineHashes([]byte(script), map[int]bool{4: true})[4]; got.PartialFingerprints["primaryLocationLineHash"] != h || got.Fingerprints["crampon/v1"] != "abc" {
		t.Errorf("fingerprints %v %v", got.PartialFingerprints, got.Fingerprints)
	}
}

// What code scanning asks of every rule.
func TestSARIFRules(t *testing.T) {
	for _, r := range rules.All() {
		s := sarifRuleOf(r)
		for what, text := range map[string]string{"short": s.ShortDescription.Text, "full": s.FullDescription.Text} {
			if n := len([]rune(text)); n < 10 || n > maxDescription || !strings.ContainsAny(text[len(text)-1:], ".!?") {
				t.Errorf("%s: %s description %q", r.ID, what, text)
			}
		}
		if s.Help.Text == "" || s.Help.Markdown == "" || len(s.Properties.Tags) > maxTags {
			t.Errorf("%s: help %q, %d tags", r.ID, s.Help.Text, len(s.Properties.Tags))
		}
		score, security := s.Properties.SecuritySeverity, false
		for _, tag := range s.Properties.Tags {
			security = security || tag == "security"
		}
		if security != (score != "") || len(score) > 3 {
			t.Errorf("%s: score %q, tags %v", r.ID, score, s.Properties.Tags)
		}
	}
}

func TestSARIFNames(t *testing.T) {
	for name, want := range map[string]string{
		"api/Dockerfile":     "api/Dockerfile",
		"a b/#x%y":           "a%20b/%23x%25y",
		"ünï/日.sh":           "%C3%BCn%C3%AF/%E6%97%A5.sh",
		`a\b`:                "a%5Cb",
		"c:x":                "c%3Ax", // no scheme
		"c:/repo/Dockerfile": "file:///c:/repo/Dockerfile",
		"/out side/x":        "file:///out%20side/x",
		"no-\xff":            "no-%FF",
		"::x::":              "%3A%3Ax%3A%3A",
	} {
		if got := sarifArtifactOf(name).URI; got != want {
			t.Errorf("%q: %s, not %s", name, got, want)
		}
	}
}

// No words of a file become a link of a SARIF message.
func TestSARIFLinks(t *testing.T) {
	if got, want := sentence("x [a](b) and [1](2)"), "x [a] (b) and [1] (2)."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// A file that is linted under its name and by a link is one file, in the repository.
func TestSARIFByLink(t *testing.T) {
	rule := &analysis.Rule{ID: "ALP101", Name: "latest-tag"}
	var r Report
	r.Dir, r.Root, r.Version = "/work/sub", "/work", "1.0.0"
	r.Resolve = func(path string) (string, error) { return strings.Replace(path, "/link/", "/real/", 1), nil }
	for _, path := range []string{"/work/link/Dockerfile", "/work/real/Dockerfile"} {
		f := source.NewFile(filepath.FromSlash(path), []byte("FROM x"))
		r.Findings = append(r.Findings, analysis.Finding{Rule: rule, Severity: analysis.Error, Span: f.Span(5, 6), Message: "it is x"})
	}
	run, _ := sarifOf(t, &r, Style{})
	if len(run.Results) != 1 || run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI != "real/Dockerfile" {
		t.Errorf("%+v", run.Results)
	}
}

// many are findings in many files, one error in a hundred.
func many(n int, message func(i int) string) *Report {
	r := &Report{Version: "1.0.0", Dir: "/work", Files: n}
	for i := range n {
		f := source.NewFile(fmt.Sprintf("/work/%06d/Dockerfile", i/10), []byte(strings.Repeat("FROM x\n", 10)))
		rule := &analysis.Rule{ID: fmt.Sprintf("ALP1%02d", i%7), Name: "x"}
		severity := analysis.Info
		if i%100 == 0 {
			severity = analysis.Error
		}
		r.Findings = append(r.Findings, analysis.Finding{Rule: rule, Severity: severity, Span: f.Span(i%10*7, i%10*7+4), Message: message(i)})
	}
	return r
}

func TestSARIFCutsTheLeastSevere(t *testing.T) {
	random := rand.NewChaCha8([32]byte{}) // what cannot be packed
	for name, r := range map[string]*Report{
		"results": many(30_000, func(int) string { return "x" }),
		"bytes": many(20_000, func(int) string {
			b := make([]byte, 600)
			_, _ = random.Read(b)
			return fmt.Sprintf("%x", b)[:990]
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "bytes" && testing.Short() {
				t.Skip("packing tens of megabytes takes seconds")
			}
			said := ""
			run, text := sarifOf(t, r, Style{Say: func(s string) { said += s }})
			if n := len(run.Results); n > maxResults || n < 10_000 || gzipped(t, text) > maxGzipped {
				t.Errorf("%d results, %d bytes when packed", n, gzipped(t, text))
			}
			errorsKept := 0
			for _, result := range run.Results {
				if result.Level == "error" {
					errorsKept++
				}
				if id := run.Tool.Driver.Rules[result.RuleIndex].ID; id != result.RuleID {
					t.Fatalf("rule %s under the index of %s", result.RuleID, id)
				}
			}
			if errorsKept != len(r.Findings)/100 {
				t.Errorf("%d errors, not %d", errorsKept, len(r.Findings)/100)
			}
			want := fmt.Sprintf("%d of %d findings are not in the SARIF report, the least severe ones", len(r.Findings)-len(run.Results), len(r.Findings))
			notes := run.Invocations[0].ToolExecutionNotifications
			if !strings.HasPrefix(said, want) || len(notes) != 1 || notes[0].Message.Text != said {
				t.Errorf("said %q, notes %+v; want %q", said, notes, want)
			}
		})
	}
}

// The reports of the parts of a tree come out as the report of the tree, byte for
// byte, in whatever order.
// gzipped is the size of a text when it is packed, in bytes.
func gzipped(t *testing.T, text []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestMergeIsOneRun(t *testing.T) {
	whole, err := bigTree()
	if err != nil {
		t.Fatal(err)
	}
	_, want := sarifOf(t, whole, Style{})
	const parts = 5
	var inputs []Input
	for n := range parts {
		part := *whole
		part.Findings, part.Fingerprints = nil, nil
		for i := range whole.Findings {
			name := whole.Name(whole.Findings[i].Span.File.Path)
			if len(name)%parts == n {
				part.Findings = append(part.Findings, whole.Findings[i])
				part.Fingerprints = append(part.Fingerprints, whole.Fingerprints[i])
			}
		}
		_, text := sarifOf(t, &part, Style{})
		inputs = append(inputs, Input{fmt.Sprint(n), text})
	}
	for range 3 {
		rand.Shuffle(parts, func(i, j int) { inputs[i], inputs[j] = inputs[j], inputs[i] })
		var got bytes.Buffer
		if err := MergeSARIF(&got, inputs, Style{}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Fatalf("%d bytes are not the %d of one run", got.Len(), len(want))
		}
	}
}

func TestMergeRefuses(t *testing.T) {
	r := flowReport()
	_, text := sarifOf(t, r, Style{})
	r.Version = "2.0.0"
	_, other := sarifOf(t, r, Style{})
	r.Version, r.Category = "1.2.3", "x"
	_, category := sarifOf(t, r, Style{})
	change := func(what, into string) []byte { return bytes.Replace(text, []byte(what), []byte(into), 1) }
	for want, input := range map[string][]byte{
		"b: it is not JSON":                                           []byte("{"),
		"b: it is not SARIF 2.1.0":                                    []byte(`{"version":"2.0.0"}`),
		"b: it has 0 runs, not one":                                   []byte(`{"version":"2.1.0","runs":[]}`),
		`b: it is of "hadolint", not of crampon`:                      change(`"crampon"`, `"hadolint"`),
		"b: it is not what this version of crampon writes":            change(`"columnKind"`, `"artifacts": [], "columnKind"`),
		"b: it is of crampon 2.0.0, the one before of 1.2.3":          other,
		`b: its category is "x/", that of the one before ""`:          category,
		`b: result 1 is of rule "ALP999", which is not in the report`: change(`"ruleId":"ALP507"`, `"ruleId":"ALP999"`),
		"b: result 1 has 0 locations, not one":                        change(`"locations":[{"physical`, `"locations":[],"relatedLocations":[{"physical`),
	} {
		err := MergeSARIF(&bytes.Buffer{}, []Input{{"a", text}, {"b", input}}, Style{})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
}

// The schema names what is written, and nothing else.
func TestJSONSchemaIsComplete(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, flowReport(), Style{}); err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(b.Bytes(), &value); err != nil {
		t.Fatal(err)
	}
	fits(t, "", value, JSONSchema())
}

func fits(t *testing.T, at string, value any, schema map[string]any) {
	switch v := value.(type) {
	case map[string]any:
		properties := schema["properties"].(map[string]any)
		for _, name := range schema["required"].([]string) {
			if _, ok := v[name]; !ok {
				t.Errorf("%s has no %s", at, name)
			}
		}
		for name, field := range v {
			p, ok := properties[name].(map[string]any)
			if !ok {
				t.Errorf("the schema has no %s.%s", at, name)
				continue
			}
			fits(t, at+"."+name, field, p)
		}
	case []any:
		for _, item := range v {
			fits(t, at+"[]", item, schema["items"].(map[string]any))
		}
	case string:
		if schema["type"] != "string" {
			t.Errorf("%s is a string, not %v", at, schema["type"])
		}
	}
}
