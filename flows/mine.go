package flows

import (
	"fmt"

	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mijnMeldingen lists what the sender reported, the latest first.
var mijnMeldingen = &Flow{
	Name:  "mijn meldingen",
	Words: []string{"mijn meldingen", "mijn melding", "meldingen"},
	Done:  (*Turn).listReports,
}

func (t *Turn) listReports() {
	var numbers []uint64
	for _, x := range store.Reporters.Find(t.Tx, "address", t.M.From.String()) {
		numbers = append(numbers, x.Number)
	}
	if len(numbers) == 0 {
		t.Say("U heeft nog niets gemeld. Iets melden? Stuur bijvoorbeeld ZWERFVUIL.")
		return
	}
	const most = 8
	text := "Uw meldingen:"
	for i := len(numbers) - 1; i >= max(0, len(numbers)-most); i-- {
		if r, ok := store.Reports.Get(t.Tx, store.Num(numbers[i])); ok {
			text += "\n" + t.reportLine(&r)
		}
	}
	t.Say(text)
}

func (t *Turn) reportLine(r *wijk.Report) string {
	state := "klaar op " + t.City.day(r.Promised) + " of eerder"
	switch {
	case !r.Stage.Open():
		state = "opgelost op " + t.City.day(wijk.DateOf(r.Closed.In(t.City.Zone)))
	case r.Promised < wijk.DateOf(t.Now):
		state = "nog niet opgelost"
	}
	return fmt.Sprintf("%d %s %s: %s", r.Number, category.Of(r.Kind).Name, describePlace(&r.Place), state)
}

// residentCommand handles the words by which somebody does something with a
// report that is there already.
func (t *Turn) residentCommand() bool { return false }
