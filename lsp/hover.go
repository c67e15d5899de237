package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// note is something to say of a place.
type note struct {
	span source.Span
	text string // markdown
}

func (s *Server) hoverRequest(raw json.RawMessage) (work, error) {
	var p protocol.TextDocumentPositionParams
	t, d, err := s.asked(raw, &p, &p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		at := s.spanOf(d.file, protocol.Range{Start: p.Position, End: p.Position})
		var notes []note
		for _, f := range s.judge(ctx, t, d).at(at) {
			if f.Span.Contains(at.Start) || f.Span.Start == f.Span.End {
				notes = append(notes, note{f.Span, page(f)})
			}
		}
		seen := map[string]bool{}
		for _, u := range s.units(ctx, t, d) {
			for _, n := range s.facts(u, d.file, at.Start) {
				if !seen[n.text] {
					seen[n.text] = true
					notes = append(notes, n)
				}
			}
		}
		return s.hover(notes), nil
	}, nil
}

// units are the units in which a document takes part.
func (s *Server) units(ctx context.Context, t *text, d *document) []*analysis.Unit {
	s.workspace.mu.Lock()
	kind := s.kindOf(t, d)
	s.workspace.mu.Unlock()
	if kind == analysis.NotLinted || d.isConfig() {
		return nil
	}
	return s.engine(s.overlay()).Units(ctx, target(t.path, kind, d))
}

// hover joins notes, over the smallest of their places; nothing for none.
func (s *Server) hover(notes []note) any {
	if len(notes) == 0 {
		return nil
	}
	span := notes[0].span
	var parts []string
	for _, n := range notes {
		parts = append(parts, strings.TrimSpace(n.text))
		if n.span.End-n.span.Start < span.End-span.Start {
			span = n.span
		}
	}
	return hover{markup{"markdown", strings.Join(parts, "\n\n---\n\n")}, s.rangeOf(span)}
}

// page is what there is to say of a finding, and of its rule.
func page(f *analysis.Finding) string {
	r := f.Rule
	var b strings.Builder
	fmt.Fprintf(&b, "**[%s](%s) %s** (%s)\n\n%s.", r.ID, r.URL(), r.Name, f.Severity, f.Message)
	if len(f.Notes) > 0 {
		b.WriteString("\n\n- " + strings.Join(f.Notes, "\n- "))
	}
	if f.Help != "" {
		b.WriteString("\n\nTo do: " + f.Help + ".")
	}
	b.WriteString("\n\n" + strings.TrimSpace(r.Doc))
	return b.String()
}

// linkRequest gives the rule IDs in ignore comments as links to their pages.
func (s *Server) linkRequest(raw json.RawMessage) (work, error) {
	var p struct {
		TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	}
	t, d, err := s.asked(raw, &p, &p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		links := []documentLink{}
		seen := map[source.Span]bool{}
		for _, u := range s.units(ctx, t, d) {
			for _, name := range u.IgnoredNames() {
				r := s.rule(name.Code)
				if r == nil || seen[name.Span] || name.Span.File != d.file {
					continue
				}
				seen[name.Span] = true
				links = append(links, documentLink{s.rangeOf(name.Span), r.URL(), r.ID + " " + r.Name + ": " + r.Summary})
			}
		}
		return links, nil
	}, nil
}
