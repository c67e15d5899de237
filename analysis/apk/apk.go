// Package apk reads what is given to Alpine's package manager: command lines
// word by word, constraints on packages, versions; and the indexes of packages from
// which it installs.
//
// It knows no shell. Words come in with the mark whether they are fully known,
// and a doubt about a word is kept as a doubt about what it may be. The grammar
// follows the manuals of apk-tools 2.14 and 3.0 (apk(8), apk-world(5),
// apk-package(5)) and what apk 2.7, 2.10, 2.14 and 3.0 were seen to accept.
package apk

// Arg is one word of a command line.
type Arg struct {
	Value string // the word; with Known false, as it is written
	Known bool   // false: it has an expansion that could not be resolved
	// Prefix is the literal text before the first expansion of a word that is not
	// known: "curl=" of curl=$VERSION. It tells name and operator.
	Prefix string
}

// Invocation is a command line of apk, split.
type Invocation struct {
	Applet   string // "add"; "" when there is none, or when it cannot be read
	At       int    // index of the applet's name in args, -1 for none
	Options  []Option
	Operands []Operand
	// Sure is false when an unknown option or an unreadable word leaves in doubt
	// which words are operands.
	Sure bool
}

// Option is one option as given. A cluster -Uu gives two with the same Index.
type Option struct {
	Name       string // canonical long name without dashes, "virtual"; an unknown one as written
	Value      string
	Known      bool // Value is known; true for options without a value
	Index      int  // in args
	ValueIndex int  // in args; Index when value and option are one word, -1 without value
	Own        bool // the applet's own rather than one that every applet has
}

// OperandKind tells what an operand names.
type OperandKind int8

// The kinds of operands, told apart by their form.
const (
	Unresolved OperandKind = iota // cannot be told
	Package
	File     // a package file, or the path of one
	Provides // so:, cmd:, pc: or /path
	URL
)

// Operand is one word that is neither option nor applet.
type Operand struct {
	Index      int // in args
	Raw        string
	Known      bool
	Kind       OperandKind
	Constraint Constraint // of Package and Provides
	Err        error      // what is wrong with the constraint, in one clause
}
