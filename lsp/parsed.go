package lsp

import (
	"slices"
	"sync"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// parsed are the Dockerfiles that were read last, one a path, for their next version:
// an edit leaves nearly all of it as it was. Few are worked at at a time; that of 2,000
// which are open all were held would cost more than it saves.
type parsed struct {
	mu   sync.Mutex
	last []*dockerfile.Document // the one that was asked for last behind
}

const maxParsed = 8

// document is a Dockerfile, parsed once.
func (p *parsed) document(f *source.File) *dockerfile.Document {
	before := p.take(f.Path)
	if before != nil && before.File == f {
		p.put(before)
		return before
	}
	d := before.Next(f)
	p.put(d)
	return d
}

// take takes out what was read of a path; nil for nothing.
func (p *parsed) take(path string) *dockerfile.Document {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.last, func(d *dockerfile.Document) bool { return d.File.Path == path })
	if i < 0 {
		return nil
	}
	d := p.last[i]
	p.last = slices.Delete(p.last, i, i+1)
	return d
}

func (p *parsed) put(d *dockerfile.Document) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.last) == maxParsed {
		p.last = slices.Delete(p.last, 0, 1)
	}
	p.last = append(p.last, d)
}
