package config

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/crampon-lint/crampon/analysis/source"
)

// tree is a file system of absolute names in memory, as far as this package asks
// for one. A content that starts with "-> " is a link.
type tree struct {
	source.FS
	files map[string]string
}

func (t tree) Stat(name string) (fs.FileInfo, error) {
	name, err := t.Resolve(name)
	if err != nil {
		return nil, err
	}
	m := fstest.MapFS{}
	for file, content := range t.files {
		m[strings.TrimPrefix(file, "/")] = &fstest.MapFile{Data: []byte(content)}
	}
	return fs.Stat(m, path.Join(".", strings.TrimPrefix(filepath.ToSlash(name), "/")))
}

func (t tree) Resolve(name string) (string, error) {
	if to, ok := strings.CutPrefix(t.files[filepath.ToSlash(name)], "-> "); ok {
		return t.Resolve(to)
	}
	return name, nil
}

func TestFind(t *testing.T) {
	files := tree{files: map[string]string{
		"/.crampon.yaml":            "",
		"/repo/.git/HEAD":           "",
		"/repo/.crampon.yaml":       "",
		"/repo/a/b/Dockerfile":      "",
		"/repo/c/.crampon.yaml":     "",
		"/repo/c/d/Dockerfile":      "",
		"/repo/sub/.git":            "gitdir: ../.git/modules/sub",
		"/repo/sub/x/Dockerfile":    "",
		"/plain/x/y/Dockerfile":     "",
		"/plain/x/.crampon.yaml":    "",
		"/bare/.git/HEAD":           "",
		"/bare/services/Dockerfile": "",
	}}
	tests := []struct{ name, file, want string }{
		{"two folders up, at the git root", "/repo/a/b/Dockerfile", "/repo/.crampon.yaml"},
		{"the nearest one counts", "/repo/c/d/Dockerfile", "/repo/c/.crampon.yaml"},
		{"a submodule is a root of its own", "/repo/sub/x/Dockerfile", ""},
		{"nothing above the git root", "/bare/services/Dockerfile", ""},
		{"no git", "/plain/x/y/Dockerfile", "/plain/x/.crampon.yaml"},
		{"no git, up to the top", "/plain/Dockerfile", "/.crampon.yaml"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Find(files, test.file)
			if filepath.ToSlash(got) != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %t", got, ok)
			}
		})
	}
}

func TestContextDir(t *testing.T) {
	files := tree{files: map[string]string{
		"/repo/.git/HEAD":         "",
		"/repo/docker/Dockerfile": "",
		"/repo/app/main.go":       "",
		"/repo/out":               "-> /etc",
		"/etc/passwd":             "",
		"/plain/docker/x":         "",
	}}
	tests := []struct{ path, context, want, err string }{
		{"/repo/docker/.crampon.yaml", "..", "/repo", ""},
		{"/repo/docker/.crampon.yaml", "../app", "/repo/app", ""},
		{"/repo/.crampon.yaml", ".", "/repo", ""},
		{"/repo/.crampon.yaml", "", "", ""},
		{"/repo/.crampon.yaml", "..", "", `the context ".." lies outside /repo`},
		{"/repo/.crampon.yaml", "out", "", `the context "out" lies outside /repo`},
		{"/repo/.crampon.yaml", "docker/Dockerfile", "", `the context "docker/Dockerfile" is not a folder`},
		{"/repo/.crampon.yaml", "nowhere", "", `the context "nowhere" cannot be read`},
		{"/plain/docker/.crampon.yaml", "..", "", `the context ".." lies outside /plain/docker`},
	}
	for _, test := range tests {
		t.Run(test.path+" "+test.context, func(t *testing.T) {
			c := &Config{Path: test.path, Context: test.context}
			got, err := c.ContextDir(files)
			if filepath.ToSlash(got) != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if message := errorText(err); !strings.HasPrefix(message, test.err) || message != "" && test.err == "" {
				t.Errorf("got error %q, want %q", message, test.err)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
