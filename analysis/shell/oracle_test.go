package shell

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// busybox is the real ash, which is asked what it accepts.
func busybox(t *testing.T) string {
	t.Helper()
	return clienttest.Program(t, "busybox", "apt-get install busybox")
}

// TestAshAgrees asks BusyBox whether it accepts what has no Errors, and refuses
// what has. Checked with 1.35.
func TestAshAgrees(t *testing.T) {
	accepted := []string{
		"", "\n", "# only a comment", "#!/bin/sh\n",
		"echo a", "if a; then b; fi", "for i in 1 2; do echo $i; done", "case x in a|b) c;; *) d; esac",
		"f() { a; }; f", "function f { a; }", "function f() for i in 1; do echo $i; done", "function f for i in 1; do echo $i; done",
		"a && b || c; d & e", "! a | b", "(a; b) > f 2>&1", "{ a; b; } < f",
		"((a; b); c)", "( (a; b); (c))", "echo $(a; (b); case x in y) z;; esac)",
		"cat <<EOF\na\nEOF\n", "cat <<EOF\nno end", "cat <<EOF\na\nEOF \nb\n", "cat <<-EOF\n\ta\n\tEOF\n", "cat <<A <<B\n1\nA\n2\nB\n",
		"cat <<A <<B\n1\n", "cat <<'E F'\na\nE F\n", "cat <<E\"O\"F\n$a `b\nEOF\n",
		"cat <<EO`true`F\nx\nEO`true`F\necho", "cat <<$a\nx\n$a\n", "cat <<\"\"\nx\n\necho", "cat <<\"\\\\a\"\nx\n\\a\necho",
		"cat <\\\n<\\\n- EOF\nx\n\tEOF\n", "cat <<EOF\nOk\nEO\\\nF\necho", "cat <<-EOF\n\tOk\n\tEO\\\nF\necho", "cat <<EOF\nOk\n\\\nEOF\n",
		"a &\\\n& b", "a |\\\n| b", "case w in a) b;\\\n; c) d;; esac", "echo $\\\n(echo a\\\n)", "echo $\\\n(\\\n(\\\n42\\\n)\\\n)",
		"echo $((0++1))", "echo $((1 ? 20 : x+=2))", "echo $(( $a $op $b ))", "echo $((1 +))", "echo \"$((a b))\" c", "echo $(( ${a}${b} x$(c) ))",
		"echo ${1:1:} ${1::}", "echo ${##1} ${#%1} ${#-} ${#}", "echo ${v:1:2} ${v//a/b} ${v/a} ${v%%*.} ${v:-\"a b\"}",
		"(( a + ))", "echo ${(%):-%x}",
		"echo caf\xe9 \xff\xfe", "echo '\xe9'", "# \xe9\necho",
		"[[ a = b ]]", "[[ -f $x && a == b ]]", "[[ a b c ]]", "[[ a -bogus b ]]", "[[ -n ]]",
		"let x=1+1", "let 1a++ +", "export A=1 B", "export 1a=b", "local a=b c", "readonly a", "declare -x a=b",
		"echo <(a) >(b)", "a &> f", "a >| f <> g", "time a",
		"echo {a,b} {1..3}", "echo $'a\\'b'", "echo `a \\`b\\``", "\\\necho a", "echo a \\\n", "echo a\\",
		"a=1 b=$c d", "a= b", "echo a#b # c", "echo \"`echo \"a\"`\"", "while a; do b; done < f", "until a; do b; done",
		"if a; then b; elif c; then d; else e; fi", "echo ${a+${b-c}}", "echo \"${a:-'x}\"", "for i; do a; done", "for i in; do a; done",
		"{ { a; }; }", "a;b&c", "x=`a`",
	}
	refused := []string{
		"if a; then b", "if a; b; fi", "fi", "then", "a; done", "for i in a; echo; done",
		"case x in a) b", "case x", "f() {", "}", "a }; }", ")", "(a", "a )", "echo $(a", "echo `a", "echo \"a", "echo 'a",
		"a && ", "a && && b", "a | | b", "| a", "&& a", "; a", "a ;; b", "a &&& b", "& a", "echo ${a", "echo $((1", "echo ${v:}", "echo $((a b) 2>&1)", "a > ", "a < ;",
		"cat <<", "if; then a; fi", "while a; done", "{ a", "( )", "if a; then fi", "x=$(cat <<EOF\na\n)",
	}
	path, dir := busybox(t), t.TempDir()
	ask := func(s string) (string, bool) {
		file := filepath.Join(dir, "x")
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(path, "ash", "-n", file).CombinedOutput()
		return strings.ReplaceAll(strings.TrimSpace(string(out)), file, "x"), err == nil
	}
	for _, s := range accepted {
		if out, ok := ask(s); !ok {
			t.Errorf("%q: ash refuses it: %s", s, out)
		}
		for _, d := range []Dialect{Ash, Sh, Unknown} {
			if p := parseString(s, d); len(p.Errors) > 0 || p.Template != "" {
				t.Errorf("%q as %v: ash accepts it; got %s %s", s, d, errorTexts(p), p.Template)
				break
			}
		}
	}
	for _, s := range refused {
		if _, ok := ask(s); ok {
			t.Errorf("%q: ash accepts it", s)
		}
		if p := parseString(s, Ash); len(p.Errors) == 0 {
			t.Errorf("%q: ash refuses it; no error found", s)
		}
	}
}

// errorTexts is one line for each error: exact text of the place, message.
func errorTexts(p *Program) string {
	var b strings.Builder
	for _, e := range p.Errors {
		b.WriteString(e.Span.Text() + ": " + e.Message + "\n")
	}
	return b.String()
}
