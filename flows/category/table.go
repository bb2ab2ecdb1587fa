package category

import "time"

const (
	days  = 24 * time.Hour
	weeks = 7 * days
)

func work(n int) Term     { return Term{Days: n, Workday: true} }
func calendar(n int) Term { return Term{Days: n} }

// The extra questions. A key and the key of a choice are for ever: answers and
// other systems hold them. What the conversations of zwerfvuil, onkruid and
// hondenpoep need is place and photo, so these ask nothing.
var (
	ways = Question{Key: "gevaar", Text: "Is het gevaarlijk, bijvoorbeeld om over te vallen?", Choices: []Choice{
		{Key: "ja", Label: "Ja"}, {Key: "nee", Label: "Nee"}, {Key: "dicht", Label: "Niemand kan er langs", Stop: Danger},
	}}
	size = Question{Key: "grootte", Text: "Hoe groot is het?", Choices: []Choice{
		{Key: "zakken", Label: "Een paar zakken", Said: "zak"}, {Key: "stuk", Label: "Een groot stuk", Said: "bank"},
		{Key: "veel", Label: "Meer dan een auto vol"},
	}}
	fullContainer = Question{Key: "wat", Text: "Wat is er met de container?", Choices: []Choice{
		{Key: "vol", Label: "Hij is vol", Said: "vol geleegd"}, {Key: "dicht", Label: "Hij gaat niet open", Said: "pas open"},
		{Key: "kapot", Label: "Hij is kapot", Said: "kapot storing"},
	}}
	fullBin = Question{Key: "wat", Text: "Wat is er met de prullenbak?", Choices: []Choice{
		{Key: "vol", Label: "Hij is vol", Said: "vol geleegd"}, {Key: "kapot", Label: "Hij is kapot", Said: "kapot los klep deksel branden"},
		{Key: "weg", Label: "Hij is weg", Said: "weg"},
	}}
	loose = Question{Key: "los", Text: "Hangt er iets los boven de weg of stoep?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Stop: Danger}, {Key: "nee", Label: "Nee"},
	}}
	lamps = Question{Key: "aantal", Text: "Brandt één lamp niet, of de hele straat?", Choices: []Choice{
		{Key: "een", Label: "Eén lamp"}, {Key: "straat", Label: "De hele straat"}, {Key: "anders", Label: "Iets anders", Said: "knipperen scheef gereden stroom deksel klep omvallen plakken"},
	}}
	wires = Question{Key: "draden", Text: "Ziet u losse draden, of kan de paal omvallen?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Said: "stroom", Stop: Danger}, {Key: "nee", Label: "Nee"},
	}}
	sharp = Question{Key: "gevaar", Text: "Kan iemand zich eraan bezeren?", Choices: []Choice{
		{Key: "ja", Label: "Ja"}, {Key: "nee", Label: "Nee"}, {Key: "weg", Label: "Het ligt op de weg", Stop: Danger},
	}}
	play = Question{Key: "gevaar", Text: "Kan een kind zich eraan bezeren?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Stop: Danger}, {Key: "nee", Label: "Nee"},
	}}
	drain = Question{Key: "wat", Text: "Wat is er met de put?", Choices: []Choice{
		{Key: "water", Label: "Het water loopt niet weg", Said: "verstopt plas blank"}, {Key: "stank", Label: "Het stinkt", Said: "stinken"},
		{Key: "los", Label: "Het deksel ligt los", Said: "los"}, {Key: "open", Label: "Het deksel is weg", Stop: Danger},
	}}
	slippery = Question{Key: "waardoor", Text: "Waardoor is het glad?", Choices: []Choice{
		{Key: "winter", Label: "IJs of sneeuw", Said: "winter strooien"}, {Key: "blad", Label: "Bladeren", Said: "blad"},
		{Key: "olie", Label: "Olie op de weg", Said: "olie", Stop: Danger}, {Key: "anders", Label: "Iets anders", Said: "alg mos"},
	}}
	offensive = Question{Key: "kwetsend", Text: "Is het beledigend of racistisch?", Choices: []Choice{
		{Key: "ja", Label: "Ja"}, {Key: "nee", Label: "Nee"},
	}}
	since = Question{Key: "sinds", Text: "Hoe lang staat het er al?", Choices: []Choice{
		{Key: "kort", Label: "Korter dan een maand"}, {Key: "lang", Label: "Langer dan een maand"}, {Key: "onbekend", Label: "Dat weet ik niet"},
	}}
	stuff = Question{Key: "wat", Text: "Weet u wat het is?", Choices: []Choice{
		{Key: "bouw", Label: "Puin of bouwafval", Said: "puin"}, {Key: "chemisch", Label: "Vaten of iets chemisch", Said: "chemisch vat", Stop: Danger},
		{Key: "asbest", Label: "Asbest", Said: "asbest", Stop: Danger}, {Key: "anders", Label: "Iets anders", Said: "verf gasfles"},
		{Key: "onbekend", Label: "Dat weet ik niet"},
	}}
	ongoing = Question{Key: "nu", Text: "Is het nu bezig?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Stop: Crime}, {Key: "nee", Label: "Nee"},
	}}
	often = Question{Key: "vaak", Text: "Hoe vaak gebeurt het?", Choices: []Choice{
		{Key: "eerste", Label: "Voor het eerst"}, {Key: "soms", Label: "Soms"}, {Key: "vaak", Label: "Bijna elke dag"},
	}}
	sight = Question{Key: "hinder", Text: "Ziet u het verkeer niet, of kunt u er niet langs?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Said: "zicht"}, {Key: "nee", Label: "Nee"},
	}}
	seen = Question{Key: "aantal", Text: "Hoeveel heeft u er gezien?", Choices: []Choice{
		{Key: "een", Label: "Een"}, {Key: "meer", Label: "Meer"}, {Key: "nest", Label: "Een nest of hol"},
	}}
	pet = Question{Key: "huisdier", Text: "Is het een hond of een kat?", Choices: []Choice{
		{Key: "ja", Label: "Ja", Said: "hond"}, {Key: "nee", Label: "Nee"},
	}}
)

// categories is everything that can be reported.
var categories = []Category{
	{Code: "zwerfvuil", Name: "Zwerfvuil", Where: "Waar ligt het zwerfvuil?", About: "Afval dat op straat of in het groen ligt.",
		Group: Waste, Slug: "schoon/veegzwerfvuil", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks},
	{Code: "grofvuil", Name: "Grofvuil of zakken naast de container", Where: "Waar ligt het grofvuil?", About: "Meubels, dozen of zakken die naast een container of op straat staan.",
		Group: Waste, Slug: "afval/grofvuil", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks, Ask: []Question{size}},
	{Code: "prullenbak", Name: "Prullenbak vol of kapot", Where: "Waar staat de prullenbak?", About: "Een prullenbak van de gemeente die vol of kapot is.",
		Group: Waste, Slug: "schoon/prullenbak-vol", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks, Ask: []Question{fullBin}},
	{Code: "container", Name: "Container vol of kapot", Where: "Waar staat de container?", About: "Een afvalcontainer in de wijk die vol of kapot is.",
		Group: Waste, Slug: "afval/container-is-vol", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks, Ask: []Question{fullContainer}},
	{Code: "stoeptegel", Name: "Losse stoeptegel", Where: "Waar is de losse stoeptegel?", About: "Een losse tegel, een kuil of een gat in stoep of straat.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad", Term: work(3), Promise: Fixes, Radius: 25, Age: 13 * weeks, Ask: []Question{ways}},
	{Code: "fietspad", Name: "Fietspad kapot", Where: "Waar is het fietspad kapot?", About: "Een gat, een kuil of wortels in het fietspad.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onderhoud-fietspad", Term: work(5), Promise: Fixes, Radius: 50, Age: 13 * weeks, Ask: []Question{ways}},
	{Code: "onkruid", Name: "Onkruid", Where: "Waar staat het onkruid?", About: "Onkruid op de stoep of de straat.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onkruid-verharding", Term: work(5), Promise: Fixes, Radius: 50, Age: 8 * weeks},
	{Code: "onkruid-groen", Name: "Onkruid in het groen", Where: "Waar staat het onkruid?", About: "Onkruid in een perk of plantsoen.",
		Group: Green, Slug: "openbaar-groen-en-water/onkruid", Term: work(5), Promise: Tells, Radius: 50, Age: 8 * weeks},
	{Code: "groen", Name: "Snoeien of maaien", Where: "Waar moet er gesnoeid of gemaaid worden?", About: "Struiken, heggen of gras die te hoog zijn of in de weg hangen.",
		Group: Green, Slug: "openbaar-groen-en-water/snoeien", Term: work(5), Promise: Tells, Radius: 50, Age: 8 * weeks, Ask: []Question{sight}},
	{Code: "boom", Name: "Boom", Where: "Waar staat de boom?", About: "Een zieke boom, een losse tak of een boom die in de weg staat.",
		Group: Green, Slug: "openbaar-groen-en-water/boom", Term: work(5), Promise: Tells, Radius: 25, Age: 26 * weeks, Ask: []Question{loose}},
	{Code: "verlichting", Name: "Straatverlichting kapot", Where: "Waar staat de lantaarnpaal?", About: "Een lantaarnpaal die niet brandt, knippert of kapot is.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting", Term: work(21), Promise: Fixes, Radius: 25, Age: 13 * weeks, Ask: []Question{lamps, wires}},
	{Code: "straatmeubilair", Name: "Bankje, paal of bord kapot", Where: "Waar staat het?", About: "Een bankje, paaltje, hek, fietsenrek of bord dat kapot is of mist.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/straatmeubilair", Term: work(5), Promise: Fixes, Radius: 25, Age: 26 * weeks, Ask: []Question{sharp}},
	{Code: "speelplaats", Name: "Speelplaats", Where: "Waar is de speelplaats?", About: "Een speeltoestel of speelplek die kapot of vies is.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/speelplaats", Term: work(5), Promise: Fixes, Radius: 50, Age: 13 * weeks, Ask: []Question{play}},
	{Code: "put", Name: "Put verstopt of kapot", Where: "Waar is de put?", About: "Een put of riool dat verstopt of kapot is, of water dat blijft staan.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/put-riolering-verstopt", Term: work(5), Promise: Fixes, Radius: 25, Age: 8 * weeks, Ask: []Question{drain}},
	{Code: "gladheid", Name: "Gladheid", Where: "Waar is het glad?", About: "Gladheid door ijs, sneeuw, bladeren of olie.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/gladheid", Term: work(3), Promise: Tells, Radius: 100, Age: 3 * days, Ask: []Question{slippery}},
	{Code: "graffiti", Name: "Graffiti", Where: "Waar zit de graffiti?", About: "Graffiti of plakkaten op iets van de gemeente.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/graffiti-wildplak", Term: work(5), Promise: Tells, Radius: 25, Age: 26 * weeks, Ask: []Question{offensive}},
	{Code: "hondenpoep", Name: "Hondenpoep", Where: "Waar ligt de hondenpoep?", About: "Hondenpoep op stoep, straat of speelplek.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/hondenpoep", Term: calendar(21), Promise: Tells, Radius: 50, Age: 4 * weeks},
	{Code: "fietswrak", Name: "Fietswrak", Where: "Waar staat het fietswrak?", About: "Een fiets of brommer die kapot is en er al lang staat.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/fietswrak", Term: calendar(21), Promise: Fixes, Radius: 25, Age: 26 * weeks, Ask: []Question{since}},
	{Code: "dumping", Name: "Dumping", Where: "Waar is het gedumpt?", About: "Gedumpt afval, olie, verf, drugsafval of asbest.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/lozing-dumping-bodemverontreiniging", Term: work(3), Promise: Tells, Radius: 50, Age: 2 * weeks, Ask: []Question{stuff}},
	{Code: "overlast", Name: "Overlast van mensen", Where: "Waar is de overlast?", About: "Overlast van een groep, lawaai, drank, drugs, vuurwerk of wildplassen.",
		Group: Nuisance, Slug: "overlast-van-en-door-personen-of-groepen/overige-overlast-door-personen", Term: work(3), Promise: Tells, Radius: 100, Age: 2 * weeks, Ask: []Question{ongoing, often}},
	{Code: "ratten", Name: "Ratten of ander ongedierte", Where: "Waar heeft u ze gezien?", About: "Ratten, muizen of wespen buiten.",
		Group: Animals, Slug: "overlast-van-dieren/ratten", Term: work(5), Promise: Tells, Radius: 50, Age: 4 * weeks, Ask: []Question{seen}},
	{Code: "dood-dier", Name: "Dood dier", Where: "Waar ligt het dode dier?", About: "Een dood dier op straat, in het groen of in het water.",
		Group: Animals, Slug: "overlast-van-dieren/dode-dieren", Term: work(3), Promise: Fixes, Radius: 25, Age: 7 * days, Ask: []Question{pet}},
	{Code: "overig", Name: "Melding", Where: "Waar is het?", About: "Iets anders dat de gemeente moet weten.",
		Group: Other, Slug: "overig/overig", Term: work(5), Promise: Tells, Radius: 0, Age: 0},
}
