package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// schema is the number of the JSON format. It grows when something that was
// there changes its meaning or goes; what is added does not change it.
const schema = 1

// JSON writes a report as one object:
//
//	{
//	  "schema": 1,                     number of this format
//	  "version": "0.1.0",              of crampon
//	  "findings": [{
//	    "rule": "ALP101", "name": "latest-tag",
//	    "severity": "warning",         error, warning, info or hint
//	    "message": "...",              one sentence
//	    "file": "api/Dockerfile",      relative to the working folder where it lies below it, else absolute; forward slashes
//	    "start": {"line": 3, "column": 13, "offset": 57},
//	    "end": {...},                  just behind the last byte
//	    "notes": ["..."],              the evidence
//	    "help": "...",                 what to do; "" where the message says it
//	    "related": [{"file", "start", "end", "message"}],
//	    "flow": [{"file", "start", "end", "message"}],   from source to sink; empty where nothing flows
//	    "fixes": [{"title", "safe", "edits": [{"file", "start", "end", "new"}]}],
//	    "fingerprint": "..."           the same as long as rule, file, token and line are
//	  }],
//	  "errors": [{"file", "start", "message"}],          why this is not the whole truth: exit code 2 or 3
//	  "summary": {"files": 23, "error": 3, "warning": 12, "info": 4, "hint": 0}
//	}
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
		Findings: make([]jsonFinding, len(r.Findings)),
		Errors:   make([]jsonError, len(r.Errors)),
		Summary: jsonSummary{
			Files: r.Files,
			Error: r.count(analysis.Error), Warning: r.count(analysis.Warning), Info: r.count(analysis.Info), Hint: r.count(analysis.Hint),
		},
	}
	for i := range r.Findings {
		out.Findings[i] = r.jsonFinding(&r.Findings[i])
		if i < len(r.Fingerprints) {
			out.Findings[i].Fingerprint = r.Fingerprints[i]
		}
	}
	for i, e := range r.Errors {
		p := r.jsonPlace(e.Span)
		out.Errors[i] = jsonError{File: p.File, Start: p.Start, Message: e.Message}
	}
	return WriteJSON(w, out)
}

type jsonReport struct {
	Schema   int           `json:"schema"`
	Version  string        `json:"version"`
	Findings []jsonFinding `json:"findings"`
	Errors   []jsonError   `json:"errors"`
	Summary  jsonSummary   `json:"summary"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	jsonPlace
	Notes       []string      `json:"notes"`
	Help        string        `json:"help"`
	Related     []jsonRelated `json:"related"`
	Flow        []jsonRelated `json:"flow"`
	Fixes       []jsonFix     `json:"fixes"`
	Fingerprint string        `json:"fingerprint"`
}

type jsonPlace struct {
	File  string       `json:"file"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	jsonPlace
	New string `json:"new"`
}

type jsonError struct {
	File    string       `json:"file"`
	Start   jsonPosition `json:"start"`
	Message string       `json:"message"`
}

type jsonSummary struct {
	Files   int `json:"files"`
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
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escaped(b.Bytes()))
	return err
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
