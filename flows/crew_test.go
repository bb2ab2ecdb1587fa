package flows_test

import (
	"fmt"
	"strings"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// crew does the verbs of those who mend, and reports whether verb is one of
// them.
func (s *stage) crew(verb, rest string) bool {
	words := strings.Fields(rest)
	var n uint64
	fmt.Sscan(rest, &n)
	switch verb {
	case "nieuw": // kind wijk lat,lon spoed address words: a report by another door
		in := flows.Intake{
			Kind: wijk.ReportKind(words[0]), Place: wijk.Place{Wijk: words[1], Source: wijk.FromStreet}, Urgent: words[3] == "spoed",
			Source: "open311", From: wijk.ParseAddress(words[4]), Text: strings.Join(words[5:], " "),
		}
		if words[4] == "-" {
			in.From = wijk.Address{}
		}
		in.Place.Street, in.Place.Number, _ = strings.Cut(strings.Join(words[5:7], " "), " ")
		if words[2] != "-" {
			_, err := fmt.Sscanf(words[2], "%g,%g", &in.Place.Point.Lat, &in.Place.Point.Lon)
			s.check(err)
			in.Place.Source = wijk.FromPin
		}
		s.update(func(tx *store.Tx) { s.city.NewReport(tx, in, s.now) })
		s.deliver()
	case "erbij": // number count: so many more by SMS have the same
		var count int
		_, err := fmt.Sscan(rest, &n, &count)
		s.check(err)
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			for i := range count {
				store.Join(tx, &r, wijk.Address{Channel: wijk.SMS, To: number(i)}, s.now)
			}
		})
	case "rol": // id role: somebody gets another role; "-" is none any more
		s.update(func(tx *store.Tx) {
			p, ok := store.Staff.Get(tx, words[0])
			if !ok {
				s.t.Fatalf("line %d: no colleague %q", s.line, words[0])
			}
			if p.Role = wijk.Role(words[1]); words[1] == "-" {
				store.Staff.Delete(tx, p.ID)
				return
			}
			store.Staff.Put(tx, p.ID, p)
		})
	case "koppel": // a colleague who is a resident with check-ins as well
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, words[0])
			for _, a := range p.Addresses() {
				store.Holders.Put(tx, a.String(), wijk.Holder{Person: words[0], Staff: words[1]})
			}
		})
	case "tekst": // number words: the reporter wrote more
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			r.Text += " " + strings.Join(words[1:], " ")
			store.Reports.Put(tx, store.Num(n), r)
		})
	case "tegen": // number count: so many reporters said that it is not solved
		var no int
		_, err := fmt.Sscan(rest, &n, &no)
		s.check(err)
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			r.No = no
			store.Reports.Put(tx, store.Num(n), r)
		})
	default:
		return false
	}
	return true
}

// work shows what matters of a report to those who mend.
func work(r *wijk.Report) string {
	text := fmt.Sprintf("%d/%s/%s", r.Number, r.Kind, r.Stage)
	for _, x := range []string{r.Owner, string(r.Outcome), string(r.Planned), strings.Join(r.Repairs, "+")} {
		if x != "" {
			text += "/" + x
		}
	}
	if r.Parent != 0 {
		text += fmt.Sprintf("/deel van %d", r.Parent)
	}
	if r.Into != 0 {
		text += fmt.Sprintf("/in %d", r.Into)
	}
	if r.Public {
		text += "/openbaar"
	}
	return text
}
