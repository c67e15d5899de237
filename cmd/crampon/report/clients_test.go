package report

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// installed is a file of the programs that read reports.
func installed(t *testing.T, name ...string) string {
	t.Helper()
	clienttest.Slow(t)
	return clienttest.Installed(t, ".ci/run readers installs it", name...)
}

// output runs a client over some input, and gives what it prints on both streams.
func output(t *testing.T, input []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
	return string(out)
}
