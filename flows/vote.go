package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

const (
	// voteAgain is after how long those who did not answer are asked once more
	// whether it is solved, in the hours in which people answer.
	voteAgain          = 48 * time.Hour
	voteFrom, voteTill = 10, 20
	// voteAge is how long JA or NEE alone, without a number, is a vote.
	voteAge = 7 * 24 * time.Hour
)

// tellClosed tells a reporter that a report is closed, and asks whether it is
// really solved: the votes are about this closing, not an earlier one.
func (c *City) tellClosed(tx *store.Tx, r *wijk.Report, x wijk.Reporter, text string, now time.Time) {
	x.Vote, x.Voted, x.Asked = "", time.Time{}, time.Time{}
	m := wijk.Outgoing{Text: text}
	if r.Outcome == wijk.Solved {
		if c.hears(tx, &x) && x.To().Channel != wijk.Letter {
			x.Asked = now
		}
		c.poseVote(r, &x, &m)
		if x.To().Channel == wijk.Telegram {
			m.PhotoID = besides(r, &x)
		}
		store.SetTimer(tx, wijk.Timer{Kind: timerVote, Scope: strconv.FormatUint(r.Number, 10), Due: c.voteTime(now.Add(voteAgain))})
	} else {
		m.Text = beforeName(m.Text, disagree(r, &x))
	}
	store.Reporters.Put(tx, store.ReporterKey(x.Number, x.Address), x)
	c.tell(tx, r, x, m, now)
}

// hears reports whether a reporter is told of a report: not after STOP, and not
// after asking for silence about this one.
func (c *City) hears(tx *store.Tx, x *wijk.Reporter) bool {
	to := x.To()
	h, _ := store.Holders.Get(tx, to.String())
	return !x.Muted && !h.Stopped.After(x.At)
}

// poseVote adds the question to a message, and how to answer it.
func (c *City) poseVote(r *wijk.Report, x *wijk.Reporter, m *wijk.Outgoing) {
	before := m.Text
	switch x.To().Channel {
	case wijk.SMS:
		m.Text = shortest(before, []string{
			fmt.Sprintf("Is het echt opgelost? Stuur JA %d, NEE %[1]d of WEET NIET %[1]d.", r.Number),
			fmt.Sprintf("Echt opgelost? Stuur JA %d, NEE %[1]d of WEET NIET %[1]d.", r.Number),
			fmt.Sprintf("Echt opgelost? JA %d, NEE %[1]d of WEET NIET %[1]d.", r.Number),
		})
	case wijk.Telegram:
		m.Text = beforeName(m.Text, "Is het echt opgelost?")
		m.Options = []wijk.Option{voteOption(r, x, "ja", "Ja"), voteOption(r, x, "nee", "Nee"), voteOption(r, x, "weetniet", "Weet ik niet")}
	default:
		m.Text = beforeName(m.Text, "Is het niet opgelost? Bel "+c.Tel+".")
	}
}

// disagree is how somebody says that a report should not have been closed.
func disagree(r *wijk.Report, x *wijk.Reporter) string {
	if x.To().Channel == wijk.Letter {
		return "Niet eens? Bel ons."
	}
	return fmt.Sprintf("Niet eens? Stuur NEE %d en waarom.", r.Number)
}

// shortest adds one of some sentences to a text: the first with which it takes
// no more SMS than with any other.
func shortest(text string, sentences []string) (best string) {
	for i, sentence := range sentences {
		if with := beforeName(text, sentence); i == 0 || gsm7.Segments(with) < gsm7.Segments(best) {
			best = with
		}
	}
	return best
}

// beforeName puts a sentence before the name of the municipality, with which
// most texts end.
func beforeName(text, sentence string) string {
	const name = " Gemeente Zoetermeer"
	rest, had := strings.CutSuffix(text, name)
	if !had {
		return text + " " + sentence
	}
	return rest + " " + sentence + name
}

// besides is the picture of a repair next to that of the fault. The fault is
// shown to who made the report, and to others once a person has looked at it.
func besides(r *wijk.Report, x *wijk.Reporter) string {
	switch {
	case len(r.Repairs) == 0:
		return ""
	case len(r.Photos) == 0 || !x.Made && !r.Public:
		return r.Repairs[0]
	}
	return r.Photos[0] + "+" + r.Repairs[0]
}

// voteOption is a button of a reporter. A vote carries the closing it is about,
// so that a button of an earlier one is stale.
func voteOption(r *wijk.Report, x *wijk.Reporter, name, label string) wijk.Option {
	if _, vote := voteNames[name]; vote {
		name += "." + voteStamp(x)
	}
	return reportOption(r.Number, name, label)
}

func voteStamp(x *wijk.Reporter) string { return strconv.FormatInt(x.Asked.Unix(), 36) }

// voteNames are the votes by their names in the data of buttons.
var voteNames = map[string]wijk.Vote{"ja": wijk.VoteYes, "nee": wijk.VoteNo, "weetniet": wijk.VoteUnsure}

// voteTime returns t, or the next moment after it at which people answer.
func (c *City) voteTime(t time.Time) time.Time {
	t = t.In(c.Zone)
	switch {
	case t.Hour() < voteFrom:
		return wijk.DateOf(t).At(voteFrom, 0, c.Zone)
	case t.Hour() >= voteTill:
		return wijk.DateOf(t).Add(1).At(voteFrom, 0, c.Zone)
	}
	return t
}

// askVoteAgain asks those who did not say whether it is solved once more.
func (c *City) askVoteAgain(tx *store.Tx, number uint64, now time.Time) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok || r.Stage != wijk.Done || r.Outcome != wijk.Solved {
		return
	}
	for _, x := range store.Reporters.All(tx, store.Num(number)) {
		if x.Asked.IsZero() || x.Vote != "" {
			continue
		}
		m := wijk.Outgoing{Text: fmt.Sprintf("Melding %d (%s) is twee dagen geleden gesloten. Gemeente Zoetermeer", number, kindName(&r))}
		c.poseVote(&r, &x, &m)
		c.tell(tx, &r, x, m, now)
	}
}

// vote counts what a reporter says about the outcome. The last word counts,
// and each person once. words, if any, tell what is still wrong.
func (t *Turn) vote(r *wijk.Report, x *wijk.Reporter, v wijk.Vote, words string) {
	switch {
	case r.Stage == wijk.Withdrawn:
		t.answerWith(fmt.Sprintf("Melding %d is ingetrokken.", r.Number))
		return
	case r.Stage != wijk.Done && x.Asked.IsZero():
		t.answerWith(fmt.Sprintf("Melding %d is nog open. U hoort het als het klaar is. Iets toevoegen? Stuur ERBIJ %[1]d en uw tekst.", r.Number))
		return
	}
	t.countVote(r, x, v)
	switch {
	case v == wijk.VoteNo && (len(strings.Fields(words)) >= tellsWhat || t.M.Kind == wijk.Picture):
		t.complain(r, x, words)
	case v == wijk.VoteNo:
		t.news(r, x, "Zegt: niet opgelost.")
		t.beginsAbout(watMis, r.Number)
	case v == wijk.VoteYes:
		t.answerWith(fmt.Sprintf("Fijn, dank u. Wij noteren dat melding %d is opgelost.", r.Number))
	default:
		t.answerWith(fmt.Sprintf("Dank u. Weet u het later wel? Stuur JA %d of NEE %[1]d.", r.Number))
	}
}

// tellsWhat is from how many words a no tells what is wrong: "nee, nog niet"
// does not.
const tellsWhat = 3

// countVote puts a vote in the place of the one before, also of one that the
// same person gave from another address.
func (t *Turn) countVote(r *wijk.Report, x *wijk.Reporter, v wijk.Vote) {
	for _, a := range t.addresses() {
		other, ok := store.Reporters.Get(t.Tx, store.ReporterKey(r.Number, a))
		if ok && a != x.Address && other.Vote != "" {
			count(r, other.Vote, -1)
			other.Vote, other.Asked = "", time.Time{}
			t.saveReporter(other)
		}
	}
	count(r, x.Vote, -1)
	count(r, v, 1)
	x.Vote, x.Voted = v, t.Now
	t.saveReporter(*x)
	store.Reports.Put(t.Tx, store.Num(r.Number), *r)
}

func count(r *wijk.Report, v wijk.Vote, n int) {
	switch v {
	case wijk.VoteYes:
		r.Yes = max(0, r.Yes+n)
	case wijk.VoteNo:
		r.No = max(0, r.No+n)
	}
}

// watMis asks what is still wrong. In Telegram a photo has the city look again;
// a phone without photos does that with words.
var watMis = &Flow{
	Name: "wat is er mis",
	Ask: []Question{{
		Key: "mis",
		Say: func(t *Turn) string {
			if t.M.From.Channel == wijk.SMS {
				return "Jammer. Wat is er nog mis bij melding {melding}? Stuur een paar woorden."
			}
			return "Jammer. Wat is er nog mis bij melding {melding}? Stuur een foto of een paar woorden."
		},
		Choices: func(t *Turn) []Choice {
			if t.M.From.Channel == wijk.SMS {
				return nil // its number could be a house
			}
			return []Choice{{Label: "Overslaan", Value: "-"}}
		},
		Take: takeComplaint, Free: true,
		Again: "Wat is er nog mis? Typ een paar woorden.",
	}},
	Done: func(t *Turn) {
		r, x, ok := t.reportInTalk()
		switch {
		case !ok:
			t.Say("Dank u voor uw antwoord.")
		case t.get("mis") == "-":
			t.Say("Dank u. Uw antwoord is genoteerd.")
		default:
			t.complain(&r, &x, t.typed("mis"))
		}
	},
}

// takeComplaint takes a photo or words. Yes, no or a number says nothing about
// what is wrong.
func takeComplaint(t *Turn, q *Question) (string, bool) {
	if t.M.Kind == wijk.Picture {
		return withPhoto, true
	}
	if v, ok := choose(t, q); ok {
		return v, true
	}
	if t.bare() {
		return "", false
	}
	return words(t, q)
}

// withPhoto is the answer of somebody who sent a photo: the words are under it.
const withPhoto = "+"

// complain notes what is still wrong and tells staff. With a photo the city has
// to look again; who cannot send one does that with words.
func (t *Turn) complain(r *wijk.Report, x *wijk.Reporter, words string) {
	if t.wroteEnough(x) {
		return
	}
	photo := t.M.Kind == wijk.Picture && t.keepFor(r, 2*maxPhotos)
	note := "Niet opgelost: " + noted(words, photo)
	if r.Stage != wijk.Done || !photo && (words == "" || t.M.From.Channel == wijk.Telegram) {
		t.news(r, x, note)
		t.answerWith("Dank u. Wij geven dit door aan wie de melding behandelt." + photoHelps(r, photo))
		return
	}
	t.wrote(r, x, note)
	moved, err := t.City.Move(t.Tx, r.Number, Move{To: wijk.ReopenAsked, By: byReporter, Except: x.Address}, t.Now)
	if err != nil {
		t.answerWith(sayError(err))
		return
	}
	t.City.tellHandlers(t.Tx, &moved, fmt.Sprintf("een melder vraagt dit opnieuw te bekijken, voor het einde van %s. Volgens de melder: %s.",
		t.City.day(moved.Promised), noted(words, photo)), t.Now)
	t.answerWith(fmt.Sprintf("Dank u. Wij kijken opnieuw naar melding %d. U hoort van ons voor het einde van %s.", r.Number, t.City.day(moved.Promised)))
}

func photoHelps(r *wijk.Report, photo bool) string {
	if photo || r.Stage != wijk.Done {
		return ""
	}
	return fmt.Sprintf(" Moeten wij opnieuw komen kijken? Stuur een foto met NEE %d erbij.", r.Number)
}
