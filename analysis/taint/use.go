package taint

import "github.com/crampon-lint/crampon/analysis/shell"

// use is one place of a command at which a value is taken for more than text. The
// sink table (sinks.go) makes them from words alone; the walk (eval.go) works out
// what the words hold when it comes to the command, and makes a Flow where one of
// the values has a property that hurts.
type use struct {
	as    string // how the command is known: "eval", "find -exec sh -c"
	class Class
	taken taken
	hurts Props
	// needs are properties without any of which what hurts does no harm: the [ of an
	// index. None where nothing else is needed.
	needs Props
	// lone: of "$@" only the first is taken; the others are operands.
	lone bool
	// several: only a value that the shell makes several words of counts, since the
	// command does nothing with one.
	several bool
	// bare: only expansions that stand outside of quotes count.
	bare bool
	// makesFolders: it makes those on the way to a path, so that any piece of it may be
	// one.
	makesFolders bool
	// until: of each word only what stands before the first such byte of its
	// constant text counts: '=' for the name in NAME=value. 0 for all of it.
	until byte
	// only is the one shell that has it; Unknown for all of them.
	only shell.Dialect
	// harm is what the value lets one do, a clause behind "can": "run commands".
	harm string
	// inLine is the harm of a value of one line, where it is less; "" for the same.
	inLine string
	// words are the text that is taken, joined by blanks; for takesFile one word,
	// the name of the file. None for takesInput and takesVariable.
	words []shell.Word
	// variable is the name for takesVariable.
	variable string
	// text is the program inside the words, where shell has read it; nil for others.
	text *shell.Program
	// letters and longs are the options that take the next word for their value, where a
	// word of "$@" may be one: see optionRow.
	letters, longs string
	// from and to: only expansions in these bytes of the program's text count; to is 0
	// for all of them.
	from, to int
	// mark is what find or xargs, the filler, replaces in the words by a name or a
	// line; "" for none.
	mark   string
	filler *shell.Command
}

// taken tells what of the command is taken.
type taken int8

const (
	takesWords    taken = iota // the text of words
	takesInput                 // what it reads from standard input: a pipe, <, a here-document
	takesFile                  // the text of the file that the word names
	takesOutput                // what the command prints, into the file that the word names
	takesVariable              // what a name of the command's environment holds
)
