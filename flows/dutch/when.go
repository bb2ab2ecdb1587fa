package dutch

import (
	"strings"
	"time"
)

// When finds the moment in text at which something is to happen: "maandag
// 10:00", "10.30", "morgen om 9 uur", "vrijdag half elf", "24 december 2026
// 14:00", "over 2 uur". Without a day it is today. An hour from one to six
// without minutes in figures is in the afternoon ("3 uur", "half drie"),
// unless the text says ochtend or nacht.
//
// It is not ok when text has no time, or more than one day or time, when the
// moment is not after now, and when the change to summer time skips it. Of a
// time that comes twice in the autumn the first is meant.
func When(text string, now time.Time) (t time.Time, ok bool) {
	p := newPhrase(text, now)
	if d, ok := p.fromNow(); ok {
		return now.Add(d), true
	}
	c, ok := p.onlyClock()
	if !ok || has(p.words, "tot", "tm", "of") {
		return time.Time{}, false
	}
	// What was read as a time is no day: "5 voor 12".
	for i := c.at; i < c.at+c.words; i++ {
		p.words[i] = "#"
	}
	day := p.today
	switch spans := p.spans(); {
	case len(spans) > 1 || p.bad:
		return time.Time{}, false
	case len(spans) == 1:
		day = spans[0].first
		if !spans[0].first.Equal(spans[0].last) {
			return time.Time{}, false
		}
	}
	t, ok = p.moment(day, c)
	return t, ok && t.After(now)
}

// A clock is a time of day in a text.
type clock struct {
	hour, minute int
	spoken       bool // without minutes in figures, so on a face of twelve hours
	at, words    int  // where it stands
}

// onlyClock returns the one time of day in the text.
func (p *phrase) onlyClock() (clock, bool) {
	var found clock
	n := 0
	for i := 0; i < len(p.words); {
		c, used := p.clockAt(i)
		if used == 0 {
			i++
			continue
		}
		c.at, c.words = i, used
		found = c
		n++
		i += used
	}
	if n != 1 {
		return clock{}, false
	}
	return p.daypart(found), found.hour < 24 && found.minute < 60
}

// daypart moves a spoken hour to the half of the day that is meant.
func (p *phrase) daypart(c clock) clock {
	part := func(names ...string) bool {
		for _, w := range p.words {
			for _, name := range names {
				if strings.HasSuffix(w, name) || strings.HasSuffix(w, name+"s") {
					return true
				}
			}
		}
		return false
	}
	early := part("ochtend", "nacht") || has(p.words, "morgens", "smorgens", "vanmorgen", "morgenmorgen")
	switch {
	case early && c.hour == 12 && c.spoken:
		c.hour = 0
	case early || c.hour == 0 || c.hour >= 12:
	case part("middag", "avond"):
		c.hour += 12
	case c.spoken && c.hour <= 6:
		c.hour += 12
	}
	return c
}

// clockAt returns the time of day that the words at i tell and how many words
// that are, 0 for none.
func (p *phrase) clockAt(i int) (clock, int) {
	for _, read := range []func(int) (clock, int){p.figures, p.hourMark, p.half, p.quarter, p.atHour} {
		if c, n := read(i); n > 0 {
			return c, n
		}
	}
	return clock{}, 0
}

// figures reads "10:00" and "10.30", with or without "uur".
func (p *phrase) figures(i int) (clock, int) {
	w := p.word(i)
	sep := strings.IndexAny(w, ":.")
	if sep < 1 || len(w)-sep != 3 {
		return clock{}, 0
	}
	hour, ok := leadingZero(w[:sep], 2)
	minute, ok2 := leadingZero(w[sep+1:], 2)
	if !ok || !ok2 {
		return clock{}, 0
	}
	n := 1
	if in(p.word(i+1), "uur", "u") {
		n++
	}
	return clock{hour: hour, minute: minute}, n
}

// hourMark reads "9 uur", "negen uur", "10u30" and "10 uur 30".
func (p *phrase) hourMark(i int) (clock, int) {
	hour, ok := p.hour(i)
	if !ok || !in(p.word(i+1), "uur", "u", "h") {
		return clock{}, 0
	}
	if m, ok := leadingZero(p.word(i+2), 2); ok && len(p.word(i+2)) == 2 && p.month(i+3) == 0 {
		return clock{hour: hour, minute: m}, 3
	}
	return clock{hour: hour, spoken: true}, 2
}

// half reads "half elf", which is half past ten.
func (p *phrase) half(i int) (clock, int) {
	hour, ok := p.hour(i + 1)
	if p.word(i) != "half" || !ok || hour < 1 || hour > 12 {
		return clock{}, 0
	}
	return clock{hour: onFace(hour - 1), minute: 30, spoken: true}, 2 + p.uur(i+2)
}

// quarter reads "kwart over 9" and "kwart voor 9", "5 over 9" and "10 voor 9".
func (p *phrase) quarter(i int) (clock, int) {
	minute, ok := 15, in(p.word(i), "kwart", "kwartier")
	if !ok {
		minute, ok = p.hour(i)
		ok = ok && (minute == 5 || minute == 10 || minute == 20)
	}
	hour, hourOK := p.hour(i + 2)
	if !ok || !hourOK || hour < 1 || hour > 12 || unit(p.word(i+3)) > 0 {
		return clock{}, 0
	}
	switch p.word(i + 1) {
	case "over":
	case "voor":
		hour, minute = onFace(hour-1), 60-minute
	default:
		return clock{}, 0
	}
	return clock{hour: hour, minute: minute, spoken: true}, 3 + p.uur(i+3)
}

// atHour reads "om 9".
func (p *phrase) atHour(i int) (clock, int) {
	hour, ok := p.hour(i + 1)
	if p.word(i) != "om" || !ok || p.month(i+2) > 0 || unit(p.word(i+2)) > 0 || in(p.word(i+2), "over", "voor") {
		return clock{}, 0
	}
	return clock{hour: hour, spoken: true}, 2 + p.uur(i+2)
}

// hour reads an hour in figures or words; the caller checks its range.
func (p *phrase) hour(i int) (int, bool) {
	if h, ok := leadingZero(p.word(i), 2); ok {
		return h, true
	}
	h := numeral(p.word(i))
	return h, h >= 0 && h <= 24
}

func (p *phrase) uur(i int) int {
	if in(p.word(i), "uur", "u") {
		return 1
	}
	return 0
}

// onFace returns the hour as a clock face has it: before one comes twelve.
func onFace(hour int) int {
	if hour == 0 {
		return 12
	}
	return hour
}

// fromNow reads a text that is all "over 2 uur", "over een half uur", "over
// een kwartier" or "over 20 minuten".
func (p *phrase) fromNow() (time.Duration, bool) {
	words := p.words
	if len(words) < 2 || words[0] != "over" || len(words) > 4 {
		return 0, false
	}
	rest := strings.Join(words[1:], " ")
	switch rest {
	case "een half uur", "half uur", "een halfuur", "een half uurtje", "halfuur":
		return 30 * time.Minute, true
	case "een kwartier", "kwartier", "een kwartiertje":
		return 15 * time.Minute, true
	case "anderhalf uur":
		return 90 * time.Minute, true
	}
	n, used := p.count(1)
	if used == 0 || n < 1 || len(words) != 2+used {
		return 0, false
	}
	switch p.word(1 + used) {
	case "uur", "uren", "u", "uurtje":
		return time.Duration(n) * time.Hour, true
	case "minuut", "minuten", "min", "minuutje", "minuutjes":
		return time.Duration(n) * time.Minute, true
	}
	return 0, false
}

// moment returns when the clocks show c on day; it is not ok if they never do.
func (p *phrase) moment(day time.Time, c clock) (time.Time, bool) {
	t := time.Date(day.Year(), day.Month(), day.Day(), c.hour, c.minute, 0, 0, p.now.Location())
	if t.Hour() != c.hour || t.Minute() != c.minute {
		return time.Time{}, false
	}
	if earlier := t.Add(-time.Hour); earlier.Hour() == c.hour && earlier.Minute() == c.minute {
		return earlier, true
	}
	return t, true
}
