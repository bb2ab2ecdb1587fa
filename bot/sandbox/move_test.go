package sandbox

import (
	"testing"
	"time"
	_ "time/tzdata" // the city's zone, whatever the machine has

	"github.com/robfig/cron/v3"
)

func TestShiftTarget(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	evening := time.Date(2027, 3, 27, 20, 0, 0, 0, zone) // summer time begins this night
	for _, x := range []struct {
		shift shift
		after time.Duration
	}{
		{shift{Advance: "1h"}, time.Hour},
		{shift{Next: "20:30"}, 30 * time.Minute},
		{shift{Next: "09:00"}, 12 * time.Hour},
		{shift{Next: "20:00"}, 23 * time.Hour}, // it is, so tomorrow
		{shift{To: evening.Add(time.Minute)}, time.Minute},
	} {
		got, err := x.shift.target(evening)
		if err != nil || got.Sub(evening) != x.after {
			t.Errorf("%+v: %v, %v, want %v later", x.shift, got, err, x.after)
		}
	}
}

func TestTimetable(t *testing.T) {
	p := &timetable{slots: map[string]bool{"09:00": true, "14:30": true}}
	day := func(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC) }
	for _, x := range []struct {
		spec        string
		after, next time.Time
	}{
		// A round that looks each minute has something to do at the slots alone.
		{"* * * * *", day(8, 0), day(9, 0)},
		{"* * * * *", day(9, 0), day(14, 30)},
		{"* * * * *", day(23, 0), day(24+9, 0)},
		{"* 12-14 * * *", day(8, 0), day(14, 30)}, // at nine this one does not look
		{"* 12-14 * * *", day(14, 59), day(24+14, 30)},
		{"0 10 * * 1", day(8, 0), day(10, 0)},
		{"0 10 * * 1", day(10, 0), day(7*24+10, 0)},
	} {
		s, err := cron.ParseStandard(x.spec)
		if err != nil {
			t.Fatal(err)
		}
		if next, ok := p.comes(s, x.after); !ok || !next.Equal(x.next) {
			t.Errorf("%q after %v: %v %v, want %v", x.spec, x.after, next, ok, x.next)
		}
	}
	s, err := cron.ParseStandard("* * * * *")
	if err != nil {
		t.Fatal(err)
	}
	if next, ok := (&timetable{}).comes(s, day(8, 0)); ok {
		t.Errorf("nobody is to be asked, and yet at %v", next)
	}
}
