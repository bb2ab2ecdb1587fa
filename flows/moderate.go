package flows

import (
	"fmt"
	"hash/fnv"
	"slices"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// moderates reports whether a role decides what everybody may read.
func moderates(s *wijk.Staff) bool { return s.Role.Mends() && s.Role != wijk.Onderhoud }

func canPublish(_ *store.Tx, s *wijk.Staff, r *wijk.Report) bool {
	return moderates(s) && !r.Public && r.Into == 0 && r.Parent == 0
}

func canHide(_ *store.Tx, s *wijk.Staff, r *wijk.Report) bool { return moderates(s) && r.Public }

// werkOpenbaar lets a person look at text and photos before anybody may see
// them.
var werkOpenbaar = &Flow{
	Name: flowPublic, Holds: mender, Left: leaveWork,
	Ask: []Question{{
		Key: "klopt", Choices: yesNo, Take: takePublic, Again: "Kies Ja of Nee.",
		Say: func(t *Turn) string {
			r, _ := t.workReport()
			return fmt.Sprintf("%s\nMag iedereen dit zien?", publicText(t.looked(&r)))
		},
	}},
	Done: func(t *Turn) {
		r, ok := t.workReport()
		switch {
		case t.get("klopt") != "ja":
			t.sayOf(&r, fmt.Sprintf("Goed. Melding %d is niet openbaar.", r.Number))
		case !ok || !t.mends(&r) || !moderates(t.Staff):
			t.Say("Dat lukt niet: u werkt niet meer aan deze melding.")
		default:
			t.publish(&r, true)
			t.sayOf(&r, fmt.Sprintf("Melding %d is openbaar.", r.Number))
		}
	},
}

// takePublic takes a yes for what the sender has seen. What came since is shown
// first.
func takePublic(t *Turn, q *Question) (string, bool) {
	v, ok := confirm(t, q)
	r, _ := t.workReport()
	if v == "ja" && (photosComing(t.Tx, &r) || t.get("gelezen") != seenContent(t.looked(&r))) {
		t.set("gelezen", seenContent(t.looked(&r)))
		t.sendAll(&r)
		t.lead = "Er is intussen iets bij gekomen. "
		t.ask(q)
		return "", false
	}
	return v, ok
}

// wantsPublic shows what everybody would see: "openbaar 12".
func (t *Turn) wantsPublic(r *wijk.Report, _ string) {
	if photosComing(t.Tx, r) {
		t.sayOf(r, "De foto's zijn nog niet allemaal binnen. Probeer het over een paar minuten nog eens.")
		return
	}
	if p := t.looked(r); t.M.From.Channel != wijk.Telegram && len(p.Photos)+len(p.Repairs) > 0 {
		t.Say(fmt.Sprintf("Melding %d heeft foto's. Die moet u eerst zien: doe dit in Telegram.", r.Number))
		return
	}
	t.sendAll(r)
	t.startWork(flowPublic, r, "gelezen", seenContent(t.looked(r)))
}

// looked is what anybody would see of a report once somebody looked at it.
func (t *Turn) looked(r *wijk.Report) Public {
	after := *r
	after.Public, after.Told = true, lastTold(t.Tx, r.Number).Seq
	return t.City.Public(t.Tx, &after)
}

// photosComing reports whether a photo of a report is on its way: nobody can have
// looked at it.
func photosComing(tx *store.Tx, r *wijk.Report) bool {
	for _, id := range slices.Concat(r.Photos, r.Repairs) {
		if p, ok := store.Photos.Get(tx, id); ok && p.State == wijk.PhotoWanted {
			return true
		}
	}
	return false
}

// sendAll sends the photos of a report to be looked at.
func (t *Turn) sendAll(r *wijk.Report) {
	p := t.looked(r)
	all := slices.Concat(p.Photos, p.Repairs)
	for i, id := range all {
		if !t.mute {
			t.send(wijk.Outgoing{Text: fmt.Sprintf("Foto %d van %d bij melding %d. Staan er mensen, kentekens of huisdeuren op? Dan niet openbaar.", i+1, len(all), r.Number), PhotoID: id})
		}
	}
}

// publicText is what everybody would read of a report.
func publicText(p Public) string {
	text := fmt.Sprintf("Melding %d: %s. %s. \"%s\"", p.Number, p.Kind.Name, p.Address, p.Text)
	if p.Said != "" {
		text += fmt.Sprintf("\nWij schreven: \"%s\"", p.Said)
	}
	return text
}

// seenContent tells apart what somebody looked at and what came later.
func seenContent(p Public) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q %q %q", p.Text, p.Said, p.Address, p.Photos, p.Repairs)
	return fmt.Sprintf("%x", h.Sum64())
}

// publish makes a report public, or public no more.
func (t *Turn) publish(r *wijk.Report, public bool) {
	r.Public, r.Told, r.Changed = public, lastTold(t.Tx, r.Number).Seq, t.Now
	store.Reports.Put(t.Tx, store.Num(r.Number), *r)
	note := "Openbaar gemaakt."
	if !public {
		note = "Niet meer openbaar."
	}
	store.Log(t.Tx, wijk.Entry{Number: r.Number, At: t.Now, By: t.Staff.ID, Note: note})
}

// wantsHidden handles "niet openbaar 12".
func (t *Turn) wantsHidden(r *wijk.Report, _ string) {
	t.publish(r, false)
	t.sayOf(r, fmt.Sprintf("Melding %d is niet meer openbaar.", r.Number))
}
