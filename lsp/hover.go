package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
)

func (s *Server) hoverRequest(raw json.RawMessage) (work, error) {
	var p protocol.TextDocumentPositionParams
	if err := read(raw, &p); err != nil {
		return nil, err
	}
	t, d, err := s.asked(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		at := s.spanOf(d.file, protocol.Range{Start: p.Position, End: p.Position})
		var parts []string
		span := at
		for _, f := range s.judge(ctx, t, d).at(at) {
			if f.Span.Contains(at.Start) || f.Span.Start == f.Span.End {
				parts = append(parts, page(f))
				span = f.Span
			}
		}
		if len(parts) == 0 {
			return nil, nil
		}
		return hover{markup{"markdown", strings.Join(parts, "\n\n---\n\n")}, s.rangeOf(span)}, nil
	}, nil
}

// page is what there is to say of a finding, and of its rule.
func page(f *analysis.Finding) string {
	r := f.Rule
	var b strings.Builder
	fmt.Fprintf(&b, "**[%s](%s) %s** (%s)\n\n%s.\n", r.ID, r.URL(), r.Name, f.Severity, f.Message)
	b.WriteString("\n" + strings.TrimSpace(r.Doc) + "\n")
	return b.String()
}

func (s *Server) linkRequest(json.RawMessage) (work, error) {
	return func(context.Context) (any, error) { return []documentLink{}, nil }, nil
}
