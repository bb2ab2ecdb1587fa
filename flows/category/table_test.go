package category

import (
	"regexp"
	"strings"
	"testing"

	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// terms are those of Amsterdam's Signalen (SLO migrations 0073 to 0151), with
// its slug: a change here is a change of what residents are promised.
const terms = `
zwerfvuil 3 work schoon/veegzwerfvuil
grofvuil 3 work afval/grofvuil
prullenbak 3 work schoon/prullenbak-vol
container 3 work afval/container-is-vol
stoeptegel 3 work wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad
fietspad 5 work wegen-verkeer-straatmeubilair/onderhoud-fietspad
onkruid 5 work wegen-verkeer-straatmeubilair/onkruid-verharding
onkruid-groen 5 work openbaar-groen-en-water/onkruid
groen 5 work openbaar-groen-en-water/snoeien
boom 5 work openbaar-groen-en-water/boom
verlichting 21 work wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting
straatmeubilair 5 work wegen-verkeer-straatmeubilair/straatmeubilair
speelplaats 5 work wegen-verkeer-straatmeubilair/speelplaats
put 5 work wegen-verkeer-straatmeubilair/put-riolering-verstopt
gladheid 3 work wegen-verkeer-straatmeubilair/gladheid
graffiti 5 work overlast-in-de-openbare-ruimte/graffiti-wildplak
hondenpoep 21 days overlast-in-de-openbare-ruimte/hondenpoep
fietswrak 21 days overlast-in-de-openbare-ruimte/fietswrak
dumping 3 work overlast-in-de-openbare-ruimte/lozing-dumping-bodemverontreiniging
overlast 3 work overlast-van-en-door-personen-of-groepen/overige-overlast-door-personen
ratten 5 work overlast-van-dieren/ratten
dood-dier 3 work overlast-van-dieren/dode-dieren
overig 5 work overig/overig`

func TestTerms(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(terms), "\n")
	all := All()
	if len(lines) != len(all) {
		t.Fatalf("%d categories, want %d", len(all), len(lines))
	}
	for i, c := range all {
		term := calendar(0)
		f := strings.Fields(lines[i])
		if c.Term.Workday {
			term = work(0)
		}
		term.Days = int(number(f[1]))
		if f[0] != string(c.Code) || c.Term != term || c.Term.Workday != (f[2] == "work") || c.Slug != f[3] {
			t.Errorf("%s: %v %s, want %s", c.Code, c.Term, c.Slug, lines[i])
		}
	}
}

// What a category needs in order to be asked, shown and handed over.
func TestCategories(t *testing.T) {
	code := regexp.MustCompile(`^[A-Za-z0-9_-]{1,20}$`) // as Open311 and buttons take it
	seen := map[wijk.ReportKind]bool{}
	for _, c := range All() {
		if seen[c.Code] || !code.MatchString(string(c.Code)) {
			t.Errorf("code %q twice, or not as Open311 has it", c.Code)
		}
		seen[c.Code] = true
		if c.Name == "" || c.About == "" || c.Group == "" || c.Promise == "" || !strings.HasSuffix(c.Where, "?") || c.Term.Days == 0 {
			t.Errorf("%s: not whole: %+v", c.Code, c)
		}
		if last := c.Code == "overig"; last != (c.Radius == 0) || last != (c.Age == 0) || c.Radius > 100 || !last && c.Radius < 25 {
			t.Errorf("%s: radius %v, age %v", c.Code, c.Radius, c.Age)
		}
		if !Known(c.Code) || Of(c.Code).Code != c.Code {
			t.Errorf("%s is not found by its code", c.Code)
		}
		if len(c.Ask) > 2 {
			t.Errorf("%s asks %d questions: a resident answers two at most", c.Code, len(c.Ask))
		}
		for _, q := range c.Ask {
			checkQuestion(t, c, q)
		}
	}
	if Of("bestaat-niet").Code != "overig" || Known("bestaat-niet") {
		t.Error("an unknown code is not the last category")
	}
	for _, short := range []wijk.ReportKind{"zwerfvuil", "onkruid", "hondenpoep"} {
		if len(Of(short).Ask) != 0 {
			t.Errorf("%s asks more than place and photo", short)
		}
	}
}

func checkQuestion(t *testing.T, c Category, q Question) {
	t.Helper()
	text, keys := q.Text, map[string]bool{}
	for i, choice := range q.Choices {
		if keys[choice.Key] || choice.Key == "" || choice.Label == "" {
			t.Errorf("%s/%s: choice %q twice or empty", c.Code, q.Key, choice.Key)
		}
		keys[choice.Key] = true
		text += "\n" + string(rune('1'+i)) + " " + choice.Label
		if len(choice.Label) > 30 {
			t.Errorf("%s/%s: %q does not fit on a button", c.Code, q.Key, choice.Label)
		}
		for name := range strings.FieldsSeq(choice.Said) {
			words().concept(name)
		}
	}
	if len(q.Choices) < 2 || !strings.HasSuffix(q.Text, "?") {
		t.Errorf("%s/%s: no question with choices", c.Code, q.Key)
	}
	if !gsm7.Fits(text) {
		t.Errorf("%s/%s does not fit in one SMS", c.Code, q.Key)
	}
}

func TestTold(t *testing.T) {
	for _, c := range []struct {
		code wijk.ReportKind
		text string
		want string
	}{
		{"prullenbak", "prullenbak vol", "vol"}, {"prullenbak", "prullenbak niet geleegd", "vol"}, {"prullenbak", "de prullenbak is kapot", "kapot"},
		{"prullenbak", "prullenbak", ""}, {"prullenbak", "prullenbak kapot en vol", ""}, {"prullenbak", "prullenbak is niet vol", ""},
		{"container", "mijn pas doet het niet", "dicht"}, {"container", "glasbak zit vol", "vol"}, {"gladheid", "glad door olie", ""},
		{"gladheid", "sneeuw op de stoep", "winter"}, {"put", "put stinkt", "stank"}, {"put", "deksel is weg", ""}, {"verlichting", "lamp knippert", "anders"},
		{"dumping", "er ligt asbest", ""}, {"dumping", "", ""},
	} {
		key, ok := Of(c.code).Ask[0].Told(c.text)
		if key != c.want || ok != (c.want != "") {
			t.Errorf("%s %q tells %q, want %q", c.code, c.text, key, c.want)
		}
	}
}
