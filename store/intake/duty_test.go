package intake

import (
	"context"
	"strings"
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

const withDuty = `{"staff":[{"id":"a","name":"Kim","role":"ouderenadviseur"}],
"duty":[{"staff":"a","wijken":["dorp"],"days":"ma-vr,zo","from":"08:30","until":"17:00","first":"2026-11-01","holidays":true}]}`

// A rule of the roster that cannot be meant is refused, with the reason.
func TestDutyRefuses(t *testing.T) {
	for _, tc := range []struct{ old, new, want string }{
		{`"staff":"a",`, ``, "duty row 1: staff: must be there, or else role"},
		{`"staff":"a",`, `"staff":"a","role":"beheerder",`, "duty row 1: staff: must be there, or else role"},
		{`"ma-vr,zo"`, `"ma-vr,wo"`, "duty row 1: days: must be days such as ma-vr or ma,wo,za-zo, each once"},
		{`"ma-vr,zo"`, `"monday"`, "duty row 1: days: must be days such as ma-vr or ma,wo,za-zo, each once"},
		{`"ma-vr,zo"`, `""`, "duty row 1: days: must be days such as ma-vr or ma,wo,za-zo, each once"},
		{`"days":"ma-vr,zo",`, ``, "duty row 1: days: missing"},
		{`"08:30"`, `"8:30"`, "duty row 1: from: must be a time such as 08:30"},
		{`"08:30"`, `"24:00"`, "duty row 1: from: must be a time such as 08:30"},
		{`"17:00"`, `"25:00"`, "duty row 1: until: must be a time such as 17:00"},
		{`"17:00"`, `"08:30"`, "duty row 1: until: the same as from"},
		{`"dorp"`, `"mordor"`, "duty row 1: wijken: item 1 must be a wijk on the map, such as meerzicht"},
		{`"first":"2026-11-01"`, `"first":"2026-11-01","last":"2026-10-01"`, "duty row 1: last: before first"},
		{`"holidays":true`, `"feest":true`, "duty row 1: feest: unknown key"},
	} {
		_, errs := Parse(strings.NewReader(strings.Replace(withDuty, tc.old, tc.new, 1)), rules())
		found := false
		for _, err := range errs {
			found = found || err.Error() == tc.want
		}
		if !found {
			t.Errorf("with %s: %v, want %q", tc.new, errs, tc.want)
		}
	}
}

// A roster replaces the one before, a file without leaves it, and a rule about
// somebody who does not work here is refused.
func TestDutyReplacesTheRoster(t *testing.T) {
	db, err := store.Open(context.Background(), kvtest.Twice(kvtest.OpenEngine(t)))
	if err != nil {
		t.Fatal(err)
	}
	load := func(text string) (faults []error, rows []wijk.Duty) {
		file, errs := Parse(strings.NewReader(text), rules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			rows = nil
			if faults = Conflicts(tx, file); len(faults) == 0 {
				Apply(tx, file, at("2026-11-23 09:00"))
			}
			for _, d := range store.Duties.All(tx, "") {
				rows = append(rows, d)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return faults, rows
	}
	if faults, _ := load(strings.Replace(withDuty, `"staff":"a"`, `"staff":"b"`, 1)); len(faults) != 1 || faults[0].Error() != "duty row 1: staff: no member of staff has this id" {
		t.Errorf("a rule about nobody: %v", faults)
	}
	_, rows := load(withDuty)
	if len(rows) != 1 || strings.Join(rows[0].Days, " ") != "ma di wo do vr zo" || !rows[0].Holidays {
		t.Errorf("the roster is %+v", rows)
	}
	if _, rows = load(`{"staff":[]}`); len(rows) != 1 {
		t.Errorf("a file without a roster left %d rules, want 1", len(rows))
	}
	if _, rows = load(`{"duty":[{"role":"ouderenadviseur","days":"za-ma","from":"22:00","until":"06:00"}]}`); len(rows) != 1 || rows[0].Staff != "" {
		t.Errorf("another roster: %+v", rows)
	}
	if _, rows = load(`{"duty":[]}`); len(rows) != 0 {
		t.Errorf("an empty roster left %d rules", len(rows))
	}
}
