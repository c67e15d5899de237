package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// TestCorpus compares all that is said of whole trees, shaped like real ones, with
// what stands beside them: a change of any rule or fact shows here. -update writes it.
func TestCorpus(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "testdata"))
	for tree, golden := range map[string]string{
		"demo":        filepath.Join("corpus", "demo.txt"),
		"corpus/shop": filepath.Join("corpus", "shop.txt"),
	} {
		var out, errs bytes.Buffer
		args := []string{"check", "--color", "never", "--min-severity", "hint", "--today", alpine.TableDate.Format(time.DateOnly), tree}
		if code := run(args, streams{strings.NewReader(""), &out, &errs}); code != exitFindings || errs.Len() > 0 {
			t.Fatalf("%s: exit code %d, %s", tree, code, &errs)
		}
		if *update {
			if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != string(want) {
			t.Errorf("%s is not what is said of %s; go test ./cmd/crampon -update writes it:\n%s", golden, tree, got)
		}
	}
}
