package report

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// client is a file of the real programs that read reports, which `.ci/run clients`
// installs into a cache. Where it is missing the test skips, or fails where
// CRAMPON_REQUIRE_CLIENTS=1 says that it must be there.
func client(t *testing.T, name ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a real client takes seconds")
	}
	cache, err := os.UserCacheDir()
	if dir := os.Getenv("CRAMPON_CLIENTS"); dir != "" {
		cache = dir
	} else {
		cache = filepath.Join(cache, "crampon-ci")
	}
	path := filepath.Join(append([]string{cache}, name...)...)
	if _, statErr := os.Stat(path); err != nil || statErr != nil {
		missing(t, path+" is missing: .ci/run readers installs it")
	}
	return path
}

// command is a program of the system that reads reports.
func command(t *testing.T, name, debian string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a real client takes seconds")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+" is missing: apt-get install "+debian)
	}
	return path
}

func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CRAMPON_REQUIRE_CLIENTS") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
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
