package dutch

import "strings"

// What people answer to "Klopt dat?". The lists are small on purpose: a word
// too many here turns a doubt into a yes.
var (
	yesWords = words("ja jo joa jao jah jaha jahoor jawel jazeker zeker jep jup yep yup yes yeah j y duimop",
		"evet tak oui si")
	noWords = words("nee neen neej nope no non n nah neenee neehoor nehee duimneer hayir")
	// right and wrong are of the thing asked about; after a "niet" they turn round.
	right  = words("klopt goed goet ok oke okee okay okey 0k akkoord juist correct prima perfect top")
	wrong  = words("fout verkeerd onjuist incorrect mis")
	not    = words("niet nie neit nit")
	polite = words("hoor graag dank u je jij uw wel dat dit het t is zo heel helemaal mooi bedankt dankjewel dankuwel",
		"alstublieft alsjeblieft aub svp mevrouw meneer dus echt inderdaad allemaal gewoon vind ik")
)

func words(lists ...string) []string { return strings.Fields(strings.Join(lists, " ")) }

// Yes reports whether words, as Words gives them, say yes and nothing else:
// "ja", "ja hoor", "dat klopt". "Ja maar" and "ja nee" are no yes.
func Yes(words []string) bool {
	yes := false
	for _, w := range words {
		switch {
		case isYes(w), listed(w, right):
			yes = true
		case !listed(w, polite):
			return false
		}
	}
	return yes
}

// No reports whether words, as Words gives them, say no and nothing else:
// "nee", "nee hoor", "klopt niet", "fout". "Niet fout" is no no.
func No(words []string) bool {
	no, negated, good, bad := false, false, false, false
	for _, w := range words {
		switch {
		case isNo(w):
			no = true
		case listed(w, not):
			negated = true
		case listed(w, right):
			good = true
		case listed(w, wrong):
			bad = true
		case !listed(w, polite):
			return false
		}
	}
	if good && !negated || bad && negated {
		return false
	}
	return no || negated || bad
}

// isYes takes "jaaaa" for ja.
func isYes(w string) bool {
	return listed(w, yesWords) || len(w) > 2 && strings.Trim(w[1:], "a") == "" && w[0] == 'j'
}

// isNo takes "neeeee" for nee.
func isNo(w string) bool {
	return listed(w, noWords) || len(w) > 2 && strings.Trim(w[1:], "e") == "" && w[0] == 'n'
}

func listed(w string, list []string) bool {
	for _, known := range list {
		if w == known || Near(w, known) {
			return true
		}
	}
	return false
}
