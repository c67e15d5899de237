package lsp

import (
	"runtime"
	"runtime/metrics"
)

// begin notes that somebody has something to do; false when that is known.
func (w *workspace) begin(busy *bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := *busy
	*busy = true
	return !was
}

// rest notes that somebody has nothing left to do.
func (w *workspace) rest(busy *bool) {
	w.mu.Lock()
	*busy = false
	w.mu.Unlock()
	if w.rested != nil {
		w.rested()
	}
}

// The collector of garbage begins when the heap has grown by so much, which with
// 2,000 files open is in the midst of one edit in seventy; for the 10 ms that it takes
// it halves what the edit has of two processors. A person who types pauses between two
// strokes for ten times as long. So it is called early, when nobody waits.

// tidy has garbage collected, aside, when half of the room is used up that is left
// until the collector begins of itself.
func (s *Server) tidy() {
	heap := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/goal:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(heap)
	live, goal, now := heap[0].Value.Uint64(), heap[1].Value.Uint64(), heap[2].Value.Uint64()
	if now < live+(goal-live)/2 || !s.begin(&s.collecting) {
		return
	}
	s.running.Go(func() {
		runtime.GC()
		s.rest(&s.collecting)
	})
}
