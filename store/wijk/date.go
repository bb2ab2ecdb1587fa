package wijk

import "time"

// A Date is a day in the city, as "2006-01-02". Its order is that of time.
type Date string

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// At returns the moment when the clocks of zone show hour:min on day d. A
// moment that the change to summer time skips comes out an hour later; of one
// that happens twice, one is meant, always the same.
func (d Date) At(hour, min int, zone *time.Location) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), hour, min, 0, 0, zone)
}

// Add returns the day n days later.
func (d Date) Add(n int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return DateOf(t.AddDate(0, 0, n))
}

// Until returns how many days later e is, 0 when either is no date.
func (d Date) Until(e Date) int {
	from, err := time.Parse(time.DateOnly, string(d))
	to, err2 := time.Parse(time.DateOnly, string(e))
	if err != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}

// weekdays are the names used in the import file, Sunday first.
var weekdays = [...]string{"zo", "ma", "di", "wo", "do", "vr", "za"}

// Weekday returns the two letters of d's day, such as "ma".
func (d Date) Weekday() string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return weekdays[t.Weekday()]
}

// IsWeekday reports whether s is one of ma, di, wo, do, vr, za, zo.
func IsWeekday(s string) bool {
	for _, w := range weekdays {
		if w == s {
			return true
		}
	}
	return false
}
