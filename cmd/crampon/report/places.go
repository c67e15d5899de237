package report

import (
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// place is one step of a flow: where, and a clause that says what happens there.
type place struct {
	label   string // "from", "then", "into"
	span    source.Span
	message string
}

// places are the steps of a flow from source to sink; none for no flow. A step
// that stands nowhere is left out.
func places(f *taint.Flow) []place {
	if f == nil {
		return nil
	}
	name := f.Source.Name
	switch f.Source.Kind {
	case taint.Positional, taint.Environment, taint.BuildArg, taint.Read, taint.Request, taint.Lease, taint.Device:
		name = "$" + name
	}
	all := []place{{"from", f.Source.Span, name + " comes from " + f.Source.Who()}}
	for _, s := range f.Steps {
		all = append(all, place{"then", s.Span, s.Text})
	}
	all = append(all, place{"into", f.Sink.Span, f.Sink.Command + " takes it for code"})
	standing := all[:0]
	for _, p := range all {
		if !p.span.IsZero() {
			standing = append(standing, p)
		}
	}
	return standing
}
