package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// care does the verbs of those who care, and reports whether verb is one of
// them.
func (s *stage) care(verb, rest string) bool {
	words := strings.Fields(rest)
	switch verb {
	case "collega": // id name role telegram phone wijken duty: one more; "-" is none
		p := wijk.Staff{ID: words[0], Name: words[1], Role: wijk.Role(words[2]), Duty: words[6] == "dienst"}
		if words[3] != "-" {
			_, err := fmt.Sscan(words[3], &p.Telegram)
			s.check(err)
		}
		if words[4] != "-" {
			p.Phone = words[4]
		}
		if words[5] != "-" {
			p.Wijken = strings.Split(words[5], ",")
		}
		s.update(func(tx *store.Tx) {
			store.Staff.Put(tx, p.ID, p)
			for _, a := range p.Addresses() {
				store.Holders.Put(tx, a.String(), wijk.Holder{Staff: p.ID})
			}
		})
	case "dienst": // staff days from until wijken holidays: a rule of the roster; "-" is none
		days, ok := wijk.ParseDays(words[1])
		if !ok {
			s.t.Fatalf("line %d: no days %q", s.line, words[1])
		}
		d := wijk.Duty{Staff: words[0], Days: days, From: words[2], Until: words[3], Holidays: len(words) > 5}
		if words[4] != "-" {
			d.Wijken = strings.Split(words[4], ",")
		}
		s.update(func(tx *store.Tx) {
			var all []wijk.Duty
			for _, old := range store.Duties.All(tx, "") {
				all = append(all, old)
			}
			store.SetRoster(tx, append(all, d))
		})
	case "ronde": // one of the rounds for those who care, now
		s.update(func(tx *store.Tx) {
			switch rest {
			case "duty":
				s.city.CheckDuty(tx, s.now, s.now)
			case "fatigue":
				s.city.AdviseFatigue(tx, s.now)
			case "wmo":
				s.city.RemindWmo(tx, s.now)
			case "shifts":
				s.city.ShiftsEnded(tx, s.now.Add(-5*time.Minute), s.now, s.now)
			default:
				s.t.Fatalf("line %d: no round %q", s.line, rest)
			}
		})
		s.deliver()
	case "poging": // person step channel: something was tried, now
		s.update(func(tx *store.Tx) {
			key := words[0] + "/" + string(wijk.DateOf(s.now))
			ck, _ := store.CheckIns.Get(tx, key)
			ck.Attempts = append(ck.Attempts, wijk.Attempt{At: s.now, Step: words[1], Channel: wijk.Channel(words[2])})
			store.CheckIns.Put(tx, key, ck)
		})
	default:
		return false
	}
	return true
}

// outcomes returns how each case ended.
func (s *stage) outcomes() (all []string) {
	s.update(func(tx *store.Tx) {
		all = nil
		for _, cs := range store.Cases.All(tx, "") {
			all = append(all, cs.Outcome)
		}
	})
	return all
}

// TestReadOutcome: words name one outcome, or somebody is asked.
func TestReadOutcome(t *testing.T) {
	for text, want := range map[string]string{
		"goed": "gesproken", "gebeld, dochter is er": "gesproken", "Goed gesproken": "gesproken", "hulp geregeld via de buurvrouw": "hulp",
		"HUISARTS": "huisarts", "vals alarm: telefoon": "vals-telefoon", "telefoon leeg": "vals-telefoon", "fout van ons": "vals-ons",
		"niet thuis, wel goed": "gevonden", "niet thuis gevonden goed": "gevonden", "overleden": "overleden", "doorverwezen wijkzorgteam": "wijkzorgteam",
		"vals-vergeten": "vals-vergeten", "wil geen hulp": "niets",
		"": "", "niet goed": "", "gebeld, geen gehoor": "", "niet thuis": "", "goed maar gevallen": "", "huisarts en ambulance": "",
		"nog niet gebeld": "", "voicemail": "", "مرحبا": "", "12": "", "het gaat wel": "", "niet overleden": "", "gaat goed, niet thuis": "",
	} {
		if got, _ := wijk.ReadOutcome(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	seen := make(map[string]bool)
	for _, o := range wijk.CaseOutcomes() {
		if seen[o.Code] || o.Name == "" {
			t.Errorf("code %q is there twice or has no name", o.Code)
		}
		seen[o.Code] = true
		if got, ok := wijk.ReadOutcome(o.Name); !ok || got != o.Code {
			t.Errorf("the name of %s is read as %q", o.Code, got)
		}
		if got, ok := wijk.ReadOutcome(o.Code); !ok || got != o.Code {
			t.Errorf("the code %s is read as %q", o.Code, got)
		}
	}
}

// TestNewCryInWaitingCase: a case that waits for a second person is not closed
// once there was another cry, whatever the second then says.
func TestNewCryInWaitingCase(t *testing.T) {
	s := newStage(t)
	s.care("collega", "twee Lot wijkzorgteam 2021 - - dienst")
	kim, lot := wijk.Address{Channel: wijk.Telegram, To: "2003"}, wijk.Address{Channel: wijk.Telegram, To: "2021"}
	s.send(mevrouw, "ik kan niet opstaan")
	s.send(kim, "klaar 1 goed")
	s.advance(s.now.Add(time.Minute))
	clear(s.heard)
	s.send(mevrouw, "ik heb pijn op de borst")
	if !strings.Contains(fmt.Sprint(s.heard[kim], s.heard[lot]), "SPOED") {
		t.Errorf("nobody was called: %v", s.heard)
	}
	s.send(lot, "bevestig 1")
	s.wantCases("urgent/red/taken")
	clear(s.heard)
	s.advance(s.now.Add(20 * time.Minute))
	if len(s.heard[kim])+len(s.heard[lot]) == 0 {
		t.Error("nobody took it after the new cry, and nobody was called again")
	}
}

// TestOneCannotBeTwo: whoever wants to close an urgent case cannot confirm it,
// from whatever telephone, and after two hours it rings until another does.
func TestOneCannotBeTwo(t *testing.T) {
	s := newStage(t)
	s.send(mevrouw, "ik kan niet opstaan")
	kim, kimSMS := wijk.Address{Channel: wijk.Telegram, To: "2003"}, wijk.Address{Channel: wijk.SMS, To: "+31600000020"}
	s.send(kim, "klaar 1 goed")
	for _, from := range []wijk.Address{kim, kimSMS} {
		s.send(from, "bevestig 1")
		s.send(from, "klaar 1 goed")
		s.wantCases("urgent/red/taken")
	}
	s.care("collega", "baas Jo beheerder 2021 - - -")
	clear(s.heard)
	s.advance(s.now.Add(2*time.Hour + time.Minute))
	boss := wijk.Address{Channel: wijk.Telegram, To: "2021"}
	if !strings.Contains(fmt.Sprint(s.heard[boss]), "Wacht op een tweede") {
		t.Errorf("nobody was called: %v", s.heard)
	}
	if len(s.heard[kim]) > 0 {
		t.Errorf("who closed it was called: %v", s.heard[kim])
	}
	s.send(boss, "bevestig 1")
	s.wantCases("urgent/red/closed")
	if got := s.outcomes(); got[0] != "gesproken" {
		t.Errorf("outcome %q", got)
	}
	clear(s.heard)
	s.advance(s.now.Add(24 * time.Hour))
	if len(s.heard[boss])+len(s.heard[kim]) > 0 {
		t.Errorf("called for a closed case: %v", s.heard)
	}
}
