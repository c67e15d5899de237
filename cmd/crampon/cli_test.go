package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/crampon-lint/crampon/analysis/apk/apktest"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"crampon": main})
}

// The scripts read like a session; what testscript cannot do is added here.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "cli"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TERM", "xterm")
			env.Setenv("NO_COLOR", "")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("there is no such condition")
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":    exits,
			"bytes":    writeBytes,
			"sparse":   sparse,
			"harmless": harmless,
			"shorter":  shorter,
			"index":    packIndex,
			"key":      writeKey,
		},
	})
}

// exits runs a command and wants its exit code: exits 2 crampon check --nope.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// writeBytes writes a file of pieces, each in the escapes of a Go string; N*piece
// is the piece N times: bytes Dockerfile 'FROM alpine\n' 1000000*x.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes file piece...")
	}
	var b strings.Builder
	for _, piece := range args[1:] {
		times := 1
		if n, rest, ok := strings.Cut(piece, "*"); ok {
			if count, err := strconv.Atoi(n); err == nil {
				times, piece = count, rest
			}
		}
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(piece, `"`, `\"`) + `"`)
		ts.Check(err)
		b.WriteString(strings.Repeat(text, times))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o666))
}

// scriptT is a script as what apktest asks of a test.
type scriptT struct{ ts *testscript.TestScript }

func (scriptT) Helper() {}

func (s scriptT) Fatal(args ...any) { s.ts.Fatalf("%s", fmt.Sprint(args...)) }

// keyName is the file name of the key that signs a script's indexes.
const keyName = "test.rsa.pub"

// packIndex makes an APKINDEX.tar.gz of a file of records, signed unless negated, that
// says of itself the rest: index mirror/v3.24/main/x86_64/APKINDEX.tar.gz main.txt v3.24.2.
func packIndex(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: [!] index FILE RECORDS DESCRIPTION")
	}
	content := apktest.Pack(scriptT{ts}, args[2], ts.ReadFile(args[1]))
	if !neg {
		content = apktest.NewKey(scriptT{ts}, keyName).Sign(scriptT{ts}, "RSA", content)
	}
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o777))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o666))
}

// writeKey puts the key that signs indexes into a folder: key keys.
func writeKey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: key FOLDER")
	}
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o777))
	ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), keyName), apktest.NewKey(scriptT{ts}, keyName).Public(scriptT{ts}), 0o666))
}

// sparse makes a file of that many bytes that takes no room on the disk.
func sparse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sparse file size")
	}
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o666))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// harmless wants a file, stdout or stderr without control characters but line
// ends, without what turns the direction of text, and in UTF-8.
func harmless(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		text := ts.ReadFile(name)
		bad := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
		if !utf8.ValidString(text) {
			bad = max(bad, 0)
		}
		if (bad >= 0) != neg {
			ts.Fatalf("%s: harmless is %v (at byte %d)", name, bad < 0, bad)
		}
	}
}

// shorter wants a file, stdout or stderr of fewer bytes: shorter stdout 2000.
func shorter(ts *testscript.TestScript, neg bool, args []string) {
	limit, err := strconv.Atoi(args[1])
	ts.Check(err)
	if n := len(ts.ReadFile(args[0])); (n < limit) == neg {
		ts.Fatalf("%s has %d bytes", args[0], n)
	}
}
