package build

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// elf is what readelf tells of a program: "EXEC" or "DYN", and its interpreter.
func elf(t *testing.T, dir string) string {
	t.Helper()
	out := run(t, dir, nil, "readelf", "-W", "-h", "-l", "x")
	kind, loader := "?", "none"
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "Type:"); ok {
			kind = strings.Fields(rest)[0]
		}
		if _, rest, ok := strings.Cut(line, "interpreter: "); ok {
			loader = "glibc"
			if strings.Contains(rest, "musl") {
				loader = "musl"
			}
		}
	}
	return kind + " " + loader
}

// TestLinkageOfC: what the pages of ALP305, 306 and 407 say of C compilers.
func TestLinkageOfC(t *testing.T) {
	need(t, "readelf")
	for _, test := range []struct{ compile, want string }{
		{"gcc", "DYN glibc"},
		{"gcc -static", "EXEC none"},
		{"gcc -static-pie", "DYN none"},
		{"clang", "DYN glibc"},
		{"musl-gcc", "DYN musl"},
		{"musl-gcc -static", "EXEC none"},
	} {
		t.Run(test.compile, func(t *testing.T) {
			words := strings.Fields(test.compile)
			need(t, words[0])
			dir := t.TempDir()
			write(t, dir, map[string]string{"m.c": "int main(void) { return 0; }\n"})
			run(t, dir, nil, append(words, "-o", "x", "m.c")...)
			if got := elf(t, dir); got != test.want {
				t.Errorf("%s makes %s, want %s", test.compile, got, test.want)
			}
		})
	}
}

// TestLinkageOfGo: what Go makes without cgo, with it, and with the flags of ALP405,
// 406 and 407. Each build takes some seconds where Go's cache has not seen the flags.
func TestLinkageOfGo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs, which takes a minute")
	}
	need(t, "go", "gcc", "readelf")
	pure := map[string]string{"go.mod": "module x\n", "main.go": "package main\n\nfunc main() {}\n"}
	for _, test := range []struct {
		name  string
		files map[string]string
		env   []string
		args  []string
		want  string
	}{
		{"no cgo", pure, []string{"CGO_ENABLED=0"}, nil, "EXEC none"},
		{"no cgo, PIE", pure, []string{"CGO_ENABLED=0"}, []string{"-buildmode=pie"}, "DYN glibc"},
		{"cgo", cgoProgram, []string{"CGO_ENABLED=1"}, nil, "EXEC glibc"},
		{"cgo, -fPIE", cgoProgram, []string{"CGO_ENABLED=1", "CGO_CFLAGS=-O2 -fPIE"}, nil, "EXEC glibc"},
		{"cgo, PIE", cgoProgram, []string{"CGO_ENABLED=1"}, []string{"-buildmode=pie"}, "DYN glibc"},
		{"cgo, static", cgoProgram, []string{"CGO_ENABLED=1"}, []string{"-ldflags", "-linkmode external -extldflags -static"}, "EXEC none"},
		{"cgo, static PIE", cgoProgram, []string{"CGO_ENABLED=1"}, []string{"-buildmode=pie", "-ldflags", "-linkmode external -extldflags -static-pie"}, "DYN none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, test.files)
			run(t, dir, test.env, append(append([]string{"go", "build", "-o", "x"}, test.args...), ".")...)
			if got := elf(t, dir); got != test.want {
				t.Errorf("%v %v makes %s, want %s", test.env, test.args, got, test.want)
			}
		})
	}
}

// TestFortifyNeedsOptimization: what is lost with Go's -g -O2 (ALP404), and that
// musl's own headers check nothing (ALP403).
func TestFortifyNeedsOptimization(t *testing.T) {
	files := map[string]string{"f.c": "#include <string.h>\nchar b[8];\nvoid f(const char *s) { strcpy(b, s); }\n"}
	for _, test := range []struct {
		compile string
		want    bool
	}{
		{"gcc -O2 -D_FORTIFY_SOURCE=2", true},
		{"gcc -D_FORTIFY_SOURCE=2", false},
		{"musl-gcc -O2 -D_FORTIFY_SOURCE=2", false},
	} {
		t.Run(test.compile, func(t *testing.T) {
			words := strings.Fields(test.compile)
			need(t, words[0])
			dir := t.TempDir()
			write(t, dir, files)
			asm := run(t, dir, nil, append(words, "-w", "-S", "-o", "-", "f.c")...)
			if got := strings.Contains(asm, "__strcpy_chk"); got != test.want {
				t.Errorf("%s: checked %v, want %v", test.compile, got, test.want)
			}
		})
	}
}

// TestCgoAllow: a flag that runs code is refused in a #cgo line, and reaches gcc with
// a pattern that allows all (ALP408).
func TestCgoAllow(t *testing.T) {
	need(t, "go", "gcc")
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":  "module x\n",
		"main.go": "package main\n\n// #cgo CFLAGS: -fplugin=/nonexistent/x.so\n// int f(void);\nimport \"C\"\n\nfunc main() {}\n",
	})
	for allow, want := range map[string]string{"": "invalid flag", ".*": "/nonexistent/x.so: cannot open shared object"} {
		cmd := exec.Command("go", "build", "-o", "x", ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "CGO_CFLAGS_ALLOW="+allow)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("CGO_CFLAGS_ALLOW=%s: %v, want %q in\n%s", allow, err, want, out)
		}
	}
}
