package flows

import (
	"strconv"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// nameless is the answer of somebody who wants to report without a name.
const nameless = "zonder"

// namelessQuestion says what it means before it is done.
var namelessQuestion = Question{
	Key: "naam", Text: "Dan hoort u niets meer en kunnen wij u niets vragen. Zonder naam melden?",
	Skip:    func(t *Turn) bool { return t.get("klopt") != nameless },
	Choices: yesNo,
	Take: func(t *Turn, q *Question) (string, bool) {
		v, ok := confirm(t, q)
		if v == "nee" {
			t.redo("klopt")
		}
		return v, ok
	},
	Again: "Kies Ja of Nee.",
}

// reportNameless makes a report that nothing ties to who sent it: not its
// photos, and not what was said on the way.
func (t *Turn) reportNameless(in Intake) {
	in.From = wijk.Address{}
	for _, id := range in.Photos {
		if p, ok := store.Photos.Get(t.Tx, id); ok {
			p.Owner = wijk.Address{}
			store.Photos.Put(t.Tx, id, p)
		}
	}
	r := t.City.NewReport(t.Tx, in, t.Now)
	t.unsay()
	t.Talk.Heard, t.Talk.Album = nil, wijk.Album{}
	t.leave()
	t.Say("Dank u. Uw melding is gedaan, zonder naam. " + r.Promise)
}

// keySent is the answer that holds the ids of what was said in a report.
const keySent = "ids"

// sent notes what was said in a report, so that it can be taken back.
func (t *Turn) sent(id uint64) {
	if t.Talk.Flow == flowMelding {
		t.set(keySent, strings.TrimPrefix(t.get(keySent)+","+strconv.FormatUint(id, 10), ","))
	}
}

// unsay empties the messages of this report in the outbox: they tell the place
// and whom they went to.
func (t *Turn) unsay() {
	for id := range strings.SplitSeq(t.get(keySent), ",") {
		n, err := strconv.ParseUint(id, 10, 64)
		m, ok := store.Outbox.Get(t.Tx, store.Num(n))
		if err != nil || !ok || m.To != t.M.From {
			continue
		}
		switch m.State {
		case wijk.Queued, wijk.Sending, wijk.Unknown: // not sent yet, or to be looked up by its text
			continue
		}
		m.Text, m.Options, m.PhotoID = "", nil, ""
		store.Outbox.Put(t.Tx, store.Num(n), m)
	}
}
