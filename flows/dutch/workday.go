package dutch

import "time"

// A Calendar tells on which days the offices of the city work. The zero value
// is that of the agreement for municipal staff.
type Calendar struct {
	Liberation Liberation
}

// Liberation is in which years 5 May, Liberation Day, is a day off.
type Liberation int

// The choices for Liberation Day.
const (
	EveryFifth Liberation = iota // in the years that end in 0 and 5
	EveryYear
	NoYear
)

// Workday reports whether the offices of the city work on the day of t:
// Monday to Friday, but not on New Year's Day, Easter Monday, King's Day,
// Ascension Day, Whit Monday and both days of Christmas, nor on Liberation
// Day in the years chosen. Good Friday is a working day for municipal staff;
// the Algemene termijnenwet, which is about terms of law and not about
// promises, counts otherwise.
func (c Calendar) Workday(t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !c.holiday(t)
}

// AddWorkdays returns the same time of day n working days after t; the day of
// t itself does not count. With n of 0 or less it returns t.
func (c Calendar) AddWorkdays(t time.Time, n int) time.Time {
	for ; n > 0; n-- {
		t = t.AddDate(0, 0, 1)
		for !c.Workday(t) {
			t = t.AddDate(0, 0, 1)
		}
	}
	return t
}

// Holiday reports whether the day of t is one of those days off, whatever the
// day of the week.
func (c Calendar) Holiday(t time.Time) bool { return c.holiday(t) }

func (c Calendar) holiday(t time.Time) bool {
	year, month, day := t.Date()
	switch {
	case month == time.January && day == 1,
		month == time.December && (day == 25 || day == 26),
		month == time.May && day == 5 && c.liberated(year),
		month == time.April && day == kingsDay(year):
		return true
	}
	easter := easter(year)
	for _, after := range []int{1, 39, 50} { // Easter Monday, Ascension, Whit Monday
		if _, m, d := easter.AddDate(0, 0, after).Date(); m == month && d == day {
			return true
		}
	}
	return false
}

func (c Calendar) liberated(year int) bool {
	return c.Liberation == EveryYear || c.Liberation == EveryFifth && year%5 == 0
}

// kingsDay is 27 April, the day before when that is a Sunday.
func kingsDay(year int) int {
	if time.Date(year, time.April, 27, 0, 0, 0, 0, time.UTC).Weekday() == time.Sunday {
		return 26
	}
	return 27
}

// easter returns Easter Sunday by the Gregorian computus: the Sunday after the
// full moon of the church calendar on or after 21 March.
func easter(year int) time.Time {
	century := year / 100
	golden := year % 19 // place in the cycle of 19 years after which moons repeat
	moon := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	if moon == 29 || moon == 28 && golden > 10 {
		moon--
	}
	full := time.Date(year, time.March, 21+moon, 0, 0, 0, 0, time.UTC)
	return full.AddDate(0, 0, 7-int(full.Weekday()))
}
