package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// sink is a row of the table of sinks: commands that take a value for more than
// text. Rows are read by people; a row's last field says where its fact is from.
// PoC: run on BusyBox 1.35 (Debian) and on 1.37 built as Alpine builds it.
type sink struct {
	names string // of the commands, separated by blanks
	class Class
	as    string // how rules call it; "" for the command's name
	of    pick   // the words that are taken, for each end
	hurts Props
	harm  string // what the value lets one do: a clause behind "can"
	taken taken
	bare  bool // only expansions outside of quotes count
	until byte // of each word what stands before this byte
	// only is the one shell that has it; Unknown for all of them.
	only  shell.Dialect
	named bool // for constructs: a name without a dollar stands for its value
	from  string
}

const (
	runsCommands = "run commands"
	writesFiles  = "write files"
)

// sinks is the table, by class.
var sinks = []sink{
	// What is read as shell code a second time.
	{names: "eval", class: Eval, of: inner(shell.ByEval), hurts: Code, harm: runsCommands, from: "PoC; POSIX eval"},
	{names: "sh ash bash dash ksh mksh zsh hush", class: ShellC, as: "%s -c", of: inner(shell.ByOption), hurts: Code, harm: runsCommands, from: "PoC; POSIX sh"},
	{names: "su runuser", class: ShellC, as: "%s -c", of: inner(shell.ByOption), hurts: Code, harm: runsCommands, from: "PoC on 1.37"},
	{names: "flock script", class: RunsString, as: "%s -c", of: inner(shell.ByOption), hurts: Code, harm: runsCommands, from: "PoC on 1.37 (flock); script(1)"},
	{names: "env", class: RunsString, as: "env -S", of: inner(shell.ByOption), hurts: Words | Quote, harm: runsCommands, from: "GNU env; BusyBox has no -S"},
	{names: "watch", class: RunsString, of: inner(shell.ByCommand), hurts: Code, harm: runsCommands, from: "PoC: its words are joined for sh -c"},
	{names: "ssh", class: RunsString, of: operands("BbcDEeFIiJLlmOoPpQRSWw", 1, joined), hurts: Code, harm: "run commands on the other machine", from: "ssh(1): the words are joined for the remote shell"},
	{names: "vi vim view ex nvim", class: RunsString, as: "%s -c", of: values("c", "cmd"), hurts: Meta | Newline | Blank | Other, harm: runsCommands, from: "PoC: :! of vi -c"},
	{names: "sendmail", class: RunsString, as: "sendmail -H", of: values("H"), hurts: Code, harm: runsCommands, from: "PoC on 1.37"},
	{names: "tar bsdtar", class: RunsString, as: "tar --to-command", of: values("I", "to-command", "checkpoint-action", "use-compress-program"), hurts: Code | Blank, harm: runsCommands, from: "GNU tar; BusyBox of Debian"},
	{names: "rsync", class: RunsString, as: "rsync -e", of: values("e", "rsh"), hurts: Code | Blank, harm: runsCommands, from: "rsync(1)"},
	{names: "sh ash bash dash ksh mksh zsh hush su", class: Piped, of: shellInput, hurts: Code, harm: runsCommands, taken: takesInput, from: "PoC"},
	{names: "at batch", class: Piped, of: shellInput, hurts: Code, harm: runsCommands, taken: takesInput, from: "at(1)"},
	{names: "sh ash bash dash ksh mksh zsh hush", class: Generated, of: scriptOf, hurts: Code, harm: runsCommands, taken: takesFile, from: "PoC"},
	{names: "sh ash bash dash ksh mksh zsh hush", class: Sourced, of: scriptOf, hurts: Slash, harm: "choose which file is run", from: "PoC"},
	{names: ". source", class: Sourced, of: operands("", 0, first), hurts: Code, harm: runsCommands, taken: takesFile, from: "PoC"},
	{names: ". source", class: Sourced, of: operands("", 0, first), hurts: Slash, harm: "choose which file is run", from: "PoC"},
	{names: "run-parts", class: Sourced, of: operands("auv", 0, first), hurts: Slash, harm: "choose which files are run", from: "PoC"},

	// What is read as code later.
	{names: "trap", class: Deferred, of: inner(shell.ByTrap), hurts: Code, harm: runsCommands, from: "PoC"},
	{names: "alias", class: Deferred, of: operands("", 0, joined), hurts: Code, harm: runsCommands, from: "PoC"},
	{names: "crontab", class: Deferred, of: crontabFile, hurts: Newline | Code | Percent, harm: runsCommands, taken: takesFile, from: "PoC by crond"},
	{names: "crontab", class: Deferred, of: crontabInput, hurts: Newline | Code | Percent, harm: runsCommands, taken: takesInput, from: "PoC by crond"},

	// Names of variables: PATH=./x is enough. Dash stands for what begins a word:
	// behind APP_ a value names no variable that matters.
	{names: "export readonly local declare typeset", class: Names, of: nameWords, hurts: Dash, until: '=', harm: "set PATH or any other variable", from: "PoC on 1.37: export and read set PATH"},
	{names: "read", class: Names, of: operands("adinNptu", 0, joined), hurts: Dash, harm: "set PATH or any other variable", from: "PoC on 1.37"},
	{names: "getopts", class: Names, of: operands("", 1, first), hurts: Dash, harm: "set PATH or any other variable", from: "POSIX getopts"},
	{names: "printf", class: Names, as: "printf -v", of: values("v"), hurts: Dash, harm: "set PATH or any other variable", only: shell.Bash, from: "run on bash 5.2"},

	// Names of elements: these evaluate the index, of arrays of names too.
	{names: "declare local typeset unset", class: Arithmetic, as: "the index", of: indexIn(allWords), hurts: Meta, harm: runsCommands, only: shell.Bash, from: "run on bash 5.2: a[$(command)]"},
	{names: "read", class: Arithmetic, as: "the index", of: indexIn(operands("adinNptu", 0, joined)), hurts: Meta, harm: runsCommands, only: shell.Bash, from: "run on bash 5.2"},
	{names: "printf", class: Arithmetic, as: "the index", of: indexIn(values("v")), hurts: Meta, harm: runsCommands, only: shell.Bash, from: "run on bash 5.2"},
	{names: "declare local typeset", class: Arithmetic, as: "%s -n", of: namerefs, hurts: Glob, harm: runsCommands, only: shell.Bash, from: "run on bash 5.2: a[$(command)] as the name, once that is assigned to"},
	{names: "test [", class: Arithmetic, as: "%s -v", of: testedNames, hurts: Glob, harm: runsCommands, only: shell.Bash, from: "run on bash 5.2: a[$(command)]"},

	// Programs of other languages.
	{names: "awk gawk mawk nawk", class: Program, of: awkProgram, harm: runsCommands, from: "PoC: system() in the text"},
	{names: "sed gsed", class: Program, of: sedText, harm: "write and read files (w, r)", from: "PoC: BusyBox has w and r, no e"},
	{names: "awk gawk mawk nawk", class: Program, as: "%s system()", of: awkValues, hurts: Code, harm: runsCommands, from: "PoC: awk's system and pipes run sh -c"},
	{names: "awk gawk mawk nawk", class: Program, as: "%s system()", of: awkEnviron, hurts: Code, harm: runsCommands, taken: takesVariable, from: "run on 1.35: ENVIRON[\"NAME\"]"},
	{names: "awk gawk mawk nawk", class: Program, as: "%s system()", of: awkInput, hurts: Code, harm: runsCommands, taken: takesInput, from: "PoC"},
	{names: "python python2 python3", class: Program, as: "%s -c", of: scriptText("cmQWX", "c", "cm"), hurts: Code, harm: runsCommands, from: "python(1)"},
	{names: "perl", class: Program, as: "%s -e", of: scriptText("eEI", "eE", ""), hurts: Code, harm: runsCommands, from: "perlrun(1)"},
	{names: "ruby", class: Program, as: "%s -e", of: scriptText("eErIC", "e", ""), hurts: Code, harm: runsCommands, from: "ruby(1)"},
	{names: "node", class: Program, as: "%s -e", of: scriptText("er", "e", ""), hurts: Code, harm: runsCommands, from: "node(1)"},
	{names: "php", class: Program, as: "%s -r", of: scriptText("rRBEdczf", "rRBE", "f"), hurts: Code, harm: runsCommands, from: "php(1)"},
	{names: "lua", class: Program, as: "%s -e", of: scriptText("el", "e", ""), hurts: Code, harm: runsCommands, from: "lua(1)"},

	// Words that are told from others by their dash; the first operands are in
	// options.go.
	{names: "find", class: Option, of: findPlaces, hurts: Dash, harm: "delete files or run commands (-delete, -exec)", from: "PoC on 1.37: a predicate wherever it stands"},
	{names: "find", class: Option, of: findValues, hurts: Blank | Newline, harm: "delete files or run commands (-delete, -exec)", bare: true, from: "PoC: the words of a value without quotes"},

	{names: "printf", class: Format, of: operands("v", 0, first), hurts: Percent, harm: "put directives into the format", from: "PoC: the data is printed as a format, again and again"},
}

// tabled is what the tables say of the commands of one name.
type tabled struct {
	sinks   []*sink // in the order of the table
	options []*optionRow
	writer  *writer
}

// tables are all tables of this kind by command: most commands are in none, and one
// look tells.
var tables = func() map[string]*tabled {
	index := map[string]*tabled{}
	of := func(name string) *tabled {
		if index[name] == nil {
			index[name] = &tabled{}
		}
		return index[name]
	}
	for i := range sinks {
		for n := range strings.FieldsSeq(sinks[i].names) {
			of(n).sinks = append(of(n).sinks, &sinks[i])
		}
	}
	for i := range options {
		for n := range strings.FieldsSeq(options[i].names) {
			of(n).options = append(of(n).options, &options[i])
		}
	}
	for n, w := range writers {
		of(n).writer = &w
	}
	return index
}()

// appendUses appends the places of a command at which values are taken for more than
// text. It looks at words alone.
func appendUses(uses []use, c *shell.Command) []use {
	if t := tables[c.Name]; t != nil {
		uses = t.appendUses(uses, c)
	}
	return appendWordUses(appendOutputUses(uses, c), c)
}

func (t *tabled) appendUses(uses []use, c *shell.Command) []use {
	fixed := constant(c.Args)
	for _, s := range t.sinks {
		if !fixed || c.Via != nil || s.taken != takesWords { // find and xargs put words into constant ones
			uses = s.appendUses(uses, c)
		}
	}
	for _, row := range t.options {
		uses = row.appendUses(uses, c)
	}
	if t.writer != nil && (!fixed || c.Via != nil) {
		uses = t.writer.appendUses(uses, c)
	}
	return uses
}

func (s *sink) appendUses(uses []use, c *shell.Command) []use {
	for _, t := range s.of(c) {
		if s.taken == takesWords && constant(t.words) && t.mark == "" {
			continue
		}
		u := use{class: s.class, as: s.called(c), hurts: s.hurts | t.hurts, harm: s.harm, inLine: t.inLine, taken: s.taken, bare: s.bare, until: s.until, only: s.only}
		u.words, u.variable, u.text, u.mark, u.filler, u.lone = t.words, t.variable, t.text, t.mark, t.filler, t.lone
		switch {
		case u.mark == "":
		case u.filler.Name == "find":
			u.as = "find -exec " + u.as
		default:
			u.as = u.filler.Name + " " + u.as
		}
		uses = append(uses, u)
	}
	return uses
}

// hurtsAt are the properties that hurt at a byte of a use's text: in single quotes
// of the code only what ends them, in double quotes also what is expanded there.
func (u use) hurtsAt(at int) Props {
	if u.text == nil || u.hurts&Code != Code {
		return u.hurts
	}
	s := codeText{text: u.text}
	switch s.quoting(s.holes(), at) {
	case '\'':
		return Single
	case '"':
		return Double | Expand
	}
	return u.hurts
}

func (s *sink) called(c *shell.Command) string {
	if s.as == "" {
		return c.Name
	}
	return strings.Replace(s.as, "%s", c.Name, 1)
}

// construct is a place of the language, not of a command, that takes a value for
// more than text.
type construct int8

const (
	casePattern   construct = iota // case word in $pattern)
	testPattern                    // [[ word = $pattern ]], of bash
	testWord                       // [ $word = text ], of ash
	clauseWord                     // [[ $word = text ]], of ash
	clauseRight                    // [[ text = $word ]], of ash
	clausePattern                  // [[ text = "$word" ]], of ash
	trimPattern                    // ${v#$pattern}
	arithmetic                     // $(( )), (( ))
	letWord                        // let x=$y
	sliceBound                     // ${v:$bound}
	bashEvaluates                  // what only bash evaluates: [[ $x -eq 1 ]]
	writeTarget                    // > "$file"
	promptText                     // PS4=text
	arrayIndex                     // ${a[$index]}, a[$index]=, of bash
	indirection                    // ${!name}, of bash
	clauseName                     // [[ -v $name ]], of bash
)

// constructs is the table of them; what has no row is not told.
var constructs = map[construct]sink{
	casePattern:   {as: "case", class: Pattern, hurts: Glob, harm: "match anything", bare: true, from: "PoC"},
	testPattern:   {as: "[[", class: Pattern, hurts: Glob, harm: "match anything", bare: true, from: "PoC"},
	testWord:      {as: "[ ]", class: Test, hurts: Blank | Newline, harm: "decide the test", bare: true, from: "PoC: 1 -o 1, and ! x"},
	clauseWord:    {as: "[[ ]]", class: Test, hurts: Blank | Newline, harm: "decide the test", bare: true, from: "PoC: ash splits the words of [[ ]]"},
	clauseRight:   {as: "[[ ]]", class: Test, hurts: Blank | Newline, harm: "decide the test", bare: true, from: "PoC: ash splits the words of [[ ]]"},
	clausePattern: {as: "[[ ]]", class: Test, hurts: Glob, harm: "match anything", from: "run on ash from 1.33 on: * matches, quoted too"},
	trimPattern:   {as: "the pattern of the expansion", class: Pattern, hurts: Glob, harm: "choose what is cut off", bare: true, from: "PoC"},
	arithmetic:    {as: "$(( ))", class: Arithmetic, hurts: Name | Glob | Meta, named: true, harm: "assign variables or end the script", from: "PoC: PATH=0 and 1/0 in ash; bash runs a[$(command)]"},
	letWord:       {as: "let", class: Arithmetic, hurts: Name | Glob | Meta, named: true, harm: "assign variables or end the script", from: "BusyBox, run on 1.35: let evaluates as $(( )) does"},
	sliceBound:    {as: "${v:...}", class: Arithmetic, hurts: Name | Glob | Meta, harm: "assign variables or end the script", from: "PoC: PATH=1 as the offset sets PATH; bash runs a[$(command)]"},
	bashEvaluates: {as: "arithmetic", class: Arithmetic, hurts: Meta, harm: runsCommands, from: "PoC: bash runs a[$(command)]"},
	writeTarget:   {as: "the redirection", class: WrittenPath, hurts: Slash, harm: "choose which file is written", from: "PoC"},
	promptText:    {as: "PS4", class: Deferred, hurts: Expand, harm: "run commands while set -x is on", from: "PoC: command substitution in PS4 runs"},
	arrayIndex:    {as: "the index", class: Arithmetic, hurts: Meta, named: true, harm: runsCommands, from: "run on bash 5.2: a[$(command)] as the index"},
	indirection:   {as: "${!...}", class: Arithmetic, hurts: Meta, named: true, harm: runsCommands, from: "run on bash 5.2: a[$(command)] as the name"},
	clauseName:    {as: "[[ -v ]]", class: Arithmetic, hurts: Meta, harm: runsCommands, from: "run on bash 5.2: a[$(command)] as the name"},
}
