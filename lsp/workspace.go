package lsp

import (
	"maps"
	"path/filepath"
	"slices"
	"sync"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// workspace is the texts that the server knows: those that are open, and those
// that can be linted below the client's folders.
type workspace struct {
	opts Options

	mu      sync.Mutex
	folders []string          // with links followed
	named   map[string]string // what the client calls those that it calls otherwise
	// paths are those of the open documents by address, aliases those of open
	// documents that are links, by what they lead to.
	paths   map[protocol.DocumentURI]string
	aliases map[string]string
	around  map[string]bool // folders that were scanned for the sake of one file
	texts   map[string]*text
	readers map[string]map[*text]bool // by path: what has read it for its last judgment
	queue   []string                  // open and just closed texts to tell of, the most urgent last
	// changed is closed, and replaced, when a text becomes stale.
	changed chan struct{}
	wake    chan struct{} // for the worker: there is something to do

	judging int      // judgments that are being made
	touched []string // files that changed while they are

	parsed parsed

	stamps  map[string]stamp // of the files that judgments read, as they were on disk
	recheck bool
	scans   scans

	working, collecting bool // the worker, and the collector of garbage, are not at rest
	// rested is called when one comes to rest; nil outside of tests.
	rested func()
}

// covers tells whether a path is looked at though it is not open. The lock is held.
func (w *workspace) covers(path string) bool {
	if slices.ContainsFunc(w.folders, func(dir string) bool { return source.IsBelow(dir, path) }) {
		return true
	}
	for dir := range w.around {
		if source.IsBelow(dir, path) {
			return true
		}
	}
	return false
}

// text is one file: open, or on disk.
type text struct {
	path string
	kind analysis.Kind
	doc  *document // nil: not open
	last *judgment // nil: never judged
	// stale: a file that the last judgment read has changed since.
	stale   bool
	judging sync.Mutex // held while it is judged

	// told is the name of the diagnostics that the client has, toldOf the version
	// that they are of.
	told   string
	toldOf *document
}

func newWorkspace(opts Options) *workspace {
	return &workspace{
		opts: opts, texts: map[string]*text{}, readers: map[string]map[*text]bool{}, around: map[string]bool{}, stamps: map[string]stamp{},
		named: map[string]string{}, paths: map[protocol.DocumentURI]string{}, aliases: map[string]string{},
		changed: make(chan struct{}), wake: make(chan struct{}, 1), scans: newScans(),
	}
}

func (w *workspace) document(path string) *document {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.current(path)
}

// current is the same; the lock is held.
func (w *workspace) current(path string) *document {
	t := w.texts[path]
	if t == nil || t.doc == nil {
		t = w.texts[w.aliases[path]]
	}
	if t == nil {
		return nil
	}
	return t.doc
}

// opened is a text that the client has open under an address, and its document.
func (w *workspace) opened(uri protocol.DocumentURI) (*text, *document, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t := w.texts[w.paths[uri]]; t != nil && t.doc != nil {
		return t, t.doc, nil
	}
	return nil, nil, invalid("%s is not open", uri)
}

// pathOf is the path of a document, with the links followed that lead to its folder:
// what is opened by another name lies over the same file. It stays as it is while
// the document is open, whatever becomes of the folder.
func (w *workspace) pathOf(uri protocol.DocumentURI) string {
	w.mu.Lock()
	path, ok := w.paths[uri]
	w.mu.Unlock()
	if !ok {
		path = realPath(w.opts.FS, pathOf(uri))
	}
	return path
}

// documentsIn are the open documents of a folder.
func (w *workspace) documentsIn(dir string) []*document {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []*document
	for _, t := range w.texts {
		if t.doc != nil && filepath.Dir(t.path) == dir {
			out = append(out, t.doc)
		}
	}
	return out
}

// open puts a version of a document in place of the one before, or of the disk.
func (w *workspace) open(d *document) {
	real := d.path
	if w.document(d.path) == nil {
		if followed, err := w.opts.FS.Resolve(d.path); err == nil {
			real = followed
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.texts[d.path]
	if t == nil {
		t = &text{path: d.path}
		w.texts[d.path] = t
	}
	if t.doc == nil {
		w.paths[d.uri] = d.path
		if real != d.path {
			w.aliases[real] = d.path
		}
		w.touch(filepath.Dir(d.path))
	}
	t.doc, t.kind = d, d.kind
	w.touch(d.path)
	w.enqueue(d.path)
}

// close goes back to what is on disk.
func (w *workspace) close(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.texts[path]
	if t == nil || t.doc == nil {
		return
	}
	if w.paths[t.doc.uri] == path { // else it has gone to another, see apart
		delete(w.paths, t.doc.uri)
	}
	t.doc = nil
	w.touch(path)
	maps.DeleteFunc(w.aliases, func(_, to string) bool { return to == path })
	w.enqueue(path)
}
