package category

import (
	"os"
	"strings"
	"testing"

	"wijkbot/flows/reply"
)

// cries are of people in the street, among the things that reports are about.
var cries = []string{
	"er ligt iemand naast de container", "man ligt op het fietspad", "oude vrouw ligt op de stoep", "fietser ligt op het fietspad",
	"een bejaarde ligt naast zijn fiets op het fietspad", "hij ligt onder de boom", "ik lig naast de prullenbak", "kind zit vast in de schommel", "zit vast in de container", "vast in de speeltuin", "hardloper ligt op de stoep",
	"er ligt een lichaam in de sloot", "er ligt een dode in de bosjes", "dode man in het plantsoen", "iemand aangereden op het fietspad",
	"ik ben aangereden door een fiets", "tak op mijn hoofd", "gevallen over een losse stoeptegel", "ik ben gevallen over een losse stoeptegel",
	"mijn moeder is gevallen over een tegel", "help, losse stoeptegel", "112 losse stoeptegel", "losse stoeptegel en ik bloed", "brand in de prullenbak",
	"prullenbak staat in brand", "boom op een auto, man zit er nog in", "put zonder deksel", "er ligt een losse stroomkabel", "gaslucht bij de put",
	"glas in mijn been", "baby in de container", "ik kan niet meer, zwerfvuil", "help mij", "hulp", "kan de deur niet uit", "ik wil dood", "alles is dood",
	"er ligt een fietsster op het fietspad", "schoolkind ligt bij de glijbaan", "gewonde bij de bushalte", "loopt hier al dagen verward rond",
	"mijn man ligt op de stoep", "buurvrouw ligt bij de containers", "jongen met fiets in de sloot", "brommer op kind", "dode hondenbezitter op het fietspad", "vuilnisman ligt onder de container", "aangereden hondeneigenaar",
	"auto tegen een lantaarnpaal gebotst", "aanrijding bij het fietspad, iemand gewond", "er is een lantaarnpaal op een voetganger gevallen",
	"bevroren man op het bankje", "dode in het plantsoen bij de boom", "losse tegel, komt niet meer bij", "gaat slecht", "het gaat slecht met de boom en mij",
}

func TestCriesAreNeverThings(t *testing.T) {
	for _, text := range []string{"ligt op straat bij de glasbak", "ligt onder een boom", "te water bij de brug", "ligt al uren naast de container"} {
		if OnlyThings(text) {
			t.Errorf("%q does not tell what lies there", text)
		}
	}
	for _, text := range cries {
		if OnlyThings(text) {
			t.Errorf("%q is taken for a report of things", text)
		}
		for _, s := range []string{"Losse stoeptegel. " + text, text + ", volle prullenbak"} {
			if OnlyThings(s) {
				t.Errorf("%q is taken for a report of things", s)
			}
		}
	}
	for _, s := range sentences(t) {
		for _, who := range []string{"man", "oma", "iemand", "ik", "fietser", "hij", "kind", "mijn vrouw", "een bejaarde", "jogger"} {
			if text := who + " en " + s.text; OnlyThings(text) {
				t.Errorf("%q is taken for a report of things", text)
			}
		}
	}
}

// Every answer to a check-in that asks for help, in the sets of package reply,
// is more than a report of things.
func TestAnswersAreNoThings(t *testing.T) {
	rows := 0
	for _, file := range []string{"replies.tsv", "own.tsv", "own_heldout.tsv"} {
		b, err := os.ReadFile("../reply/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			for cell := range strings.SplitSeq(strings.TrimSpace(line), "\t") {
				said := reply.Classify(cell)
				if said.Label != reply.Urgent && said.Label != reply.Help {
					continue
				}
				if rows++; OnlyThings(cell) {
					t.Errorf("%s: %q (%s) is taken for a report of things", file, cell, said.Label)
				}
			}
		}
	}
	if rows < 500 {
		t.Errorf("only %d cries for help read", rows)
	}
}

func TestOnlyThings(t *testing.T) {
	for _, text := range []string{
		"kerstbomen liggen nog op straat", "fiets ligt in de sloot", "put verstopt", "put stinkt", "losse stoeptegel", "er ligt een dode kat langs de weg",
		"aangereden kat", "lantaarnpaal brandt niet", "alle lampen in de straat zijn uit", "verkeersbord omgevallen", "stoep verzakt",
		"struiken hangen over het fietspad", "zwerfvuil op de hoek van de Wilgenlaan 12", "volle prullenbak, Dorpsstraat 12",
	} {
		if !OnlyThings(text) {
			t.Errorf("%q is more than things", text)
		}
	}
	for _, text := range []string{"", "hallo", "hangjongeren", "wat een mooie dag", "foutparkeren", strings.Repeat("volle prullenbak ", 50), "улица"} {
		if OnlyThings(text) {
			t.Errorf("%q is things", text)
		}
	}
	alarms, told := 0, 0
	for _, s := range sentences(t) {
		if said := reply.Classify(s.text); said.Label == reply.Urgent || said.Label == reply.Help {
			if alarms++; OnlyThings(s.text) {
				told++
			}
		}
	}
	t.Logf("%d of %d sentences sound like a cry for help; %d of those are surely about things only", alarms, len(sentences(t)), told)
}
