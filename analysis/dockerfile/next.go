package dockerfile

import "github.com/crampon-lint/crampon/analysis/source"

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
		if i.node != nil && !i.Coarse && !i.Refused && (i.Child == nil || !i.Child.Refused) {
			r.known[string(i.raw)] = i
		}
	}
}

// before is the instruction whose lines the chunk has; nil for none.
func (r *reader) before(c *chunk) *Instruction { return r.known[string(r.raw(c))] }

// raw is the lines of a chunk, as BuildKit is given them.
func (r *reader) raw(c *chunk) []byte { return r.work[c.start:c.after] }

// asked are the chunks of which BuildKit is to be asked; those that are known get
// their nodes.
func (r *reader) asked(chunks []chunk) []*chunk {
	var list []*chunk
	for n := range chunks {
		c := &chunks[n]
		if i := r.before(c); i != nil {
			c.node = i.node
		} else if !c.taken() {
			list = append(list, c)
		}
	}
	return list
}
