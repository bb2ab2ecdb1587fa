package category

import (
	"slices"
	"strings"
	"sync"

	"wijkbot/store/wijk"
)

// phrases are what a report is called for the resident, by what was said; the
// first that fits. A category without one that fits is called by the last.
var phrases = map[wijk.ReportKind]string{
	"zwerfvuil": `glas Glas op straat; drijft Vuil in het water; sloot+afval Vuil in het water; afval+vuurwerk Afval van vuurwerk; blad+vegen Bladeren op straat; vegen Vieze straat; vies+straat Vieze straat; Zwerfvuil`,
	"grofvuil":  `grofvuil Grofvuil; zak Vuilniszakken op straat; huisvuil Vuilniszakken op straat; doos Dozen op straat; naast+container Afval naast de container; meubel Grofvuil; bank Grofvuil; Grofvuil of vuilniszakken`,
	"prullenbak": `prullenbak+kapot Kapotte prullenbak; prullenbak+los Kapotte prullenbak; prullenbak+klep Kapotte prullenbak; prullenbak+deksel Kapotte prullenbak; prullenbak+branden Kapotte prullenbak; prullenbak+weg Prullenbak is weg; bak+kapot Kapotte prullenbak;
		prullenbak+vol Volle prullenbak; prullenbak+geleegd Volle prullenbak; bak+vol Volle prullenbak; bak+geleegd Volle prullenbak; prullenbak+stinken Prullenbak stinkt; Prullenbak vol of kapot`,
	"container": `container+pas Container gaat niet open; container+open Container gaat niet open; container+klep Container kapot; container+kapot Container kapot; container+storing Container kapot; container+verstopt Container verstopt; pas Container gaat niet open;
		container+vol Volle container; container+geleegd Volle container; container+opgehaald Container niet geleegd; container+stinken Container stinkt; container+werkt Container kapot; klep Container kapot; bak+vol Volle container; Container vol of kapot`,
	"stoeptegel": `band Kapotte stoeprand; tegel+omhoog Stoeptegel steekt uit; tegel+scheef Scheve stoeptegel; tegel+weg Stoeptegel is weg; tegel Losse stoeptegel; steen+los Losse stenen in de straat; steen Stenen in de straat liggen niet goed; gat+stoep Gat of kuil in de stoep;
		gat+straat Gat in de weg; gat+wegdek Gat in de weg; wortel Wortels onder de stoep; stoep Stoep kapot; wegdek Weg kapot; gat Gat of kuil; straat Weg kapot; Stoep of straat kapot`,
	"fietspad":      `fietspad+gat Gat of kuil in het fietspad; fietspad+wortel Wortels onder het fietspad; fietspad+tegel Losse tegel op het fietspad; fietspad+paal Paaltje op het fietspad; Fietspad kapot`,
	"onkruid":       `mos Mos op de stoep; onkruid+stoep Onkruid op de stoep; onkruid+tegel Onkruid tussen de tegels; onkruid+steen Onkruid tussen de stenen; gras+tegel Onkruid tussen de tegels; gras+steen Onkruid tussen de stenen; onkruid+straat Onkruid op straat; wildgroei Onkruid; onkruid Onkruid; Onkruid op stoep of straat`,
	"onkruid-groen": `exoot Schadelijke plant; onkruid+plantsoen Onkruid in het plantsoen; wildgroei+plantsoen Onkruid in het plantsoen; Onkruid in het groen`,
	"groen":         `gras+kapot Gras kapot; gras+gereden Gras kapot; gras Gras te hoog; maaien Gras te hoog; riet Riet te hoog; plantsoen+dood Dode planten; heg Heg of struiken te groot; snoeien Groen snoeien; Snoeien of maaien`,
	"boom": `tak+fietspad Tak op het fietspad; tak+los Losse tak in de boom; tak+afgebroken Afgebroken tak; tak+straat Tak op de weg; tak+stoep Tak op de stoep; boom+omwaaien Omgewaaide boom; boom+omvallen Boom valt om; boom+dood Dode boom; boom+ziek Zieke boom; boom+scheef Scheve boom; boom+snoeien Boom snoeien; boom+hoog Boom te hoog;
		boom+zon Boom neemt zon weg; wortel Boomwortels; tak Tak van een boom; snoeien Boom snoeien; kappen Boom kappen; Boom`,
	"verlichting":     `lamp+scheef Scheve lantaarnpaal; lamp+gereden Lantaarnpaal aangereden; lamp+omvallen Lantaarnpaal omgevallen; stroom Losse kabel bij lantaarnpaal; lamp+knipperen Lamp knippert; knipperen Lamp knippert; donker Te weinig licht; lamp Lantaarnpaal kapot; paal Lantaarnpaal kapot; Straatverlichting kapot`,
	"straatmeubilair": `bushok Bushokje kapot; fietsenrek Fietsenrek kapot; bankje Bankje kapot; bord+weg Bord is weg; bord+scheef Bord staat scheef; bord+omvallen Bord omgevallen; bord Bord kapot; paal+weg Paaltje is weg; paal+gereden Paal omgereden; paal Paal kapot; hek Hek kapot; bloembak Bloembak kapot; bank Bankje kapot; Bankje, paal of bord kapot`,
	"speelplaats":     `glas Glas op de speelplaats; toestel+kapot Speeltoestel kapot; toestel+los Speeltoestel kapot; doel Doel kapot; toestel+vies Vieze speelplaats; speelplek+vies Vieze speelplaats; toestel Speeltoestel kapot; Speelplaats kapot of vies`,
	"put": `deksel+weg Putdeksel is weg; put+weg Putdeksel is weg; deksel+los Los putdeksel; put+los Los putdeksel; put+stinken Put stinkt; riool+stinken Riool stinkt; put+kapot Put kapot; put+verstopt Verstopte put; water+staan Water blijft staan; plas Water blijft staan; blank Water op straat; riool Riool verstopt; stinken Het stinkt op straat;
		put+blad Verstopte put; afvoer Verstopte afvoer; verstopt Verstopte put; deksel Putdeksel ligt niet goed; put Put verstopt of kapot; Put of riool verstopt`,
	"gladheid":   `glad+blad Glad door bladeren; blad Glad door bladeren; olie Glad door olie; alg Glad door algen; mos Glad door mos; winter Glad door sneeuw of ijs; strooien Er is niet gestrooid; Gladheid`,
	"graffiti":   `graffiti Graffiti; plakken Stickers of posters; tekst Tekst op een muur; Graffiti`,
	"hondenpoep": `Hondenpoep`,
	"fietswrak":  `brommer Kapotte scooter of brommer; fiets+sloot Fiets in het water; fiets+water Fiets in het water; Fietswrak`,
	"dumping":    `asbest Gedumpt asbest; olie+sloot Olie in het water; olie+water Olie in het water; chemisch Gedumpt chemisch afval; vat Gedumpte vaten; gasfles Gedumpte gasflessen; verf Verf op straat of in het water; puin Gedumpt puin; olie Olie op straat of in het water; Gedumpt afval`,
	"overlast":   `vuurwerk Overlast van vuurwerk; wildplas Wildplassen; plas+muur Wildplassen; plas+mensen Wildplassen; drugs Overlast van drugs; drank Overlast van drank; zwervers Overlast van mensen op straat; crossen Overlast van scooters of auto's; jongeren Overlast van een groep; lawaai Lawaai; Overlast van mensen`,
	"ratten":     `rat Ratten; ongedierte Ongedierte; Ratten of ander ongedierte`,
	"dood-dier":  `Dood dier`,
	"overig":     `parkeren Auto verkeerd geparkeerd; stoplicht Stoplicht kapot; belijning Strepen op de weg; snelheid+rijden Te hard rijden; stoken Rook of houtstook; brug Brug kapot; wens Een verzoek; Een andere melding`,
}

// A phrasing is a phrase and what must be said for it.
type phrasing struct {
	said   []concept
	phrase string
}

var phrasings = sync.OnceValue(func() map[wijk.ReportKind][]phrasing {
	l := words()
	all := map[wijk.ReportKind][]phrasing{}
	for code, list := range phrases {
		for entry := range strings.SplitSeq(list, ";") {
			entry = strings.TrimSpace(entry)
			p := phrasing{phrase: entry}
			if entry[0] >= 'a' { // a phrase begins with a capital
				var said string
				said, p.phrase, _ = strings.Cut(entry, " ")
				for name := range strings.SplitSeq(said, "+") {
					p.said = append(p.said, l.concept(name))
				}
			}
			all[code] = append(all[code], p)
		}
	}
	return all
})

// phrase returns what a report is called in the words of its text.
func (l *lexicon) phrase(code wijk.ReportKind, said []mention) string {
	for _, p := range phrasings()[code] {
		fits := func(c concept) bool {
			return slices.ContainsFunc(said, func(m mention) bool { return m.what == c })
		}
		if !slices.ContainsFunc(p.said, func(c concept) bool { return !fits(c) }) {
			return p.phrase
		}
	}
	return Of(code).Name
}
