package flows_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wijkbot/flows"
	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// ways are the channels that a transcript delivers on: nobody prints letters,
// and the back office takes what it gets.
var ways = []wijk.Channel{wijk.Telegram, wijk.SMS, wijk.Voice, wijk.Letter, wijk.BackOffice}

// dies reports whether an address is dead after a failure.
func dies(ch wijk.Channel, how string) bool {
	if ch == wijk.BackOffice {
		return how == "no sender"
	}
	return how != "30003"
}

// providerID is what the provider calls a message.
func providerID(m *wijk.Outgoing) string {
	if m.To.Channel == wijk.BackOffice && m.PhotoID == "" {
		return fmt.Sprintf("key-%d/SIG-%s", m.ID, m.To.To)
	}
	return fmt.Sprint(m.ID)
}

// office does the verbs of the back office and the post room, and reports
// whether verb is one of them.
func (s *stage) office(verb, rest string) bool {
	number, word, _ := strings.Cut(rest, " ")
	n, _ := strconv.ParseUint(number, 10, 64)
	switch verb {
	case "backoffice": // there is one from now on
		s.city.BackOffice = rest
	case "there": // what the back office tells of a report
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			s.city.Polled(tx, n, r.Handed.Key, wijk.There{State: word, Gone: word == "404"}, s.now)
		})
		s.deliver()
	case "added": // the reporter adds a text to a report
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			s.city.Added(tx, &r, word, s.now)
		})
		s.deliver()
	case "move": // somebody else moves a report
		s.update(func(tx *store.Tx) {
			_, err := s.city.Move(tx, n, flows.Move{To: wijk.Stage(word), By: "reporter"}, s.now)
			s.check(err)
		})
		s.deliver()
	case "tell": // another address for all who made or joined a report
		s.update(func(tx *store.Tx) {
			for key, x := range store.Reporters.All(tx, store.Num(n)) {
				x.Tell = wijk.ParseAddress(word)
				store.Reporters.Put(tx, key, x)
			}
		})
	default:
		return false
	}
	return true
}

// TestLetterIsOneCase: however often its fate is told, and however long it is,
// a letter is one case that has all of its text until somebody sent it.
func TestLetterIsOneCase(t *testing.T) {
	s := newStage(t)
	text := strings.TrimSpace(strings.Repeat("Een lange zin die op papier moet. ", 150))
	row := wijk.Outgoing{
		ID: 5, To: wijk.Address{Channel: wijk.Letter, To: "A. Jansen, Dorpsstraat 12, 2712 AB"}, Text: text,
		State: wijk.Failed, Gone: true, Error: "no sender", About: wijk.Subject{Kind: "report", Ref: "1"},
	}
	other := row
	other.ID = 6
	for _, m := range []wijk.Outgoing{row, row, other, row} {
		s.update(func(tx *store.Tx) { s.city.Settled(tx, m, s.now) })
	}
	row.State = wijk.Queued
	s.update(func(tx *store.Tx) { s.city.Settled(tx, row, s.now) })
	s.assert("cases question/amber/open, question/amber/open")
	s.who = wijk.Address{Channel: wijk.Telegram, To: "2020"}
	s.say("neem 1")
	var shown string
	for _, m := range s.heard[s.who] {
		shown += m.Text
	}
	if got := strings.Join(strings.Fields(strings.ReplaceAll(shown, "\n- ", " ")), " "); !strings.Contains(got, text) {
		t.Errorf("the letter is not whole:\n%s", shown)
	}
	delete(s.heard, s.who)
	s.say("klaar 1 gepost")
	delete(s.heard, s.who)
	s.update(func(tx *store.Tx) {
		cs, _ := store.Cases.Get(tx, store.Num(1))
		if said := fmt.Sprint(cs); strings.Contains(said, "Jansen") || strings.Contains(said, "papier") {
			t.Errorf("a letter that was sent is still in its case: %s", said)
		}
	})
}

// handing makes a report with a point while there is a back office, and returns
// its row in the outbox.
func (s *stage) handing(in flows.Intake) (m wijk.Outgoing) {
	s.t.Helper()
	s.city.BackOffice = "Signalen"
	in.Place.Point, in.Place.Wijk = wijk.Point{Lat: 52.0567, Lon: 4.4690}, "meerzicht"
	in.From = wijk.Address{Channel: wijk.SMS, To: "+31600000009"}
	s.update(func(tx *store.Tx) {
		s.city.NewReport(tx, in, s.now)
		for _, row := range store.Outbox.All(tx, "") {
			if row.To.Channel == wijk.BackOffice {
				m = row
			}
		}
	})
	if m.State != wijk.Queued {
		s.t.Fatalf("no hand-over is queued: %+v", m)
	}
	return m
}

func (s *stage) put(m wijk.Outgoing) {
	s.update(func(tx *store.Tx) { store.Outbox.Put(tx, store.Num(m.ID), m) })
}

// notes returns what cases say.
func (s *stage) notes() (all []string) {
	s.update(func(tx *store.Tx) {
		all = nil
		for _, cs := range store.Cases.All(tx, "") {
			for _, n := range cs.Notes {
				all = append(all, n.Text)
			}
		}
	})
	return all
}

// TestAddedOnItsWay: what is added before a report leaves goes with it; what is
// added while it leaves, a person has to add there.
func TestAddedOnItsWay(t *testing.T) {
	s := newStage(t)
	m := s.handing(flows.Intake{Kind: wijk.Litter, Text: "troep"})
	added := func() {
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(1))
			s.city.Added(tx, &r, "Het stinkt ook.", s.now)
		})
	}
	added()
	if n := s.notes(); len(n) != 0 {
		t.Errorf("while it waits: %q", n)
	}
	m.State = wijk.Sending
	s.put(m)
	added()
	if n := s.notes(); len(n) != 1 || !strings.Contains(n[0], "Het stinkt ook.") || !strings.Contains(n[0], "onderweg") {
		t.Errorf("while it leaves: %q", n)
	}
}

// TestWithdrawnOnItsWay: it arrives all the same, and a person hears.
func TestWithdrawnOnItsWay(t *testing.T) {
	s := newStage(t)
	m := s.handing(flows.Intake{Kind: wijk.Litter, Text: "troep", Photos: []string{"foto-1"}})
	m.State = wijk.Sending
	s.put(m)
	s.office("move", "1 a")
	m.State, m.ProviderID = wijk.Sent, "key-1/SIG-7"
	s.update(func(tx *store.Tx) { store.Outbox.Put(tx, store.Num(m.ID), m); s.city.Settled(tx, m, s.now) })
	s.assert("stages 1/a")
	if n := s.notes(); len(n) != 1 || !strings.Contains(n[0], "SIG-7") || !strings.Contains(n[0], "Geannuleerd") {
		t.Errorf("cases: %q", n)
	}
	s.assert("queued 2002") // the wijkmanager hears; no photo follows
}

// TestWithdrawnBefore: it never leaves.
func TestWithdrawnBefore(t *testing.T) {
	s := newStage(t)
	m := s.handing(flows.Intake{Kind: wijk.Litter, Text: "troep"})
	s.office("move", "1 a")
	s.update(func(tx *store.Tx) {
		if row, _ := store.Outbox.Get(tx, store.Num(m.ID)); row.State != wijk.Cancelled {
			t.Errorf("the row is %s", row.State)
		}
		if _, ok := s.city.Dossier(tx, 1); ok {
			t.Error("it can still be written")
		}
		if _, ok := store.Timer(tx, "", "handover", "1"); ok {
			t.Error("its timer is still set")
		}
	})
}

func TestDossier(t *testing.T) {
	s := newStage(t)
	asks := category.Of(wijk.Paving).Ask
	ask := asks[slices.IndexFunc(asks, func(q category.Question) bool { return len(q.Choices) > 0 })]
	m := s.handing(flows.Intake{
		Kind: wijk.Paving, Phrase: "Losse tegel", Urgent: true, Answers: []wijk.Answer{{Key: "onbekend", Value: "los"}, {Key: ask.Key, Value: ask.Choices[0].Key}, {Key: ask.Key, Value: "anders"}},
		Place: wijk.Place{Street: "Dorpsstraat", Number: "12", Postcode: "2712AB", Mark: "lantaarnpaal 7", Accuracy: 80},
	})
	if m.Class != wijk.Alarm {
		t.Errorf("an urgent report waits behind others: %s", m.Class)
	}
	var h wijk.Handover
	s.update(func(tx *store.Tx) { h, _ = s.city.Dossier(tx, 1) })
	want := []string{
		"SPOED: volgens de melder is het gevaarlijk.", "Soort: Losse stoeptegel (Losse tegel).",
		"Plek volgens de melder: Dorpsstraat 12, 2712AB, lantaarnpaal 7.", "Het punt op de kaart is bij benadering: tot 80 meter ernaast.",
		"De wijkbot houdt de melder op de hoogte.",
	}
	if h.Extra != strings.Join(want, "\n") || h.Text != "Losse tegel" || h.Mark != "wijkbot1" {
		t.Errorf("%+v", h)
	}
	answers := []wijk.Told{
		{Key: "onbekend", Question: "onbekend", Answer: "los"},
		{Key: ask.Key, Question: ask.Text, Choice: ask.Choices[0].Key, Answer: ask.Choices[0].Label},
		{Key: ask.Key, Question: ask.Text, Answer: "anders"},
	}
	if !slices.Equal(h.Answers, answers) {
		t.Errorf("answers: %+v, want %+v", h.Answers, answers)
	}
	if strings.Contains(fmt.Sprintf("%+v", h), "31600000009") {
		t.Error("the number of the resident is in it")
	}
}

// TestClosedThereWithParts: what the back office says of a report that the city
// split is no reason to stop: a person closes it when the parts are done.
func TestClosedThereWithParts(t *testing.T) {
	s := newStage(t)
	m := s.handing(flows.Intake{Kind: wijk.Litter, Text: "troep"})
	s.office("move", "1 send failed")
	s.office("move", "1 m")
	s.who = wijk.Address{Channel: wijk.Telegram, To: "2002"}
	for _, said := range []string{"splits 1 stoeptegel: tegels los; boom: takken", "ja", "geef door 1"} {
		s.say(said)
	}
	m.State, m.ProviderID = wijk.Sent, "key-1/SIG-7"
	s.update(func(tx *store.Tx) { s.city.Settled(tx, m, s.now) })
	s.assert("stages 1/sent, 2/m, 3/m")
	s.office("there", "1 CLOSED")
	s.assert("stages 1/done external, 2/m, 3/m")
	if n := strings.Join(s.notes(), " "); !strings.Contains(n, "eerst moet deel 2 en deel 3 klaar zijn") {
		t.Errorf("cases: %q", n)
	}
	clear(s.heard)
}
