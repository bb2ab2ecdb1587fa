package dutch

import "time"

// Date finds the day in text until which somebody is away, or on which they
// are back: "maandag", "t/m 5 mei", "2 weken weg", "van 1 tot 8 augustus"
// (its end). The day comes as midnight in the zone of now and is never before
// today. When inclusive is true the day still belongs to the time away: after
// "t/m", "tot en met" and "na", and when the text says that somebody is not
// there then. Weekdays are the next such day after today; a date without a
// year that has passed is next year's. A couple ("een paar") of days is three,
// of weeks or months two: asking too early does less harm than too late.
//
// It is not ok when there is no day in text, when the day cannot be (31
// February, a weekday and a date that disagree) or has passed.
func Date(text string, now time.Time) (day time.Time, inclusive bool, ok bool) {
	p := newPhrase(text, now)
	spans := p.spans()
	if len(spans) == 0 || p.bad {
		return time.Time{}, false, false
	}
	s := spans[len(spans)-1]
	for _, other := range spans {
		if other.link != none {
			s = other // the last with a "tot": its end counts
		}
	}
	inclusive = s.whole
	switch s.link {
	case until:
		inclusive = false
	case through:
		inclusive = true
	default:
		inclusive = inclusive || p.absent()
	}
	if s.exact {
		inclusive = false
	}
	day = s.first
	if inclusive {
		day = s.last
	}
	day = s.after(spans, day)
	return p.midnight(day), inclusive, !day.Before(p.today)
}

// after moves a weekday that ends a period past the start of that period:
// "van maandag tot vrijdag" said on a Wednesday, "zaterdag tot dinsdag".
func (s span) after(all []span, day time.Time) time.Time {
	for _, other := range all {
		if other == s {
			break
		}
		if s.weekday && s.link != none && (other.from || other.weekday && other.link == none) && other.last.After(day) {
			return day.AddDate(0, 0, 7)
		}
	}
	return day
}

// A link is the word that joins a day to what is said of it.
type link int

const (
	none    link = iota
	until        // tot: the day itself does not belong to it
	through      // tot en met, na: it does
)

// A span is a day or some days that a text names. Days are midnight UTC, so
// that sums over them know no clock changes.
type span struct {
	first, last time.Time
	link        link
	from        bool // after "van" or "vanaf": a start, not an end
	whole       bool // meant as a whole: "deze week", "eind mei"
	exact       bool // counted from today: "over 3 weken"
	weekday     bool // a bare weekday
}

// A phrase is a text being read.
type phrase struct {
	words []string
	now   time.Time
	today time.Time // midnight UTC
	bad   bool      // it holds a day that cannot be
}

func newPhrase(text string, now time.Time) *phrase {
	return &phrase{words: tokens(text), now: now, today: utc(now.Date())}
}

func utc(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// midnight returns the start of day in the zone of now.
func (p *phrase) midnight(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, p.now.Location())
}

// word returns the i-th word, empty outside the text.
func (p *phrase) word(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i]
}

// absent reports whether the text says that somebody is not there on the day.
func (p *phrase) absent() bool {
	return has(p.words, "weg", "niet", "nie", "geen", "afwezig") && !has(p.words, "weer", "terug", "retour", "terugkom")
}

// spans returns the days of the text in order, those that begin a period only
// when something ends it.
func (p *phrase) spans() []span {
	all := p.days()
	for _, s := range all {
		if !s.from {
			return all
		}
	}
	return nil
}

// days returns the days of the text in order.
func (p *phrase) days() (all []span) {
	for i := 0; i < len(p.words); {
		s, n := p.spanAt(i)
		if n == 0 {
			i++
			continue
		}
		if p.link(i, &s) {
			all = append(all, s)
		}
		i += n
	}
	return all
}

// link looks at the words before the span at i. It is false when they make it
// something else than a day to come: a greeting, a habit, the past.
func (p *phrase) link(i int, s *span) bool {
	for j := i - 1; j >= 0; j-- {
		switch p.words[j] {
		case "tot", "tm", "na":
			s.link = until
			if p.words[j] != "tot" {
				s.link = through
			}
			return true
		case "van", "vanaf", "sinds":
			s.from = true
			return true
		case "goede", "goeie", "goeden", "goeje", "elke", "iedere", "ieder", "elk", "al", "afgelopen", "vorige", "vorig":
			return false
		case "de", "het", "aan", "en", "op", "om", "in", "dag", "ongeveer", "zeker", "minstens", "nog", "dit",
			"komende", "aanstaande", "volgende", "volgend":
		default:
			return true
		}
	}
	return true
}
