package dutch

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
)

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"Ja hoor!":             {"ja", "hoor"},
		"  JA... ":             {"ja"},
		"één, TWEE":            {"een", "twee"},
		"'t giet goed":         {"t", "giet", "goed"},
		"👍🏻":                   {"duimop"},
		"❤️":                   nil,
		"oké":                  {"oke"},
		"t/m 5-5":              {"t", "m", "5", "5"},
		"":                     nil,
		"Geïnteresseerd\u00a0": {"geinteresseerd"},
	} {
		got := Words(text)
		if len(got) == 0 {
			got = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Words(%q): %s", text, diff)
		}
	}
}

func TestYesNo(t *testing.T) {
	for _, text := range []string{"ja", "JA", "Ja.", "jaaaa", "jaa", "ja hoor", "jahoor", "ja graag", "ja dat klopt", "klopt", "dat klopt helemaal",
		"klpot", "j", "yes", "ok", "oké", "okee", "goed", "is goed", "prima", "ja dank u wel", "jazeker", "jazkeer", "inderdaad ja",
		"akkoord", "jawel", "jep", "👍", "👍🏼", "evet", "ja ja", "jo", "joa", "'t klopt", "ja mevrouw", "juist", "goet"} {
		if !Yes(Words(text)) {
			t.Errorf("Yes(%q) = false", text)
		}
		if No(Words(text)) {
			t.Errorf("No(%q) = true", text)
		}
	}
	for _, text := range []string{"nee", "NEE!", "neee", "neen", "nee hoor", "nee dank u", "nee bedankt", "niet", "dat klopt niet", "klopt niet",
		"niet goed", "fout", "verkeerd", "verkeert", "onjuist", "nee dat is fout", "n", "no", "neej", "👎", "nee dat is niet goed",
		"nee, klopt niet", "klopt nie", "het is niet juist"} {
		if !No(Words(text)) {
			t.Errorf("No(%q) = false", text)
		}
		if Yes(Words(text)) {
			t.Errorf("Yes(%q) = true", text)
		}
	}
	for _, text := range []string{"", "ja nee", "ja maar", "ja maar niet daar", "nee goed", "nee klopt", "niet fout", "misschien", "weet niet",
		"hulp", "goed maar moe", "ja ik ben gevallen", "nee ik heb hulp nodig", "1", "hoor", "dank u", "stop", "ja stop", "mee", "jan",
		"neef", "jas", "?", "goed mis"} {
		if Yes(Words(text)) || No(Words(text)) {
			t.Errorf("%q is read as an answer", text)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{
		"1": 1, "1.": 1, "1)": 1, "1!": 1, " 2 ": 2, "12": 12, "0": 0, "een": 1, "één": 1, "Twee": 2, "twaalf": 12, "nul": 0, "1️⃣": 1, "1234": 1234,
	} {
		if got, ok := Number(text); !ok || got != want {
			t.Errorf("Number(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "1 2", "1,2", "1 of 2", "-1", "+1", "1.5", "1a", "dertien", "12345", "01", "1..", "een twee", "112 help", ".", "½", "١", "1\n2"} {
		if got, ok := Number(text); ok {
			t.Errorf("Number(%q) = %d", text, got)
		}
	}
}

func TestWorkdays(t *testing.T) {
	zone := amsterdam(t)
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return d.Add(15 * time.Hour)
	}
	for _, s := range []string{
		"2026-01-01", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25", "2026-12-25", "2026-12-26", // 2026
		"2027-03-29", "2027-05-06", "2027-05-17", "2027-04-27", // 2027
		"2031-04-26", "2030-05-05", "2025-05-05", "2035-05-05", // King's Day moved (a Saturday), lustrum
		"2024-04-01", "2024-05-09", "2024-05-20", "2038-04-26", "2019-04-22", "2011-04-25", "2008-05-12", "2049-04-19", "2076-04-20",
		"2026-11-28", "2026-11-29", // weekend
	} {
		if (Calendar{}).Workday(day(s)) {
			t.Errorf("%s is a workday", s)
		}
	}
	for _, s := range []string{"2026-04-03" /* Good Friday */, "2026-05-05", "2027-05-05", "2026-12-24", "2026-12-28", "2031-04-28", "2026-05-15", "2026-11-30"} {
		if !(Calendar{}).Workday(day(s)) {
			t.Errorf("%s is no workday", s)
		}
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-12-23", 3, "2026-12-29"},
		{"2026-12-23", 0, "2026-12-23"},
		{"2026-11-27", 1, "2026-11-30"},
		{"2026-11-28", 1, "2026-11-30"},
		{"2026-11-23", 5, "2026-11-30"},
		{"2026-10-23", 1, "2026-10-26"}, // over the end of summer time
		{"2027-03-26", 1, "2027-03-30"}, // over its beginning and Easter
		{"2026-11-23", 21, "2026-12-22"},
	} {
		got := (Calendar{}).AddWorkdays(day(c.from), c.n)
		if got.Format(time.DateOnly) != c.want || got.Hour() != day(c.want).Hour() {
			t.Errorf("%s + %d = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestLiberationDay(t *testing.T) {
	for _, c := range []struct {
		choice  Liberation
		in, out string // a year in which 5 May is a day off, and one in which it is not
	}{{EveryFifth, "2030", "2026"}, {EveryYear, "2026", ""}, {NoYear, "", "2030"}} {
		for year, off := range map[string]bool{c.in: true, c.out: false} {
			if year == "" {
				continue
			}
			d, err := time.Parse(time.DateOnly, year+"-05-06")
			if err != nil {
				t.Fatal(err)
			}
			d = d.AddDate(0, 0, -1)
			for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				d = d.AddDate(1, 0, 0)
			}
			if got := (Calendar{Liberation: c.choice}).Workday(d); got == off && d.Format("2006") == year {
				t.Errorf("choice %d: %s is a workday: %v", c.choice, d.Format(time.DateOnly), got)
			}
		}
	}
}

// TestEaster holds the computus against the days published for fifty years.
func TestEaster(t *testing.T) {
	published := map[int]string{1943: "04-25", 1954: "04-18", 1961: "04-02", 1981: "04-19", 2000: "04-23", 2008: "03-23", 2011: "04-24",
		2018: "04-01", 2019: "04-21", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01",
		2030: "04-21", 2031: "04-13", 2032: "03-28", 2033: "04-17", 2034: "04-09", 2035: "03-25", 2036: "04-13", 2037: "04-05",
		2038: "04-25", 2039: "04-10", 2040: "04-01", 2049: "04-18", 2076: "04-19"}
	for year, want := range published {
		if got := easter(year).Format("01-02"); got != want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
}

func TestSay(t *testing.T) {
	at := time.Date(2026, 12, 7, 10, 0, 0, 0, amsterdam(t))
	if got := Day(at); got != "maandag 7 december" {
		t.Error(got)
	}
	if got := DayTime(at); got != "maandag 7 december om 10.00 uur" {
		t.Error(got)
	}
	if got := Clock(at.Add(-55 * time.Minute)); got != "9.05" {
		t.Error(got)
	}
}
