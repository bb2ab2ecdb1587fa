package dutch

import "time"

// Leave finds the day on which somebody goes away, in a text that tells that it
// is still to come: "ik ga zaterdag op vakantie", "van 1 tot 8 december weg".
// Both days are away, as midnight in the zone of now; last is zero when the text
// does not tell it. It is not ok when somebody is away from today on, or when
// the day may be the one of coming back: then Date tells until when.
func Leave(text string, now time.Time) (first, last time.Time, ok bool) {
	p := newPhrase(text, now)
	all := p.days()
	if len(all) == 0 || p.bad {
		return first, last, false
	}
	if day, found := p.begun(all[len(all)-1]); found {
		all = append([]span{day}, all...)
	}
	if first, last, ok = p.lasting(all); ok {
		return first, last, true
	}
	s := all[0]
	for _, other := range all {
		if other.exact { // "3 weken": counted from today
			return first, last, false
		}
	}
	switch end := all[len(all)-1]; {
	case len(all) > 1 && end.link != none:
		day, inclusive, dated := Date(text, now)
		if !dated || s.link != none {
			return first, last, false
		}
		if last = day; !inclusive {
			last = day.AddDate(0, 0, -1)
		}
	case len(all) > 1, s.link != none, p.returns(), s.whole && s.first.Equal(s.last): // of "1-8 mei" only the end is known
		return first, last, false
	case !s.first.Equal(s.last), !s.from && p.absent() && !p.departs():
		last = p.midnight(s.last)
	case !s.from && !p.departs():
		return first, last, false
	}
	first = p.midnight(s.first)
	return first, last, s.first.After(p.today) && (last.IsZero() || !last.Before(first))
}

// lasting reads "over een week", and "3 weken" from a day on.
func (p *phrase) lasting(all []span) (first, last time.Time, ok bool) {
	switch {
	case p.returns() || !p.departs():
		return first, last, false
	case len(all) == 1 && all[0].exact && has(p.words, "over"):
		return p.midnight(all[0].first), last, true
	case len(all) != 2 || all[0].exact == all[1].exact || has(p.words, "over"):
		return first, last, false
	}
	long, day := all[0], all[1]
	if day.exact {
		long, day = day, long
	}
	if day.link != none || long.link != none || !day.first.Equal(day.last) || !day.first.After(p.today) {
		return first, last, false
	}
	days := int(long.first.Sub(p.today).Hours()+12) / 24 // a day may have 23 or 25 hours
	return p.midnight(day.first), p.midnight(day.first.AddDate(0, 0, days-1)), days > 0
}

// begun returns the day before a "tot" that has its month in common with the
// end: the 1 of "van 1 tot 8 december".
func (p *phrase) begun(end span) (span, bool) {
	if end.link == none {
		return span{}, false
	}
	for i := range p.words {
		n, ok := digits(p.word(i), 2)
		if !ok || n > end.first.Day() || !in(p.word(i+1), "tot", "tm") || !in(p.word(i-1), "van", "vanaf", "weg", "") {
			continue
		}
		s := oneDay(end.first.AddDate(0, 0, n-end.first.Day()))
		s.from = true
		return s, true
	}
	return span{}, false
}

// departs reports whether the text says that somebody is to go somewhere.
func (p *phrase) departs() bool {
	return has(p.words, "ga", "gaan", "gaat", "vertrek", "vertrekt", "vertrekken", "moet", "moeten", "word", "wordt", "naar")
}

// returns reports whether the text may be about coming back.
func (p *phrase) returns() bool {
	return has(p.words, "weer", "terug", "retour", "terugkom", "hervat") || has(p.words, "thuis") && !has(p.words, "niet", "nie")
}
