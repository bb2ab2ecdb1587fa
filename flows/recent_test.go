package flows_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// phrases are cries for help that may come in two texts.
var phrases = []string{
	"ik ben gevallen", "ik kan niet opstaan", "het gaat niet goed", "ik voel me niet goed", "goed maar niet heus", "ja ik ben gevallen", "ja maar ik heb pijn",
	"ik krijg geen lucht", "pijn op de borst", "er is brand", "ik wil niet meer leven", "kom niet overeind", "ik lig op de grond", "niet zo goed",
	"kunt u mij bellen", "mijn man reageert niet", "te veel pillen genomen", "ik ben niet lekker", "h e l p", "he lp", "hel p", "h elp", "ik ben uit bed gevallen",
}

// fines are good answers of which nothing may come, however many there are.
var fines = []string{"1", "ja", "goed", "ja hoor", "alles goed", "goed dank u", "prima", "ja het gaat goed", "ok", "gaat goed hoor", "heel goed", "Goedemorgen, ja"}

// inParts asks how it goes and says the parts, a few seconds apart.
func inParts(t *testing.T, engine store.Engine, who string, parts ...string) *stage {
	s := newStageOn(t, engine)
	s.now = time.Date(2026, 11, 24, 9, 0, 0, 0, s.now.Location())
	if strings.HasPrefix(who, "telegram") {
		s.now = s.now.Add(time.Hour)
	}
	s.speak(who)
	s.round("checkin")
	for _, p := range parts {
		s.now = s.now.Add(7 * time.Second)
		s.say(p)
	}
	return s
}

// outcome tells whether the day counts as good, and how many cases there are.
func (s *stage) outcome() (fine bool, cases int) {
	s.update(func(tx *store.Tx) {
		fine, cases = false, 0
		for _, ck := range store.CheckIns.All(tx, "") {
			fine = fine || ck.Wellbeing == "ok"
		}
		for range store.Cases.All(tx, "") {
			cases++
		}
	})
	return fine, cases
}

// TestCryInTwoTexts: no cry is lost by coming in two texts, split at any space.
func TestCryInTwoTexts(t *testing.T) {
	for _, who := range []string{"sms mevrouw", "telegram carla"} {
		for _, phrase := range phrases {
			for i, r := range phrase {
				if r != ' ' {
					continue
				}
				t.Run(who+"/"+phrase[:i]+"|"+phrase[i+1:], func(t *testing.T) {
					t.Parallel()
					s := inParts(t, kvtest.Memory(), who, phrase[:i], phrase[i+1:])
					if fine, cases := s.outcome(); fine || cases == 0 {
						t.Errorf("good %v, %d cases", fine, cases)
					}
				})
			}
			if words := strings.Fields(phrase); len(words) <= 5 {
				t.Run(who+"/a word at a time/"+phrase, func(t *testing.T) {
					t.Parallel()
					s := inParts(t, kvtest.Memory(), who, words...)
					if fine, cases := s.outcome(); fine || cases == 0 {
						t.Errorf("good %v, %d cases", fine, cases)
					}
				})
			}
		}
	}
}

// TestGoodTwice: two good answers are one, and nobody is called for them.
func TestGoodTwice(t *testing.T) {
	for _, who := range []string{"sms mevrouw", "telegram carla"} {
		for _, one := range fines {
			for _, two := range fines {
				t.Run(fmt.Sprint(who, "/", one, "|", two), func(t *testing.T) {
					t.Parallel()
					s := inParts(t, kvtest.Memory(), who, one, two)
					if fine, cases := s.outcome(); !fine || cases != 0 {
						t.Errorf("good %v, %d cases", fine, cases)
					}
				})
			}
		}
	}
}

// TestRecentWordsGo: the words are kept for two minutes, few of them, and only
// of those with check-ins.
func TestRecentWordsGo(t *testing.T) {
	recent := func(s *stage) (texts, size int) {
		s.update(func(tx *store.Tx) {
			talk, _ := store.Talks.Get(tx, s.who.String())
			texts, size = len(talk.Recent), 0
			for _, r := range talk.Recent {
				size += len(r.Words)
			}
		})
		return texts, size
	}
	s := inParts(t, kvtest.Memory(), "sms mevrouw", "een", "twee", "drie", "vier", "vijf", "zes", strings.Repeat("zeven ", 20), strings.Repeat("acht ", 90))
	if texts, size := recent(s); texts == 0 || texts > 5 || size > 500 {
		t.Errorf("%d texts of %d bytes are kept", texts, size)
	}
	s.advance(s.now.Add(2*time.Minute + time.Second))
	if texts, _ := recent(s); texts != 0 {
		t.Errorf("after two minutes %d texts are kept", texts)
	}
	s = inParts(t, kvtest.Memory(), "sms mevrouw", "een")
	s.advance(s.now.Add(100 * time.Second))
	s.say("twee")
	s.advance(s.now.Add(30 * time.Second))
	if texts, _ := recent(s); texts != 1 {
		t.Errorf("of two texts, one of them over two minutes old, %d are kept", texts)
	}
	s.advance(s.now.Add(2 * time.Minute))
	if texts, _ := recent(s); texts != 0 {
		t.Errorf("two minutes after the last, %d texts are kept", texts)
	}
	s = inParts(t, kvtest.Memory(), "sms vreemde", "ik kan niet", "hallo")
	if texts, _ := recent(s); texts != 0 {
		t.Errorf("of somebody without check-ins %d texts are kept", texts)
	}
	s = inParts(t, kvtest.Memory(), "sms mevrouw", "ik kan niet")
	s.now = s.now.Add(3 * time.Minute) // before any timer was looked at
	s.n++
	if err := s.db.Update(context.Background(), func(tx *store.Tx) error {
		s.city.Handle(tx, wijk.Message{ID: "later", From: s.who, Kind: wijk.Text, Text: "opstaan", At: s.now}, s.now)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if texts, _ := recent(s); texts != 1 {
		t.Errorf("%d texts are kept, want the last", texts)
	}
}
