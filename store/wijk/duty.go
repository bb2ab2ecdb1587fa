package wijk

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Duty is a rule of the roster: who is called on which days between which
// hours. It is about one member of staff, or about all of a role.
type Duty struct {
	Staff string `json:"staff,omitempty"`
	Role  Role   `json:"role,omitempty"`
	// Wijken narrows down for which wijken; none means those of the person.
	Wijken []string `json:"wijken,omitempty"`
	Days   []string `json:"days"` // "ma", "di"
	// From and Until are what the clocks show. An Until that is not after From
	// is on the next day.
	From  string `json:"from"`
	Until string `json:"until"`
	// First and Last limit the rule to a time of the year; empty is no limit.
	First Date `json:"first,omitempty"`
	Last  Date `json:"last,omitempty"`
	// Holidays says that the rule also holds on the days that offices are shut.
	Holidays bool `json:"holidays,omitempty"`
}

// For reports whether the rule is about s.
func (d *Duty) For(s *Staff) bool {
	if d.Staff != "" {
		return d.Staff == s.ID
	}
	return d.Role == s.Role
}

// On reports whether the rule holds on a day of the week and time of the year;
// holidays are for the caller to know.
func (d *Duty) On(day Date) bool {
	return slices.Contains(d.Days, day.Weekday()) && d.First <= day && (d.Last == "" || day <= d.Last)
}

// Hours returns when a duty that begins on day begins and ends. In the night
// that the clock changes it is an hour longer or shorter, as for who has it.
func (d *Duty) Hours(day Date, zone *time.Location) (from, until time.Time) {
	from = day.clock(d.From, zone)
	if until = day.clock(d.Until, zone); d.Until <= d.From {
		until = day.Add(1).clock(d.Until, zone)
	}
	return from, until
}

// clock is the moment when the clocks show hhmm ("08:30") on d.
func (d Date) clock(hhmm string, zone *time.Location) time.Time {
	var h, m int
	if _, err := fmt.Sscanf(hhmm, "%d:%d", &h, &m); err != nil {
		return time.Time{}
	}
	return d.At(h, m, zone)
}

// IsClock reports whether s is a time of day such as "08:30", up to "24:00".
func IsClock(s string) bool {
	if s == "24:00" {
		return true
	}
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

// A Leave says that somebody does not have the duty that the roster gives them
// on one day. Purpose: knowing who can be called. Why somebody is away is kept
// as one of three words, and no more.
type Leave struct {
	Staff string `json:"staff"`
	Day   Date   `json:"day"`
	Kind  string `json:"kind"`
	// With is who takes the duty over, of a swap; it counts once Agreed.
	With   string    `json:"with,omitempty"`
	Asked  time.Time `json:"asked,omitzero"`
	Agreed time.Time `json:"agreed,omitzero"`
}

// The kinds of leave.
const (
	LeaveFree = "vrij"
	LeaveIll  = "ziek"
	LeaveSwap = "ruil"
)

// Key is how a leave is found: one a person a day.
func (l *Leave) Key() string { return l.Staff + "/" + string(l.Day) }

// Counts reports whether the leave holds: a swap that the other did not agree to
// changes nothing.
func (l *Leave) Counts() bool { return l.Kind != LeaveSwap || !l.Agreed.IsZero() }

// ParseDays reads days of the week as the import file has them: "ma-vr",
// "ma,wo,za-zo". A range may run past Sunday.
func ParseDays(s string) (days []string, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		if !ranged {
			last = first
		}
		i, j := slices.Index(weekdays[:], first), slices.Index(weekdays[:], last)
		if i < 0 || j < 0 || ranged && i == j {
			return nil, false
		}
		for ; ; i = (i + 1) % len(weekdays) {
			if slices.Contains(days, weekdays[i]) {
				return nil, false
			}
			days = append(days, weekdays[i])
			if i == j {
				break
			}
		}
	}
	return days, true
}
