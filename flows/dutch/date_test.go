package dutch

import (
	"testing"
	"time"
)

// A Wednesday in winter time.
const wednesday = "2026-11-25 14:30"

func TestDate(t *testing.T) {
	zone := amsterdam(t)
	for _, c := range []struct {
		now, text, want string // want "2026-11-30", with a + when the day belongs to it; empty is not ok
	}{
		{wednesday, "maandag", "2026-11-30"},
		{wednesday, "Maandag!", "2026-11-30"},
		{wednesday, "tot maandag", "2026-11-30"},
		{wednesday, "pauze tot maandag", "2026-11-30"},
		{wednesday, "tot en met maandag", "2026-11-30+"},
		{wednesday, "t/m maandag", "2026-11-30+"},
		{wednesday, "tm vrijdag", "2026-11-27+"},
		{wednesday, "woensdag", "2026-12-02"},
		{wednesday, "wensdag", "2026-12-02"},
		{wednesday, "maandga", "2026-11-30"},
		{wednesday, "tot ma", "2026-11-30"},
		{wednesday, "ma", "2026-11-30"},
		{wednesday, "bij ma thuis", ""},
		{wednesday, "zo snel mogelijk", ""},
		{wednesday, "volgende maandag", "2026-11-30"},
		{wednesday, "tot a.s. vrijdag", "2026-11-27"},
		{wednesday, "tot volgende week maandag", "2026-11-30"},
		{wednesday, "volgende week vrijdag", "2026-12-04"},
		{wednesday, "vrijdag volgende week", "2026-12-04"},
		{wednesday, "vrijdag over een week", "2026-12-04"},
		{wednesday, "5 mei", "2027-05-05"},
		{wednesday, "t/m 5 mei", "2027-05-05+"},
		{wednesday, "niet thuis t/m 5 mei", "2027-05-05+"},
		{wednesday, "tot 5mei", "2027-05-05"},
		{wednesday, "vijf mei", "2027-05-05"},
		{wednesday, "5e mei", "2027-05-05"},
		{wednesday, "5 mei 2028", "2028-05-05"},
		{wednesday, "5-5", "2027-05-05"},
		{wednesday, "05-05-2027", "2027-05-05"},
		{wednesday, "5/5/27", "2027-05-05"},
		{wednesday, "5.5.2027", "2027-05-05"},
		{wednesday, "2027-05-05", "2027-05-05"},
		{wednesday, "25 nov", "2026-11-25"},
		{wednesday, "24 nov", "2027-11-24"},
		{wednesday, "24-11-2026", ""},
		{wednesday, "31 december", "2026-12-31"},
		{wednesday, "tot 3 janauri", "2027-01-03"},
		{wednesday, "maandag 30 november", "2026-11-30"},
		{wednesday, "maandag de 30e november", "2026-11-30"},
		{wednesday, "dinsdag 30 november", ""},
		{wednesday, "ma 30-11", "2026-11-30"},
		{wednesday, "tot de 12e", "2026-12-12"},
		{wednesday, "31 feb", ""},
		{wednesday, "31-2", ""},
		{wednesday, "30-02-2027", ""},
		{wednesday, "29 februari", ""},
		{"2027-11-25 12:00", "29 februari", "2028-02-29"},
		{wednesday, "12-13", ""},
		{wednesday, "0-5", ""},
		{wednesday, "vandaag", "2026-11-25"},
		{wednesday, "morgen", "2026-11-26"},
		{wednesday, "morgen ben ik er niet", "2026-11-26+"},
		{wednesday, "overmorgen", "2026-11-27"},
		{wednesday, "volgende week", "2026-11-30"},
		{wednesday, "ik ben volgende week niet thuis", "2026-12-06+"},
		{wednesday, "volgende week weer", "2026-11-30"},
		{wednesday, "t/m volgende week", "2026-12-06+"},
		{wednesday, "deze week even geen berichten", "2026-11-29+"},
		{wednesday, "tot volgende maand", "2026-12-01"},
		{wednesday, "dit weekend", "2026-11-29+"},
		{wednesday, "tot na het weekend", "2026-11-29+"},
		{wednesday, "na het weekend", "2026-11-29+"},
		{wednesday, "tot het weekend", "2026-11-28"},
		{wednesday, "tot eind december", "2026-12-31"},
		{wednesday, "eind december", "2026-12-31+"},
		{wednesday, "tot half januari", "2027-01-15"},
		{wednesday, "begin maart", "2027-03-01"},
		{wednesday, "over 3 weken", "2026-12-16"},
		{wednesday, "ik kom pas over 3 weken thuis", "2026-12-16"},
		{wednesday, "2 weken weg", "2026-12-09"},
		{wednesday, "ben 2 weken weg", "2026-12-09"},
		{wednesday, "een week", "2026-12-02"},
		{wednesday, "weekje weg", ""},
		{wednesday, "een weekje weg", "2026-12-02"},
		{wednesday, "een paar dagen", "2026-11-28"},
		{wednesday, "ik ben een paar dagen weg", "2026-11-28"},
		{wednesday, "paar weken", "2026-12-09"},
		{wednesday, "14 dagen", "2026-12-09"},
		{wednesday, "veertien dagen", "2026-12-09"},
		{wednesday, "een maand", "2026-12-25"},
		{"2027-01-31 10:00", "een maand", "2027-02-28"},
		{wednesday, "1000 dagen", ""},
		{wednesday, "900 weken", ""},
		{wednesday, "0 dagen", ""},
		{wednesday, "van 1 tot 8 augustus", "2027-08-08"},
		{wednesday, "ik ben weg van 1 tot 8 augustus", "2027-08-08"},
		{wednesday, "van 1 t/m 8 augustus", "2027-08-08+"},
		{wednesday, "1-8 augustus", "2027-08-08+"},
		{wednesday, "van 28 december tot 3 januari", "2027-01-03"},
		{wednesday, "ben van maandag tot vrijdag weg", "2026-12-04"},
		{wednesday, "van vrijdag tot maandag", "2026-11-30"},
		{wednesday, "vanaf maandag", ""},
		{wednesday, "op vakantie tot 12 juli", "2027-07-12"},
		{wednesday, "ben tot zondag bij mijn dochter", "2026-11-29"},
		{wednesday, "ik ga naar Spanje tot 3 april", "2027-04-03"},
		{wednesday, "we gaan met de bus naar Duitsland, vrijdag terug", "2026-11-27"},
		{wednesday, "ik ga weg en ben vrijdag terug", "2026-11-27"},
		{wednesday, "vrijdag ben ik er niet", "2026-11-27+"},
		{wednesday, "al 3 dagen diarree", ""},
		{wednesday, "3 dagen geleden", ""},
		{wednesday, "elke maandag", ""},
		{wednesday, "goede morgen", ""},
		{wednesday, "goedemorgen", ""},
		{wednesday, "vorige week", ""},
		{wednesday, "gisteren", ""},
		{wednesday, "5", ""},
		{wednesday, "10.30", ""},
		{wednesday, "06-12345678", ""},
		{wednesday, "bel 06-12345678, weg tot maandag", "2026-11-30"},
		{wednesday, "2 zakken", ""},
		{wednesday, "", ""},
		{wednesday, "hulp", ""},
		// The edges of the day, the week, the year and summer time.
		{"2026-11-25 00:00", "morgen", "2026-11-26"},
		{"2026-11-25 23:59", "morgen", "2026-11-26"},
		{"2026-11-29 12:00", "deze week", "2026-11-29+"},
		{"2026-11-29 12:00", "volgende week", "2026-11-30"},
		{"2026-11-29 12:00", "zondag", "2026-12-06"},
		{"2026-11-30 12:00", "volgende week", "2026-12-07"},
		{"2026-12-31 12:00", "morgen", "2027-01-01"},
		{"2027-03-27 23:30", "morgen", "2027-03-28"},
		{"2027-03-28 00:30", "morgen", "2027-03-29"},
		{"2027-03-28 03:00", "over 1 dag", "2027-03-29"},
		{"2026-10-24 23:30", "2 dagen", "2026-10-26"},
		{"2026-10-25 02:30", "overmorgen", "2026-10-27"},
		{"2026-10-25 23:30", "morgen", "2026-10-26"},
		{"2027-03-20 12:00", "over 2 weken", "2027-04-03"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		day, inclusive, ok := Date(c.text, now)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
			if day.Hour()+day.Minute()+day.Second() != 0 || day.Location() != zone {
				t.Errorf("%s: Date(%q) = %s, not midnight", c.now, c.text, day)
			}
		}
		if inclusive {
			got += "+"
		}
		if got != c.want {
			t.Errorf("%s: Date(%q) = %s, want %s", c.now, c.text, got, c.want)
		}
	}
}

// What Day writes Date reads back, on every day of a year from several days.
func TestDateReadsDay(t *testing.T) {
	for _, start := range []string{"2026-11-25", "2027-03-28", "2026-10-25", "2027-12-31", "2028-02-29"} {
		now, _ := time.ParseInLocation(time.DateOnly, start, amsterdam(t))
		for n := range 365 {
			want := now.AddDate(0, 0, n)
			if got, _, ok := Date(Day(want), now.Add(10*time.Hour)); !ok || !got.Equal(want) {
				t.Fatalf("from %s: %s is read as %s, %v", start, Day(want), got, ok)
			}
		}
	}
}

func TestWhen(t *testing.T) {
	zone := amsterdam(t)
	for _, c := range []struct{ now, text, want string }{
		{wednesday, "maandag 10:00", "2026-11-30 10:00"},
		{wednesday, "maandag om 10:00 uur", "2026-11-30 10:00"},
		{wednesday, "ma 10:00", "2026-11-30 10:00"},
		{wednesday, "15.30", "2026-11-25 15:30"},
		{wednesday, "10.30", ""},
		{wednesday, "14:30", ""},
		{wednesday, "14:31", "2026-11-25 14:31"},
		{wednesday, "vandaag 18:00", "2026-11-25 18:00"},
		{wednesday, "vandaag 10:00", ""},
		{wednesday, "morgen om 9 uur", "2026-11-26 09:00"},
		{wednesday, "morgen om 9", "2026-11-26 09:00"},
		{wednesday, "morgen negen uur", "2026-11-26 09:00"},
		{wednesday, "morgenochtend 9 uur", "2026-11-26 09:00"},
		{wednesday, "morgen 9u30", "2026-11-26 09:30"},
		{wednesday, "morgen 10 uur 15", "2026-11-26 10:15"},
		{wednesday, "vrijdag half elf", "2026-11-27 10:30"},
		{wednesday, "vrijdag half drie", "2026-11-27 14:30"},
		{wednesday, "vrijdag half een", "2026-11-27 12:30"},
		{wednesday, "vrijdag kwart over 9", "2026-11-27 09:15"},
		{wednesday, "vrijdag kwart voor tien", "2026-11-27 09:45"},
		{wednesday, "vrijdag 10 over 9", "2026-11-27 09:10"},
		{wednesday, "vrijdag 5 voor 12", "2026-11-27 11:55"},
		{wednesday, "vrijdag 3 uur", "2026-11-27 15:00"},
		{wednesday, "vrijdag 3:00", "2026-11-27 03:00"},
		{wednesday, "vrijdag 3 uur 's nachts", "2026-11-27 03:00"},
		{wednesday, "vrijdagavond 8 uur", "2026-11-27 20:00"},
		{wednesday, "vrijdag 8 uur 's avonds", "2026-11-27 20:00"},
		{wednesday, "vanavond 7 uur", "2026-11-25 19:00"},
		{wednesday, "24-12 14:00", "2026-12-24 14:00"},
		{wednesday, "24 december 2026 14:00", "2026-12-24 14:00"},
		{wednesday, "24 december 14.00 uur", "2026-12-24 14:00"},
		{wednesday, "do 24 december 14:00", "2026-12-24 14:00"},
		{wednesday, "vrijdag 24 december 14:00", ""},
		{wednesday, "2026-12-24 14:00", "2026-12-24 14:00"},
		{wednesday, "24-11-2026 14:00", ""},
		{wednesday, "31-2 14:00", ""},
		{wednesday, "over 2 weken om 10 uur", "2026-12-09 10:00"},
		{wednesday, "over een week 10:00", "2026-12-02 10:00"},
		{wednesday, "over 2 uur", "2026-11-25 16:30"},
		{wednesday, "over een half uur", "2026-11-25 15:00"},
		{wednesday, "over een kwartier", "2026-11-25 14:45"},
		{wednesday, "over 20 minuten", "2026-11-25 14:50"},
		{wednesday, "maandag", ""},
		{wednesday, "volgende week 10:00", ""},
		{wednesday, "maandag of dinsdag 10:00", ""},
		{wednesday, "maandag en dinsdag 10:00", ""},
		{wednesday, "maandag 10:00 en 12:00", ""},
		{wednesday, "maandag van 10 tot 12 uur", ""},
		{wednesday, "maandag 25:00", ""},
		{wednesday, "maandag 10:60", ""},
		{wednesday, "maandag 24:00", ""},
		{wednesday, "maandag half dertien", ""},
		{wednesday, "goedemorgen", ""},
		{wednesday, "", ""},
		{wednesday, "10", ""},
		// Summer time begins on 2027-03-28 and ends on 2026-10-25.
		{"2027-03-27 12:00", "morgen 2:30", ""},
		{"2027-03-27 12:00", "morgen 9:00", "2027-03-28 09:00"},
		{"2027-03-27 12:00", "morgen 3:00", "2027-03-28 03:00"},
		{"2026-10-24 12:00", "morgen 2:30", "2026-10-25 02:30"},
		{"2026-10-24 12:00", "morgen 9:00", "2026-10-25 09:00"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		at, ok := When(c.text, now)
		got := ""
		if ok {
			got = at.Format("2006-01-02 15:04")
		}
		if got != c.want {
			t.Errorf("%s: When(%q) = %s, want %s", c.now, c.text, got, c.want)
		}
	}
	now := time.Date(2026, 10, 24, 12, 0, 0, 0, zone)
	if at, _ := When("morgen 2:30", now); at.Sub(now) != 14*time.Hour+30*time.Minute {
		t.Errorf("of the two times 2:30 the second is taken: %s", at)
	}
}

// What DayTime writes When reads back.
func TestWhenReadsDayTime(t *testing.T) {
	now := time.Date(2026, 10, 1, 8, 15, 0, 0, amsterdam(t))
	for n := range 5000 {
		want := now.Add(time.Duration(n+1) * 97 * time.Minute)
		got, ok := When(DayTime(want), now)
		if !ok || DayTime(got) != DayTime(want) || want.Sub(got).Abs() > time.Hour {
			t.Fatalf("%s is read as %s, %v", DayTime(want), got, ok)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"maandag", "t/m 5 mei", "van 1 tot 8 augustus", "over 3 weken", "05-05-2027", "eind mei", "de 12e", "volgende week vrijdag"} {
		f.Add(s, int64(1795613400))
	}
	zone := amsterdam(f)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(1577836800+(unix%(60*365*86400)+60*365*86400)%(60*365*86400), 0).In(zone)
		day, _, ok := Date(text, now)
		if !ok {
			return
		}
		if day.Hour() != 0 || day.Add(24*time.Hour).Before(now.Add(-time.Hour)) {
			t.Fatalf("Date(%q) at %s = %s", text, now, day)
		}
		if day.Before(now.AddDate(0, 11, 0)) {
			if again, _, ok := Date(Day(day), now); !ok || !again.Equal(day) {
				t.Fatalf("Date(%q) = %s, which is read back as %s, %v", text, day, again, ok)
			}
		}
	})
}

func FuzzWhen(f *testing.F) {
	for _, s := range []string{"maandag 10:00", "vrijdag half elf", "24-12 14:00", "over 2 uur", "kwart voor 3 's nachts", "morgen 2:30"} {
		f.Add(s, int64(1795613400))
	}
	zone := amsterdam(f)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(1577836800+(unix%(60*365*86400)+60*365*86400)%(60*365*86400), 0).In(zone)
		at, ok := When(text, now)
		if !ok {
			return
		}
		if !at.After(now) {
			t.Fatalf("When(%q) at %s = %s", text, now, at)
		}
		if at.Before(now.AddDate(0, 11, 0)) {
			// The same figures on the clock; in the hour that comes twice, either.
			if again, ok := When(DayTime(at), now); ok && DayTime(again) != DayTime(at) {
				t.Fatalf("When(%q) = %s, which is read back as %s", text, at, again)
			}
		}
	})
}
