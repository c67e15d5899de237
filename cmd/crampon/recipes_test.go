package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The YAML of the README is YAML, names hooks that are there, and what GitLab would
// run runs.
func TestRecipes(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID string }
	content, err := os.ReadFile(filepath.Join(root, ".pre-commit-hooks.yaml"))
	if err == nil {
		err = yaml.Unmarshal(content, &hooks)
	}
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, h := range hooks {
		known[h.ID] = true
	}

	hookLines, scripts := 0, 0
	for _, block := range regexp.MustCompile("(?s)\n```yaml\n(.*?)\n```\n").FindAllStringSubmatch(string(readme), -1) {
		var recipe struct {
			Repos   []struct{ Hooks []struct{ ID string } }
			Crampon struct{ Script []string }
		}
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(block[1]), &node); err != nil {
			t.Errorf("%v in\n%s", err, block[1])
			continue
		}
		if err := node.Decode(&recipe); err != nil {
			continue // a list of steps, or what is not for a pipeline
		}
		for _, repo := range recipe.Repos {
			for _, h := range repo.Hooks {
				if hookLines++; !known[h.ID] {
					t.Errorf("there is no hook %s", h.ID)
				}
			}
		}
		for _, line := range recipe.Crampon.Script {
			scripts++
			runRecipe(t, root, line)
		}
	}
	if hookLines == 0 || scripts == 0 {
		t.Errorf("%d hooks and %d scripts of GitLab in the README", hookLines, scripts)
	}
}

// runRecipe runs a line of a job in all its parts, and wants a report and the exit
// code for findings of at least one.
func runRecipe(t *testing.T, root, line string) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "demo"))); err != nil {
		t.Fatal(err)
	}
	failed := false
	for part := range 2 {
		out, err := try(t, dir, []string{fmt.Sprintf("CI_NODE_INDEX=%d", part+1), "CI_NODE_TOTAL=2"}, sh, "-c", line)
		failed = failed || err != nil
		if strings.Contains(out, "crampon: ") {
			t.Errorf("%s\n%s", line, out)
		}
		if _, err := os.Stat(filepath.Join(dir, "crampon.json")); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if !failed {
		t.Errorf("%s finds nothing in the demo", line)
	}
}
