package lsp_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/lsp"
)

// oneIndex gives main of 3.24 to who names it.
type oneIndex struct {
	asked atomic.Int32
	from  analysis.IndexSource
}

func (o *oneIndex) Branch(from analysis.IndexSource, _ alpine.Release, _ string) (apk.Branch, error) {
	o.asked.Add(1)
	o.from = from
	x, err := apk.ReadIndex(strings.NewReader("P:curl\nV:8.14.1-r2\nt:1795132800\n"))
	return apk.Branch{{Name: apk.Main, Index: x}}, err
}

// TestIndexes: an index is read where a config names one, and nowhere else.
func TestIndexes(t *testing.T) {
	indexes := &oneIndex{}
	c := newClient(t, t.TempDir(), func(o *lsp.Options) { o.Indexes = indexes })
	if err := os.Mkdir(filepath.Join(c.dir, "named"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "named", ".crampon.yaml"), []byte("apk-index: [mirror]\napk-keys: [keys]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	findings := func(name string) string {
		return string(c.call("textDocument/diagnostic", map[string]any{"textDocument": c.document(name)}).Result)
	}
	c.initialize(pull)
	const text = "FROM alpine:3.24\nRUN apk add --no-cache curl~8.12\nUSER nobody\n"
	c.open("Dockerfile", text)
	if got := findings("Dockerfile"); strings.Contains(got, "ALP220") || indexes.asked.Load() > 0 {
		t.Errorf("without a config: %s", got)
	}
	c.open("named/Dockerfile", text)
	if got := findings("named/Dockerfile"); !strings.Contains(got, "ALP220") || !strings.Contains(got, "the closest is 8.14.1-r2") {
		t.Errorf("with a config: %s", got)
	}
	if from := indexes.from; !strings.HasSuffix(from.Locations[0], "/named/mirror") || !strings.HasSuffix(from.Keys[0], "/named/keys") || from.Unsigned {
		t.Errorf("asked for %+v", from)
	}
}
