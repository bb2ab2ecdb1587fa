package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// votesByNumber handles "ja 12", "nee 12 er ligt nog glas" and "weet niet 12".
func (t *Turn) votesByNumber() bool {
	v, number, rest, ok := voteIn(t.M.Text)
	if !ok || number < 10 && t.knowsTheNumbers() {
		return false // "nee 2" is how somebody is
	}
	r, x, mine := t.mine(number)
	if !mine {
		if _, asked := t.openCheckIn(); rest != "" || asked || t.knowsTheNumbers() {
			return false
		}
		return t.notMine(number, "")
	}
	if t.busy() && x.Asked.IsZero() {
		return false // "nee 14" is a house
	}
	t.heeds(rest)
	t.vote(&r, &x, v, rest)
	return true
}

// A votePhrase is a way to say yes, no or do not know before a number.
type votePhrase struct {
	words []string
	vote  wijk.Vote
}

var votePhrases = []votePhrase{
	{[]string{"ja"}, wijk.VoteYes}, {[]string{"nee"}, wijk.VoteNo},
	{[]string{"weet", "niet"}, wijk.VoteUnsure}, {[]string{"weet", "ik", "niet"}, wijk.VoteUnsure},
	{[]string{"weet", "het", "niet"}, wijk.VoteUnsure}, {[]string{"ik", "weet", "het", "niet"}, wijk.VoteUnsure},
	{[]string{"geen", "idee"}, wijk.VoteUnsure},
}

// voteIn reads a vote with the number of a report before or behind it, and the
// text that follows.
func voteIn(text string) (v wijk.Vote, number uint64, rest string, ok bool) {
	text = strings.TrimLeft(strings.TrimSpace(text), "/")
	if number, rest, ok = cutNumber(text); ok { // "12 nee"
		v, rest, ok = cutVote(rest)
		return v, number, rest, ok
	}
	if v, rest, ok = cutVote(text); !ok {
		return "", 0, "", false
	}
	number, rest, ok = cutNumber(rest)
	return v, number, rest, ok
}

// cutVote takes a vote off the front of a text.
func cutVote(text string) (v wijk.Vote, rest string, ok bool) {
	for _, p := range votePhrases {
		if rest, ok = cutWords(text, p.words); ok {
			return p.vote, rest, true
		}
	}
	return "", "", false
}

// cutWords takes words off the front of a text, in any case and with any signs
// between them. A number may follow at once: "ja12".
func cutWords(text string, words []string) (rest string, ok bool) {
	const signs = " .,:;!?#\n\r\t"
	for _, w := range words {
		text = strings.TrimLeft(text, signs)
		if len(text) < len(w) || !strings.EqualFold(text[:len(w)], w) {
			return "", false
		}
		text = text[len(w):]
		if text != "" && !strings.ContainsRune(signs+"0123456789", rune(text[0])) {
			return "", false // "jazeker"
		}
	}
	return strings.TrimLeft(text, signs), true
}

// votesInWords takes JA or NEE without a number for a vote, when it can be
// nothing else: no question of another kind may be open, and nobody who has
// check-ins says how they are with it.
func (t *Turn) votesInWords() bool {
	if t.M.Kind != wijk.Text || t.busy() || t.knowsTheNumbers() || t.Person != nil && t.Person.Invitation != "" {
		return false
	}
	v, rest, ok := t.plainVote()
	if !ok {
		return false
	}
	open := t.votesOpen()
	switch {
	case len(open) == 0 || len(t.questions()) > 0:
		return false
	case len(open) > 1:
		say := strings.ToUpper(string(v))
		t.Say(fmt.Sprintf("Welke melding bedoelt u? Stuur %s %d of %s %d.", say, open[0], say, open[1]))
		return true
	}
	r, x, ok := t.mine(open[0])
	if ok {
		t.vote(&r, &x, v, rest)
	}
	return ok
}

// solvedWords say with a yes that it is solved.
var solvedWords = []string{"opgelost", "klaar", "weg", "gemaakt", "schoon", "netjes", "opgeruimd"}

// plainVote reads a text that is a vote and nothing else. What follows a no
// tells what is wrong, unless it says that somebody is not well.
func (t *Turn) plainVote() (v wijk.Vote, rest string, ok bool) {
	switch v, rest, ok = cutVote(t.M.Text); {
	case dutch.Yes(t.Words):
		return wijk.VoteYes, "", true
	case dutch.No(t.Words):
		return wijk.VoteNo, "", true
	case !ok || len(t.Words) > 40:
		return "", "", false
	case v == wijk.VoteYes:
		solved := slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains(solvedWords, w) })
		but := slices.ContainsFunc(t.Words, func(w string) bool { return slices.Contains([]string{"niet", "maar", "nog", "geen", "half"}, w) })
		return v, "", solved && !but && len(t.Words) <= 8
	case v == wijk.VoteUnsure:
		return v, "", rest == ""
	}
	return v, rest, !cries(reply.Classify(rest))
}

// votesOpen are the reports of the sender of which the question whether they
// are solved waits for an answer.
func (t *Turn) votesOpen() (numbers []uint64) {
	for _, r := range t.reports() {
		if r.Stage != wijk.Done || r.Outcome != wijk.Solved || t.Now.Sub(r.Closed) > voteAge {
			continue
		}
		if _, x, ok := t.mine(r.Number); ok && !x.Asked.IsZero() && x.Vote == "" {
			numbers = append(numbers, r.Number)
		}
	}
	return numbers
}
