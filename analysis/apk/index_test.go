package apk_test

import (
	"bytes"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/apk/apktest"
)

func read(t *testing.T, records string) *apk.Index {
	t.Helper()
	x, err := apk.ReadIndex(strings.NewReader(records))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestReadIndex(t *testing.T) {
	x := read(t, "C:Q1x=\nP:curl\nV:8.14.1-r2\nA:x86_64\nk:100\nq:of a later apk\nt:1718003507\n\n"+
		"\nP:bash\nV:5.2.37-r0\nt:1718000000\n\n"+
		"P:curl\nV:8.9.0-r0\n") // the last record has no empty line behind it
	for name, want := range map[string][]string{
		"curl": {"8.14.1-r2", "8.9.0-r0"}, "bash": {"5.2.37-r0"}, "cur": nil, "zsh": nil,
	} {
		if got := x.Versions(name); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := x.Newest.Format("2006-01-02 15:04:05"); x.Len() != 3 || got != "2024-06-10 07:11:47" {
		t.Errorf("%d packages, the newest of %s", x.Len(), got)
	}
}

func TestReadIndexErrors(t *testing.T) {
	for name, tt := range map[string]struct{ records, want string }{
		"no field":         {"P:curl\nV:1-r0\nnonsense\n", `line 3: "nonsense" is no field of a record`},
		"no name":          {"V:1-r0\n\n", "line 2: a record without a name"},
		"no name, the end": {"P:a\nV:1-r0\n\nV:1-r0\n", "the last record: a record without a name"},
		"a bad name":       {"P:$(id)\nV:1-r0\n\n", `line 3: "$(id)" cannot be the name of a package`},
		// A fix writes the version into a Dockerfile.
		"a bad version":     {"P:curl\nV:1; rm -rf /\n\n", `line 3: curl has "1; rm -rf /" for a version`},
		"no version":        {"P:curl\n\n", `line 2: curl has "" for a version`},
		"a huge line":       {"P:curl\nV:1-r0\np:" + strings.Repeat("x", 2<<20) + "\n\n", "a line of more than 1048576 bytes"},
		"too many packages": {strings.Repeat("P:a\nV:1\n\n", 200_001), "line 600003: more than 200000 packages"},
	} {
		x, err := apk.ReadIndex(strings.NewReader(tt.records))
		if err == nil || err.Error() != tt.want || x != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody has to know what is in a line that is not asked for.
func TestReadIndexPassesOver(t *testing.T) {
	x := read(t, "P:curl\nV:1-r0\nT:\xff\x00 $(id)\nt:never\n\n")
	if x.Len() != 1 || !x.Newest.IsZero() {
		t.Errorf("%d packages, newest %v", x.Len(), x.Newest)
	}
}

const records = `P:busybox
V:1.37.0-r1

P:build-base
V:0.5-r3
D:make gcc so:libnowhere.so.1

P:make
V:4.4-r0
D:so:libc.so !cmake
p:cmd:make=4.4-r0

P:musl
V:1.2.5-r0
p:so:libc.so=1

P:git
V:2.49-r0
D:git-init-template

P:git-init-template
V:2.49-r0

P:git-bash-completion
V:2.49-r0
i:bash-completion git=2.49-r0
p:cmd:completes

P:circle
V:1-r0
D:circle2

P:circle2
V:1-r0
D:circle so:libc.so
`

func TestBranch(t *testing.T) {
	b := apk.Branch{
		{apk.Main, read(t, records)},
		{apk.Community, read(t, "P:gmake\nV:4.5-r0\np:cmd:make=4.5 cmd:gmake\n\nP:git\nV:2.50-r0\n")},
	}
	if got := b.Versions("git"); !slices.Equal(got, []string{"2.50-r0", "2.49-r0"}) {
		t.Errorf("git has the versions %v", got)
	}
	if got := b.Providers("cmd:make"); !slices.Equal(got, []string{"gmake", "make"}) {
		t.Errorf("cmd:make is provided by %v", got)
	}
	if got := b.Names(); len(got) != 11 || !b.Whole() || b[:1].Whole() {
		t.Errorf("the names %v, whole %t, half of it %t", got, b.Whole(), b[:1].Whole())
	}
	for name, want := range map[string]bool{"gmake": true, "git": false, "make": false, "nothing": false} {
		if got := b.Only(apk.Community, name); got != want {
			t.Errorf("%s is in community only: %t", name, got)
		}
	}
	for _, tt := range []struct {
		pkg, name string
		want      bool
	}{
		{"make", "cmd:make", true},
		{"make", "cmd:gmake", false},
		{"so:libc.so", "cmd:make", false},
		{"musl", "cmd:make", false},
		{"circle", "cmd:make", false},
		{"git", "cmd:completes", true},       // comes along, should the others be there
		{"build-base", "cmd:make", true},     // by what it needs
		{"build-base", "cmd:cmake", true},    // by a library that is not in the branch
		{"not-in-there", "cmd:make", true},   // so are names
		{"git-init-template", "cmd:", false}, // nothing is called so
	} {
		if got := b.Brings(tt.pkg, tt.name); got != tt.want {
			t.Errorf("%s brings %s: %t", tt.pkg, tt.name, got)
		}
	}
}

// Thousands of packages that all stand for what all need cost thousands, not millions.
func TestBringsIsBounded(t *testing.T) {
	const n = 20_000
	b := apk.Branch{{Name: apk.Main, Index: read(t, strings.Repeat("P:a\nV:1\nD:x y\np:x y\ni:a x\n\n", n))}}
	if b.Brings("a", "cmd:nothing") { // go test's own time limit ends one that takes millions
		t.Error("nothing brings nothing")
	}
}

func TestBranchNewest(t *testing.T) {
	old, fresh := read(t, "P:a\nV:1\nt:1718000000\n"), read(t, "P:a\nV:1\nt:1719000000\n")
	if got := (apk.Branch{{apk.Main, fresh}, {apk.Community, old}}).Newest(); !got.Equal(old.Newest) {
		t.Errorf("%v", got)
	}
}

// BenchmarkReadIndex reads a signed index of the size of main and community together.
// All that it allocates, which is more than it ever holds, is B/op; live-MB is what
// stays. The bounds are 200 ms and 60 MB.
func BenchmarkReadIndex(b *testing.B) {
	key := apktest.NewKey(b, "test.rsa.pub")
	public, err := apk.ParseKey(key.Public(b))
	if err != nil {
		b.Fatal(err)
	}
	content := key.Sign(b, "RSA", apktest.Pack(b, "v3.24.2", apktest.Records(25_000)))
	keys := apk.Keys{key.Name: public}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ReportAllocs()
	var x *apk.Index
	for b.Loop() {
		if x, err = apk.OpenIndex(bytes.Clone(content), keys); err != nil {
			b.Fatal(err)
		}
		if x.Versions("package-24999") == nil {
			b.Fatal("the last package is missing")
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "live-MB")
	runtime.KeepAlive(x)
}
