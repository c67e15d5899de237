package rules

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInjectionExamples: what the documentation calls an attack works on Bad and
// not on Good, as BusyBox ash runs them.
func TestInjectionExamples(t *testing.T) {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		if os.Getenv("CRAMPON_REQUIRE_CLIENTS") == "1" {
			t.Fatal("busybox is missing")
		}
		t.Skip("busybox is missing: apt-get install busybox")
	}
	tests := []struct {
		id, script string
		env        string
		file       string // a file to be there
	}{
		{id: "ALP507", script: "entrypoint.sh", env: "MAX_FILES=64; echo 'taken' over"},
		{id: "ALP508", script: "compress.sh", file: "$(echo 'taken' over >&2).html"},
	}
	for _, tt := range tests {
		r := Find(tt.id)
		if got := takenOver(t, busybox, example(r.Bad), tt.script, tt.env, tt.file); !got {
			t.Errorf("%s: Bad is not taken over", tt.id)
		}
		if got := takenOver(t, busybox, example(r.Good), tt.script, tt.env, tt.file); got {
			t.Errorf("%s: Good is taken over", tt.id)
		}
	}
}

// takenOver runs a script of the tree, and tells whether the attack's words were
// run: quotes that the shell took away show it.
func takenOver(t *testing.T, busybox string, files tree, script, env, file string) bool {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), busybox, "ash", script, "echo", "started")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), env}
	out, _ := cmd.CombinedOutput() // a script that refuses the value fails, as it should
	if len(out) == 0 {
		t.Logf("%s printed nothing", script)
	}
	return strings.Contains(string(out), "taken over")
}
