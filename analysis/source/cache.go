package source

import (
	"sync"
	"weak"
)

// Cache reads a file once for all who have it at the same time, so that a script
// that ten Dockerfiles ship is one File, and two spans of it compare equal. It
// does not keep a file that nobody holds any more: a run over 50,000 files has
// few of them in hand at any time. Such a file is read again for the next who
// asks; what changes on disk in the meantime is not seen by those who hold it.
// It may be used by several goroutines.
type Cache struct {
	FS FS
	// Held gives a file that somebody holds from one Cache to the next, nil for one
	// that is to be read; nil where nobody does.
	Held  func(name string) *File
	files sync.Map // path to *entry
}

type entry struct {
	mu   sync.Mutex
	put  *File // held: it is not on disk
	read weak.Pointer[File]
	err  error
}

// File is the file of that name, as FS.ReadFile gives it.
func (c *Cache) File(name string) (*File, error) {
	found, ok := c.files.Load(name)
	if !ok {
		found, _ = c.files.LoadOrStore(name, new(entry))
	}
	e := found.(*entry)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.put != nil || e.err != nil {
		return e.put, e.err
	}
	if f := e.read.Value(); f != nil {
		return f, nil
	}
	if c.Held != nil {
		if f := c.Held(name); f != nil {
			e.read = weak.Make(f)
			return f, nil
		}
	}
	content, err := c.FS.ReadFile(name)
	if err != nil {
		e.err = err
		return nil, err
	}
	f := NewFile(name, content)
	e.read = weak.Make(f)
	return f, nil
}

// Put gives a name a file that is not on disk: standard input, an editor's buffer.
func (c *Cache) Put(f *File) { c.files.Store(f.Path, &entry{put: f}) }
