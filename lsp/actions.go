package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// fixAllKind is the kind of the action that makes all safe fixes of a document.
const fixAllKind protocol.CodeActionKind = "source.fixAll.crampon"

// actionData is what an action needs to be resolved.
type actionData struct {
	URI     protocol.DocumentURI `json:"uri"`
	Version int                  `json:"version"`
	Rule    string               `json:"rule"` // "" for all
}

func (s *Server) codeActionRequest(raw json.RawMessage) (work, error) {
	var p codeActionParams
	if err := read(raw, &p); err != nil {
		return nil, err
	}
	t, d, err := s.asked(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		j := s.judge(ctx, t, d)
		actions := []codeAction{}
		if wanted(p.Context.Only, protocol.CAKQuickFix) {
			for _, f := range j.at(s.spanOf(d.file, p.Range)) {
				actions = append(actions, s.fixes(d, f)...)
			}
		}
		return actions, nil
	}, nil
}

// wanted tells whether a kind is among those that are asked for, or below one.
func wanted(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == "" || o == kind || strings.HasPrefix(string(kind), string(o)+".")
	})
}

// at are the findings that touch a span of the document.
func (j *judgment) at(span source.Span) (out []*analysis.Finding) {
	for i := range j.findings {
		if f := &j.findings[i]; f.Span.Start <= span.End && span.Start <= f.Span.End {
			out = append(out, f)
		}
	}
	return out
}

// fixes are the fixes of one finding.
func (s *Server) fixes(d *document, f *analysis.Finding) (out []codeAction) {
	for i, fix := range f.Fixes {
		out = append(out, codeAction{
			Title: fix.Title, Kind: protocol.CAKQuickFix, Diagnostics: []diagnostic{s.diagnostic(f)},
			IsPreferred: i == 0, Edit: s.edit(fix.Edits),
		})
	}
	return out
}

// edit is what the client is to do.
func (s *Server) edit(edits []source.Edit) *workspaceEdit {
	byPath := map[string][]protocol.TextEdit{}
	var paths []string
	for _, e := range edits {
		path := e.Span.File.Path
		if byPath[path] == nil {
			paths = append(paths, path)
		}
		byPath[path] = append(byPath[path], protocol.TextEdit{Range: s.rangeOf(e.Span), NewText: e.New})
	}
	out := &workspaceEdit{}
	for _, path := range paths {
		if !s.client.Workspace.WorkspaceEdit.DocumentChanges {
			if out.Changes == nil {
				out.Changes = map[protocol.DocumentURI][]protocol.TextEdit{}
			}
			out.Changes[s.addressOf(path)] = byPath[path]
			continue
		}
		change := textDocumentEdit{Edits: byPath[path]}
		change.TextDocument.URI = s.addressOf(path)
		if d := s.document(path); d != nil {
			change.TextDocument.Version = &d.version
		}
		out.DocumentChanges = append(out.DocumentChanges, change)
	}
	return out
}

func (s *Server) resolveRequest(raw json.RawMessage) (work, error) {
	return nil, invalid("nothing to resolve")
}
