package lsp

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
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
	// A run asks for the same names over and over. For the time of a run the disk is
	// taken to stand still.
	stats, links map[string]answer
}

// answer is what the disk says of a name.
type answer struct {
	info fs.FileInfo // of Stat
	real string      // of Resolve
	err  error
}

func (w *workspace) overlay() *overlay {
	return &overlay{FS: w.opts.FS, workspace: w, asked: map[string]bool{}, stats: map[string]answer{}, links: map[string]answer{}}
}

// buffer notes the name and gives the document of it; nil for none.
func (o *overlay) buffer(name string) *document {
	o.mu.Lock()
	o.asked[name] = true
	o.mu.Unlock()
	return o.document(name)
}

// linked is the same; through a link the document of what it leads to.
func (o *overlay) linked(name string) *document {
	d := o.buffer(name)
	if d == nil {
		if real, err := o.Resolve(name); err == nil && real != name {
			d = o.buffer(real)
		}
	}
	return d
}

// File implements analysis.Held: a document is the same file in every run.
func (o *overlay) File(name string) *source.File {
	if d := o.buffer(name); d != nil && d.path == name && len(d.file.Content) <= source.MaxFile {
		return d.file
	}
	return nil
}

// Document implements analysis.Held.
func (o *overlay) Document(f *source.File) *dockerfile.Document {
	if d := o.document(f.Path); d != nil && d.file == f {
		return o.parsed.document(f)
	}
	return dockerfile.Parse(f)
}

// Program implements analysis.Held.
func (o *overlay) Program(f *source.File, dialect shell.Dialect) *shell.Program {
	if d := o.document(f.Path); d != nil && d.file == f {
		return d.program(dialect)
	}
	return shell.Parse(source.Whole(f), dialect)
}

// ReadFile implements source.FS.
func (o *overlay) ReadFile(name string) ([]byte, error) {
	if d := o.linked(name); d != nil {
		if len(d.file.Content) > source.MaxFile {
			return nil, source.ErrTooLarge
		}
		return d.file.Content, nil
	}
	return o.FS.ReadFile(name)
}

// ReadHead implements source.FS.
func (o *overlay) ReadHead(name string, n int) ([]byte, error) {
	if d := o.linked(name); d != nil {
		return d.file.Content[:min(n, len(d.file.Content))], nil
	}
	return o.FS.ReadHead(name, n)
}

// Stat implements source.FS.
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if d := o.buffer(name); d != nil {
		return bufferInfo{d}, nil
	}
	a := o.once(o.stats, name, func() (a answer) {
		a.info, a.err = o.FS.Stat(name)
		return a
	})
	return a.info, a.err
}

// once asks the disk for what it has not been asked for yet.
func (o *overlay) once(known map[string]answer, name string, ask func() answer) answer {
	o.mu.Lock()
	a, ok := known[name]
	o.mu.Unlock()
	if !ok {
		a = ask()
		o.mu.Lock()
		known[name] = a
		o.mu.Unlock()
	}
	return a
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
	a := o.once(o.links, name, func() (a answer) {
		if a.real, a.err = o.FS.Resolve(name); a.err != nil && d != nil {
			a = answer{real: realPath(o.FS, name)}
		}
		return a
	})
	return a.real, a.err
}

// realPath follows the links on the way to a file: those of its folder, as far as
// there is one. The file itself may be a link, and stays one: where a Dockerfile
// stands its build context is.
func realPath(files source.FS, path string) string {
	dir, base := filepath.Split(path)
	if dir = filepath.Clean(dir); dir == path {
		return path
	}
	real, err := files.Resolve(dir)
	if err != nil {
		real = realPath(files, dir)
	}
	return filepath.Join(real, base)
}

// bufferInfo is what is known of a document as a file.
type bufferInfo struct{ *document }

func (b bufferInfo) Name() string       { return filepath.Base(b.path) }
func (b bufferInfo) Size() int64        { return int64(len(b.file.Content)) }
func (b bufferInfo) Mode() fs.FileMode  { return 0o644 }
func (b bufferInfo) ModTime() time.Time { return time.Time{} }
func (b bufferInfo) IsDir() bool        { return false }
func (b bufferInfo) Sys() any           { return nil }
