package lsp

import (
	"context"
	"io"
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
