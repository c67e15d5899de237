package lsp

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/rules"
)

// The worker takes a Dockerfile's version, and an edit comes before it judges that:
// what the version that is gone says of a script is not taken for the last.
func TestScriptsOfGoneVersion(t *testing.T) {
	dir := t.TempDir()
	s := newServer(Options{FS: source.Disk{}, Rules: rules.All(), Settings: analysis.Settings{Today: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)}})
	open := func(name string, version int, content string) *text {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s.open(newDocument(protocol.DocumentURI("file://"+path), path, version, []byte(content)))
		return s.texts[path]
	}
	const image = "FROM alpine:3.18\nCOPY run.sh /\nENTRYPOINT [\"/run.sh\"]\n"
	dockerfile := open("Dockerfile", 1, image)
	script := open("run.sh", 1, "#!/bin/sh\neval \"$1\"\n")
	s.judge(t.Context(), dockerfile, dockerfile.doc)
	s.judge(t.Context(), script, script.doc)

	gone := dockerfile.doc
	open("Dockerfile", 2, "\n"+image)
	s.judge(t.Context(), dockerfile, gone)
	j := s.judge(t.Context(), script, script.doc)
	i := slices.IndexFunc(j.findings, func(f analysis.Finding) bool { return f.Rule.Name == "eval" })
	if i < 0 || len(j.findings[i].Setting) == 0 {
		t.Fatalf("no eval with its setting among %v", j.findings)
	}
	if line := j.findings[i].Setting[0].Span.From().Line; line != 3 {
		t.Errorf("COPY stands in line %d for the script, not 3", line)
	}
}
