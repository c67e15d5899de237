package analysis

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// found is a finding at each place of the token in a file.
func found(path, content, token string) []Finding {
	f := source.NewFile(path, []byte(content))
	var out []Finding
	for at := 0; ; {
		i := strings.Index(content[at:], token)
		if i < 0 {
			return out
		}
		at += i + len(token)
		out = append(out, Finding{Rule: ruleBytes, Span: f.Span(at-len(token), at)})
	}
}

func fingerprints(t *testing.T, path, content string) []string {
	t.Helper()
	e := &Engine{FS: source.Disk{}}
	return e.Fingerprints(found(path, content, "curl"))
}

func TestFingerprintsStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Dockerfile")
	before := fingerprints(t, path, "FROM alpine\nRUN apk add curl\n")
	for name, content := range map[string]string{
		"lines above":  "# one\n\n# two\nFROM alpine\nRUN apk add curl\n",
		"blanks":       "FROM alpine\n  RUN  apk\tadd curl  \n",
		"line ends":    "FROM alpine\r\nRUN apk add curl\r\n",
		"no line end":  "FROM alpine\nRUN apk add curl",
		"other lines":  "FROM alpine:3.24\nRUN apk add curl\nUSER nobody\n",
		"another text": "FROM alpine\nRUN apk add curl\nRUN apk add jq\n",
	} {
		if got := fingerprints(t, path, content); !slices.Equal(got, before) {
			t.Errorf("%s: %v, not %v", name, got, before)
		}
	}
}

func TestFingerprintsDiffer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "Dockerfile")
	before := fingerprints(t, path, "RUN apk add curl\n")[0]
	if got := fingerprints(t, path, "RUN apk add curl jq\n")[0]; got == before {
		t.Error("another line has the same fingerprint")
	}
	if got := fingerprints(t, filepath.Join(dir, "api", "Dockerfile"), "RUN apk add curl\n")[0]; got == before {
		t.Error("another file has the same fingerprint")
	}
	twice := fingerprints(t, path, "RUN apk add curl\nRUN apk add curl\n")
	if twice[0] != before || twice[1] == before {
		t.Errorf("two equal lines have %v; the first alone had %s", twice, before)
	}
}

// A run from a folder below the git root names its findings as one from the root.
func TestFingerprintsFromGitRoot(t *testing.T) {
	root := t.TempDir()
	f := found(filepath.Join(root, "api", "Dockerfile"), "RUN apk add curl\n", "curl")
	above := (&Engine{FS: gitAt{root: root}}).Fingerprints(f)
	moved := t.TempDir()
	f = found(filepath.Join(moved, "api", "Dockerfile"), "RUN apk add curl\n", "curl")
	if got := (&Engine{FS: gitAt{root: moved}}).Fingerprints(f); !slices.Equal(got, above) {
		t.Errorf("another clone has %v, not %v", got, above)
	}
}

// gitAt is the disk with a .git in one folder.
type gitAt struct {
	source.Disk
	root string
}

func (g gitAt) Stat(name string) (fs.FileInfo, error) {
	if name == filepath.Join(g.root, ".git") {
		return g.Disk.Stat(g.root)
	}
	return g.Disk.Stat(name)
}

// A line of 147 kB is not hashed as a whole for each of its findings.
func TestFingerprintsOfLongLine(t *testing.T) {
	line := strings.Repeat("RUN apk add curl; ", 1<<13)
	got := fingerprints(t, filepath.Join(t.TempDir(), "Dockerfile"), line)
	if slices.Sort(got); len(slices.Compact(got)) != 1<<13 {
		t.Error("fingerprints repeat")
	}
}
