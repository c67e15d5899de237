package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// line is a logical line, or the part of one that is an ONBUILD's child.
type line struct {
	text *source.Text
	// s is the text as BuildKit is given it: the same length as text, and the same
	// bytes but for what readable replaced.
	s      string
	escape byte
	layout
}

func newLine(text *source.Text, s string, escape byte) line {
	return line{text: text, s: s, escape: escape, layout: split(s, 0, len(s), escape)}
}

// taken tells whether a build takes the line whatever its words say, so that BuildKit
// need not be asked: commands in shell form, which it hands on to a shell, and what it
// only counts the words of. Flags, arrays of JSON and here-documents it looks into.
func (l line) taken() bool {
	if len(l.flags) > 0 || l.rest.empty() || strings.Contains(l.s, "<<") {
		return false
	}
	rest := l.s[l.rest.from:l.rest.to]
	switch l.kind {
	case kindUser, kindWorkdir, kindStopsignal, kindMaintainer, kindExpose:
		return true
	case kindRun, kindCmd, kindEntrypoint:
		return rest[0] != '['
	case kindAdd, kindCopy:
		return rest[0] != '[' && strings.ContainsAny(rest, blanks)
	case kindFrom:
		return !strings.ContainsAny(rest, blanks)
	}
	return false
}

// word is a word as it stands in the line.
func word(text *source.Text, r run) Word {
	w := Word{Text: text.Slice(r.from, r.to)}
	if r.empty() {
		w.at = text.Span(r.from, r.from)
	}
	return w
}

// words turns runs into words.
func words(text *source.Text, runs []run) []Word {
	if len(runs) == 0 {
		return nil
	}
	list := make([]Word, len(runs))
	for i, r := range runs {
		list[i] = word(text, r)
	}
	return list
}

// read makes the instruction of a logical line. Its Span, Heredocs and Command
// are not set yet.
func (l line) read() *Instruction {
	i := &Instruction{
		Name:    l.s[l.keyword.from:l.keyword.to],
		Text:    l.text,
		Keyword: l.text.Span(l.keyword.from, l.keyword.to),
	}
	if l.kind != kindUnknown {
		i.Name = strings.ToUpper(i.Name)
	}
	if len(l.flags) > 0 {
		i.Flags = make([]Flag, len(l.flags))
		for n, r := range l.flags {
			i.Flags[n] = l.flag(r)
		}
	}
	l.arguments(i)
	return i
}

// arguments splits what follows the flags in the way of the instruction.
func (l line) arguments(i *Instruction) {
	rest := l.rest
	if rest.empty() {
		return
	}
	switch l.kind {
	case kindUnknown:
	case kindRun, kindCmd, kindEntrypoint, kindShell:
		if !l.exec(i, rest) {
			i.Args = []Word{word(l.text, rest)}
		}
	case kindAdd, kindCopy, kindVolume:
		if !l.exec(i, rest) {
			i.Args = words(l.text, fields(l.s, rest))
		}
	case kindFrom, kindExpose:
		i.Args = words(l.text, fields(l.s, rest))
	case kindMaintainer, kindStopsignal, kindUser, kindWorkdir:
		i.Args = []Word{word(l.text, rest)}
	case kindHealthcheck:
		l.healthcheck(i, rest)
	case kindArg:
		for _, r := range quotedWords(l.s, rest, l.escape) {
			i.Vars = append(i.Vars, l.assignment(r))
		}
	case kindEnv, kindLabel:
		l.assignments(i, rest)
	case kindOnbuild:
		// No deeper than one: BuildKit refuses ONBUILD ONBUILD, and its text can
		// nest as deeply as it is long.
		child := newLine(l.text.Slice(rest.from, rest.to), l.s[rest.from:rest.to], l.escape)
		if child.kind != kindOnbuild {
			i.Child = child.read()
			return
		}
		i.Child = &Instruction{
			Name: "ONBUILD", Text: child.text,
			Keyword: child.text.Span(child.keyword.from, child.keyword.to),
		}
	}
}

// exec reads the exec form, if it is one.
func (l line) exec(i *Instruction, rest run) bool {
	elements, ok := stringArray(l.s, rest)
	if !ok {
		return false
	}
	i.Exec = true
	if len(elements) > 0 {
		i.Args = make([]Word, len(elements))
		for n, r := range elements {
			i.Args[n] = decode(l.text, l.s, r)
		}
	}
	return true
}

func (l line) healthcheck(i *Instruction, rest run) {
	end := rest.from
	for end < rest.to && !isLatinSpace(l.s[end]) {
		end++
	}
	i.Check = strings.ToUpper(l.s[rest.from:end])
	i.check = word(l.text, run{rest.from, end})
	for end < rest.to && isLatinSpace(l.s[end]) {
		end++
	}
	command := run{end, rest.to}
	if !command.empty() && !l.exec(i, command) {
		i.Args = []Word{word(l.text, command)}
	}
}

// assignments reads ENV and LABEL: `name value` if the first word has no equals
// sign, else `name=value` words.
func (l line) assignments(i *Instruction, rest run) {
	pairs := quotedWords(l.s, rest, l.escape)
	if len(pairs) == 0 {
		return
	}
	if strings.IndexByte(l.s[pairs[0].from:pairs[0].to], '=') < 0 {
		name := run{rest.from, rest.from}
		for name.to < rest.to && !isBlank(l.s[name.to]) {
			name.to++
		}
		value := run{name.to, rest.to}
		for value.from < value.to && isBlank(l.s[value.from]) {
			value.from++
		}
		i.Vars = []Assignment{{Name: word(l.text, name), Value: word(l.text, value), HasValue: !value.empty()}}
		return
	}
	i.Vars = make([]Assignment, len(pairs))
	for n, r := range pairs {
		i.Vars[n] = l.assignment(r)
	}
}

// assignment cuts a word at its first equals sign.
func (l line) assignment(r run) Assignment {
	eq := strings.IndexByte(l.s[r.from:r.to], '=')
	if eq < 0 {
		return Assignment{Name: word(l.text, r)}
	}
	eq += r.from
	return Assignment{
		Name:     word(l.text, run{r.from, eq}),
		Value:    word(l.text, run{eq + 1, r.to}),
		HasValue: true,
	}
}

// agrees tells whether BuildKit's node holds the words that were read here.
func (i *Instruction) agrees(node *parser.Node) bool {
	if len(i.Flags) != len(node.Flags) || !strings.EqualFold(node.Value, i.Name) {
		return false
	}
	for n, flag := range i.Flags {
		if !sameFlag(flag, node.Flags[n]) {
			return false
		}
	}
	if i.Exec != node.Attributes["json"] {
		return false
	}
	next := node.Next
	take := func(value string) bool {
		if next == nil || next.Value != value {
			return false
		}
		next = next.Next
		return true
	}
	switch {
	case i.Child != nil:
		if next == nil || len(next.Children) != 1 || next.Children[0].Original != i.Child.Text.String() {
			return false
		}
		return i.Child.Name == "ONBUILD" || i.Child.agrees(next.Children[0])
	case kindOf(i.Name) == kindUnknown:
		return true
	case i.Check != "":
		if !take(i.check.Value()) {
			return false
		}
	}
	for _, v := range i.Vars {
		if i.Name == "ARG" {
			if next == nil || !sameAssignment(v, next.Value) {
				return false
			}
			next = next.Next
			continue
		}
		if !take(v.Name.Value()) || !take(v.Value.Value()) || next == nil {
			return false
		}
		next = next.Next // the "=" or ""
	}
	for _, w := range i.Args {
		if !take(w.Value()) {
			return false
		}
	}
	return next == nil
}

func sameAssignment(v Assignment, s string) bool {
	name, value, hasValue := strings.Cut(s, "=")
	return hasValue == v.HasValue && name == v.Name.Value() && value == v.Value.Value()
}

// coarsen gives up the words' places: they hold what BuildKit holds and lead to
// the whole instruction.
func (i *Instruction) coarsen(node *parser.Node) {
	all := i.Text.All()
	whole := func(value string) Word {
		b := source.Builder{File: i.Text.File}
		b.Replace(value, all.Start, all.End)
		return Word{Text: b.Text(), at: all}
	}
	i.Coarse = true
	i.Keyword = all
	i.Exec = node.Attributes["json"]
	i.Flags, i.Args, i.Vars, i.Check, i.Child = nil, nil, nil, "", nil
	for _, flag := range node.Flags {
		name, value, hasValue := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		i.Flags = append(i.Flags, Flag{Name: name, Value: whole(value), HasValue: hasValue, Span: all})
	}
	k := kindOf(node.Value)
	next := node.Next
	switch k {
	case kindUnknown:
		return
	case kindHealthcheck:
		if next != nil {
			i.Check = strings.ToUpper(next.Value)
			next = next.Next
		}
	case kindOnbuild:
		if next != nil && len(next.Children) == 1 {
			child := next.Children[0]
			i.Child = &Instruction{Name: strings.ToUpper(child.Value), Text: whole(child.Original).Text}
			if kindOf(child.Value) != kindOnbuild {
				i.Child.coarsen(child)
			}
		}
		return
	}
	for ; next != nil; next = next.Next {
		switch k {
		case kindArg:
			name, value, hasValue := strings.Cut(next.Value, "=")
			i.Vars = append(i.Vars, Assignment{Name: whole(name), Value: whole(value), HasValue: hasValue})
		case kindEnv, kindLabel:
			if next.Next == nil || next.Next.Next == nil {
				return
			}
			i.Vars = append(i.Vars, Assignment{Name: whole(next.Value), Value: whole(next.Next.Value), HasValue: true})
			next = next.Next.Next
		default:
			i.Args = append(i.Args, whole(next.Value))
		}
	}
}
