package flows

import (
	"fmt"
	"hash/fnv"
	"strings"

	"wijkbot/flows/mask"
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
			return fmt.Sprintf("%s\nMag iedereen dit zien?", publicText(&r))
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
	if v == "ja" && t.get("gelezen") != seenContent(&r) {
		t.set("gelezen", seenContent(&r))
		t.sendAll(&r)
		t.lead = "Er is intussen iets bij gekomen. "
		t.ask(q)
		return "", false
	}
	return v, ok
}

// wantsPublic shows what everybody would see: "openbaar 12".
func (t *Turn) wantsPublic(r *wijk.Report, _ string) {
	if t.M.From.Channel != wijk.Telegram && len(r.Photos) > 0 {
		t.Say(fmt.Sprintf("Melding %d heeft foto's. Die moet u eerst zien: doe dit in Telegram.", r.Number))
		return
	}
	t.sendAll(r)
	t.startWork(flowPublic, r, "gelezen", seenContent(r))
}

// sendAll sends the photos of a report to be looked at.
func (t *Turn) sendAll(r *wijk.Report) {
	for i, id := range r.Photos {
		if !t.mute {
			t.send(wijk.Outgoing{Text: fmt.Sprintf("Foto %d van %d bij melding %d. Staan er mensen, kentekens of huisdeuren op? Dan niet openbaar.", i+1, len(r.Photos), r.Number), PhotoID: id})
		}
	}
}

// publicText is what everybody would read of a report.
func publicText(r *wijk.Report) string {
	text := fmt.Sprintf("Melding %d: %s.", r.Number, headline(r))
	if said := mask.Text(r.Text); said != "" {
		text += " \"" + said + "\""
	}
	return text
}

// seenContent tells apart what somebody looked at and what came later.
func seenContent(r *wijk.Report) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q", r.Text, r.Phrase, strings.Join(r.Photos, ","))
	return fmt.Sprintf("%x", h.Sum64())
}

// publish makes a report public, or public no more.
func (t *Turn) publish(r *wijk.Report, public bool) {
	r.Public, r.Changed = public, t.Now
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
