package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkbot/store/wijk"
)

// TestACoupleSharesANumber: two at one address may have one mobile number, and
// the same file again changes nothing. Anybody else is refused.
func TestACoupleSharesANumber(t *testing.T) {
	db := openDB(t)
	row := func(id, phone, address string) string {
		return fmt.Sprintf(`{"id":%q,"name":"X","phone":%q,"address":%q,"postcode":"2715AB"}`, id, phone, address)
	}
	file := func(rows ...string) string { return `{"residents":[` + strings.Join(rows, ",") + `]}` }
	const one, other = "+31600000001", "+31600000002"
	both := file(row("a", one, "Dorpsstraat 1"), row("b", one, "Dorpsstraat 1"))
	for range 2 {
		if _, errs := apply(t, db, both, "2026-11-23 12:00"); errs != nil {
			t.Fatal(errs)
		}
		if got, want := holder(t, db, "sms:"+one), (wijk.Holder{Person: "a", Also: []string{"b"}}); !cmp.Equal(got, want) {
			t.Errorf("held by %+v, want %+v", got, want)
		}
	}
	for _, tc := range []struct{ file, want string }{
		{file(row("c", one, "Dorpsstraat 1")), "residents row 1 (c): phone: belongs to a"},
		{file(row("b", one, "Dorpsstraat 2")), "residents row 1 (b): phone: belongs to a"},
		{file(row("a", one, "Dorpsstraat 1"), row("c", one, "Dorpsstraat 1")), "residents row 1 (a): phone: belongs to b"},
	} {
		_, errs := apply(t, db, tc.file, "2026-11-23 12:00")
		if len(errs) == 0 || errs[0].Error() != tc.want {
			t.Errorf("%s: got %v", tc.file, errs)
		}
	}
	for _, rows := range [][]string{
		{row("d", other, "Dorpsstraat 1"), row("e", other, "Dorpsstraat 2")},
		{row("d", other, ""), row("e", other, "")},
		{row("d", other, "Dorpsstraat 1"), row("e", other, "Dorpsstraat 1"), row("f", other, "Dorpsstraat 1")},
	} {
		if _, errs := Parse(strings.NewReader(file(rows...)), rules()); !strings.Contains(fmt.Sprint(errs), "phone: the same as in residents row 1 (d)") {
			t.Errorf("%s: got %v", rows, errs)
		}
	}
	if _, errs := apply(t, db, file(row("a", other, "Dorpsstraat 1")), "2026-11-23 12:00"); errs != nil {
		t.Fatal(errs)
	}
	if got, want := holder(t, db, "sms:"+one), (wijk.Holder{Person: "b"}); got.Person != want.Person || len(got.Also) > 0 {
		t.Errorf("who stays: %+v, want %+v", got, want)
	}
}
