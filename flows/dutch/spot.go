package dutch

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"wijkbot/store/wijk"
)

var (
	lamp = regexp.MustCompile(`(?i)(?:^|[^\pL0-9])(lantaarnpaal|lantarenpaal|lantaarnmast|lichtmast|lamppaal|straatlantaarn|straatlamp|lantaarn|lantaren|lichtpunt|mast|paal|lp)` +
		`(?:[ -]?(?:nummer|nr|no)\b)?[ .:#]{0,3}([0-9]{1,6}(?:[-./][0-9]{1,6})?[a-z]?)(?:$|[^\pL0-9])`)
	lampPosts = strings.Fields("lantaarnpaal lantarenpaal lantaarnmast lichtmast lamppaal")
	afterLamp = strings.Fields("meter m cm km stuks keer x euro uur jaar dagen weken")
)

// LampPost finds the number on a lamp post in text: "lantaarnpaal 1234", "mast
// 12-345", "LP 04512". rest is the text without it, which may tell the street.
// A small number is a count or a house, unless a lamp post is named as such.
func LampPost(text string) (post, rest string, ok bool) {
	if len(text) > maxPlace {
		text = strings.ToValidUTF8(text[:maxPlace], "")
	}
	m := lamp.FindStringSubmatchIndex(text)
	if m == nil {
		return "", text, false
	}
	least := 3
	if in(strings.ToLower(text[m[2]:m[3]]), lampPosts...) {
		least = 2
	}
	post = strings.ToUpper(strings.NewReplacer(".", "-", "/", "-").Replace(text[m[4]:m[5]]))
	digits := strings.Count(post, "") - 1 - strings.Count(post, "-")
	rest = text[:m[2]] + ";" + text[m[5]:]
	next := strings.Fields(text[m[5]:])
	if digits < least || len(next) > 0 && in(strings.ToLower(next[0]), afterLamp...) {
		return "", text, false
	}
	return post, rest, true
}

// HouseNumber reads the answer to "which number?": "12", "nr 12a", "bij 14".
func HouseNumber(text string) (number string, ok bool) {
	words := placeWords(text)
	for len(words) > 1 && in(strings.ToLower(words[0]), "bij", "naast", "tegenover", "ongeveer", "op", "voor", "achter", "tussen", "het", "is", "dat") {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > 4 {
		return "", false
	}
	n, addition, used := houseWords(words, 0)
	if used < len(words) || n == "" {
		return "", false
	}
	return Address{Number: n, Addition: addition}.House(), true
}

// prepositions begin a place that is told by what is there.
var prepositions = strings.Fields(`bij naast tegenover achter voor op in langs tussen onder aan nabij vlakbij hoek ingang uitgang
	halverwege boven rond rondom tegen vlak links rechts ter eind einde begin`)

// nowhere are words that say nothing of where in the city something is.
var nowhere = strings.Fields(`hier daar ergens overal nergens mij mijn me ons onze jou uw u hem haar thuis huis huizen deur voordeur buurt
	straat stoep weg fietspad wandelpad voetpad grond gras gemeente zoetermeer stad dorp wijk plek plaats locatie buiten binnen midden
	het de een den der dat dit die deze er ligt liggen staat staan is zijn zit hangt was ik wij we jullie ze van met en of maar ook nog
	weet niet geen wel ja nee hoor graag even gewoon kant overal alles iets wat waar hoe heel erg veel groot grote vies vieze dicht bij
	naast tegenover achter voor op in langs tussen onder aan nabij vlakbij hoek halverwege boven rond rondom tegen vlak links rechts ter
	eind einde begin melding melden onkruid zwerfvuil afval troep rommel vuilnis kapot kapotte losse los tegel stoeptegel`)

// maxMark is how many characters the name of a landmark may have.
const maxMark = 120

// Landmark reports whether text tells a place by what is there: "bij de ingang
// van het winkelcentrum", "speeltuin achter de school". Nobody but a person can
// find it. "Hier", "op de stoep" and the like tell nothing.
func Landmark(text string) bool {
	if n := len([]rune(text)); n < 8 || n > maxMark || strings.ContainsAny(text, "?") {
		return false
	}
	words := strings.FieldsFunc(wijk.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < 2 || !slices.ContainsFunc(words[:len(words)-1], func(w string) bool { return in(w, prepositions...) }) {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool { return len(w) >= 4 && !in(w, nowhere...) && !isDigits(w) })
}

func isDigits(w string) bool { return strings.Trim(w, "0123456789") == "" }

// A Vague place is one that only the sender knows.
type Vague int

// The vague places.
const (
	NotVague Vague = iota
	Here           // "hier", "daar", "op straat"
	Home           // "thuis", "voor mijn deur"
)

// VaguePlace reports whether text is such a place and nothing more.
func VaguePlace(text string) Vague {
	words := Words(text)
	if len(words) == 0 || len(words) > 8 || slices.ContainsFunc(words, func(w string) bool {
		return !in(w, nowhere...) && !in(w, "waarvandaan", "vandaan", "nu", "sta", "ben", "bent", "woon", "huisje", "woning", "raam", "tuin")
	}) {
		return NotVague
	}
	has := func(list ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return in(w, list...) })
	}
	switch {
	case has("thuis"), has("mij", "mijn", "ons", "onze", "ik", "wij") && has("huis", "deur", "voordeur", "straat", "woning", "raam", "tuin", "woon", "stoep", "huisje"):
		return Home
	case has("hier", "daar", "ergens", "overal", "buiten", "straat", "stoep", "mij", "buurt"):
		return Here
	}
	return NotVague
}

// elsewhere are places near Zoetermeer, each with the municipality it is in.
var elsewhere = map[string]string{
	"den haag": "Den Haag", "'s-gravenhage": "Den Haag", "scheveningen": "Den Haag", "delft": "Delft", "leiden": "Leiden",
	"gouda": "Gouda", "rotterdam": "Rotterdam", "amsterdam": "Amsterdam", "utrecht": "Utrecht", "zoeterwoude": "Zoeterwoude",
	"leidschendam": "Leidschendam-Voorburg", "voorburg": "Leidschendam-Voorburg", "stompwijk": "Leidschendam-Voorburg",
	"pijnacker": "Pijnacker-Nootdorp", "nootdorp": "Pijnacker-Nootdorp", "delfgauw": "Pijnacker-Nootdorp",
	"bleiswijk": "Lansingerland", "bergschenhoek": "Lansingerland", "berkel en rodenrijs": "Lansingerland",
	"benthuizen": "Alphen aan den Rijn", "hazerswoude": "Alphen aan den Rijn", "alphen aan den rijn": "Alphen aan den Rijn",
	"moerkapelle": "Zuidplas", "zevenhuizen": "Zuidplas", "waddinxveen": "Waddinxveen", "rijswijk": "Rijswijk", "wassenaar": "Wassenaar",
	"voorschoten": "Voorschoten", "schiedam": "Schiedam",
}

// Elsewhere returns the municipality of another city that text ends in, as in
// "Markt 1, Gouda" and "in Den Haag".
func Elsewhere(text string) (municipality string, ok bool) {
	if len(text) > maxPlace {
		return "", false
	}
	text = strings.TrimRight(wijk.Fold(text), " .!?,\n")
	for name, of := range elsewhere {
		if before, ends := strings.CutSuffix(text, name); ends && (before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, ",")) {
			return of, true
		}
	}
	return "", false
}

// OurLetters reports whether somebody here can read text: at least half of its
// letters are those of the Latin alphabet, or there are none.
func OurLetters(text string) bool {
	ours, all := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			all++
			if unicode.Is(unicode.Latin, r) {
				ours++
			}
		}
	}
	return 2*ours >= all
}
