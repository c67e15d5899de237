package report

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

// mask stands for a secret, however long it is.
const mask = "***"

// secrets are pieces of text that a report does not show, the longest first.
type secrets []string

// Conceal makes the report show none of what its findings say is secret (see
// analysis.Finding): it masks it in their texts, remembers it for the lines that
// are drawn, and leaves out fixes that would write it. To be called before findings
// are left out: what one calls secret may stand on the line of another.
func (r *Report) Conceal() {
	for i := range r.Findings {
		r.secrets = append(r.secrets, r.Findings[i].Secret...)
	}
	if len(r.secrets) == 0 {
		return
	}
	slices.SortFunc(r.secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.secrets = slices.Compact(r.secrets)
	pairs := make([]string, 0, 2*len(r.secrets))
	for _, s := range r.secrets {
		pairs = append(pairs, s, mask)
	}
	masked := strings.NewReplacer(pairs...).Replace
	r.Findings = slices.Clone(r.Findings) // those of the engine stay as they are
	for i := range r.Findings {
		conceal(&r.Findings[i], masked)
	}
}

func conceal(f *analysis.Finding, masked func(string) string) {
	f.Message, f.Help = masked(f.Message), masked(f.Help)
	f.Notes = slices.Clone(f.Notes)
	for i := range f.Notes {
		f.Notes[i] = masked(f.Notes[i])
	}
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		f.Related[i].Message = masked(f.Related[i].Message)
	}
	f.Fixes = slices.DeleteFunc(slices.Clone(f.Fixes), func(fix analysis.Fix) bool {
		writes := masked(fix.Title) != fix.Title
		for _, e := range fix.Edits {
			writes = writes || masked(e.New) != e.New
		}
		return writes
	})
	if f.Flow != nil {
		flow := *f.Flow
		flow.Source.Name, flow.Sink.Command = masked(flow.Source.Name), masked(flow.Sink.Command)
		flow.Steps = slices.Clone(flow.Steps)
		for i := range flow.Steps {
			flow.Steps[i].Text = masked(flow.Steps[i].Text)
		}
		f.Flow = &flow
	}
}

// part is some bytes of a text, half-open.
type part struct{ from, to int }

// in are the places of secrets that reach into the bytes [from, to) of a text.
func (list secrets) in(text []byte, from, to int) []part {
	var out []part
	for _, s := range list {
		lo, hi := max(0, from-len(s)), min(len(text), to+len(s))
		for at := lo; at < hi; {
			i := bytes.Index(text[at:hi], []byte(s))
			if i < 0 {
				break
			}
			out = append(out, part{at + i, at + i + len(s)})
			at += i + len(s)
		}
	}
	return out
}

// partAt is the part in which a byte lies.
func partAt(parts []part, at int) (part, bool) {
	for _, p := range parts {
		if p.from <= at && at < p.to {
			return p, true
		}
	}
	return part{}, false
}
