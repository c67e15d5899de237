package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// shape is a kind of value: how it is read from YAML, and how it is described
// in JSON Schema. read returns false where it has reported an error.
type shape[T any] interface {
	value(r *reader, n *yaml.Node) (T, bool)
	schema(rules []Rule) object
}

// object is a JSON object under construction.
type object = map[string]any

// text is a string that the check accepts. Bare takes numbers and truth values
// too, as they are written: 3.20 stays "3.20".
type text struct {
	bare    bool
	pattern *regexp.Regexp     // nil: anything but nothing
	what    string             // what the pattern asks for, "a name"
	check   func(string) error // beyond the pattern; may be nil
}

func (t text) value(r *reader, n *yaml.Node) (string, bool) {
	if n = r.resolve(n); n == nil {
		return "", false
	}
	what := t.what
	if what == "" {
		what = "a string"
	}
	if n.Kind != yaml.ScalarNode || !isText(n, t.bare) {
		r.fail(n, "this must be %s, not %s", what, kindOf(n))
		return "", false
	}
	if n.Value == "" && !t.bare {
		r.fail(n, "this must be %s, not empty", what)
		return "", false
	}
	if t.pattern != nil && !t.pattern.MatchString(n.Value) {
		r.fail(n, "%s is not %s", quote(n.Value), what)
		return "", false
	}
	if t.check != nil {
		if err := t.check(n.Value); err != nil {
			r.fail(n, "%s: %v", quote(n.Value), err)
			return "", false
		}
	}
	return n.Value, true
}

func (t text) schema([]Rule) object {
	s := object{"type": "string"}
	if t.bare {
		s["type"] = []string{"string", "number", "boolean"}
	} else {
		s["minLength"] = 1
	}
	if t.pattern != nil {
		s["pattern"] = t.pattern.String()
	}
	return s
}

// choice is one of a few words.
type choice []string

func (c choice) value(r *reader, n *yaml.Node) (string, bool) {
	if n = r.resolve(n); n == nil {
		return "", false
	}
	if n.Kind != yaml.ScalarNode {
		r.fail(n, "this must be %s, not %s", c, kindOf(n))
		return "", false
	}
	if !slices.Contains(c, n.Value) {
		r.fail(n, "%s is not %s%s", quote(n.Value), c, suggest(n.Value, c))
		return "", false
	}
	return n.Value, true
}

func (c choice) schema([]Rule) object { return object{"enum": []string(c)} }

// String lists the words: "off, on or error".
func (c choice) String() string {
	if len(c) < 2 {
		return strings.Join(c, "")
	}
	return strings.Join(c[:len(c)-1], ", ") + " or " + c[len(c)-1]
}

// level is a choice of Level.
type level struct{ choice }

func (l level) value(r *reader, n *yaml.Node) (Level, bool) {
	s, ok := l.choice.value(r, n)
	return Level(s), ok
}

// ruleID is the ID of a rule that exists.
type ruleID struct{}

func (ruleID) value(r *reader, n *yaml.Node) (string, bool) {
	id, ok := text{what: "a rule ID such as ALP201"}.value(r, n)
	if !ok || r.knownRule(id) {
		return id, ok
	}
	hint := ""
	if upper := strings.ToUpper(id); r.knownRule(upper) {
		hint = fmt.Sprintf("; did you mean %q?", upper)
	}
	r.fail(n, "there is no rule %s%s", quote(id), hint)
	return "", false
}

func (ruleID) schema(rules []Rule) object {
	ids := make([]string, len(rules))
	for i, rule := range rules {
		ids[i] = rule.ID
	}
	return object{"enum": ids}
}

// list is a sequence of at least one value.
type list[T any] struct{ of shape[T] }

func (l list[T]) value(r *reader, n *yaml.Node) ([]T, bool) {
	if n = r.resolve(n); n == nil {
		return nil, false
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "this must be a list, not %s", kindOf(n))
		return nil, false
	}
	if len(n.Content) == 0 {
		r.fail(n, "this list is empty")
		return nil, false
	}
	values, good := []T{}, true
	for _, item := range n.Content {
		if v, ok := l.of.value(r, item); ok {
			values = append(values, v)
		} else {
			good = false
		}
	}
	return values, good
}

func (l list[T]) schema(rules []Rule) object {
	return object{"type": "array", "minItems": 1, "items": l.of.schema(rules)}
}

// dictionary is a map from names that are not the table's to values of a kind.
// A bad entry is left out.
type dictionary[T any] struct {
	key shape[string]
	of  shape[T]
}

func (d dictionary[T]) value(r *reader, n *yaml.Node) (map[string]T, bool) {
	if n = r.resolve(n); n == nil {
		return nil, false
	}
	values := map[string]T{}
	ok := r.pairs(n, func(key, value *yaml.Node) {
		name, keyOK := d.key.value(r, key)
		v, ok := d.of.value(r, value)
		if keyOK && ok {
			values[name] = v
		}
	})
	return values, ok
}

func (d dictionary[T]) schema(rules []Rule) object {
	if _, ok := d.key.(ruleID); ok {
		// Spelt out, so that an editor offers the IDs with what they stand for.
		properties := object{}
		for _, rule := range rules {
			s := d.of.schema(rules)
			s["description"] = rule.Title
			properties[rule.ID] = s
		}
		return object{"type": "object", "additionalProperties": false, "properties": properties}
	}
	return object{
		"type":                 "object",
		"propertyNames":        d.key.schema(rules),
		"additionalProperties": d.of.schema(rules),
	}
}

// field is one key of a record, with all that is said about it anywhere.
type field[T any] struct {
	key      string
	doc      string // what it means: the schema's description, the template's comment (lines as broken here)
	example  string // its value in the template, in YAML
	required bool
	read     func(r *reader, n *yaml.Node, into *T)
	schema   func(rules []Rule) object
}

// entry ties a key to a kind of value and to the place that it is kept in.
func entry[T, V any](key string, s shape[V], place func(*T) *V, doc, example string) field[T] {
	return field[T]{
		key: key, doc: doc, example: example,
		read: func(r *reader, n *yaml.Node, into *T) {
			if v, ok := s.value(r, n); ok {
				*place(into) = v
			}
		},
		schema: s.schema,
	}
}

// needed marks a field without which a record means nothing.
func needed[T any](f field[T]) field[T] {
	f.required = true
	return f
}

// record is a map of the table's own keys.
type record[T any] []field[T]

func (fields record[T]) value(r *reader, n *yaml.Node) (T, bool) {
	var v T
	return v, fields.read(r, n, &v)
}

// read reads into a value that may hold defaults already.
func (fields record[T]) read(r *reader, n *yaml.Node, into *T) bool {
	if n = r.resolve(n); n == nil {
		return false
	}
	before := len(r.errors)
	seen := map[string]bool{}
	r.pairs(n, func(key, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f field[T]) bool { return f.key == key.Value })
		if i < 0 {
			r.fail(key, "unknown key %s%s", quote(key.Value), suggest(key.Value, fields.keys()))
			return
		}
		seen[key.Value] = true
		fields[i].read(r, value, into)
	})
	if n.Kind == yaml.MappingNode {
		for _, f := range fields {
			if f.required && !seen[f.key] {
				r.fail(n, "the key %q is missing", f.key)
			}
		}
	}
	return len(r.errors) == before
}

func (fields record[T]) keys() []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

func (fields record[T]) schema(rules []Rule) object {
	properties := object{}
	s := object{"type": "object", "additionalProperties": false, "properties": properties}
	var required []string
	for _, f := range fields {
		p := f.schema(rules)
		p["description"] = strings.ReplaceAll(f.doc, "\n", " ")
		properties[f.key] = p
		if f.required {
			required = append(required, f.key)
		}
	}
	if required != nil {
		s["required"] = required
	}
	return s
}
