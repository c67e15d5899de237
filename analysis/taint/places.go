package taint

import "github.com/crampon-lint/crampon/analysis/source"

// Place is one step of a flow as it is shown: where, and a clause that says what
// happens there.
type Place struct {
	Label string // "from", "then", "into"
	Span  source.Span
	Text  string
}

// Places are the steps of a flow from source to sink; none for no flow. A step
// that stands nowhere is left out.
func (f *Flow) Places() []Place {
	if f == nil {
		return nil
	}
	name := f.Source.Name
	if f.Source.Kind != Operand {
		name = "$" + name
	}
	all := []Place{{"from", f.Source.Span, name + " comes from " + f.Source.Who()}}
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
