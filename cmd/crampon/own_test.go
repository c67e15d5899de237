package main

import (
	"path/filepath"
	"testing"
)

// What we ship and run ourselves has no finding, and our image not even a hint.
func TestOwnFiles(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	if found := checked(t, ".ci/image/Dockerfile"); len(found) > 0 {
		t.Errorf("%s", found)
	}
	if found := checked(t, "--min-severity", "info", ".ci", ".ci/action", ".ci/package-files", ".ci/run"); len(found) > 0 {
		t.Errorf("%s", found)
	}
}
