package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/crampon-lint/crampon/analysis"
)

// JUnit writes the XML of test reports: a suite for each file with findings, a case
// for each finding. Errors and warnings are failures; infos and hints pass, and
// have their text as output. A run without findings is one case that passes, since
// some readers take an empty report for a broken one.
func JUnit(w io.Writer, r *Report, _ Style) error {
	out := junitReport{Name: "crampon"}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := Visible(r.Name(f.Span.File.Path))
		if n := len(out.Suites); n == 0 || out.Suites[n-1].Name != name {
			out.Suites = append(out.Suites, junitSuite{Name: name})
		}
		at := f.Span.From()
		c := junitCase{Name: fmt.Sprintf("%s %s at %d:%d", f.Rule.ID, f.Rule.Name, at.Line, at.Column), Class: name, File: name}
		if f.Severity >= analysis.Warning {
			c.Failure = &junitFailure{f.Rule.ID, shortened(f.Message), fmt.Sprintf("%s:%d:%d: %s", name, at.Line, at.Column, clauses(f))}
		} else {
			c.Output = clauses(f)
		}
		out.Suites[len(out.Suites)-1].add(c)
	}
	if len(r.Errors) > 0 {
		s := junitSuite{Name: "crampon"}
		for i, e := range r.Errors {
			message := shortened(e.Message)
			s.add(junitCase{Name: fmt.Sprintf("error %d", i+1), Class: "crampon", Failure: &junitFailure{"error", message, message}})
		}
		out.Suites = append(out.Suites, s)
	}
	if len(out.Suites) == 0 {
		s := junitSuite{Name: "crampon"}
		s.add(junitCase{Name: "no findings in " + Plural(r.Files, "file"), Class: "crampon"})
		out.Suites = append(out.Suites, s)
	}
	for _, s := range out.Suites {
		out.Tests += s.Tests
		out.Failures += s.Failures
	}
	return writeXML(w, out)
}

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
}
