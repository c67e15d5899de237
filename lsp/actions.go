package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"
	"github.com/sourcegraph/jsonrpc2"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/fix"
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
	t, d, err := s.asked(raw, &p, &p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		a := actions{Server: s, ctx: ctx, text: t, doc: d, out: []codeAction{}}
		j := s.judge(ctx, t, d)
		here := j.at(s.spanOf(d.file, p.Range))
		if wanted(p.Context.Only, protocol.CAKQuickFix) {
			a.quickFixes(here, j)
			a.ignores(here)
		}
		// Without being asked for, it is offered where it has to do with the place.
		if wanted(p.Context.Only, fixAllKind) && (len(p.Context.Only) > 0 || len(here) > 0) {
			a.fixAll(j)
		}
		return a.out, nil
	}, nil
}

// actions collects what can be done at one place.
type actions struct {
	*Server
	ctx  context.Context
	text *text
	doc  *document
	out  []codeAction
}

// quickFixes offers the fixes of each finding, the first of the first preferred, and
// to fix all findings of a rule where there are several.
func (a *actions) quickFixes(here []*analysis.Finding, j *judgment) {
	for _, f := range here {
		for i, fix := range f.Fixes {
			a.out = append(a.out, codeAction{
				Title: fix.Title, Kind: protocol.CAKQuickFix, Diagnostics: []diagnostic{a.diagnostic(f)},
				IsPreferred: i == 0, Edit: a.edit(fix.Edits),
			})
		}
	}
	seen := map[*analysis.Rule]bool{}
	for _, f := range here {
		if seen[f.Rule] || len(f.Fixes) == 0 {
			continue
		}
		seen[f.Rule] = true
		var same []diagnostic
		for i := range j.findings {
			if other := &j.findings[i]; other.Rule == f.Rule && len(other.Fixes) > 0 {
				same = append(same, a.diagnostic(other))
			}
		}
		if len(same) > 1 {
			a.later(codeAction{Title: "Fix all " + f.Rule.ID + " in this file", Kind: protocol.CAKQuickFix, Diagnostics: same}, f.Rule.ID)
		}
	}
}

// ignores offers comments that silence each rule, here and in the file. Each was
// tried: where a comment would not hold, it is not offered.
func (a *actions) ignores(here []*analysis.Finding) {
	seen := map[*analysis.Rule]bool{}
	for _, f := range here {
		if seen[f.Rule] || a.ctx.Err() != nil {
			continue
		}
		seen[f.Rule] = true
		if edit, ok := fix.IgnoreHere(*f, a.judgeFile); ok {
			a.ignore(f, "on this line", edit)
		}
		if edit, ok := fix.IgnoreInFile(*f, a.judgeFile); ok {
			a.ignore(f, "in this file", edit)
		}
	}
}

func (a *actions) ignore(f *analysis.Finding, where string, edit source.Edit) {
	a.out = append(a.out, codeAction{
		Title: "Ignore " + f.Rule.ID + " " + where, Kind: protocol.CAKQuickFix,
		Diagnostics: []diagnostic{a.diagnostic(f)}, Edit: a.edit([]source.Edit{edit}),
	})
}

// fixAll offers all safe fixes of the file.
func (a *actions) fixAll(j *judgment) {
	if len(fix.Choose([]*source.File{a.doc.file}, j.findings, fix.Wish{})) > 0 {
		a.later(codeAction{Title: "Make all safe fixes in this file", Kind: fixAllKind}, "")
	}
}

// later offers what takes several rounds: its edit is worked out when the action is
// chosen, or now for a client that does not ask again.
func (a *actions) later(action codeAction, rule string) {
	action.Data = &actionData{a.doc.uri, a.doc.version, rule}
	if !slices.Contains(a.client.TextDocument.CodeAction.ResolveSupport.Properties, "edit") {
		a.resolve(&action)
		action.Data = nil
		if action.Edit == nil {
			return
		}
	}
	a.out = append(a.out, action)
}

// resolve works out the edit of an action. All of a rule is what somebody chose to
// do, so what is not known to be safe is done too.
func (a *actions) resolve(action *codeAction) {
	wish := fix.Wish{}
	if id := action.Data.Rule; id != "" {
		wish = fix.Wish{Unsafe: true, Rule: func(r *analysis.Rule) bool { return r.ID == id }}
	}
	if out := fix.All([]*source.File{a.doc.file}, a.judgeFile, wish); len(out.Edits) > 0 {
		action.Edit = a.edit(out.Edits)
	}
}

// judgeFile gives the findings of the document with another content.
func (a *actions) judgeFile(files ...*source.File) []analysis.Finding {
	return a.judgeContent(a.ctx, a.text, a.doc, files[0])
}

// resolveRequest completes an action that was offered without its edit.
func (s *Server) resolveRequest(raw json.RawMessage) (work, error) {
	var action codeAction
	if err := read(raw, &action); err != nil {
		return nil, err
	}
	if action.Data == nil {
		return func(context.Context) (any, error) { return action, nil }, nil
	}
	t, d, err := s.opened(action.Data.URI)
	if err != nil {
		return nil, err
	}
	if d.version != action.Data.Version {
		return nil, &jsonrpc2.Error{Code: codeModified, Message: "the document has changed"}
	}
	return func(ctx context.Context) (any, error) {
		a := actions{Server: s, ctx: ctx, text: t, doc: d}
		a.resolve(&action)
		return action, nil
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
