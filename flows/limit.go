package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// mostBySender is how many reports one address makes in a day: a
	// wijkschouw is one walk, a flood is none.
	mostBySender = 30
	// mostAtPlace is how many reports one place takes in a day, of any kind and
	// from anybody, and placeMetres how large a place is.
	mostAtPlace = 20
	placeMetres = 25
)

// barred returns what a sender reads who may not make a report now, empty when
// they may: blocked, or too many today from here or at the place. place may be
// nil when it is not known yet.
func (t *Turn) barred(place *wijk.Place) string {
	if !t.Holder.Blocked.IsZero() {
		return "U kunt hier niet meer melden. Vragen? Bel " + t.City.Tel + "."
	}
	if t.Talk.MadeOn == wijk.DateOf(t.Now) && t.Talk.Made >= mostBySender {
		return fmt.Sprintf("U heeft vandaag al %d dingen gemeld. Morgen kan het weer. Haast? Bel %s.", mostBySender, t.City.Tel)
	}
	if place == nil {
		return ""
	}
	midnight := wijk.DateOf(t.Now).At(0, 0, t.City.Zone)
	near := store.NearReports(t.Tx, *place, store.Near{Metres: placeMetres, Since: midnight, Most: mostAtPlace, Least: mostAtPlace})
	if len(near) > 0 {
		return "Op deze plek is vandaag al veel gemeld. Wij kijken ernaar. Is het iets anders? Bel " + t.City.Tel + "."
	}
	return ""
}

// madeReport counts a report of this sender.
func (t *Turn) madeReport() {
	if today := wijk.DateOf(t.Now); t.Talk.MadeOn != today {
		t.Talk.Made, t.Talk.MadeOn = 0, today
	}
	t.Talk.Made++
}

// block handles "uitsluiten 12" and "toelaten 12": who made report 12 may not
// report any more, or may again.
func (t *Turn) block(rest string, yes bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(rest), 10, 64)
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	if err != nil || !ok || !t.mends(&r) || t.Staff.Role == wijk.Onderhoud {
		t.Say("Welke melding? Stuur bijvoorbeeld: uitsluiten 12. Dat kan de wijkmanager.")
		return
	}
	for _, x := range store.Reporters.All(t.Tx, store.Num(n)) {
		if !x.Made {
			continue
		}
		h, _ := store.Holders.Get(t.Tx, x.Address.String())
		if h.Staff != "" {
			t.Say("Melding " + strconv.FormatUint(n, 10) + " is van een collega.")
			return
		}
		h.Blocked = t.Now
		note, said := "Melder uitgesloten.", "mag niet meer melden. Hulp vragen kan altijd. Weer toestaan? Stuur TOELATEN"
		if !yes {
			h.Blocked = time.Time{}
			note, said = "Melder weer toegestaan.", "mag weer melden. Toch niet? Stuur UITSLUITEN"
		}
		store.Holders.Put(t.Tx, x.Address.String(), h)
		store.Log(t.Tx, wijk.Entry{Number: n, At: t.Now, By: t.Staff.ID, From: r.Stage, To: r.Stage, Note: note})
		t.Say(fmt.Sprintf("Wie melding %d maakte, %s %d.", n, said, n))
		return
	}
	t.Say(fmt.Sprintf("Melding %d heeft geen melder die wij kennen.", n))
}
