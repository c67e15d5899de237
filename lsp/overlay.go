package lsp

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crampon-lint/crampon/analysis/source"
)

// overlay is the disk with the open documents over it. It keeps the names that are
// asked for, those that are not there too: a change of any of them may change what
// was made of them.
type overlay struct {
	source.FS
	*workspace

	mu    sync.Mutex
	asked map[string]bool
}

func (w *workspace) overlay() *overlay {
	return &overlay{FS: w.opts.FS, workspace: w, asked: map[string]bool{}}
}

// buffer notes the name and gives the document of it; nil for none.
func (o *overlay) buffer(name string) *document {
	o.mu.Lock()
	o.asked[name] = true
	o.mu.Unlock()
	return o.document(name)
}

// ReadFile implements source.FS.
func (o *overlay) ReadFile(name string) ([]byte, error) {
	if d := o.buffer(name); d != nil {
		if len(d.file.Content) > source.MaxFile {
			return nil, source.ErrTooLarge
		}
		return d.file.Content, nil
	}
	return o.FS.ReadFile(name)
}

// ReadHead implements source.FS.
func (o *overlay) ReadHead(name string, n int) ([]byte, error) {
	if d := o.buffer(name); d != nil {
		return d.file.Content[:min(n, len(d.file.Content))], nil
	}
	return o.FS.ReadHead(name, n)
}

// Stat implements source.FS.
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if d := o.buffer(name); d != nil {
		return bufferInfo{d}, nil
	}
	return o.FS.Stat(name)
}

// ReadDir implements source.FS. Documents that are not on the disk yet are listed.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	o.buffer(name)
	entries, err := o.FS.ReadDir(name)
	for _, d := range o.documentsIn(name) {
		at, found := slices.BinarySearchFunc(entries, d, func(e fs.DirEntry, d *document) int {
			return strings.Compare(e.Name(), filepath.Base(d.path))
		})
		if !found {
			entries, err = slices.Insert(slices.Clone(entries), at, fs.FileInfoToDirEntry(bufferInfo{d})), nil
		}
	}
	return entries, err
}

// Resolve implements source.FS.
func (o *overlay) Resolve(name string) (string, error) {
	d := o.buffer(name)
	real, err := o.FS.Resolve(name)
	if err != nil && d != nil {
		if dir, err := o.FS.Resolve(filepath.Dir(name)); err == nil {
			return filepath.Join(dir, filepath.Base(name)), nil
		}
		return name, nil
	}
	return real, err
}

// bufferInfo is what is known of a document as a file.
type bufferInfo struct{ *document }

func (b bufferInfo) Name() string       { return filepath.Base(b.path) }
func (b bufferInfo) Size() int64        { return int64(len(b.file.Content)) }
func (b bufferInfo) Mode() fs.FileMode  { return 0o644 }
func (b bufferInfo) ModTime() time.Time { return time.Time{} }
func (b bufferInfo) IsDir() bool        { return false }
func (b bufferInfo) Sys() any           { return nil }
