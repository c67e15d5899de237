package rules

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// A page may show what it says as a session in BusyBox, a block of its Doc:
//
//	~~~console
//	$ echo "a word"
//	a word
//	$ cat > greet.sh << 'END'
//	> echo "hello $1"
//	> END
//	~~~
//
// Lines behind "$ " are commands, those behind "> " go on with one, and the rest
// is what is printed, standard error too; a line of three dots stands for any
// lines. All commands of a block go to one `busybox ash`, in an empty folder that
// holds the files of Bad and Good in bad/ and good/. Scripts are started as
// `sh bad/x.sh`: what /bin/sh is on the machine that tests is another matter.
const (
	sessionFence  = "~~~console\n"
	sessionEnd    = "~~~\n"
	sessionTime   = 20 * time.Second // of a block; each takes milliseconds
	sessionAnyOut = "..."
)

// exchange is a command of a session and what it prints.
type exchange struct{ command, output string }

// sessions are the blocks of a Doc.
func sessions(t *testing.T, doc string) [][]exchange {
	t.Helper()
	var out [][]exchange
	for {
		_, rest, ok := strings.Cut(doc, sessionFence)
		if !ok {
			return out
		}
		block, rest, ok := strings.Cut(rest, sessionEnd)
		if !ok || !strings.HasPrefix(block, "$ ") {
			t.Fatal("a session begins with a command behind \"$ \" and ends with a fence on a line of its own")
		}
		var s []exchange
		for l := range strings.Lines(block) {
			if command, ok := strings.CutPrefix(l, "$ "); ok {
				s = append(s, exchange{command: command})
				continue
			}
			last := &s[len(s)-1]
			if more, ok := strings.CutPrefix(l, "> "); ok && last.output == "" {
				last.command += more
			} else {
				last.output += l
			}
		}
		out, doc = append(out, s), rest
	}
}

// TestSessions: what a page shows is what BusyBox does.
func TestSessions(t *testing.T) {
	path := applets(t)
	for _, r := range All() {
		for _, s := range sessions(t, r.Doc) {
			t.Run(r.ID, func(t *testing.T) {
				got := play(t, path, r, s)
				for i, e := range s {
					if !sameOutput(e.output, got[i]) {
						t.Errorf("$ %s\n%s", e.command, differ(e.output, got[i]))
					}
				}
			})
		}
	}
}

// applets is a folder with a link for each of BusyBox's applets, as Alpine has it.
func applets(t *testing.T) string {
	t.Helper()
	busybox := clienttest.Program(t, "busybox", "apt-get install busybox-static")
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), busybox, "--install", "-s", dir).CombinedOutput(); err != nil {
		t.Fatalf("busybox --install: %v\n%s", err, out)
	}
	return dir
}

// play runs the commands of a session; the outputs are in their order.
func play(t *testing.T, path string, r *analysis.Rule, session []exchange) []string {
	t.Helper()
	dir := t.TempDir()
	unpack(t, filepath.Join(dir, "bad"), example(r.Bad))
	unpack(t, filepath.Join(dir, "good"), example(r.Good))
	const mark = "\n== end of a command\n"
	var script strings.Builder
	for _, e := range session {
		// Trailing newlines are not compared, so the mark may begin with one.
		script.WriteString(e.command + "\n{ status=$?; printf '%s' '" + mark + "'; (exit $status); }\n")
	}
	ctx, cancel := context.WithTimeout(t.Context(), sessionTime)
	defer cancel()
	name := filepath.Join(t.TempDir(), "session.sh")
	if err := os.WriteFile(name, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(path, "ash"), name)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + path, "HOME=" + dir, "LC_ALL=C", "TZ=UTC"}
	printed, err := cmd.CombinedOutput()
	out := strings.Split(string(printed), mark)
	if len(out) != len(session)+1 {
		t.Fatalf("%d of %d commands were run: %v\n%s", len(out)-1, len(session), err, printed)
	}
	return out[:len(session)]
}

func unpack(t *testing.T, dir string, files tree) {
	t.Helper()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// sameOutput compares but for newlines at the end. Three dots are any lines.
func sameOutput(want, got string) bool {
	want, got = strings.TrimRight(want, "\n")+"\n", strings.TrimRight(got, "\n")+"\n"
	first, rest, open := strings.Cut(want, sessionAnyOut+"\n")
	if !open {
		return want == got
	}
	return strings.HasPrefix(got, first) && strings.HasSuffix(got[len(first):], rest)
}
