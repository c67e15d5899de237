package taint

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A filter of jq is taken for one that lets through what comes in where it is made of
// paths, of one text with paths in it, of texts to stand in for what is not there, and of
// select by something else than what is printed. Others may check (test), quote (@sh) or count.
var (
	jqPath   = regexp.MustCompile(`^\.(?:[.?]|[A-Za-z_]\w*|"[^"]*"|\[(?:-?\d*(?::-?\d*)?|"[^"]*")\])*$`)
	jqSelect = regexp.MustCompile(`^select\(([^()]*(?:\((?:[^()])*\)[^()]*)*)\)$`)
	jqSpare  = regexp.MustCompile(`^(?:empty|null|"[^"\\]*"|-?\d+)$`)
	jqWord   = regexp.MustCompile(`[A-Za-z_]\w*`)
	jqInText = regexp.MustCompile(`\\\(([^()]*)\)`)
)

// jqValues are the options of jq with the number of words behind that belong to them.
var jqValues = map[string]int{"--arg": 2, "--argjson": 2, "--slurpfile": 2, "--rawfile": 2, "--indent": 1, "-L": 1}

// queried is what jq prints of its input.
func (m *machine) queried(list []*syntax.Word) *value {
	raw := false
	var filter string
	var files []*syntax.Word
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		switch {
		case !ok && filter == "":
			return unknown
		case ok && strings.HasPrefix(s, "-") && s != "-":
			if jqHas(s, "fnR", "--from-file", "--null-input", "--raw-input", "--args", "--jsonargs") {
				return unknown
			}
			raw = raw || jqHas(s, "rj", "--raw-output", "--join-output")
			i += jqValues[s]
		case filter == "":
			filter = s
		default:
			files = append(files, list[i])
		}
	}
	if !jqLetsThrough(filter) {
		return unknown
	}
	v := m.body()
	for i, w := range files {
		if i == 0 {
			v = nil
		}
		v = join(v, m.fileText(w))
	}
	v = v.cut(Any)
	if steps := jqSplit(filter, '|'); raw {
		return v.inside(jqAround(steps[len(steps)-1]))
	}
	return v.cut(Any &^ Newline).fronted(`"`)
}

// inside is the value between texts of the program's own, as one text has it; none for
// the value alone.
func (v *value) inside(around []string) *value {
	text := strings.Join(around, "")
	if text == "" {
		return v
	}
	if first := around[0]; first != "" {
		v = v.fronted(first[len(first)-1:])
	}
	v = v.quotedBy(text).with(text)
	for i := range v.parts {
		v.parts[i].made = true
	}
	return v
}

// jqHas tells whether a word is one of some options, of the letters or by their long
// names.
func jqHas(word, letters string, longs ...string) bool {
	if strings.HasPrefix(word, "--") {
		return slices.Contains(longs, word)
	}
	return strings.ContainsAny(word, letters)
}

// jqLetsThrough tells whether a filter prints pieces of its input as they are.
func jqLetsThrough(filter string) bool {
	steps := jqSplit(filter, '|')
	last := steps[len(steps)-1]
	for _, step := range steps[:len(steps)-1] {
		if m := jqSelect.FindStringSubmatch(step); m != nil {
			if jqChooses(m[1], last) {
				return false
			}
		} else if !jqPath.MatchString(step) {
			return false
		}
	}
	if jqAround(last) != nil {
		return true
	}
	printed := false
	for _, alternative := range jqSplit(last, ',') {
		for option := range strings.SplitSeq(alternative, "//") {
			option = strings.TrimSpace(option)
			isPath := jqPath.MatchString(option)
			if !isPath && !jqSpare.MatchString(option) {
				return false
			}
			printed = printed || isPath
		}
	}
	return printed
}

// jqAround are the texts around the paths of a text that has some: of "v\(.tag)" there is
// one in front and an empty one behind. None for another expression.
func jqAround(expression string) []string {
	text, isText := strings.CutPrefix(expression, `"`)
	text, ended := strings.CutSuffix(text, `"`)
	paths := jqInText.FindAllStringSubmatch(text, -1)
	if !isText || !ended || len(paths) == 0 {
		return nil
	}
	for _, path := range paths {
		if !jqPath.MatchString(strings.TrimSpace(path[1])) {
			return nil
		}
	}
	around := jqInText.Split(text, -1)
	if strings.ContainsAny(strings.Join(around, ""), `\"`) {
		return nil
	}
	return around
}

// jqChooses tells whether the condition of select looks at what is printed: at the last
// name of the path, at any of a text with several, or at the value itself.
func jqChooses(condition, printed string) bool {
	names := jqWord.FindAllString(printed, -1)
	switch {
	case len(names) == 0:
		return true
	case strings.HasPrefix(printed, `"`):
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(jqWord.FindAllString(condition, -1), n) })
	}
	return slices.Contains(jqWord.FindAllString(condition, -1), names[len(names)-1])
}

// jqSplit cuts a filter at a byte outside of brackets and strings.
func jqSplit(filter string, by byte) []string {
	var out []string
	depth, from, quoted := 0, 0, false
	for i := 0; i < len(filter); i++ {
		switch c := filter[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		case c == by && depth == 0:
			out = append(out, strings.TrimSpace(filter[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(filter[from:]))
}
