package category

import (
	"strings"
	"sync"

	"wijkbot/store/wijk"
)

// called are the words and pairs of words that are a category and nothing else,
// besides its code and its name.
var called = map[wijk.ReportKind]string{
	"zwerfvuil":       `zwerfafval;afval;troep;rommel;vuilnis;rotzooi;vuil op straat;afval op straat;troep op straat;rommel op straat;zwerf vuil`,
	"grofvuil":        `grof vuil;vuilniszakken;vuilniszak;grofvuil op straat;zakken naast de container;afval naast de container;zakken naast container;bijplaatsing`,
	"prullenbak":      `prullenbak vol;volle prullenbak;prullenbak kapot;kapotte prullenbak;afvalbak;vuilnisbak;afvalbak vol`,
	"container":       `container vol;volle container;container kapot;kapotte container;glasbak;ondergrondse container`,
	"stoeptegel":      `losse stoeptegels;stoeptegels;tegel;tegels;stoep;trottoir;bestrating;klinker;klinkers;gat in de weg;gat in de stoep`,
	"fietspad":        `kapot fietspad;gat in fietspad;gat in het fietspad;slecht fietspad`,
	"onkruid":         `onkruid op de stoep;onkruid tussen de tegels;onkruid op straat;onkruid in de straat;brandnetel;brandnetels;distel;distels;overwoekerd`,
	"onkruid-groen":   `onkruid in het plantsoen;onkruid plantsoen;onkruid groen;onkruid in het perk`,
	"groen":           `snoeien;maaien;gras maaien;heg snoeien;struiken snoeien;gras te hoog`,
	"boom":            `bomen;dode boom;zieke boom;omgewaaide boom;tak;takken;losse tak`,
	"verlichting":     `straatverlichting;lantaarnpaal;lantaarnpalen;lantaarn;straatlamp;lamp kapot;lantaarnpaal kapot;kapotte lantaarnpaal;kapotte lamp;straatlantaarn;straatverlichting kapot;lantarenpaal`,
	"straatmeubilair": `bankje kapot;kapot bankje;bankje;paaltje;paaltje kapot;verkeersbord;hek kapot;kapot hek;fietsenrek`,
	"speelplaats":     `speeltuin;speelplek;speeltoestel;speeltoestel kapot;schommel kapot;glijbaan kapot;speelplaats kapot;speeltuin kapot`,
	"put":             `put verstopt;verstopte put;putdeksel;riool;kolk;put kapot;riool verstopt;los putdeksel;putdeksel los;water op straat`,
	"gladheid":        `glad;gladde stoep;gladde weg;glad fietspad;sneeuw;ijzel`,
	"graffiti":        `grafitti;bekladding;wildplak`,
	"hondenpoep":      `hondendrol;hondendrollen;hondenpoep op de stoep;poep;hondepoep`,
	"fietswrak":       `fietswrakken;weesfiets;weesfietsen;fiets wrak;kapotte fiets`,
	"dumping":         `afvaldumping;gedumpt afval;asbest;drugsafval;dumping van afval;illegale dumping`,
	"overlast":        `hangjongeren;geluidsoverlast;jongerenoverlast;overlast jongeren;wildplassen;vuurwerkoverlast;vuurwerk;lawaai;overlast van jongeren`,
	"ratten":          `rat;ongedierte;muizen;wespen;wespennest;rattenoverlast;eikenprocessierups`,
	"dood-dier":       `dode dieren;dode vogel;dode kat;dode eend;dode hond;kadaver;dood dier op straat`,
	"overig":          `andere melding`,
}

var named = sync.OnceValue(func() map[string]wijk.ReportKind {
	all := map[string]wijk.ReportKind{}
	for _, c := range categories {
		for name := range strings.SplitSeq(called[c.Code], ";") {
			all[name] = c.Code
		}
		all[spaced(c.Name)] = c.Code
		if !colour[c.Code] {
			all[spaced(string(c.Code))] = c.Code
		}
	}
	return all
})

// colour are codes that people say when they answer something else.
var colour = map[wijk.ReportKind]bool{"groen": true}

// longestName is how many bytes a text that names a category may have.
const longestName = 60

// Named returns the category that a text names and nothing else: a word or two
// such as "zwerfvuil" or "losse stoeptegel" need no confirmation. A slash in
// front is allowed, as in a command.
func Named(text string) (wijk.ReportKind, bool) {
	if len(text) > longestName {
		return "", false
	}
	code, ok := named()[spaced(text)]
	return code, ok
}

// spaced returns the words of text with one space between them.
func spaced(text string) string {
	var b strings.Builder
	split(fold(text), func(word string) bool {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		return true
	})
	return b.String()
}
