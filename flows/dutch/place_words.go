package dutch

import (
	"strings"

	"wijkbot/store/wijk"
)

// strongEndings make a word a street by themselves, weakEndings only with a
// house number or in a text that holds little else. Many of the weak ones are
// how Zoetermeer calls its streets.
var (
	strongEndings = strings.Fields(`straat str laan weg plein pad singel kade gracht dreef plantsoen steeg gaarde hove
		wallen schouw boulevard dijk allee`)
	weakEndings = strings.Fields(`hof park ring wal veld tuin erf hage rode zijde donk burg berg horst lijn gang water
		stroom groen sloot vaart akker bos werf vliet kamp stede land zoom markt rijn schans hoeve baan promenade
		passage hoek oord dal duin meer vaartse wetering kreek poort brug eiland`)
)

// noStreet are words with such an ending, or before a number, that are no street.
var noStreet = strings.Fields(`straat weg laan plein pad park tuin hof veld singel kade gracht dijk steeg erf wal ring
	bos markt gang brug water dal land hoek baan meer
	onderweg terugweg snelweg rijweg halverwege zandpad fietspad voetpad wandelpad looppad ruiterpad bospad zijpad
	schoolplein speelplein parkeerplein marktplein winkelstraat zijstraat hoofdstraat hoofdweg zijweg uitweg ventweg
	achtertuin voortuin buurttuin moestuin kindertuin speeltuin dierentuin speelveld voetbalveld grasveld sportveld
	trapveld trapveldje sportpark stadspark wijkpark kerkhof voorhof binnenhof schoolhof plattegrond verband afval
	buitenland inland binnenland nederland duitsland achterpad brandgang doorgang ingang uitgang toegang voorgang omgang
	overgang gebruik regenwater grondwater leidingwater rioolwater afvalwater drinkwater buitenwater geweld beeld kogelbaan
	bestrating riolering afwatering vergadering verwarming waarschuwing groen wegdek iemand niemand eiland alarm buslijn
	tramlijn hotline spoorweg wasstraat parkeerplaats onderdoorgang oversteekplaats zebrapad tegelpad schelpenpad bergpad
	dorpsweg autoweg toegangsweg invalsweg ophaalbrug voetgangersbrug fietsbrug kombinatie kruispunt kruising geval
	vandaag morgen postcode huisnummer nummer adres lantaarnpaal lantarenpaal paal mast container perron bus lijn tram
	overslaan afslaan inslaan opslaan aanslaan doorslaan toeslaan omslaan
	flat gebouw kamer verdieping etage lokaal station halte antwoord keuze optie menu bel call suiker ongeveer circa minstens hoogstens zeker`)

// notInStreet end the name of a street when read backwards.
var notInStreet = strings.Fields(`in bij aan voor achter naast tegenover langs tussen naar vanaf om over onder boven door
	en of met er ligt liggen staat staan is zijn was hangt zit daar hier ergens waar het ik wij we mijn ons onze uw
	woon wonen adres plaats locatie thuis buurt wijk hoek kruising kruispunt begin eind einde midden halverwege ter
	hoogte nabij richting kant zijkant overkant speeltuin school kerk winkel bushalte station parkeerplaats stoep
	troep rommel afval zwerfvuil vuil vuilnis zak zakken tegel tegels stoeptegel stoeptegels onkruid losse los kapot
	kapotte gat kuil boom tak takken bank fiets auto container lantaarnpaal lamp veel heel hele berg grofvuil vuilniszak
	vuilniszakken melding sinds graag ja nee nou dus dat dit deze die zoetermeer gemeente hallo beste dag goedemorgen
	goedemiddag goedenavond mevrouw meneer ; / \x00`)

// particles belong to a name that follows them.
var particles = strings.Fields(`van de den der het 't 's des du da di la le von ten op`)

// titles belong to a name too, however they are written.
var titles = strings.Fields(`burgemeester burg burg. pastoor dominee ds ds. dokter dr dr. prof prof. professor koningin koning
	prins prinses generaal admiraal sint st st. jonkheer jhr. ir. ing. mr. nieuwe oude lange korte grote kleine
	eerste tweede derde vierde vijfde zesde noordelijke zuidelijke oostelijke westelijke`)

// looksStreet reports whether w ends as streets do.
func looksStreet(w string) bool { return strong(w) || ends(w, weakEndings) }

func strong(w string) bool { return ends(w, strongEndings) }

func ends(w string, endings []string) bool {
	if !allLetters(w) {
		return false
	}
	w = wijk.Fold(w)
	if in(w, noStreet...) || strings.HasSuffix(w, "ering") {
		return false
	}
	for _, e := range endings {
		// Three letters before it at least: "onweg" is no street.
		if len(w) >= len(e)+3 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
