package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// What somebody writes who has the number now, or who moved. The answer names
// nobody: whoever has the number now has no right to know whose it was.
var (
	notMine = []string{
		"wie is dit", "wie is dit nummer", "wie bent u", "wie ben jij", "van wie is dit nummer", "van wie is dit", "ik ken u niet", "ik ken dit nummer niet",
		"verkeerd nummer", "verkeerde nummer", "u heeft een verkeerd nummer", "u heeft het verkeerde nummer", "u hebt het verkeerde nummer", "fout nummer",
		"dit is een verkeerd nummer", "dit is het verkeerde nummer",
	}
	notMineFrom = []string{
		"ik ben verhuisd", "wij zijn verhuisd", "dit is niet meer van", "dit nummer is niet meer van", "dit is niet het nummer van", "dit nummer is niet van",
		"die woont hier niet", "mevrouw woont hier niet", "meneer woont hier niet",
	}
	// whoDied are those of whom somebody else writes with her telephone. "Mijn man
	// is overleden" she may well write herself.
	whoDied = []string{"mevrouw", "meneer", "zij", "ze", "hij", "mijn moeder", "mijn vader", "mijn oma", "mijn opa", "onze moeder", "onze vader", "mama", "papa", "oma", "opa"}
)

// doubted reports whether the sender's address may be somebody else's by now.
func (t *Turn) doubted() bool { return t.Person != nil && t.Person.Suspects(t.M.From) }

// wrongNumber handles a number that is somebody else's now, somebody who moved,
// and a death: nothing goes there any more, and a person looks.
func (t *Turn) wrongNumber(said reply.Result) bool {
	if t.Person == nil || t.Person.CheckIn == nil || t.M.Kind != wijk.Text || t.M.Edited || len(t.Words) > 12 {
		return false
	}
	words := strings.Join(t.Words, " ")
	begins := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return words == s || strings.HasPrefix(words, s+" ") })
	}
	died := said.Has(reply.Deceased) && (begins(whoDied) || strings.HasPrefix(words, strings.Join(reply.Words(t.Person.Name), " ")+" "))
	switch {
	case died:
		t.suspendAll(wijk.CaseHelp, "Er is misschien iemand overleden. Bel eerst, en met zorg. Er gaat niets meer naar dit nummer.", true)
		t.Say(fill("N2", "tel", t.City.Tel))
	case cries(said):
		return false
	case slices.Contains(notMine, words), begins(notMineFrom):
		t.suspendAll(wijk.CaseQuestion, "Het nummer is misschien van een ander, of zij is verhuisd. Er gaat niets meer naar dit nummer. Klopt het nummer toch? Stuur NUMMER "+t.Person.ID+" KLOPT.", true)
		t.Say(fill("N1", "tel", t.City.Tel))
	default:
		return false
	}
	return true
}

// ruleNumber is the rule of a check-in that ended because the number may be
// somebody else's.
const ruleNumber = "nummer"

// suspendAll is suspend for whoever has the number.
func (t *Turn) suspendAll(kind, why string, page bool) {
	id := t.Person.ID
	t.each(func() { t.suspend(kind, strings.Replace(why, " "+id+" ", " "+t.Person.ID+" ", 1), page) })
}

// suspend sends nothing more to the sender's address for this person, and
// leaves today's check-in to somebody who looks.
func (t *Turn) suspend(kind, why string, page bool) {
	t.leave()
	if !t.doubted() {
		t.Person.Suspect = append(t.Person.Suspect, t.M.From)
	}
	t.savePerson()
	store.CancelTo(t.Tx, t.M.From)
	for _, ck := range t.recentCheckIns() {
		if ck.State == wijk.CheckInOpen || ck.State == wijk.CheckInUnreached {
			rest(t.Tx, &ck)
			ck.State = wijk.CheckInUnclear
			note(&ck, reply.Result{Label: reply.Unclear, Rule: ruleNumber})
			store.CheckIns.Put(t.Tx, ck.Key(), ck)
		}
	}
	t.openCase(kind, wijk.Amber, why, page)
}

// numberWaits tells staff that nothing goes to a number of p before somebody has
// asked whose it is, empty when that is not so.
func numberWaits(p *wijk.Person) string {
	if len(p.Suspect) == 0 {
		return ""
	}
	return "Er gaat niets naar dit nummer. Klopt het toch? Stuur NUMMER " + p.ID + " KLOPT."
}

// checksNumber handles "nummer r-12 klopt" and "nummer r-12 0612345678" of the
// desk.
func (t *Turn) checksNumber(rest string) {
	p, text, ok := t.residentNamed(rest, "nummer r-12 klopt")
	if !ok {
		return
	}
	number, isMobile := dutchMobile(text)
	switch {
	case strings.EqualFold(text, "klopt"):
		p.Suspect = nil
		store.People.Put(t.Tx, p.ID, p)
		t.Say(fmt.Sprintf("Goed. %s krijgt weer bericht.", p.Name))
	case !isMobile:
		t.Say("Stuur bijvoorbeeld: nummer " + p.ID + " klopt, of: nummer " + p.ID + " 0612345678.")
	default:
		if problem := t.City.renumber(t.Tx, &p, number); problem != "" {
			t.Say(problem)
			return
		}
		t.Say(fmt.Sprintf("Gewijzigd. %s krijgt bericht op %s.", p.Name, number))
	}
}

// renumber gives p another mobile number; the old one is nobody's, or of the
// other who shared it.
func (c *City) renumber(tx *store.Tx, p *wijk.Person, number string) string {
	to := wijk.Address{Channel: wijk.SMS, To: number}
	if no := c.noSharing(tx, to, p); no != "" {
		return no
	}
	old := wijk.Address{Channel: wijk.SMS, To: p.Phone}
	if h, ok := store.Holders.Get(tx, old.String()); ok && old != to {
		h.Also = slices.DeleteFunc(h.Also, func(id string) bool { return id == p.ID })
		if h.Person == p.ID {
			h.Person = ""
			if len(h.Also) > 0 {
				h.Person, h.Also = h.Also[0], h.Also[1:]
			}
		}
		store.Holders.Put(tx, old.String(), h)
	}
	p.Phone = number
	p.Suspect = slices.DeleteFunc(p.Suspect, func(a wijk.Address) bool { return a.To == old.To || a.To == number })
	p.Dead = slices.DeleteFunc(p.Dead, func(a wijk.Address) bool { return a.To == number })
	c.claim(tx, p)
	store.People.Put(tx, p.ID, *p)
	return ""
}

// tellsNewNumber begins nieuwNummer for "ik heb een nieuw nummer 06 12345678".
func (t *Turn) tellsNewNumber(said reply.Result) bool {
	words := " " + strings.Join(t.Words, " ") + " "
	if own := t.City.flow("mijn bericht"); t.unproven() && !t.doubted() && !cries(said) && own.matches(t.Words) {
		t.asksByPhone("een wijziging")
		return true
	}
	if t.Person == nil || !t.Person.Enrolled() || t.doubted() || cries(said) || t.M.Kind != wijk.Text || len(t.Words) > 14 || t.Staff != nil ||
		!strings.Contains(words, " nieuw nummer ") && !strings.Contains(words, " nieuwe nummer ") {
		return false
	}
	if t.unproven() {
		t.asksByPhone("een ander nummer")
		return true
	}
	t.begins(nieuwNummer)
	return true
}

// nieuwNummer takes another number of somebody's own, proved by a code that
// goes there.
var nieuwNummer = &Flow{
	Name:  "nieuw nummer",
	For:   mayChange,
	Holds: mayChange,
	Open: func(t *Turn) {
		if number, ok := dutchMobile(phoneIn(t.M.Text)); ok && t.sendsCode(wijk.Address{Channel: wijk.SMS, To: number}) {
			t.set("nummer", number)
		}
	},
	Ask: []Question{
		{
			Key: "nummer", Text: "Wat is uw nieuwe nummer? Typ tien cijfers, zoals 06 12345678. In nood? Bel 112.",
			Skip: func(t *Turn) bool { return t.get("nummer") != "" },
			Take: takeMobile, Again: "Dit is geen mobiel nummer. Typ een nummer dat met 06 begint.",
		},
		{
			Key: "code", Text: "Wij sturen nu een code naar uw nieuwe nummer. Typ die code hier. Geen code? Bel de gemeente.",
			Take: takeOwnCode, Again: "Die code klopt niet. Typ de zes cijfers uit de sms.",
		},
	},
	Done: func(t *Turn) {
		h, _ := store.Holders.Get(t.Tx, wijk.Address{Channel: wijk.SMS, To: t.get("nummer")}.String())
		taken := h.Person != "" && h.Person != t.Person.ID // to share it, both are asked at the desk
		if taken || t.City.renumber(t.Tx, t.Person, t.get("nummer")) != "" {
			t.openCase(wijk.CaseQuestion, wijk.Amber, "Wil een nieuw nummer, dat bij ons van een ander is: "+t.get("nummer"), false)
			t.Say("Dank u. Een medewerker kijkt ernaar en belt u. Gemeente Zoetermeer")
			return
		}
		t.Say("Gelukt. U krijgt onze berichten nu op uw nieuwe nummer. Klopt dit niet? Bel " + t.City.Tel + ". Gemeente Zoetermeer")
	},
}

func takeOwnCode(t *Turn, _ *Question) (string, bool) {
	until, err := time.Parse(time.RFC3339, t.get("tot"))
	if err != nil || t.Now.After(until) {
		t.Say("Die code is verlopen. Stuur NIEUW NUMMER voor een nieuwe code.")
		t.leave()
		return "", false
	}
	to := wijk.Address{Channel: wijk.SMS, To: t.get("nummer")}
	code := strings.ReplaceAll(strings.TrimSpace(t.M.Text), " ", "")
	return "ja", isCode(code) && secret(to, code) == t.get("geheim")
}
