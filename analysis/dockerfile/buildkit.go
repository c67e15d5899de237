package dockerfile

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/util/suggest"

	"github.com/crampon-lint/crampon/analysis/source"
)

// buildkitParse is the one place at which BuildKit's parser is called.
func buildkitParse(text []byte) (nodes []*parser.Node, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			nodes, err = nil, fmt.Errorf("BuildKit's parser panics: %v", fault)
		}
	}()
	result, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return result.AST.Children, nil
}

// interpret makes BuildKit's typed instruction of a node. The linter must not be
// nil: BuildKit calls it when a comment says `check=`.
func interpret(node *parser.Node, lint *linter.Linter) (command any, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			command, err = nil, fmt.Errorf("BuildKit cannot read the instruction: %v", fault)
		}
	}()
	command, err = instructions.ParseInstructionWithLinter(node, lint)
	if err != nil {
		return nil, settled(err) // and not the typed nil that stands in command
	}
	return command, nil
}

// instructionNames are the instructions that BuildKit knows, in order.
var instructionNames = slices.Sorted(maps.Keys(command.Commands))

// settled is the refusal with the same guess in every run. Of the instructions that
// are as near to an unknown one, BuildKit names the first that a map gives it.
func settled(refusal error) error {
	if unknown, ok := errors.AsType[*instructions.UnknownInstructionError](refusal); ok {
		return suggest.WrapError(unknown, unknown.Instruction, instructionNames, false)
	}
	return refusal
}

// readable is the text as BuildKit is given it: of the same length, with each
// NUL and each byte that is not UTF-8 replaced by the control character SUB.
// BuildKit's lexer complains of those on the standard error, and other parts of
// it put U+FFFD in their place, which would shift what follows.
func readable(content []byte) (text []byte, same bool) {
	if utf8.Valid(content) && bytes.IndexByte(content, 0) < 0 {
		return content, true
	}
	const sub = 0x1A
	text = bytes.Clone(content)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			text[i] = sub
		}
		i += size
	}
	return text, false
}

// Parse reads a Dockerfile. It never fails: what a build would refuse is in
// Errors, and everything else is read all the same. Time and space are linear in
// the size of the file.
func Parse(f *source.File) *Document { return parseAfter(nil, f) }

func parseAfter(before *Document, f *source.File) *Document {
	doc := &Document{File: f, Escape: parser.DefaultEscapeToken}
	work, same := readable(f.Content)
	j := &joiner{doc: doc, work: work, same: same}
	chunks := j.chunks()
	r := &reader{joiner: j, lint: newLinter()}
	r.knowing(before)
	r.read(chunks)
	doc.checkStages()
	doc.sortErrors()
	doc.findTemplate()
	return doc
}

// reader turns chunks into instructions.
type reader struct {
	*joiner
	lint  *linter.Linter
	known map[string]*Instruction // what was read before, by its lines
}

func (r *reader) read(chunks []chunk) {
	if len(chunks) == 0 {
		r.doc.fail(r.doc.File.Span(0, 0), "file with no instructions")
		return
	}
	nodes, err := r.whole(chunks)
	if nodes == nil {
		r.known = nil
	}
	r.doc.Instructions = make([]*Instruction, 0, len(chunks))
	for n := range chunks {
		c := &chunks[n]
		var node *parser.Node
		var refusal error
		switch {
		case c.refused:
		case nodes != nil:
			node = nodes[n]
		default:
			node, refusal = r.alone(c)
		}
		r.instruction(c, node, refusal)
	}
	if err != nil && len(r.doc.Errors) == 0 {
		// BuildKit refuses the whole but none of its parts.
		r.doc.fail(r.doc.File.Span(chunks[0].start, chunks[0].end), message(err))
	}
}

// whole parses the file at once; nodes are nil where that cannot be done or
// where BuildKit cuts the file into other instructions.
func (r *reader) whole(chunks []chunk) (nodes []*parser.Node, err error) {
	if r.badDirective {
		return nil, nil
	}
	for n := range chunks {
		if chunks[n].refused {
			return nil, nil
		}
	}
	fresh := r.fresh(chunks)
	text, ok := r.lines(fresh)
	if !ok {
		r.known, fresh, text = nil, chunks, r.work
	}
	if len(fresh) > 0 {
		nodes, err = buildkitParse(text)
	}
	switch {
	case err != nil && len(fresh) < len(chunks):
		r.known = nil
		return r.whole(chunks) // for what it says of the whole
	case err != nil:
		return nil, err
	case len(nodes) != len(fresh):
		broken("BuildKit reads %d instructions in %s and not %d", len(nodes), r.doc.File.Path, len(fresh))
		return nil, nil
	}
	for n, node := range nodes {
		fresh[n].complete(node)
	}
	return r.withKnown(chunks, nodes), nil
}

// lines is the file with each instruction on one line, its here-documents below,
// and without comments. BuildKit reads that in half the time: it asks three
// quarters of it whether a line goes on in the next, by a regular expression, and
// twice where it does. That it joins the file itself to the same lines is what
// TestCorpus and FuzzParse hold against it. Nor is it given what it hands on to a
// shell unread, see command. It is not ok where a line would be read in another way
// than as a part of the file.
func (r *reader) lines(chunks []chunk) (text []byte, ok bool) {
	text = make([]byte, 0, len(r.work)+16)
	if r.doc.Escape != parser.DefaultEscapeToken {
		text = fmt.Appendf(text, "# escape=%c", r.doc.Escape)
	}
	text = append(text, '\n') // ends the directives, and takes the place of a byte order mark
	for n := range chunks {
		c := &chunks[n]
		l := c.logical
		if len(l) == 0 || len(l) >= maxLine || !standsAlone(l, r.doc.Escape) {
			return nil, false
		}
		if c.command = shellCommand(l, r.doc.Escape); c.command.empty() {
			text = append(text, l...)
		} else {
			text = append(append(text, l[:c.command.from]...), standIn...)
		}
		text = append(text, '\n')
		text = append(text, r.work[c.bodies:c.after]...)
	}
	return text, true
}

// standsAlone tells whether BuildKit takes the joined line for one line as it is:
// not for a comment, nor for one that goes on in the next (the last line of a file
// may end in an escape), and with nothing at its ends that is dropped.
func standsAlone(line string, escape byte) bool {
	end := strings.TrimRight(line, " \t")
	return line[0] != '#' && line[len(line)-1] != '\r' && indent([]byte(line[:min(len(line), utf8.UTFMax)])) == 0 &&
		(end == "" || end[len(end)-1] != escape)
}

// alone parses one chunk by itself.
func (r *reader) alone(c *chunk) (*parser.Node, error) {
	var text []byte
	if r.doc.Escape != parser.DefaultEscapeToken {
		text = fmt.Appendf(nil, "# escape=%c", r.doc.Escape)
	}
	// The first line, empty or not, ends the directives and takes the place at
	// which a byte order mark is dropped.
	text = append(text, '\n')
	text = append(text, r.work[c.start:c.after]...)
	nodes, err := buildkitParse(text)
	if err != nil {
		return nil, err
	}
	if len(nodes) != 1 {
		broken("BuildKit reads %d instructions at line %d of %s", len(nodes), c.line, r.doc.File.Path)
		return nil, errors.New("BuildKit reads the lines as more than one instruction")
	}
	nodes[0].StartLine, nodes[0].EndLine = c.line, c.last
	return nodes[0], nil
}

// instruction adds the chunk's instruction to the document; node is nil where
// BuildKit refuses the line.
func (r *reader) instruction(c *chunk, node *parser.Node, refusal error) {
	l := line{text: c.text, s: c.logical, escape: r.doc.Escape}
	if node != nil && node.Original != c.logical {
		broken("line %d of %s is joined to %q and not to %q", c.line, r.doc.File.Path, c.logical, node.Original)
		b := source.Builder{File: r.doc.File}
		b.Replace(node.Original, c.start, c.end)
		l.text, l.s = b.Text(), node.Original
		node.Heredocs, c.heredocs = nil, nil
	}
	i := l.read()
	i.node, i.raw = node, r.raw(c)
	if node != nil && r.same && !i.agrees(node) {
		broken("the words of line %d of %s are not BuildKit's: %q", c.line, r.doc.File.Path, c.logical)
		i.coarsen(node)
	}
	if i.Text.Len() == 0 {
		// Nothing but an escape token: there is no byte to lead back from.
		i.Keyword = r.doc.File.Span(c.start, c.start)
	}
	i.Index = len(r.doc.Instructions)
	i.Heredocs = c.heredocs
	i.Span = r.doc.File.Span(i.Keyword.Start, max(i.Keyword.End, c.end))
	r.doc.Instructions = append(r.doc.Instructions, i)
	for n := c.firstComment; n < c.lastComment; n++ {
		r.doc.Comments[n].Inside = i
	}
	before := r.before(c)
	switch {
	case refusal != nil:
		r.doc.fail(i.place(refusal), message(refusal))
	case before != nil:
		i.Command = before.Command
	case node != nil:
		r.interpret(i, node)
	}
	if i.Child != nil {
		i.Child.Index = i.Index
		i.Child.Heredocs = c.heredocs
		i.Child.Span = r.doc.File.Span(i.Child.Keyword.Start, i.Span.End)
		switch {
		case before != nil:
			i.Child.Command = before.Child.Command
		case i.Command != nil:
			child := *node.Next.Children[0]
			child.Heredocs = node.Heredocs
			child.StartLine, child.EndLine = node.StartLine, node.EndLine
			r.interpret(i.Child, &child)
		}
	}
}

func (r *reader) interpret(i *Instruction, node *parser.Node) {
	var err error
	if i.Command, err = interpret(node, r.lint); err != nil {
		r.doc.fail(i.place(err), message(err))
	}
}

// firstLine is the line on which the instruction begins.
func (i *Instruction) firstLine() source.Span {
	f := i.Span.File
	line, _, _ := bytes.Cut(f.Content[i.Span.Start:i.Span.End], []byte{'\n'})
	return f.Span(i.Span.Start, i.Span.Start+len(bytes.TrimRight(line, "\r")))
}

// message is BuildKit's text in one line.
func message(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

// broken reports that what was read here is not what BuildKit read. In a test
// that is a fault to be mended; otherwise the caller falls back to coarser
// places.
func broken(format string, args ...any) {
	if testing.Testing() {
		panic("dockerfile: " + fmt.Sprintf(format, args...))
	}
}

// newLinter is a linter that says nothing: BuildKit's own findings are not ours.
func newLinter() *linter.Linter { return linter.New(&linter.Config{}) }
