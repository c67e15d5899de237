package main

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long a run may take before it says how far it is.
const patience = time.Second

// progress keeps a line about the run on a terminal.
type progress struct {
	w           io.Writer
	done, total atomic.Int64
	shown       bool
	end         chan struct{}
	wg          sync.WaitGroup
}

// newProgress shows nothing for a second, then a line that is written again ten
// times a second.
func newProgress(w io.Writer) *progress {
	p := &progress{w: w, end: make(chan struct{})}
	p.wg.Go(func() {
		select {
		case <-time.After(patience):
		case <-p.end:
			return
		}
		ticker := time.NewTicker(patience / 10)
		defer ticker.Stop()
		p.loop(ticker.C)
	})
	return p
}

// tell notes how many files are done; it may be called by any goroutine.
func (p *progress) tell(done, total int) {
	p.done.Store(int64(done))
	p.total.Store(int64(total))
}

// loop writes the line at each tick until the end, and then wipes it away.
func (p *progress) loop(ticks <-chan time.Time) {
	for {
		select {
		case <-ticks:
			p.show()
		case <-p.end:
			if p.shown {
				p.write("\r\x1b[K")
			}
			return
		}
	}
}

func (p *progress) show() {
	p.shown = true
	if total := p.total.Load(); total > 0 {
		p.write(fmt.Sprintf("\r\x1b[Kcrampon: %d of %d files", p.done.Load(), total))
		return
	}
	p.write("\r\x1b[Kcrampon: looking for files")
}

func (p *progress) write(s string) { _, _ = io.WriteString(p.w, s) } // a line that is lost is no harm

// stop ends the line; nothing is written after it returns.
func (p *progress) stop() {
	close(p.end)
	p.wg.Wait()
}
