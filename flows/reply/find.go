package reply

import "slices"

// flag notes f once.
func (m *message) flag(f Flag) {
	if !m.has(f) {
		m.flags = append(m.flags, f)
	}
}

func (m *message) has(f Flag) bool { return slices.Contains(m.flags, f) }

// markBenign marks the harmless phrases, so that no later rule trips over their
// words, and the polite ones. They never run over a full stop or comma: "geen.
// Hulp nodig" is a cry for help.
func (m *message) markBenign() {
	t := words()
	for pos := range m.tokens {
		w := m.tokens[pos].word
		if w == nil {
			continue
		}
		for _, i := range w.excuse {
			p := &t.patterns[i]
			m.mark(p, t.rules[p.rule].kind, pos)
		}
	}
	for _, tok := range m.tokens {
		m.asks = m.asks || tok.asked && !tok.benign
	}
}

func (m *message) mark(p *pattern, k kind, pos int) {
	start, end, ok := m.match(p, pos, false)
	if !ok {
		return
	}
	if k == polite {
		for i := start; i < end; i++ {
			m.tokens[i].polite = true
		}
		return
	}
	if m.deniedBefore(start) {
		return // "niet geen pijn": two negations together are never a comfort
	}
	for i := start; i < end; i++ {
		m.tokens[i].benign = true
	}
	for _, f := range words().rules[p.rule].flags {
		m.flag(f)
	}
	if k == good && m.anchor == "" {
		m.anchor = words().rules[p.rule].id
	}
}

// deniedBefore reports whether a negation stands shortly before start, in the
// same sentence.
func (m *message) deniedBefore(start int) bool {
	for i := start; i > 0 && i > start-reachOfNo && !m.tokens[i].opens; i-- {
		if t := &m.tokens[i-1]; !t.benign && t.word.is(negator) && !t.word.is(no) {
			return true
		}
	}
	return false
}

// findRules looks for every rule that leads to a label.
func (m *message) findRules() {
	t := words()
	for pos := range m.tokens {
		tok := &m.tokens[pos]
		if tok.word == nil || tok.benign {
			continue
		}
		for _, i := range tok.word.rules {
			p := &t.patterns[i]
			if p.whole {
				if len(m.tokens) <= longestWhole && m.matchWhole(p) {
					m.note(p.rule, 0, len(m.tokens))
					m.place(t.rules[p.rule].kind, pos, 0, len(m.tokens))
				}
				continue
			}
			if start, end, ok := m.match(p, pos, true); ok && !m.merelyPolite(start, end) {
				m.note(p.rule, start, end)
				m.place(t.rules[p.rule].kind, pos, start, end)
			}
		}
	}
}

// place remembers where in the text a rule was found.
func (m *message) place(k kind, pos, start, end int) {
	switch k {
	case help:
		m.tokens[pos].asks = true
	case stop, pause:
		for i := start; i < end; i++ {
			m.tokens[i].leaves = true
		}
	}
}

// asksElsewhere reports whether help is asked for in other words than those
// that say stop or pause: "ben terug van vakantie en heb koorts".
func (m *message) asksElsewhere() bool {
	return slices.ContainsFunc(m.tokens, func(t token) bool { return t.asks && !t.leaves })
}

// merelyPolite reports whether the tokens from start to end are all greetings
// and thanks: "tot morgen" is no pause.
func (m *message) merelyPolite(start, end int) bool {
	for i := start; i < end; i++ {
		if !m.tokens[i].polite {
			return false
		}
	}
	return true
}

// longestWhole is the most tokens a message can have and still be compared as a
// whole.
const longestWhole = 16

// note remembers that a rule was found in the tokens from start to end.
func (m *message) note(rule, start, end int) {
	r := &words().rules[rule]
	if r.kind == good {
		m.anchor = r.id
		for i := range m.tokens {
			m.tokens[i].benign = true
		}
	}
	if m.hits[r.kind] == 0 || rule < m.hits[r.kind]-1 {
		m.hits[r.kind] = rule + 1
		m.spans[r.kind] = [2]int{start, end}
	}
	for _, f := range r.flags {
		m.flag(f)
	}
}

var kindOf = map[Label]kind{Urgent: urgent, Stop: stop, Pause: pause, Help: help, Unclear: unclear}

func (m *message) found(l Label) (Result, bool) {
	n := m.hits[kindOf[l]]
	if n == 0 {
		return Result{}, false
	}
	return Result{Label: l, Rule: words().rules[n-1].id}, true
}
