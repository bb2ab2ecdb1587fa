package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// plainRules are the rules at the top of ladder.go, told a second time: in
// minutes from the question on.
var plainRules = map[string]struct {
	asks                      []string // step@minute
	amber, keeper1, keeper2   int
	red, keeperWait, overlong int
}{
	"standard": {[]string{"D2@45", "D3@90", "voice@120", "voice@130"}, 120, 150, 170, 180, 20, 320},
	"fragile":  {[]string{"D2@20", "D3@40", "voice@55", "voice@60"}, 55, 70, 85, 90, 15, 220},
	"light":    {[]string{"D2@180", "D2@1380"}, 1440, 0, 0, 0, 0, 1500},
}

// A climb is one person who is silent up to some minute, and the ladder of her.
type climb struct {
	*stage
	rt                 *rapid.T
	profile            string
	bad                bool // nothing reaches her mobile
	landline, telegram bool
	risk               bool
	reply              string // empty: none
	at                 int    // the minute of it
	keepers            int
	said               string // by the first keeper, a few minutes after the question
	base               time.Time
}

// TestLadderModel compares a whole ladder with its rules, whoever she is,
// whatever she and her first keeper answer at whatever minute, on the days on
// which the clock changes as well. The program begins anew every five minutes.
func TestLadderModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := &climb{
			stage: newStageOn(t, kvtest.Memory()), rt: rt,
			profile: rapid.SampledFrom([]string{"standard", "standard", "fragile", "light"}).Draw(rt, "profile"),
			bad:     rapid.Bool().Draw(rt, "bad"), landline: rapid.Bool().Draw(rt, "landline"), telegram: rapid.Bool().Draw(rt, "telegram"),
			risk:  rapid.IntRange(0, 3).Draw(rt, "risk") == 0,
			reply: rapid.SampledFrom([]string{"", "", "1", "2", "mwah", "[spraak]"}).Draw(rt, "reply"),
			said:  rapid.SampledFrom([]string{"", "1", "2"}).Draw(rt, "said"),
		}
		r := plainRules[c.profile]
		if c.profile != "light" {
			c.keepers = rapid.IntRange(0, 2).Draw(rt, "keepers")
		}
		c.at = 5*rapid.IntRange(0, max(r.red, r.amber)/5).Draw(rt, "at") + 2 // never at the minute of a step
		c.start(rapid.SampledFrom([]string{"2026-11-24", "2027-03-28", "2027-10-31", "2027-10-30"}).Draw(rt, "day"))
		c.climbs(r.overlong)
		c.judge()
	})
}

func (c *climb) start(day string) {
	c.advance(wijk.Date(day).At(9, 0, c.now.Location()))
	c.step("profile r-1 " + c.profile)
	for _, name := range []string{"els", "jan"}[:c.keepers] {
		c.step("keeper r-1 " + name + " " + phones[name] + " agreed")
	}
	c.update(func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-1")
		p.CheckIn.HighRisk = c.risk
		if c.landline {
			p.Landline = "+31793410001"
		}
		if c.telegram {
			p.Telegram = 1099
			store.Holders.Put(tx, "telegram:1099", wijk.Holder{Person: "r-1"})
		}
		store.People.Put(tx, p.ID, p)
	})
	if c.bad {
		c.stage.bad[phones["mevrouw"]] = "30003"
	}
	c.round("checkin")
	if ck := c.checkIn(); !ck.Asked.IsZero() {
		c.base = ck.Since
		return
	}
	if c.base, c.reply = c.now, ""; !c.bad || c.landline || c.telegram {
		c.rt.Fatal("not delivered on one address is not asked at once on the next")
	}
}

func (c *climb) checkIn() (ck wijk.CheckIn) {
	c.update(func(tx *store.Tx) { ck, _ = store.CheckIns.Get(tx, "r-1/"+string(wijk.DateOf(c.base0()))) })
	return ck
}

// base0 is a moment of the day of the question.
func (c *climb) base0() time.Time {
	if c.base.IsZero() {
		return c.now
	}
	return c.base
}

// climbs lets the minutes pass.
func (c *climb) climbs(minutes int) {
	keeper := plainRules[c.profile].keeper1 + 4
	for m := 1; m <= minutes; m++ {
		if m%5 == 0 {
			city := flows.New(c.city.Zone)
			city.Code, city.Canaries = c.city.Code, c.city.Canaries
			c.city = city
			c.update(func(tx *store.Tx) { c.city.CatchUp(tx, c.now) })
		}
		if c.reply != "" && m == c.at {
			c.advance(c.base.Add(time.Duration(m) * time.Minute))
			c.who = wijk.Address{Channel: wijk.SMS, To: phones["mevrouw"]}
			c.say(c.reply)
		}
		if c.said != "" && m == keeper && c.keepers > 0 && c.asksKeepers() {
			c.advance(c.base.Add(time.Duration(m) * time.Minute))
			c.who = wijk.Address{Channel: wijk.SMS, To: phones["els"]}
			c.say(c.said)
		}
		if m%5 == 0 {
			c.advance(c.base.Add(time.Duration(m) * time.Minute))
		}
	}
}

// asksKeepers reports whether she was silent long enough for a keeper.
func (c *climb) asksKeepers() bool {
	keeper := plainRules[c.profile].keeper1
	return keeper > 0 && !c.checkIn().Asked.IsZero() && (c.reply == "" || c.at > keeper)
}

func (c *climb) minute(at time.Time) int { return int(at.Sub(c.base).Round(time.Minute).Minutes()) }

func (c *climb) judge() {
	ck := c.checkIn()
	var cases []wijk.Case
	var asked []string
	c.update(func(tx *store.Tx) {
		cases, asked = nil, nil
		for _, cs := range store.Cases.Find(tx, "person", "r-1") {
			cases = append(cases, cs)
		}
		for _, a := range store.Appeals.All(tx, "r-1/") {
			asked = append(asked, fmt.Sprintf("%s@%d", strings.TrimPrefix(nameOf(wijk.Address{Channel: wijk.SMS, To: a.Phone}), "sms "), c.minute(a.Asked)))
		}
	})
	if got, want := c.steps(&ck), c.expected(&ck); !slices.Equal(got, want) {
		c.fail("steps are %v, want %v", got, want)
	}
	slices.Sort(asked)
	forged := c.risk && c.reply != "" && c.reply != "2" // no sign of life, so that who was asked may be followed
	if want := c.appeals(); !slices.Equal(asked, want) && !(forged && len(want) > 0 && len(asked) > 0 && asked[0] == want[0]) {
		c.fail("keepers are %v, want %v", asked, want)
	}
	c.judgeCases(&ck, cases)
}

func (c *climb) fail(format string, args ...any) {
	c.rt.Fatalf("%+v: "+format, append([]any{*c}, args...)...)
}

// Format says what is drawn, without the town.
func (c climb) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "%s bad %v landline %v telegram %v risk %v reply %q@%d keepers %d said %q", c.profile, c.bad, c.landline, c.telegram, c.risk, c.reply, c.at, c.keepers, c.said)
}

// steps are those that were taken: the same on several addresses is one.
func (c *climb) steps(ck *wijk.CheckIn) []string {
	var all []string
	for _, a := range ck.Attempts {
		if a.Step != "D1" && a.Step != "sleutel" && !strings.HasPrefix(a.Step, "contact") {
			all = append(all, fmt.Sprintf("%s@%d", a.Step, c.minute(a.At)))
		}
	}
	return slices.Compact(all)
}

// expected are the steps of the rules up to her answer.
func (c *climb) expected(ck *wijk.CheckIn) (all []string) {
	if ck.Asked.IsZero() {
		return nil // what is our fault asks nobody on
	}
	steps := plainRules[c.profile].asks
	if ck.Called { // asked by telephone: once more, before the times count
		steps = append([]string{"again@0"}, steps...)
	}
	for _, s := range steps {
		var minute int
		_, at, _ := strings.Cut(s, "@")
		fmt.Sscan(at, &minute)
		if c.reply == "" || minute < c.at {
			all = append(all, s)
		}
	}
	return all
}

// appeals are the keepers who are asked, and when.
func (c *climb) appeals() (all []string) {
	r := plainRules[c.profile]
	if c.keepers == 0 || !c.asksKeepers() {
		return nil
	}
	all = []string{fmt.Sprintf("els@%d", r.keeper1)}
	next := r.keeper1 + r.keeperWait
	switch c.said {
	case "1":
		return all // is on the way
	case "2":
		next = r.keeper1 + 4 // cannot: the next at once
	}
	if c.reply != "" && (c.at < next || c.said == "2" && c.at < r.keeper1+4) {
		return all
	}
	if c.keepers > 1 {
		all = append(all, fmt.Sprintf("jan@%d", next))
	}
	return all
}

func (c *climb) judgeCases(ck *wijk.CheckIn, cases []wijk.Case) {
	r := plainRules[c.profile]
	of := func(kind string) *wijk.Case {
		i := slices.IndexFunc(cases, func(cs wijk.Case) bool { return cs.Kind == kind })
		if i < 0 {
			return nil
		}
		return &cases[i]
	}
	silent, unclear := of(wijk.CaseUnreached), of(wijk.CaseUnclear)
	help := of(wijk.CaseHelp)
	sms := c.risk // what came by SMS may be forged then
	switch {
	case ck.Asked.IsZero() && silent == nil:
		c.fail("nobody looks for whom no question reached")
	case ck.Asked.IsZero():
	case (c.reply == "" || c.at > r.amber) && (silent == nil || c.minute(silent.Opened) != r.amber):
		c.fail("amber is %+v", silent)
	case c.reply != "" && c.at < r.amber && c.reply != "2" && silent != nil:
		c.fail("she answered, and was not reached: %+v", silent)
	}
	if silent != nil && !ck.Asked.IsZero() {
		red := silent.Severity == wijk.Red
		if want := r.red > 0 && (c.reply == "" || c.at > r.red); red != want {
			c.fail("red is %v", red)
		}
		first := r.red
		if c.said == "1" && c.keepers > 0 { // is on the way
			first = max(first, r.keeper1+4+60)
		}
		answered := c.reply != "" && c.at < first && !(sms && c.reply == "1") // so that nobody needs to be called for silence
		if called := !silent.Paged.IsZero(); red && (!called && !answered || called && c.minute(silent.Paged) < first) {
			c.fail("called %v, at %d", called, c.minute(silent.Paged))
		}
	}
	switch {
	case c.reply == "1" && sms && (ck.Wellbeing == "ok" || unclear == nil && silent == nil):
		c.fail("a text that may be forged is %q, and nobody looks", ck.Wellbeing)
	case c.reply == "1" && !sms && (ck.Wellbeing != "ok" || ck.State != wijk.CheckInAnswered):
		c.fail("ended as %+v", *ck)
	case c.reply == "2" && (help == nil || help.State != wijk.CaseOpen || help.Paged.IsZero()):
		c.fail("nobody was called for help: %+v", help)
	case (c.reply == "mwah" || c.reply == "[spraak]") && (unclear == nil || ck.Wellbeing == "ok"):
		c.fail("nobody looks at what is not clear: %+v", *ck)
	}
}
