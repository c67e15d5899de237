// Package rewrite puts new content into files, and shows what changes. It is the one
// place by which crampon changes what it lints.
package rewrite

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Change is a file and what is to stand in it.
type Change struct {
	// Path is the file itself, no link to it: a link would be replaced by a file.
	Path     string
	Old, New []byte
}

// ErrChanged says that a file does not hold what the change was made from.
var ErrChanged = errors.New("the file was changed in the meantime")

// All makes all the changes, or none. Each file is replaced as a whole by one of the
// same mode: who reads it sees the old content or the new. A file that no longer
// holds Old keeps every file from being written. Only a system that fails between
// two replacements, and once more when the first is taken back, leaves half of them.
func All(changes []Change) error {
	var staged []stage
	defer func() {
		for _, s := range staged {
			_ = os.Remove(s.beside) // it is not there where it took its place
		}
	}()
	for _, c := range changes {
		info, err := c.check()
		if err != nil {
			return err
		}
		beside, err := writeBeside(c.Path, c.New, info)
		if err != nil {
			return err
		}
		staged = append(staged, stage{c, info, beside})
	}
	for i, s := range staged {
		_, err := s.check() // again: the others took their time
		if err == nil {
			err = os.Rename(s.beside, s.Path)
		}
		if err != nil {
			return errors.Join(err, takeBack(staged[:i]))
		}
	}
	return nil
}

// stage is a change that is written, beside the file.
type stage struct {
	Change
	info   fs.FileInfo // of the file as it was
	beside string
}

// takeBack puts the old content into files that were replaced.
func takeBack(done []stage) error {
	var errs []error
	for _, s := range done {
		beside, err := writeBeside(s.Path, s.Old, s.info)
		if err == nil {
			err = os.Rename(beside, s.Path)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s is changed and cannot be changed back: %w", s.Path, err))
		}
	}
	return errors.Join(errs...)
}

// check wants the file as the change knows it.
func (c Change) check() (fs.FileInfo, error) {
	info, err := os.Lstat(c.Path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", c.Path, ErrChanged)
	}
	// One that has grown is not read.
	if info.Size() == int64(len(c.Old)) {
		now, err := os.ReadFile(c.Path)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(now, c.Old) {
			return info, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", c.Path, ErrChanged)
}

// writeBeside writes a file that can take the place of another: in the same folder,
// with its mode and, where crampon may give it, its owner.
func writeBeside(path string, content []byte, info fs.FileInfo) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if err == nil {
		chown(f, info)
		err = f.Chmod(info.Mode()) // behind chown, which takes setuid away
	}
	if err == nil {
		err = f.Sync() // so that a crash does not leave an empty file in its place
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name()) // the first error says more
		return "", err
	}
	return f.Name(), nil
}
