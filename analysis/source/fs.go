package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxFile is the largest file that is read, in bytes. The largest Dockerfile or
// script of 48,000 real ones has 1.3 MB; the worst text of this size (a pipe of two
// million commands) takes some seconds and a gigabyte.
const MaxFile = 4 << 20

// ErrTooLarge is returned for a file of over MaxFile bytes.
var ErrTooLarge = errors.New("file is larger than 4 MiB")

// ErrNotRegular is returned for what is neither a file nor a link to one: a
// folder, a device, a pipe.
var ErrNotRegular = errors.New("not a regular file")

// FS is all that crampon reads. Names are paths of the operating system,
// absolute or relative to the working folder. An editor lays its unsaved
// buffers over the disk by an FS of its own.
type FS interface {
	// ReadFile reads a regular file of at most MaxFile bytes.
	ReadFile(name string) ([]byte, error)
	// ReadHead reads at most the first n bytes of a regular file.
	ReadHead(name string, n int) ([]byte, error)
	// ReadDir lists a folder in order of name.
	ReadDir(name string) ([]fs.DirEntry, error)
	// Stat follows links.
	Stat(name string) (fs.FileInfo, error)
	// Resolve is the name with every link on the way followed.
	Resolve(name string) (string, error)
}

// Disk is the file system of the operating system.
type Disk struct{}

// ReadFile implements FS. The size is checked before and while reading, so that
// a file that grows, or a pipe put in its place, is bounded too.
func (Disk) ReadFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrNotRegular)
	}
	if info.Size() > MaxFile {
		return nil, fmt.Errorf("%s: %w", name, ErrTooLarge)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		switch {
		case errors.Is(err, io.EOF):
			return content, nil
		case err != nil:
			return nil, err
		case len(content) > MaxFile:
			return nil, fmt.Errorf("%s: %w", name, ErrTooLarge)
		case len(content) == cap(content):
			content = append(content, 0)[:len(content)]
		}
	}
}

// ReadHead implements FS.
func (Disk) ReadHead(name string, n int) ([]byte, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrNotRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(n)))
}

// ReadDir implements FS.
func (Disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }

// Stat implements FS.
func (Disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

// Resolve implements FS.
func (Disk) Resolve(name string) (string, error) { return filepath.EvalSymlinks(name) }

// GitRoot is the nearest folder, from dir upwards, that has a .git: a folder, or
// the file that stands for one in a work tree. It is "" where none has.
func GitRoot(fs FS, dir string) string {
	for ; !IsGitRoot(fs, dir); dir = filepath.Dir(dir) {
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
	return dir
}

// IsGitRoot tells whether the folder has a .git.
func IsGitRoot(fs FS, dir string) bool {
	_, err := fs.Stat(filepath.Join(dir, ".git"))
	return err == nil
}

// IsBelow tells whether a path is the folder or lies in it, by name: links are not
// followed.
func IsBelow(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}
