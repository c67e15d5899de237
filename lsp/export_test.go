package lsp

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"

	protocol "github.com/sourcegraph/go-lsp"
)

// Testing is a server that tells when it has nothing left to do.
type Testing struct {
	*Server
	mu   sync.Mutex
	cond *sync.Cond
}

func NewTesting(opts Options) *Testing {
	t := &Testing{Server: newServer(opts)}
	t.cond = sync.NewCond(&t.mu)
	t.rested = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.cond.Broadcast()
	}
	return t
}

func (t *Testing) Run(ctx context.Context, in io.Reader, out io.Writer) int {
	defer t.rested()
	return t.serve(ctx, in, out)
}

// Settle waits until all that was sent so far is judged and told.
func (t *Testing) Settle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for !t.settled() {
		t.cond.Wait()
	}
}

func (t *Testing) settled() bool {
	if t.ctx.Err() != nil {
		return true
	}
	w := t.workspace
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue) == 0 && len(w.wake) == 0 && !w.working && !w.collecting && !w.recheck && !w.scans.running && !w.scans.again
}

// Known is how many texts the server keeps, and how many requests it works on.
func (t *Testing) Known() (texts, requests int) {
	t.Server.mu.Lock()
	requests = len(t.cancels)
	t.Server.mu.Unlock()
	t.workspace.mu.Lock()
	defer t.workspace.mu.Unlock()
	return len(t.texts), requests
}

// Text is what the server has for a document; "" for none.
func (t *Testing) Text(uri string) string {
	if d := t.document(t.pathOf(protocol.DocumentURI(uri))); d != nil {
		return string(d.file.Content)
	}
	return ""
}

// Fresh is what a server that has seen nothing before has to tell of the documents that
// are open, by address.
func (t *Testing) Fresh() map[string]string {
	f := newServer(t.Options)
	f.columns = t.columns
	var all []*text
	t.workspace.mu.Lock()
	for _, known := range t.texts {
		if d := known.doc; d != nil {
			f.open(newDocument(d.uri, d.path, d.version, slices.Clone(d.file.Content)))
			all = append(all, f.texts[d.path])
		}
	}
	t.workspace.mu.Unlock()
	// Dockerfiles first: as after a scan, it is known which scripts they ship.
	slices.SortFunc(all, func(a, b *text) int { return cmp.Compare(a.kind, b.kind) })
	told := map[string]string{}
	for _, known := range all {
		j := f.judge(context.Background(), known, known.doc)
		f.render(j)
		told[string(known.doc.uri)] = string(j.items)
	}
	return told
}
