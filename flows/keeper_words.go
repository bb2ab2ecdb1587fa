package flows

import (
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// keeperWord is the number that a message stands for as an answer to what
// keepers are asked, empty when it is none.
func (t *Turn) keeperWord(said reply.Result) string {
	if n, ok := dutch.Number(t.M.Text); ok {
		if n < 1 || n > 4 {
			return ""
		}
		return strconv.Itoa(n)
	}
	switch {
	case t.M.Kind != wijk.Text || len(t.Words) == 0:
		return ""
	case dutch.Yes(t.Words), t.saysGoes(), said.Label == reply.OK && t.beginsYes():
		return "1"
	case said.Label == reply.OK:
		return "3" // "alles goed"
	case t.saysNo():
		return "2"
	}
	return ""
}

// saysNo reports whether the words are a no to a question. "Niet goed" is one to
// no question that keepers are asked.
func (t *Turn) saysNo() bool {
	return dutch.No(t.Words) && t.opensWith("nee", "neen", "nope", "no") || t.is("nee dank u", "nee bedankt", "liever niet", "ik kan niet", "nee ik kan niet", "lukt niet")
}

// beginsYes reports whether words that sound well begin with a yes to the question
// whether somebody goes: "ja ik ga", "ok doe ik". That tells nothing of how she
// is, unless it says so: "ja, alles goed".
func (t *Turn) beginsYes() bool {
	return t.opensWith("ja", "jawel", "jazeker", "ok", "oke", "ok\u00e9", "ok\u00e8", "okay", "is", "goed", "prima", "akkoord", "doe") && !slices.Contains(t.Words, "alles")
}

// The words of somebody who says to go and look, or to call. It is a closed
// world: one word more, and the message is heard as any other.
var (
	goesVerbs = strings.Fields("bel belt ga kijk loop rij rijd fiets kom doe probeer onderweg")
	goesWords = strings.Fields("ja ok oke okay is goed prima hoor ik we wij zal er haar hem ze mama papa ma pa moeder vader oma opa mijn mevrouw meneer naar heen toe op langs " +
		"eerst nu meteen direct gelijk zo even snel straks het dat wel gaan kijken bellen komen rijden doen te contact opnemen met dank u graag")
)

// saysGoes reports whether the words are "ik bel haar nu", which of a resident
// would be a machine that answers.
func (t *Turn) saysGoes() bool {
	verb := false
	for _, w := range t.Words {
		switch {
		case slices.Contains(goesVerbs, w):
			verb = true
		case !slices.Contains(goesWords, w):
			return false
		}
	}
	return verb && (slices.Contains(t.Words, "ik") || slices.Contains(t.Words, "we") || slices.Contains(t.Words, "wij") || slices.Contains(t.Words, "onderweg"))
}

// promises reports whether a keeper who is asked about somebody says to go.
func (t *Turn) promises() bool {
	return t.keeps() && t.M.Kind == wijk.Text && t.saysGoes() && len(openAppeals(t.appeals())) > 0
}
