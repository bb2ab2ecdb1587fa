package simulate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"wijkbot/notifier"
	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

// The town: how many work in it, and when its people are asked.
const (
	advisers   = 8
	onDuty     = 3
	firstChat  = 100_000
	staffChat  = 1_000
	firstSlot  = 8 * 60 // minutes of the day
	slots      = 11
	slotLength = 15
)

var (
	weekdays = []string{"ma", "di", "wo", "do", "vr"}
	everyDay = []string{"ma", "di", "wo", "do", "vr", "za", "zo"}
)

// settle makes everybody up: six in ten standard, two fragile and two light;
// half have SMS only, most others Telegram as well, and some a landline alone.
func (w *world) settle() {
	for _, x := range wijk.Coarse().Wijken() {
		w.wijken = append(w.wijken, x.Slug)
	}
	for n := range advisers {
		c := &colleague{n: n, id: fmt.Sprintf("adviseur-%d", n), duty: n < onDuty, seen: make(map[int]bool),
			to: wijk.Address{Channel: wijk.Telegram, To: strconv.Itoa(staffChat + n)}}
		w.staff = append(w.staff, c)
		w.phones[c.to.String()] = phone{work: c}
		w.room(c.to)
	}
	for n := range w.o.Residents {
		w.people = append(w.people, w.resident(n))
	}
	w.couples()
	for _, r := range w.people {
		w.keepers(r)
		for _, a := range r.to {
			w.phones[a.String()] = phone{who: r}
			if a.Channel == wijk.Telegram {
				w.room(a)
			}
		}
	}
}

func (w *world) resident(n int) *resident {
	dice := w.dice("who", n, 0)
	r := &resident{
		n: n, id: fmt.Sprintf("r-%04d", n), days: weekdays, profile: "standard",
		pace: around(dice, 12*time.Minute, 0.7),
	}
	at := firstSlot + slotLength*dice.IntN(slots)
	r.slot = fmt.Sprintf("%02d:%02d", at/60, at%60)
	switch p := dice.IntN(10); {
	case p < 2:
		r.profile, r.days = "fragile", everyDay
	case p < 4:
		r.profile, r.days = "light", []string{weekdays[dice.IntN(5)]}
	}
	chat := wijk.Address{Channel: wijk.Telegram, To: strconv.Itoa(firstChat + n)}
	text := wijk.Address{Channel: wijk.SMS, To: fmt.Sprintf("+3161%07d", n)}
	switch p := dice.IntN(20); {
	case p < 10:
		r.to = []wijk.Address{text}
	case p < 14:
		r.to = []wijk.Address{text, chat}
	case p < 18:
		r.to = []wijk.Address{chat, text}
	case p < 19:
		r.to = []wijk.Address{chat}
	default:
		r.to = []wijk.Address{{Channel: wijk.Voice, To: fmt.Sprintf("+3179%07d", 3000000+n)}}
	}
	r.rings = r.to[0].Channel == wijk.SMS && dice.IntN(12) == 0
	r.risk = dice.Float64() < riskShare*max(1, w.o.risks)
	return r
}

// enrol imports the town as an operator would.
func (w *world) enrol() error {
	type row = map[string]any
	var staff, residents []row
	for _, c := range w.staff {
		chat, _ := strconv.Atoi(c.to.To)
		staff = append(staff, row{"id": c.id, "name": c.id, "role": wijk.Ouderenadviseur, "telegram": chat, "duty": c.duty})
	}
	for _, r := range w.people {
		home, address, postcode := r.household()
		x := row{
			"id": r.id, "name": name(r.n), "wijk": w.wijken[home%len(w.wijken)], "prefers": r.to[0].Channel,
			"checkin": row{"time": r.slot, "days": r.days, "profile": r.profile, "high_risk": r.risk,
				"requested": row{"by": "self", "on": w.o.From, "via": "desk", "staff": w.staff[0].id}},
		}
		if address != "" {
			x["address"], x["postcode"] = address, postcode
		}
		var near []row
		for _, k := range r.keepers {
			near = append(near, row{"name": k.name(), "phone": k.to.To})
		}
		if near != nil {
			x["contacts"] = near
		}
		for _, a := range r.to {
			switch a.Channel {
			case wijk.Telegram:
				x["telegram"] = firstChat + r.n
			case wijk.Voice:
				x["landline"] = a.To
			default:
				x["phone"] = a.To
			}
		}
		residents = append(residents, x)
	}
	body, err := json.Marshal(row{"staff": staff, "residents": residents, "rounds": []row{}})
	if err != nil {
		return fmt.Errorf("simulate: %w", err)
	}
	file, faults := intake.Parse(bytes.NewReader(body), intake.Rules{Today: w.o.From, Map: wijk.Coarse(), Cron: notifier.Parse})
	if len(faults) > 0 {
		return fmt.Errorf("simulate: %w", errors.Join(faults[:min(3, len(faults))]...))
	}
	return w.look.Update(w.ctx, func(tx *store.Tx) error {
		if c := intake.Conflicts(tx, file); len(c) > 0 {
			return c[0]
		}
		intake.Apply(tx, file, time.Now().In(w.zone))
		return nil
	})
}

// plan sets what happens each day.
func (w *world) plan() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for n := range w.o.Days {
		d := w.o.From.Add(n)
		w.at(d.At(0, 5, w.zone), func() { w.morning(d) })
		w.at(d.At(6, 0, w.zone), func() { w.judge.closes(w, d.Add(-1)) })
		w.at(d.At(12, 0, w.zone), func() { w.judge.audits(w, d.Add(-2), true) })
	}
}

// morning begins a day.
func (w *world) morning(d wijk.Date) {
	if w.o.Progress != nil {
		if err := w.o.Progress(d); err != nil {
			w.fail(err)
			return
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.people {
		r.wakes(w, d)
	}
	w.browses(d)
	if !w.o.Calm {
		w.badLuck(d)
	}
	old := d.Add(-3).At(0, 0, w.zone)
	w.sms.Forget(old)
	w.chat.Forget(old)
	w.trouble = slices.DeleteFunc(w.trouble, func(s span) bool { return s.to.Before(old.AddDate(0, 0, -7)) })
}
