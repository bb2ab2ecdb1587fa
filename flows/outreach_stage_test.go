package flows_test

import (
	"os"
	"slices"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// outreach does the verbs of the outreach, and reports whether verb is one.
func (s *stage) outreach(verb, _ string) bool {
	if verb != "import" { // the file of the city once more
		return false
	}
	f, err := os.Open("testdata/stad.json")
	s.check(err)
	defer f.Close()
	s.load(f)
	return true
}

// invitations returns what a noun of "=" stands for, of the outreach.
func (s *stage) invitations(tx *store.Tx, noun string) (got []string) {
	switch noun {
	case "uitnodigingen": // person: what came of it
		for _, o := range store.Outreaches.All(tx, "") {
			got = append(got, invitation(&o))
		}
	case "brieven": // person: the letters that were made
		for _, o := range store.Outreaches.All(tx, "") {
			row := o.Person
			for _, l := range o.Posted {
				row += " " + l.Text
			}
			got = append(got, row)
		}
	case "notities-zaak": // the last note of each case that is open
		for _, cs := range store.Cases.FindRange(tx, "open", "", "") {
			got = append(got, cs.Notes[len(cs.Notes)-1].Text)
		}
	default:
		s.t.Fatalf("line %d: unknown noun %q", s.line, noun)
	}
	return got
}

func invitation(o *wijk.Outreach) string {
	row := []string{o.Person}
	switch {
	case !o.Silent.IsZero() && o.Open():
		row = append(row, "stil")
	case o.Open():
		row = append(row, "open")
	case o.Heard.IsZero():
		row = append(row, "klaar")
	}
	row = append(row, string(o.Wish))
	for _, key := range []string{wijk.AskSupport, wijk.AskOut, wijk.AskHelp, wijk.AskCall} {
		if said := o.Answers[key]; said != "" {
			row = append(row, key+"="+said)
		}
	}
	row = append(row, string(o.Outcome))
	return strings.Join(slices.DeleteFunc(row, func(s string) bool { return s == "" }), " ")
}
