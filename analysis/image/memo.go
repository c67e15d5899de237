package image

import "sync"

// memo holds what was worked out so far: several rules ask the same of a command. It
// may be used by several goroutines.
type memo[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]V
}

// of is what is known, or else worked out now.
func (m *memo[K, V]) of(key K, work func() V) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.known[key]
	if !ok {
		if m.known == nil {
			m.known = map[K]V{}
		}
		v = work()
		m.known[key] = v
	}
	return v
}
