// Package editors holds crampon's clients in editors; what is Go in here are the
// tests that drive real editors with them. .ci/editors/install puts the editors
// where the tests look for them.
package editors

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	// `go test` may only answer from its cache while the server is the same. It is
	// started as a program here, so nothing else tells.
	"github.com/crampon-lint/crampon/analysis/clienttest"
	_ "github.com/crampon-lint/crampon/lsp"
	_ "github.com/crampon-lint/crampon/rules"
)

// patience is how long an editor may take for a whole session. VS Code needed
// 130 s on two cores with ten times their work.
const patience = 5 * time.Minute

// needClients ends a test of a real editor that takes its time where there is
// none, and one whose clients are missing. A name is that of a program, or a path
// below the editors' folder.
func needClients(t *testing.T, names ...string) {
	t.Helper()
	clienttest.Slow(t)
	const how = "run .ci/run packages editors"
	for _, name := range names {
		if strings.Contains(name, "/") {
			clienttest.Installed(t, how, "editors", name)
		} else {
			clienttest.Program(t, name, how)
		}
	}
}

// client is the path of what .ci/editors/install unpacked, if it did.
func client(t *testing.T, name string) string {
	t.Helper()
	return filepath.Join(clienttest.Cache(t), "editors", name)
}

// buildCrampon builds the program into a folder of its own, and returns the
// folder: for the PATH of an editor.
func buildCrampon(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("go", "build", "-o", dir, "../cmd/crampon").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return dir
}

// bare is the environment of an editor: nothing of the person who runs the test,
// and the folders of bin before the system's.
func bare(t *testing.T, bin ...string) []string {
	t.Helper()
	home := t.TempDir()
	return []string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home + "/config", "XDG_DATA_HOME=" + home + "/data",
		"XDG_STATE_HOME=" + home + "/state", "XDG_CACHE_HOME=" + home + "/cache",
		"PATH=" + strings.Join(append(bin, "/usr/bin", "/bin"), ":"), "LANG=C.UTF-8", "TERM=xterm-256color",
	}
}

// run runs a program to its end and returns what it wrote to either output.
func run(t *testing.T, dir string, env []string, words ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = dir, env, 5*time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(words[0]), errors.Join(err, ctx.Err()), out)
	}
	return string(out)
}

// copyTree copies one of our folders, so that an editor may write into it, and so
// that go test knows which files the test depends on. What was made there stays.
func copyTree(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	made := []string{"node_modules", "dist", "server"}
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case slices.Contains(made, entry.Name()):
			if entry.IsDir() {
				return filepath.SkipDir
			}
		case entry.Type().IsRegular():
			write(t, filepath.Join(to, strings.TrimPrefix(path, from)), read(t, path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// A step is one thing that a person does in an editor. Each editor has a driver
// that does the steps of a list and writes for each a JSON line with what the
// editor then shows.
type step struct {
	Do string `json:"do"`
	// File is the file that it is done in, opened before.
	File string `json:"file"`
	// At is a text in the file: the cursor is on its first byte.
	At string `json:"at,omitempty"`
	// Text is what is written, or the title of the action that is applied.
	Text string `json:"text,omitempty"`
	// Codes are the codes of the diagnostics for which the driver waits
	// afterwards, in order of place; nil for none to wait for.
	Codes []string `json:"codes"`
	// Selector is what must be on the page before a picture is taken, and Command
	// what brings it there.
	Selector string `json:"selector,omitempty"`
	Command  string `json:"command,omitempty"`
	// Want is what the editor shows then.
	Want []string `json:"-"`
}

// checkSteps compares a driver's report with what the steps want.
func checkSteps(t *testing.T, steps []step, report string) {
	t.Helper()
	var got [][]string
	for line := range strings.Lines(report) {
		var shown struct {
			Shows []string `json:"shows"`
			Error string   `json:"error"`
		}
		if err := json.Unmarshal([]byte(line), &shown); err != nil {
			t.Fatalf("report: %v in %s", err, line)
		}
		if shown.Error != "" {
			t.Fatalf("the driver broke off in step %d: %s", len(got)+1, shown.Error)
		}
		got = append(got, shown.Shows)
	}
	for i, s := range steps {
		if i == len(got) {
			t.Fatalf("the report ends before step %d, %s in %s", i+1, s.Do, s.File)
		}
		if !slices.Equal(got[i], s.Want) {
			t.Errorf("step %d, %s in %s, shows\n\t%s\nnot\n\t%s", i+1, s.Do, s.File, strings.Join(got[i], "\n\t"), strings.Join(s.Want, "\n\t"))
		}
	}
}

func writeSteps(t *testing.T, steps []step) string {
	t.Helper()
	encoded, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "steps.json")
	write(t, path, string(encoded))
	return path
}
