// Package sourcetest has a file system in memory, for the tests of every room.
package sourcetest

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing/fstest"

	"github.com/crampon-lint/crampon/analysis/source"
)

// FS is a source.FS in memory. Names are absolute, in the form of the operating
// system. Folders are there by what they hold. It may be used by several
// goroutines as long as none writes.
type FS struct {
	files fstest.MapFS

	mu   sync.Mutex
	read []string
}

// New is a file system of these files, by absolute path with forward slashes.
func New(files map[string]string) *FS {
	f := &FS{files: fstest.MapFS{}}
	for name, content := range files {
		f.Write(name, content)
	}
	return f
}

// Write puts a file in place of whatever has its name.
func (f *FS) Write(name, content string) {
	f.files[key(name)] = &fstest.MapFile{Data: []byte(content), Mode: 0o644}
}

// Chmod changes the mode of a file that is there.
func (f *FS) Chmod(name string, mode fs.FileMode) { f.files[key(name)].Mode = mode }

// Mkdir makes a folder, which may stay empty.
func (f *FS) Mkdir(name string) {
	f.files[key(name)] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
}

// Link makes a symbolic link; its target may be relative and need not exist.
func (f *FS) Link(name, target string) {
	f.files[key(name)] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
}

// Read are the names of all files whose content was asked for, with links
// followed, in order and each once.
func (f *FS) Read() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := slices.Clone(f.read)
	slices.Sort(names)
	return slices.Compact(names)
}

// key is a name as fstest.MapFS has it.
func key(name string) string {
	name = filepath.ToSlash(filepath.Clean(name))
	name = name[len(filepath.VolumeName(name)):]
	return strings.TrimPrefix(name, "/")
}

// ReadFile implements source.FS.
func (f *FS) ReadFile(name string) ([]byte, error) {
	real, err := f.regular(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.read = append(f.read, real)
	f.mu.Unlock()
	data := f.files[key(real)].Data
	if len(data) > source.MaxFile {
		return nil, fmt.Errorf("%s: %w", name, source.ErrTooLarge)
	}
	return slices.Clone(data), nil
}

// ReadHead implements source.FS.
func (f *FS) ReadHead(name string, n int) ([]byte, error) {
	data, err := f.ReadFile(name)
	return data[:min(n, len(data))], err
}

// regular is the name of a regular file, with links followed.
func (f *FS) regular(name string) (string, error) {
	info, err := f.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s: %w", name, source.ErrNotRegular)
	}
	return f.Resolve(name)
}

// ReadDir implements source.FS.
func (f *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	real, err := f.Resolve(name)
	if err != nil {
		return nil, err
	}
	return f.files.ReadDir(inside(real))
}

// Stat implements source.FS.
func (f *FS) Stat(name string) (fs.FileInfo, error) {
	real, err := f.Resolve(name)
	if err != nil {
		return nil, err
	}
	return f.files.Stat(inside(real))
}

// inside is a name as the methods of fs.FS have it: the root is ".".
func inside(name string) string {
	if k := key(name); k != "" {
		return k
	}
	return "."
}

// maxLinks is where a loop of links is given up, as Linux does.
const maxLinks = 40

// Resolve implements source.FS.
func (f *FS) Resolve(name string) (string, error) {
	todo := strings.Split(key(name), "/")
	done := "/"
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		next := filepath.Join(done, part)
		file, ok := f.files[key(next)]
		switch {
		case part == "..":
			done = filepath.Dir(done)
		case !ok || file.Mode&fs.ModeSymlink == 0:
			done = next
		case links == maxLinks:
			return "", &fs.PathError{Op: "resolve", Path: name, Err: fmt.Errorf("too many links")}
		default:
			links++
			target := string(file.Data)
			if filepath.IsAbs(target) {
				done = "/"
			}
			todo = append(strings.Split(strings.TrimPrefix(target, "/"), "/"), todo...)
		}
	}
	if _, err := f.files.Lstat(inside(done)); err != nil {
		return "", &fs.PathError{Op: "resolve", Path: name, Err: fs.ErrNotExist}
	}
	return done, nil
}
