package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// stdinName is what a text on standard input is called where no name is given.
const stdinName = "<stdin>"

// targets are the files to lint: those that the paths lead to, those listed, and
// standard input.
func (c *check) targets(ctx context.Context, engine *analysis.Engine, paths []string) ([]analysis.Target, error) {
	buffer := slices.Contains(paths, "-")
	switch {
	case c.flags.stdinFilename != "" && len(paths) == 0 && c.flags.filesFrom == "":
		buffer = true
	case c.flags.stdinFilename != "" && !buffer:
		return nil, errors.New("--stdin-filename is for standard input: give - as a path")
	case buffer && c.flags.filesFrom == "-":
		return nil, errors.New("standard input can be the list of --files-from or the text to lint, not both")
	}
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == "-" })
	if c.flags.filesFrom != "" {
		listed, err := c.listed(c.flags.filesFrom)
		if err != nil {
			return nil, err
		}
		paths = append(paths, listed...)
	} else if len(paths) == 0 && !buffer {
		paths = []string{"."}
	}
	found, err := engine.Find(ctx, paths)
	if err != nil || !buffer {
		return found, err
	}
	t, err := c.stdin()
	if err != nil {
		return nil, err
	}
	// What is on disk under the same name is an older state of the same text.
	found = slices.DeleteFunc(found, func(f analysis.Target) bool { return f.Path == t.Path })
	return append(found, t), nil
}

// stdin is the text on standard input. One that is too large is told of as a
// file would be.
func (c *check) stdin() (analysis.Target, error) {
	content, err := io.ReadAll(io.LimitReader(c.in, source.MaxFile+1))
	if err != nil {
		return analysis.Target{}, fmt.Errorf("standard input cannot be read: %w", err)
	}
	name := c.flags.stdinFilename
	if name == "" {
		name = stdinName
	}
	t := analysis.BufferTarget(name, content)
	if len(content) > source.MaxFile {
		t.File, t.Problem = nil, source.ErrTooLarge
	}
	return t, nil
}

// listed are the paths in a file, one a line; ended by NUL, as git and find print
// them with -z and -print0, where there is one. An empty list is an empty list,
// and does not mean the working folder: so a hook whose commit has no such file
// passes.
func (c *check) listed(name string) ([]string, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("--files-from: %w", err)
		}
		defer f.Close()
		in = f
	}
	content, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("--files-from: %w", err)
	}
	var paths []string
	end := "\n"
	if bytes.IndexByte(content, 0) >= 0 {
		end = "\x00"
	}
	for path := range strings.SplitSeq(string(content), end) {
		if end == "\n" {
			path = strings.TrimSuffix(path, "\r")
		}
		if path != "" {
			paths = append(paths, path)
		}
	}
	return paths, nil
}
