package flows_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// account does the verbs by which reports come about and move on, without the
// conversations that do so, and reports whether verb is one of them.
func (s *stage) account(verb, rest string) bool {
	switch verb {
	case "made": // other reports, so that numbers are no digits
		var n int
		_, err := fmt.Sscan(rest, &n)
		s.check(err)
		s.update(func(tx *store.Tx) {
			for range n {
				s.city.NewReport(tx, flows.Intake{Kind: wijk.Else, Place: wijk.Place{Wijk: "dorp"}, Source: "desk"}, s.now)
			}
		})
	case "makes": // who speaks has made a report: its kind, its place, and perhaps a photo
		s.makes(rest)
	case "joins": // who speaks joined a report
		var n uint64
		_, err := fmt.Sscan(rest, &n)
		s.check(err)
		s.update(func(tx *store.Tx) {
			r, _ := store.Reports.Get(tx, store.Num(n))
			store.Join(tx, &r, s.who, s.now)
		})
	case "search": // the tables that hold a text, in a key or a value: "search de woorden = reports history"
		text, want, _ := strings.Cut(rest, " =")
		if got := s.search(text); strings.Join(got, " ") != strings.TrimSpace(want) {
			s.t.Errorf("line %d: %q is in %q, want %q", s.line, text, got, want)
		}
	case "staff": // a member of staff brings a report to another stage: "staff 1 asked Welke kleur?"
		s.staff(rest)
	default:
		return false
	}
	return true
}

func (s *stage) makes(rest string) {
	kind, where, _ := strings.Cut(rest, " ")
	where, photo := strings.CutSuffix(where, " foto")
	street, number, _ := strings.Cut(where, " ")
	slug := "meerzicht"
	if strings.HasPrefix(street, "Dorp") {
		slug = "dorp"
	}
	s.update(func(tx *store.Tx) {
		in := flows.Intake{
			Kind: wijk.ReportKind(kind), Text: "de woorden van de melder", From: s.who, Source: string(s.who.Channel),
			Place: wijk.Place{Street: street, Number: number, Wijk: slug, Source: wijk.FromStreet},
		}
		if photo {
			id := fmt.Sprintf("foto-%d", tx.Next("photo"))
			store.Photos.Put(tx, id, wijk.Photo{ID: id, State: wijk.PhotoKept, Owner: s.who, At: s.now})
			store.Pictures.Put(tx, id, []byte("picture"))
			in.Photos = []string{id}
		}
		s.city.NewReport(tx, in, s.now)
	})
	s.deliver()
}

// search returns the names of the tables and indexes that hold a text.
func (s *stage) search(text string) (tables []string) {
	err := s.engine.View(context.Background(), func(kv store.KV) error {
		tables = nil
		return kv.Scan([]byte{0}, nil, func(k, v []byte) bool {
			name, _, _ := bytes.Cut(k, []byte{0})
			if bytes.Contains(k, []byte(text)) || bytes.Contains(v, []byte(text)) {
				if n := string(name); !slices.Contains(tables, n) {
					tables = append(tables, n)
				}
			}
			return true
		})
	})
	s.check(err)
	return tables
}

func (s *stage) staff(rest string) {
	var n uint64
	var what string
	_, err := fmt.Sscan(rest, &n, &what)
	s.check(err)
	_, text, _ := strings.Cut(rest, what+" ")
	m := map[string]flows.Move{
		"asked":    {To: wijk.Asked, Question: text},
		"progress": {To: wijk.InProgress},
		"planned":  {To: wijk.Planned, Planned: wijk.DateOf(s.now).Add(2)},
		"solved":   {To: wijk.Done, Outcome: wijk.Solved, Reason: text},
		"repaired": {To: wijk.Done, Outcome: wijk.Solved, Reason: text, Repairs: []string{"foto-herstel"}},
		"unsolved": {To: wijk.Done, Outcome: wijk.Unsolved, Reason: text},
	}[what]
	m.By = "manager-1"
	s.update(func(tx *store.Tx) { _, err = s.city.Move(tx, n, m, s.now) })
	s.check(err)
	s.deliver()
}

// known is what the city knows of the reports that somebody made.
func (s *stage) known(tx *store.Tx, noun string) (got []string) {
	for _, r := range store.Reports.All(tx, "") {
		switch {
		case r.Source == "desk":
		case noun == "votes":
			got = append(got, fmt.Sprintf("%d ja %d nee %d", r.Number, r.Yes, r.No))
		case noun == "stage":
			got = append(got, fmt.Sprintf("%d %s", r.Number, r.Stage))
		default:
			s.t.Fatalf("line %d: unknown %q", s.line, noun)
		}
	}
	return got
}

// heardAs returns the provider's id of a message: as it is, or of the last one
// that the speaker heard with a text in it.
func (s *stage) heardAs(text string) string {
	for _, m := range slices.Backward(s.past) {
		if m.To == s.who && strings.Contains(m.Text, text) && strings.Trim(text, "0123456789") != "" {
			return m.ProviderID
		}
	}
	return text
}
