package taint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// awk runs shell commands by system(text), by "text" | getline and by print |
// "text". What stands in such a text is read by a regular expression, not a
// parser: it is asked only whether a name or a field is among it, in one
// statement.
var (
	awkSystem = regexp.MustCompile(`\bsystem\s*\(([^;}\n]*)`)
	awkOutput = regexp.MustCompile(`\bprintf?\b[^;}\n|]*[^|;}\n]\|([^|;}\n][^;}\n]*)`)
	awkGet    = regexp.MustCompile(`([^;{}\n|&]*)\|\s*getline`)
	awkString = regexp.MustCompile(`"(?:\\.|[^"\\])*"`)
	awkName   = regexp.MustCompile(`[A-Za-z_]\w*`)
	awkEnv    = regexp.MustCompile(`\bENVIRON\s*\[\s*"(\w+)"\s*\]`)
	awkField  = regexp.MustCompile(`\$\s*(?:\d+|NF|\w+)`)
)

// awkRun are the expressions of a program that a shell runs, strings left out.
func awkRun(program string) []string {
	if !strings.Contains(program, "system") && !hasBar(program) {
		return nil
	}
	// Strings keep their quotes, so that a bar in one is no pipe.
	program = awkString.ReplaceAllString(program, `""`)
	var out []string
	for _, re := range []*regexp.Regexp{awkSystem, awkOutput, awkGet} {
		for _, m := range re.FindAllStringSubmatch(program, -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// hasBar tells whether a program may have a pipe: a bar beside which no other stands.
func hasBar(program string) bool {
	return strings.Contains(strings.ReplaceAll(program, "||", ""), "|")
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
