package simulate

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"wijkbot/store/wijk"
)

func live(t *testing.T, o Options) (res *Result) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var err error
		if res, err = Run(o); err != nil {
			t.Fatal(err)
		}
	})
	return res
}

func print(t *testing.T, res *Result) {
	t.Helper()
	var b strings.Builder
	if err := res.Print(&b); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
}

// TestCity is some days around a clock change, with all the bad luck there is.
func TestCity(t *testing.T) {
	t.Parallel()
	res := live(t, Options{Residents: 80, Days: 6, Seed: 6, From: "2026-10-22", needs: 6})
	print(t, res)
	if res.Bad() || res.Late > 0 {
		t.Error("somebody was missed, late, asked twice, or recorded as well without having said so")
	}
	if res.Due < 250 || res.OK < res.Due/2 || res.Needs == 0 || res.Crashes == 0 || res.Outages == 0 {
		t.Error("so little happened that it shows nothing")
	}
}

// TestJudge shows that each fault is seen, in cities where one thing is broken.
func TestJudge(t *testing.T) {
	unclear := func(m wijk.Message) wijk.Message {
		if slices.Contains(lexicon[vague], m.Text) {
			m.Text = "1"
		}
		return m
	}
	deaf := func(m wijk.Message) wijk.Message {
		if slices.Contains(lexicon[help], m.Text) || slices.Contains(lexicon[urgent], m.Text) {
			m.Text = "menu"
		}
		return m
	}
	slow := func(m wijk.Message) wijk.Message {
		if slices.Contains(lexicon[help], m.Text) || slices.Contains(lexicon[urgent], m.Text) {
			time.Sleep(20 * time.Minute)
		}
		return m
	}
	twice := func(m wijk.Outgoing) int {
		if m.Class == wijk.Check {
			return 2
		}
		return 1
	}
	eager := func(m wijk.Message) wijk.Message {
		if strings.HasPrefix(strings.ToLower(m.Text), "nee") && strings.HasPrefix(m.From.To, "+3162") {
			m.Text = "ja"
		}
		return m
	}
	both := func(m wijk.Message) wijk.Message {
		if m.Text == "A" || m.Text == "B" {
			m.Text = "AB"
		}
		return m
	}
	forged := func(m wijk.Message) wijk.Message { // an SMS that counts as a chat
		if n, err := strconv.Atoi(strings.TrimPrefix(m.From.To, "+3161")); err == nil && slices.Contains(lexicon[fine], m.Text) {
			m.From = wijk.Address{Channel: wijk.Telegram, To: strconv.Itoa(firstChat + n)}
		}
		return m
	}
	mum := func(m wijk.Outgoing) int {
		if m.Class == wijk.Reply && strings.HasPrefix(m.To.To, "+3162") {
			return 0
		}
		return 1
	}
	all := func(spoil ...func(wijk.Message) wijk.Message) func(wijk.Message) wijk.Message {
		return func(m wijk.Message) wijk.Message {
			for _, f := range spoil {
				m = f(m)
			}
			return m
		}
	}
	for _, c := range []struct {
		name   string
		o      Options
		faults []func(*Result) int
	}{
		{"nothing is broken", Options{needs: 60}, []func(*Result) int{
			func(r *Result) int {
				return 1 - r.Missed - r.Duplicate - r.FalseOK - r.Late - r.Unwilling - r.Wondering
			},
		}},
		{"unclear is ok, no of a contact is yes, all is sent twice", Options{hear: all(unclear, eager), send: twice}, []func(*Result) int{
			func(r *Result) int { return r.FalseOK }, func(r *Result) int { return r.Unwilling }, func(r *Result) int { return r.Duplicate },
		}},
		{"one of two is both, contacts never hear the end", Options{hear: both, couples: 10, send: mum, Days: 4, Residents: 120}, []func(*Result) int{
			func(r *Result) int { return r.FalseOK }, func(r *Result) int { return r.Wondering },
		}},
		{"an SMS is safe, alarms come too late", Options{hear: all(slow, forged), risks: 30, needs: 60}, []func(*Result) int{
			func(r *Result) int { return r.FalseOK }, func(r *Result) int { return r.Late },
		}},
		{"no ladder", Options{fire: func(t wijk.Timer) bool { return t.Kind != "ladder" }, needs: 60}, []func(*Result) int{
			func(r *Result) int { return r.Missed + r.Late }, // the proof of the day finds them
		}},
		{"cries unheard", Options{hear: deaf, needs: 60}, []func(*Result) int{func(r *Result) int { return r.Missed }}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := c.o
			o.Residents, o.Days, o.Seed, o.From, o.Calm = max(80, o.Residents), max(2, o.Days), 11, "2026-11-02", true
			res := live(t, o)
			print(t, res)
			for n, fault := range c.faults {
				if fault(res) <= 0 {
					t.Errorf("the judge did not see fault %d", n+1)
				}
			}
		})
	}
}

// TestLateLongAgo: what was late because we were down stays excused, however
// long the city lives on; what was late for no reason does not.
func TestLateLongAgo(t *testing.T) {
	for what, c := range map[string]struct {
		trouble []span
		late    int
	}{"down": {[]span{{what: down}}, 0}, "no reason": {nil, 1}} {
		t.Run(what, func(t *testing.T) {
			at := time.Date(2027, 1, 12, 14, 35, 0, 0, time.UTC)
			r := &resident{}
			w := &world{zone: time.UTC, end: at.AddDate(0, 6, 0), people: []*resident{r}, trouble: c.trouble}
			for i := range w.trouble {
				w.trouble[i].from, w.trouble[i].to = at.Add(-time.Hour), at.Add(2*time.Hour)
			}
			r.need = &need{who: r, began: at, sent: at, words: "help", promise: at.Add(tellsWithin)}
			w.judge.begin()
			w.judge.needs = []*need{r.need}
			w.judge.told(w, message{at: at.Add(2 * time.Hour), text: "Zaak 1. SPOED: " + name(0) + ". Stuur NEEM 1."})
			w.trouble = nil // forgotten
			w.judge.finish(w)
			if w.judge.late != c.late || w.judge.missed > 0 {
				t.Errorf("%d late, %d missed, want %d late: %q", w.judge.late, w.judge.missed, c.late, w.judge.faults)
			}
		})
	}
}
