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

// logEvery is how often a run says in a log, where a line stays, how far it is.
const logEvery = 10 * time.Second

// progress keeps a line about the run on a terminal, or writes one line after the
// other into a log.
type progress struct {
	w           io.Writer
	terminal    bool
	done, total atomic.Int64
	shown       bool
	end         chan struct{}
	wg          sync.WaitGroup
}

// tellsProgress decides whether a run says how far it is.
func (f *checkFlags) tellsProgress(terminal bool) bool {
	switch f.progress.value {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal && !f.quiet
}

// newProgress shows nothing for a second, then a line that is written again ten
// times a second; in a log, a line every ten seconds, and one at the end.
func newProgress(w io.Writer, terminal bool) *progress {
	p := &progress{w: w, terminal: terminal, end: make(chan struct{})}
	every := logEvery
	if terminal {
		every = patience / 10
	}
	p.wg.Go(func() {
		if terminal {
			select {
			case <-time.After(patience):
			case <-p.end:
				return
			}
		}
		ticker := time.NewTicker(every)
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
			switch {
			case !p.terminal:
				p.show()
			case p.shown:
				p.write("\r\x1b[K")
			}
			return
		}
	}
}

func (p *progress) show() {
	p.shown = true
	line := "crampon: looking for files"
	if total := p.total.Load(); total > 0 {
		line = fmt.Sprintf("crampon: %d of %d files", p.done.Load(), total)
	}
	if p.terminal {
		p.write("\r\x1b[K" + line)
	} else {
		p.write(line + "\n")
	}
}

func (p *progress) write(s string) { _, _ = io.WriteString(p.w, s) } // a line that is lost is no harm

// stop ends the line; nothing is written after it returns.
func (p *progress) stop() {
	close(p.end)
	p.wg.Wait()
}
