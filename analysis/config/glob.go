package config

import (
	"errors"
	"path"
	"strings"
)

// maxGlob bounds a glob, in bytes, and so the work of matching it.
const maxGlob = 1024

// checkGlob tells what is wrong with a glob over paths.
func checkGlob(glob string) error {
	if len(glob) > maxGlob {
		return errors.New("the glob is too long")
	}
	if strings.HasPrefix(glob, "/") || path.Clean(glob) == ".." || strings.HasPrefix(path.Clean(glob), "../") {
		return errors.New("a glob is relative to the folder of this file and stays in it")
	}
	for part := range strings.SplitSeq(glob, "/") {
		if strings.Contains(part, "**") && part != "**" {
			return errors.New(`"**" stands for any number of folders and must be alone between slashes`)
		}
		if _, err := path.Match(part, ""); err != nil {
			return errors.New("not a glob: a bracket is not closed, or a backslash stands at the end")
		}
	}
	return nil
}

// checkImageGlob tells what is wrong with a glob over images.
func checkImageGlob(glob string) error {
	repository, tag := splitTag(glob)
	if repository == "" {
		return errors.New("the image's name is missing")
	}
	if strings.Contains(glob, "@") {
		return errors.New("digests are not matched: name the repository, and a tag where it matters")
	}
	if _, err := path.Match(tag, ""); err != nil {
		return errors.New("not a glob: a bracket is not closed, or a backslash stands at the end")
	}
	return checkGlob(repository)
}

// matchPath tells whether a glob matches a path with slashes, or a folder above
// it. "**" is any number of folders, "*", "?" and "[a-z]" stay within one name.
// Time is the product of both lengths.
func matchPath(glob, name string) bool {
	pattern := strings.Split(strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/"), "/")
	parts := strings.Split(name, "/")
	// reached[i]: the pattern so far matches the first i parts.
	reached := make([]bool, len(parts)+1)
	reached[0] = true
	for _, p := range pattern {
		next := make([]bool, len(parts)+1)
		for i := range reached {
			if p == "**" {
				next[i] = reached[i] || i > 0 && next[i-1]
			} else if i > 0 {
				next[i] = reached[i-1] && match(p, parts[i-1])
			}
		}
		reached = next
	}
	// A folder that matches stands for what is below it; the empty path does not.
	for _, ok := range reached[1:] {
		if ok {
			return true
		}
	}
	return false
}

// match is path.Match; a bad glob was refused when it was read.
func match(glob, name string) bool {
	ok, err := path.Match(glob, name)
	return ok && err == nil
}
