package taint

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// awk runs shell commands by system(text), by "text" | getline and by print |
// "text". What stands in such a text is looked for, not parsed: it is asked only
// whether a name or a field is among it, in one statement.
var (
	awkName  = regexp.MustCompile(`[A-Za-z_]\w*`)
	awkEnv   = regexp.MustCompile(`ENVIRON\s*\[\s*"(\w+)"\s*\]`)
	awkField = regexp.MustCompile(`\$\s*(?:\d+|NF|\w+)`)
)

// awkRun are the expressions of a program that a shell runs, strings left out.
func awkRun(program string) []string {
	if !strings.Contains(program, "system") && !hasBar(program) {
		return nil
	}
	var out []string
	for statement := range strings.FieldsFuncSeq(withoutStrings(program), endsStatement) {
		for rest := range behindName(statement, "system") {
			if args, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t"), "("); ok {
				out = append(out, args)
			}
		}
		for _, name := range []string{"print", "printf"} {
			for rest := range behindName(statement, name) {
				if command, ok := behindBar(rest); ok {
					out = append(out, command)
				}
			}
		}
		out = append(out, readByGetline(statement)...)
	}
	return out
}

// hasBar tells whether a program may have a pipe: a bar beside which no other stands.
func hasBar(program string) bool {
	for at := 0; ; {
		bar := strings.IndexByte(program[at:], '|')
		if bar < 0 {
			return false
		}
		if at += bar + 1; !strings.HasPrefix(program[at:], "|") {
			return true
		}
		at++
	}
}

// withoutStrings leaves of each string its quotes, so that a bar in one is no pipe.
func withoutStrings(program string) string {
	var b strings.Builder
	for {
		text, rest, ok := strings.Cut(program, `"`)
		b.WriteString(text)
		if !ok {
			return b.String()
		}
		b.WriteByte('"')
		program = rest
		if end := closingQuote(rest); end >= 0 {
			b.WriteByte('"')
			program = rest[end+1:]
		}
	}
}

// closingQuote is where a string ends, -1 where nothing ends it.
func closingQuote(s string) int {
	for at := 0; at < len(s); at++ {
		switch s[at] {
		case '\\':
			at++
		case '"':
			return at
		}
	}
	return -1
}

func endsStatement(c rune) bool { return c == ';' || c == '}' || c == '\n' }

// behindName gives what stands behind each place of a name in a text.
func behindName(text, name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at := 0; ; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				return
			}
			from, to := at+i, at+i+len(name)
			whole := (from == 0 || !isNameByte(text[from-1])) && (to == len(text) || !isNameByte(text[to]))
			if whole && !yield(text[to:]) {
				return
			}
			at = to
		}
	}
}

// behindBar is what a print is piped into: what stands behind the first bar, when
// that is no "or".
func behindBar(rest string) (string, bool) {
	_, command, ok := strings.Cut(rest, "|")
	return command, ok && command != "" && command[0] != '|'
}

// readByGetline are the commands of a statement whose output getline reads.
func readByGetline(statement string) []string {
	var out []string
	for rest := statement; ; {
		command, behind, ok := strings.Cut(rest, "|")
		if !ok {
			return out
		}
		if strings.HasPrefix(strings.TrimLeft(behind, " \t"), "getline") {
			out = append(out, command[strings.LastIndexAny(command, "{&")+1:])
		}
		rest = behind
	}
}

// awkConstant is the program of an awk that is one constant word.
func awkConstant(c *shell.Command) (string, parted) {
	p := apart(c, "vFfeEi", " assign file field-separator ", true)
	if len(p.operands) == 0 || slices.ContainsFunc(p.values, func(v valued) bool { return strings.Contains("feE", v.name) }) {
		return "", p
	}
	text, _ := p.operands[0].Literal()
	return text, p
}

// awkProgram is the program of an awk. What stands in a regular expression of it leaves
// that by a slash alone: names of files have none.
func awkProgram(c *shell.Command) []picked {
	out := programText("vFfeEi", "", "feE")(c)
	for i := range out {
		out[i].hurts = Meta | Quote
		if staysInRegex(out[i].words[0]) {
			out[i].hurts = Slash
		}
	}
	return out
}

// staysInRegex tells whether all that is expanded in a program stands in regular
// expressions.
func staysInRegex(program shell.Word) bool {
	text, splices, ok := program.Spliced()
	if !ok || !strings.Contains(text.String(), "/") {
		return false
	}
	before, at := "", 0
	for _, x := range splices {
		before += text.String()[at:x.From]
		at = x.To
		if !endsInRegex(before) {
			return false
		}
	}
	return len(splices) > 0
}

// endsInRegex tells whether the start of a program ends inside a regular expression. It
// begins with a slash in front of which no operand of a division stands.
func endsInRegex(program string) bool {
	var before byte // which is no blank
	in := false
	for at := 0; at < len(program); at++ {
		switch c := program[at]; {
		case in && c == '\\':
			at++
		case c == '/' && (in || before == 0 || strings.IndexByte("(,{};!~&|\n", before) >= 0):
			in, before = !in, c
		case in || c == ' ' || c == '\t':
		case c == '"':
			end := closingQuote(program[at+1:])
			if end < 0 {
				return false
			}
			at, before = at+1+end, c
		default:
			before = c
		}
	}
	return in
}

// awkValues are the values of -v that a constant program hands to a shell.
func awkValues(c *shell.Command) []picked {
	if len(c.Args) < 3 {
		return nil
	}
	text, p := awkConstant(c)
	given := slices.DeleteFunc(p.values, func(v valued) bool { return v.name != "v" && v.name != "assign" })
	if len(given) == 0 {
		return nil
	}
	run := awkRun(text)
	var out []picked
	for _, v := range given {
		src := strings.TrimLeft(strings.TrimPrefix(v.word.Source(), "-v"), `"'`)
		name, _, ok := strings.Cut(src, "=")
		if ok && slices.ContainsFunc(run, func(e string) bool { return slices.Contains(awkName.FindAllString(e, -1), name) }) {
			out = append(out, picked{words: []shell.Word{v.word}})
		}
	}
	return out
}

// awkEnviron are the names of the environment whose values a constant program hands
// to a shell: ENVIRON["name"].
func awkEnviron(c *shell.Command) []picked {
	text, _ := awkConstant(c)
	if !strings.Contains(text, "ENVIRON") {
		return nil
	}
	// As names, so that the text has no string in which a bar could stand.
	run := strings.Join(awkRun(awkEnv.ReplaceAllString(text, " $1 ")), " ")
	if run == "" {
		return nil
	}
	var out []picked
	used := awkName.FindAllString(run, -1)
	for _, m := range awkEnv.FindAllStringSubmatch(text, -1) {
		named := func(p picked) bool { return p.variable == m[1] }
		if slices.Contains(used, m[1]) && !slices.ContainsFunc(out, named) {
			out = append(out, picked{variable: m[1]})
		}
	}
	return out
}

// awkInput is the standard input of an awk whose constant program hands a field
// of it to a shell.
func awkInput(c *shell.Command) []picked {
	if len(c.Args) == 0 || c.Pipeline == nil && len(c.Redirects) == 0 {
		return nil
	}
	text, p := awkConstant(c)
	if len(p.operands) != 1 || !slices.ContainsFunc(awkRun(text), awkField.MatchString) {
		return nil
	}
	return []picked{{}}
}
