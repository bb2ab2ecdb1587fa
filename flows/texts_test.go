package flows

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// long holds the longest value of each place in a text.
var long = map[string]string{
	"tel": "+31 79 12345678", "tijd": "09:00", "naam": "Mevrouw Van der Meulenaa", "naamc": "Mevrouw Van der Meulen", "naama": "Mevrouw Van der Meulenaa", "naamb": "Mevrouw Van der Meulenaa",
	"contact": "Mevrouw Van der Meulenaa", "dl": "10.45", "dlc": "11.15", "dl2": "donderdag na 9.00 uur", "hap": "+31 79 12345678",
	"wat": "sms, dan Telegram, dan bellen", "dagen": "ma, di, wo, do, vr en za",
	"dag": "donderdag 24 september", "van": "donderdag 24 september", "tot": "donderdag 24 september", "agent": "Sam van den Wijkagent",
	"nummer": "999", "bezoeker": "Sam van den Ouderenadvie", "pas": "1234567890",
}

var places = regexp.MustCompile(`\{(\w+)\}`)

// TestTextsFit: every approved text is one SMS, filled with long values. B2
// holds a time with "uur" behind it.
func TestTextsFit(t *testing.T) {
	for id, text := range templates {
		var pairs []string
		for _, m := range places.FindAllStringSubmatch(text.text, -1) {
			v, ok := long[m[1]]
			if !ok {
				t.Errorf("%s: no sample for {%s}", id, m[1])
			}
			if id == "B2" {
				v += " uur"
			}
			pairs = append(pairs, m[1], v)
		}
		filled := fill(id, pairs...)
		if strings.HasPrefix(id, "T") { // is spoken
			continue
		}
		if units, gsm := gsm7.Length(filled); !gsm || units > 160 {
			t.Errorf("%s: %d units, GSM-7 %v: %s", id, units, gsm, filled)
		}
		if strings.ContainsAny(filled, "{}") {
			t.Errorf("%s: not filled: %s", id, filled)
		}
	}
}

// TestQuestionsFit: each question of the ladder is one SMS whatever the name
// of the resident and of the contact.
func TestQuestionsFit(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	c := New(zone)
	names := []string{"", "Zoë", "Mevrouw Łucja Ştefănescu", strings.Repeat("Wilhelmina ", 9), "Иван Иванов", "{[€]}{[€]}{[€]}{[€]}{[€]", "张伟"}
	for _, name := range names {
		p := &wijk.Person{Name: name, Contacts: []wijk.Keeper{{Name: name, Phone: "+31600000030", Agreed: "2026-11-01"}}, CheckIn: &wijk.Plan{Profile: "standard"}}
		for _, id := range []string{"D1", "D2", "D3"} {
			text := c.question(id, &wijk.CheckIn{Since: time.Date(2026, 11, 23, 9, 0, 0, 0, zone)}, p, wijk.SMS)
			if !gsm7.Fits(text) || gsm7.Plain(text) != text {
				t.Errorf("%s for %q: %d segments: %s", id, name, gsm7.Segments(text), text)
			}
		}
	}
	if got := c.question("D1", &wijk.CheckIn{}, &wijk.Person{Name: strings.Repeat("x", 40)}, wijk.SMS); !strings.HasPrefix(got, "Goedemorgen. Gaat") {
		t.Errorf("a name that is too long: %s", got)
	}
}

// TestOwnTextsFit: what the flows say outside the approved texts is GSM-7, so
// that no stray letter makes an SMS three times as dear.
func TestOwnTextsFit(t *testing.T) {
	for _, f := range New(time.UTC).flows {
		for _, q := range f.Ask {
			for _, text := range []string{q.Text, q.Again} {
				if _, gsm := gsm7.Length(text); !gsm {
					t.Errorf("%s/%s: not GSM-7: %s", f.Name, q.Key, text)
				}
			}
		}
	}
	for _, text := range []string{textNothingAsked, textStillCalling, textCannotRead} {
		if !gsm7.Fits(text) {
			t.Errorf("%d segments: %s", gsm7.Segments(text), text)
		}
	}
}

// TestPlanFits: what somebody reads of their own plan is one SMS a part,
// whatever they chose.
func TestPlanFits(t *testing.T) {
	c := New(time.UTC)
	p := &wijk.Person{
		Phone: "+31600000001", Telegram: 1, PausedTo: "2026-12-24",
		Contacts: []wijk.Keeper{{Name: long["naam"], Agreed: "2026-11-01"}},
		CheckIn: &wijk.Plan{
			Time: "10:30", Days: wijk.Weekdays()[:6], Profile: "standard", Channels: []wijk.Channel{wijk.Voice, wijk.Telegram, wijk.SMS},
		},
	}
	for _, text := range append(c.sayPlan(p, wijk.SMS, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), c.welcome(p.CheckIn)) {
		if !gsm7.Fits(text) {
			t.Errorf("%d segments: %s", gsm7.Segments(text), text)
		}
	}
	p.Phone, p.Landline = "", ""
	if text := strings.Join(c.sayPlan(p, wijk.Telegram, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), " "); strings.Contains(text, "bellen wij") || !strings.Contains(text, "zoekt een medewerker u om") {
		t.Errorf("promises a call to who has no telephone: %s", text)
	}
}

// TestCallBefore: who is promised a call is promised one that can be made.
func TestCallBefore(t *testing.T) {
	c := New(time.UTC)
	for at, want := range map[string]string{
		"09:00": "11.00 uur", "09:59": "11.45 uur", "15:30": "17.00 uur", "16:30": "17.00 uur", "16:31": "17.15 uur", "16:58": "17.30 uur",
	} {
		now, err := time.Parse("2006-01-02 15:04", "2026-11-23 "+at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.callBefore(now); got != want {
			t.Errorf("at %s: before %s, want %s", at, got, want)
		}
	}
}
