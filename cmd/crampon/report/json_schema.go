package report

import (
	"reflect"
	"strings"
)

// JSONSchema is the JSON Schema (draft 2020-12) of what JSON writes. It is made from
// the same types, so that neither is without the other. Fields that are not named
// may come; those that are named are always there.
func JSONSchema() map[string]any {
	s := schemaOf(reflect.TypeFor[jsonReport]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = homepage + "/report.schema.json"
	s["title"] = "A report of crampon, as `crampon check --format json` writes it"
	s["properties"].(map[string]any)["schema"].(map[string]any)["const"] = schema
	return s
}

func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Struct:
		properties := map[string]any{}
		var required []string
		for _, f := range reflect.VisibleFields(t) {
			name := f.Tag.Get("json")
			if name == "" {
				continue // its fields stand in its place
			}
			p := schemaOf(f.Type)
			if about := f.Tag.Get("about"); about != "" {
				p["description"] = about
			}
			if words := f.Tag.Get("oneof"); words != "" {
				p["enum"] = strings.Fields(words)
			}
			properties[name] = p
			required = append(required, name)
		}
		return map[string]any{"type": "object", "properties": properties, "required": required}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Int:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	}
	return map[string]any{"type": "string"}
}
