package rules

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/fix"
)

// input is what a script gets.
type input struct {
	args  []string
	env   string
	stdin string
	files map[string]string // of the folder that it runs in
}

// fixedScripts are scripts that a rule fixes. What each prints, and the names of the
// files that it leaves, is the same before and after for the harmless input; for the
// harmful one the sign is among them before, and not after.
var fixedScripts = []struct {
	id, script        string
	harmless, harmful input
	sign              string
}{
	{"ALP504", `if [[ $1 = admin ]]; then echo let in; fi`, input{args: []string{"admin"}}, input{args: []string{"! x"}}, "let in"},
	{"ALP504", `if [[ $1 != admin ]]; then echo kept out; exit; fi; echo let in`, input{args: []string{"guest"}}, input{args: []string{""}}, "let in"},
	{"ALP504", `[[ -f $1 ]] && echo is there`, input{args: []string{"f"}, files: map[string]string{"f": ""}}, input{args: []string{""}}, "is there"},
	{"ALP505", `if [[ "$SECRET" == "$1" ]]; then echo let in; fi`, input{args: []string{"s3"}, env: "SECRET=s3"}, input{args: []string{"*"}, env: "SECRET=s3"}, "let in"},
	{"ALP506", `if [ $1 = admin ]; then echo let in; fi`, input{args: []string{"admin"}}, input{args: []string{"x -o 1"}}, "let in"},
	{"ALP506", `if [ -n $1 ]; then echo named; fi`, input{args: []string{"x"}}, input{args: []string{""}}, "named"},
	{"ALP507", `eval "echo $1 $2"`, input{args: []string{"a", "b"}}, input{args: []string{"a", "; touch PWNED"}}, "\nPWNED"},
	{"ALP508", `sh -c "echo hello $1"`, input{args: []string{"you"}}, input{args: []string{"$(touch PWNED)"}}, "\nPWNED"},
	{"ALP508", `ls | xargs -I {} sh -c 'wc -c < {}'`, input{files: map[string]string{"a": "1", "b": "22"}}, input{files: map[string]string{"a;touch PWNED": ""}}, "\nPWNED"},
	{"ALP508", `find . -type f -exec sh -c 'cat {}' \;`, input{files: map[string]string{"a": "1\n"}}, input{files: map[string]string{"a;touch PWNED": ""}}, "\nPWNED"},
	{"ALP509", `awk "BEGIN { print \"$1\" }"`, input{args: []string{"a b"}}, input{args: []string{`"; system("touch PWNED"); "`}}, "\nPWNED"},
	{"ALP510", `sort "$1"`, input{args: []string{"f"}, files: map[string]string{"f": "b\na\n"}}, input{args: []string{"-oPWNED"}}, "\nPWNED"},
	{"ALP512", "set -e\nsha256sum -c sums | cat\necho installed",
		input{files: map[string]string{"f": "", "sums": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  f\n"}},
		input{files: map[string]string{"f": "x", "sums": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  f\n"}}, "installed"},
	{"ALP522", `echo abc123 | tr -dc [:alpha:]; echo .`, input{}, input{files: map[string]string{"a": ""}}, "a.\n"},
	{"ALP523", "cd \"$(cat where)\"\nrm -f keep\nmkdir -p made", input{files: map[string]string{"where": "sub", "sub/keep": ""}}, input{files: map[string]string{"keep": "", "where": "nowhere"}}, "\nmade"},
	{"ALP531", `printf "$1\n"`, input{args: []string{"hello"}}, input{args: []string{"%05dx"}}, "00000x"},
}

// TestFixedInBusyBox runs scripts as they were and as the fixes leave them.
func TestFixedInBusyBox(t *testing.T) {
	path := applets(t)
	for _, tt := range fixedScripts {
		before := tree{
			{Name: "Dockerfile", Data: []byte("FROM alpine:3.24\nCOPY --chmod=755 x.sh /\nUSER nobody\nENTRYPOINT [\"/x.sh\"]\n")},
			{Name: "x.sh", Data: []byte("#!/bin/sh\n" + tt.script + "\n")},
		}
		wish := fix.Wish{Unsafe: true, Rule: func(r *analysis.Rule) bool { return r.ID == tt.id }}
		after, out := before.mend(t, wide(tt.id), wish)
		if len(out.Made) == 0 {
			t.Errorf("%s does not fix\n%s", tt.id, tt.script)
			continue
		}
		fixed := string(after[1].Data)
		if was, is := runScript(t, path, before[1], tt.harmless), runScript(t, path, after[1], tt.harmless); was != is {
			t.Errorf("%s: harmless input made\n%sand makes\n%sof\n%s", tt.id, was, is, fixed)
		}
		if was := runScript(t, path, before[1], tt.harmful); !strings.Contains(was, tt.sign) {
			t.Errorf("%s does not obey the harmful input, %q is not in\n%s", tt.script, tt.sign, was)
		}
		if is := runScript(t, path, after[1], tt.harmful); strings.Contains(is, tt.sign) {
			t.Errorf("%s: the harmful input is obeyed, %q is in\n%sof\n%s", tt.id, tt.sign, is, fixed)
		}
	}
}

// TestFixedChecksums: a comparison that BusyBox refused, or that failed for the right file
// too, is made after the fix, and tells the right file from another.
func TestFixedChecksums(t *testing.T) {
	path := applets(t)
	const sum = "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7" // of "data"
	for _, tt := range []struct{ id, script string }{
		{"ALP513", "sha256sum --check --quiet sums && echo same"},
		{"ALP514", `echo "` + strings.ToUpper(sum) + `  f" | sha256sum -c && echo same`},
		{"ALP514", `echo "` + strings.ToUpper(sum) + ` f" | sha256sum -c && echo same`},
	} {
		before := tree{
			{Name: "Dockerfile", Data: []byte("FROM alpine:3.17\nCOPY --chmod=755 x.sh /\nUSER nobody\nENTRYPOINT [\"/x.sh\"]\n")},
			{Name: "x.sh", Data: []byte("#!/bin/sh\n" + tt.script + "\n")},
		}
		after := before.fix(t, tt.id)
		for _, run := range []struct {
			script txtar.File
			f      string
			same   bool
		}{{before[1], "data", false}, {after[1], "data", true}, {after[1], "other", false}} {
			got := runScript(t, path, run.script, input{files: map[string]string{"f": run.f, "sums": sum + "  f\n"}})
			if strings.Contains(got, "same\n") != run.same {
				t.Errorf("%s, of %q: same is %v\n%s%s", tt.id, run.f, !run.same, run.script.Data, got)
			}
		}
	}
}

// runScript is what a script prints in BusyBox, and the files that it leaves.
func runScript(t *testing.T, path string, script txtar.File, in input) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range in.files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), script.Name)
	if err := os.WriteFile(name, script.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), sessionTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(path, "ash"), append([]string{name}, in.args...)...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + path, "LC_ALL=C", in.env}
	cmd.Stdin = strings.NewReader(in.stdin)
	printed, _ := cmd.Output() // scripts end as they like; messages name lines
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := string(printed) + "files:\n"
	for _, e := range left {
		got += e.Name() + "\n"
	}
	return got
}
