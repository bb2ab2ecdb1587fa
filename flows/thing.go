package flows

import (
	"slices"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// surely is from which score words of somebody with check-ins are taken for a
// report.
const surely = 0.8

// ofPeople and ofHome are words by which a text may be about somebody, not only
// about a thing outside: people, what happens to them, and what is inside a
// house. generic ones say who should do something as often as whom it is about.
var (
	ofPeople = wordSet(`ik me mij mijn mn m'n mezelf hij zij ze hem haar hun mens persoon man vrouw kind baby jongen meisje
	moeder vader ma pa mama papa oma opa zoon dochter broer zus kleinkind kleinzoon kleindochter buurman buurvrouw buur
	meneer mevrouw heer dame bejaarde bejaarden oudere bewoner bewoonster verward verwarde help helpen helpt hulp nood`)
	ofHome = wordSet(`ambulance ziekenwagen dokter huisarts pijn bloed bloedt bloeden adem ademt hart arm been
	hoofd rug knie enkel heup borst pols buik mond keel bewusteloos levenloos levend leven doodgaan sterven zelfmoord
	pil pillen tablet tabletten medicijn medicijnen insuline chloor bleekmiddel gedronken ingenomen geslikt
	binnengekregen genomen ingespoten wakker eten plassen geplast plas overgeven overgegeven
	huis thuis binnen deur bed bank douche wc toilet keuken badkamer slaapkamer woonkamer kamer trap gordijn gordijnen
	fornuis kachel meterkast kast plafond oven gang kelder zolder balkon lift rolstoel rollator`)
	generic = wordSet(`iemand mensen kinderen personen mannen vrouwen jongens meisjes we wij ons`)
	// clipped begin a sentence whose "ik" was left out: "lig op de grond".
	clipped = wordSet(`heb ben kan lig zit val viel lag zat voel moet word had was wil durf snap krijg loop sta kom bel`)
)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// surelyOutside reports whether the words are surely about something that can
// be reported.
func (t *Turn) surelyOutside() bool {
	if _, _, ok := t.named(t.M.Text); ok {
		return true
	}
	g := t.guess(t.M.Text)
	return len(g) > 0 && g[0].Score >= surely
}

// hasCheckIns reports whether the sender is, or was lately, asked how it goes.
func (t *Turn) hasCheckIns() bool {
	return t.Person != nil && (t.Person.CheckIn != nil || t.knowsTheNumbers())
}

// aboutSomebody reports whether the words may be about a person; strict counts
// words in which that is less likely.
func (t *Turn) aboutSomebody(strict bool) bool {
	if len(t.Words) == 0 || clipped[t.Words[0]] && (strict || t.Words[0] != "kan") {
		return true
	}
	return t.aboutHome() || slices.ContainsFunc(t.Words, func(w string) bool { return ofPeople[w] || strict && generic[w] })
}

// aboutHome reports whether the words are of a body or of the inside of a
// house.
func (t *Turn) aboutHome() bool {
	return slices.ContainsFunc(t.Words, func(w string) bool { return ofHome[w] })
}

// startsByWords reports whether words that name nothing are surely enough of a
// report. Of somebody with check-ins more is asked: what is not about a thing
// may be about how they are.
func (t *Turn) startsByWords() bool {
	g := t.guess(t.M.Text)
	if len(g) == 0 || t.said.Label != reply.Unclear {
		return false
	}
	if t.hasCheckIns() {
		return g[0].Score >= surely && !t.aboutSomebody(true)
	}
	return g[0].Score >= category.Sure
}

// mayStart reports whether words of somebody without check-ins that nothing
// else understood are enough to ask what they mean.
func (t *Turn) mayStart() bool {
	return t.M.Kind == wijk.Text && t.said.Label == reply.Unclear && t.mayReport()
}
