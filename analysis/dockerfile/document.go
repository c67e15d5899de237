// Package dockerfile reads Dockerfiles as a build does and knows where every
// word stands.
//
// BuildKit's own parser decides what an instruction is and whether it is one.
// It gives lines only, so the physical lines are joined here a second time, in
// the same way, into source.Text; what was joined must equal what BuildKit
// joined, byte for byte, and the words split here must equal BuildKit's. Where
// they do not, that instruction's spans fall back to its lines (Coarse).
//
// Of lines that a build takes whatever their words say (line.taken), which are most
// of a file, BuildKit is not asked: with them its parser was five sixths of what
// reading costs. The tests ask it of them too, on real files and on what fuzzing
// makes up.
//
// BuildKit stops a whole file at some faults. Such a file is read instruction
// by instruction, so that one bad line costs one instruction.
package dockerfile

import (
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Document is one Dockerfile as it was read. It is read-only and may be shared
// between goroutines.
type Document struct {
	File   *source.File
	Escape byte // '\\', or '`' by a directive

	Directives   []Directive
	Instructions []*Instruction // in the order of the file
	Comments     []Comment      // in the order of the file; directives are none
	Errors       []Error        // in the order of the file

	// Template says what gives the file away as a template that only another
	// program turns into a Dockerfile; "" for a Dockerfile. A template has
	// neither Instructions nor Errors.
	Template     string
	TemplateSpan source.Span
}

// Error is one reason for which a build refuses the file.
type Error struct {
	Span    source.Span
	Message string
}

// Comment is one comment line. Dockerfiles have no trailing comments.
type Comment struct {
	Span source.Span // from '#' to the last byte of the line, without the line end
	Text string      // after '#', trimmed
	// Inside is the instruction in whose continuation lines the comment stands,
	// else nil.
	Inside *Instruction
}

// Directive is a parser directive such as `# escape=` at the top of the file.
type Directive struct {
	Name  string // lower case: syntax, escape or check
	Value string
	Span  source.Span
}

// Instruction is one instruction with its continuation lines and the bodies of
// its here-documents.
type Instruction struct {
	Index int    // in Document.Instructions; for an ONBUILD's child, the index of the ONBUILD
	Name  string // upper case; as written if there is no such instruction

	// Span runs from the keyword to the last byte of the last line, bodies of
	// here-documents included, without the line end.
	Span    source.Span
	Keyword source.Span
	// Text is the logical line: continuations joined, comments and empty lines
	// among them dropped. It equals BuildKit's Node.Original.
	Text *source.Text

	Flags []Flag
	// Exec tells that the arguments are a JSON array of strings.
	Exec bool
	// Args are the JSON strings of the exec form, the words of instructions that
	// take words (FROM, COPY, ADD, EXPOSE, VOLUME), and otherwise the rest of the
	// line as one Word. ENV, ARG and LABEL have Vars instead, ONBUILD a Child,
	// and an unknown instruction none.
	Args []Word
	// Vars are the assignments of ENV, ARG and LABEL.
	Vars []Assignment
	// Check is HEALTHCHECK's first word in upper case, CMD or NONE; Args are the
	// command after it.
	Check string
	// Heredocs are the here-documents in order of their bodies. An ONBUILD and
	// its Child both have them.
	Heredocs []Heredoc
	// Child is the instruction that ONBUILD keeps for later.
	Child *Instruction

	// Refused tells that a build refuses the instruction; an Error tells why.
	Refused bool
	// Coarse tells that the words here and BuildKit's did not agree: spans then
	// lead to the whole argument part or to the lines, never to a wrong token.
	Coarse bool

	check Word // the word of Check

	node *parser.Node // BuildKit's, nil where it has none, of the lines
	raw  []byte
}

// Word is one argument. Quotes, escapes and `$` stand in it as written, but for
// a JSON string, which is decoded, and a flag, which has its quotes and escapes
// removed as BuildKit does.
type Word struct {
	Text *source.Text

	at source.Span // of an empty word, which has no bytes to lead back from
}

// Value is the text of the word.
func (w Word) Value() string {
	if w.Text == nil {
		return ""
	}
	return w.Text.String()
}

// Span is where the word stands: for a JSON string without its quotes. An empty
// word has an empty span at its place; the zero Word has none.
func (w Word) Span() source.Span {
	if w.Text == nil || w.Text.Len() == 0 {
		return w.at
	}
	return w.Text.All()
}

// Assignment is one name of ENV, ARG or LABEL with its value.
type Assignment struct {
	Name, Value Word
	HasValue    bool // false for `ARG name`
}

// Span covers name and value.
func (a Assignment) Span() source.Span {
	if !a.HasValue {
		return a.Name.Span()
	}
	return a.Name.Span().Cover(a.Value.Span())
}
