package category

import (
	"testing"

	"wijkbot/flows/reply"
)

var stops = map[Stop][]string{
	Danger: {
		"gaslucht in de straat", "het ruikt naar gas bij nummer 12", "sterke gas lucht bij de put", "er ligt een losse stroomkabel op de stoep",
		"kabel hangt los uit de lantaarnpaal", "er steken draden uit de paal", "klepje van de lantaarnpaal staat open", "lantaarnpaal staat op omvallen",
		"er vonkt iets in het stroomkastje", "een gat waar je in valt", "gat in de weg van een meter diep", "sinkhole in de straat", "de weg is ingestort",
		"putdeksel is weg", "er mist een putdeksel op de Oostweg", "deksel van de put is weg", "de put staat open", "put zonder deksel",
		"boom op weg", "boom op de weg", "er ligt een boom over de weg", "boom is op een auto gevallen", "er is een boom op het fietspad gevallen",
		"boom staat op omvallen", "boom is gevaarlijk hoog", "tak hangt gevaarlijk boven de speeltuin", "een tak hangt los boven de stoep",
		"grote tak op de weg", "het bord kan elk moment naar beneden komen", "basket hangt los, kan zo naar beneden komen", "muur dreigt in te storten",
		"asbest", "asbestplaten langs de kant van de weg", "vaten met een chemische lucht in de bosjes", "drugsafval in het bos", "jerrycans met vloeistof",
		"er ligt een handgranaat", "een container staat in brand", "auto te water", "Er hangt een elektriciteitskabel los", "ik ruik gas",
		"er is een tak op de weg gevallen", "TAK OP DE WEG!!",
	},
	Crime: {
		"er wordt ingebroken bij de buren", "inbraak in de schuur", "drugsdealers op het plein", "er wordt gedeald op de hoek", "ze dealen bij de school",
		"vechtpartij bij het station", "jongens zijn aan het vechten", "jongen met een mes", "iemand heeft een pistool", "wapens gevonden",
		"ze zijn nu het bushokje aan het slopen", "vandalen zijn bezig in het park", "mijn fiets is gestolen", "ik word bedreigd door jongeren",
		"brandstichting in het park", "hennepkwekerij in de flat", "er is geschoten",
	},
	Care: {
		"verwarde man op straat", "er loopt een verwarde vrouw in het park", "dakloze slaapt buiten", "er slaapt iemand in het portiek", "buurvrouw in de war",
		"mijn buurvrouw is in de war", "man slaapt op een bankje", "onze buurman is erg eenzaam", "oude man dwaalt rond in zijn pyjama",
		"ik heb mijn buurvrouw al dagen niet gezien", "ik maak me zorgen over mijn buurman", "daklozen slapen in de bosjes",
	},
	None: {
		"", "losse stoeptegel", "gevaarlijke stoep voor ouderen", "levensgevaarlijke hobbels in het fietspad", "gat in de weg", "kuil in de stoep",
		"boom", "dode boom", "boom hangt over de weg", "boom omgewaaid in het park", "tak op fietspad", "losse tak in boom", "boomwortels op de weg",
		"lantaarnpaal kapot", "lamp knippert", "lantaarnpaal brandt niet", "put verstopt", "put stinkt", "water in de put kan niet weg", "putdeksel rammelt",
		"deksel van de prullenbak is weg", "prullenbak staat open", "container gaat niet open", "glas op straat", "lachgasflessen gedumpt", "gasfles in de sloot",
		"afval gedumpt", "verf op straat", "olie op de weg", "graffiti op de muur", "muur is bespoten", "hangjongeren", "groep jongeren bij de school",
		"fiets zonder wielen", "gestolen fiets ligt in de sloot", "hondenpoep", "ratten", "dode eend", "glad door bladeren", "speeltuin kapot",
		"bankje gesloopt", "paal omgereden", "hek is vernield", "autodealer heeft zijn auto's op de stoep", "geen asbest maar golfplaat",
		"de paal staat niet onder water", "zwervers in het portiek", "man bedelt bij de supermarkt", "het plantsoen van de buurman is verwaarloosd",
		"er liggen takken", "de boom neemt licht weg", "brandnetels", "het huis van de buren", "mijn auto staat op straat", "boom op de hoek van de weg staat scheef",
		"de stoep is weg", "er valt blad in de put", "zak met kleren", "wespennest", "vuurwerk", "wildplassen", "auto op de stoep", "الغاز", "12345",
	},
}

func TestStopIn(t *testing.T) {
	for want, texts := range stops {
		for _, text := range texts {
			if got := StopIn(text); got != want {
				t.Errorf("StopIn(%q) = %q, want %q", text, got, want)
			}
		}
	}
}

// What package reply calls urgent is heard before; here all of the same kind
// must ring too, for reports that come by another door.
func TestStopsAgreeWithReply(t *testing.T) {
	for _, text := range []string{
		"gaslucht", "ik ruik gas", "het huis staat in brand", "er is een inbreker bij de buren", "iemand is neergestoken", "ik word bedreigd",
		"overval bij de winkel", "man ligt onder stroom",
	} {
		if said := reply.Classify(text); said.Label != reply.Urgent {
			t.Errorf("reply calls %q %s", text, said.Label)
		}
		if StopIn(text) == None {
			t.Errorf("StopIn(%q) is none", text)
		}
	}
}

// An ordinary report rings seldom: who points to 112 for a loose tile is not
// heard when it matters.
func TestOrdinaryReportsRingSeldom(t *testing.T) {
	calm := map[string]bool{"zwerfvuil": true, "container": true, "stoeptegel": true, "fietspad": true, "onkruid": true, "onkruid-groen": true,
		"groen": true, "graffiti": true, "hondenpoep": true, "fietswrak": true, "ratten": true, "dood-dier": true, "-": true}
	all := sentences(t)
	rang := 0
	for _, s := range all {
		stop := StopIn(s.text)
		if stop == None {
			continue
		}
		if rang++; calm[s.code] && s.set == "train" {
			t.Errorf("%q of %s rings %s", s.text, s.code, stop)
		}
	}
	if 100*rang > 5*len(all) {
		t.Errorf("%d of %d reports ring", rang, len(all))
	}
	t.Logf("%d of %d sentences ring", rang, len(all))
}
