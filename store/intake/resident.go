package intake

import (
	"time"

	"wijkbot/store/wijk"
)

func (file *File) resident(f *form, rules Rules) {
	r := Resident{Person: wijk.Person{
		ID:       f.id(),
		Name:     f.need("name", maxName),
		Phone:    f.checked("phone", isMobile, mobileRule),
		Landline: f.checked("landline", fixedPattern.MatchString, fixedRule),
		Telegram: f.number("telegram"),
		Wijk:     f.checked("wijk", rules.known, "a wijk on the map, such as meerzicht"),
		Address:  f.text("address", maxAddress),
		Postcode: postcode(f.checked("postcode", isPostcode, "a postcode such as 2715AB")),
		Over70:   f.date("over70_checked", rules.Today),
		Cohort:   f.cohort(rules.Today),
		Died:     f.date("died", rules.Today),
		Prefers: wijk.Channel(f.choice("prefers",
			string(wijk.SMS), string(wijk.Telegram), string(wijk.Voice), string(wijk.Letter))),
	}, keepChat: !f.has("telegram")}
	if r.Prefers == wijk.SMS && !f.has("phone") {
		f.fault("prefers", "sms, but there is no phone")
	}
	if f.yes("no_outreach") {
		r.Objected = rules.Today.At(0, 0, time.UTC)
	}
	if f.has("died") && f.has("checkin") {
		f.fault("died", "somebody who died has no check-in")
	}
	if c, ok := f.form("checkin"); ok {
		r.CheckIn = plan(c, rules)
	}
	for _, c := range f.forms("contacts") {
		k := keeper(c, rules)
		switch {
		case k.Phone != "" && (k.Phone == r.Phone || k.Phone == r.Landline):
			c.fault("phone", "is the resident's own: somebody else has to be asked")
		case r.Keeper(k.Phone) != nil:
			c.fault("phone", "the same as in another contact")
		}
		r.Contacts = append(r.Contacts, k)
	}
	f.done()
	r.at = f.at
	file.Residents = append(file.Residents, r)
}

// plan reads a check-in. Without the person's own recorded request there is
// none: nobody is asked how they are because somebody else wants to know.
func plan(f *form, rules Rules) *wijk.Plan {
	p := &wijk.Plan{
		Time:    f.checked("time", isTime, "a time such as 09:00"),
		Days:    f.texts("days", wijk.IsWeekday, "one of ma, di, wo, do, vr, za, zo"),
		Profile: f.choice("profile", "standard", "fragile", "light"),
	}
	for _, ch := range f.texts("channels", isChannel, "one of sms, telegram, voice") {
		p.Channels = append(p.Channels, wijk.Channel(ch))
	}
	p.HighRisk = f.yes("high_risk")
	if w, ok := f.form("words"); ok {
		p.Words = request(w, rules)
	}
	for _, key := range []string{"time", "days", "profile"} {
		if !f.has(key) {
			f.fault(key, "missing")
		}
	}
	if f.has("days") && len(f.values["days"].items) == 0 {
		f.fault("days", "at least one")
	}
	if r, ok := f.form("requested"); ok {
		p.Requested = request(r, rules)
	} else if !f.has("requested") {
		f.fault("requested", "missing: a check-in needs the person's own recorded request")
	}
	f.done()
	return p
}

func request(f *form, rules Rules) wijk.Request {
	r := wijk.Request{
		By:    f.choice("by", "self"),
		On:    f.date("on", rules.Today),
		Via:   f.choice("via", "desk", "sms", "letter"),
		Staff: f.text("staff", maxName),
	}
	for _, key := range []string{"by", "on", "via"} {
		if !f.has(key) {
			f.fault(key, "missing")
		}
	}
	f.done()
	return r
}

func keeper(f *form, rules Rules) wijk.Keeper {
	k := wijk.Keeper{
		Name:   f.need("name", maxName),
		Phone:  f.checked("phone", isKeeper, keeperRule),
		Agreed: f.date("agreed", rules.Today), // without it the keeper is invited first
	}
	if !f.has("phone") {
		f.fault("phone", "missing")
	}
	f.done()
	return k
}

func isChannel(s string) bool {
	return s == string(wijk.SMS) || s == string(wijk.Telegram) || s == string(wijk.Voice)
}

// cohort reads a year of birth. The date of birth is never asked: what looks
// like one is refused.
func (f *form) cohort(today wijk.Date) int {
	year := int(f.number("cohort"))
	limit := today.At(0, 0, time.UTC).Year()
	switch {
	case year == 0:
		return 0
	case year < limit-130 || year > limit:
		f.fault("cohort", "must be a year of birth such as 1940")
		return 0
	case f.has("over70_checked") && limit-year < over70:
		f.fault("cohort", "is not over 70")
		return 0
	}
	return year
}

// over70 is the age from which somebody is over 70, in whole years of the
// calendar: of a year of birth nobody knows the day.
const over70 = 70

func isTime(s string) bool {
	t, err := time.Parse("15:04", s)
	return err == nil && t.Format("15:04") == s
}
