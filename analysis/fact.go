package analysis

import "sync"

// fact is worked out when it is first asked for, and then kept. Its zero value is
// ready, so that a unit pays only for those that somebody asks for.
type fact[T any] struct {
	once  sync.Once
	known bool // else the work panicked
	value T
}

// of is the value. Where the work panicked all who ask fail: nobody takes nothing for
// the answer.
func (f *fact[T]) of(work func() T) T {
	f.once.Do(func() {
		f.value = work()
		f.known = true
	})
	if !f.known {
		panic("a fact that this needs could not be worked out")
	}
	return f.value
}
