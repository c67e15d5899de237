package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// The real pre-commit installs the hooks from a clean clone with nothing but Go's
// module cache, blocks a commit with findings, and lets a good one through.
func TestPreCommit(t *testing.T) {
	slow(t)
	clienttest.Slow(t)
	preCommit := clienttest.Program(t, "pre-commit", "apt-get install pre-commit")
	hooks := cleanClone(t)
	revision := strings.TrimSpace(in(t, hooks, nil, "git", "rev-parse", "HEAD"))

	project := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(project, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("README", "a project\n")
	write(".pre-commit-config.yaml", "repos:\n  - repo: "+hooks+"\n    rev: "+revision+"\n    hooks:\n      - id: crampon\n      - id: crampon-containerfile\n      - id: crampon-system\n")
	repository(t, project)

	// pre-commit gives Go a GOPATH of its own, so its module cache is reached as a proxy.
	env := []string{
		"PRE_COMMIT_HOME=" + t.TempDir(), "GOFLAGS=-modcacherw", "GOSUMDB=off", "GOTOOLCHAIN=local",
		"GOPROXY=file://" + filepath.ToSlash(goEnv(t, "GOMODCACHE")) + "/cache/download",
		"GOCACHE=" + goEnv(t, "GOCACHE"),
	}
	in(t, project, env, preCommit, "install", "--install-hooks")

	// The names that identify knows, and those that it does not; a script that its
	// Dockerfile ships is judged in it.
	bad := "FROM alpine:latest\nCOPY run.sh /run.sh\nENTRYPOINT [\"/run.sh\"]\n"
	names := []string{"Dockerfile", "Dockerfile.dev", "app/Containerfile", "app/Dockerfile-arm", "app/old.dockerfile", "app/dockerfile"}
	for _, name := range names {
		write(name, bad)
	}
	write("run.sh", "#!/bin/sh\neval \"$1\"\n")
	write("docs/Dockerfile-notes.md", "# Notes\n")
	in(t, project, nil, "git", "add", "--all")
	out, err := try(t, project, env, "git", "commit", "--message", "bad")
	if err == nil {
		t.Fatalf("the commit was not blocked:\n%s", out)
	}
	for _, name := range names {
		// Those that identify knows are told by crampon and by crampon-system.
		want := 1
		if slices.Contains([]string{"Dockerfile", "Dockerfile.dev"}, name) {
			want = 2
		}
		if got := strings.Count(out, "\n"+name+":1:13: warning: alpine:latest"); got != want {
			t.Errorf("%s is told of %d times, not %d", name, got, want)
		}
	}
	if want := "run.sh:2:7: warning: eval reads the argument $1 as code, so whoever starts the container can run commands"; strings.Count(out, want) != 2 {
		t.Errorf("not told twice: %s", want)
	}
	if t.Failed() {
		t.Log(out)
	}

	good := strings.Replace(bad, "latest", "3.24", 1) + "USER nobody\n"
	for _, name := range names {
		write(name, good)
	}
	write("run.sh", "#!/bin/sh\nexec \"$1\"\n")
	in(t, project, nil, "git", "add", "--all")
	if out, err := try(t, project, env, "git", "commit", "--message", "good"); err != nil {
		t.Errorf("the good commit was blocked: %v\n%s", err, out)
	}
}

// `go install ./...`, which pre-commit runs, installs crampon and nothing else.
func TestOneProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("go list takes seconds")
	}
	out := in(t, filepath.Join("..", ".."), nil, "go", "list", "-f", `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./...")
	if got, want := strings.Fields(out), []string{"github.com/crampon-lint/crampon/cmd/crampon"}; !slices.Equal(got, want) {
		t.Errorf("programs %v, not %v: a generator has a tag that keeps it out of ./...", got, want)
	}
}
