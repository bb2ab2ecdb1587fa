package wijk

import (
	"slices"
	"strings"
)

// A CaseOutcome is one of the ways in which a case about a person ends. The
// list is closed, so that it can be counted.
type CaseOutcome struct {
	Code string `json:"code"`
	Name string `json:"name"`
	// False says that there was no need: a false alarm.
	False bool `json:"false,omitempty"`
	// words are what staff type for it, besides its code.
	words []string
}

// The codes that mean something elsewhere in the program.
const (
	OutcomeSpoke  = "gesproken"
	OutcomePhone  = "vals-telefoon"
	OutcomeForgot = "vals-vergeten"
	OutcomeOurs   = "vals-ons"
	OutcomeDeath  = "overleden"
)

var caseOutcomes = []CaseOutcome{
	{OutcomeSpoke, "Goed gesproken", false, []string{"goed", "goed gesproken", "gebeld", "gaat goed", "alles goed"}},
	{"hulp", "Hulp geregeld", false, []string{"hulp geregeld", "geregeld", "thuiszorg"}},
	{"huisarts", "Huisarts", false, []string{"dokter", "huisartsenpost", "hap"}},
	{"ambulance", "Ambulance", false, []string{"112", "ambulance gebeld"}},
	{"opgenomen", "Opgenomen", false, []string{"ziekenhuis", "opname"}},
	{"contactpersoon", "Contactpersoon zorgt", false, []string{"contact", "mantelzorger"}},
	{"gevonden", "Niet thuis, wel goed", false, []string{"niet thuis gevonden goed", "niet thuis wel goed", "was niet thuis maar goed"}},
	{OutcomeDeath, "Overleden", false, nil},
	{OutcomePhone, "Vals alarm: telefoon", true, []string{"vals alarm telefoon", "telefoon kapot", "telefoon leeg", "telefoon"}},
	{OutcomeForgot, "Vals alarm: vergeten", true, []string{"vals alarm vergeten", "vergeten"}},
	{OutcomeOurs, "Vals alarm: fout van ons", true, []string{"vals alarm fout van ons", "onze fout", "fout van ons"}},
	{"wijkzorgteam", "Naar wijkzorgteam", false, []string{"doorverwezen", "doorverwezen wijkzorgteam", "verwezen"}},
	{"niets", "Wil geen hulp", false, []string{"wil geen hulp", "wil niets"}},
}

// CaseOutcomes returns them all, in the order in which staff choose.
func CaseOutcomes() []CaseOutcome { return slices.Clone(caseOutcomes) }

// CaseOutcomeOf returns the outcome of a code.
func CaseOutcomeOf(code string) (CaseOutcome, bool) {
	i := slices.IndexFunc(caseOutcomes, func(o CaseOutcome) bool { return o.Code == code })
	if i < 0 {
		return CaseOutcome{}, false
	}
	return caseOutcomes[i], true
}

// against are words that turn an outcome around: "niet goed".
var against = []string{"niet", "geen", "nooit", "nog", "maar", "behalve", "geprobeerd", "voicemail", "slecht"}

// ReadOutcome returns the code that staff mean by a text. It is not ok when
// the text names none, or more than one, or says the opposite: then they are
// asked.
func ReadOutcome(text string) (code string, ok bool) {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') })
	var found []string
	for at := 0; at < len(words); {
		code, size := outcomeAt(words[at:])
		switch {
		case size > 0:
			if !slices.Contains(found, code) {
				found = append(found, code)
			}
			at += size
		case slices.Contains(against, words[at]):
			return "", false
		default:
			at++
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// outcomeAt returns the outcome of which words begin with the longest phrase.
func outcomeAt(words []string) (code string, size int) {
	for _, o := range caseOutcomes {
		for _, phrase := range append([]string{o.Code, o.Name}, o.words...) {
			want := strings.FieldsFunc(Fold(phrase), func(r rune) bool { return r == ' ' || r == ',' || r == ':' })
			if len(want) > size && len(want) <= len(words) && slices.Equal(words[:len(want)], want) {
				code, size = o.Code, len(want)
			}
		}
	}
	return code, size
}
