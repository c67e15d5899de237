package shell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func TestErrors(t *testing.T) {
	tests := []struct {
		name, in string
		d        Dialect
		want     []string // exact text of each place
		commands string   // names that are read all the same
	}{
		{"stray bracket", "apk update\n)\napk add a\n", Ash, []string{")"}, "apk apk"},
		{"stray fi", "a\nfi\nb\n", Ash, []string{"fi"}, "a b"},
		{"open if brings no errors of its then and fi", "a\nif b\nthen c\nd\n", Ash, []string{"if"}, "a c d"},
		{"open quote", "a\nb \"x\nc\n", Ash, []string{`"`}, "a c"},
		{"open substitution", "a\nb $(c\nd\n", Ash, []string{"$("}, "a d"},
		{"open brace", "f() {\na\n", Ash, []string{"{"}, "a"},
		{"at the end", "a &&\n\n", Ash, []string{"&&"}, ""},
		{"at the end of a line", "a |\n", Ash, []string{"|"}, ""},
		{"two", "a\n)\nb\n;;\nc\n", Ash, []string{")", ";;"}, "a b c"},
		{"a word", "a (b)\nc", Ash, []string{"a"}, "c"},
		{"broken test is bash's error", "[[ a ( b ]]\nc\n", Bash, []string{"("}, "c"},
		{"foreign", "if ($x) { Write-Host 'a\n", Foreign, nil, ""},
		{"open quote at the end of the text", "echo '", Sh, []string{"'"}, ""},
		{"bad substitution", "if a; then\nb \"${c_${1}_d}\" $(e)\nfi\ng\n", Bash, []string{"${"}, "a b e g"},
		{"bad substitution of a command", "if a; then\nc=${D_$(e ${1} | f)}; g\nfi\n", Bash, []string{"$("}, "a g"},
		{"behind an exit", "a\nexit 0\n\n<?php if (b) {\n", Ash, nil, "a exit"},
		{"behind an exec", "a\nexec tclsh \"$0\"\nproc b {c} { [d] ( }\n", Sh, nil, "a exec tclsh"},
		{"behind a redirection", "a\nexec 2>&1\n)\n", Ash, []string{")"}, "a exec"},
		{"behind an exit in an if", "if a; then\nexit 0\nfi\n)\nb\n", Ash, []string{")"}, "a exit b"},
		{"behind an exit that may not be", "a ||\nexit 0\n)\nb\n", Ash, []string{")"}, "a exit b"},
		{"before an exit", "a\n)\nexit 0\n", Ash, []string{")"}, "a exit"},
	}
	for _, tt := range tests {
		p := parseString(tt.in, tt.d)
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Span.Text())
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: places %q, want %q\n%s", tt.name, got, tt.want, errorTexts(p))
		}
		if n := names(p); n != tt.commands {
			t.Errorf("%s: commands %q, want %q", tt.name, n, tt.commands)
		}
	}
}

func names(p *Program) string {
	var list []string
	for c := range p.All() {
		list = append(list, c.Name)
	}
	return strings.Join(list, " ")
}

// What bash -n accepts.
func TestNoErrorsOfBash(t *testing.T) {
	for _, s := range []string{"for ((i=0;i<;i++)); do a; done", "(( a + ))", "let a=", "let k=a-b  # c\nlet n+=1\t#c\nif let n; then a; fi # c", "echo $((x++ y))", "((a; b); c)", "echo $((a b) 2>&1)", "cat <<E\nx", "export() { a; }", "[[ a =~ (b|c)$ ]]",
		"a ${(M)${(k)b[@]}:#c_*} 2>d",
		"eval local a=(\\${${b}_c[@]} d)", "if [[ a =~ (^${b} ) ]] || [[ a =~ (^${b} $) ]]; then c; fi"} {
		if p := parseString(s, Bash); len(p.Errors) > 0 {
			t.Errorf("%q: %s", s, errorTexts(p))
		}
	}
}

// TestNoErrorsOfZsh: of zsh the parser knows a part.
func TestNoErrorsOfZsh(t *testing.T) {
	if p := parseString("case a { (b) c;; }\nfor x (a b) { c }\n)", Zsh); len(p.Errors) > 0 {
		t.Errorf("%s", errorTexts(p))
	}
	const script = "for x (a b) { c }\n[[ a = (b|c) ]]\nd=${${e}:-f}\n"
	for d, errors := range map[Dialect]bool{Sh: false, Ash: true, Bash: true} {
		if p := parseString(script, d); len(p.Errors) > 0 != errors {
			t.Errorf("%s: %s, want errors: %v", d, errorTexts(p), errors)
		}
	}
	if p := parseString("#!/bin/sh\n"+script, Sh); len(p.Errors) == 0 {
		t.Error("a script that says it is one of sh: no errors")
	}
}

func TestErrorsAreBounded(t *testing.T) {
	if p := parseString(strings.Repeat(")\na\n", 100), Ash); len(p.Errors) != maxErrors {
		t.Errorf("%d errors, want %d", len(p.Errors), maxErrors)
	}
}

// What ash 1.37 accepts and 1.35, the oracle, does not yet; and what only the
// parser minds.
func TestNoErrors(t *testing.T) {
	for _, s := range []string{
		"export() { a; }", "export() { a; }\nb", "f-g() { a; }", "time { a; }", "a <<< b", "docker inspect -f '{{.Id}}' x",
		`a "b($[\"\${C(d)}\":\"$e\">0]?f)"`, "f() {\n((((a; b) | c) 3>&1) | (d; e)) 4>&1\n}\na[1]=b", "a[1]=b\nif (((c > d)) || [ -z \"$e\" ]); then f; fi",
		"awk '{print $1}{{ x }}'", "echo ${v@Q} ${!v} ${v^^}", `a "b($[\"\${C(d)}\">0])"`, "a=(b c); echo ${a[@]}", "((a > 3))", `select "a b" c`,
	} {
		if p := parseString(s, Ash); len(p.Errors) > 0 || p.Template != "" || len(p.Commands)+len(p.bindings) == 0 && s != "((a > 3))" {
			t.Errorf("%q: %s %s", s, errorTexts(p), p.Template)
		}
	}
}

// Substitutions that begin with a subshell are read as such, but by ash.
func TestSubshellInSubstitution(t *testing.T) {
	for d, errors := range map[Dialect]int{Sh: 0, Bash: 0, Ash: 1} {
		if p := parseString("x=$((a $(b) -- c) | d)\n", d); len(p.Errors) != errors {
			t.Errorf("%v: %s, want %d errors", d, errorTexts(p), errors)
		}
	}
}

func TestValuesSurviveRepairs(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a \"caf\xe9\"\n", "caf\xe9"},
		{"a b\\\\\n", "b\\"},
		{"a &\\\n& c", ""},
		{"export 1a=b", "1a=b"},
	}
	for _, tt := range tests {
		p := parseString(tt.in, Ash)
		if len(p.Commands) == 0 || p.Commands[0].Arg(0) != tt.want {
			t.Errorf("%q: %s, want %q", tt.in, outline(p), tt.want)
		}
	}
	p := parseString("cat <<EOF\na $x\nno end", Ash)
	r := p.Commands[0].Redirects[0]
	if !r.Unclosed || r.Body.Source() != "a $x\nno end" || r.Body.Expansions()[0].Span.Text() != "$x" {
		t.Errorf("unclosed here-document: %+v body %q", r.Unclosed, r.Body.Source())
	}
}

func TestTemplates(t *testing.T) {
	tests := []struct{ in, want string }{
		{"{% if x %}\napk add a\n{% endif %}\n(\n", "Jinja {% %}"},
		{"if [ {{ a }} ]; then\n  {{#if b}}\n)\n{{/if}}\nfi\n", "{{ }}"},
		{"<% if a %>\necho\n<% end %>\n", "ERB <% %>"},
		{"a (%%B%%)\n", "%%NAME%%"},
		{"run <NAME>\n", "<NAME>"},
		{"docker inspect -f '{{.Id}}' x\nfi\n", ""},
	}
	for _, tt := range tests {
		p := parseString(tt.in, Ash)
		if p.Template != tt.want || tt.want != "" && (len(p.Errors) > 0 || len(p.Commands) > 0) {
			t.Errorf("%q: template %q, want %q; %s", tt.in, p.Template, tt.want, errorTexts(p))
		}
	}
}

// TestDeepAndLong: no text overflows the stack or takes more than linear time; go
// test's own time limit ends one that does.
func TestDeepAndLong(t *testing.T) {
	for _, s := range []string{
		strings.Repeat("$(", 10_000), strings.Repeat("(", 10_000), strings.Repeat("{ ", 10_000), strings.Repeat("${a:-", 10_000),
		strings.Repeat("$(", 10_000) + strings.Repeat(")", 10_000), strings.Repeat("$(')'", 100_000),
		strings.Repeat("if ", 300_000), "$((" + strings.Repeat("a=", 300_000), "$((" + strings.Repeat("- ", 300_000),
	} {
		p := parseString(s, Ash)
		if len(p.Errors) == 0 || p.Errors[0].Span.Text() == "" {
			t.Errorf("%.20q...: no error", s)
		}
	}
	for _, s := range []string{
		strings.Repeat("a && ", 200_000) + "a", strings.Repeat("a|", 400_000) + "a", "echo " + strings.Repeat("x", 1<<20),
		"echo $((" + strings.Repeat("1+", 400_000) + "1))", strings.Repeat("a;", 400_000), "# " + strings.Repeat("(", 1<<20),
		"echo '" + strings.Repeat("(", 1<<20) + "'",
	} {
		p := parseString(s, Ash)
		if len(p.Errors) > 0 {
			t.Errorf("%.20q...: %s", s, p.Errors[0].Message)
		}
	}
}

func TestColumnsPast16383(t *testing.T) {
	p := parseString("echo "+strings.Repeat("x", 20_000)+" last", Ash)
	if got := p.Commands[0].Args[1].Span().Text(); got != "last" {
		t.Errorf("last word: %q", got)
	}
}

func TestSpansLeadThroughDerivedText(t *testing.T) {
	f := source.NewFile("Dockerfile", []byte("RUN a \\\n # comment\n  && sh -c 'apk \\\n add  b'\n"))
	b := source.Builder{File: f}
	b.Copy(4, 6)
	b.Copy(19, 35)
	b.Copy(37, 46)
	p := Parse(b.Text(), Sh)
	add := p.Named("apk")
	if len(add) != 1 || add[0].Args[1].Span().Text() != "b" || add[0].Span().Text() != "apk \\\n add  b" {
		t.Errorf("%q: %s", b.Text().String(), outline(p))
	}
}

// TestAssociativeKeys is named after docker-library's generate-stackbrew-library.sh:
// a key is any text.
func TestAssociativeKeys(t *testing.T) {
	p := parseString("declare -A a=(\n\t[8.0]='8 latest'\n\t[a:b]=c\n)\n: \"${a[:$v]}\" ${a[$x:$y]}\necho done\n", Bash)
	if len(p.Errors) > 0 {
		t.Errorf("errors: %s", errorTexts(p))
	}
	if got := p.Commands[len(p.Commands)-1].Span().Text(); got != "echo done" {
		t.Errorf("last command: %q", got)
	}
}
