package shell

import (
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Command is a simple command: a program, function or builtin with its words.
// What ash runs as an ordinary command is one too: export, local, readonly,
// declare, let.
type Command struct {
	Program *Program
	// Name is the base name of the program run, "" when the word has an
	// expansion. ./eval and /usr/bin/cd are no builtins: they keep their paths.
	Name      string
	Word      Word // the word Name is from
	Args      []Word
	Assigns   []Assign   // X=1 in front of the command, or as operands of env
	Redirects []Redirect // a command run by a wrapper has those of the wrapper

	Via   *Command   // the wrapper that runs this command, nil
	Runs  []*Command // what this wrapper runs; several for find with several -exec
	Inner []*Program // programs inside the words: sh -c, eval, trap, sh <<EOF
	// Handed is the "$@" of the function, called by Via or a wrapper around it, that
	// runs this command as the function's caller wrote it; nil for others.
	Handed *Command

	Pipeline *Pipeline // nil when the command is in no pipe
	Stage    int       // its place in the pipeline, from 0

	Func        string // the function whose body it is in
	Subst       bool   // inside $( ), backquotes or <( )
	Negated     bool   // ! command
	InCondition bool   // in the condition of if, elif, while or until
	BeforeOr    bool   // its failure leads to the right side of ||
	Background  bool   // command &
	Then        Then   // what becomes of its status

	// Node is nil for the commands that wrappers run and for declarations.
	Node *syntax.CallExpr

	start, end int // bytes of the program's text
	seq        int // the command's place in the file, by which Named sorts
	frame      *frame
}

// Pipeline is a chain of commands joined by |.
type Pipeline struct {
	// Commands are the stages; nil where a stage is no simple command.
	Commands []*Command
}

// Assign is NAME=value, in front of a command or as a word of export, local,
// readonly or declare.
type Assign struct {
	Name     string
	Value    Word
	HasValue bool
	Append   bool // +=
	Array    bool // =( ... ), or an element: Value is then zero
	Export   bool // by export
	Span     source.Span
}

// Span is the command with its assignments and redirections, without bodies of
// here-documents.
func (c *Command) Span() source.Span { return c.Program.Text.Span(c.start, c.end) }

// Arg is the value of a literal argument, counted from 0, or "".
func (c *Command) Arg(i int) string {
	if i < 0 || i >= len(c.Args) {
		return ""
	}
	s, _ := c.Args[i].Literal()
	return s
}

// Words are the command's word and its arguments.
func (c *Command) Words() []Word {
	words := make([]Word, 0, len(c.Args)+1)
	return append(append(words, c.Word), c.Args...)
}

// TellsOfItself tells whether a command whose only word this is prints its version or
// its options, and does nothing else.
func TellsOfItself(word string) bool {
	switch word {
	case "-V", "--version", "-h", "--help":
		return true
	}
	return false
}
