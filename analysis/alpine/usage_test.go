package alpine

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// TestUsageTable finds typing errors: what parseUsage refuses, and rows that no
// command line can reach.
func TestUsageTable(t *testing.T) {
	table, rows, err := parseUsage(usageText)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 400 || len(table) < 60 {
		t.Errorf("%d rows of %d applets: the table has lost some", len(rows), len(table))
	}
	names, _ := Applets(Release{3, 20})
	for name, a := range table {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+name+" ") {
			t.Errorf("%s is no applet of Alpine 3.20", name)
		}
		for o := range a.options {
			if single := len(o) == 2 || strings.HasPrefix(o, "--"); !single && a.grammar != byFind && a.grammar != byVerbs {
				t.Errorf("%s %s: a cluster is never asked for", name, o)
			}
			if a.grammar == byOperands {
				t.Errorf("%s %s: the applet has no options by its grammar", name, o)
			}
		}
		for _, u := range a.texts {
			for _, text := range u.texts {
				for _, o := range text.of {
					if _, takes := a.values[o]; !takes && o != "" {
						t.Errorf("%s: the text of %s is never read, as it has no value", name, o)
					}
				}
			}
		}
	}
}

// TestParseUsage: what is wrong in a table is said with its line.
func TestParseUsage(t *testing.T) {
	for text, want := range map[string]string{
		"refused 1.26-1.38 -P":                                     "1: refused before the first applet",
		"applet a\nrefuse 1.26-1.38 -P":                            `2: no outcome "refuse"`,
		"applet a\nrefused -P":                                     `2: "-P" is no range of measured releases`,
		"applet a\nrefused 1.38-1.26 -P":                           `2: "1.38-1.26" is no range of measured releases`,
		"applet a\nrefused 1.26-1.39 -P":                           `2: "1.26-1.39" is no range of measured releases`,
		"applet a\nrefused 1.26-1.38 as tls":                       "2: a row about nothing",
		"applet a\nrefused 1.26-1.38 P":                            `2: "P" is no option`,
		"applet a\nrefused 1.26-1.38 -P\nrefused 1.37-1.38 -P":     "3: -P stands there twice, in line 2 too",
		"applet a\nrefused 1.26-1.38 operand~(":                    "2: error parsing regexp: missing closing ): `(`",
		"applet a\ngrammar nouns":                                  "2: no grammar [nouns]",
		"applet a\ntry x => y":                                     "2: a try is a command, =>, and a part of its output, once behind a row",
		"applet a a":                                               "1: a stands there twice",
		"# nothing\n\napplet a\nrefused 1.26-1.38 -P : write -E\n": "",
	} {
		_, _, err := parseUsage(text)
		got := ""
		if err != nil {
			got = strings.TrimPrefix(err.Error(), "usage.txt:")
		}
		if got != want {
			t.Errorf("%q: %s; want %s", text, got, want)
		}
	}
}

// TestMisuses has a command line for each way of reading words.
func TestMisuses(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"grep -P x f", "0 -P"}, {"grep -oP x", "0 -P"}, {"grep x f -P", "2 -P"}, {"grep -e -P f", ""}, {"grep -- -P f", ""},
		{"grep -A3 x f", ""}, {"grep -E -i -r x .", ""}, {"grep --include *.x -r a .", "0 --include"}, {"grep --include=*.x a", "0 --include"},
		{"grep ? -P", "1 -P"}, {"grep --color=auto x", ""}, {"sed -i.bak s/a/b/ f", ""}, {"sed -i -e s/a/b/ f", ""}, {"sed -zi s/a/b/ f", "0 -z"},
		{"sed s/a/\\U&/ f", "0 s/a/\\U&/"}, {"sed -e s/a/\\U&/ f", "1 s/a/\\U&/"}, {"sed s,/Users/x,y, f", ""}, {"sed -n /a/I_p", "1 /a/I p"}, {"sed -n /a/Ip", "1 /a/Ip"}, {"sed -n /a/p", ""},
		{"find . -name x -printf %p", "3 -printf"}, {"find . -name -printf", ""}, {"find . -exec grep -P x {} + -ls", "7 -ls"}, {"find . -exec ls -ls ; -printf x", "5 -printf"},
		{"find . -print0 -delete -maxdepth 1", ""},
		{"xargs -d , echo -d", "0 -d"}, {"xargs grep -d x", ""}, {"xargs -0 -n1 rm -d", ""}, {"xargs -I{} echo", ""},
		{"env -S a", "0 -S"}, {"env A=1 grep -S", ""}, {"timeout -t 5 x", "0 -t"}, {"timeout 5 x -t", ""}, {"timeout -s KILL 5 x -t", ""},
		{"tar xzf a.tgz", ""}, {"tar xIf zstd a.tar", "0 -I"}, {"tar -xf a --zstd", "2 --zstd"}, {"tar cf a.tar -P b", "2 -P"}, {"tar xf -P", ""}, {"tar -C /x -xzf a", ""},
		{"dd if=x of=y status=progress", "2 status=progress"}, {"dd if=x status=none", ""}, {"dd -P", ""},
		{"date +%s%3N", "0 +%s%3N"}, {"date +%s", ""}, {"date -d 1_day_ago", "1 1 day ago"}, {"date -d @0", ""}, {"date --date=yesterday", "0 yesterday"}, {"date -d ?", ""},
		{"date -d 2024-01-02T03:04:05Z", "1 2024-01-02T03:04:05Z"}, {"head -c 1K f", "1 1K"}, {"head -c1k f", ""}, {"head -5 f", ""},
		{"mktemp fooXXXXXX.txt", "0 fooXXXXXX.txt"}, {"mktemp /tmp/a.XXXXXX", ""}, {"mktemp -d", ""}, {"mktemp foo.XXXX", "0 foo.XXXX"}, {"mktemp -t a.XXXXXXXX", ""},
		{"sha256sum -c --status f", "1 --status"}, {"sha256sum -c -s f", ""}, {"ps aux", "0 aux"}, {"ps -ef", "0 -e,0 -f"}, {"ps -o pid,args", ""},
		{"wget -qO- --https-only u", "1 --https-only"}, {"wget -O - -nv u", ""}, {"pkill -HUP nginx", ""}, {"awk {print_asort(a)}", "0 {print asort(a)}"}, {"awk /ago/", ""},
		{"ip -br addr", "0 -br"}, {"ip -f inet -j route", "2 -j"}, {"ip -o -4 addr show dev eth0", ""}, {"ip addr -br", ""}, {"ip -color=auto link", "0 -color"},
		{"ip netns list", "0 netns"}, {"ip neigh show", ""}, {"ip -4 neighbor", "1 neighbor"}, {"ip ? -j", ""},
		{"nothing -P", ""},
	} {
		words := strings.Fields(tt.line)
		var args []Arg
		for _, w := range words[1:] {
			args = append(args, Arg{strings.ReplaceAll(w, "_", " "), w != "?"})
		}
		var got []string
		for _, m := range Misuses(words[0], args) {
			if m.Holds(37, 37) {
				got = append(got, fmt.Sprintf("%d %s", m.Arg, m.Text))
			}
		}
		if s := strings.Join(got, ","); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.line, s, tt.want)
		}
	}
}

func TestUsageHolds(t *testing.T) {
	u := &Usage{From: 26, To: 37}
	for _, tt := range []struct {
		from, to BusyBoxRelease
		want     bool
	}{{37, 37, true}, {26, 37, true}, {38, 38, false}, {25, 25, false}, {36, 38, false}, {0, 0, false}} {
		if got := u.Holds(tt.from, tt.to); got != tt.want {
			t.Errorf("from %v to %v: %v", tt.from, tt.to, got)
		}
	}
	if !(&Usage{From: firstMeasured, To: lastMeasured}).Holds(0, 0) {
		t.Error("what held in every release that was measured holds where the release is not known")
	}
}

// busyboxAtHand is the program that rows are shown on: CRAMPON_BUSYBOX, else the one in
// PATH, and its release.
func busyboxAtHand(t *testing.T) (path string, release BusyBoxRelease) {
	t.Helper()
	path = clienttest.Program(t, cmp.Or(os.Getenv("CRAMPON_BUSYBOX"), "busybox"), "apt-get install busybox")
	out, _ := exec.CommandContext(t.Context(), path).CombinedOutput()
	_, version, _ := strings.Cut(string(out), "BusyBox v")
	release, ok := ParseBusyBox(version)
	if !ok {
		t.Fatalf("%s does not tell its release: %.60q", path, out)
	}
	return path, release
}

// debianOnly are options that Debian's configuration of 1.35 has and Alpine's has not.
var debianOnly = map[string]bool{
	"grep -z": true, "egrep -z": true, "fgrep -z": true, "tar --to-command": true, "find -samefile": true, "find -amin": true, "find -cmin": true,
}

// TestUsageOnBusyBox runs each row that holds for the BusyBox at hand. An option
// that is refused is followed by one that no applet has, so that nothing ever runs.
func TestUsageOnBusyBox(t *testing.T) {
	if testing.Short() {
		t.Skip("starts BusyBox some hundred times")
	}
	path, release := busyboxAtHand(t)
	table, rows, err := parseUsage(usageText)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := exec.CommandContext(t.Context(), path, "--list").Output()
	has := map[string]bool{}
	for name := range strings.FieldsSeq(string(list)) {
		has[name] = true
	}
	out, _ := exec.CommandContext(t.Context(), path).CombinedOutput()
	debian := strings.Contains(string(out), "Debian")
	shown, dir, bin := 0, t.TempDir(), t.TempDir()
	for name := range has {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), path, args...)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + bin}
		out, _ := cmd.CombinedOutput()
		return string(out)
	}
	for applet, a := range table {
		if !has[applet] {
			continue
		}
		for option, us := range a.options {
			for _, u := range us {
				if u.From > release || release > u.To || u.Outcome != Refused || u.Try != "" || debian && debianOnly[applet+" "+option] {
					continue
				}
				shown++
				out := run(applet, option, "-_", "-@")
				if !refusesFirst(out, option) {
					t.Errorf("usage.txt:%d: BusyBox %v takes %s %s: %.90q", u.line, release, applet, option, out)
				}
			}
		}
	}
	for _, u := range rows {
		applet, _, _ := strings.Cut(u.Try, " ")
		if u.Try == "" || u.From > release || release > u.To || table[applet] != nil && !has[applet] {
			continue
		}
		shown++
		if out := run("ash", "-c", u.Try); !strings.Contains(out, u.Says) {
			t.Errorf("usage.txt:%d: BusyBox %v: %s prints %.90q, not %q", u.line, release, u.Try, out, u.Says)
		}
	}
	t.Logf("BusyBox %v: %d usages shown", release, shown)
}

// refusesFirst tells whether the message is about that option. musl and glibc word
// it in their own ways; find has its own.
func refusesFirst(message, option string) bool {
	line, _, _ := strings.Cut(message, "\n")
	name := strings.TrimLeft(option, "-")
	for _, form := range []string{
		"unrecognized option: " + name, "unrecognized option '--" + name + "'", "unrecognized option `--" + name + "'", "invalid option -- '" + name + "'",
		"unrecognized: " + option, "unrecognized option: -", "invalid option -- '-'", // no long options at all
	} {
		if strings.HasSuffix(line, form) {
			return true
		}
	}
	return false
}
