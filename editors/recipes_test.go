package editors

import (
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// recipe is the one block of the page that is in the given language.
func recipe(t *testing.T, language string) string {
	t.Helper()
	_, after, ok := strings.Cut(read(t, "README.md"), "\n```"+language+"\n")
	block, _, closed := strings.Cut(after, "\n```\n")
	if !ok || !closed || strings.Contains(after[len(block):], "\n```"+language+"\n") {
		t.Fatalf("README.md: there is to be one block of %s", language)
	}
	return block + "\n"
}

// unpacked is how to run a program that .ci/editors/install unpacked: with its own
// loader and libraries. What it starts in turn, the server above all, has this
// machine's.
func unpacked(root, program string) []string {
	return []string{
		filepath.Join(root, "usr/lib64/ld-linux-x86-64.so.2"), "--library-path", filepath.Join(root, "usr/lib/x86_64-linux-gnu"),
		filepath.Join(root, "usr/bin", program),
	}
}

// TestEglot runs the recipe for Emacs, in a batch.
func TestEglot(t *testing.T) {
	needClients(t, "emacs-trixie/usr/bin/emacs-nox")
	root := client(t, "emacs-trixie")
	share := one(t, filepath.Join(root, "usr/share/emacs/[0-9]*"))
	libexec := one(t, filepath.Join(root, "usr/libexec/emacs/*/*"))
	var load []string
	err := filepath.WalkDir(filepath.Join(share, "lisp"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			load = append(load, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	driver := copyTree(t, "testdata/recipes")
	write(t, filepath.Join(driver, "recipe.el"), recipe(t, "elisp"))
	env := append(bare(t, buildCrampon(t)), "EMACSLOADPATH="+strings.Join(load, ":"), "EMACSDATA="+filepath.Join(share, "etc"), "EMACSPATH="+libexec)
	command := append(unpacked(root, "emacs-nox"), "--dump-file="+one(t, filepath.Join(libexec, "*.pdmp")), "--batch", "-Q",
		"-l", filepath.Join(driver, "recipe.el"), "-l", filepath.Join(driver, "eglot.el"))
	const want = `3 "add" crampon [ALP214]
4 "vips>=8.15" crampon [ALP219]
action: Quote vips>=8.15
action: Ignore ALP219 on this line
action: Ignore ALP219 in this file
RUN echo "é😀" && apk add --no-cache 'vips>=8.15'
3 "add" crampon [ALP214]
4 "'vips>=8.15'" crampon [ALP205]
`
	got := run(t, workspace(t), env, command...)
	if !strings.HasSuffix(got, want) {
		t.Errorf("Emacs shows\n%snot\n%s", got, want)
	}
}

// TestHelix runs the recipe for Helix, in a terminal of tmux.
func TestHelix(t *testing.T) {
	needClients(t, "helix-trixie/usr/bin/hx", "tmux")
	root := client(t, "helix-trixie")
	dir := workspace(t)
	config := t.TempDir()
	write(t, filepath.Join(config, "helix/languages.toml"), recipe(t, "toml"))
	env := append(bare(t, buildCrampon(t)), "XDG_CONFIG_HOME="+config, "HELIX_RUNTIME="+filepath.Join(root, "usr/lib/hx/runtime"))
	tmux := func(words ...string) string {
		return run(t, dir, env, append([]string{"tmux", "-S", filepath.Join(config, "tmux"), "-f", "/dev/null"}, words...)...)
	}
	tmux(append([]string{"new-session", "-d", "-x", "150", "-y", "30"}, append(unpacked(root, "hx"), "Dockerfile")...)...)
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", filepath.Join(config, "tmux"), "kill-server").Run() })

	for _, c := range []struct {
		keys  []string
		shows []string
	}{
		{nil, []string{"● 1 ● 1"}},
		{[]string{"Space", "d"}, []string{"ERROR    ALP219", "WARN     ALP214"}},
		{[]string{"C-c", "/vips", "Enter"}, []string{"(ALP219)", "4:40"}},
		{[]string{"Space", "k"}, []string{"What it flags"}},
		{[]string{"C-c", "Space", "a"}, []string{" Quote vips>=8.15 "}},
		{[]string{"Enter"}, []string{"--no-cache 'vips>=8.15'", "(ALP205)"}},
		{[]string{":w", "Enter"}, []string{"written"}},
	} {
		if c.keys != nil {
			tmux(append([]string{"send-keys"}, c.keys...)...)
		}
		waitForScreen(t, func() string { return tmux("capture-pane", "-p") }, c.shows)
	}
	if got := read(t, filepath.Join(dir, "Dockerfile")); !strings.Contains(got, "apk add --no-cache 'vips>=8.15'\n") {
		t.Errorf("Helix wrote\n%s", got)
	}
}

// waitForScreen waits until a terminal shows all of some texts.
func waitForScreen(t *testing.T, screen func() string, texts []string) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		shown := screen()
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(shown, text) }) {
			return
		}
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("waited in vain for %q on\n%s", texts, shown)
		}
	}
}

// one is the only file that a pattern matches.
func one(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v %v", pattern, found, err)
	}
	return found[0]
}
