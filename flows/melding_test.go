package flows

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// TestReportFitsOneSMS: whatever is reported, each question with its choices
// is one SMS, and so is the answer at the end. The street and the wijk are the
// longest that Zoetermeer has.
func TestReportFitsOneSMS(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), kvtest.Memory())
	if err != nil {
		t.Fatal(err)
	}
	longest := wijk.Place{Street: "Burgemeester Van Leeuwenpassage", Number: "1234a", Wijk: "bedrijventerreinen", Source: wijk.FromStreet}
	now := time.Date(2026, 9, 21, 9, 0, 0, 0, zone) // a Wednesday in September is the longest date
	for _, c := range category.All() {
		if len(c.Ask) > len(extraQuestions) {
			t.Errorf("%s asks %d questions, more than %d", c.Code, len(c.Ask), len(extraQuestions))
		}
		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			turn := &Turn{City: New(zone), Tx: tx, Now: now}
			turn.M.From = wijk.Address{Channel: wijk.SMS, To: "+31600000001"}
			turn.Talk = wijk.Talk{Flow: flowMelding, Place: &longest}
			r := turn.City.NewReport(tx, Intake{Kind: c.Code, Place: longest, Source: "sms"}, now)
			turn.set("soort", string(c.Code))
			turn.set("gok", packGuesses([]category.Guess{{Code: c.Code, Phrase: c.Name, Score: 1}}))
			turn.set("tekst", strings.Repeat("Er ligt van alles, {[€]} ", 20))
			turn.set("toont", strconv.FormatUint(r.Number, 10))
			turn.eachFits(t, string(c.Code))
			r.Number = 1_234_567
			turn.Talk.Flow, turn.Talk.Step = nog.Name, 0
			fits(t, string(c.Code)+"/dank", turn.thanks(&r)+" "+nog.Ask[0].Say(turn))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func (t *Turn) eachFits(test *testing.T, kind string) {
	for i := range melding.Ask {
		q := &melding.Ask[i]
		t.Talk.Step = i
		if q.Key[0] == 'x' && q.Skip(t) || q.Key == "foto" {
			continue
		}
		said := q.Text
		if q.Say != nil {
			said = q.Say(t)
		}
		for _, text := range []string{said, q.Again} {
			if text == "" {
				continue
			}
			var choices []Choice
			if q.Choices != nil {
				choices = q.Choices(t)
			}
			whole, _ := render(wijk.SMS, text, 0, choices)
			fits(test, kind+"/"+q.Key, whole)
		}
	}
}

func fits(t *testing.T, what, text string) {
	t.Helper()
	if !gsm7.Fits(text) {
		units, gsm := gsm7.Length(text)
		t.Errorf("%s: %d units, GSM-7 %v: %s", what, units, gsm, text)
	}
}

// TestKindsFit: the three categories to choose from are one SMS, whichever
// they are.
func TestKindsFit(t *testing.T) {
	all := category.All()
	for i := range all {
		for j := range i {
			for k := range j {
				choices := []Choice{{Label: all[i].Name}, {Label: all[j].Name}, {Label: all[k].Name}, {Label: "Iets anders"}}
				text, _ := render(wijk.SMS, kindQuestion.Text, 0, choices)
				fits(t, "soort", text)
			}
		}
	}
}

// TestMenuFits: the menu is one SMS, also behind what leads to it.
func TestMenuFits(t *testing.T) {
	q := menu.Ask[0]
	for _, lead := range []string{
		"", "Dat begrijp ik niet. ", "Deze knop is verlopen. ", "Een vraag? Kies een medewerker. ", textLapsed + " ",
		"Goed, wij hebben niets gemeld. ",
	} {
		text, _ := render(wijk.SMS, lead+q.Text, 0, q.Choices(nil))
		fits(t, "menu", text)
	}
}
