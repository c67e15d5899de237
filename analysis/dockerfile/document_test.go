package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func parse(text string) *Document {
	return Parse(source.NewFile("Dockerfile", []byte(text)))
}

// describe lists an instruction's parts, each with the exact text at its span;
// the value is added where it differs.
func describe(i *Instruction) []string {
	word := func(w Word) string {
		if w.Value() == w.Span().Text() {
			return fmt.Sprintf("%q", w.Value())
		}
		return fmt.Sprintf("%q = %q", w.Span().Text(), w.Value())
	}
	list := []string{i.Name + " " + fmt.Sprintf("%q", i.Keyword.Text())}
	for _, f := range i.Flags {
		list = append(list, fmt.Sprintf("flag %s %q: %s", f.Name, f.Span.Text(), word(f.Value)))
		for _, field := range f.Fields() {
			if f.Name == "mount" {
				list = append(list, "field "+field.Key+": "+word(field.Value))
			}
		}
	}
	if i.Check != "" {
		list = append(list, "check "+i.Check)
	}
	for _, v := range i.Vars {
		if v.HasValue {
			list = append(list, fmt.Sprintf("var %s: %s", word(v.Name), word(v.Value)))
		} else {
			list = append(list, "var "+word(v.Name))
		}
	}
	form := "arg "
	if i.Exec {
		form = "exec "
	}
	for _, w := range i.Args {
		list = append(list, form+word(w))
	}
	for _, h := range i.Heredocs {
		list = append(list, fmt.Sprintf("heredoc %q expand=%t chomp=%t fd=%d: %q = %q, %q", h.Head.Text(), h.Expand, h.Chomp, h.FD, h.Span.Text(), h.Body.String(), h.End.Text()))
	}
	if i.Child != nil {
		for _, part := range describe(i.Child) {
			list = append(list, "  "+part)
		}
	}
	return list
}

func TestWords(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // of the last instruction
	}{
		{"from", "FROM --platform=$BUILDPLATFORM golang:1.22-alpine AS build", []string{
			`FROM "FROM"`, `flag platform "--platform=$BUILDPLATFORM": "$BUILDPLATFORM"`, `arg "golang:1.22-alpine"`, `arg "AS"`, `arg "build"`}},
		{"from over lines", "from \\\n  alpine \\\n# why\n  as x", []string{`FROM "from"`, `arg "alpine"`, `arg "as"`, `arg "x"`}},
		{"run", "FROM a\nRUN apk add \\\n  # the shell\n\n  bash \\\n  curl\n", []string{
			`RUN "RUN"`, `arg "apk add \\\n  # the shell\n\n  bash \\\n  curl" = "apk add   bash   curl"`}},
		{"word in two lines", "FROM a\nCOPY ab\\\ncd /e\n", []string{`COPY "COPY"`, `arg "ab\\\ncd" = "abcd"`, `arg "/e"`}},
		{"keyword in two lines", "FROM a\nRU\\\nN b\n", []string{`RUN "RU\\\nN"`, `arg "b"`}},
		{"crlf", "FROM a\r\nRUN b \\\r\n  c\r\n", []string{`RUN "RUN"`, `arg "b \\\r\n  c" = "b   c"`}},
		{"byte order mark", "\uFEFFFROM a", []string{`FROM "FROM"`, `arg "a"`}},
		{"escape directive", "# escape=`\nFROM a\nRUN dir c:\\ `\n  /b", []string{`RUN "RUN"`, "arg \"dir c:\\\\ `\\n  /b\" = \"dir c:\\\\   /b\""}},
		{"blanks behind the escape", "FROM a\nRUN b \\ \t\n c", []string{`RUN "RUN"`, `arg "b \\ \t\n c" = "b  c"`}},
		{"two escapes end a line", "FROM a\nRUN b \\\\\nUSER c", []string{`USER "USER"`, `arg "c"`}},
		{"exec", `FROM a` + "\n" + `CMD ["a\"b", "\u00e9\n\\", "\ud83d\ude00c", ""]`, []string{`CMD "CMD"`,
			`exec "a\\\"b" = "a\"b"`, `exec "\\u00e9\\n\\\\" = "é\n\\"`, `exec "\\ud83d\\ude00c" = "😀c"`, `exec ""`}},
		{"exec over lines", "FROM a\nENTRYPOINT [ \"a\", \\\n  \"b\\\nc\" ]", []string{`ENTRYPOINT "ENTRYPOINT"`, `exec "a"`, `exec "b\\\nc" = "bc"`}},
		{"nearly exec", "FROM a\nCMD ['a', \"b\"]", []string{`CMD "CMD"`, `arg "['a', \"b\"]"`}},
		{"shell", `FROM a` + "\n" + `SHELL ["/bin/ash", "-o", "pipefail", "-c"]`, []string{`SHELL "SHELL"`, `exec "/bin/ash"`, `exec "-o"`, `exec "pipefail"`, `exec "-c"`}},
		{"copy", "FROM a\nCOPY --from=b --chown=c:d --chmod=755 x y /z/\n", []string{`COPY "COPY"`, `flag from "--from=b": "b"`, `flag chown "--chown=c:d": "c:d"`, `flag chmod "--chmod=755": "755"`, `arg "x"`, `arg "y"`, `arg "/z/"`}},
		{"copy exec", "FROM a\nCOPY [\"a b\", \"/c\"]\n", []string{`COPY "COPY"`, `exec "a b"`, `exec "/c"`}},
		{"quoted flag", "FROM a\nCOPY --chown=\"b c\":é\\ d x y\n", []string{`COPY "COPY"`, `flag chown "--chown=\"b c\":é\\ d": "b c\":é\\ d" = "b c:é d"`, `arg "x"`, `arg "y"`}},
		{"mount", "FROM a\nRUN --mount=type=bind,from=b,source=/c,target=/d,ro \\\n --mount=type=cache,\\\ntarget=/e x", []string{`RUN "RUN"`,
			`flag mount "--mount=type=bind,from=b,source=/c,target=/d,ro": "type=bind,from=b,source=/c,target=/d,ro"`,
			`field type: "bind"`, `field from: "b"`, `field source: "/c"`, `field target: "/d"`, `field ro: ""`,
			`flag mount "--mount=type=cache,\\\ntarget=/e": "type=cache,\\\ntarget=/e" = "type=cache,target=/e"`, `field type: "cache"`, `field target: "/e"`, `arg "x"`}},
		{"quoted mount", "FROM a\nRUN --mount='type=bind,\"source=a,\"\"b\",from=c' x", []string{`RUN "RUN"`,
			`flag mount "--mount='type=bind,\"source=a,\"\"b\",from=c'": "type=bind,\"source=a,\"\"b\",from=c"`,
			`field type: "bind"`, `field source: "a,\"\"b" = "a,\"b"`, `field from: "c"`, `arg "x"`}},
		{"end of flags", "FROM a\nRUN -- --b", []string{`RUN "RUN"`, `arg "--b"`}},
		{"env old", "FROM a\nENV b c  d\n", []string{`ENV "ENV"`, `var "b": "c  d"`}},
		{"env", "FROM a\nENV b=1 c=\"2 3\" d='4'\\ 5 \\\n  e=\n", []string{`ENV "ENV"`, `var "b": "1"`, `var "c": "\"2 3\""`, `var "d": "'4'\\ 5"`, `var "e": ""`}},
		{"arg", "ARG a b=$c d=\nFROM a\nARG a b=$c d=", []string{`ARG "ARG"`, `var "a"`, `var "b": "$c"`, `var "d": ""`}},
		{"label", "FROM a\nLABEL a.b=c \"d e\"=f", []string{`LABEL "LABEL"`, `var "a.b": "c"`, `var "\"d e\"": "f"`}},
		{"user", "FROM a\nUSER  b:c \n", []string{`USER "USER"`, `arg "b:c"`}},
		{"workdir", "FROM a\nWORKDIR /a b\n", []string{`WORKDIR "WORKDIR"`, `arg "/a b"`}},
		{"expose", "FROM a\nEXPOSE 80 443/udp", []string{`EXPOSE "EXPOSE"`, `arg "80"`, `arg "443/udp"`}},
		{"healthcheck", "FROM a\nHEALTHCHECK --interval=1s cmd  curl x || exit 1", []string{`HEALTHCHECK "HEALTHCHECK"`, `flag interval "--interval=1s": "1s"`, `check CMD`, `arg "curl x || exit 1"`}},
		{"healthcheck exec", "FROM a\nHEALTHCHECK CMD [\"b\"]", []string{`HEALTHCHECK "HEALTHCHECK"`, `check CMD`, `exec "b"`}},
		{"healthcheck none", "FROM a\nHEALTHCHECK NONE", []string{`HEALTHCHECK "HEALTHCHECK"`, `check NONE`}},
		{"onbuild", "FROM a\nONBUILD copy --from=b \\\n c d", []string{`ONBUILD "ONBUILD"`, `  COPY "copy"`, `  flag from "--from=b": "b"`, `  arg "c"`, `  arg "d"`}},
		{"onbuild exec", "FROM a\nONBUILD RUN [\"a\\\\b\"]", []string{`ONBUILD "ONBUILD"`, `  RUN "RUN"`, `  exec "a\\\\b" = "a\\b"`}},
		{"heredoc", "FROM a\nRUN <<EOF\nb\n\tc\nEOF\n", []string{`RUN "RUN"`, `arg "<<EOF"`, `heredoc "<<EOF" expand=true chomp=false fd=0: "b\n\tc" = "b\n\tc\n", "EOF"`}},
		{"heredoc chomped", "FROM a\nRUN <<-'E F'\n\tb\n\t\tE F\n", []string{`RUN "RUN"`, `arg "<<-'E F'"`, `heredoc "<<-'E F'" expand=false chomp=true fd=0: "\tb" = "b\n", "E F"`}},
		{"heredoc crlf", "FROM a\r\nRUN <<EOF\r\nb\r\nEOF\r\n", []string{`RUN "RUN"`, `arg "<<EOF"`, `heredoc "<<EOF" expand=true chomp=false fd=0: "b" = "b\r\n", "EOF"`}},
		{"heredocs", "FROM a\nRUN cat <<A 3<<\"B\" \\\n | sh\n1\nA\n2\nB\n", []string{`RUN "RUN"`, `arg "cat <<A 3<<\"B\" \\\n | sh" = "cat <<A 3<<\"B\"  | sh"`,
			`heredoc "<<A" expand=true chomp=false fd=0: "1" = "1\n", "A"`, `heredoc "3<<\"B\"" expand=false chomp=false fd=3: "2" = "2\n", "B"`}},
		{"heredoc of a number", "FROM a\nRUN 1<<2\nb\n2\n", []string{`RUN "RUN"`, `arg "1<<2"`, `heredoc "1<<2" expand=true chomp=false fd=1: "b" = "b\n", "2"`}},
		{"heredoc apart", "FROM a\nRUN << EOF\nb\nEOF\n", []string{`RUN "RUN"`, `arg "<< EOF"`, `heredoc "<< EOF" expand=true chomp=false fd=0: "b" = "b\n", "EOF"`}},
		{"no heredoc", "FROM a\nRUN b <<- EOF", []string{`RUN "RUN"`, `arg "b <<- EOF"`}},
		{"no heredoc in quotes", "FROM a\nRUN echo \"<<EOF\" <<EOF\nb\nEOF", []string{`RUN "RUN"`, `arg "echo \"<<EOF\" <<EOF"`, `heredoc "<<EOF" expand=true chomp=false fd=0: "b" = "b\n", "EOF"`}},
		{"empty heredoc", "FROM a\nCOPY <<x /y\nx", []string{`COPY "COPY"`, `arg "<<x"`, `arg "/y"`, `heredoc "<<x" expand=true chomp=false fd=0: "" = "", "x"`}},
		{"onbuild heredoc", "FROM a\nONBUILD RUN <<E\nb\nE", []string{`ONBUILD "ONBUILD"`, `heredoc "<<E" expand=true chomp=false fd=0: "b" = "b\n", "E"`,
			`  RUN "RUN"`, `  arg "<<E"`, `  heredoc "<<E" expand=true chomp=false fd=0: "b" = "b\n", "E"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(test.text)
			for _, e := range d.Errors {
				t.Errorf("%q: %s", e.Span.Text(), e.Message)
			}
			checkPlaces(t, d)
			checkTexts(t, d)
			i := d.Instructions[len(d.Instructions)-1]
			if got := describe(i); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if i.Refused || i.Child != nil && i.Child.Refused {
				t.Error("it is refused")
			}
		})
	}
}

func TestErrors(t *testing.T) {
	long := strings.Repeat("x", 65_536)
	tests := []struct {
		name, text string
		errors     []string // line, text at the span, part of the message
		names      string   // of all instructions
	}{
		{"empty", "", []string{`1 "" file with no instructions`}, ""},
		{"comments only", "# a\n\n# b\n", []string{`1 "" file with no instructions`}, ""},
		{"unknown", "FROM a\nRUNN b\nUSER c\n", []string{`2 "RUNN" unknown instruction: RUNN`}, "FROM RUNN USER"},
		{"as near to ENV as to RUN", "FROM a\nN b\n", []string{`2 "N" unknown instruction: N (did you mean ENV?)`}, "FROM N"},
		{"lost continuation", "FROM a\nRUN b\n  && c\nUSER d\n", []string{`3 "&&" unknown instruction: &&`}, "FROM RUN && USER"},
		{"env", "FROM a\nENV b=1 c d=2\nUSER e\n", []string{`2 "c" can't find = in "c"`}, "FROM ENV USER"},
		{"env of one word", "FROM a\nENV b\nUSER e\n", []string{`2 "b" ENV must have two arguments`}, "FROM ENV USER"},
		{"two bad", "FROM a\nENV b\nRUN x\nENV c\nUSER e\n", []string{`2 "b" ENV must have two arguments`, `4 "c" ENV must have two arguments`}, "FROM ENV RUN ENV USER"},
		{"bad flag", "FROM a\nCOPY --form=b --chown=c d e\n", []string{`2 "--form=b" unknown flag: --form`}, "FROM COPY"},
		{"flag twice", "FROM a\nCOPY --from=b --from=c d e\n", []string{`2 "--from=c" duplicate flag specified: --from`}, "FROM COPY"},
		{"flag without value", "FROM a\nCOPY --from d e\n", []string{`2 "--from" missing a value on flag: --from`}, "FROM COPY"},
		{"bad network", "FROM a\nRUN --network=b c\n", []string{`2 "--network=b" invalid network mode "b"`}, "FROM RUN"},
		{"bad from", "FROM a b\nUSER c\n", []string{`1 "a b" FROM requires either one or three arguments`}, "FROM USER"},
		{"bad stage", "FROM a AS 1b\n", []string{`1 "1b" invalid name for build stage`}, "FROM"},
		{"no arguments", "FROM a\nUSER\nWORKDIR /b\n", []string{`2 "USER" USER requires exactly one argument`}, "FROM USER WORKDIR"},
		{"no destination", "FROM a\nCOPY b\n", []string{`2 "COPY" COPY requires at least two arguments`}, "FROM COPY"},
		{"not strings", "FROM a\nCMD [\"a\", 1]\nUSER b\n", []string{`2 "[\"a\", 1]" arrays must be comprised of strings only`}, "FROM CMD USER"},
		{"shell form of SHELL", "FROM a\nSHELL sh -c\n", []string{`2 "sh -c" SHELL requires the arguments to be in JSON form`}, "FROM SHELL"},
		{"heredoc as destination", "FROM a\nCOPY b <<E\nE\n", []string{`2 "<<E" COPY cannot accept a heredoc as a destination`}, "FROM COPY"},
		{"healthcheck", "FROM a\nHEALTHCHECK curl x\n", []string{`2 "curl" Unknown type "CURL" in HEALTHCHECK`}, "FROM HEALTHCHECK"},
		{"onbuild onbuild", "FROM a\nONBUILD ONBUILD RUN b\n", []string{`2 "ONBUILD" Chaining ONBUILD`}, "FROM ONBUILD"},
		{"onbuild unknown", "FROM a\nONBUILD RUNN b\n", []string{`2 "RUNN" unknown instruction: RUNN`}, "FROM ONBUILD"},
		{"unterminated", "FROM a\nRUN <<EOF\nb\nUSER c\nRUN <<X\nX\n", []string{`2 "<<EOF" here-document is not ended: no line EOF`}, "FROM RUN USER RUN"},
		{"unterminated at the end", "FROM a\nRUN cat <<EOF <<X\nb\n", []string{`2 "<<EOF" here-document is not ended: no line EOF`}, "FROM RUN"},
		{"long line", "FROM a\nRUN " + long + "\nUSER b\n", []string{`2 "RUN ` + long + `" line is longer than the 65535 bytes`}, "FROM RUN USER"},
		{"long continuation", "FROM a\nRUN b \\\n" + long + "\nUSER b\n", []string{`3 "` + long + `" line is longer than the 65535 bytes`}, "FROM RUN USER"},
		{"long comment", "FROM a\n#" + long + "\nUSER b\n", []string{`2 "#` + long + `" line is longer than the 65535 bytes`}, "FROM USER"},
		{"long body", "FROM a\nRUN <<E\n" + long + "\nE\nUSER b\n", []string{`3 "` + long + `" line is longer than the 65535 bytes`}, "FROM RUN USER"},
		{"just short enough", "FROM a\nRUN " + long[5:] + "\nUSER b\n", nil, "FROM RUN USER"},
		{"directive twice", "# escape=`\n# escape=`\nFROM a\nRUN b `\n c\n", []string{"2 \"# escape=`\" only one escape parser directive can be used"}, "FROM RUN"},
		{"bad escape", "# escape=x\nFROM a\nRUN b \\\n c\n", []string{`1 "# escape=x" the escape token must be`}, "FROM RUN"},
		{"no stage", "RUN a\nUSER b\n", []string{`1 "RUN" RUN before the first FROM`}, "RUN USER"},
		{"before the stage", "ARG x\nENV b c\nRUN d\nFROM a\n", []string{`2 "ENV" ENV before the first FROM`}, "ARG ENV RUN FROM"},
		{"args only", "ARG x\n", []string{`1 "ARG" file has no FROM`}, "ARG"},
		{"check comment", "FROM a\n# check=skip=all\nRUN b\n", nil, "FROM RUN"},
		{"nothing but an escape", "FROM a\n\\\n", []string{`2 "" unknown instruction`}, "FROM "},
		{"mark in the middle", "FROM a\n\uFEFFRUN b\n", []string{`2 "\ufeffRUN" unknown instruction`}, "FROM \uFEFFRUN"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(test.text)
			checkPlaces(t, d)
			var names []string
			for _, i := range d.Instructions {
				names = append(names, i.Name)
			}
			if got := strings.Join(names, " "); got != test.names {
				t.Errorf("instructions are %q, want %q", got, test.names)
			}
			if len(d.Errors) != len(test.errors) {
				t.Fatalf("errors are %v", d.Errors)
			}
			for n, e := range d.Errors {
				place := fmt.Sprintf("%d %q ", e.Span.From().Line, e.Span.Text())
				message, ok := strings.CutPrefix(test.errors[n], place)
				if !ok || !strings.Contains(e.Message, message) {
					t.Errorf("error is %s%s, want %s", place, e.Message, test.errors[n])
				}
			}
		})
	}
}

func TestComments(t *testing.T) {
	d := parse("# syntax=docker/dockerfile:1\n# escape=\\\n# one\nFROM a\n  #two \r\nRUN b \\\n  # three\n\n # four\n  c <<E\n# not one\nE\n#\n")
	var got []string
	for _, c := range d.Comments {
		inside := ""
		if c.Inside != nil {
			inside = " inside " + c.Inside.Name
		}
		got = append(got, fmt.Sprintf("%q %q%s", c.Span.Text(), c.Text, inside))
	}
	want := []string{`"# one" "one"`, `"#two " "two"`, `"# three" "three" inside RUN`, `"# four" "four" inside RUN`, `"#" ""`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var directives []string
	for _, x := range d.Directives {
		directives = append(directives, x.Name+" "+x.Value+" "+x.Span.Text())
	}
	if want := []string{"syntax docker/dockerfile:1 # syntax=docker/dockerfile:1", `escape \ # escape=\`}; !slices.Equal(directives, want) {
		t.Errorf("directives are %q", directives)
	}
}

func TestInstructionSpan(t *testing.T) {
	d := parse("FROM a\r\n  RUN b \\\r\n\r\n c <<E\r\nd\r\nE\r\n\r\nUSER x \\\n# y\n\n")
	want := []string{"FROM a", "RUN b \\\r\n\r\n c <<E\r\nd\r\nE", "USER x \\\n# y"}
	for n, i := range d.Instructions {
		if i.Span.Text() != want[n] || i.Index != n {
			t.Errorf("%d: %q, want %q", i.Index, i.Span.Text(), want[n])
		}
	}
}

func TestShellText(t *testing.T) {
	tests := []struct {
		name, text, want string
		token, place     string // a part of the text, and what it leads back to
		only             bool
	}{
		{"run", "RUN a \\\n# c\n b", "a  b", "a  b", "a \\\n# c\n b", false},
		{"only", "RUN --network=none <<E\n#!/bin/sh\na\nE", "#!/bin/sh\na\n", "a", "a", true},
		{"only chomped", "RUN <<-E\n\ta\n\tE", "a\n", "a", "a", true},
		{"with command", "RUN cat <<E | sh\na $b\nE", "cat <<E | sh\na $b\nE", "$b", "$b", false},
		{"chomped with command", "RUN cat <<-E | \\\n sh\n\ta\n\tE", "cat <<-E |  sh\n\ta\nE", "E", "E", false},
		{"two", "RUN cat <<A <<B\n1\nA\n2\nB", "cat <<A <<B\n1\nA\n2\nB", "2\nB", "2\nB", false},
		{"empty body", "RUN cat <<A\nA", "cat <<A\nA", "\nA", "\nA", false},
		{"cmd", "CMD exec a", "exec a", "a", "a", false},
		{"health", "HEALTHCHECK CMD a \\\n b", "a  b", "b", "b", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			i := parse("FROM x\n" + test.text).Instructions[1]
			text := i.ShellText()
			if text.String() != test.want || i.OnlyHeredoc() != test.only {
				t.Errorf("%q, only: %t", text.String(), i.OnlyHeredoc())
			}
			at := strings.LastIndex(text.String(), test.token)
			if got := text.Span(at, at+len(test.token)).Text(); got != test.place {
				t.Errorf("%q leads to %q, want %q", test.token, got, test.place)
			}
		})
	}
	for _, text := range []string{`RUN ["a"]`, "USER a", "HEALTHCHECK NONE", "ONBUILD RUN a", "RUN"} {
		if got := parse("FROM x\n" + text).Instructions[1].ShellText(); got != nil {
			t.Errorf("%s: %q", text, got.String())
		}
	}
}

func TestTemplate(t *testing.T) {
	tests := []struct{ name, path, text, template, span string }{
		{"plain", "Dockerfile", "FROM a\n", "", ""},
		{"format", "Dockerfile", "FROM a\nRUN docker inspect --format '{{.Id}}' b && echo \"{% x %}\" %%Y%% > f\nLABEL c='{{ d }}'\nCMD [\"{{x}}\"]\n", "", ""},
		{"format beside an error", "Dockerfile", "FROM a\nRUN docker inspect --format '{{.Id}}' b\nRUNN c\n", "", ""},
		{"brace expansion beside an error", "Dockerfile", "FROM a\nRUN mkdir {{a,b},c}\nRUNN c\n", "", ""},
		{"env", "Dockerfile", "FROM a\nENV F='{{.Id}}'\n", "", ""},
		{"from", "Dockerfile", "FROM {{ base }}\nRUN a\n", "{{ }}", "{{ base }}"},
		{"from without blanks", "Dockerfile", "FROM {{base}}:1\n", "{{ }}", "{{base}}"},
		{"from @", "Dockerfile", "FROM @BASE@\n", "@NAME@", "@BASE@"},
		{"from digest", "Dockerfile", "FROM a@sha256:b\n", "", ""},
		{"jinja", "Dockerfile", "FROM a\n{% if b %}\nRUN c\n{% endif %}\n", "{% %}", "{% if b %}"},
		{"erb", "Dockerfile", "FROM a\n<% if b %>\nRUN c\n<% end %>\n", "<% %>", "<% if b %>"},
		{"percent", "Dockerfile", "FROM a\nENV V %%VERSION%%\n", "%%NAME%%", "%%VERSION%%"},
		{"user", "Dockerfile", "FROM a\nUSER {{ user }}\n", "{{ }}", "{{ user }}"},
		{"spanning", "Dockerfile", "FROM a\nRUN b && {{f(\n  \"c\"\n)}}\n", "{{ }}", "{{"},
		{"env beside an error", "Dockerfile", "FROM a\nENV b {{ c }} d=1\nENV {{ c }}\nENV x\n", "{{ }}", "{{ c }}"},
		{"name and mark", "Dockerfile.j2", "FROM a\nRUN {{ b }}\n", "{{ }}", "{{ b }}"},
		{"name alone", "Dockerfile.template", "FROM a\nRUN b\n", "", ""},
		{"name and error", "Dockerfile.template", "FROM a\nesac\n", "name", "esac"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := Parse(source.NewFile(test.path, []byte(test.text)))
			if (d.Template == "") != (test.template == "") || !strings.Contains(d.Template, test.template) || d.TemplateSpan.Text() != test.span {
				t.Errorf("template is %q at %q", d.Template, d.TemplateSpan.Text())
			}
			if d.Template != "" && len(d.Instructions)+len(d.Errors) > 0 {
				t.Error("a template has instructions or errors")
			}
		})
	}
}

func TestExpand(t *testing.T) {
	lookup := func(name string) (string, bool) { return "V", name == "v" }
	tests := []struct {
		word       string
		escape     byte
		value      string
		unresolved string
		fails      bool
	}{
		{"alpine:3.20", '\\', "alpine:3.20", "", false},
		{"a$v-${v}", '\\', "aV-V", "", false},
		{"${x:-y}$z", '\\', "y", "x z", false},
		{"'$v'\"$v\"", '\\', "$vV", "", false},
		{`\$v`, '\\', "$v", "", false},
		{"`$v", '`', "$v", "", false},
		{"${v", '\\', "", "", true},
		{"${x:?gone}", '\\', "", "", true},
		{"$\xff", '\\', "", "", true},
		{strings.Repeat("${a:-", 100_000), '\\', "", "", true},
	}
	for _, test := range tests {
		value, unresolved, err := Expand(test.word, test.escape, lookup)
		if value != test.value || strings.Join(unresolved, " ") != test.unresolved || (err != nil) != test.fails {
			t.Errorf("%.40q: %q, %q, %v", test.word, value, unresolved, err)
		}
	}
}

// TestHuge reads what would exhaust the stack or the time of a careless reader;
// go test's own time limit is the measure.
func TestHuge(t *testing.T) {
	const n = 30_000
	tests := map[string]string{
		"many instructions":        "FROM a\n" + strings.Repeat("RUN b\n", n),
		"many bad instructions":    "FROM a\nENV x\n" + strings.Repeat("RUN b\n", n/10),
		"one line":                 "FROM a\nRUN " + strings.Repeat("x ", n*5),
		"one instruction":          "FROM a\nRUN x" + strings.Repeat(" \\\n y", n),
		"empty continuations":      "FROM a\nRUN x \\" + strings.Repeat("\n", n),
		"onbuild chain":            "FROM a\n" + strings.Repeat("ONBUILD \\\n", n),
		"onbuild chain with flags": "FROM a\n" + strings.Repeat("ONBUILD --a \\\n", n),
		"nested expansion":         "FROM a\nRUN <<x " + strings.Repeat("${a:-\\\n", n),
		"heredocs without an end":  "FROM a\n" + strings.Repeat("RUN <<x\n", n/10),
		"heredocs of all names": func() string {
			var b strings.Builder
			b.WriteString("FROM a\n")
			for i := range n / 10 {
				fmt.Fprintf(&b, "RUN <<E%d\n", i)
			}
			return b.String()
		}(),
		"heads on one line": "FROM a\nRUN " + strings.Repeat("<<x ", n/10) + strings.Repeat("\nx", n/20),
		"flags":             "FROM a\nRUN " + strings.Repeat("--a='b' \\\n", n),
		"assignments":       "FROM a\nENV " + strings.Repeat("a=b \\\n", n),
		"exec":              "FROM a\nCMD [" + strings.Repeat("\"\\n\", \\\n", n) + "\"\"]",
		"NULs":              "FROM a\nRUN " + strings.Repeat("\x00", n),
		"not UTF-8":         "FROM a\nRUN " + strings.Repeat("\xff <<x ", n/10) + "\nx",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) { checkPlaces(t, parse(text)) })
	}
}
