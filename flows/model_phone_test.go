package flows_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// byPhone lets somebody press a key in a call of ours or call us, restarts the
// city, or puts its clock back.
func (w *world) byPhone() {
	switch rapid.IntRange(0, 4).Draw(w.rt, "phone") {
	case 0, 1:
		w.press(rapid.SampledFrom([]string{"1", "1", "2", "9", "*"}).Draw(w.rt, "key"))
	case 2:
		p := w.people[rapid.IntRange(0, len(w.people)-1).Draw(w.rt, "who")]
		for _, a := range p.Calls()[:min(1, len(p.Calls()))] {
			w.hand(wijk.Message{From: a, Kind: wijk.Call})
		}
	case 3:
		w.restart()
	case 4:
		w.now = w.now.Add(-time.Duration(rapid.IntRange(1, 100).Draw(w.rt, "back")) * time.Minute)
	}
}

// press presses a key in one of our calls, also when it is long over.
func (w *world) press(key string) {
	var calls []wijk.Outgoing
	w.update(func(tx *store.Tx) {
		calls = nil
		for _, m := range store.Outbox.All(tx, "") {
			if m.To.Channel == wijk.Voice && !m.Accepted.IsZero() {
				calls = append(calls, m)
			}
		}
	})
	if len(calls) == 0 {
		return
	}
	m := calls[rapid.IntRange(0, len(calls)-1).Draw(w.rt, "call")]
	in := wijk.Message{From: m.To, Kind: wijk.Keys, Text: key, Answers: m.ID}
	w.hand(in)
	if key == "2" {
		w.wantCase(m.Person, in, wijk.CaseHelp, wijk.CaseUrgent)
	}
}

// restart begins the program anew on what is stored.
func (w *world) restart() {
	city := flows.New(w.city.Zone)
	city.RealTime = true
	w.city = city
	w.update(func(tx *store.Tx) { w.city.CatchUp(tx, w.now) })
}

// disturbed checks that nobody is asked, or called, about what she answered:
// neither by a question that waited nor by a step that came later.
func (w *world) disturbed(tx *store.Tx, m *wijk.Outgoing) {
	if m.About.Kind != "checkin" || m.Class != wijk.Check {
		return
	}
	ck, _ := store.CheckIns.Get(tx, m.About.Ref)
	if slices.Contains([]string{wijk.CheckInAnswered, wijk.CheckInEnded, wijk.CheckInMissed}, ck.State) {
		w.rt.Fatalf("%s: %s of %s although it is %s: %q", w.now, m.To.Channel, m.About.Ref, ck.State, m.Text)
	}
}

// TestRangBeforeItWasNoted: of a call that nobody took we may hear only that, when
// we crashed before we noted that the provider had it. In a big wave no timer
// watches over single people, so that she would have been forgotten.
func TestRangBeforeItWasNoted(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	db, err := store.Open(t.Context(), kvtest.Memory())
	if err != nil {
		t.Fatal(err)
	}
	city := flows.New(zone)
	update := func(fn func(tx *store.Tx)) {
		t.Helper()
		if err := db.Update(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) {
		for i := range 2 * wijk.BrakeFrom {
			id := fmt.Sprintf("p-%02d", i)
			p := wijk.Person{ID: id, Name: "Bewoner", Landline: fmt.Sprintf("+31790000%03d", i), CheckIn: &wijk.Plan{Time: "09:00", Days: []string{"ma"}, Profile: "light"}}
			if i > 0 {
				p.Phone, p.Landline = fmt.Sprintf("+316000000%02d", i), ""
			}
			store.People.Put(tx, id, p)
		}
		city.AskCheckIns(tx, now.Add(-time.Minute), now, now)
		for key, m := range store.Outbox.All(tx, "") {
			m.State, m.Accepted = wijk.Sent, now
			if m.To.Channel == wijk.Voice {
				m.State, m.Accepted, m.Error = wijk.Failed, time.Time{}, wijk.CallNoAnswer
			}
			store.Outbox.Put(tx, key, m)
			city.Settled(tx, m, now)
		}
	})
	for end := now.Add(30 * time.Hour); now.Before(end); now = now.Add(5 * time.Minute) {
		update(func(tx *store.Tx) {
			for _, timer := range store.DueTimers(tx, now, 1000) {
				if store.TakeTimer(tx, timer) {
					city.Fire(tx, timer, now)
				}
			}
		})
	}
	update(func(tx *store.Tx) {
		ck, _ := store.CheckIns.Get(tx, "p-00/2026-11-23")
		wave, _ := store.Waves.Get(tx, store.WaveKey(&ck)) // nobody answered: one incident stands for all
		if ck.Asked.IsZero() || ck.State == wijk.CheckInOpen && !wave.Braked {
			t.Errorf("nobody looks at who was called and did not come to the telephone: %+v", ck)
		}
	})
}
