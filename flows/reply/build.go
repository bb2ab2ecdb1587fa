package reply

import (
	"slices"
	"strings"
)

// book is one table of rules and what they are for.
type book struct {
	kind  kind
	rules []rule
}

// books lists every table of rules. Within a label the first rule found gives
// the id, so the order is part of the rule set.
func books() []book {
	list := []book{
		{benign, benignRules}, {good, goodRules}, {polite, politeRules},
		{urgent, urgentRules}, {stop, stopRules}, {pause, pauseRules}, {help, helpRules}, {unclear, unclearRules},
	}
	for _, l := range languages {
		list = append(list,
			book{benign, phrases(l, "licht", l.benign)}, book{good, phrases(l, "goed", l.goodPhrases)},
			book{urgent, phrases(l, "nood", l.urgent)}, book{stop, phrases(l, "stop", l.stop)},
			book{pause, phrases(l, "pauze", l.pause)}, book{help, phrases(l, "hulp", l.help)},
			book{unclear, phrases(l, "onduidelijk", l.unclear)})
	}
	return list
}

func phrases(l language, id string, patterns []string) []rule {
	return []rule{{id: l.id + "-" + id, patterns: patterns}}
}

// builder compiles the books into a table.
type builder struct {
	t       *table
	numbers map[string]int // element number per list of alternatives
	alts    []string       // the list of alternatives per element number
}

func build() *table {
	b := builder{
		t: &table{
			exact: map[string]*word{}, prefix: map[string]*word{}, suffix: map[string]*word{}, near: map[string][]string{},
		},
		numbers: map[string]int{},
	}
	for _, bk := range books() {
		for _, r := range bk.rules {
			b.rule(bk.kind, r)
		}
	}
	b.t.elements = len(b.alts)
	for id, alts := range b.alts {
		b.element(id, alts)
	}
	b.vocabulary()
	b.close()
	b.anchors()
	b.fuzzy()
	return b.t
}

var prefixes = [kinds]string{benign: "ok/", good: "", polite: "", urgent: "urgent/", stop: "stop/", pause: "pause/", help: "help/", unclear: "unclear/"}

func (b *builder) rule(k kind, r rule) {
	b.t.rules = append(b.t.rules, compiledRule{id: prefixes[k] + r.id, kind: k, flags: r.flags})
	for _, text := range r.patterns {
		p := parse(text, b.number)
		p.rule = len(b.t.rules) - 1
		b.t.patterns = append(b.t.patterns, p)
	}
}

func (b *builder) number(alternatives string) int {
	id, ok := b.numbers[alternatives]
	if !ok {
		id = len(b.alts)
		b.numbers[alternatives] = id
		b.alts = append(b.alts, alternatives)
	}
	return id
}

// spell yields the plain spelling of every alternative, classes written out.
func spell(alternatives string) []string {
	var out []string
	for a := range strings.SplitSeq(alternatives, "|") {
		if c, ok := strings.CutPrefix(a, "<"); ok {
			members, known := classes[strings.TrimSuffix(c, ">")]
			if !known {
				panic("reply: no class " + a)
			}
			out = append(out, strings.Fields(fold(members))...)
			continue
		}
		out = append(out, fold(a))
	}
	return out
}

func (b *builder) element(id int, alternatives string) {
	for _, a := range spell(alternatives) {
		if stem, ok := strings.CutSuffix(a, "*"); ok {
			b.in(b.t.prefix, stem).set(id)
			continue
		}
		if end, ok := strings.CutPrefix(a, "*"); ok {
			b.in(b.t.suffix, end).set(id)
			b.in(b.t.exact, end).set(id)
			continue
		}
		b.in(b.t.exact, a).set(id)
	}
}

func (b *builder) in(m map[string]*word, text string) *word {
	w := m[text]
	if w == nil {
		w = &word{bits: make(bits, (b.t.elements+63)/64)}
		m[text] = w
	}
	return w
}

func (w *word) set(i int) { w.bits[i>>6] |= 1 << (i & 63) }

// vocabulary gives words their traits.
func (b *builder) vocabulary() {
	mark := func(list string, t trait) {
		for text := range strings.FieldsSeq(fold(list)) {
			w := b.in(b.t.exact, text)
			w.traits |= t
		}
	}
	for _, list := range harmlessWords {
		mark(list, harmless)
	}
	mark(tameWords, harmless|tame)
	mark(positiveWords, positive)
	mark(classes["ja"], positive|yes)
	mark(pleasantWords, harmless|pleasant)
	mark(names, name)
	mark(classes["niet"], negator)
	mark(classes["nee"], negator|no)
	mark(contrastWords, contrast)
	for _, l := range languages {
		mark(l.good, positive)
		mark(l.yes, positive|yes)
		mark(l.filler, harmless)
		mark(l.negators, negator)
		mark(l.no, negator|no)
		mark(l.contrast, contrast)
	}
}

// close gives every known word the elements of the stems it begins or ends with.
func (b *builder) close() {
	for text, w := range b.t.exact {
		for n := 3; n <= len(text); n++ {
			for _, stem := range []*word{b.t.prefix[text[:n]], b.t.suffix[text[len(text)-n:]]} {
				if stem == nil {
					continue
				}
				for i := range stem.bits {
					w.bits[i] |= stem.bits[i]
				}
			}
		}
	}
}

// anchors chooses for every pattern the element that is looked up first: one
// without everyday words, so that most words start no comparison at all.
func (b *builder) anchors() {
	everyday := map[string]bool{}
	for text := range strings.FieldsSeq(everydayWords) {
		everyday[text] = true
	}
	common := make([]bool, len(b.alts))
	for id, alts := range b.alts {
		common[id] = slices.ContainsFunc(spell(alts), func(a string) bool { return everyday[a] })
	}
	byElement := make([][]int, len(b.alts))
	for i := range b.t.patterns {
		p := &b.t.patterns[i]
		id := p.choose(common)
		byElement[id] = append(byElement[id], i)
	}
	for _, m := range []map[string]*word{b.t.exact, b.t.prefix, b.t.suffix} {
		for _, w := range m {
			for id := range b.alts {
				if w.bits.has(id) {
					b.attach(w, byElement[id])
				}
			}
			slices.Sort(w.excuse)
			slices.Sort(w.rules)
		}
	}
	b.dangers()
}

// attach gives w the patterns that start at it, phrases and rules apart.
func (b *builder) attach(w *word, patterns []int) {
	for _, i := range patterns {
		p := &b.t.patterns[i]
		if b.t.rules[p.rule].kind < urgent && !p.whole {
			w.excuse = append(w.excuse, i)
		} else {
			w.rules = append(w.rules, i)
		}
	}
}

// choose sets the anchor of p and returns its element.
func (p *pattern) choose(common []bool) int {
	for pass := range 2 {
		for in, elements := range p.parts {
			for i, e := range elements {
				if e.optional || pass == 0 && common[e.id] {
					continue
				}
				p.anchorIn, p.back = in, elements.reach(i)
				return e.id
			}
		}
	}
	panic("reply: a pattern of optional words only")
}

// dangers marks the words of rules that lead to a label, and every stem.
func (b *builder) dangers() {
	var in bits = make(bits, (len(b.alts)+63)/64)
	for _, p := range b.t.patterns {
		if b.t.rules[p.rule].kind < urgent {
			continue
		}
		for _, elements := range p.parts {
			for _, e := range elements {
				in[e.id>>6] |= 1 << (e.id & 63)
			}
		}
	}
	for _, m := range []map[string]*word{b.t.exact, b.t.prefix, b.t.suffix} {
		for _, w := range m {
			for i := range in {
				if w.bits[i]&in[i] != 0 {
					w.traits |= danger
				}
			}
		}
	}
}

// fuzzy lists the words that are recognised with a typing error: all of danger,
// of harmless ones only the plainest and the longer.
func (b *builder) fuzzy() {
	for text, w := range b.t.exact {
		size := len([]rune(text))
		switch {
		case w.is(danger|negator) && !w.is(harmless|positive):
			if size >= fuzzyFrom-1 {
				b.t.learn(text)
			}
		case size >= fuzzyFrom+2, size >= fuzzyFrom && w.is(positive|tame|danger):
			b.t.learn(text)
		}
	}
}
