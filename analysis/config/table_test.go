package config

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// The template says nothing until something is taken out of its comment, and is
// right when everything is.
func TestTemplate(t *testing.T) {
	template := Template()
	if c, errs := parse(string(template)); len(errs) > 0 || len(c.Rules) > 0 {
		t.Errorf("as written: %+v, %v", c, errs)
	}
	settings := regexp.MustCompile(`(?m)^#([^ #]|  )`).ReplaceAll(template, []byte("$1"))
	c, errs := parse(string(settings))
	if len(errs) > 0 {
		t.Fatalf("without the comment signs: %v\n%s", errs, settings)
	}
	for _, f := range table() {
		if c.Place(f.key).IsZero() {
			t.Errorf("%s is not in the template", f.key)
		}
	}
	for line := range strings.Lines(string(template)) {
		if len(line) > 102 {
			t.Errorf("too long for a comment: %s", line)
		}
	}
}

func TestSchema(t *testing.T) {
	got := Schema([]Rule{{ID: "ALP201", Title: "A package without a version."}})
	var s struct {
		Schema               string `json:"$schema"`
		AdditionalProperties *bool
		Properties           map[string]json.RawMessage
	}
	if err := json.Unmarshal(got, &s); err != nil {
		t.Fatal(err)
	}
	if s.Schema != "https://json-schema.org/draft/2020-12/schema" || s.AdditionalProperties == nil || *s.AdditionalProperties {
		t.Errorf("$schema %q, additionalProperties %v", s.Schema, s.AdditionalProperties)
	}
	for _, f := range table() {
		if s.Properties[f.key] == nil || f.doc == "" {
			t.Errorf("%s is not described", f.key)
		}
	}
	for _, part := range []string{
		"(error, warning, info, hint), which turns on a rule", // one line, where the template has two
		`"ALP201": {
          "description": "A package without a version.",
          "enum": [
            "off",`,
		`"required": [
          "match",
          "distro"
        ]`,
		`"propertyNames": {
        "minLength": 1,
        "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",`,
	} {
		if !bytes.Contains(got, []byte(part)) {
			t.Errorf("missing: %s\nin %s", part, got)
		}
	}
	if again := Schema([]Rule{{ID: "ALP201", Title: "A package without a version."}}); !bytes.Equal(got, again) {
		t.Error("the schema is not the same twice")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Template())
	f.Add([]byte("rules:\n  ALP201: off\n"))
	f.Add([]byte("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
	f.Add([]byte("\uFEFFshell: 'a''b'\r\nimages: [{match: \"a\\\"\"}]\n"))
	f.Add([]byte("shell: |\n  a\u2028\u0085b\rc\n"))
	f.Add([]byte("{[[[[{?:"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := source.NewFile("/repo/.crampon.yaml", content)
		c, errs := Parse(file, known)
		for _, e := range errs {
			if e.Span.File != file || e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(content) {
				t.Fatalf("span [%d, %d) of %d bytes: %s", e.Span.Start, e.Span.End, len(content), e.Message)
			}
			if strings.ContainsAny(e.Message, "\x1b\r\n") {
				t.Errorf("a control character in %q", e.Message)
			}
		}
		c.Ignored("/repo/a/b/Dockerfile", "ALP201")
		c.Unmirror("registry.example.com/a/b")
		c.Image("registry.example.com/a/b", "1")
	})
}
