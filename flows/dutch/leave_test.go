package dutch

import (
	"testing"
	"time"
)

// TestLeave: the day on which somebody goes is never read as the day on which
// they are back. It is Monday 23 November 2026.
func TestLeave(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	const no, open = "", "-"
	for text, want := range map[string][2]string{
		"ik ga zaterdag op vakantie":                   {"2026-11-28", open},
		"ik ga morgen op vakantie":                     {"2026-11-24", open},
		"wij vertrekken vrijdag naar spanje":           {"2026-11-27", open},
		"maandag word ik geopereerd":                   {"2026-11-30", open},
		"moet 1 december naar het ziekenhuis":          {"2026-12-01", open},
		"vanaf morgen ben ik er niet":                  {"2026-11-24", open},
		"pauze vanaf zaterdag":                         {"2026-11-28", open},
		"ik ga zaterdag tot dinsdag naar mijn dochter": {"2026-11-28", "2026-11-30"},
		"ik ben van 1 tot 8 december weg":              {"2026-12-01", "2026-12-07"},
		"van 1 december t/m 8 december weg":            {"2026-12-01", "2026-12-08"},
		"volgende week ben ik in het ziekenhuis":       {"2026-11-30", "2026-12-06"},
		"van 8 tot 1 december":                         {no, no},
		"zondag ben ik er niet":                        {"2026-11-29", "2026-11-29"},
		"morgen ben ik er niet":                        {"2026-11-24", "2026-11-24"},
		"ik ga over een week op vakantie":              {"2026-11-30", open},
		"we gaan over 2 weken naar spanje":             {"2026-12-07", open},
		"we gaan 3 weken op vakantie vanaf zaterdag":   {"2026-11-28", "2026-12-18"},
		"ik ga zaterdag 3 weken op vakantie":           {"2026-11-28", "2026-12-18"},
		"ik ben over een week terug":                   {no, no},
		"ik ga weg en ben over een week weer thuis":    {no, no},
		"ik ga 3 weken weg tot zaterdag":               {no, no},
		// away from today on, or the day of coming back
		"pauze tot maandag":                            {no, no},
		"ben weg tot 5 december":                       {no, no},
		"ik ben zaterdag weer thuis":                   {no, no},
		"ik ga naar mijn dochter en kom maandag terug": {no, no},
		"ik ga 3 dagen weg":                            {no, no},
		"ben vandaag niet thuis":                       {no, no},
		"deze week weg":                                {no, no},
		"pauze maandag":                                {no, no},
		"31 februari weg":                              {no, no},
		"van vandaag tot vrijdag weg":                  {no, no},
		"":                                             {no, no},
	} {
		first, last, ok := Leave(text, now)
		got := [2]string{no, no}
		if ok {
			got = [2]string{first.Format(time.DateOnly), open}
			if !last.IsZero() {
				got[1] = last.Format(time.DateOnly)
			}
		}
		if got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
