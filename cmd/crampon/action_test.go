package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// workflow runs the action three times: on a tree with findings, on one without,
// and with inputs that try to be code. A later step sees what became of each.
const workflow = `on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: bad
        uses: ./
        continue-on-error: true
        with:
          paths: testdata/demo
          args: |
            --today=2026-11-22
            --select=ALP1
          category: demo
      - id: good
        uses: ./
        with:
          paths: good
          crampon: ${{ runner.temp }}/crampon-bin/crampon
          annotations: false
          sarif: ""
      - id: code
        uses: ./
        continue-on-error: true
        with:
          paths: |
            $(touch "$OUT/pwned")
            "; touch "$OUT/pwned"; "
            --output=README.md
          args: --select=ALP101
          fail-on: none
          crampon: ${{ runner.temp }}/crampon-bin/crampon
          sarif: code.sarif
          summary: false
      - run: |
          cp "$SARIF" "$OUT/bad.sarif"
          cp code.sarif "$OUT/code.sarif"
          git diff --exit-code README.md
          printf '%s\n' "$OUTCOMES" >"$OUT/outcomes"
        env:
          SARIF: ${{ steps.bad.outputs.sarif }}
          OUTCOMES: |
            bad ${{ steps.bad.outcome }} ${{ steps.bad.outputs.exit-code }}
            good ${{ steps.good.outcome }} ${{ steps.good.outputs.exit-code }} sarif=${{ steps.good.outputs.sarif }}
            code ${{ steps.code.outcome }} ${{ steps.code.outputs.exit-code }}
`

// The action runs under act, which runs workflows as GitHub does: it builds
// crampon, annotates, writes the report, fails as it should, and takes no input
// for code.
func TestAction(t *testing.T) {
	slow(t)
	clienttest.Slow(t)
	act := clienttest.Installed(t, ".ci/run readers installs it", "bin", "act")
	clone := cleanClone(t)
	for name, content := range map[string]string{".github/workflows/test.yml": workflow, "good/Dockerfile": "FROM alpine:3.24\nUSER nobody\n"} {
		path := filepath.Join(clone, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in(t, clone, nil, "git", "add", "--all")
	in(t, clone, nil, "git", "commit", "--quiet", "--message", "a workflow")

	results, home := t.TempDir(), t.TempDir()
	env := []string{"HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, "cache"), "XDG_CONFIG_HOME=" + filepath.Join(home, "config")}
	out := in(t, clone, env, act, "push", "-W", ".github/workflows/test.yml", "-P", "ubuntu-latest=-self-hosted",
		"--env", "OUT="+results, "--env", "GOCACHE="+goEnv(t, "GOCACHE"), "--env", "GOMODCACHE="+goEnv(t, "GOMODCACHE"),
		"--env", "GOFLAGS=-buildvcs=false", "--env", "GOTOOLCHAIN=local")
	defer func() {
		if t.Failed() {
			t.Log(out)
		}
	}()

	got, err := os.ReadFile(filepath.Join(results, "outcomes"))
	if err != nil {
		t.Fatalf("the workflow did not come to its end: %v", err)
	}
	if want := "bad failure 1\ngood success 0 sarif=\ncode success 0\n"; strings.TrimSpace(string(got)) != strings.TrimSpace(want) {
		t.Errorf("the steps ended as\n%s, not as\n%s", got, want)
	}
	if _, err := os.Stat(filepath.Join(results, "pwned")); err == nil {
		t.Error("an input became code")
	}
	if want := regexp.MustCompile(`(?m)❗ +::error file=testdata/demo/legacy/Dockerfile,line=2,.*ALP103`); !want.MatchString(out) {
		t.Errorf("no annotation matches %s", want)
	}
	var sarif struct {
		Runs []struct {
			AutomationDetails struct{ ID string }
			Results           []json.RawMessage
		}
	}
	content, err := os.ReadFile(filepath.Join(results, "bad.sarif"))
	if err == nil {
		err = json.Unmarshal(content, &sarif)
	}
	if err != nil || len(sarif.Runs) != 1 || len(sarif.Runs[0].Results) == 0 || sarif.Runs[0].AutomationDetails.ID != "demo/" {
		t.Errorf("the report of the demo: error %v, %.500s", err, content)
	}
}

// The script of the action writes the summary of the job and its outputs, and goes
// out with the code of crampon.
func TestActionScript(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is missing, which runners have")
	}
	crampon, err := exec.LookPath("crampon") // the test's own
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs(filepath.Join("..", "..", ".ci", "action"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte("FROM alpine:latest\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	outputs, summary := filepath.Join(dir, "outputs"), filepath.Join(dir, "summary")
	env := []string{
		"GITHUB_OUTPUT=" + outputs, "GITHUB_STEP_SUMMARY=" + summary, "CRAMPON_BINARY=" + crampon, "CRAMPON_DIRECTORY=" + dir,
		"CRAMPON_PATHS=.\n", "CRAMPON_ARGS=", "CRAMPON_FAIL_ON=warning", "CRAMPON_ANNOTATIONS=false", "CRAMPON_SUMMARY=true",
		"CRAMPON_SARIF=a b\nexit-code=0", "CRAMPON_CATEGORY=",
	}
	out, err := try(t, dir, env, bash, script)
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != exitFindings {
		t.Errorf("it ended with %v, not with exit code %d", err, exitFindings)
	}
	if !strings.HasPrefix(out, "Dockerfile:1:13: warning: ") {
		t.Errorf("it printed\n%s", out)
	}
	if content, err := os.ReadFile(summary); err != nil || !strings.Contains(string(content), "ALP101") {
		t.Errorf("summary: error %v, %.500s", err, content)
	}
	content, err := os.ReadFile(outputs)
	if want := "sarif=" + dir + "/a bexit-code=0\nexit-code=1\n"; err != nil || string(content) != want {
		t.Errorf("outputs: error %v, %q, not %q", err, content, want)
	}
}

// action is what action.yml says.
type action struct {
	Inputs  map[string]struct{ Description string }
	Outputs map[string]struct{ Description string }
	Runs    struct {
		Steps []struct {
			Run  string
			Uses string
		}
	}
}

// Every input is in the README's table, and none in the text of a script.
func TestActionInputs(t *testing.T) {
	var a action
	content, err := os.ReadFile(filepath.Join("..", "..", "action.yml"))
	if err == nil {
		err = yaml.Unmarshal(content, &a)
	}
	if err != nil || len(a.Inputs) == 0 || len(a.Runs.Steps) == 0 {
		t.Fatalf("action.yml: %v, %d inputs, %d steps", err, len(a.Inputs), len(a.Runs.Steps))
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range a.Inputs {
		if input.Description == "" || !strings.Contains(string(readme), "\n| `"+name+"` | ") {
			t.Errorf("input %s is not described in action.yml, or not in a row of the README's table", name)
		}
	}
	for name, output := range a.Outputs {
		if output.Description == "" || !strings.Contains(string(readme), "`"+name+"`") {
			t.Errorf("output %s is not described in action.yml, or not in the README", name)
		}
	}
	for _, step := range a.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("an expression in the text of a script: %s", step.Run)
		}
	}
}
