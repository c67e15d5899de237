package dockerfile

import (
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Next reads a file as Parse does. What BuildKit made of an instruction that stands in
// the document to the byte, as nearly all do before an edit, is taken from there; d is
// nil for no document.
func (d *Document) Next(f *source.File) *Document { return parseAfter(d, f) }

// knowing gives the reader what BuildKit made of the instructions of a document.
func (r *reader) knowing(before *Document) {
	if before == nil || before.Escape != r.doc.Escape {
		return
	}
	r.known = make(map[string]*Instruction, len(before.Instructions))
	for _, i := range before.Instructions {
		if i.node != nil && !i.Coarse && i.Command != nil && (i.Child == nil || i.Child.Command != nil) {
			r.known[string(i.raw)] = i
		}
	}
}

// before is the instruction whose lines the chunk has; nil for none.
func (r *reader) before(c *chunk) *Instruction { return r.known[string(r.raw(c))] }

// raw is the lines of a chunk, as BuildKit is given them.
func (r *reader) raw(c *chunk) []byte { return r.work[c.start:c.after] }

// fresh are the chunks of which BuildKit is to be asked.
func (r *reader) fresh(chunks []chunk) []chunk {
	if len(r.known) == 0 {
		return chunks
	}
	var fresh []chunk
	for n := range chunks {
		if r.before(&chunks[n]) == nil {
			fresh = append(fresh, chunks[n])
		}
	}
	return fresh
}

// withKnown puts the nodes of the fresh chunks among those that are known.
func (r *reader) withKnown(chunks []chunk, fresh []*parser.Node) []*parser.Node {
	if len(fresh) == len(chunks) {
		return fresh
	}
	nodes := make([]*parser.Node, len(chunks))
	for n := range chunks {
		if i := r.before(&chunks[n]); i != nil {
			nodes[n] = i.node
		} else {
			nodes[n], fresh = fresh[0], fresh[1:]
		}
	}
	return nodes
}
