package lsp

import (
	"encoding/json"
	"path/filepath"
	"sync"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/shell"
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

	mu       sync.Mutex
	programs map[shell.Dialect]*shell.Program
}

// program is the text as a script, parsed once.
func (d *document) program(dialect shell.Dialect) *shell.Program {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.programs[dialect]
	if p == nil {
		if d.programs == nil {
			d.programs = map[shell.Dialect]*shell.Program{}
		}
		p = shell.Parse(source.Whole(d.file), dialect)
		d.programs[dialect] = p
	}
	return p
}

func newDocument(uri protocol.DocumentURI, path string, version int, content []byte) *document {
	d := &document{uri: uri, path: path, version: version}
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
	return newDocument(d.uri, d.path, version, file.Content)
}

func (s *Server) didOpen(raw json.RawMessage) error {
	var p protocol.DidOpenTextDocumentParams
	if err := read(raw, &p); err != nil {
		return err
	}
	t := p.TextDocument
	path := s.pathOf(t.URI)
	if other := s.document(path); other != nil && other.uri != t.URI {
		path = s.apart(other, t.URI)
	}
	d := newDocument(t.URI, path, t.Version, []byte(t.Text))
	s.open(d)
	s.scanAround(d.path)
	return nil
}

// apart is the path for a document whose file is open by another name already: its own
// name. When that is the one at which the other lies, the other goes to its own. When
// it has none, for its address is only spelled in another way, it is closed: two texts
// cannot lie over one file.
func (s *Server) apart(other *document, uri protocol.DocumentURI) string {
	own := pathOf(uri)
	if own == other.path {
		if path := pathOf(other.uri); path != own {
			s.open(newDocument(other.uri, path, other.version, other.file.Content))
		}
		s.close(own)
	}
	return own
}

func (s *Server) didChange(raw json.RawMessage) error {
	var p didChangeParams
	if err := read(raw, &p); err != nil {
		return err
	}
	_, d, err := s.opened(p.TextDocument.URI)
	if err != nil {
		return err
	}
	s.open(d.change(p.TextDocument.Version, p.ContentChanges, s.columns))
	return nil
}

func (s *Server) didClose(raw json.RawMessage) error {
	var p protocol.DidCloseTextDocumentParams
	if err := read(raw, &p); err != nil {
		return err
	}
	t, _, err := s.opened(p.TextDocument.URI)
	if err != nil {
		return err
	}
	s.close(t.path)
	return nil
}

// rangeOf is a span as the client counts.
func (s *Server) rangeOf(span source.Span) protocol.Range {
	return protocol.Range{Start: s.position(span.File, span.Start), End: s.position(span.File, span.End)}
}

func (s *Server) position(f *source.File, offset int) protocol.Position {
	line, column := f.InEditor(offset, s.columns)
	return protocol.Position{Line: line, Character: column}
}

// spanOf is the way back.
func (s *Server) spanOf(f *source.File, r protocol.Range) source.Span {
	from := f.Offset(r.Start.Line, r.Start.Character, s.columns)
	return f.Span(from, max(from, f.Offset(r.End.Line, r.End.Character, s.columns)))
}

// addressOf is the URI of a file: the client's own for one that is open, and below a
// folder of the client's by the name that the client has for the folder.
func (s *Server) addressOf(path string) protocol.DocumentURI {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	if d := s.current(path); d != nil {
		return d.uri
	}
	for real, named := range s.named {
		if rel, err := filepath.Rel(real, path); err == nil && filepath.IsLocal(rel) {
			return uriOf(filepath.Join(named, rel))
		}
	}
	return uriOf(path)
}
