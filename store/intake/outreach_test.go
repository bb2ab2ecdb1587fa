package intake_test

import (
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestCohort: a year of birth is taken, a date of birth and a selection without
// the decision that allows it are not.
func TestCohort(t *testing.T) {
	resident := func(more string) string {
		return `{"residents":[{"id":"r-1","name":"Mevrouw Bos","over70_checked":"2026-11-01"` + more + `}]}`
	}
	round := func(more string) string {
		return `{"staff":[{"id":"a","name":"A","role":"ouderenadviseur"}],
			"rounds":[{"id":"w","cron":"0 10 1 * *","kind":"outreach","by":"a","text":"Dag"` + more + `}]}`
	}
	tests := []struct{ name, file, wrong string }{
		{"year", resident(`,"cohort":1940`), ""},
		{"date of birth", resident(`,"cohort":"1940-03-01"`), "cohort"},
		{"of birth", resident(`,"birth_date":"1940-03-01"`), "birth_date: unknown key"},
		{"too young", resident(`,"cohort":1990`), "not over 70"},
		{"dead with a check-in", resident(`,"died":"2026-11-02","checkin":{}`), "died"},
		{"round", round(`,"cohorts":[1935,1940],"authorisation":"B-1"`), ""},
		{"round without decision", round(`,"cohorts":[1935,1940]`), "authorisation: missing"},
		{"round turned round", round(`,"cohorts":[1940,1935],"authorisation":"B-1"`), "cohorts"},
		{"round of one year", round(`,"cohorts":[1940],"authorisation":"B-1"`), "cohorts"},
		{"round of words", round(`,"cohorts":["1940","1941"],"authorisation":"B-1"`), "cohorts"},
		{"round of a lifetime", round(`,"wait_days":4000`), "wait_days"},
	}
	for _, tt := range tests {
		_, errs := intake.Parse(strings.NewReader(tt.file), intake.Rules{Today: "2026-11-23", Map: wijk.Coarse(), Cron: func(string) error { return nil }})
		all := ""
		for _, err := range errs {
			all += err.Error() + "\n"
		}
		if tt.wrong == "" && all != "" || !strings.Contains(all, tt.wrong) {
			t.Errorf("%s: %q", tt.name, all)
		}
	}
}

// TestObjectionStays: no import takes back that somebody wants no invitations,
// or brings the dead back on the list.
func TestObjectionStays(t *testing.T) {
	db := kvtest.Open(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	file := &intake.File{Residents: []intake.Resident{{Person: wijk.Person{ID: "r-1", Name: "Mevrouw Bos", Wijk: "dorp", Over70: "2026-11-01"}}}}
	on := func(tx *store.Tx) (n int) {
		for range store.Over70(tx, "dorp", "") {
			n++
		}
		return n
	}
	for _, mark := range []func(*wijk.Person){
		func(*wijk.Person) {},
		func(p *wijk.Person) { p.Objected = now },
		func(p *wijk.Person) { p.Objected, p.Died = time.Time{}, "2026-11-02" },
	} {
		var first, second int
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			intake.Apply(tx, file, now)
			p, _ := store.People.Get(tx, "r-1")
			mark(&p)
			marked := !p.Objected.IsZero() || p.Died != ""
			store.People.Put(tx, p.ID, p)
			first = on(tx)
			intake.Apply(tx, file, now)
			if second = on(tx); marked && second != 0 || !marked && second != 1 {
				t.Errorf("marked %t: %d on the list", marked, second)
			}
			return nil
		})
		if err != nil || first != second {
			t.Errorf("%d before the import and %d after: %v", first, second, err)
		}
	}
}
