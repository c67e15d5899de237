package source

import "sync"

// Cache reads each file once, so that a script that ten Dockerfiles ship is one
// File. It may be used by several goroutines. It lives as long as one run: what
// changes on disk in the meantime is not seen.
type Cache struct {
	FS    FS
	files sync.Map // path to *entry
}

type entry struct {
	once sync.Once
	file *File
	err  error
}

// File is the file of that name, as FS.ReadFile gives it.
func (c *Cache) File(name string) (*File, error) {
	found, ok := c.files.Load(name)
	if !ok {
		found, _ = c.files.LoadOrStore(name, new(entry))
	}
	e := found.(*entry)
	e.once.Do(func() {
		content, err := c.FS.ReadFile(name)
		if err != nil {
			e.err = err
			return
		}
		e.file = NewFile(name, content)
	})
	return e.file, e.err
}

// Put gives a name a file that is not on disk: standard input, an editor's buffer.
func (c *Cache) Put(f *File) {
	e := &entry{file: f}
	e.once.Do(func() {})
	c.files.Store(f.Path, e)
}
