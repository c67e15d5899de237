package lsp

import "slices"

// touch makes stale what depends on a file or folder. The lock is held.
func (w *workspace) touch(path string) {
	w.touchOne(path)
	for real, to := range w.aliases {
		if to == path {
			w.touchOne(real)
		}
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *workspace) touchOne(path string) {
	if w.judging > 0 {
		w.touched = append(w.touched, path)
	}
	for t := range w.readers[path] {
		w.outdate(t)
	}
	if t := w.texts[path]; t != nil {
		w.outdate(t)
	}
}

// settle gives a text its last judgment; nil for a text that goes. Of the names that
// a judgment has read most are those of the one before. The lock is held.
func (w *workspace) settle(t *text, j *judgment) {
	var before, now map[string]bool
	if t.last != nil {
		before = t.last.reads
	}
	if j != nil {
		now = j.reads
	}
	for path := range before {
		if !now[path] {
			if delete(w.readers[path], t); len(w.readers[path]) == 0 {
				delete(w.readers, path)
			}
		}
	}
	for path := range now {
		if before[path] {
			continue
		}
		if w.readers[path] == nil {
			w.readers[path] = map[*text]bool{}
		}
		w.readers[path][t] = true
	}
	if t.last = j; j == nil {
		delete(w.texts, t.path)
	}
}

// outdate makes one text stale. The lock is held.
func (w *workspace) outdate(t *text) {
	t.stale = true
	if t.doc != nil {
		w.enqueue(t.path)
	}
}

// enqueue has the worker tell of a text before all others. The lock is held.
func (w *workspace) enqueue(path string) {
	if i := slices.Index(w.queue, path); i >= 0 {
		w.queue = slices.Delete(w.queue, i, i+1)
	}
	w.queue = append(w.queue, path)
	w.rouse()
}

// rouse wakes the worker, now or when it next sleeps.
func (w *workspace) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// next takes the most urgent text off the queue; nil when there is none.
func (w *workspace) next() *text {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		last := len(w.queue) - 1
		path := w.queue[last]
		w.queue = w.queue[:last]
		if t := w.texts[path]; t != nil {
			return t
		}
	}
	return nil
}
