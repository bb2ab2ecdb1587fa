package flows_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// TestEveryTableHasARule: of each table of the store it is known what it holds
// of residents, on which ground, and how it is shown to them and forgotten.
func TestEveryTableHasARule(t *testing.T) {
	files, err := filepath.Glob("../store/*.go")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`Table\[[^{]*\]\{Name: "([a-z0-9]+)"`)
	var tables []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, m := range table.FindAllStringSubmatch(string(b), -1) {
			tables = append(tables, m[1])
		}
	}
	rules, wrong := flows.TableRules()
	if len(tables) < 30 || len(wrong) > 0 {
		t.Errorf("%d tables; rules that are not whole: %q", len(tables), wrong)
	}
	slices.Sort(tables)
	slices.Sort(rules)
	if !slices.Equal(tables, rules) {
		t.Errorf("the tables are\n%q, those with a rule in inzage_rules.go\n%q", tables, rules)
	}
	if got := strings.Join(flows.ForgetOrder(), " "); got != "outbox cases photos parked" {
		t.Errorf("a forgetting goes through %q: what is half done would go on in another table", got)
	}
}

// inzage reads all that is kept of a resident, as text and as rows, and counts
// the readings.
func (s *stage) inzage(id string) (rows []flows.KeptRow, text string, steps int) {
	s.t.Helper()
	var d *flows.Inzage
	s.update(func(tx *store.Tx) {
		var err error
		if d, err = s.city.Inzage(tx, id); err != nil {
			s.t.Fatal(err)
		}
	})
	for ; d != nil; steps++ {
		var part []flows.KeptRow
		next := d
		s.update(func(tx *store.Tx) { part, next = d.ReadOn(tx) })
		rows, d = append(rows, part...), next
	}
	for _, r := range rows {
		b, err := json.Marshal(r)
		s.check(err)
		text += string(b) + "\n"
		if r.Title == "" || r.Ground == "" || r.Text == "" {
			s.t.Errorf("a row of %s without title, ground or text", r.Table)
		}
	}
	return rows, text, steps
}

// TestInzage: after a life with the city, what is kept of somebody in any table
// is shown, and nothing of others.
func TestInzage(t *testing.T) {
	s := newStage(t)
	s.update(func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-1")
		p.Contacts = []wijk.Keeper{{Name: "Els", Phone: "+31600000777", Agreed: "2026-11-01"}}
		store.People.Put(tx, p.ID, p)
		store.HoldKeeper(tx, "+31600000777", "r-1", true)
		store.Links.Put(tx, "GEHEIMECODE", wijk.Link{Person: "r-1", Expires: s.now.Add(time.Hour)})
		store.Appeals.Put(tx, "r-1/2026-11-20/+31600000777", wijk.Appeal{Person: "r-1", Date: "2026-11-20", Phone: "+31600000777", State: wijk.AppealFine})
		store.Appeals.Put(tx, "r-10/2026-11-20/+31600000778", wijk.Appeal{Person: "r-10", Date: "2026-11-20", Phone: "+31600000778"})
		store.DayProofs.Put(tx, "2026-11-20", wijk.DayProof{Date: "2026-11-20", Open: []string{"r-1", "r-2"}})
		store.Outreaches.Put(tx, "r-1/x", wijk.Outreach{Person: "r-1", Ref: "x", Round: "w", Wish: wijk.WishWalk, Answers: map[string]string{wijk.AskOut: wijk.SaidSometimes}})
		store.Parked.Put(tx, "test:p", wijk.Message{ID: "test:p", From: wijk.Address{Channel: wijk.SMS, To: phones["mevrouw"]}, Text: "niet te lezen"})
	})
	s.round("checkin")
	s.deliver()
	s.speak("sms mevrouw")
	for _, text := range []string{"ik ben gevallen, bel 0600000777", "volg meerzicht"} {
		s.say(text)
	}
	s.makes("zwerfvuil Voorbeeldstraat 12 foto")
	s.say("erbij 1 er ligt ook een blauwe zak")
	s.speak("sms meneer")
	s.say("ik ben de buurman en voel me niet goed")
	s.speak("sms els")
	s.update(func(tx *store.Tx) { store.HoldKeeper(tx, phones["els"], "r-1", true) })
	s.update(func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-1")
		p.Contacts = append(p.Contacts, wijk.Keeper{Name: "Bea", Phone: phones["els"], Agreed: "2026-11-01"})
		store.People.Put(tx, p.ID, p)
	})
	s.say("ik heb een nieuw nummer 06 12345678")
	s.speak("telegram adviseur")
	s.say("gebeld 1 haar dochter op +31600000777 komt eraan")
	s.advance(s.now.Add(time.Hour))

	rows, text, _ := s.inzage("r-1")
	var shown []string
	for _, r := range rows {
		if !slices.Contains(shown, r.Table) {
			shown = append(shown, r.Table)
		}
	}
	// Rows of others may name her: of colleagues that were told, of her husband.
	rules, _ := flows.TableRules()
	for _, mark := range []string{"\"r-1\"", "r-1/", phones["mevrouw"], "blauwe zak"} {
		for _, table := range s.search(mark) {
			if slices.Contains(rules, table) && !slices.Contains(shown, table) {
				t.Errorf("%q is in %s, and the resident does not see it; shown are %q", mark, table, shown)
			}
		}
	}
	for _, want := range []string{"Mevrouw De Wit", "+31600000001", "Els", "...777", "een wandeling", "komt buiten: soms", "niet te lezen", "blauwe zak", "ik ben gevallen", "haar dochter op ...777", "nieuw nummer: ...678", "zei dat het goed is"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	for _, never := range []string{"0600000777", "+31600000777", "12345678", "0600000030", "600000778", "GEHEIMECODE", "Kim", "adviseur-1", "buurman", "r-2", "r-10", phones["meneer"], "null,null"} {
		if i := strings.Index(text, never); i >= 0 {
			t.Errorf("%q of somebody else, or secret, is shown: ...%s...", never, text[max(0, i-150):min(len(text), i+60)])
		}
	}
}

// TestInzageShared: what came from the telephone of a couple is shown to neither
// unless it is known whose it was.
func TestInzageShared(t *testing.T) {
	s := newStage(t)
	shared := wijk.Address{Channel: wijk.SMS, To: phones["mevrouw"]}
	s.update(func(tx *store.Tx) {
		h, _ := store.Holders.Get(tx, shared.String())
		h.Also = []string{"r-9"}
		store.Holders.Put(tx, shared.String(), h)
		store.People.Put(tx, "r-9", wijk.Person{ID: "r-9", Name: "Meneer De Wit", Phone: shared.To})
		store.Talks.Put(tx, shared.String(), wijk.Talk{Recent: []wijk.Recent{{Words: "van wie is dit"}}})
		store.Send(tx, wijk.Outgoing{Class: wijk.Reply, To: shared, Text: "antwoord aan iemand", Due: s.now})
		store.Send(tx, wijk.Outgoing{Class: wijk.Check, To: shared, Person: "r-9", Text: "vraag aan meneer", Due: s.now})
	})
	for id, want := range map[string]bool{"r-1": false, "r-9": true} {
		_, text, _ := s.inzage(id)
		if strings.Contains(text, "van wie is dit") || strings.Contains(text, "antwoord aan iemand") {
			t.Errorf("%s sees what may be the other's", id)
		}
		if strings.Contains(text, "vraag aan meneer") != want {
			t.Errorf("%s: the question to meneer is shown: %t", id, !want)
		}
		if !strings.Contains(text, "Iemand anders gebruikt dit ook") {
			t.Errorf("%s does not hear that the number is shared", id)
		}
	}
}

// TestInzageInSteps: between many rows of others nobody waits, and none of hers
// is lost.
func TestInzageInSteps(t *testing.T) {
	s := newStage(t)
	const many = 4500
	s.update(func(tx *store.Tx) {
		for i := range many {
			m := wijk.Outgoing{Class: wijk.Reply, To: wijk.Address{Channel: wijk.SMS, To: "+31600000999"}, Text: "van een ander", Due: s.now}
			if i%1000 == 0 || i == many-1 {
				m.Person, m.Text = "r-1", fmt.Sprintf("bericht %d", i)
			}
			store.Send(tx, m)
		}
	})
	rows, text, steps := s.inzage("r-1")
	n := 0
	for _, r := range rows {
		if r.Table == "outbox" {
			n++
		}
	}
	rules, _ := flows.TableRules()
	if n != 6 || strings.Contains(text, "van een ander") || steps != len(rules)+2 {
		t.Errorf("%d messages in %d steps, want 6 in %d", n, steps, len(rules)+2)
	}
	s.update(func(tx *store.Tx) {
		if _, err := s.city.Inzage(tx, "nobody"); err == nil {
			t.Error("there is a resident nobody")
		}
	})
}
