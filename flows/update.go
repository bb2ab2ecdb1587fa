package flows

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

const (
	// recallTime is how long a confirmed update waits before its first message.
	recallTime = 2 * time.Minute
	// answerTime is how long any other text by SMS is an answer to an update.
	answerTime = 24 * time.Hour
	// updateAge is how long an update is still news.
	updateAge = 24 * time.Hour
	// maxUpdate is how many characters an update may have: Telegram and SMS
	// both carry it, with who it is from.
	maxUpdate = 900
)

// update lets a wijkagent write to everybody who follows a wijk.
var update = &Flow{
	Name:  "update",
	Words: []string{"update"},
	For:   writesUpdates,
	Holds: writesUpdates,
	Open: func(t *Turn) {
		rest, _ := t.starts("update")
		if rest == "" {
			return
		}
		if at, ok := dutch.When(rest, t.Now); ok {
			t.set("wanneer", at.Format(time.RFC3339))
			return
		}
		t.lead = "Die tijd begrijp ik niet. Voorbeeld: /update maandag 10:00. Zonder tijd gaat uw bericht over twee minuten weg. Toch niet? Stuur TERUG. "
	},
	Ask: []Question{
		{
			Key: "wijken", Text: "Voor welke wijk?",
			Skip:    func(t *Turn) bool { return len(t.ownWijken()) == 1 && t.oneWijk() },
			Choices: wijkChoices,
			Take:    takeWijken,
		},
		{
			Key: "tekst", Text: "Wat wilt u laten weten? Typ uw bericht.",
			Take: func(t *Turn, q *Question) (string, bool) {
				text, ok := words(t, q)
				if ok && len([]rune(text)) > maxUpdate {
					t.Say(fmt.Sprintf("Uw bericht is te lang. Gebruik niet meer dan %d tekens.", maxUpdate))
					return "", false
				}
				return text, ok
			},
			Again: "Typ uw bericht.",
		},
		{Key: "klopt", Say: preview, Choices: yesNo, Take: confirm, Again: "Kies Ja of Nee."},
	},
	Done: (*Turn).planUpdate,
}

func writesUpdates(t *Turn) bool {
	return t.Staff != nil && (t.Staff.Role == wijk.Wijkagent || t.Staff.Role == wijk.Beheerder)
}

// ownWijken are the wijken the sender works in.
func (t *Turn) ownWijken() []string {
	if len(t.Staff.Wijken) > 0 {
		return t.Staff.Wijken
	}
	var all []string
	for _, w := range t.City.Map().Wijken() {
		all = append(all, w.Slug)
	}
	return all
}

// oneWijk takes the only wijk of the sender without asking.
func (t *Turn) oneWijk() bool {
	t.set("wijken", t.ownWijken()[0])
	return true
}

func wijkChoices(t *Turn) []Choice {
	var choices []Choice
	for _, slug := range t.ownWijken() {
		w, _ := t.City.Map().Wijk(slug)
		choices = append(choices, Choice{Label: cmp.Or(w.Name, slug), Value: slug})
	}
	return append(choices, Choice{Label: "Alle", Value: strings.Join(t.ownWijken(), ",")})
}

// takeWijken takes one wijk, all, or several typed with commas or "en".
func takeWijken(t *Turn, q *Question) (string, bool) {
	if v, ok := choose(t, q); ok {
		return v, true
	}
	var slugs []string
	for _, name := range strings.FieldsFunc(strings.ReplaceAll(t.M.Text, " en ", ","), func(r rune) bool { return r == ',' || r == '+' }) {
		slug, ok := t.City.Map().Named(name)
		if !ok || !t.Staff.Covers(slug) {
			t.Say("De wijk \"" + short(strings.TrimSpace(name), 30) + "\" is geen wijk van u.")
			return "", false
		}
		slugs = append(slugs, slug)
	}
	if len(slugs) == 0 {
		t.Say("Kies een wijk.")
	}
	return strings.Join(slugs, ","), len(slugs) > 0
}

// signed is what residents read: they must see at once who writes.
func (t *Turn) signed() string { return signedBy(t.Staff, t.get("tekst")) }

func signedBy(s *wijk.Staff, text string) string {
	role := string(s.Role)
	return strings.ToUpper(role[:1]) + role[1:] + " " + s.Name + ": " + text
}

func preview(t *Turn) string {
	counts := make(map[wijk.Channel]int)
	for _, a := range followers(t.Tx, strings.Split(t.get("wijken"), ",")) {
		counts[a.Channel]++
	}
	text := t.signed()
	parts := gsm7.Segments(text + smsFooter)
	when := "over twee minuten"
	if at, err := time.Parse(time.RFC3339, t.get("wanneer")); err == nil {
		when = "op " + dutch.DayTime(at.In(t.City.Zone))
	}
	return fmt.Sprintf("Zo ziet uw bericht eruit:\n\n%s\n\nOntvangers: %d via Telegram, %d via sms. Aantal sms per persoon: %d. In totaal: %d. "+
		"Het gaat weg %s. Klopt dat?", text, counts[wijk.Telegram], counts[wijk.SMS], parts, parts*counts[wijk.SMS], when)
}

const smsFooter = "\nGeen nieuws meer? Stuur STOP UPDATES"

func (t *Turn) planUpdate() {
	if t.get("klopt") != "ja" {
		t.Say("Goed. Er is niets verstuurd.")
		return
	}
	u := wijk.Update{
		ID: t.Tx.Next("update"), By: t.Staff.ID, Wijken: strings.Split(t.get("wijken"), ","),
		Text: t.get("tekst"), Made: t.Now, Due: t.Now.Add(recallTime), State: wijk.UpdatePlanned,
	}
	text := "Uw bericht gaat over twee minuten weg. Toch niet? Stuur HERROEP."
	if at, err := time.Parse(time.RFC3339, t.get("wanneer")); err == nil && at.After(u.Due) {
		u.Due = at
		text = "Uw bericht gaat weg op " + dutch.DayTime(at.In(t.City.Zone)) + ". Toch niet? Stuur HERROEP " + strconv.FormatUint(u.ID, 10) + "."
	}
	store.Updates.Put(t.Tx, store.Num(u.ID), u)
	store.SetTimer(t.Tx, wijk.Timer{Kind: timerUpdate, Scope: strconv.FormatUint(u.ID, 10), Due: u.Due})
	m := wijk.Outgoing{Text: text}
	if t.M.From.Channel == wijk.Telegram {
		m.Options = []wijk.Option{{Label: "Herroep", Data: fmt.Sprintf("u%d.herroep", u.ID)}}
	}
	if !t.mute {
		t.send(m)
	}
}

// recall withdraws an update that has not left: the one with a number, or the
// latest of the sender.
func (t *Turn) recall(number string) {
	if t.Staff == nil {
		t.menuAfter("U heeft geen bericht om te herroepen.")
		return
	}
	want, _ := strconv.ParseUint(strings.TrimSpace(number), 10, 64)
	var found *wijk.Update
	for _, u := range store.Updates.All(t.Tx, "") {
		if u.By == t.Staff.ID && u.State == wijk.UpdatePlanned && (want == 0 || u.ID == want) {
			found = &u
		}
	}
	if found == nil {
		t.Say("Er is geen bericht dat u nog kunt herroepen.")
		return
	}
	found.State = wijk.UpdateRecalled
	store.Updates.Put(t.Tx, store.Num(found.ID), *found)
	store.StopTimer(t.Tx, "", timerUpdate, strconv.FormatUint(found.ID, 10))
	t.Say("Uw bericht is herroepen. Er is niets verstuurd.")
}

// sendUpdate puts an update in the outbox for every follower.
func (c *City) sendUpdate(tx *store.Tx, id string, now time.Time) {
	n, _ := strconv.ParseUint(id, 10, 64)
	u, ok := store.Updates.Get(tx, store.Num(n))
	if !ok || u.State != wijk.UpdatePlanned {
		return
	}
	u.State = wijk.UpdateSent
	u.Sent = c.broadcast(tx, &u, now)
	store.Updates.Put(tx, store.Num(u.ID), u)
}

func (c *City) broadcast(tx *store.Tx, u *wijk.Update, now time.Time) (sent int) {
	by, ok := store.Staff.Get(tx, u.By)
	if !ok {
		c.Warn(tx, "update/"+u.By, "Een bericht kon niet weg: de afzender bestaat niet meer.", now)
		return 0
	}
	text := signedBy(&by, u.Text)
	for _, a := range followers(tx, u.Wijken) {
		m := wijk.Outgoing{
			Class: wijk.Broadcast, To: a, Text: text, Due: now, NotAfter: c.awake(now).Add(updateAge), Quiet: true,
			About: wijk.Subject{Kind: aboutUpdate, Ref: strconv.FormatUint(u.ID, 10)},
		}
		if a.Channel == wijk.Telegram {
			m.Options = []wijk.Option{{Label: "Antwoord", Data: fmt.Sprintf("u%d.antwoord", u.ID)}}
		} else {
			m.Text += smsFooter
		}
		store.Send(tx, m)
		talk, _ := store.Talks.Get(tx, a.String())
		talk.LastUpdate, talk.LastUpdateAt = u.ID, c.awake(now)
		store.Talks.Put(tx, a.String(), talk)
		sent++
	}
	return sent
}

// UpdateRound sends a scheduled update of the import file to the followers.
func (c *City) UpdateRound(tx *store.Tx, r wijk.Round, now time.Time) {
	u := wijk.Update{
		ID: tx.Next("update"), By: r.By, Wijken: r.Wijken, Text: r.Text, Made: now, Due: now, State: wijk.UpdateSent,
	}
	u.Sent = c.broadcast(tx, &u, now)
	store.Updates.Put(tx, store.Num(u.ID), u)
}

// antwoord brings a resident's answer to the wijkagent.
var antwoord = &Flow{
	Name: "antwoord",
	Ask: []Question{{
		Key:  "tekst",
		Text: "Wat wilt u de wijkagent laten weten? In nood? Bel 112.",
		Take: words, Free: true,
		Again: "Typ uw bericht aan de wijkagent.",
	}},
	Done: func(t *Turn) {
		n, _ := strconv.ParseUint(t.get("update"), 10, 64)
		t.answerTo(n, t.get("tekst"))
	},
}

func (t *Turn) pressedUpdate(ref, act string) {
	n, _ := strconv.ParseUint(ref, 10, 64)
	u, ok := store.Updates.Get(t.Tx, store.Num(n))
	switch {
	case ok && act == "antwoord" && u.State == wijk.UpdateSent:
		t.Talk.Flow, t.Talk.Step, t.Talk.Misses, t.Talk.Answers, t.Talk.Place = antwoord.Name, 0, 0, nil, nil
		t.set("update", ref)
		t.proceed(antwoord)
	case ok && act == "herroep" && t.Staff != nil && u.By == t.Staff.ID:
		t.recall(ref)
	default:
		t.expired()
	}
}

// answersUpdate takes text that means nothing else for an answer: by SMS
// within a day, in Telegram when it replies to the message itself.
func (t *Turn) answersUpdate() bool {
	if t.M.Kind != wijk.Text || t.M.Text == "" {
		return false
	}
	if t.M.From.Channel == wijk.Telegram {
		for _, m := range store.Outbox.Find(t.Tx, "sid", store.SentKey(t.M.From, t.M.ReplyTo)) {
			if m.About.Kind == aboutUpdate {
				n, _ := strconv.ParseUint(m.About.Ref, 10, 64)
				t.answerTo(n, t.M.Text)
				return true
			}
		}
		return false
	}
	if t.Talk.LastUpdate == 0 || t.Now.Sub(t.Talk.LastUpdateAt) > answerTime {
		return false
	}
	t.answerTo(t.Talk.LastUpdate, t.M.Text)
	return true
}

func (t *Turn) answerTo(id uint64, text string) {
	u, ok := store.Updates.Get(t.Tx, store.Num(id))
	by, known := store.Staff.Get(t.Tx, u.By)
	if !ok || !known || len(by.Addresses()) == 0 {
		t.openCase(wijk.CaseQuestion, wijk.Amber, "Antwoord op een bericht van de wijkagent: "+short(text, maxText), false)
	} else {
		u.Replies++
		store.Updates.Put(t.Tx, store.Num(id), u)
		for _, a := range by.Addresses() {
			store.Send(t.Tx, wijk.Outgoing{
				Class: wijk.Reply, To: a, Due: t.Now, NotAfter: t.Now.Add(7 * replyAge),
				Text: "Antwoord op uw bericht \"" + short(u.Text, 30) + "\": " + short(text, maxText),
			})
		}
	}
	t.Say("Dank u. De wijkagent krijgt uw antwoord. In nood? Bel 112.")
}
