package category

import (
	"strings"
	"sync"
)

// neutral are common words that say nothing of what a report is about, so that
// none of them is taken for a word that does ("staat" for "straat").
var neutral = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(neutralWords) {
		all[w] = true
	}
	return all
})

const neutralWords = `aan aangezien aardig achter achterin afgelopen alle alleen allemaal alles altijd ander andere anders beetje begin begint
	behalve beide bekend bellen belangrijk beneden best beste betekent beter bezig bijna bijvoorbeeld binnen blij blijkt boven bovendien
	brengen buiten buurt collega daar daarna daarom daarvoor dacht dagen dagelijks deden deel denk denken deze dezelfde dichtbij dinsdag direct
	donderdag door dorp draaien drie dringend dus echt echte eens eerder eerst eerste eigen eigenlijk einde elke elkaar enige enkele enorm erger
	ergens erover even foto gaan gaat gang gauw gebeld gebeurd gebeurt gedaan gegaan gegeven gehad geheel gehoord gekomen gekregen geld geleden
	gelopen gemaakt gemeente gemeld gemeten gemist genoeg gereden geval gevoel gevonden gevraagd geweest gewoon gezegd gezien gisteren goed goede
	goedemiddag goedemorgen graag groet groeten groot groter grote grootste haast halen half hallo handen hartelijk hebben heb hebt heeft heel hele
	helaas helemaal helft helpen hierbij hiervoor hoeveel hoewel hopelijk horen houden hulp huis huizen huisnummer ieder iedere iedereen
	iets inmiddels jullie kamer kant keer kennen kijken kinderen kind kleine kleiner klopt klacht klachten komen komt konden kosten krijg krijgen
	krijgt kunnen kunt laatst laatste langer langs laten leggen leggen lekker leven lieve liggen ligt links loopt lopen maak maakt maandag maar
	maken meer meerdere meest meestal meisje melden melding meldingen meneer mensen merk meteen meter meters mevrouw midden middag mijn minder
	minuten misschien moeten moeder moest mogelijk mogen morgen naar naast namelijk nemen nergens niemand niet niets nieuwe nodig nooit normaal
	nummer ochtend ofzo ongeveer onlangs onze ooit opnieuw opzij oudere ouderen ouders overdag overkant overleg paar pakken persoon plaats plaatse
	plaatsen plaatst plek plekken precies prima probeer probleem problemen raar recht rechts reeds regelmatig richting samen schrijven
	seconden sinds situatie slecht snel snelle snap soms soort spoedig sprake staan staat stad start steeds sterk stond stonden straks
	sturen stuur stuk tegen tegenover telefoon terug thuis tijdens toch toen totaal trein tussen twaalf twee tweede uiteindelijk uren uurtje vaak
	vader vanaf vanavond vandaag vanmorgen vanmiddag vannacht vanuit vanwege veel veilig veiligheid verder verderop vergeten verkeer
	verkeerd verkeerde verschillende verschrikkelijk vervolgens verwacht verzoek vier vijf vinden vindt vlakbij voelt volgende volgens volledig vond
	voor vooral vooraan voorbij voordeur vorig vorige vraag vragen vreselijk vriendelijk vriendelijke vrijdag waarom waarschijnlijk wachten
	wandelen wanneer waren warm week weekend weekeinde weer werd werden weten wijk wilde willen winkel winkels winkelcentrum woensdag
	wonen woning woont woon woord worden wordt zaak zaken zaterdag zeer zeggen zegt zeker zelf zelfde zelfs zet zeven ziet zien zijn zitten zoals zodat
	zoetermeer zomaar zonder zondag zoon zorg zorgen zouden zoveel zowel zwaar zwart dochter buurtbewoners bewoner bewoners hiernaast school scholen
	kerk station apotheek bakker supermarkt snackbar parkeergarage appartement hoogte noord oost zuid oosterheem meerzicht rokkeveen seghwaert buytenwegh
	leyens palenstein driemanspolder noordhove dorpsstraat stadshart geregeld gevraagd paspoort aanvragen vergunning passeren passant post postcode beoordelen
	beste bestellen bestaat besteld plotseling plots komend gekocht verkocht rijk gelijk gelukkig vrolijk vakantie jarig mooie mooi groen groene geel rode blauwe witte
	rechter linker stellen gesteld aarde waarde baard paard paarden zand strand hand band land rand kans mens wens lens gens grens stel spel spelen speelt gespeeld vertel
	tellen getal betaal betalen betaald verhaal taal maal staal gehaald schaal vlak vlakke vlees vaas kaas gaas haas laag vraagt klaagt draagt jaagt maagd
	slaat laat gaat raad praat praten gepraat maat mate klaar naar haar jaar paar zwaarder kaart kaarten maart start hart smart buurten kantoor antwoord accoord akkoord
	soepel poel stoel doel voel boel koel gevoelens daken vaker maker raken taken zaken haken laken wakker akker bakker makkelijk moeilijk dagje afgelopen binnenkort
	persoonlijk mogelijkheid oplossing oplossen opgelost gerepareerd repareren maken gemaakt herstellen hersteld vervangen plaatsing bekijken kijk gekeken langskomen gebruiken gebruik gebruikt vliegt springen brengen hangmat vermijd bezoeken bezoeker bezitten bekennen blijken bijeen breken drukke
	eilanden erkennen goederen hinderen kostten krachten leiden lichte lichten manen minderen opstaan opvallen opgepakt portie porties schieten schijnen
	scheiden schuilen starten trachten uiten velen verband verboden verhogen verleden vermogen verlaagd verhuist versierd verstond vervelen vlinders vorderen
	vliegend vreemde weiden weinigen wekken voeten voet voetje lichaam blijkt weggen beden gebouw gebouwen gebouwd pension opgegaan obsceen passende
	bezoekers behoeft behoefde rekening brachten gestopt gestoken piept piepen kleuren kleurt schuur tegelijk tegelijkertijd`
