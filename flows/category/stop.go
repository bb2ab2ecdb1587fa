package category

import (
	"slices"
	"strings"
	"sync"
)

// alarms are what to look out for in a report, by what it is about; package
// reply hears cries for help, fire and violence before this. Words with | are
// one of several, a * stands for the rest of a word. Behind > comes what
// follows within four words, behind ~ what is within six on either side, behind
// + the next word; what stands behind ! anywhere in the text takes the alarm
// away.
var alarms = []struct {
	stop  Stop
	rules string
}{
	{Danger, `gaslucht|gasgeur|gaslek|gaslekkage|gasstank|gasleiding|gasexplosie
gas ~ lucht|ruik|ruikt|ruiken|geur|stank|stinkt|lek|lekt|lekkage
stroomkabel*|stroomdraad*|stroomdraden|elektriciteitskabel*|elektriciteitsdraad*|elektriciteitsdraden|hoogspanning* ~ los|losse|loshangende|hangt|hangen|open|bloot|blote|ligt|liggen|kapot|kapotte|steekt|steken|uit ! vliegt
kabel|kabels|draad|draden|draadje|draadjes|snoer|bedrading|stroomdraad ~ los|losse|hangt|hangen|bloot|blote|steekt|steken|open ~ lantaarn*|lantaren*|lamp|lampen|straatlamp|lichtmast|mast|paal|stroom|elektra*|stroomkast*|elektriciteit*
onder + stroom|spanning
vonken|vonkt|kortsluiting
lantaarnpaal|lantarenpaal|lichtmast|straatlamp|lantaarn|elektrakast|stroomkast|elektriciteitskast|elektriciteitskastje ~ klepje|deurtje|luikje|deur|klep ~ open|weg|los
lantaarnpaal|lantarenpaal|lichtmast|mast ~ omvallen|omgevallen|omgewaaid|omvalt
lantaarnpaal|lantarenpaal|lichtmast|paal|boom > op|over > weg|rijbaan|straat|rijweg|auto|autos|huis|dak|spoor|woning ! hangt|wortel|wortels|loopt|staat|dicht|dichtbij|stuk
tak|takken > op|over + de|een|rijbaan|weg ~ rijbaan|weg|auto|spoor ! fietspad|hangt|hangen
boom|bomen|wilg|populier|eik|berk|kastanje > op|over > fietspad|stoep|pad|trottoir ~ omgevallen|gevallen|ligt|omgewaaid
ligt|lag|omgevallen|gevallen|omgewaaid > boom|bomen > op|over > weg|rijbaan|straat|fietspad|stoep|pad|auto
grote|dikke|zware|enorme > tak|takken > op|over > weg|rijbaan|straat ! hangt|hangen
boom|bomen|tak|takken|bord|paal|mast|muur|gevel|dakpan|dakpannen|schutting|reling|balkon|armatuur|lamp|basket|hek|steiger ~ omvallen|instorten|instort|dreigt|dreigen|omvalt|omgaat
boom|bomen|paal|mast|muur|hek|schutting|lantaarnpaal > valt|vallen > om
tak|takken|lamp|armatuur|bord|kap|dakpan > hangt|hangen|bungelt|bungelen > boven ~ weg|stoep|straat|fietspad|speeltuin|speelplaats|schoolplein|pad|zandbak|trottoir
boom|bomen|tak|takken ~ gevaar|gevaarlijk|gevaarlijke|levensgevaarlijk
kan|kunnen|komt|valt|vallen > zo|elk|elke|ieder|bijna > naar|omlaag|vallen|moment|om ~ beneden|vallen|omvallen|vallen|om ! water|poep|vogel|vogels
instortingsgevaar|omvalgevaar|explosiegevaar|elektrocutiegevaar|ontploffingsgevaar|vergiftigingsgevaar
gat|kuil|put|sinkhole|zinkgat ~ valt|vallen|gevallen|inzakt|verdwijnt|verdwenen|donderen + in|erin|wiel
gat|kuil|put ~ in + valt|vallen|gevallen|val|viel|zakt ! prullenbak|tak|takken|blad|bladeren
gat|kuil ~ meter|meters ~ diep
sinkhole|zinkgat
weg|rijbaan|straat|wegdek|brug|kade|stoep|tunnel ~ ingestort|instort|weggeslagen|weggespoeld
putdeksel|putdeksels|kolkdeksel|riooldeksel ~ weg|ontbreekt|mist|open|gestolen|verdwenen|eraf|af
deksel|rooster|dekseltje ~ put|kolk|riool|putje ~ weg|ontbreekt|mist|open|gestolen|verdwenen|eraf|af ! prullenbak|container|kliko
put|kolk|riool|mangat|putje > open ! dicht|verstopt
put|kolk|mangat > zonder > deksel|rooster
asbest|asbestplaten|asbestplaat|asbestpijp|asbestafval|asbestdak|eterniet|eternietplaten
chemisch|chemische|chemicalien|gifstof|gifstoffen|giftig|giftige|drugsafval|drugslab|zoutzuur|xtcafval|ammoniak ! giftige+plant
vat|vaten|jerrycan|jerrycans|tonnen ~ vloeistof|lek|lekt|lekken|onbekend|onbekende|stinkt|stinken|gif|chemi*
granaat|handgranaat|munitie|explosief|explosieven|springstof
bom ~ gevonden|ligt|oude|oorlog
staat|staan|vliegt|vloog > in > brand|fik|vlammen
auto|kind|man|vrouw|hond > te + water`},
	{Crime, `inbraak|inbraken|inbreker|inbrekers|ingebroken|inbreken|woninginbraak|autoinbraak
gestolen ~ fiets|auto|scooter|brommer|tas|portemonnee|telefoon|kenteken|kentekenplaten|ebike|pakket|pakketje|motor|caravan ! gevonden|teruggevonden|weesfiets|wrak|sloot|berm|ligt|staat
beroofd|overval|overvallen|straatroof|zakkenroller|zakkenrollers|diefstal|dief|dieven|heler|heling
steekpartij|vechtpartij|vechtpartijen|schietpartij|geschoten|neergestoken|neergeschoten|schoten
vechten|gevochten|vechtende ! tegen+onkruid
wapen|wapens|vuurwapen|vuurwapens|pistool|geweer ! gemeentewapen|stadswapen
met > mes|messen|machete
bedreigd|bedreigt|bedreigen|bedreiging|bedreigingen
mishandel*|aangerand|aanranding|verkracht*|dierenmishandeling|kindermishandeling
drugsdealer*|drugsdealers|drugshandel|drugsdeal|drugsdeals|drugspand|drugsrunner*|dealen|dealt|gedeald|gedealed|straatdealer*
dealer|dealers ! autodealer|garage|opel|bmw|toyota|showroom
vandalen ~ bezig
hennepkwekerij|wietkwekerij|wietplantage|hennepplantage
brandstichting|brandstichter|brandstichters
vernielen|slopen|vernielt|sloopt|bekladden|spuiten|spuit|ingooien ~ nu|momenteel|bezig|aan+het|vanavond|zojuist
kinderlokker|loverboy|mensenhandel|potloodventer|schennispleger|stalker|stalkt
zakkenrollers|oplichter|oplichters|babbeltruc`},
	{Care, `verward|verwarde ~ man|mannen|vrouw|persoon|personen|iemand|meneer|mevrouw|buurman|buurvrouw|jongen|meisje|oude|oudere|heer|dame|bewoner|mens
man|vrouw|persoon|iemand|meneer|mevrouw|buurman|buurvrouw|moeder|vader|oma|opa|heer|dame|bewoner|oudere > in + de|t + war
man|vrouw|persoon|iemand|dakloze|daklozen|zwerver|zwervers|mensen|jongen|meisje|meneer|mevrouw|gezin > slaapt|slapen|overnacht|overnachten|slaap > buiten|portiek|straat|park|bankje|bank|tent|tentje|garage|garages|trappenhuis|fietsenkelder|auto|bosjes|bushok|bushokje|tunnel|kelderbox|hal
slaapt|slapen|overnacht > iemand|man|vrouw|dakloze|daklozen|zwerver|zwervers|mensen|gezin
dakloze|daklozen|dakloos ~ hulp|kou|koud|buiten|ziek|opvang|slaapplek
buurman|buurvrouw|buur|bewoner|bewoonster|oude|oudere|bejaarde|meneer|mevrouw|oma|opa ~ vereenzaamd|vereenzaamt|eenzaam|eenzame|verwaarloosd|verwaarloost|dement|dementerend|dementerende|hulpbehoevend|verwardheid ! plantsoen|tuin|stoep
vereenzaming|vereenzaamd|vereenzaamde
buurman|buurvrouw|bewoner|bewoonster|meneer|mevrouw ~ al ~ dagen|weken|week ~ niet ~ gezien|gehoord|buiten ! fiets|auto|container|prullenbak
oude|oudere|bejaarde|verwarde ~ man|vrouw|meneer|mevrouw|heer|dame ~ dwaalt|dwalen|ronddwaalt|zwerft|verdwaald
vervuild|vervuilde|vervuiling ~ woning|huis|huishouden|flat > buurman|buurvrouw|bewoner|mevrouw|meneer
zorgen ~ om|over ~ buurman|buurvrouw|bewoner|mevrouw|meneer|oudere`},
}

// The reaches of the marks of alarms.
const (
	follow = 4
	around = 6
)

// articles stand before a road, and not before what is gone.
var articles = set(`de een die deze onze openbare drukke`)

// An alarm is one rule, ready for use.
type alarm struct {
	stop   Stop
	steps  []step
	unless step
}

// A step is one place in an alarm.
type step struct {
	mark   byte // how it stands to the step before it
	words  map[string]bool
	starts []string
}

// A watch is the alarms, and where they begin: by their first word, or open
// when that has a *.
type watch struct {
	alarms []alarm
	first  map[string][]int
	open   []int
}

var watched = sync.OnceValue(func() *watch {
	w := &watch{first: map[string][]int{}}
	for _, kind := range alarms {
		for line := range strings.Lines(kind.rules) {
			a := alarm{stop: kind.stop}
			line, unless, _ := strings.Cut(strings.TrimSpace(line), " ! ")
			a.unless = newStep(0, unless)
			mark := byte(0)
			for f := range strings.FieldsSeq(line) {
				if len(f) == 1 {
					mark = f[0]
					continue
				}
				a.steps = append(a.steps, newStep(mark, f))
			}
			at := len(w.alarms)
			for word := range a.steps[0].words {
				w.first[word] = append(w.first[word], at)
			}
			if len(a.steps[0].starts) > 0 {
				w.open = append(w.open, at)
			}
			w.alarms = append(w.alarms, a)
		}
	}
	return w
})

func newStep(mark byte, list string) step {
	s := step{mark: mark, words: map[string]bool{}}
	for w := range strings.SplitSeq(list, "|") {
		if start, open := strings.CutSuffix(w, "*"); open {
			s.starts = append(s.starts, start)
		} else if w != "" {
			s.words[w] = true
		}
	}
	return s
}

// StopIn returns what the words of a report say about safety, whatever its
// category: the most pressing of the stops. Any bytes are accepted.
func StopIn(text string) Stop {
	var buf [mostWords]string
	said := buf[:0]
	split(fold(text), func(word string) bool {
		if n := len(said); word == "weg" && n > 0 && articles[said[n-1]] {
			word = "rijbaan" // "in de weg", not "is weg"
		}
		said = append(said, word)
		return len(said) < mostWords
	})
	w := watched()
	best := len(w.alarms)
	try := func(list []int, at int) {
		for _, i := range list {
			if i < best && w.alarms[i].rings(said, at) {
				best = i
			}
		}
	}
	for at, word := range said {
		try(w.first[word], at)
		try(w.open, at)
	}
	if best == len(w.alarms) {
		return None
	}
	return w.alarms[best].stop
}

// rings reports whether what is said sets off the alarm, from a word on.
func (a *alarm) rings(said []string, at int) bool {
	return a.steps[0].is(said[at]) && !deniedAt(said, at) && a.rest(said, 1, at) && !slices.ContainsFunc(said, a.unless.is)
}

// rest reports whether the steps from n on are found, with the one before them
// at a place.
func (a *alarm) rest(said []string, n, at int) bool {
	if n == len(a.steps) {
		return true
	}
	from, to := at+1, at+follow
	switch a.steps[n].mark {
	case '+':
		to = at + 1
	case '~':
		from, to = at-around, at+around
	}
	for i := max(from, 0); i <= to && i < len(said); i++ {
		if i != at && a.steps[n].is(said[i]) && a.rest(said, n+1, i) {
			return true
		}
	}
	return false
}

func (s *step) is(word string) bool {
	if s.words[word] {
		return true
	}
	return slices.ContainsFunc(s.starts, func(start string) bool { return strings.HasPrefix(word, start) })
}

// deniedAt reports whether the word before, or the one before that, denies it.
func deniedAt(said []string, at int) bool {
	for i := max(0, at-reach); i < at; i++ {
		if deniers[said[i]] {
			return true
		}
	}
	return false
}
