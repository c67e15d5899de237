package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// work is the worker: it judges what changed and tells the client, until the
// session ends.
func (s *Server) work() {
	refresh := false
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.wake:
		}
		s.begin(&s.working)
		for t := s.next(); t != nil && s.ctx.Err() == nil; t = s.next() {
			refresh = s.tell(t) || refresh
		}
		s.recheckFiles()
		if refresh && s.client.Workspace.Diagnostics.RefreshSupport {
			refresh = false
			s.ask("workspace/diagnostic/refresh", nil)
		}
		s.tidy()
		s.rest(&s.working)
	}
}

// tell judges a text and publishes what is new. Only documents that are open are
// published: an editor shows what it was told of until it is told otherwise, also of
// files that have long gone, and no client takes back what it did not ask for. A client
// that pulls asks for the workspace. It tells whether a client that
// asks for diagnostics should ask again.
func (s *Server) tell(t *text) (refresh bool) {
	defer func() {
		if p := recover(); p != nil {
			s.log(protocol.MTError, fmt.Sprintf("crampon failed on %s: %v", t.path, p))
		}
	}()
	s.workspace.mu.Lock()
	d, told, toldOf := t.doc, t.told, t.toldOf
	s.workspace.mu.Unlock()
	if d == nil {
		s.forget(t)
		return false
	}
	j := s.judge(s.ctx, t, d)
	s.render(j)
	s.showFaults(j)
	s.workspace.mu.Lock()
	current := t.doc == d && !t.stale
	s.workspace.mu.Unlock()
	defer s.remember(j)
	switch {
	case !current || s.ctx.Err() != nil:
		return false // it is in the queue again
	case s.pulls():
		return toldOf == d && told != j.id
	case toldOf == d && told == j.id:
		return false
	}
	if toldOf != nil && toldOf.uri != d.uri {
		s.takeBack(toldOf) // another address of the file
	}
	s.notify("textDocument/publishDiagnostics", publishDiagnosticsParams{d.uri, &d.version, j.items})
	s.delivered(t, d, j)
	return false
}

// delivered notes what the client has.
func (s *Server) delivered(t *text, d *document, j *judgment) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	t.told, t.toldOf = j.id, d
}

// forget takes back what was published of a text that was closed, and what is known
// of it unless it is a file of the client's folders.
func (s *Server) forget(t *text) {
	_, err := s.FS.Stat(t.path)
	s.workspace.mu.Lock()
	was := t.toldOf
	if t.doc != nil {
		s.workspace.mu.Unlock()
		return
	}
	t.told, t.toldOf = "", nil
	if err != nil || !s.covers(t.path) {
		s.settle(t, nil)
	}
	s.workspace.mu.Unlock()
	if was != nil && !s.pulls() {
		s.takeBack(was)
	}
}

// takeBack tells that there is nothing in a document any more, unless its address is
// open as another text.
func (s *Server) takeBack(d *document) {
	s.workspace.mu.Lock()
	_, open := s.paths[d.uri]
	s.workspace.mu.Unlock()
	if !open {
		s.notify("textDocument/publishDiagnostics", publishDiagnosticsParams{URI: d.uri, Diagnostics: none})
	}
}

// none is no diagnostics.
var none = json.RawMessage("[]")

// render makes the client's diagnostics of a judgment, once.
func (s *Server) render(j *judgment) {
	j.once.Do(func() {
		items := make([]diagnostic, 0, len(j.findings))
		for i := range j.findings {
			items = append(items, s.diagnostic(&j.findings[i]))
		}
		for _, e := range j.faults {
			if j.doc == nil || e.Span.File.Path != j.doc.path {
				continue
			}
			items = append(items, diagnostic{Diagnostic: protocol.Diagnostic{
				Range: s.rangeOf(e.Span), Severity: protocol.Error, Source: "crampon", Message: e.Message,
			}})
		}
		var err error
		if j.items, err = json.Marshal(items); err != nil {
			j.items = none // numbers and strings always encode
		}
		h := fnv.New64a()
		_, _ = h.Write(j.items)
		j.id = fmt.Sprintf("%016x", h.Sum64())
	})
}

// diagnostic shows one finding.
func (s *Server) diagnostic(f *analysis.Finding) diagnostic {
	d := diagnostic{
		Diagnostic: protocol.Diagnostic{
			Range:    s.rangeOf(f.Span),
			Severity: protocol.DiagnosticSeverity(analysis.Error - f.Severity + 1),
			Code:     f.Rule.ID,
			Source:   "crampon",
			Message:  message(f),
		},
		CodeDescription: &codeDescription{f.Rule.URL()},
	}
	switch f.Rule.Look {
	case analysis.Faded:
		d.Tags = []int{tagUnnecessary}
	case analysis.Struck:
		d.Tags = []int{tagDeprecated}
	}
	places := f.Flow.Places()
	for _, r := range f.Related {
		if !slices.ContainsFunc(places, func(p taint.Place) bool { return p.Span == r.Span }) { // told as a step
			d.relate(s, r.Span, r.Message)
		}
	}
	for _, p := range places {
		d.relate(s, p.Span, p.Text)
	}
	for _, r := range f.Setting {
		d.relate(s, r.Span, r.Message)
	}
	return d
}

// relate adds another place.
func (d *diagnostic) relate(s *Server, span source.Span, text string) {
	if !span.IsZero() {
		d.Related = append(d.Related, relatedInformation{
			Location: protocol.Location{URI: s.addressOf(span.File.Path), Range: s.rangeOf(span)},
			Message:  text,
		})
	}
}

// message is what is seen without hovering: the finding, why, and what to do.
func message(f *analysis.Finding) string {
	lines := []string{f.Message}
	lines = append(lines, f.Notes...)
	if f.Help != "" {
		lines = append(lines, f.Help)
	}
	return strings.Join(lines, "\n")
}

// diagnosticRequest answers a client that asks for the diagnostics of a document.
func (s *Server) diagnosticRequest(raw json.RawMessage) (work, error) {
	var p documentDiagnosticParams
	t, d, err := s.asked(raw, &p, &p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		j := s.judge(ctx, t, d)
		s.render(j)
		s.delivered(t, d, j)
		return reportOf(j, p.PreviousResultID), nil
	}, nil
}

func reportOf(j *judgment, previous string) diagnosticReport {
	if previous == j.id {
		return diagnosticReport{Kind: "unchanged", ResultID: j.id}
	}
	return diagnosticReport{Kind: "full", ResultID: j.id, Items: j.items}
}

// asked reads the parameters of a request, and is the text and the document that it
// is about. uri points to where the document stands in them once they are read.
func (s *Server) asked(raw json.RawMessage, params any, uri *protocol.DocumentURI) (*text, *document, error) {
	if err := read(raw, params); err != nil {
		return nil, nil, err
	}
	return s.opened(*uri)
}

// workspaceRequest answers a client that asks for the diagnostics of all files. A
// client that takes results piece by piece asks again and again; its request is
// kept until there is something new.
func (s *Server) workspaceRequest(raw json.RawMessage) (work, error) {
	var p workspaceDiagnosticParams
	if err := read(raw, &p); err != nil {
		return nil, err
	}
	previous := map[string]string{}
	for _, r := range p.PreviousResultIDs {
		previous[s.pathOf(r.URI)] = r.Value
	}
	return func(ctx context.Context) (any, error) {
		select {
		case <-ctx.Done():
		case <-s.scans.first:
		}
		for {
			s.workspace.mu.Lock()
			changed := s.changed
			s.workspace.mu.Unlock()
			report, news := s.workspaceReport(ctx, previous)
			if news || len(p.PartialResultToken) == 0 || ctx.Err() != nil {
				return report, nil
			}
			select {
			case <-ctx.Done():
			case <-changed:
			}
		}
	}, nil
}

// workspaceReport is what is found in all files, and whether it differs from what
// the client has.
func (s *Server) workspaceReport(ctx context.Context, previous map[string]string) (out workspaceReport, news bool) {
	type version struct {
		*text
		doc *document
	}
	var all []version
	s.workspace.mu.Lock()
	for path, t := range s.texts {
		if t.doc != nil || s.aliases[path] == "" { // else it is told of as the document that is open
			all = append(all, version{t, t.doc})
		}
	}
	s.workspace.mu.Unlock()
	slices.SortFunc(all, func(a, b version) int { return strings.Compare(a.path, b.path) })
	out.Items = []workspaceDocumentReport{}
	gone := maps.Clone(previous)
	for _, v := range all {
		if ctx.Err() != nil {
			break
		}
		j := s.judge(ctx, v.text, v.doc)
		s.render(j)
		before, had := previous[v.path]
		delete(gone, v.path)
		if !had && string(j.items) == string(none) {
			continue
		}
		report := workspaceDocumentReport{diagnosticReport: reportOf(j, before), URI: s.addressOf(v.path)}
		if v.doc != nil {
			report.Version = &v.doc.version
		}
		news = news || report.Kind == "full"
		out.Items = append(out.Items, report)
	}
	if ctx.Err() != nil {
		return out, news
	}
	for _, path := range slices.Sorted(maps.Keys(gone)) {
		out.Items = append(out.Items, workspaceDocumentReport{diagnosticReport: diagnosticReport{Kind: "full", Items: none}, URI: s.addressOf(path)})
		news = true
	}
	return out, news
}

// showFaults tells a person of faults of a config file, each once, unless the file
// is open, where they are underlined.
func (s *Server) showFaults(j *judgment) {
	for _, e := range j.faults {
		path, at := e.Span.File.Path, e.Span.From()
		text := fmt.Sprintf("%s:%d:%d: %s", path, at.Line, at.Column, e.Message)
		if s.document(path) == nil && !s.shown[text] {
			s.shown[text] = true
			s.notify("window/showMessage", protocol.ShowMessageParams{Type: protocol.MTWarning, Message: text})
		}
	}
}
