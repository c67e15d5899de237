package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// What rules say of compilers, tried on Debian's.

// need ends the test where one of its programs is missing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		clienttest.Program(t, p, ".ci/run packages installs it")
	}
}

// run runs a program in a folder with a bare environment.
func run(t *testing.T, dir string, env []string, words ...string) string {
	t.Helper()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOTOOLCHAIN=local"}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", strings.Join(env, " "), strings.Join(words, " "), err, out)
	}
	return string(out)
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// theC has a function that every form of the stack protector but none guards, one
// that -strong does and plain does not, and one of that kind without an array.
const theC = `
#include <string.h>
int array16(const char *s) { char b[16]; strcpy(b, s); return b[0]; }
int array4(const char *s) { char b[4]; strcpy(b, s); return b[0]; }
void take(int *);
int address(void) { int x; take(&x); return x; }
`

// guarded are the functions of theC that call __stack_chk_fail.
func guarded(t *testing.T, dir string, compile ...string) string {
	t.Helper()
	asm := run(t, dir, nil, append(compile, "-O2", "-S", "-o", "-", "c.c")...)
	var out []string
	function := ""
	for line := range strings.Lines(asm) {
		if name, _, ok := strings.Cut(line, ":"); ok && !strings.ContainsAny(name, " \t.#") {
			function = name
		}
		if strings.Contains(line, "call") && strings.Contains(line, "__stack_chk_fail") && !slices.Contains(out, function) {
			out = append(out, function)
		}
	}
	return strings.Join(out, " ")
}

// TestStackProtectorLevels: what the compilers that are KnownOff do by
// themselves, what each flag guards, and that the last one wins.
func TestStackProtectorLevels(t *testing.T) {
	for _, compiler := range []string{"gcc", "clang", "musl-gcc"} {
		t.Run(compiler, func(t *testing.T) {
			need(t, compiler)
			dir := t.TempDir()
			write(t, dir, map[string]string{"c.c": theC})
			for _, test := range []struct{ flags, want string }{
				{"", ""},
				{"-fstack-protector", "array16"},
				{"-fstack-protector-strong", "array16 array4 address"},
				{"-fstack-protector-all", "array16 array4 address"},
				{"-fstack-protector-strong -fno-stack-protector", ""},
				{"-fno-stack-protector -fstack-protector-strong", "array16 array4 address"},
			} {
				if got := guarded(t, dir, append([]string{compiler}, strings.Fields(test.flags)...)...); got != test.want {
					t.Errorf("%s %s guards %q, want %q", compiler, test.flags, got, test.want)
				}
			}
		})
	}
}

// TestLinkerFlags: what the flags of ALP402 do to a program.
func TestLinkerFlags(t *testing.T) {
	need(t, "gcc", "readelf")
	dir := t.TempDir()
	write(t, dir, map[string]string{"m.c": "#include <stdio.h>\nint main(void) { puts(\"\"); return 0; }\n"})
	look := func(flags ...string) string {
		run(t, dir, nil, append(append([]string{"gcc", "-O2", "-o", "m", "m.c"}, "-pie", "-fPIE", "-Wl,-z,relro,-z,now"), flags...)...)
		return run(t, dir, nil, "readelf", "-W", "-h", "-l", "-d", "m")
	}
	line := func(out, start string) string {
		for l := range strings.Lines(out) {
			if l = strings.TrimSpace(l); strings.HasPrefix(l, start) {
				return strings.Join(strings.Fields(l), " ")
			}
		}
		return ""
	}
	hard := look()
	if !strings.Contains(line(hard, "Type:"), "DYN") || !strings.Contains(line(hard, "GNU_STACK"), " RW ") ||
		line(hard, "GNU_RELRO") == "" || !strings.Contains(hard, "BIND_NOW") {
		t.Fatalf("the hardened program is not:\n%s", hard)
	}
	if got := line(look("-no-pie"), "Type:"); !strings.Contains(got, "EXEC") {
		t.Errorf("-no-pie: %s", got)
	}
	for _, flags := range [][]string{{"-z", "execstack"}, {"-zexecstack"}, {"-Wl,-z,execstack"}, {"-Wl,-z", "-Wl,execstack"}} {
		if got := line(look(flags...), "GNU_STACK"); !strings.Contains(got, " RWE ") {
			t.Errorf("%v: %s", flags, got)
		}
	}
	if got := line(look("-Wl,-z,norelro"), "GNU_RELRO"); got != "" {
		t.Errorf("-z norelro: %s", got)
	}
	if got := look("-Wl,-z,lazy"); strings.Contains(got, "BIND_NOW") {
		t.Errorf("-z lazy: still bound at the start")
	}
	if got := line(look("-Wl,-z,execstack", "-Wl,-z,noexecstack"), "GNU_STACK"); !strings.Contains(got, " RW ") {
		t.Errorf("a later noexecstack: %s", got)
	}
}

// TestFortify: a later -D gives back what -U took, and nothing is checked where
// it is 0.
func TestFortify(t *testing.T) {
	need(t, "gcc")
	dir := t.TempDir()
	write(t, dir, map[string]string{"f.c": "#include <string.h>\nchar b[8];\nvoid f(const char *s) { strcpy(b, s); }\n"})
	for flags, want := range map[string]bool{
		"-D_FORTIFY_SOURCE=2":                                       true,
		"-D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE":                     false,
		"-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2":                     true,
		"-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0":                     false,
		"-D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2": true,
	} {
		asm := run(t, dir, nil, append([]string{"gcc", "-O2", "-S", "-o", "-", "f.c"}, strings.Fields(flags)...)...)
		if got := strings.Contains(asm, "__strcpy_chk"); got != want {
			t.Errorf("%s: checked %v, want %v", flags, got, want)
		}
	}
}

// cgoProgram is a Go program with a C function that any protector guards.
var cgoProgram = map[string]string{
	"go.mod":  "module x\n",
	"main.go": "package main\n\n// int array16(const char *s);\nimport \"C\"\n\nfunc main() { C.array16(nil) }\n",
	"c.c":     "#include <string.h>\nint array16(const char *s) { char b[16]; strcpy(b, s); return b[0]; }\n",
}

// TestCgoFlags: which variables reach the compiler, and in which order. It reads
// what `go build -n` would run; what the compiler makes of it is tried above.
func TestCgoFlags(t *testing.T) {
	need(t, "go", "gcc")
	dir := t.TempDir()
	write(t, dir, cgoProgram)
	for _, test := range []struct {
		env  []string
		want string
	}{
		{nil, "-O2 -g"},
		{[]string{"CGO_CFLAGS=-O1"}, "-O1"},
		{[]string{"CC=gcc -DCC", "CGO_CFLAGS=-DC", "CGO_CPPFLAGS=-DP", "CGO_CXXFLAGS=-DX", "CGO_LDFLAGS=-DL", "CFLAGS=-DNO"}, "-DCC -DP -DC"},
		{[]string{"CC=gcc -fstack-protector-strong", "CGO_CFLAGS=-O2"}, "-fstack-protector-strong -O2"},
		{[]string{"CGO_CPPFLAGS=-fstack-protector-strong", "CGO_CFLAGS=-fno-stack-protector"}, "-fstack-protector-strong -fno-stack-protector"},
	} {
		plan := run(t, dir, append([]string{"CGO_ENABLED=1"}, test.env...), "go", "build", "-n", "-o", "x", ".")
		var got []string
		for line := range strings.Lines(plan) {
			if !strings.HasSuffix(strings.TrimSpace(line), "-c c.c") {
				continue
			}
			for w := range strings.FieldsSeq(line) {
				if strings.HasPrefix(w, "-O") || strings.HasPrefix(w, "-D") || strings.Contains(w, "stack-protector") || w == "-g" {
					got = append(got, w)
				}
			}
		}
		if g := strings.Join(got, " "); g != test.want {
			t.Errorf("%v: the compiler gets %q, want %q", test.env, g, test.want)
		}
	}
}

// TestCgoLineIsLast: Go puts the flags of a #cgo line behind those of CGO_CFLAGS, so
// that they win.
func TestCgoLineIsLast(t *testing.T) {
	need(t, "go", "gcc")
	dir := t.TempDir()
	write(t, dir, cgoProgram)
	write(t, dir, map[string]string{"main.go": strings.Replace(cgoProgram["main.go"], "// int", "// #cgo CFLAGS: -fno-stack-protector\n// int", 1)})
	plan := run(t, dir, []string{"CGO_ENABLED=1", "CGO_CFLAGS=-O2 -fstack-protector-strong"}, "go", "build", "-n", "-o", "x", ".")
	for line := range strings.Lines(plan) {
		if strings.HasSuffix(strings.TrimSpace(line), "-c c.c") {
			if strong, off := strings.Index(line, "-fstack-protector-strong"), strings.Index(line, "-fno-stack-protector"); strong < 0 || off < strong {
				t.Errorf("the compiler is called with\n%s", line)
			}
			return
		}
	}
	t.Error("c.c is not compiled")
}

// TestCgoProgram builds the program for good: the linker's flags have no say in
// canaries, and without -buildmode=pie the program has a fixed address whatever
// is in CGO_CFLAGS. It takes 4 s where Go's cache has not seen the flags.
func TestCgoProgram(t *testing.T) {
	need(t, "go", "gcc", "nm", "readelf")
	dir := t.TempDir()
	write(t, dir, cgoProgram)
	run(t, dir, []string{"CGO_ENABLED=1"}, "go", "build", "-o", "x", ".")
	if got := run(t, dir, nil, "nm", "-D", "x"); strings.Contains(got, "__stack_chk_fail") {
		t.Error("Debian's gcc adds canaries by default")
	}
	run(t, dir, []string{"CGO_ENABLED=1", "CGO_CFLAGS=-O2 -fPIE -fstack-protector-strong"},
		"go", "build", "-ldflags", "-linkmode external -extldflags -fno-stack-protector", "-o", "x", ".")
	if got := run(t, dir, nil, "nm", "-D", "x"); !strings.Contains(got, "__stack_chk_fail") {
		t.Error("-fstack-protector-strong in CGO_CFLAGS adds no canaries")
	}
	if got := run(t, dir, nil, "readelf", "-h", "x"); !strings.Contains(got, "EXEC") {
		t.Errorf("go build makes\n%s", got)
	}
}

// TestNetPackages: the table is what Go says. A package that a later Go adds is
// no fault; one that is wrong is.
func TestNetPackages(t *testing.T) {
	need(t, "go")
	list := run(t, t.TempDir(), nil, "go", "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, "std")
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		name := words[0]
		if strings.HasPrefix(name, "vendor/") || strings.Contains(name, "internal") {
			continue
		}
		if uses := slices.Contains(words, "net") || slices.Contains(words, "os/user"); netPackages[name] && !uses {
			t.Errorf("%s is built on neither net nor os/user", name)
		} else if uses && !netPackages[name] {
			t.Errorf("%s is built on net or os/user and is not in the table", name)
		}
	}
}

// TestCgoDefault: what Go decides where CGO_ENABLED is not set.
func TestCgoDefault(t *testing.T) {
	need(t, "go", "gcc")
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		env  []string
		want string
	}{
		{"gcc is there", nil, "1"},
		{"another system", []string{"GOOS=windows"}, "0"},
		{"another machine", []string{"GOARCH=s390x"}, "0"},
		{"another machine with CC", []string{"GOARCH=s390x", "CC=gcc"}, "0"},
		{"no gcc", []string{"PATH=/nonexistent"}, "0"},
		{"no gcc, but CC", []string{"PATH=/nonexistent", "CC=clang"}, "1"},
		{"said so", []string{"PATH=/nonexistent", "CGO_ENABLED=1"}, "1"},
	} {
		if got := strings.TrimSpace(run(t, t.TempDir(), test.env, goTool, "env", "CGO_ENABLED")); got != test.want {
			t.Errorf("%s: CGO_ENABLED is %s, want %s", test.name, got, test.want)
		}
	}
}
