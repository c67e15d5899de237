package lsp

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// document is one version of an open text. It is never changed; an edit makes the
// next.
type document struct {
	uri     protocol.DocumentURI // as the client writes it
	path    string
	version int
	file    *source.File
	kind    analysis.Kind
}

func newDocument(uri protocol.DocumentURI, version int, content []byte) *document {
	d := &document{uri: uri, path: pathOf(uri), version: version}
	d.file = source.NewFile(d.path, content)
	// The language that the client names is not asked: it takes APKBUILD and zsh
	// for shell scripts, and knows no ending of ours.
	if d.kind = analysis.KindByName(d.path); d.kind == analysis.NotLinted {
		d.kind = analysis.KindByContent(content)
	}
	return d
}

// isConfig tells crampon's own config file.
func (d *document) isConfig() bool { return filepath.Base(d.path) == config.Name }

// change makes the edits, each on what the one before left. Places outside of the
// text are moved to its nearest end.
func (d *document) change(version int, changes []contentChange, columns source.Columns) *document {
	file := d.file
	for _, c := range changes {
		content := []byte(c.Text)
		if c.Range != nil {
			from := file.Offset(c.Range.Start.Line, c.Range.Start.Character, columns)
			to := file.Offset(c.Range.End.Line, c.Range.End.Character, columns)
			from, to = min(from, to), max(from, to)
			content = make([]byte, 0, len(file.Content)-(to-from)+len(c.Text))
			content = append(content, file.Content[:from]...)
			content = append(content, c.Text...)
			content = append(content, file.Content[to:]...)
		}
		file = source.NewFile(d.path, content)
	}
	return newDocument(d.uri, version, file.Content)
}

func (s *Server) didOpen(raw json.RawMessage) error {
	var p protocol.DidOpenTextDocumentParams
	if err := read(raw, &p); err != nil {
		return err
	}
	t := p.TextDocument
	d := newDocument(t.URI, t.Version, []byte(t.Text))
	s.open(d)
	s.scanAround(d.path)
	return nil
}

func (s *Server) didChange(raw json.RawMessage) error {
	var p didChangeParams
	if err := read(raw, &p); err != nil {
		return err
	}
	d := s.document(pathOf(p.TextDocument.URI))
	if d == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	s.open(d.change(p.TextDocument.Version, p.ContentChanges, s.columns))
	return nil
}

func (s *Server) didClose(raw json.RawMessage) error {
	var p protocol.DidCloseTextDocumentParams
	if err := read(raw, &p); err != nil {
		return err
	}
	s.close(pathOf(p.TextDocument.URI))
	return nil
}

// rangeOf is a span as the client counts.
func (s *Server) rangeOf(span source.Span) protocol.Range {
	return protocol.Range{Start: s.position(span.From()), End: s.position(span.To())}
}

func (s *Server) position(p source.Position) protocol.Position {
	return protocol.Position{Line: p.Line - 1, Character: p.In(s.columns)}
}

// spanOf is the way back.
func (s *Server) spanOf(f *source.File, r protocol.Range) source.Span {
	from := f.Offset(r.Start.Line, r.Start.Character, s.columns)
	return f.Span(from, max(from, f.Offset(r.End.Line, r.End.Character, s.columns)))
}

// addressOf is the URI of a file: the client's own for one that is open.
func (s *Server) addressOf(path string) protocol.DocumentURI {
	if d := s.document(path); d != nil {
		return d.uri
	}
	return uriOf(path)
}
