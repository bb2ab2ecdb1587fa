package category

import "time"

const (
	days  = 24 * time.Hour
	weeks = 7 * days
)

func work(n int) Term     { return Term{Days: n, Workday: true} }
func calendar(n int) Term { return Term{Days: n} }

// categories is everything that can be reported.
var categories = []Category{
	{Code: "zwerfvuil", Name: "Zwerfvuil", Where: "Waar ligt het zwerfvuil?", About: "Afval dat op straat of in het groen ligt.",
		Group: Waste, Slug: "schoon/veegzwerfvuil", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks},
	{Code: "grofvuil", Name: "Grofvuil of zakken naast de container", Where: "Waar ligt het grofvuil?", About: "Meubels, dozen of zakken die naast een container of op straat staan.",
		Group: Waste, Slug: "afval/grofvuil", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks},
	{Code: "prullenbak", Name: "Prullenbak vol of kapot", Where: "Waar staat de prullenbak?", About: "Een prullenbak van de gemeente die vol of kapot is.",
		Group: Waste, Slug: "schoon/prullenbak-vol", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks},
	{Code: "container", Name: "Container vol of kapot", Where: "Waar staat de container?", About: "Een afvalcontainer in de wijk die vol of kapot is.",
		Group: Waste, Slug: "afval/container-is-vol", Term: work(3), Promise: Fixes, Radius: 25, Age: 2 * weeks},
	{Code: "stoeptegel", Name: "Losse stoeptegel", Where: "Waar is de losse stoeptegel?", About: "Een losse tegel, een kuil of een gat in stoep of straat.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad", Term: work(3), Promise: Fixes, Radius: 25, Age: 13 * weeks},
	{Code: "fietspad", Name: "Fietspad kapot", Where: "Waar is het fietspad kapot?", About: "Een gat, een kuil of wortels in het fietspad.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onderhoud-fietspad", Term: work(5), Promise: Fixes, Radius: 50, Age: 13 * weeks},
	{Code: "onkruid", Name: "Onkruid", Where: "Waar staat het onkruid?", About: "Onkruid op de stoep of de straat.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/onkruid-verharding", Term: work(5), Promise: Fixes, Radius: 50, Age: 8 * weeks},
	{Code: "onkruid-groen", Name: "Onkruid in het groen", Where: "Waar staat het onkruid?", About: "Onkruid in een perk of plantsoen.",
		Group: Green, Slug: "openbaar-groen-en-water/onkruid", Term: work(5), Promise: Tells, Radius: 50, Age: 8 * weeks},
	{Code: "groen", Name: "Snoeien of maaien", Where: "Waar moet er gesnoeid of gemaaid worden?", About: "Struiken, heggen of gras die te hoog zijn of in de weg hangen.",
		Group: Green, Slug: "openbaar-groen-en-water/snoeien", Term: work(5), Promise: Tells, Radius: 50, Age: 8 * weeks},
	{Code: "boom", Name: "Boom", Where: "Waar staat de boom?", About: "Een zieke boom, een losse tak of een boom die in de weg staat.",
		Group: Green, Slug: "openbaar-groen-en-water/boom", Term: work(5), Promise: Tells, Radius: 25, Age: 26 * weeks},
	{Code: "verlichting", Name: "Straatverlichting kapot", Where: "Waar staat de lantaarnpaal?", About: "Een lantaarnpaal die niet brandt, knippert of kapot is.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting", Term: work(21), Promise: Fixes, Radius: 25, Age: 13 * weeks},
	{Code: "straatmeubilair", Name: "Bankje, paal of bord kapot", Where: "Waar staat het?", About: "Een bankje, paaltje, hek, fietsenrek of bord dat kapot is of mist.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/straatmeubilair", Term: work(5), Promise: Fixes, Radius: 25, Age: 26 * weeks},
	{Code: "speelplaats", Name: "Speelplaats", Where: "Waar is de speelplaats?", About: "Een speeltoestel of speelplek die kapot of vies is.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/speelplaats", Term: work(5), Promise: Fixes, Radius: 50, Age: 13 * weeks},
	{Code: "put", Name: "Put verstopt of kapot", Where: "Waar is de put?", About: "Een put of riool dat verstopt of kapot is, of water dat blijft staan.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/put-riolering-verstopt", Term: work(5), Promise: Fixes, Radius: 25, Age: 8 * weeks},
	{Code: "gladheid", Name: "Gladheid", Where: "Waar is het glad?", About: "Gladheid door ijs, sneeuw, bladeren of olie.",
		Group: Road, Slug: "wegen-verkeer-straatmeubilair/gladheid", Term: work(3), Promise: Tells, Radius: 100, Age: 3 * days},
	{Code: "graffiti", Name: "Graffiti", Where: "Waar zit de graffiti?", About: "Graffiti of plakkaten op iets van de gemeente.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/graffiti-wildplak", Term: work(5), Promise: Tells, Radius: 25, Age: 26 * weeks},
	{Code: "hondenpoep", Name: "Hondenpoep", Where: "Waar ligt de hondenpoep?", About: "Hondenpoep op stoep, straat of speelplek.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/hondenpoep", Term: calendar(21), Promise: Tells, Radius: 50, Age: 4 * weeks},
	{Code: "fietswrak", Name: "Fietswrak", Where: "Waar staat het fietswrak?", About: "Een fiets of brommer die kapot is en er al lang staat.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/fietswrak", Term: calendar(21), Promise: Fixes, Radius: 25, Age: 26 * weeks},
	{Code: "dumping", Name: "Dumping", Where: "Waar is het gedumpt?", About: "Gedumpt afval, olie, verf, drugsafval of asbest.",
		Group: Nuisance, Slug: "overlast-in-de-openbare-ruimte/lozing-dumping-bodemverontreiniging", Term: work(3), Promise: Tells, Radius: 50, Age: 2 * weeks},
	{Code: "overlast", Name: "Overlast van mensen", Where: "Waar is de overlast?", About: "Overlast van een groep, lawaai, drank, drugs, vuurwerk of wildplassen.",
		Group: Nuisance, Slug: "overlast-van-en-door-personen-of-groepen/overige-overlast-door-personen", Term: work(3), Promise: Tells, Radius: 100, Age: 2 * weeks},
	{Code: "ratten", Name: "Ratten of ander ongedierte", Where: "Waar heeft u ze gezien?", About: "Ratten, muizen of wespen buiten.",
		Group: Animals, Slug: "overlast-van-dieren/ratten", Term: work(5), Promise: Tells, Radius: 50, Age: 4 * weeks},
	{Code: "dood-dier", Name: "Dood dier", Where: "Waar ligt het dode dier?", About: "Een dood dier op straat, in het groen of in het water.",
		Group: Animals, Slug: "overlast-van-dieren/dode-dieren", Term: work(3), Promise: Fixes, Radius: 25, Age: 7 * days},
	{Code: "overig", Name: "Melding", Where: "Waar is het?", About: "Iets anders dat de gemeente moet weten.",
		Group: Other, Slug: "overig/overig", Term: work(5), Promise: Tells, Radius: 0, Age: 0},
}
