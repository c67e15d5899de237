package config

import (
	"fmt"
	"path/filepath"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Name is what the config file is called.
const Name = ".crampon.yaml"

// Find looks for the config file of a file: the nearest one in its folder or
// above, up to the folder that has a .git, or to the top where none has.
func Find(fs source.FS, file string) (path string, ok bool) {
	file, err := filepath.Abs(file)
	if err != nil {
		return "", false
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if path, last := At(fs, dir); path != "" || last {
			return path, path != ""
		}
	}
}

// At is one step of Find, for callers with many files, who keep the answer by
// folder: the config file of that folder, "" for none, and whether the search
// ends there. It costs two Stats.
func At(fs source.FS, dir string) (path string, last bool) {
	candidate := filepath.Join(dir, Name)
	if exists(fs, candidate) {
		return candidate, true
	}
	return "", source.IsGitRoot(fs, dir) || dir == filepath.Dir(dir)
}

// ContextDir is the folder that the file gives as build context; "" where it
// gives none. What lies outside the repository (outside the file's folder where
// there is no repository) is an error, with every link followed: the file may
// come from a stranger, and the context is what crampon reads files from.
func (c *Config) ContextDir(fs source.FS) (string, error) {
	if c.Context == "" {
		return "", nil
	}
	base, err := filepath.Abs(filepath.Dir(c.Path))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, filepath.FromSlash(c.Context))
	info, err := fs.Stat(dir)
	if err != nil {
		return "", fmt.Errorf("the context %s cannot be read: %w", quote(c.Context), err)
	}
	if !info.IsDir() {
		return "", fmt.Errorf("the context %s is not a folder", quote(c.Context))
	}
	root := source.GitRoot(fs, base)
	if root == "" {
		root = base
	}
	root, err = fs.Resolve(root)
	if err != nil {
		return "", err
	}
	followed, err := fs.Resolve(dir)
	if err != nil {
		return "", err
	}
	if !source.IsBelow(root, followed) {
		return "", fmt.Errorf("the context %s lies outside %s", quote(c.Context), root)
	}
	return dir, nil
}

func exists(fs source.FS, name string) bool {
	_, err := fs.Stat(name)
	return err == nil
}
