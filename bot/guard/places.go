package guard

import "sync"

// Places are those for heavy work: Most at once in all, and Each for one name,
// so that nobody keeps all others out. Set the fields before first use; it must
// not be copied.
type Places struct {
	Most, Each int

	mu    sync.Mutex
	taken int
	by    map[string]int
}

// Take takes a place for name and reports whether there was one.
func (p *Places) Take(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil {
		p.by = make(map[string]int)
	}
	if p.taken >= p.Most || p.by[name] >= p.Each {
		return false
	}
	p.taken++
	p.by[name]++
	return true
}

// Leave gives back a place that name took.
func (p *Places) Leave(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.by[name]--; p.by[name] == 0 {
		delete(p.by, name)
	}
}
