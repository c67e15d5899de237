package taint

import "strings"

// guard is a row of the table of checks: what the answer of an operator of [ ] and
// [[ ]], or of a command, tells of the value that it is given. The patterns of case
// tell by their shape (patterns.go). What is no guard has no row: that a value is not
// empty, that it differs from one text, that a file begins like it.
type guard struct {
	names string
	tells telling
	from  string
}

// telling is what an answer tells.
type telling int8

const (
	nothing    telling = iota
	emptiness          // that it is the empty text
	fullness           // that it is not: where it is not true, it is the empty text
	equality           // that it is the other text, or of the shape of the pattern
	difference         // the opposite
	expression         // what the regular expression lets through
	number             // that it is a number
	existence          // that there is a file, a user or a command of the name
	place              // that there is one in a folder of the program's own
	unpacking          // the same of an archive, where it reads one
	ownership          // that the file of the name belongs to who runs the program
	lines              // grep: what the expression lets through in a line
	matching           // expr: the same, from the start of the text on
)

// guards is the table. Other tests of [ ] are those of files.
var guards = []guard{
	{"-z", emptiness, "POSIX test"},
	{"-n", fullness, "POSIX test"},
	{"= ==", equality, "POSIX test; == of BusyBox, run on 1.35"},
	{"!=", difference, "POSIX test"},
	{"=~", expression, "bash; BusyBox, run on 1.35: an extended regular expression"},
	{"-eq -ne -lt -le -gt -ge", number, "E13, D05: ash takes numbers only, others are an error"},
	{"-O", ownership, "bash, BusyBox: whose the file is"},
	{"-v", nothing, "bash: of a name, not of a value"},
	{"grep egrep fgrep", lines, "POSIX grep"},
	{"expr", matching, "POSIX expr; BusyBox, run on 1.35"},
	{"tar unzip", unpacking, "their manuals: they fail where there is no archive of the name"},
	{"id getent type which command cmp", existence, "their manuals: they fail where there is none"},
	{"cd pushd ls", place, "POSIX; what one names by its whole path one may have made"},
}

// guardsByName is the table by operator and command.
var guardsByName = func() map[string]telling {
	index := map[string]telling{}
	for _, g := range guards {
		for n := range strings.FieldsSeq(g.names) {
			index[n] = g.tells
		}
	}
	return index
}()
