package flows_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// plan does the verbs about how somebody is asked, and reports whether verb is
// one of them.
func (s *stage) plan(verb, rest string) bool {
	switch verb {
	case "set": // a person, and what of the row becomes otherwise, as JSON
		id, change, _ := strings.Cut(rest, " ")
		s.update(func(tx *store.Tx) {
			p, ok := store.People.Get(tx, id)
			if !ok {
				s.t.Fatalf("line %d: nobody is %q", s.line, id)
			}
			s.check(json.Unmarshal([]byte(change), &p))
			store.People.Put(tx, id, p)
		})
	default:
		return false
	}
	return true
}

// attempts is what was tried on the latest day of each resident of the import.
func attempts(tx *store.Tx) (got []string) {
	last := make(map[string]wijk.CheckIn)
	for _, ck := range store.CheckIns.All(tx, "r-") {
		last[ck.Person] = ck
	}
	for _, id := range []string{"r-1", "r-2", "r-3"} {
		ck := last[id]
		for _, a := range ck.Attempts {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", dutch.Clock(a.At), a.Step, a.Channel)))
		}
	}
	return got
}
