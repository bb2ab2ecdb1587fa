package intake

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkbot/store"
	"wijkbot/store/boltkv"
	"wijkbot/store/wijk"
)

const good = `{"staff":[{"id":"agent-1","name":"Wijkagent Bakker","role":"wijkagent","wijken":["meerzicht"],"telegram":123,"phone":"+31611111111","duty":true}],
"residents":[{"id":"r-1","name":"Mevrouw De Wit","phone":"+31655512345","landline":"+31793456789","telegram":42,"wijk":"meerzicht","address":"Dorpsstraat 1","postcode":"2715 ab","over70_checked":"2026-11-01","prefers":"sms",
"checkin":{"time":"09:00","days":["ma","di"],"profile":"standard","requested":{"by":"self","on":"2026-11-01","via":"desk","staff":"Jansen"}},
"contacts":[{"name":"Dochter","phone":"+31687654321","agreed":"2026-11-01"}]}],
"rounds":[{"id":"spreekuur","cron":"0 10 * * 1","kind":"update","wijken":["meerzicht"],"by":"agent-1","text":"Vandaag spreekuur."}]}`

func rules() Rules {
	return Rules{Today: "2026-11-23", Map: wijk.Coarse(), Cron: func(spec string) error {
		if len(strings.Fields(spec)) != 5 {
			return errors.New("five fields expected")
		}
		return nil
	}}
}

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

// A bad row is refused for the reason given, and only for that.
func TestParseRefuses(t *testing.T) {
	for _, tc := range []struct{ old, new, want string }{
		{`"staff":[`, `"staf":[`, "file: staf: unknown key"},
		{`"duty":true`, `"duty":1`, "staff row 1 (agent-1): duty: must be true or false, not a number"},
		{`"duty":true`, `"Duty":true`, "staff row 1 (agent-1): Duty: unknown key"},
		{`"role":"wijkagent"`, `"role":"koning"`, "staff row 1 (agent-1): role: must be a known role, such as wijkagent"},
		{`"role":"wijkagent",`, ``, "staff row 1 (agent-1): role: missing"},
		{`"id":"r-1"`, `"id":"agent-1"`, "residents row 1 (agent-1): id: the same as in staff row 1 (agent-1)"},
		{`"id":"r-1"`, `"id":""`, "residents row 1: id: must be 1 to 64 letters, digits, hyphens, dots or underscores"},
		{`"id":"r-1"`, `"id":"a/b"`, "residents row 1: id: must be 1 to 64 letters, digits, hyphens, dots or underscores"},
		{`"id":"r-1",`, ``, "residents row 1: id: missing"},
		{`"name":"Mevrouw De Wit"`, `"name":"  "`, "residents row 1 (r-1): name: missing"},
		{`"name":"Mevrouw De Wit"`, `"name":"a\u0000b"`, "residents row 1 (r-1): name: holds a character that cannot be printed"},
		{`"+31655512345"`, `"0612345678"`, "residents row 1 (r-1): phone: must be a Dutch mobile number such as +31612345678"},
		{`"+31655512345"`, `31612345678`, "residents row 1 (r-1): phone: must be a text, not a number"},
		{`"+31793456789"`, `"+31612345679"`, "residents row 1 (r-1): landline: must be a Dutch number such as +31791234567"},
		{`"telegram":42`, `"telegram":-42`, "residents row 1 (r-1): telegram: must be a whole number above 0"},
		{`"telegram":42`, `"telegram":4.2`, "residents row 1 (r-1): telegram: must be a whole number above 0"},
		{`"wijk":"meerzicht"`, `"wijk":"mordor"`, "residents row 1 (r-1): wijk: must be a wijk on the map, such as meerzicht"},
		{`"2715 ab"`, `"0715AB"`, "residents row 1 (r-1): postcode: must be a postcode such as 2715AB"},
		{`"over70_checked":"2026-11-01"`, `"over70_checked":"2026-11-24"`, "residents row 1 (r-1): over70_checked: lies in the future"},
		{`"over70_checked":"2026-11-01"`, `"over70_checked":"2026-02-30"`, "residents row 1 (r-1): over70_checked: must be a date such as 2026-11-01"},
		{`"prefers":"sms"`, `"prefers":"fax"`, "residents row 1 (r-1): prefers: must be one of sms, telegram, voice, letter"},
		{`"time":"09:00"`, `"time":"9:00"`, "residents row 1 (r-1): checkin: time: must be a time such as 09:00"},
		{`"time":"09:00"`, `"time":"24:00"`, "residents row 1 (r-1): checkin: time: must be a time such as 09:00"},
		{`["ma","di"]`, `["ma","mo"]`, "residents row 1 (r-1): checkin: days: item 2 must be one of ma, di, wo, do, vr, za, zo"},
		{`["ma","di"]`, `["ma","ma"]`, "residents row 1 (r-1): checkin: days: item 2 is there twice"},
		{`["ma","di"]`, `[]`, "residents row 1 (r-1): checkin: days: at least one"},
		{`"profile":"standard"`, `"profile":"zwaar"`, "residents row 1 (r-1): checkin: profile: must be one of standard, fragile, light"},
		{`,"requested":{"by":"self","on":"2026-11-01","via":"desk","staff":"Jansen"}`, ``,
			"residents row 1 (r-1): checkin: requested: missing: a check-in needs the person's own recorded request"},
		{`"by":"self"`, `"by":"daughter"`, "residents row 1 (r-1): checkin: requested: by: must be one of self"},
		{`"on":"2026-11-01"`, `"on":"2026-11-24"`, "residents row 1 (r-1): checkin: requested: on: lies in the future"},
		{`"via":"desk"`, `"via":"phone"`, "residents row 1 (r-1): checkin: requested: via: must be one of desk, sms, letter"},
		{`"staff":"Jansen"`, `"staf":"Jansen"`, "residents row 1 (r-1): checkin: requested: staf: unknown key"},
		{`"agreed":"2026-11-01"`, `"agreed":null`, "residents row 1 (r-1): contacts row 1: agreed: must be a text, not nothing"},
		{`"name":"Dochter"`, `"name":"Dochter","name":"Zoon"`, "residents row 1 (r-1): contacts row 1: name: occurs twice"},
		{`"0 10 * * 1"`, `"0 10 * *"`, "rounds row 1 (spreekuur): cron: five fields expected"},
		{`"kind":"update"`, `"kind":"checkin"`, "rounds row 1 (spreekuur): kind: must be one of update, outreach"},
		{`"wijken":["meerzicht"],"by"`, `"by"`, "rounds row 1 (spreekuur): wijken: missing: an update goes to the followers of a wijk"},
		{`"text":"Vandaag spreekuur."`, `"text":""`, "rounds row 1 (spreekuur): text: missing"},
		{`spreekuur."}]}`, `spreekuur."}]}{}`, "line 5: there is something behind the last bracket"},
		{`spreekuur."}]}`, `spreekuur."}]`, "line 5: unexpected EOF"},
		{`"prefers":"sms",`, `"prefers":"sms",,`, "line 2: invalid character ',' before object key string"},
		{`Bakker`, "Bak\xffker", "the file is not UTF-8"},
	} {
		if strings.Count(good, tc.old) == 0 {
			t.Fatalf("%q is not in the good file", tc.old)
		}
		_, errs := Parse(strings.NewReader(strings.Replace(good, tc.old, tc.new, 1)), rules())
		if len(errs) != 1 || errs[0].Error() != tc.want {
			if !strings.HasPrefix(tc.want, "line") || len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), tc.want[:6]) {
				t.Errorf("%s instead of %s:\n got %v\nwant %s", tc.new, tc.old, errs, tc.want)
			}
		}
	}
}

func TestParseTellsEverythingAtOnce(t *testing.T) {
	_, errs := Parse(strings.NewReader(`{"residents":[
		{"id":"a","name":"A","phone":"+31655512345","wijk":"mordor"},
		{"id":"b","name":"B","phone":"+31655512345","tel":"x"},
		{"id":"b","name":""}, 7]}`), rules())
	want := []string{
		"residents row 4: must be an object, not a number",
		"residents row 1 (a): wijk: must be a wijk on the map, such as meerzicht",
		"residents row 2 (b): tel: unknown key",
		"residents row 3 (b): name: missing",
		"residents row 4: id: missing",
		"residents row 4: name: missing",
		"residents row 2 (b): phone: the same as in residents row 1 (a)",
		"residents row 3 (b): id: the same as in residents row 2 (b)",
	}
	var got []string
	for _, err := range errs {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// No fault repeats what is somebody's: faults are printed and mailed about.
func TestFaultsHoldNoPersonalData(t *testing.T) {
	file := good
	for _, secret := range []string{"+31655512345", "+31793456789", "2715 ab", "+31687654321"} {
		file = strings.Replace(file, secret, secret+"7", 1)
	}
	_, errs := Parse(strings.NewReader(file), rules())
	if len(errs) != 4 {
		t.Fatalf("%d faults: %v", len(errs), errs)
	}
	for _, err := range errs {
		for _, secret := range []string{"5512345", "3456789", "2715 ab", "87654321", "Wit"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%v repeats %s", err, secret)
			}
		}
	}
}

func openDB(t *testing.T) *store.DB {
	t.Helper()
	e, err := boltkv.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	db, err := store.Open(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func apply(t *testing.T, db *store.DB, file, when string) (sum Summary, conflicts []error) {
	t.Helper()
	f, errs := Parse(strings.NewReader(file), rules())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if conflicts = Conflicts(tx, f); len(conflicts) > 0 {
			return errors.Join(conflicts...)
		}
		sum = Apply(tx, f, at(when))
		return nil
	})
	if (err != nil) != (len(conflicts) > 0) {
		t.Fatal(err)
	}
	return sum, conflicts
}

func person(t *testing.T, db *store.DB, id string) (p wijk.Person) {
	t.Helper()
	if err := db.View(context.Background(), func(tx *store.Tx) error {
		p, _ = store.People.Get(tx, id)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

func holder(t *testing.T, db *store.DB, address string) (h wijk.Holder) {
	t.Helper()
	if err := db.View(context.Background(), func(tx *store.Tx) error {
		h, _ = store.Holders.Get(tx, address)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

func change(t *testing.T, db *store.DB, fn func(tx *store.Tx)) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestApplyTwiceIsApplyOnce(t *testing.T) {
	db := openDB(t)
	want := Summary{Staff: 1, Residents: 1, CheckIns: 1, Rounds: 1}
	for range 2 {
		sum, _ := apply(t, db, good, "2026-11-23 12:00")
		if sum != want {
			t.Fatalf("got %+v, want %+v", sum, want)
		}
	}
	p := person(t, db, "r-1")
	if diff := cmp.Diff(wijk.Person{
		ID: "r-1", Name: "Mevrouw De Wit", Phone: "+31655512345", Landline: "+31793456789", Telegram: 42,
		Wijk: "meerzicht", Address: "Dorpsstraat 1", Postcode: "2715AB", Over70: "2026-11-01", Prefers: wijk.SMS,
		CheckIn: &wijk.Plan{Time: "09:00", Days: []string{"ma", "di"}, Profile: "standard",
			Requested: wijk.Request{By: "self", On: "2026-11-01", Via: "desk", Staff: "Jansen"}, Known: at("2026-11-23 12:00")},
		Contacts: []wijk.Keeper{{Name: "Dochter", Phone: "+31687654321", Agreed: "2026-11-01"}},
	}, p); diff != "" {
		t.Error(diff)
	}
	for address, want := range map[string]wijk.Holder{
		"sms:+31655512345": {Person: "r-1"}, "telegram:42": {Person: "r-1"},
		"sms:+31611111111": {Staff: "agent-1"}, "telegram:123": {Staff: "agent-1"},
	} {
		if got := holder(t, db, address); !cmp.Equal(got, want) {
			t.Errorf("%s is held by %+v, want %+v", address, got, want)
		}
	}
}

// A new number takes the old one's place, and the old one is nobody's.
func TestAddressesMove(t *testing.T) {
	db := openDB(t)
	apply(t, db, good, "2026-11-23 12:00")
	file := strings.Replace(good, "+31655512345", "+31612345679", 1)
	file = strings.Replace(file, `"telegram":42,`, `"telegram":null,`, 1)
	file = strings.Replace(file, `"telegram":123,`, ``, 1)
	apply(t, db, file, "2026-11-23 12:00")
	for address, want := range map[string]wijk.Holder{
		"sms:+31655512345": {}, "sms:+31612345679": {Person: "r-1"}, "telegram:42": {},
		"telegram:123": {Staff: "agent-1"}, // the file was silent about it
	} {
		if got := holder(t, db, address); !cmp.Equal(got, want) {
			t.Errorf("%s is held by %+v, want %+v", address, got, want)
		}
	}
}

func TestTwoMaySwapNumbersButNotTakeAThird(t *testing.T) {
	db := openDB(t)
	row := func(id, phone string) string {
		return fmt.Sprintf(`{"id":%q,"name":"X","phone":%q}`, id, phone)
	}
	file := func(rows ...string) string { return `{"residents":[` + strings.Join(rows, ",") + `]}` }
	apply(t, db, file(row("a", "+31600000001"), row("b", "+31600000002"), row("c", "+31600000003")), "2026-11-23 12:00")
	if _, errs := apply(t, db, file(row("a", "+31600000002"), row("b", "+31600000001")), "2026-11-23 12:00"); errs != nil {
		t.Fatal(errs)
	}
	if h := holder(t, db, "sms:+31600000001"); h.Person != "b" {
		t.Errorf("after the swap it is held by %+v", h)
	}
	_, errs := apply(t, db, file(row("a", "+31600000003")), "2026-11-23 12:00")
	if len(errs) != 1 || errs[0].Error() != "residents row 1 (a): phone: belongs to c" {
		t.Errorf("got %v", errs)
	}
}

// A stop holds until the person asks anew, on a later day.
func TestStopOutlivesTheImport(t *testing.T) {
	db := openDB(t)
	apply(t, db, good, "2026-11-02 12:00")
	stop := at("2026-11-10 10:00")
	change(t, db, func(tx *store.Tx) {
		p, _ := store.People.Get(tx, "r-1")
		p.Stopped, p.PausedTo = stop, "2026-12-01"
		store.People.Put(tx, "r-1", p)
		store.Holders.Put(tx, "sms:+31655512345", wijk.Holder{Person: "r-1", Stopped: stop})
	})
	for _, tc := range []struct {
		asked   string
		stopped bool
	}{{"2026-11-01", true}, {"2026-11-10", true}, {"2026-11-11", false}} {
		file := strings.Replace(good, `"on":"2026-11-01"`, `"on":"`+tc.asked+`"`, 1)
		apply(t, db, file, "2026-11-23 12:00")
		p, h := person(t, db, "r-1"), holder(t, db, "sms:+31655512345")
		if p.Stopped.IsZero() == tc.stopped || h.Stopped.IsZero() == tc.stopped {
			t.Errorf("asked on %s: person stopped %v, address stopped %v", tc.asked, p.Stopped, h.Stopped)
		}
		if p.PausedTo != "2026-12-01" {
			t.Errorf("asked on %s: the pause is gone", tc.asked)
		}
	}
}

// A stranger's STOP counts when the number turns out to be a resident's.
func TestStopOfAStranger(t *testing.T) {
	db := openDB(t)
	stop := at("2026-11-10 10:00")
	change(t, db, func(tx *store.Tx) {
		store.Holders.Put(tx, "sms:+31655512345", wijk.Holder{Stopped: stop})
	})
	sum, _ := apply(t, db, good, "2026-11-23 12:00")
	if p := person(t, db, "r-1"); !p.Stopped.Equal(stop) || sum.Stopped != 1 || sum.CheckIns != 0 {
		t.Errorf("stopped %v, summary %+v", p.Stopped, sum)
	}
}

func TestRoundNeedsKnownStaff(t *testing.T) {
	db := openDB(t)
	file := strings.Replace(good, `"by":"agent-1"`, `"by":"agent-9"`, 1)
	_, errs := apply(t, db, file, "2026-11-23 12:00")
	if len(errs) != 1 || errs[0].Error() != "rounds row 1 (spreekuur): by: no member of staff has this id" {
		t.Errorf("got %v", errs)
	}
	if p := person(t, db, "r-1"); p.ID != "" {
		t.Error("a refused file left a resident behind")
	}
}
