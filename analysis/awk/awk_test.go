package awk

import (
	"slices"
	"strings"
	"testing"
)

// TestParse holds how programs are read: expressions with all their parentheses, and
// statements with what belongs to them in braces.
func TestParse(t *testing.T) {
	for _, c := range []struct{ name, program, tree string }{
		{"nothing", "", ""},
		{"the line", "{ print }", "{ print }"},
		{"a pattern alone", "/a/", "/a/"},
		{"two patterns without a break", "/a/ { x } NR == 2 { y }", "/a/ { x } | (NR == 2) { y }"},
		{"a range", "/a/,\n/b/ { print $1 }", "/a/, /b/ { print $(1) }"},
		{"BEGIN and END", "BEGIN { FS = \":\" }; END { print NR }\n", `{ (FS = ":") } | { print NR }`},
		{"comments and joined lines", "# all\n{ a = 1 + \\\n 2 # sum\n}", "{ (a = (1 + 2)) }"},
		{"semicolons", "{ ;a;;b }", "{ a ; b }"},

		{"what binds how", "{ x = !a || b && c ~ d == e f + g * -h ^ i ^ j++ }", "{ (x = ((!a) || (b && (c ~ (d == (e . (f + (g * (-(h ^ (i ^ (j++)))))))))))) }"},
		{"a choice", "{ print a ? b : c ? d : e }", "{ print (a ? b : (c ? d : e)) }"},
		{"assignments from the right", "{ a = b += c }", "{ (a = (b += c)) }"},
		{"an assignment behind others", "a || b = c && d { e = !f += g }", "(a || (b = (c && d))) { (e = (!(f += g))) }"},
		{"fields", "{ print $NF-1, $(NF-1), $i++, $$0, -$2, $++i }", "{ print ($(NF) - 1), $((NF - 1)), ($(i)++), $($(0)), (-$(2)), $((i++)) }"},
		{"elements", "{ a[$1,2] = b[c[1]]; delete a[1]; delete a; a[1][2] }", "{ (a[$(1), 2] = b[c[1]]) ; delete a[1] ; delete a ; a[1, 2] }"},
		{"members", "{ if (!($1 in a) && (i,j) in b) c }", "{ if ((!($(1) in a)) && (i, j in b)) { c } }"},
		{"numbers", "{ print 1.5e-3 .5 0x1F 1e5 }", "{ print (((1.5e-3 . .5) . 0x1F) . 1e5) }"},
		{"strings", `{ print "a\"b;}" "#" }`, `{ print ("a\"b;}" . "#") }`},
		{"an expression and a division", "{ a = b / c / d; e = /b \\/ [/]/; f(1) / 2; a[1] / 2; (g) / 2 }", "{ (a = ((b / c) / d)) ; (e = /b \\/ [/]/) ; (f(1) / 2) ; (a[1] / 2) ; (g / 2) }"},
		{"an expression behind a match", "$1 ~ /^a/ && $2 !~ /=/ && !/b/", "((($(1) ~ /^a/) && ($(2) !~ /=/)) && (!/b/))"},
		{"an expression of an equals sign", "/=a/ { x /= 2 }", "/=a/ { (x /= 2) }"},
		{"a closing bracket in a class", "/[]/]/ || /[^]/]/", "(/[]/]/ || /[^]/]/)"},
		{"calls", "{ f(); g(a, b[1]); length; length $0; length(a); substr($0, 2) }", "{ f() ; g(a, b[1]) ; length() ; (length() . $(0)) ; length(a) ; substr($(0), 2) }"},
		{"GNU's power", "{ a **= b ** c }", "{ (a **= (b ^ c)) }"},

		{"what is printed, and where", `{ print a, b > "f"; print(a, b) >> c; print (a)(b) | "sort " d; printf "%s\n", a |& e }`, `{ print a, b > "f" ; print a, b >> c ; print (a . b) | ("sort " . d) ; printf "%s\n", a |& e }`},
		{"a comparison that is printed", "{ print (a > b), c }", "{ print (a > b), c }"},
		{"a file by two names", `{ print > $1 ".txt" }`, `{ print > ($(1) . ".txt") }`},
		{"a member that is printed", "{ print (a, b) in c }", "{ print (a, b in c) }"},
		{"a sign that is printed", "{ print -1; print !a; print /b/ }", "{ print (-1) ; print (!a) ; print /b/ }"},

		{"getline", `{ getline; getline x; getline < "f"; getline a[1] < f; "date" | getline; "a " b | getline c }`, `{ getline() ; getline(> x) ; getline(< "f") ; getline(< f > a[1]) ; getline(| "date") ; getline(| ("a " . b) > c) }`},
		{"getline in a condition", `{ while (("ls " $1 | getline f) > 0) n++ }`, `{ while (getline(| ("ls " . $(1)) > f) > 0) { (n++) } }`},
		{"getline that is printed", "{ print getline }", "{ print getline() }"},

		{"if and else", "{ if (a) b; else if (c)\n d\n else { e } }", "{ if a { b ; if c { d ; { e } } } }"},
		{"if without else", "{ if (a)\n b\n c }", "{ if a { b } ; c }"},
		{"loops", "{ for (i = 1; i <= NF; i++) s = s $i; for (;;) break; while (a) b; do c; while (d) }", "{ for (i <= NF) { (i = 1) ; (i++) ; (s = (s . $(i))) } ; for { ;  ; leave } ; while a { b } ; while d { c } }"},
		{"a loop over members", "END { for (k in a) { print k } }", "{ for k, a { { print k } } }"},
		{"a loop that begins with a member", "{ for (k in a; b; c) d }", "{ for b { (k in a) ; c ; d } }"},
		{"leaving", "{ next; exit 1; nextfile }", "{ leave ; leave 1 ; leave }"},
		{"functions", "function f(a,\n b) { return a b }\nfunc g() { }\n{ f(1) }", "f { leave (a . b) } | g { } | { f(1) }"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Parse(c.program)
			if err != nil {
				t.Fatal(err)
			}
			if got := written(p); got != c.tree {
				t.Errorf("\n%s is read as\n%s, not as\n%s", c.program, got, c.tree)
			}
		})
	}
}

// TestParseRefuses holds what is no program. Where text is taken for one that is not
// the program, all that is said of it is wrong.
func TestParseRefuses(t *testing.T) {
	for name, program := range map[string]string{
		"an open brace":         "{ print",
		"an open string":        "{ print \"a\n\" }",
		"an open expression":    "/a",
		"an open parenthesis":   "{ print (a }",
		"two statements":        "{ a = 1 next }",
		"several in one place":  "{ x = (a, b) }",
		"no name to delete":     "{ delete }",
		"a builtin alone":       `{ system "x" $1 }`,
		"a sign of the shell":   "{ print `date` }",
		"a sed script":          "s/a/b/g;$!d",
		"else alone":            "{ else a }",
		"what gives no value":   "{ 1 = a }",
		"deep parentheses":      "{ " + strings.Repeat("(", 300) + "a" + strings.Repeat(")", 300) + " }",
		"deep blocks":           strings.Repeat("{", 300) + strings.Repeat("}", 300),
		"deep signs":            "{ x = " + strings.Repeat("!", 300) + "a }",
		"deep fields":           "{ x = " + strings.Repeat("$", 300) + "1 }",
		"a chain of else":       "{ " + strings.Repeat("if (a) b; else ", 300) + "c }",
		"a chain of assignment": "{ " + strings.Repeat("a = ", 300) + "1 }",
	} {
		t.Run(name, func(t *testing.T) {
			if p, err := Parse(program); err == nil {
				t.Errorf("%.40s is read as %.200s", program, written(p))
			}
		})
	}
}

// written is a program as the tests write it.
func written(p *Program) string {
	var items []string
	for _, f := range p.Functions {
		items = append(items, f.Name+" "+statement(f.Body))
	}
	for _, r := range p.Rules {
		var parts []string
		if len(r.Pattern) > 0 {
			parts = append(parts, expressions(r.Pattern))
		}
		if r.Body != nil {
			parts = append(parts, statement(r.Body))
		}
		items = append(items, strings.Join(parts, " "))
	}
	return strings.Join(items, " | ")
}

func statement(s *Stmt) string {
	word := map[StmtKind]string{Print: "print", Printf: "printf", If: "if", While: "while", For: "for", ForIn: "for", Leave: "leave", Delete: "delete"}[s.Kind]
	parts := []string{word}
	if len(s.Exprs) > 0 {
		parts = append(parts, expressions(s.Exprs))
	}
	if s.To != nil {
		parts = append(parts, s.How, expression(s.To))
	}
	if s.Kind == Block || len(s.Body) > 0 {
		var body []string
		for _, b := range s.Body {
			body = append(body, statement(b))
		}
		parts = append(parts, "{ "+strings.TrimLeft(strings.Join(body, " ; ")+" }", " "))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

func expressions(list []*Expr) string {
	var out []string
	for _, e := range list {
		out = append(out, expression(e))
	}
	return strings.Join(out, ", ")
}

func expression(e *Expr) string {
	switch e.Kind {
	case String:
		return `"` + e.Text + `"`
	case Regex:
		return "/" + e.Text + "/"
	case Field:
		return "$(" + expression(e.Args[0]) + ")"
	case Index:
		return e.Text + "[" + expressions(e.Args) + "]"
	case Conditional:
		return "(" + expression(e.Args[0]) + " ? " + expression(e.Args[1]) + " : " + expression(e.Args[2]) + ")"
	case Concat:
		return "(" + expression(e.Args[0]) + " . " + expression(e.Args[1]) + ")"
	case Unary:
		return "(" + e.Text + expression(e.Args[0]) + ")"
	case Increment:
		return "(" + expression(e.Args[0]) + e.Text + ")"
	case Call:
		return e.Text + "(" + expressions(e.Args) + ")"
	case Member:
		return "(" + expressions(e.Args) + " in " + e.Text + ")"
	case Group:
		return "(" + expressions(e.Args) + ")"
	case Getline:
		var parts []string
		if e.Args[0] != nil {
			parts = append(parts, e.Text+" "+expression(e.Args[0]))
		}
		if len(e.Args) > 1 {
			parts = append(parts, "> "+expression(e.Args[1]))
		}
		return "getline(" + strings.Join(parts, " ") + ")"
	case Assign, Logical, Match, Comparison, Arithmetic:
		return "(" + expression(e.Args[0]) + " " + e.Text + " " + expression(e.Args[1]) + ")"
	}
	return e.Text
}

// FuzzParse holds that any text is read or refused, in time, and that a tree has no
// expression without its operands.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "{", "/[/", "{ print > ", "{ a = \"\\", "function f(", "{ for (a in", "{ x[", "{ getline <", "{ $", "{ if (a) b; else",
		"BEGIN { while ((\"ls\" | getline x) > 0) print x, $1 > \"f\" }", "/a/,/b/; END { delete a[1,2]; next }", "{ print (a, b) in c, !d ~ /e/ ? f : g }",
		strings.Repeat("(", 200), strings.Repeat("{ if (a) ", 200), strings.Repeat("a+", 500) + "a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Parse(s)
		if err != nil {
			return
		}
		for e := range p.Expressions() {
			if !strings.Contains(s, e.Text) && e.Text != "^" {
				t.Errorf("%q is not in %q", e.Text, s)
			}
		}
		_ = written(p) // which asks for every operand
	})
}
