package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestWarningsAreFew: of a whole city that surprises there is one line, which
// names some of them and nobody who stopped since.
func TestWarningsAreFew(t *testing.T) {
	db := kvtest.Open(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	file := &intake.File{}
	for i := range 500 {
		file.Residents = append(file.Residents, intake.Resident{Person: wijk.Person{
			ID: fmt.Sprintf("r-%03d", i), Name: "Mevrouw Kanarie", Wijk: "dorp", Phone: fmt.Sprintf("+31600000%03d", i),
			CheckIn: &wijk.Plan{Time: "09:00", Days: []string{"ma"}, Profile: "standard", Requested: wijk.Request{On: "2026-11-01"}},
		}})
	}
	var all []string
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		intake.Apply(tx, file, now)
		p, _ := store.People.Get(tx, "r-000")
		p.Stopped = now
		store.People.Put(tx, p.ID, p)
		p, _ = store.People.Get(tx, "r-001")
		p.Contacts = []wijk.Keeper{{Name: "Jan", Phone: "+32470123456"}}
		store.People.Put(tx, p.ID, p)
		all = intake.Warnings(tx, file, func(a wijk.Address) bool { return a.Channel == wijk.SMS && strings.HasPrefix(a.To, "+316") })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "498 residents with a check-in and no contact who can be asked"
	if len(all) == 2 && all[1] != "1 resident with a contact to whom no SMS can go (SMS is off, or SMS_PREFIXES lacks a country): that contact is never asked: r-001" {
		t.Errorf("of a contact abroad: %q", all[1])
	}
	if len(all) != 2 || !strings.HasPrefix(all[0], want) || !strings.HasSuffix(all[0], ": r-002, r-003, r-004, r-005, r-006, r-007, r-008, r-009, r-010, r-011 and 488 more") {
		t.Errorf("warned %q", all)
	}
	if text := strings.Join(all, ""); strings.Contains(text, "Kanarie") || strings.Contains(text, "+31") {
		t.Error("a warning holds personal data")
	}
}
