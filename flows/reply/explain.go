package reply

import "slices"

// An Explanation says how a label came about, so that a decision can be looked
// at afterwards. Version is that of the rules.
type Explanation struct {
	Result
	Version int
	// Words is the text as the rules see it: small letters without accents, signs
	// that mean nothing gone, a copy of our own question taken out.
	Words []string
	// Decided are those that decided: where the rule was found, what says that
	// things are well, or what kept the answer from being ok. It is empty when
	// the text as a whole decided.
	Decided []string
}

// Explain is Classify with its reasons. It takes somewhat longer.
func Explain(text string) Explanation {
	var m message
	res := m.classify(text)
	e := Explanation{Result: res, Version: Version}
	for i := range m.tokens {
		e.Words = append(e.Words, m.tokens[i].text)
	}
	add := func(i int) { e.Decided = append(e.Decided, m.tokens[i].text) }
	switch {
	case m.decidedBy(res):
		span := m.spans[kindOf[res.Label]]
		for i := span[0]; i < span[1]; i++ {
			add(i)
		}
	case res.Label == OK:
		for i := range m.tokens {
			if t := &m.tokens[i]; t.benign || t.text == "1" || t.word.is(positive) {
				add(i)
			}
		}
	case res.Rule == ruleNotGood || res.Rule == ruleNo:
		for i := range m.tokens {
			if t := &m.tokens[i]; !t.benign && t.word.is(negator|no|positive|pleasant) {
				add(i)
			}
		}
	case res.Rule == ruleUnknown:
		for _, i := range m.strange() {
			add(i)
		}
	default: // a number, or a question mark
		for i := range m.tokens {
			if t := &m.tokens[i]; t.number() || t.asked {
				add(i)
			}
		}
	}
	return e
}

// decidedBy reports whether the rule of res was found in the text.
func (m *message) decidedBy(res Result) bool {
	n := m.hits[kindOf[res.Label]]
	return n > 0 && words().rules[n-1].id == res.Rule
}

// strange returns the tokens that keep a text from being ok. There are none in
// one that only says nothing good.
func (m *message) strange() (all []int) {
	end := m.signature()
	from, to := m.introduction()
	for i := range m.tokens[:end] {
		t := &m.tokens[i]
		known := t.benign || t.polite && !t.word.is(negator) || t.text == "1" || t.word.is(positive|harmless) && !t.word.is(negator|contrast)
		if !known && !(i >= from && i < to) {
			all = append(all, i)
		}
	}
	return slices.Clip(all)
}
