package flows

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A job is something that those who mend can do with a report, by a button on
// its card or by a word with the number behind it.
type job struct {
	name  string   // in the data of buttons: never changes
	words []string // what is typed in front of the number
	label string   // of its button; empty for one that has none
	// to is the stage that the report must be allowed to go to, empty when the
	// stage does not matter.
	to wijk.Stage
	// more puts the button behind "Meer".
	more bool
	// free jobs leave a colleague who has the report undisturbed.
	free bool
	// plain words are used in any sentence as well: while a question is open
	// that takes words, they count only behind a slash.
	plain bool
	// fits says whether the job makes sense for this report and this colleague;
	// nil is always.
	fits func(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool
	do   func(t *Turn, r *wijk.Report, rest string)
}

// jobs is all that can be done with a report, in the order of the buttons.
func jobs() []job {
	return []job{
		{name: "kaart", words: []string{"melding", "kaart", "bekijk"}, free: true, plain: true, do: func(t *Turn, r *wijk.Report, _ string) { t.sayCard(r) }},
		{name: "neem", words: []string{"neem", "pak"}, label: "Neem", free: true, fits: takes, do: (*Turn).takeReport},
		{name: "over", words: []string{"neem over", "overnemen"}, label: "Neem over", free: true, fits: takesOver, do: func(t *Turn, r *wijk.Report, _ string) { t.takeReport(r, "over") }},
		{name: "klaar", words: []string{"klaar"}, label: "Klaar", to: wijk.Done, do: (*Turn).wantsDone},
		{name: "plan", words: []string{"plan", "inplannen"}, label: "Plan", to: wijk.Planned, plain: true, do: (*Turn).wantsPlan},
		{name: "vraag", words: []string{"vraag"}, label: "Vraag de melder", to: wijk.Asked, plain: true, fits: hasReporters, do: (*Turn).wantsAsk},
		{name: "antwoord", words: []string{"antwoord", "antwoorden"}, label: "Bericht aan de melder", more: true, free: true, plain: true, fits: hasReporters, do: (*Turn).wantsReply},
		{name: "los", words: []string{"laat los", "loslaten"}, label: "Laat los", free: true, fits: releases, do: func(t *Turn, r *wijk.Report, _ string) { t.releaseReport(r) }},
		{name: "externklaar", words: []string{"extern klaar"}, label: "Partij is klaar", to: wijk.OutsideDone, fits: isOutside, do: (*Turn).partyDone},
		{name: "terug", words: []string{"haal terug", "terughalen"}, label: "Haal terug", to: wijk.Reported, fits: isAway, do: (*Turn).fetchBack},
		{name: "heropen", words: []string{"heropen"}, label: "Heropen", to: wijk.Reopened, free: true, fits: isOver, do: (*Turn).wantsReopen},
		{name: "foto", words: []string{"fotos", "foto's", "foto"}, label: "Alle foto's", free: true, plain: true, fits: hasPhotos, do: func(t *Turn, r *wijk.Report, _ string) { t.showPhotos(r) }},
		{name: "niet", words: []string{"niet opgelost"}, label: "Niet opgelost", to: wijk.Done, more: true, do: (*Turn).wantsUnsolved},
		{name: "extern", words: []string{"doorzetten", "zet door"}, label: "Doorzetten", to: wijk.Outside, more: true, do: (*Turn).wantsOutside},
		{name: "door", words: []string{"geef door", "doorgeven"}, to: wijk.ToSend, do: (*Turn).wantsHandOver},
		{name: "soort", words: []string{"soort"}, label: "Andere soort", more: true, plain: true, fits: isHere, do: (*Turn).wantsKind},
		{name: "splits", words: []string{"splits", "splitsen"}, label: "Splits", more: true, plain: true, fits: splits, do: (*Turn).wantsSplit},
		{name: "voeg", words: []string{"voeg", "samenvoegen"}, label: "Voeg samen", more: true, to: wijk.Withdrawn, plain: true, fits: isHere, do: (*Turn).wantsMerge},
		{name: "openbaar", words: []string{"openbaar"}, label: "Maak openbaar", more: true, free: true, plain: true, fits: canPublish, do: (*Turn).wantsPublic},
		{name: "dicht", words: []string{"niet openbaar"}, label: "Niet openbaar", more: true, free: true, fits: canHide, do: (*Turn).wantsHidden},
		{name: "notitie", words: []string{"notitie"}, label: "Notitie", more: true, free: true, plain: true, do: (*Turn).wantsNote},
	}
}

// What decides whether a job fits.

func takes(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	return r.Stage.Open() && !atBackOffice(r) && owner(tx, r) == nil
}

func takesOver(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	o := owner(tx, r)
	return r.Stage.Open() && !atBackOffice(r) && o != nil && o.ID != s.ID && s.Role != wijk.Onderhoud
}

func releases(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	o := owner(tx, r)
	return r.Stage.Open() && o != nil && (o.ID == s.ID || s.Role != wijk.Onderhoud)
}

func hasReporters(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool { return r.Reporters > 0 }

func hasPhotos(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool {
	return len(r.Photos)+len(r.Repairs) > 1
}

func isOutside(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool { return r.Stage == wijk.Outside }

func isAway(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool {
	return r.Stage == wijk.Outside || r.Stage == wijk.OutsideDone || r.Stage == wijk.SendFailed
}

// isOver: what went into another report stays there.
func isOver(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool {
	return r.Into == 0 && (!r.Stage.Open() || r.Stage == wijk.ReopenAsked)
}

// isHere reports whether the city itself has a report, open.
func isHere(_ *store.Tx, _ *wijk.Staff, r *wijk.Report) bool {
	return r.Stage.Open() && !atBackOffice(r)
}

func splits(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	return isHere(tx, s, r) && r.Parent == 0
}

// atBackOffice reports whether another system has a report.
func atBackOffice(r *wijk.Report) bool {
	return r.Stage == wijk.ToSend || r.Stage == wijk.HandedOver
}

// possible reports whether a job can be done with a report as it is now.
func (j *job) possible(tx *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	if j.to != "" && !r.Stage.May(j.to) || j.fits != nil && !j.fits(tx, s, r) {
		return false
	}
	o := owner(tx, r)
	return j.free || !r.Stage.Open() || o == nil || o.ID == s.ID
}

// buttons are what can be done with a report as it is now: the daily work, or
// the rest.
func (c *City) buttons(tx *store.Tx, s *wijk.Staff, r *wijk.Report, more bool) (all []wijk.Option) {
	seen, rest := lastStep(tx, r.Number), false
	for _, j := range jobs() {
		if j.label == "" || !j.possible(tx, s, r) {
			continue
		}
		if j.more == more {
			all = append(all, wijk.Option{Label: j.label, Data: workData(r.Number, j.name, seen)})
		}
		rest = rest || j.more
	}
	if !more && !r.Stage.Open() {
		all = append([]wijk.Option{{Label: "Verder werken", Data: workData(0, listAll, 1)}}, all...)
	}
	if rest && !more {
		all = append(all, wijk.Option{Label: "Meer", Data: workData(r.Number, actMore, seen)})
	}
	return all
}

// actMore is the button for the jobs that are not done every day.
const actMore = "meer"

// wordsFor tells on a phone without buttons what can be done.
func (c *City) wordsFor(tx *store.Tx, s *wijk.Staff, r *wijk.Report) string {
	var words []string
	for _, j := range jobs() {
		if j.label != "" && !j.more && j.name != "foto" && j.possible(tx, s, r) {
			words = append(words, strings.ToUpper(j.words[0]))
		}
	}
	switch len(words) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" Stuur %s %d.", words[0], r.Number)
	}
	return fmt.Sprintf(" Stuur %s %d. Ook: %s.", words[0], r.Number, strings.Join(words[1:], ", "))
}

// An order is a job as it was typed: "klaar 12 tegel ligt weer vast".
type order struct {
	job    *job
	number uint64 // 0 when it was left out behind a slash
	rest   string
	slash  bool
}

// readOrder finds the job, the number and the rest in a text. Without a number
// a word is just a word, unless a slash is in front of it.
func readOrder(text string) (o order, ok bool) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return o, false
	}
	o.slash = strings.HasPrefix(fields[0], "/")
	said := make([]string, min(len(fields), mostOrderWords))
	for i := range said {
		said[i] = strings.Trim(wijk.Fold(fields[i]), "/.,:;!#")
	}
	if len(said) > 2 && said[0] == "laat" && said[2] == "los" { // "laat 12 los"
		said[1], said[2] = said[2], said[1]
		fields[1], fields[2] = fields[2], fields[1]
	}
	best := 0
	for _, j := range jobs() {
		for _, phrase := range j.words {
			words := strings.Fields(phrase)
			if len(words) <= best || len(said) < len(words) || !slices.Equal(said[:len(words)], words) {
				continue
			}
			n, used := orderNumber(said[len(words):])
			if used == 0 && !o.slash {
				continue
			}
			best, o.job, o.number = len(words), &j, n
			o.rest = behind(text, len(words)+used)
		}
	}
	return o, best > 0
}

// mostOrderWords is how far into a text an order can reach: two words, "nummer"
// and the number.
const mostOrderWords = 4

// noNumber stands for digits that are the number of nothing.
const noNumber = math.MaxUint64

// orderNumber reads "12", "nr 12" or "melding 12".
func orderNumber(said []string) (n uint64, used int) {
	for i, w := range said[:min(2, len(said))] {
		if w != "" && strings.Trim(w, "0123456789") == "" {
			n, err := strconv.ParseUint(w, 10, 64)
			if err != nil || n == 0 {
				n = noNumber
			}
			return n, i + 1
		}
		if w != "melding" && w != "nr" && w != "nummer" {
			return 0, 0
		}
	}
	return 0, 0
}

// behind returns what comes after the first n words of a text, as it was typed.
func behind(text string, n int) string {
	for range n {
		text = strings.TrimSpace(text)
		i := strings.IndexFunc(text, unicode.IsSpace)
		if i < 0 {
			return ""
		}
		text = text[i:]
	}
	return strings.TrimSpace(text)
}
