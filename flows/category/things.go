package category

import (
	"slices"
	"strings"
	"sync"

	"wijkbot/store/wijk"
)

// people are the concepts that are, or may be, somebody, and what may befall
// them: a text with one of them is never about things only.
var people = strings.Fields(`mensen jongeren zwervers buurman overlast drank drugs wildplas lawaai crossen vuurwerk portiek avond struikel rolstoel
	dood stroom chemisch gasfles asbest branden stoken winter loket toilet hoop snelheid voeren wens ruit storing afvoer auto`)

// lifeless are words that tell nothing of anybody. There is no "ik" among them,
// and no word for lying, sitting or standing that only people do.
const lifeless = `de het een t n er is zijn was al nog weer steeds heel hele erg veel te bij in op aan voor achter naast langs tussen onder tegen van met door en
	of die dat deze dit daar hier ook maar want als staat staan ligt liggen zit zitten hangt hangen groeit loopt niet geen nooit meer mijn onze ons uw
	dagen weken week maanden maand jaar lang sinds vandaag gisteren vanmorgen ochtend hoek hoogte nummer nr huisnummer kant midden begin eind einde
	deur voordeur huis woning flat school winkel winkels station kerk markt plek buurt wijk wordt worden graag snel goed wel toch dan zo na om
	alle allemaal alles eens elke half helemaal niks nodig aantal stapels overal hele halve diepe natte lelijke rubber rubberen zand raam spoor bodem
	touw veer spullen sporthal lekkage lekkende kenteken oude nieuwe grote groot klein kleine hoge paar twee drie vier vijf zes zeven acht negen tien beetje gemeente melding melden
	zoetermeer oosterheem meerzicht rokkeveen seghwaert buytenwegh leyens palenstein driemanspolder noordhove dorp stadshart`

// persons are words of the vocabulary that are somebody all the same.
var persons = set(`baasje baasjes hondenbezitter hondenbezitters hondeneigenaar hondeneigenaars hondeneigenaren hondenbaas hondenbaasje
	hondenbaasjes hondebezitter hondebezitters vuilnisman vuilnismannen rattenvanger rattenvangers eigenaar eigenaars eigenaren vandalen
	bouwvakker bouwvakkers dumper dumpers strooiploeg snoeiploeg maaiploeg veegploeg vuilophaaldienst ophaaldienst`)

// A closed is what may be said of things alone.
type closed struct {
	words map[string]bool
	out   []bool // concepts that may not
	// excused are those that may in a category: a dead bird is a thing, and a
	// lamp that burns is no fire.
	excused map[wijk.ReportKind]string
	living  []bool
}

// living are the concepts of what may be dead and is nobody. It stands behind
// "dode", or before "dood": "een dode" alone is somebody.
var living = strings.Fields(`dier hond rat ongedierte boom tak heg plantsoen gras`)

var things = sync.OnceValue(func() *closed {
	l := words()
	c := &closed{words: set(lifeless), out: make([]bool, len(l.names)), excused: map[wijk.ReportKind]string{
		"dood-dier": "dood", "boom": "dood", "groen": "dood", "verlichting": "branden", "gladheid": "winter",
	}, living: make([]bool, len(l.names))}
	for _, name := range living {
		c.living[l.concept(name)] = true
	}
	for _, name := range people {
		c.out[l.concept(name)] = true
	}
	return c
})

// mostThings is how many words a text about things alone may have.
const mostThings = 40

// OnlyThings reports whether a text is surely a report and speaks of nothing but
// things: of a dead bird or a bag that lies in the street, and of nobody who
// does. It is a closed world: one word that is not known to be harmless, also
// for a typing error, and the answer is no. It is for whoever must tell a
// report from a cry for help.
func OnlyThings(text string) bool {
	guesses := Classify(text)
	if len(guesses) == 0 || guesses[0].Score < Sure || slices.Contains([]wijk.ReportKind{"overlast", "overig"}, guesses[0].Code) {
		return false
	}
	if StopIn(text) != None || len(text) > mostBytes {
		return false
	}
	l, c := words(), things()
	excused, dead := c.excused[guesses[0].Code], l.concept("dood")
	n, ok, seen, adjective := 0, true, false, false
	split(fold(text), func(word string) bool {
		n++
		what, known := l.exactly(word)
		known = known && !persons[word]
		lives := known && c.living[what]
		if adjective && !lives {
			ok = false
			return false
		}
		adjective = false
		if c.words[word] || isStreet(word) || isNumber(word) {
			return n <= mostThings
		}
		ok = known && (!c.out[what] || excused != "" && what == l.concept(excused))
		if ok && what == dead {
			adjective = strings.HasSuffix(word, "e")
			ok = adjective || seen
		}
		seen = seen || lives
		return ok && n <= mostThings
	})
	return ok && !adjective && n <= mostThings
}

// isNumber reports whether word is a house number or a postcode: digits, and at
// most two letters behind them. The number to call in need is none.
func isNumber(word string) bool {
	letters := strings.TrimLeft(word, "0123456789")
	return len(letters) <= 2 && letters != word && word != "112"
}

// exactly looks a word up as it stands, or as a compound of two known parts.
func (l *lexicon) exactly(word string) (concept, bool) {
	if c, ok := l.forms[word]; ok {
		return c, true
	}
	for i := shortestPart; i+shortestPart <= len(word); i++ {
		if _, part := l.part(word[:i]); part && l.ends[word[i:]] {
			return l.forms[word[i:]], true
		}
	}
	return 0, false
}
