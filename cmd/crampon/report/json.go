package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// schema is the number of the JSON format. It grows when something that was
// there changes its meaning or goes; what is added does not change it.
const schema = 1

// JSON writes a report as one object. Its fields are described where they are
// declared below, and in the schema that is made from there (JSONSchema).
//
// Lines and columns count from 1, offsets from 0; columns and offsets are in
// bytes. Nothing is null: what is missing is "" or []. Bytes that are no UTF-8
// are U+FFFD here. Characters that a terminal obeys, or does not show, are
// written \u009b, so that the object may be printed. The same run gives the same
// bytes.
func JSON(w io.Writer, r *Report, _ Style) error {
	out := jsonReport{
		Schema:   schema,
		Version:  r.Version,
		Findings: []jsonFinding{},
		Errors:   make([]jsonError, len(r.Errors)),
		Summary: jsonSummary{
			Files: r.Files,
			Error: r.count(analysis.Error), Warning: r.count(analysis.Warning), Info: r.count(analysis.Info), Hint: r.count(analysis.Hint),
		},
	}
	for i, e := range r.Errors {
		p := r.jsonPlace(e.Span)
		out.Errors[i] = jsonError{File: p.File, Start: p.Start, Message: e.Message}
	}
	return r.writeFindings(w, out)
}

// writeFindings writes the object with each finding as it is made: those of a big
// tree are not all held as JSON.
func (r *Report) writeFindings(w io.Writer, out jsonReport) error {
	var b bytes.Buffer
	if err := WriteJSON(&b, out); err != nil {
		return err
	}
	const list = `"findings": [`
	before, after, _ := strings.Cut(b.String(), list)
	end := ""
	write := func(s string) error {
		_, err := io.WriteString(w, s)
		return err
	}
	if err := write(before + list); err != nil {
		return err
	}
	for i := range r.Findings {
		f := r.jsonFinding(&r.Findings[i])
		if i < len(r.Fingerprints) {
			f.Fingerprint = r.Fingerprints[i]
		}
		encoded, err := encodeJSON(f, "    ")
		if err != nil {
			return err
		}
		if err := write(strings.Repeat(",", min(i, 1)) + "\n    " + string(bytes.TrimSuffix(encoded, []byte{'\n'}))); err != nil {
			return err
		}
		end = "\n  "
	}
	return write(end + after)
}

type jsonReport struct {
	Schema   int           `json:"schema" about:"The number of this format. It grows when something changes its meaning or goes; what is added does not change it."`
	Version  string        `json:"version" about:"The version of crampon."`
	Findings []jsonFinding `json:"findings" about:"In order of file, place and rule."`
	Errors   []jsonError   `json:"errors" about:"Why this is not the whole truth: the exit code is 2 or 3."`
	Summary  jsonSummary   `json:"summary"`
}

type jsonFinding struct {
	Rule     string `json:"rule" about:"The ID of the rule, such as ALP101."`
	Name     string `json:"name" about:"The name of the rule, such as latest-tag."`
	Severity string `json:"severity" oneof:"error warning info hint"`
	Message  string `json:"message" about:"One sentence."`
	jsonPlace
	Notes       []string      `json:"notes" about:"The evidence, a clause each."`
	Help        string        `json:"help" about:"What to do; empty where the message says it."`
	Related     []jsonRelated `json:"related" about:"Other places that bear on it."`
	Flow        []jsonRelated `json:"flow" about:"The way of a value from its source to where it is run as code; empty where nothing flows."`
	Fixes       []jsonFix     `json:"fixes" about:"Changes that make the finding go away."`
	Fingerprint string        `json:"fingerprint" about:"The same as long as rule, file, token and line are, wherever the line moves."`
}

type jsonPlace struct {
	File  string       `json:"file" about:"Relative to the working folder where it lies below it, else absolute; with forward slashes."`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end" about:"Just behind the last byte."`
}

type jsonPosition struct {
	Line   int `json:"line" about:"From 1; 0 where there is no place."`
	Column int `json:"column" about:"In bytes, from 1; 0 where there is no place."`
	Offset int `json:"offset" about:"In bytes from the start of the file."`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title" about:"A verb phrase."`
	Safe  bool       `json:"safe" about:"A build that worked still works and does what it did, but for the fault."`
	Edits []jsonEdit `json:"edits" about:"To be made together; they do not overlap."`
}

type jsonEdit struct {
	jsonPlace
	New string `json:"new" about:"What stands there afterwards."`
}

type jsonError struct {
	File    string       `json:"file" about:"Empty where the error has no place."`
	Start   jsonPosition `json:"start"`
	Message string       `json:"message"`
}

type jsonSummary struct {
	Files   int `json:"files" about:"How many files were judged."`
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
	Hint    int `json:"hint"`
}

func (r *Report) jsonFinding(f *analysis.Finding) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule.ID, Name: f.Rule.Name, Severity: f.Severity.String(),
		Message: f.Message, Help: f.Help, jsonPlace: r.jsonPlace(f.Span),
		Notes:   append([]string{}, f.Notes...),
		Related: []jsonRelated{}, Flow: []jsonRelated{}, Fixes: []jsonFix{},
	}
	for _, rel := range f.Related {
		out.Related = append(out.Related, jsonRelated{r.jsonPlace(rel.Span), rel.Message})
	}
	for _, p := range f.Flow.Places() {
		out.Flow = append(out.Flow, jsonRelated{r.jsonPlace(p.Span), p.Text})
	}
	for _, fix := range f.Fixes {
		j := jsonFix{Title: fix.Title, Safe: fix.Safe, Edits: []jsonEdit{}}
		for _, e := range fix.Edits {
			j.Edits = append(j.Edits, jsonEdit{r.jsonPlace(e.Span), e.New})
		}
		out.Fixes = append(out.Fixes, j)
	}
	return out
}

func (r *Report) jsonPlace(s source.Span) jsonPlace {
	if s.IsZero() {
		return jsonPlace{}
	}
	return jsonPlace{File: r.Name(s.File.Path), Start: position(s.From()), End: position(s.To())}
}

func position(p source.Position) jsonPosition {
	return jsonPosition{Line: p.Line, Column: p.Column, Offset: p.Offset}
}

// WriteJSON writes a value as indented JSON that may be printed on a terminal.
func WriteJSON(w io.Writer, v any) error {
	encoded, err := encodeJSON(v, "")
	if err != nil {
		return err
	}
	_, err = w.Write(encoded)
	return err
}

// encodeJSON gives a value as WriteJSON writes it, each line but the first behind
// the prefix, and a line end.
func encodeJSON(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return escaped(b.Bytes()), nil
}

// escaped writes what is neither printable nor a blank as \u escapes, and the second
// of two #, which can begin a command in a pipeline's log (see Visible). Outside of
// strings, JSON has none of it.
func escaped(encoded []byte) []byte {
	out := make([]byte, 0, len(encoded))
	for at := 0; at < len(encoded); {
		r, size := utf8.DecodeRune(encoded[at:])
		switch {
		case r == '#' && at > 0 && encoded[at-1] == '#':
			out = append(out, `\u0023`...)
		case r < utf8.RuneSelf && r != 0x7f, unicode.IsPrint(r):
			out = append(out, encoded[at:at+size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		at += size
	}
	return out
}
