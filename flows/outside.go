package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// byParty is who moved a report when the outside party said that it is done.
const byParty = "party"

// werkExtern gives a report to somebody outside the city: who, how to call them
// and until when. When they are silent, it comes back by itself.
var werkExtern = &Flow{
	Name: flowOutside, Holds: mender, Left: leaveWork,
	Ask: append([]Question{
		{
			Key: "naam", Text: "Aan wie geeft u de melding? Typ de naam van het bedrijf of de dienst.", Free: true,
			Skip: func(t *Turn) bool { return t.get("naam") != "" },
			Take: func(t *Turn, q *Question) (string, bool) {
				name, ok := words(t, q)
				return partyName(name), ok && partyName(name) != ""
			},
			Again: "Typ de naam van het bedrijf of de dienst.",
		},
		{
			Key: "telefoon", Text: "Wat is hun telefoonnummer? Een mobiel nummer krijgt een sms.",
			Skip: func(t *Turn) bool { return t.get("telefoon") != "" },
			Choices: func(*Turn) []Choice {
				return []Choice{{Label: "Geen nummer", Value: "-", Words: []string{"geen", "overslaan"}}}
			},
			Take: takePhone, Again: "Typ een telefoonnummer, of kies Geen nummer.",
		},
		{
			Key: "dag", Text: "Tot wanneer hebben zij de tijd? Bijvoorbeeld: 10 werkdagen, vrijdag 4 december.",
			Skip: func(t *Turn) bool { return t.get("dag") != "" },
			Take: takeDay,
		},
	}, forReporters(at(momentOutside))...),
	Done: (*Turn).handOut,
}

// partyName keeps of a name what a text can carry.
func partyName(name string) string {
	return strings.Join(strings.Fields(braces.Replace(short(name, 40))), " ")
}

func takePhone(t *Turn, q *Question) (string, bool) {
	if v, ok := choose(t, q); ok {
		return v, true
	}
	if n := dutchPhone(t.M.Text); n != "" {
		return n, true
	}
	return "", false
}

// dutchPhone returns the telephone number that a text is, in E.164 form.
func dutchPhone(text string) string {
	n := phoneIn(text)
	switch {
	case strings.HasPrefix(n, "00"):
		n = "+" + n[2:]
	case strings.HasPrefix(n, "0"):
		n = "+31" + n[1:]
	case strings.HasPrefix(n, "31"):
		n = "+" + n
	}
	if len(n) < 11 || len(n) > 16 || n[0] != '+' || strings.ContainsFunc(n[1:], func(r rune) bool { return r < '0' || r > '9' }) {
		return ""
	}
	return n
}

// wantsOutside handles "doorzetten 12 Bouw BV, 06 12345678, 2 weken". What is
// missing or not clear is asked.
func (t *Turn) wantsOutside(r *wijk.Report, rest string) {
	var name, phone, day string
	for i, part := range strings.Split(rest, ",") {
		part = strings.TrimSpace(part)
		switch d, ok := t.City.dayIn(part, t.Now); {
		case part == "":
		case i == 0:
			name = partyName(part)
		case phone == "" && dutchPhone(part) != "":
			phone = dutchPhone(part)
		case day == "" && ok:
			day = string(d)
		}
	}
	t.startWork(flowOutside, r, "naam", name, "telefoon", phone, "dag", day)
}

// dayIn reads the day by which something is to be done: "vrijdag", "4 december",
// "over 3 werkdagen". It is today or later.
func (c *City) dayIn(text string, now time.Time) (wijk.Date, bool) {
	now = now.In(c.Zone)
	words := dutch.Words(text)
	if i := slices.IndexFunc(words, func(w string) bool { return w == "werkdag" || w == "werkdagen" }); i > 0 {
		if n, ok := dutch.Number(words[i-1]); ok && n > 0 && n <= mostWorkdays {
			return wijk.DateOf(c.Calendar.AddWorkdays(now, n)), true
		}
		return "", false
	}
	d, _, ok := dutch.Date(text, now)
	return wijk.DateOf(d), ok
}

// mostWorkdays is how far ahead work is planned in working days: a year.
const mostWorkdays = 260

// handOut gives the report away, and tells the party by SMS when it has a
// mobile number.
func (t *Turn) handOut() {
	r, _ := t.workReport()
	until := wijk.Date(t.get("dag"))
	p := wijk.Party{Name: t.get("naam"), Since: t.Now, Until: until.Add(1).At(outsideHour, 0, t.City.Zone)}
	if phone := t.get("telefoon"); phone != "-" {
		p.Phone = phone
	}
	text := t.readText(momentOutside)
	moved, ok := t.finish(Move{
		To: wijk.Outside, Party: &p, Text: text, Tell: text != "",
		Note: fmt.Sprintf("Doorgezet naar %s tot en met %s.", p.Name, t.City.day(until)),
	}, fmt.Sprintf("Melding %d ligt bij %s tot en met %s. Horen wij niets, dan komt hij terug op de lijst.", r.Number, p.Name, t.City.day(until)))
	if !ok {
		return
	}
	store.SetTimer(t.Tx, wijk.Timer{Kind: timerOutside, Scope: strconv.FormatUint(r.Number, 10), Due: p.Until})
	if t.City.tellParty(t.Tx, &moved, t.Now) {
		t.Say("Zij krijgen een sms en kunnen KLAAR antwoorden.")
	}
}

// mobile reports whether a number in the Netherlands can get an SMS.
func mobile(phone string) bool { return strings.HasPrefix(phone, "+316") }

// outsideHour is when, on the day after its last, a report comes back.
const outsideHour = 8

// tellParty asks a party by SMS to do the work, and reports whether it could.
// They read the category and the place, never what the resident wrote.
func (c *City) tellParty(tx *store.Tx, r *wijk.Report, now time.Time) bool {
	p := r.Party
	if !mobile(p.Phone) {
		return false
	}
	to := wijk.Address{Channel: wijk.SMS, To: p.Phone}
	if h, _ := store.Holders.Get(tx, to.String()); !h.Stopped.IsZero() {
		return false
	}
	text := fmt.Sprintf("Gemeente Zoetermeer vraagt u: %s, %s. Graag klaar op %s. Klaar? Antwoord KLAAR %d",
		strings.ToLower(category.Of(r.Kind).Name), short(spot(&r.Place), 40), dutch.ShortDay(p.Until.In(c.Zone).AddDate(0, 0, -1)), r.Number)
	store.Send(tx, wijk.Outgoing{
		Class: wijk.Reply, To: to, Text: gsm7.Plain(text), Due: now, NotAfter: p.Until, Quiet: !r.Urgent,
		About: wijk.Subject{Kind: aboutParty, Ref: strconv.FormatUint(r.Number, 10)},
	})
	return true
}

// outsideOver brings a report back to the list when its party was silent.
func (c *City) outsideOver(tx *store.Tx, scope string, now time.Time) {
	n, _ := strconv.ParseUint(scope, 10, 64)
	r, ok := store.Reports.Get(tx, store.Num(n))
	if !ok || r.Stage != wijk.Outside || r.Party == nil || now.Before(r.Party.Until) {
		return // it came back, or has more time
	}
	name, had := r.Party.Name, owner(tx, &r)
	r.Owner, r.Taken = "", time.Time{}
	store.Reports.Put(tx, store.Num(n), r)
	text := ""
	if c.toldOutside(tx, n) {
		text = fmt.Sprintf("Uw melding %d (%s) ligt weer bij ons. U hoort van ons. Gemeente Zoetermeer", n, kindName(&r))
	}
	back, err := c.Move(tx, n, Move{To: wijk.Reported, By: byBot, Text: text, Silent: text == "", Note: name + " liet niets horen. Terug op de lijst."}, now)
	if err != nil {
		tx.Fail(err)
		return
	}
	said := name + " liet niets horen. De melding staat weer op de lijst."
	c.tellStaff(tx, &back, said, now)
	if had != nil && !slices.ContainsFunc(answersFor(tx, &back), func(s wijk.Staff) bool { return s.ID == had.ID }) {
		c.tellWorker(tx, had, &back, fmt.Sprintf("Melding %d (%s): %s", n, headline(&back), said), now)
	}
}

// toldOutside reports whether the reporters heard that somebody else has it.
func (c *City) toldOutside(tx *store.Tx, number uint64) (told bool) {
	for _, e := range store.History.All(tx, store.Num(number)) {
		if e.To == wijk.Outside && e.From != wijk.Outside {
			told = e.Text != ""
		}
	}
	return told
}

// partyDone notes that a party told a member of staff that the work is done:
// "extern klaar 12".
func (t *Turn) partyDone(r *wijk.Report, rest string) {
	note := strings.TrimSpace(r.Party.Name + " zegt dat het klaar is. " + rest)
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.OutsideDone, By: t.Staff.ID, Note: note, Party: r.Party}, t.Now)
	if err != nil {
		t.sayOf(r, sayError(err))
		return
	}
	t.sayOf(&moved, fmt.Sprintf("Goed. Is het echt klaar? Kijk, en stuur KLAAR %d met een foto.", r.Number))
}

// partyCommand handles "klaar 12" from the number of the party that has report
// 12. Somebody of the city still has to look: a number can be forged.
func (t *Turn) partyCommand() bool {
	if t.M.From.Channel != wijk.SMS || t.M.Kind != wijk.Text || !t.opensWith("klaar") { // cheap: every message passes here
		return false
	}
	o, ok := readOrder(t.M.Text)
	if !ok || o.job.name != "klaar" {
		return false
	}
	r, ok := store.Reports.Get(t.Tx, store.Num(o.number))
	switch {
	case !ok || r.Party == nil || r.Party.Phone != t.M.From.To:
		return false
	case r.Stage == wijk.OutsideDone:
		t.partyAdds(&r, o.rest)
		return true
	case r.Stage != wijk.Outside:
		return false
	}
	said := r.Party.Name + " zegt dat het klaar is." + quoted(o.rest)
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.OutsideDone, By: byParty, Note: said, Party: r.Party}, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return true
	}
	t.City.tellStaff(t.Tx, &moved, said+" Kijk en sluit de melding.", t.Now)
	t.Say("Dank u. De gemeente kijkt het na.")
	return true
}

// partyAdds takes what a party writes after it said that it is done.
func (t *Turn) partyAdds(r *wijk.Report, text string) {
	if text == "" {
		t.Say("Dank u. Dat wisten wij al: de gemeente kijkt het na.")
		return
	}
	said := r.Party.Name + " schrijft nog:" + quoted(text)
	store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, By: byParty, Note: said})
	t.City.tellStaff(t.Tx, r, said, t.Now)
	t.Say("Dank u. De gemeente leest het.")
}

// quoted is what somebody outside wrote, behind a sentence of ours.
func quoted(text string) string {
	if text = oneLine(text); text == "" {
		return ""
	}
	return " \"" + short(text, cardNote) + "\""
}
