package report

import (
	"bytes"
	"encoding/xml"
	"io"

	"github.com/crampon-lint/crampon/analysis"
)

// Checkstyle writes the XML of that tool, which many others read. Columns are
// bytes, from 1.
func Checkstyle(w io.Writer, r *Report, _ Style) error {
	out := checkstyle{Version: "4.3"}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := Visible(r.Name(f.Span.File.Path))
		if n := len(out.Files); n == 0 || out.Files[n-1].Name != name {
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		file := &out.Files[len(out.Files)-1]
		at := f.Span.From()
		file.Errors = append(file.Errors, checkstyleError{at.Line, at.Column, checkstyleSeverity(f.Severity), shortened(f.Message), "crampon." + f.Rule.ID})
	}
	return writeXML(w, out)
}

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func checkstyleSeverity(s analysis.Severity) string {
	if s == analysis.Hint {
		return "info"
	}
	return s.String()
}

// writeXML writes a document, in which no text is a command of a pipeline's log
// (see Visible). Outside of texts, XML has no #.
func writeXML(w io.Writer, v any) error {
	body, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	body = bytes.ReplaceAll(body, []byte("##"), []byte("#&#35;"))
	_, err = w.Write([]byte(xml.Header + string(body) + "\n"))
	return err
}
