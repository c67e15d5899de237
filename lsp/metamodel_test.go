package lsp_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// metaModel is the protocol as Microsoft describes it for machines. The file is in
// a module that is no dependency: `.ci/run` has the go command fetch it.
type metaModel struct {
	Requests, Notifications []struct {
		Method         string
		Params, Result *modelType
	}
	Structures []struct {
		Name            string
		Extends, Mixins []modelType
		Properties      []modelProperty
	}
	Enumerations []struct {
		Name                 string
		Type                 modelType
		SupportsCustomValues bool
		Values               []struct{ Value any }
	}
	TypeAliases []struct {
		Name string
		Type modelType
	}
}

type modelProperty struct {
	Name     string
	Type     modelType
	Optional bool
}

type modelType struct {
	Kind, Name string
	Element    *modelType
	Items      []modelType
	Value      json.RawMessage // of map: a type; of literal: properties; of stringLiteral: a string
}

const modelModule = "go.lsp.dev/protocol@v1.0.1"

var loadModel = sync.OnceValues(func() (*metaModel, error) {
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), filepath.FromSlash(modelModule), "internal", "genlsp", "testdata", "metaModel.json"))
	if err != nil {
		return nil, fmt.Errorf("%w\nrun: go mod download %s", err, modelModule)
	}
	var m metaModel
	return &m, json.Unmarshal(raw, &m)
})

// model is the meta model, by which every message of the server is checked. On a
// person's machine it may be missing, and the messages are not checked.
func model(t testing.TB) *metaModel {
	m, err := loadModel()
	if err != nil && clienttest.Required() {
		t.Fatal(err)
	}
	if err != nil {
		t.Logf("messages are not checked against the meta model: %v", err)
		return nil
	}
	return m
}

// request and notification are the faults of a message's parameters; of a result
// for request with result set.
func (m *metaModel) faults(method string, isResult bool, raw json.RawMessage) []string {
	if m == nil {
		return nil
	}
	for _, r := range append(slices.Clip(m.Requests), m.Notifications...) {
		if r.Method != method {
			continue
		}
		want := r.Params
		if isResult {
			want = r.Result
		}
		if want == nil {
			if len(raw) > 0 && string(raw) != "null" {
				return []string{method + ": there is nothing to say"}
			}
			return nil
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return []string{err.Error()}
		}
		return m.check(*want, v, method)
	}
	return []string{method + " is not of the protocol"}
}

func (m *metaModel) check(t modelType, v any, at string) []string {
	wrong := []string{fmt.Sprintf("%s: %.80v is no %s %s", at, v, t.Kind, t.Name)}
	ok := true
	switch t.Kind {
	case "base":
		ok = isBase(t.Name, v)
	case "array":
		list, is := v.([]any)
		ok = is
		for i, e := range list {
			if faults := m.check(*t.Element, e, fmt.Sprintf("%s[%d]", at, i)); len(faults) > 0 {
				return faults
			}
		}
	case "map":
		var value modelType
		object, is := v.(map[string]any)
		ok = is && json.Unmarshal(t.Value, &value) == nil
		for k, e := range object {
			if faults := m.check(value, e, at+"."+k); len(faults) > 0 {
				return faults
			}
		}
	case "or":
		for _, i := range t.Items {
			faults := m.check(i, v, at)
			if len(faults) == 0 {
				return nil
			}
			wrong = append(wrong, faults...)
		}
		ok = false
	case "and":
		for _, i := range t.Items {
			wrong = m.check(i, v, at)
			ok = ok && len(wrong) == 0
		}
	case "stringLiteral":
		var want string
		ok = json.Unmarshal(t.Value, &want) == nil && v == any(want)
	case "literal":
		var want struct{ Properties []modelProperty }
		if err := json.Unmarshal(t.Value, &want); err != nil {
			return []string{at + ": " + err.Error()}
		}
		return m.object(want.Properties, v, at)
	case "reference":
		return m.named(t.Name, v, at)
	default:
		ok = false
	}
	if ok {
		return nil
	}
	return wrong
}

func isBase(name string, v any) bool {
	switch name {
	case "integer", "uinteger":
		n, ok := v.(float64)
		return ok && n == float64(int64(n)) && (n >= 0 || name == "integer")
	case "decimal":
		_, ok := v.(float64)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "null":
		return v == nil
	}
	_, ok := v.(string)
	return ok
}

func (m *metaModel) named(name string, v any, at string) []string {
	if name == "LSPAny" {
		return nil
	}
	for _, a := range m.TypeAliases {
		if a.Name == name {
			return m.check(a.Type, v, at)
		}
	}
	for _, e := range m.Enumerations {
		if e.Name != name {
			continue
		}
		for _, value := range e.Values {
			if value.Value == v {
				return nil
			}
		}
		if !e.SupportsCustomValues {
			return []string{fmt.Sprintf("%s: %v is no %s", at, v, name)}
		}
		return m.check(e.Type, v, at)
	}
	properties := m.properties(name)
	if properties == nil {
		return []string{at + ": there is no type " + name}
	}
	return m.object(properties, v, at)
}

// properties are those of a structure, inherited ones too; nil where there is none.
func (m *metaModel) properties(name string) []modelProperty {
	for _, s := range m.Structures {
		if s.Name != name {
			continue
		}
		all := append([]modelProperty{}, s.Properties...)
		for _, parent := range append(slices.Clip(s.Extends), s.Mixins...) {
			all = append(all, m.properties(parent.Name)...)
		}
		return all
	}
	return nil
}

func (m *metaModel) object(properties []modelProperty, v any, at string) []string {
	object, ok := v.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: %.80v is no object", at, v)}
	}
	left := maps.Clone(object)
	for _, p := range properties {
		value, there := left[p.Name]
		delete(left, p.Name)
		switch {
		case there:
			if faults := m.check(p.Type, value, at+"."+p.Name); len(faults) > 0 {
				return faults
			}
		case !p.Optional:
			return []string{at + "." + p.Name + " is missing"}
		}
	}
	for name := range left {
		if len(properties) > 0 {
			return []string{at + "." + name + " is not of the protocol"}
		}
	}
	return nil
}

// TestModelFinds checks the check: what is wrong is told, with its place.
func TestModelFinds(t *testing.T) {
	m := model(t)
	if m == nil {
		t.Skip("no meta model; run: go mod download " + modelModule)
	}
	for _, tt := range []struct{ method, params, want string }{
		{"textDocument/publishDiagnostics", `{"uri":"file:///x","diagnostics":[]}`, ""},
		{"textDocument/publishDiagnostics", `{"diagnostics":[]}`, "uri is missing"},
		{"textDocument/publishDiagnostics", `{"uri":"file:///x","diagnostics":[{"message":"m","range":{"start":{"line":-1,"character":0},"end":{"line":0,"character":0}}}]}`, "diagnostics[0].range.start.line"},
		{"textDocument/publishDiagnostics", `{"uri":"file:///x","diagnostics":[],"extra":1}`, "extra is not of the protocol"},
		{"window/showMessage", `{"type":9,"message":"m"}`, "type"},
		{"crampon/own", `{}`, "not of the protocol"},
	} {
		faults := strings.Join(m.faults(tt.method, false, json.RawMessage(tt.params)), "; ")
		if (faults == "") != (tt.want == "") || !strings.Contains(faults, tt.want) {
			t.Errorf("%s %s: %q, want %q", tt.method, tt.params, faults, tt.want)
		}
	}
}
