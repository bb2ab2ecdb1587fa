package store_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// message returns one to a made-up address, due so many minutes after noon.
func message(ch wijk.Channel, class wijk.Class, minutes int) wijk.Outgoing {
	return wijk.Outgoing{Class: class, To: wijk.Address{Channel: ch, To: "+31600000001"}, Due: noon.Add(time.Duration(minutes) * time.Minute)}
}

func ids(seq func(func(string, wijk.Outgoing) bool)) (all []uint64) {
	for _, m := range seq {
		all = append(all, m.ID)
	}
	return all
}

func TestSend(t *testing.T) {
	db := kvtest.Open(t)
	bell := db.Listen(store.Mail)
	update(t, db, func(tx *store.Tx) {
		a, b := store.Send(tx, message(wijk.SMS, wijk.Reply, 5)), store.Send(tx, message(wijk.SMS, wijk.Reply, 0))
		if a != 1 || b != 2 {
			t.Errorf("the ids are %d and %d", a, b)
		}
	})
	if !rang(bell) {
		t.Error("a message does not wake the sender")
	}
	view(t, db, func(tx *store.Tx) {
		m, ok := store.Outbox.Get(tx, store.Num(1))
		if !ok || m.State != wijk.Queued || m.ID != 1 {
			t.Errorf("it is kept as %v %v", m, ok)
		}
	})
	for _, bad := range []wijk.Outgoing{{To: wijk.Address{Channel: wijk.SMS, To: "+31600000001"}}, {Due: noon}} {
		if err := db.Update(t.Context(), func(tx *store.Tx) error { store.Send(tx, bad); return nil }); err == nil {
			t.Errorf("%v can be sent", bad)
		}
	}
}

func TestReady(t *testing.T) {
	db := kvtest.Open(t)
	due := func(ch wijk.Channel, at int) (left int, ok bool) {
		view(t, db, func(tx *store.Tx) {
			next, some := store.NextDue(tx, ch, noon.Add(time.Duration(at)*time.Minute))
			left, ok = int(next.Sub(noon).Minutes()), some
		})
		return left, ok
	}
	if _, ok := due(wijk.SMS, 0); ok {
		t.Error("nothing is due next, and something is")
	}
	update(t, db, func(tx *store.Tx) {
		for _, m := range []wijk.Outgoing{
			message(wijk.SMS, wijk.Broadcast, -90), // 1
			message(wijk.SMS, wijk.Broadcast, 30),  // 2
			message(wijk.SMS, wijk.Broadcast, 0),   // 3
			message(wijk.SMS, wijk.Check, 20),      // 4
			message(wijk.Telegram, wijk.Reply, 1),  // 5
			message(wijk.SMS, wijk.Alarm, 40),      // 6
			message(wijk.SMS, wijk.Broadcast, -90), // 7
		} {
			store.Send(tx, m)
		}
	})
	view(t, db, func(tx *store.Tx) {
		same(t, "due by noon, oldest first", []uint64{1, 7, 3}, ids(store.Ready(tx, wijk.SMS, wijk.Broadcast, noon)))
		same(t, "a moment before noon", []uint64{1, 7}, ids(store.Ready(tx, wijk.SMS, wijk.Broadcast, noon.Add(-1))))
		same(t, "another class", []uint64(nil), ids(store.Ready(tx, wijk.SMS, wijk.Check, noon)))
		same(t, "another channel", []uint64{5}, ids(store.Ready(tx, wijk.Telegram, wijk.Reply, noon.Add(time.Hour))))
	})
	for _, c := range []struct{ at, next int }{{-100, -90}, {-90, 0}, {0, 20}, {20, 30}, {30, 40}} {
		if next, ok := due(wijk.SMS, c.at); !ok || next != c.next {
			t.Errorf("after minute %d comes %d %v, want %d", c.at, next, ok, c.next)
		}
	}
	if _, ok := due(wijk.SMS, 40); ok {
		t.Error("the last one is due again")
	}
	update(t, db, func(tx *store.Tx) { // claimed
		m, _ := store.Outbox.Get(tx, store.Num(1))
		m.State, m.Until = wijk.Sending, noon.Add(time.Minute)
		store.Outbox.Put(tx, store.Num(1), m)
	})
	view(t, db, func(tx *store.Tx) {
		same(t, "what was claimed is not ready", []uint64{7, 3}, ids(store.Ready(tx, wijk.SMS, wijk.Broadcast, noon)))
		same(t, "its lease ends", []uint64{1}, ids(store.Outbox.FindRange(tx, "leased", "", store.When(noon.Add(time.Minute+1)))))
		same(t, "not yet", []uint64(nil), ids(store.Outbox.FindRange(tx, "leased", "", store.When(noon.Add(time.Minute)))))
	})
}

// TestReadyModel claims what is ready, class by class, while more comes in.
func TestReadyModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db := memory(rt)
		var waiting []wijk.Outgoing
		rt.Repeat(map[string]func(*rapid.T){
			"send": func(rt *rapid.T) {
				m := message(wijk.SMS, wijk.Class(rapid.IntRange(0, 3).Draw(rt, "class")), rapid.IntRange(-3, 3).Draw(rt, "due"))
				update(t, db, func(tx *store.Tx) { m.ID = store.Send(tx, m) })
				waiting = append(waiting, m)
			},
			"claim": func(rt *rapid.T) {
				class, now := wijk.Class(rapid.IntRange(0, 3).Draw(rt, "class")), noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "now"))*time.Minute)
				var got, want []uint64
				update(t, db, func(tx *store.Tx) {
					got = nil
					for key, m := range store.Ready(tx, wijk.SMS, class, now) {
						got = append(got, m.ID)
						m.State = wijk.Sending
						store.Outbox.Put(tx, key, m)
					}
				})
				var rest []wijk.Outgoing
				for minute := -3; minute <= 3; minute++ {
					for _, m := range waiting {
						if m.Class == class && !m.Due.After(now) && m.Due.Equal(noon.Add(time.Duration(minute)*time.Minute)) {
							want = append(want, m.ID)
						}
					}
				}
				for _, m := range waiting {
					if m.Class != class || m.Due.After(now) {
						rest = append(rest, m)
					}
				}
				waiting = rest
				same(rt, "ready", want, got)
			},
		})
	})
}

func TestCancel(t *testing.T) {
	db := kvtest.Open(t)
	about := wijk.Subject{Kind: "update", Ref: "7"}
	other := wijk.Address{Channel: wijk.SMS, To: "+31600000002"}
	state := func(want ...wijk.State) {
		t.Helper()
		var got []wijk.State
		view(t, db, func(tx *store.Tx) {
			got = nil
			for _, m := range store.Outbox.All(tx, "") {
				got = append(got, m.State)
			}
		})
		same(t, "states", want, got)
	}
	update(t, db, func(tx *store.Tx) {
		for i := range 300 {
			m := message(wijk.SMS, wijk.Broadcast, i)
			m.About, m.To = about, wijk.Address{Channel: wijk.SMS, To: fmt.Sprint("+316", i)}
			store.Send(tx, m)
		}
		gone, _ := store.Outbox.Get(tx, store.Num(1))
		gone.State = wijk.Sent
		store.Outbox.Put(tx, store.Num(1), gone)
		m := message(wijk.SMS, wijk.Broadcast, 0)
		m.About = wijk.Subject{Kind: "update", Ref: "77"}
		store.Send(tx, m)
	})
	n := 0
	update(t, db, func(tx *store.Tx) { n = store.CancelAbout(tx, about) })
	if n != 299 {
		t.Errorf("%d cancelled, want 299", n)
	}
	view(t, db, func(tx *store.Tx) {
		first, _ := store.Outbox.Get(tx, store.Num(1))
		last, _ := store.Outbox.Get(tx, store.Num(300))
		another, _ := store.Outbox.Get(tx, store.Num(301))
		same(t, "states", []wijk.State{wijk.Sent, wijk.Cancelled, wijk.Queued}, []wijk.State{first.State, last.State, another.State})
		same(t, "nothing of it is ready", []uint64{301}, ids(store.Ready(tx, wijk.SMS, wijk.Broadcast, noon.Add(24*time.Hour))))
	})
	update(t, db, func(tx *store.Tx) { n = store.CancelAbout(tx, about) + store.CancelAbout(tx, wijk.Subject{}) })
	if n != 0 {
		t.Errorf("%d cancelled once more", n)
	}

	db = kvtest.Open(t)
	update(t, db, func(tx *store.Tx) {
		quiet := message(wijk.SMS, wijk.Reply, 0)
		quiet.Quiet = true
		elsewhere := message(wijk.SMS, wijk.Check, 0)
		elsewhere.To = other
		for _, m := range []wijk.Outgoing{
			message(wijk.SMS, wijk.Alarm, 0), message(wijk.SMS, wijk.Check, 0), message(wijk.SMS, wijk.Reply, 0),
			message(wijk.SMS, wijk.Broadcast, 0), quiet, elsewhere, message(wijk.Telegram, wijk.Check, 0),
		} {
			store.Send(tx, m)
		}
		store.CancelTo(tx, message(wijk.SMS, wijk.Alarm, 0).To)
	})
	state(wijk.Queued, wijk.Cancelled, wijk.Queued, wijk.Cancelled, wijk.Cancelled, wijk.Queued, wijk.Queued)
}
