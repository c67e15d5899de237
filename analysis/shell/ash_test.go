package shell

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// askAsh runs a row's script in an empty folder and says what became of it.
func askAsh(t *testing.T, busybox string, f *Feature) (Outcome, string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "x.sh")
	if err := os.WriteFile(file, []byte(f.Script+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(busybox, "ash", file)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "ENV="}
	err := cmd.Run()
	said := fmt.Sprintf("printed %q, said %q, %v", stdout.String(), stderr.String(), err)
	switch {
	case strings.TrimSuffix(stdout.String(), "\n") == f.Output && stderr.Len() == 0:
		return Works, said
	case strings.Contains(stderr.String(), "not found"):
		return NotFound, said
	case stderr.Len() > 0:
		return Fails, said
	}
	return Differs, said
}

// releaseOf asks BusyBox for its release.
func releaseOf(t *testing.T, busybox string) alpine.BusyBoxRelease {
	t.Helper()
	out, _ := exec.Command(busybox).CombinedOutput()
	m := regexp.MustCompile(`BusyBox v(1\.\d+)`).FindSubmatch(out)
	if m == nil {
		t.Fatalf("%s does not say which BusyBox it is: %.80q", busybox, out)
	}
	b, _ := alpine.ParseBusyBox(string(m[1]))
	return b
}

// otherwise are rows that a BusyBox of upstream or Debian does not do as Alpine's,
// and why.
var otherwise = map[string]string{
	"epochseconds":  "Alpine's patch for $BB_ASH_VERSION takes the variable away",
	"epochrealtime": "Alpine's patch for $BB_ASH_VERSION takes the variable away",
}

// TestAshTable runs the script of each row on a real BusyBox and compares with
// what the table says of its release: the one in PATH, or the one that
// CRAMPON_BUSYBOX names (its file has to be called busybox).
func TestAshTable(t *testing.T) {
	path := os.Getenv("CRAMPON_BUSYBOX")
	if path == "" {
		path = busybox(t)
	}
	release := releaseOf(t, path)
	for i := range ashFeatures {
		f := &ashFeatures[i]
		want := f.In(release)
		if f.Script == "" || want == NotMeasured || otherwise[f.Name] != "" {
			continue
		}
		if got, said := askAsh(t, path, f); got != want {
			t.Errorf("%s (%s): BusyBox %v: %v, the table has %v\n\t%s\n\t%s", f.Name, f.Syntax, release, got, want, f.Script, said)
		}
	}
}

// TestAshTableReads holds each row to its form.
func TestAshTableReads(t *testing.T) {
	does := regexp.MustCompile(`^[?+!~-]( 1\.\d\d[?+!~-])*$`)
	seen := map[string]bool{}
	groups := map[Group]bool{}
	last := Group("")
	for _, f := range ashFeatures {
		if !does.MatchString(f.Does) || f.Name == "" || seen[f.Name] || f.Syntax == "" || (f.Effect == "") != (f.Instead == "") {
			t.Errorf("%+v: no row", f)
		}
		if f.Group != last && groups[f.Group] {
			t.Errorf("%s: %s stands in two places", f.Name, f.Group)
		}
		seen[f.Name], groups[f.Group], last = true, true, f.Group
	}
}

func TestOutcomesByRelease(t *testing.T) {
	f := &Feature{Does: "! 1.31~ 1.33+ 1.38?"}
	for b, want := range map[alpine.BusyBoxRelease]Outcome{
		0: NotMeasured, 25: NotMeasured, 26: Fails, 30: Fails, 31: Differs, 32: Differs, 33: Works, 37: Works, 38: NotMeasured, 39: NotMeasured,
	} {
		if got := f.In(b); got != want {
			t.Errorf("BusyBox %v: %v, want %v", b, got, want)
		}
	}
	for _, tt := range []struct {
		from, to alpine.BusyBoxRelease
		want     Outcome
	}{{26, 26, Fails}, {26, 31, Differs}, {26, 33, NotMeasured}, {33, 37, Works}, {33, 38, NotMeasured}, {37, 26, NotMeasured}} {
		if got := f.Among(tt.from, tt.to); got != tt.want {
			t.Errorf("BusyBox %v to %v: %v, want %v", tt.from, tt.to, got, tt.want)
		}
	}
	for does, want := range map[string]string{"!": "", "+": "", "! 1.38+": "before BusyBox 1.38", "+ 1.33~": "from BusyBox 1.33 on", "~ 1.31+ 1.35~": ""} {
		if got := (&Feature{Does: does}).When(); got != want {
			t.Errorf("%s: %q, want %q", does, got, want)
		}
	}
}
