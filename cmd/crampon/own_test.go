package main

import (
	"path/filepath"
	"testing"
)

// What we ship and run ourselves has no finding, not even a hint.
func TestOwnFiles(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	files := []string{".ci/image/Dockerfile", ".ci/action", ".ci/package-files", ".ci/run"}
	if found := checked(t, append(files, ".ci")...); len(found) > 0 {
		t.Errorf("%s", found)
	}
}
