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

// refusalOf is BuildKit's reason not to build an instruction. The linter must not be
// nil: BuildKit calls it when a comment says `check=`.
func refusalOf(node *parser.Node, lint *linter.Linter) (refusal error) {
	defer func() {
		if fault := recover(); fault != nil {
			refusal = fmt.Errorf("BuildKit cannot read the instruction: %v", fault)
		}
	}()
	if kindOf(node.Value) == kindUnknown {
		return unknown(node)
	}
	_, refusal = instructions.ParseInstructionWithLinter(node, lint)
	return refusal
}

// instructionNames are the instructions that BuildKit knows, in order.
var instructionNames = slices.Sorted(maps.Keys(command.Commands))

// unknown is BuildKit's refusal with the same guess in every run. Of the instructions
// that are as near to an unknown one, BuildKit names the first that a map gives it.
func unknown(node *parser.Node) error {
	return suggest.WrapError(&instructions.UnknownInstructionError{Instruction: node.Value, Line: node.StartLine}, node.Value, instructionNames, false)
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
	whole, err := r.whole(chunks)
	if !whole {
		r.known = nil
	}
	r.doc.Instructions = make([]*Instruction, 0, len(chunks))
	for n := range chunks {
		c := &chunks[n]
		var refusal error
		if !whole && !c.refused {
			c.node, refusal = r.alone(c)
		}
		r.instruction(c, refusal)
	}
	if err != nil && len(r.doc.Errors) == 0 {
		// BuildKit refuses the whole but none of its parts.
		r.doc.fail(r.doc.File.Span(chunks[0].start, chunks[0].end), message(err))
	}
}

// whole parses the file at once. It is not ok where that cannot be done or where
// BuildKit cuts the file into other instructions.
func (r *reader) whole(chunks []chunk) (ok bool, err error) {
	if r.badDirective {
		return false, nil
	}
	for n := range chunks {
		if chunks[n].refused {
			return false, nil
		}
	}
	asked := r.asked(chunks)
	text, ok := r.lines(asked)
	if !ok {
		r.known, text, asked = nil, r.work, all(chunks)
	}
	var nodes []*parser.Node
	if len(asked) > 0 {
		nodes, err = buildkitParse(text)
	}
	switch {
	case err != nil && len(r.known) > 0:
		r.known = nil
		return r.whole(chunks) // for what it says of the whole
	case err != nil:
		return false, err
	case len(nodes) != len(asked):
		broken("BuildKit reads %d instructions in %s and not %d", len(nodes), r.doc.File.Path, len(asked))
		return false, nil
	}
	for n, node := range nodes {
		asked[n].node = node
	}
	return true, nil
}

// all are pointers to the chunks.
func all(chunks []chunk) []*chunk {
	list := make([]*chunk, len(chunks))
	for n := range chunks {
		list[n] = &chunks[n]
	}
	return list
}

// lines is the file with each instruction on one line, its here-documents below,
// and without comments. BuildKit reads that in half the time: it asks three
// quarters of it whether a line goes on in the next, by a regular expression, and
// twice where it does. That it joins the file itself to the same lines is what
// TestCorpus and FuzzParse hold against it. It is not ok where a line would be read in
// another way than as a part of the file.
func (r *reader) lines(chunks []*chunk) (text []byte, ok bool) {
	if r.doc.Escape != parser.DefaultEscapeToken {
		text = fmt.Appendf(text, "# escape=%c", r.doc.Escape)
	}
	text = append(text, '\n') // ends the directives, and takes the place of a byte order mark
	for _, c := range chunks {
		l := c.s
		if len(l) == 0 || len(l) >= maxLine || !standsAlone(l, r.doc.Escape) {
			return nil, false
		}
		text = append(append(text, l...), '\n')
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
		broken("BuildKit reads %d instructions at line %d of %s", len(nodes), c.number, r.doc.File.Path)
		return nil, errors.New("BuildKit reads the lines as more than one instruction")
	}
	return nodes[0], nil
}

// instruction adds the chunk's instruction to the document; its node is nil where
// BuildKit was not asked, and where it refuses the line.
func (r *reader) instruction(c *chunk, refusal error) {
	node := c.node
	if node != nil && node.Original != c.s {
		broken("line %d of %s is joined to %q and not to %q", c.number, r.doc.File.Path, c.s, node.Original)
		b := source.Builder{File: r.doc.File}
		b.Replace(node.Original, c.start, c.end)
		c.line = newLine(b.Text(), node.Original, r.doc.Escape)
		node.Heredocs, c.heredocs = nil, nil
	}
	i := c.read()
	i.node, i.raw, i.Refused = node, r.raw(c), c.refused
	if node != nil && r.same && !i.agrees(node) {
		broken("the words of line %d of %s are not BuildKit's: %q", c.number, r.doc.File.Path, c.s)
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
	judged := node == nil || r.before(c) != nil // only what is not refused is known
	if refusal == nil && !judged {
		refusal = refusalOf(node, r.lint)
	}
	r.refuse(i, refusal)
	if i.Child == nil {
		return
	}
	i.Child.Index = i.Index
	i.Child.Heredocs = c.heredocs
	i.Child.Span = r.doc.File.Span(i.Child.Keyword.Start, i.Span.End)
	if i.Refused || judged {
		return
	}
	child := *node.Next.Children[0]
	child.Heredocs = node.Heredocs
	r.refuse(i.Child, refusalOf(&child, r.lint))
}

// refuse notes why a build refuses the instruction; nil where it does not.
func (r *reader) refuse(i *Instruction, why error) {
	if why != nil {
		i.Refused = true
		r.doc.fail(i.place(why), message(why))
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
