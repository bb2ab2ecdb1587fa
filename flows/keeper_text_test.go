package flows

import (
	"regexp"
	"strings"
	"testing"

	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// toKeepers are all texts that go to somebody's keeper.
var toKeepers = []string{"C1", "C6", "C7", "C8", "C9", "C10", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "S2"}

// hushed are words of health, of the labels of answers, and of what somebody
// wrote: no keeper reads them.
var hushed = regexp.MustCompile(`(?i)\b(ziek|ziekenhuis|pijn|gevallen|val|arts|huisarts|dokter|dement\w*|medicijn\w*|thuiszorg|zorg|somber|eenzaam|` +
	`gezond\w*|urgent|unclear|onduidelijk\w*|spoed|label|antwoordde|schreef|zei|rood|oranje|zaak|gestopt)\b`)

// TestKeepersReadNoSecrets: what goes to a keeper holds a name and nothing else
// of the person, and is one SMS whatever the name.
func TestKeepersReadNoSecrets(t *testing.T) {
	place := regexp.MustCompile(`\{(\w+)\}`)
	for _, id := range toKeepers {
		text := templates[id].text
		if text == "" {
			t.Fatalf("no text %s", id)
		}
		if w := hushed.FindString(text); w != "" {
			t.Errorf("%s: %q: %s", id, w, text)
		}
		for _, m := range place.FindAllStringSubmatch(text, -1) {
			if m[1] != "naam" && m[1] != "naamc" && m[1] != "tel" {
				t.Errorf("%s: a place for %s", id, m[1])
			}
		}
		for _, name := range []string{"", "Mevrouw Van der Meulenaa", strings.Repeat("Wilhelmina ", 9), "Zoë", "{[€]}{[€]}{[€]}", "Иван", "张伟"} {
			p := &wijk.Person{Name: name, Address: "Voorbeeldstraat 12", Wijk: "dorp"}
			filled := keeperText(id, p, "tel", "+31 79 12345678")
			if !gsm7.Fits(filled) || gsm7.Plain(filled) != filled {
				t.Errorf("%s for %q: %d segments: %s", id, name, gsm7.Segments(filled), filled)
			}
			if strings.Contains(filled, "Voorbeeld") || strings.Contains(filled, "{naam") || strings.HasPrefix(filled, " ") {
				t.Errorf("%s for %q: %s", id, name, filled)
			}
		}
	}
}

// TestKeeperIsEndedInCloseWordsOnly: the words by which a keeper stops are not
// heard in a cry.
func TestKeeperIsEndedInCloseWordsOnly(t *testing.T) {
	turn := func(text string) *Turn {
		m := wijk.Message{From: wijk.Address{Channel: wijk.SMS, To: "+31600000030"}, Kind: wijk.Text, Text: text}
		return &Turn{City: New(nil), M: m, Words: strings.Fields(strings.ToLower(text)), Holder: wijk.Holder{Keeps: []string{"r-1"}}}
	}
	for text, want := range map[string]bool{
		"ik wil geen contactpersoon meer zijn": true, "stop als contactpersoon": true, "contactpersoon niet meer": true,
		"ik wil niet meer leven": false, "ik ben gevallen en wil geen contactpersoon meer zijn": false,
		"contactpersoon geen lucht": false, "ik wil niet meer": false, "contactpersoon": false,
	} {
		if got := turn(text).partsAsKeeper(); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
