// Package clienttest finds the real programs that tests try crampon with: BusyBox,
// compilers, readers of reports, editors. Where one is missing, a person's machine
// skips the test and says what would bring it; CI, which sets
// CRAMPON_REQUIRE_CLIENTS=1, fails.
package clienttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Required tells whether a client that is missing fails its test.
func Required() bool { return os.Getenv("CRAMPON_REQUIRE_CLIENTS") == "1" }

// Slow skips a test under -short: CI's run with the race detector gains nothing
// from programs that are built without it.
func Slow(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("a real client takes seconds: not under -short")
	}
}

// Missing ends a test that cannot be made for want of something.
func Missing(t testing.TB, what, how string) {
	t.Helper()
	if Required() {
		t.Fatalf("%s is missing, and CRAMPON_REQUIRE_CLIENTS=1: %s", what, how)
	}
	t.Skipf("%s is missing: %s", what, how)
}

// Program is the path of a program on the PATH; how tells what brings it.
func Program(t testing.TB, name, how string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name, how)
	}
	return path
}

// Installed is the path of a file or folder that `.ci/run` puts into its cache;
// how is the step that does.
func Installed(t testing.TB, how string, name ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Cache(t)}, name...)...)
	if _, err := os.Stat(path); err != nil {
		Missing(t, path, how)
	}
	return path
}

// Cache is the folder that `.ci/run` fills: CRAMPON_CLIENTS, else one in the user's
// cache. It need not be there.
func Cache(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("CRAMPON_CLIENTS"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "crampon-ci")
}
