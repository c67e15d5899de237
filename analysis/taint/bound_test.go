package taint

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/image"
)

// large are texts that cost too much where anything is more than linear.
func large() map[string]string {
	const n = 10_000
	return map[string]string{
		"sinks":        strings.Repeat("eval \"echo $1\"\n", n),
		"assignments":  strings.Repeat("x=$1\n", n) + strings.Repeat("eval \"$x\"\n", n),
		"weak ones":    strings.Repeat("if a; then x=b; fi\n", n) + strings.Repeat("eval \"$x\"\n", n),
		"adding":       strings.Repeat("x=\"$x a\"\n", n) + strings.Repeat("eval \"$x\"\n", n),
		"chain":        "a0=$1\n" + chain(n) + "eval \"$a9999\"\n",
		"and":          "eval \"$1\"" + strings.Repeat(" && [ \"$1\" = a ]", n) + "\n",
		"pipe":         "eval \"$(echo $1" + strings.Repeat(" | cat", n) + ")\"\n",
		"checks":       strings.Repeat("case $x in *[!a-z]*) exit;; esac\n", n) + "x=$1\n" + strings.Repeat("eval \"$x\"\n", n),
		"shifts":       strings.Repeat("case $1 in a) ;; *) exit;; esac\nshift\neval \"$1\"\n", n/10),
		"calls":        "f() { eval \"$1\"; }\n" + strings.Repeat("f a b\n", n),
		"called deep":  "f0() { eval \"$1\"; }\n" + functions(n) + "f9999 \"$1\"\n",
		"globals":      "x=$1\nf0() { :; }\n" + settingFunctions(n/5) + "f1999\n",
		"dispatch":     many(n/10, "fN() { \"$@\"; \"$@\"; }\n") + many(n/10, "fN ") + "eval \"$1\"\n" + strings.Repeat("f1 f2 f1 eval \"$1\"\n", n/10),
		"mutual":       mutualFunctions(n/5) + "f0 \"$1\"\n",
		"many checked": many(n, "vN=$1\n") + strings.Repeat("case $1 in *[!a-z]*) ;; esac\n", n/100) + "eval \"$v1\"\n",
		"nested":       strings.Repeat("if a; then\n", 400) + "eval \"$1\"\n" + strings.Repeat("fi\n", 400),
		"substitution": "eval " + strings.Repeat("$(echo ", 400) + "$1" + strings.Repeat(")", 400) + "\n",
		"test":         "[ " + strings.Repeat("\"$1\" = a -o ", n) + "b ] && eval \"$1\"\n",
		"marks":        "find . -exec sh -c '" + strings.Repeat("{} ", n) + "' \\;\n",
		"splices":      "sh -c \"" + strings.Repeat("$1 $2 ", n) + "\"\n",
	}
}

func chain(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		b.WriteString("a" + digits(i) + "=$a" + digits(i-1) + "\n")
	}
	return b.String()
}

func functions(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		b.WriteString("f" + digits(i) + "() { f" + digits(i-1) + " \"$1\"; }\n")
	}
	return b.String()
}

// settingFunctions call one another in a row, and each sets a name of its own.
func settingFunctions(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		b.WriteString("f" + digits(i) + "() { v" + digits(i) + "=$x; f" + digits(i-1) + "; eval \"$v" + digits(i) + "\"; }\n")
	}
	return b.String()
}

// mutualFunctions call two others each, all of them in circles.
func mutualFunctions(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("f" + digits(i) + "() { x" + digits(i) + "=$1; f" + digits((i+1)%n) + " \"$1\"; f" + digits((i*7+3)%n) + " \"$x" + digits(i) + "\"; eval \"$1\"; }\n")
	}
	return b.String()
}

// many is a line for each number below n, with it for N.
func many(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "N", digits(i)))
	}
	return b.String()
}

func digits(i int) string {
	return strings.TrimLeft(string([]byte{byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10)}), "0") + string(byte('0'+i%10))
}

// TestLarge walks texts of 10,000 lines. The walk counts its statements: where the
// count runs out nothing more is said, and nothing is said wrong.
func TestLarge(t *testing.T) {
	for name, text := range large() {
		run := script(text)
		flows := Flows(run)
		t.Logf("%s: %d bytes, %d flows", name, len(text), len(flows))
		u := newUnit([]*image.Run{run})
		m := u.machine(run)
		if m == nil {
			t.Errorf("%s has nothing to walk", name)
			continue
		}
		m.walk()
		if m.steps < -1_000_000 || m.moments > maxSteps+1_000_000 {
			t.Errorf("%s takes %d steps", name, m.moments)
		}
	}
}

func FuzzFlows(f *testing.F) {
	for _, tt := range attacks {
		f.Add(tt.in)
	}
	f.Add("f() { eval \"$1\"; }; f \"$2\"; case $x in *[!a-z]*) exit;; \"$y\") x=$1;; esac\n")
	f.Add("while read -r a; do eval \"$a\"; done; [ \"$1\" = a -o ! -n \"$2\" ] || exit; set -- $x; trap 'eval $1' EXIT\n")
	f.Add("for x in \"$@\"; do local -a y=(\"$x\"); declare z+=$y; unset y; eval \"$z ${y[0]//[!a]/}\"; done <<< \"$1\"\n")
	f.Add("sh -c 'eval \"$1\"' \"$(printf %q \"$FOO\" | tr -d x)\" & if [[ $1 == *[!a]* && ( -n $2 || $3 =~ x ) ]]; then exit; else sh -c \"$1\"; fi")
	f.Fuzz(func(t *testing.T, text string) {
		run := script(text)
		for _, f := range Flows(run) {
			file := f.Sink.Span.File
			for _, s := range f.Steps {
				if s.Span.File != file || s.Span.End > len(file.Content) {
					t.Errorf("a step at no place: %v", s)
				}
			}
			if f.Sink.Span.Start >= f.Sink.Span.End || f.Source.Span.IsZero() || f.Source.Name == "" {
				t.Errorf("a flow at no place: %+v", f)
			}
		}
	})
}

// BenchmarkFlows is the cost for scripts without and with a sink.
func BenchmarkFlows(b *testing.B) {
	without := script(strings.Repeat("x=$1\nif [ -n \"$x\" ]; then echo \"$x\"; fi\n", 500))
	with := script(strings.Repeat("x=$1\nif [ -n \"$x\" ]; then echo \"$x\"; fi\n", 500) + "eval \"$x\"\n")
	for name, run := range map[string]*image.Run{"without": without, "with": with} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(run.Program.Text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				Flows(run)
			}
		})
	}
}

// TestBoundOfCalls: what is not walked any more neither loses a check nor goes on
// where the others ended the script.
func TestBoundOfCalls(t *testing.T) {
	for _, in := range []string{
		"die() { echo \"$1\"; exit 1; }\n" + eachOf(8, "[ -n \"$N\" ] || die \"$N\"\n") + "[ \"$9\" = a ] || die \"$8\"\neval \"$9\"",
		"ok() { case $1 in *[!a-z]*) return 1;; esac; }\n" + eachOf(9, "ok \"$N\" || exit\n") + "eval \"$9\"",
	} {
		if got := outline(Flows(script(in))); got != "" {
			t.Errorf("%s\n got %s", in, got)
		}
	}
}

// eachOf is a line for each of the numbers up to n, with it for N.
func eachOf(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "N", digits(i+1)))
	}
	return b.String()
}
