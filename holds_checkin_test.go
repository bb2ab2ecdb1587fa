package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// On both days on which the clocks change, the check-in of 09:00 comes at
// 09:00, once, and that of 02:30, which comes twice or not at all, once. The
// bot is restarted in between, and its clock is put back an hour afterwards.
func TestCheckInsWhenTheClocksChange(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		day    string
		before string // a minute of the evening before, from when the bot runs
		steps  []string
		nine   string // 09:00
		back   string // an hour earlier
		later  string
	}{
		{
			day: "2027-03-28", before: "2027-03-27T23:00:00+01:00",
			steps: []string{"2027-03-28T01:59:59+01:00", "2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00", "2027-03-28T03:59:00+02:00"},
			nine:  "2027-03-28T09:00:00+02:00", back: "2027-03-28T08:01:00+02:00", later: "2027-03-28T09:05:00+02:00",
		},
		{
			day: "2026-10-25", before: "2026-10-24T23:00:00+02:00",
			steps: []string{"2026-10-25T02:30:00+02:00", "2026-10-25T02:59:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:01:00+01:00"},
			nine:  "2026-10-25T09:00:00+01:00", back: "2026-10-25T08:01:00+01:00", later: "2026-10-25T09:05:00+01:00",
		},
	} {
		t.Run(x.day, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, setup{clock: x.before + " 0"})
			w.importing([]member{duty}, []resident{
				elder("night", phone(1), "02:30", "light"), elder("nine", phone(2), "09:00", "light"),
				elder("w-0400", phone(3), "04:00", "light"), elder("w-0859", phone(4), "08:59", "light"), elder("w-0905", phone(5), "09:05", "light"),
			})
			w.serve()
			w.ran()
			for _, at := range x.steps {
				w.setClock(at + " 0")
				w.ran()
				w.restart()
			}
			zone := x.nine[len(x.nine)-6:]
			w.setClock(x.day + "T04:00:00" + zone + " 0")
			w.waitCheckIn("w-0400", x.day)
			if n := len(w.tw.Sent()); n != 0 {
				t.Errorf("%d messages in the quiet hours, want none", n)
			}
			w.setClock(x.day + "T08:00:00" + zone + " 0")
			w.gotSMS(phone(1), 1)
			w.gotSMS(phone(3), 1)
			w.idle()
			w.setClock(x.day + "T08:59:00" + zone + " 0")
			w.gotSMS(phone(4), 1)
			if got := w.sentTo(phone(2)); len(got) != 0 {
				t.Errorf("09:00 came early: %q", got)
			}
			w.setClock(x.nine + " 0")
			w.gotSMS(phone(2), 1)
			w.idle()
			w.restart()
			w.setClock(x.back + " 0")
			w.ran()
			w.restart()
			w.ran()
			w.setClock(x.nine + " 0")
			w.ran()
			w.setClock(x.later + " 0")
			w.gotSMS(phone(5), 1)
			w.idle()
			rows := tally(w.checkIns(), func(ck checkInRow) string { return ck.Person + " " + ck.Date + " " + ck.Slot })
			for _, key := range []string{"night " + x.day + " 02:30", "nine " + x.day + " 09:00"} {
				if rows[key] != 1 || len(rows) != 5 {
					t.Errorf("check-ins %v, want one %s", rows, key)
				}
			}
			for n := 1; n <= 5; n++ {
				if got := w.sentTo(phone(n)); len(got) != 1 {
					t.Errorf("person %d got %d messages, want 1", n, len(got))
				}
			}
		})
	}
}

// ran waits until the bot has taken in the time of the clock: a round that was
// due is done by then. Rounds are looked at once a second at most.
func (w *world) ran() {
	w.t.Helper()
	w.observe(1200 * time.Millisecond)
}

func (w *world) waitCheckIn(id, day string) {
	w.t.Helper()
	w.until(id+" has a check-in", func() bool {
		return slices.ContainsFunc(w.checkIns(), func(ck checkInRow) bool { return ck.Person == id && ck.Date == day })
	})
}

// Down from half past eight to twenty to ten: the question is asked late, and
// the time to answer it is as long as ever.
func TestCheckInAfterDowntime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T08:30:00+01:00 0"})
	w.importing([]member{duty}, []resident{
		elder("late", phone(1), "09:00", "standard"),
		// Reminded at 10:04 and 10:24, this one shows which timers have fired.
		elder("witness", phone(2), "09:44", "fragile"),
	})
	w.serve()
	w.ran()
	w.kill()
	w.setClock("2026-11-23T09:40:00+01:00 0")
	w.serve()
	w.gotSMS(phone(1), 1)
	w.idle()
	for i, at := range []string{"09:44", "10:04", "10:24"} {
		w.setClock("2026-11-23T" + at + ":00+01:00 0")
		w.gotSMS(phone(2), i+1)
		w.idle()
		if got := w.sentTo(phone(1)); len(got) != 1 {
			t.Fatalf("reminded at %s, before 45 minutes were over", at)
		}
	}
	w.setClock("2026-11-23T10:25:00+01:00 0")
	w.gotSMS(phone(1), 2)
	w.idle()
	if c := w.cases(); slices.ContainsFunc(c, func(c caseRow) bool { return c.Person == "late" || c.Kind == "incident" }) {
		t.Errorf("cases %+v, want none of who was asked late", c)
	}
}

// Down until nine in the evening: one list for the ouderenadviseur, and no
// text to anybody else, then or the next morning.
func TestCheckInsMissedForADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-11-23T08:30:00+01:00 0"})
	people := []resident{elder("w", phone(0), "08:00", "light")}
	for i := 1; i <= 12; i++ {
		people = append(people, elder("p-"+string(rune('a'+i)), phone(i), "09:00", "standard"))
	}
	people[12].CheckIn.Time = "17:30"
	people[11].CheckIn.Time = "18:01" // would still be in time, were it not night
	w.importing([]member{duty}, people)
	w.serve()
	w.ran()
	w.kill()
	w.setClock("2026-11-23T21:00:00+01:00 0")
	w.serve()
	w.gotSMS(dutyPhone, 3) // an alarm leaves at night too, and so does the proof of the day
	w.idleButQuiet()
	for i := 1; i <= 12; i++ {
		if got := w.sentTo(phone(i)); len(got) != 0 {
			t.Errorf("person %d got %q, want nothing", i, got)
		}
	}
	if c := tally(w.cases(), func(c caseRow) string { return c.Kind + " " + c.State }); len(c) != 1 || c["incident open"] != 2 {
		t.Errorf("cases %+v, want one incident of those missed, and one of the proof of the day", c)
	}
	missed := 0
	for _, ck := range w.checkIns() {
		if ck.State == "missed" && !ck.Delivered {
			missed++
		}
	}
	if missed < 11 {
		t.Errorf("%d check-ins are on the list, want the 11 that are hours late", missed)
	}
	got := tally(w.calledDuty(), func(text string) string {
		for _, about := range []string{"Niet gecontroleerd, door een storing bij ons: 11.", "13 van de 13 zijn nog niet afgehandeld.", "0 van 13 afgehandeld."} {
			if strings.Contains(text, about) {
				return about
			}
		}
		return text
	})
	if len(got) != 3 {
		t.Errorf("duty was called with %v, want those missed and the proof of the day, once each", got)
	}
}

// idleButQuiet waits until nothing is under way; what waits for the morning may.
func (w *world) idleButQuiet() {
	w.t.Helper()
	w.until("nothing is under way", func() bool {
		return !slices.ContainsFunc(w.outbox(), func(m outboxRow) bool { return m.State == "sending" || m.State == "unknown" })
	})
}
