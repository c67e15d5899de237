package config

import "encoding/json"

// Rule is what the schema says of a rule.
type Rule struct {
	ID    string
	Title string // one sentence, shown by editors beside the ID
}

// Schema is the JSON Schema (draft 2020-12) of the file, indented, with a line
// end.
func Schema(rules []Rule) []byte {
	s := table().schema(rules)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "crampon configuration (" + Name + ")"
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps, slices and strings only
	}
	return append(out, '\n')
}
