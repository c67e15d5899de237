package lsp_test

import (
	"runtime"
	"strings"
	"testing"
)

// TestCollectsAtRest: what edits leave is collected between two of them, before the
// collector would begin of itself.
func TestCollectsAtRest(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(push)
	c.open("Dockerfile", "FROM alpine:3.24\n"+strings.Repeat("RUN apk add --no-cache curl~8\n", 300))
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 1000 {
		c.edit("Dockerfile", 0, 0, "\n")
		c.settle()
		if runtime.ReadMemStats(&now); now.NumForcedGC > before.NumForcedGC {
			return
		}
	}
	t.Errorf("never in 1000 edits, which left %d MB", (now.TotalAlloc-before.TotalAlloc)>>20)
}
