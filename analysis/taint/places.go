package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Place is one step of a flow as it is shown: where, and a clause that says what
// happens there.
type Place struct {
	Label string // "from", "then", "into"
	Span  source.Span
	Text  string
}

// what is the value as the step that takes it shows it.
func (s Source) what() string {
	switch s.Kind {
	case Operand:
		return s.Name
	case Line:
		return "a line"
	case Output, Label, History:
		return "what " + s.Name + " prints"
	case FileText:
		return "the text of " + s.Name
	case FileName:
		switch {
		case len(namersByName[s.Name]) > 0 || archivers[s.Name]:
			return "what " + s.Name + " prints"
		case strings.ContainsAny(s.Name, "*?["):
			return s.Name // a pattern
		}
	case Request:
		if s.Name == "" {
			return "the body"
		}
	}
	return "$" + s.Name
}

// Places are the steps of a flow from source to sink; none for no flow. A step
// that stands nowhere is left out.
func (f *Flow) Places() []Place {
	if f == nil {
		return nil
	}
	all := []Place{{"from", f.Source.Span, f.Source.what() + " comes from " + f.Source.Who()}}
	for _, s := range f.Steps {
		all = append(all, Place{"then", s.Span, s.Text})
	}
	all = append(all, Place{"into", f.Sink.Span, f.Sink.Command + " takes it for code"})
	standing := all[:0]
	for _, p := range all {
		if !p.Span.IsZero() {
			standing = append(standing, p)
		}
	}
	return standing
}
