package image

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// TestGiven: which arguments of a script are fixed by all who start it.
func TestGiven(t *testing.T) {
	for _, tt := range []struct {
		starts, script string
		argument, want string // "?" where it is not known
	}{
		{`ENTRYPOINT ["/x.sh", "serve", "-v"]`, "", "1", "serve"},
		{`ENTRYPOINT ["/x.sh", "serve", "-v"]`, "", "2", "-v"},
		{`ENTRYPOINT ["/x.sh", "serve"]`, "", "2", "?"},
		{`ENTRYPOINT exec /x.sh "a b"`, "", "1", "a b"},
		{`ENTRYPOINT /x.sh $MODE b`, "", "2", "?"},
		{`CMD ["/x.sh", "serve"]`, "", "1", "?"},
		{"ENTRYPOINT /x.sh a || /x.sh b", "", "1", "a b"},
		{"ENTRYPOINT /x.sh a || /x.sh", "", "1", "?"},
		{`ENTRYPOINT find /etc -exec /x.sh {} \;`, "", "1", "?"},
		{`ENTRYPOINT ["/x.sh", "serve"]`, "shift", "1", "?"},
		{`ENTRYPOINT . /x.sh a`, "", "1", "?"},
	} {
		fs := sourcetest.New(nil)
		fs.Write("/work/Dockerfile", "FROM alpine:3.24\nCOPY --chmod=755 x.sh /x.sh\n"+tt.starts+"\n")
		fs.Write("/work/x.sh", "#!/bin/sh\n"+tt.script+"\n")
		cache := &source.Cache{FS: fs}
		f, err := cache.File(filepath.FromSlash("/work/Dockerfile"))
		if err != nil {
			t.Fatal(err)
		}
		b := New(dockerfile.Parse(f), OpenContext(cache, filepath.FromSlash("/work"), f.Path), Options{})
		found := false
		for _, r := range b.Runs {
			if r.Script == nil || r.When != AtStart {
				continue
			}
			found = true
			got := "?"
			if values, ok := r.Given(tt.argument); ok {
				got = strings.Join(values, " ")
			}
			if got != tt.want {
				t.Errorf("%s: $%s of the script is %q, want %q", tt.starts, tt.argument, got, tt.want)
			}
		}
		if !found {
			t.Errorf("%s: the script is not followed", tt.starts)
		}
	}
}
