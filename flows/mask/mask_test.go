package mask

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// goes lists what must be masked, as it is typed and as it is read.
var goes = []struct{ in, want string }{
	// Telephone numbers.
	{"bel 0612345678", "bel [telefoonnummer]"},
	{"06-12345678", "[telefoonnummer]"},
	{"06 12 34 56 78", "[telefoonnummer]"},
	{"06-12 34 56 78", "[telefoonnummer]"},
	{"06.12.34.56.78", "[telefoonnummer]"},
	{"06/12345678", "[telefoonnummer]"},
	{"06 - 1234 5678", "[telefoonnummer]"},
	{"(06) 12345678", "[telefoonnummer]"},
	{"0 6 1 2 3 4 5 6 7 8", "[telefoonnummer]"},
	{"06_12345678", "[telefoonnummer]"},
	{"06–12345678", "[telefoonnummer]"},
	{"06\u00a012\u00a034\u00a056\u00a078", "[telefoonnummer]"},
	{"06\u200b1234\u200b5678", "[telefoonnummer]"},
	{"０６１２３４５６７８", "[telefoonnummer]"},
	{"٠٦١٢٣٤٥٦٧٨", "[telefoonnummer]"},
	{"0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣ ja", "[telefoonnummer] ja"},
	{"O6-12345678", "O[telefoonnummer]"},
	{"+31612345678", "[telefoonnummer]"},
	{"+31 6 12345678.", "[telefoonnummer]."},
	{"+31 (0)6 1234 5678", "[telefoonnummer]"},
	{"(+31) 6 12345678", "[telefoonnummer]"},
	{"+31-6-12345678", "[telefoonnummer]"},
	{"0031612345678", "[telefoonnummer]"},
	{"0031 6 12345678", "[telefoonnummer]"},
	{"0031 (0)6 12345678", "[telefoonnummer]"},
	{"31612345678", "[telefoonnummer]"},
	{"612345678", "[telefoonnummer]"},
	{"6-12345678", "[telefoonnummer]"},
	{"079-3461234", "[telefoonnummer]"},
	{"079 346 12 34", "[telefoonnummer]"},
	{"(079) 346 1234", "[telefoonnummer]"},
	{"079/3461234", "[telefoonnummer]"},
	{"0180-123456", "[telefoonnummer]"},
	{"0252 41 23 45", "[telefoonnummer]"},
	{"+32 470 12 34 56", "[telefoonnummer]"},
	{"+49 151 23456789", "[telefoonnummer]"},
	{"+33 6 12 34 56 78", "[telefoonnummer]"},
	{"+44 20 7946 0958", "[telefoonnummer]"},
	{"+1 (212) 555-0123", "[telefoonnummer]"},
	{"0032470123456", "[telefoonnummer]"},
	{"tel. 3461234", "tel. [telefoonnummer]"},
	{"bel mij op 346 12 34 aub", "bel mij op [telefoonnummer] aub"},
	{"061234567 bellen", "[telefoonnummer] bellen"},
	{"06-123456789", "[telefoonnummer]"},
	{"mijn nummer is 0612345678en ik woon op 12", "mijn nummer is [telefoonnummer]en ik woon op 12"},
	{"nummer 12 0612345678", "nummer 12 [telefoonnummer]"},
	{"0612345678, 0687654321", "[telefoonnummer], [telefoonnummer]"},
	{"0612345678 0687654321", "[telefoonnummer] [telefoonnummer]"},
	{"Losse tegel 05-11-2026, bel 079-3461234", "Losse tegel 05-11-2026, bel [telefoonnummer]"},
	{"nul zes een twee drie vier vijf zes zeven acht", "[telefoonnummer]"},
	{"bel nul zes twaalf vierendertig zesenvijftig achtenzeventig", "bel [telefoonnummer]"},
	{"06 twaalf 34 zesenvijftig 78", "[telefoonnummer]"},

	// E-mail addresses.
	{"jan@example.org", "[e-mail]"},
	{"mail jan.de.vries+stoep@sub.example.org.", "mail [e-mail]."},
	{"JAN@EXAMPLE.ORG", "[e-mail]"},
	{"<jan@example.org>", "<[e-mail]>"},
	{"jan @ example.org", "[e-mail]"},
	{"jan @example.org", "[e-mail]"},
	{"jan＠example.org", "[e-mail]"},
	{"jan@localhost", "[e-mail]"},
	{"josé@exämple.nl", "[e-mail]"},
	{"иван@пример.рф", "[e-mail]"},
	{"jan at bedrijf punt nl", "[e-mail]"},
	{"jan de vries: jan punt vries at bedrijf punt nl graag", "jan de vries: [e-mail] graag"},
	{"jan (at) bedrijf (punt) nl", "[e-mail]"},
	{"jan[at]bedrijf[dot]nl", "[e-mail]"},
	{"jan apenstaartje bedrijf punt co punt nl", "[e-mail]"},
	{"jan apenstaartje gmail", "[e-mail]"},
	{"jan at gmail.com", "[e-mail]"},
	{"mailto:jan@example.org", "mailto:[e-mail]"},
	{"jan_1@a.nl en piet@b.nl", "[e-mail] en [e-mail]"},

	// Number plates, all sidecodes.
	{"AB-12-34", "[kenteken]"},
	{"12-34-AB", "[kenteken]"},
	{"12-AB-34", "[kenteken]"},
	{"GB-12-HJ", "[kenteken]"},
	{"GB-HJ-12", "[kenteken]"},
	{"12-GB-HJ", "[kenteken]"},
	{"12-GBB-3", "[kenteken]"},
	{"1-GBB-23", "[kenteken]"},
	{"GB-123-H", "[kenteken]"},
	{"G-123-HJ", "[kenteken]"},
	{"GBB-12-H", "[kenteken]"},
	{"G-12-HJK", "[kenteken]"},
	{"1-GB-234", "[kenteken]"},
	{"123-GB-4", "[kenteken]"},
	{"auto gz-123-b staat hier", "auto [kenteken] staat hier"},
	{"de auto GZ123B", "de auto [kenteken]"},
	{"gz123b", "[kenteken]"},
	{"12gbhj", "[kenteken]"},
	{"1gbb23", "[kenteken]"},
	{"123gb4", "[kenteken]"},
	{"GZ-123B", "[kenteken]"},
	{"GZ 123 B", "[kenteken]"},
	{"12 GB HJ", "[kenteken]"},
	{"een busje gz 123 b", "een busje [kenteken]"},
	{"kenteken ab 12 34", "kenteken [kenteken]"},
	{"kenteken 1234ab", "kenteken [kenteken]"},
	{"kenteken is B-MW 1234", "kenteken is [kenteken]"},
	{"kenteken WPR 12345", "kenteken [kenteken]"},
	{"GZ – 123 – B", "[kenteken]"},

	// BSN: made up, and right by the eleven test.
	{"111222333", "[BSN]"},
	{"123456782", "[BSN]"},
	{"bsn 123456782", "bsn [BSN]"},
	{"111.222.333", "[BSN]"},
	{"111 222 333", "[BSN]"},
	{"1112.22.333", "[BSN]"},
	{"10000008", "[BSN]"},
	{"mijn bsn is 123456789", "mijn bsn is [BSN]"},

	// Account numbers.
	{"NL91ABNA0417164300", "[rekeningnummer]"},
	{"nl91 abna 0417 1643 00", "[rekeningnummer]"},
	{"NL91.ABNA.0417.1643.00", "[rekeningnummer]"},
	{"NL12ABNA0417164300", "[rekeningnummer]"},
	{"BE68 5390 0754 7034", "[rekeningnummer]"},
	{"DE89370400440532013000", "[rekeningnummer]"},

	// Links.
	{"zie https://example.org/a?b=c#d.", "zie [link]."},
	{"http://example.org", "[link]"},
	{"(www.example.org)", "([link])"},
	{"WWW.EXAMPLE.ORG/pad", "[link]"},
	{"facebook.com/jan.de.vries", "[link]"},
	{"t.me/jandevries", "[link]"},
	{"zoetermeer.nl", "[link]"},
	{"https://example.org/0612345678", "[link]"},
	{"https://jan@example.org/", "[link]"},

	// Swear words.
	{"wat een kutzooi", "wat een [***]"},
	{"KUT", "[***]"},
	{"die klootzakken van hiernaast", "die [***] van hiernaast"},
	{"godverdomme ruim het op!", "[***] ruim het op!"},
	{"k*t gemeente", "[***] gemeente"},
	{"kl*tezooi", "[***]"},
	{"kuuuuut", "[***]"},
	{"kkkkut", "[***]"},
	{"f*ck", "[***]"},
	{"k4nkerherrie", "[***]"},
	{"teringherrie elke nacht", "[***] elke nacht"},
	{"die idioten!", "die [***]!"},
	{"vuile flikker", "[***]"},
	{"kút", "[***]"},
}

// stays lists what must be read as it was typed.
var stays = []string{
	"", "Losse stoeptegel bij Dorpsstraat 12", "Dorpsstraat 12a", "Dorpsstraat 12-14", "Dorpsstraat 112 bis",
	"Dorpsstraat 12 t/m 30", "nummers 12, 14 en 16", "2715 AB 12", "2715AB", "2715ab 12", "2715AB12", "2715-AB", "2711 GZ",
	"lantaarnpaal 12345", "lantaarnpaal LP1234", "lp1234", "paal 04512", "lamp 23-117", "lantaarnpaal 123456782", "lichtmast ZM-04512",
	"melding 12", "melding 1234567", "melding 123456782", "SIG-1234567", "sig-123456782", "zaaknummer 2026-0012345", "OOK 1234", "klaar 12",
	"25-11-26", "25-11-2026", "05-11-2026 12.30 uur", "06-12-2026 10 uur", "06-12-26 10.30 uur", "op 6-12-2026 om 10:30", "2026-11-25",
	"20261123", "23122026", "1/12/2026", "25 november 2026", "5-mei-26", "12-nov-26", "van 10.00 tot 12.30", "om 23:59", "10-30", "24/7",
	"€ 12,50", "12,50 euro", "€ 1.234.567,00", "1.250.000 euro", "€111222333", "kost 100 euro",
	"112", "0900-8844", "09008844", "0800 1351", "14 079", "bel 112", "bel 0900-8844", "zie ook pagina 12 tot 14",
	"A12", "N470", "buslijn 70", "bus 30 van 12.15", "flat 3 hoog 12", "100km2", "50km/u", "10m2 onkruid", "24uurs", "3x gemeld", "4e keer",
	"100 meter van nr 12", "40 cm diep en 1,5 m breed", "temperatuur 30 graden", "120kg puin", "12mm glas", "10-jarige", "12 kg st 34",
	"nr1234", "NR 12 34", "TV 32 12", "om 10 30", "de 12 34 bussen",
	"het is kapot.Nu ook de lamp", "kapot.de lamp", "kapot.net gezien", "stoep.is glad", "en.app mij niet", "m.n. de hoek", "o.a. glas", "i.p.v. de put",
	"hij at bedorven vlees", "de hond at alles op", "een punt van nl", "100% zeker", "a@", "@ de hoek", "friet @ 12", "!@#",
	"hondenpoep overal", "stront op de stoep", "hondenstront", "het stinkt naar pis", "dode kutter? nee, een boot", "hoera het is schoon",
	"kakkerlakken in de put", "lamp flikkert", "eikels op straat", "bankje rot op de hoek", "koe in de wei", "kreng in de sloot",
	"kluts kwijt", "hoek", "kuil", "de put stinkt", "gat in stoep", "kastanjekanker",
	"<b>stoep</b> & <script>alert(1)</script>", "'; DROP TABLE x; --", "Łódź café naïef", "الشارع مظلم", "улица тёмная 12", "街灯が切れています",
	"👍 top 👨‍👩‍👧", "regel 1\nregel 2", "vijf zes keer per week", "nul op het rekest", "een twee drie", "twaalf losse tegels",
	"NL is nat", "AB 12", "coordinaten 52.0607, 4.4940", "52.06070 4.49400", "kamer 3-12", "postbus 123", "1-2-3", "10 x 20 x 30",
	"IBAN", "wijk 13, blok 4", "12e etage", "van 2019 tot 2026", "8-9 jaar", "5 - 10 minuten", "rond 17.00/18.00",
}

func TestGoes(t *testing.T) {
	for _, c := range goes {
		if got := Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
		check(t, c.in)
		check(t, "Zie "+c.in+" graag.")
	}
}

func TestStays(t *testing.T) {
	for _, s := range stays {
		for _, in := range []string{s, "Hallo, " + s, s + ". Groet"} {
			if got := Text(in); got != in {
				t.Errorf("Text(%q) = %q", in, got)
			}
		}
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"a\tb\r\nc\rd\u2028e\u0085f", "a b\nc\nd\ne\nf"},
		{"\u202egpj.exe\u202c\u2066x\u2069\u200f", "gpj.exex"},
		{"st\u00adoep\u200b\ufeff", "stoep"},
		{"\xff\xfeab\xc3", "\ufffd\ufffdab\ufffd"},
		{"e" + strings.Repeat("\u0301", 4096) + "x", "e" + strings.Repeat("\u0301", mostMarks) + "x"},
		{strings.Repeat("\u0301", 9) + "e", "e"},
		{" \u0301e", " e"},
		{"e\u0301\x00\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301"},
		{"\U000e0041\ue000\U0010ffff", ""},
		{"a\u3164b\u2800c\u00a0d", "a b c d"},
		{"ab\u200dcd", "abcd"},
		{"👨\u200d\u200d\u200d👩", "👨\u200d👩"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"👍🏽 ❤️ 1️⃣", "👍🏽 ❤️ 1️⃣"},
		{"שָׁלוֹם", "שָׁלוֹם"},
		{"Việt phở", "Việt phở"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
		}
		check(t, c.in)
	}
}

func TestHuge(t *testing.T) {
	for _, unit := range []string{"a", "0", "06 ", "0612345678 ", "1 ", "a@", "a.", "a.nl.", "at ", "x at y punt nl ", "12-AB-34 ", "nul zes ",
		"nl12 ", "kut ", "k*", "+", "(", "://", "www.", "kenteken ", "\u0301", "\u202e", "\x00", "é", "١", "[", "[link]", "tel 123456 ", "111222333 "} {
		in := strings.Repeat(unit, 20_000/len(unit))
		check(t, in)
	}
}

// check holds for every text whatever.
func check(t *testing.T, in string) {
	t.Helper()
	out := Text(in)
	short := func(s string) string { return s[:min(len(s), 200)] }
	if again := Text(out); again != out {
		t.Errorf("masking twice: %q became %q and then %q", short(in), short(out), short(again))
	}
	if !utf8.ValidString(out) {
		t.Errorf("%q: not valid UTF-8", short(in))
	}
	if len(out) > 3*len(in) {
		t.Errorf("%q: %d bytes became %d", short(in), len(in), len(out))
	}
	marks := 0
	for _, r := range out {
		if r != '\n' && unicode.Is(unicode.C, r) && r != joiner && r != nonJoiner {
			t.Errorf("%q: holds %U", short(in), r)
		}
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		if marks > mostMarks {
			t.Errorf("%q: too many marks", short(in))
			break
		}
	}
	for _, leak := range leaks(out) {
		t.Errorf("%q: still holds %q", short(in), leak)
	}
}

// What a mail address and a Dutch mobile or landline number are to others than
// us, in their commonest forms.
var (
	anEmail = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	aPhone  = regexp.MustCompile(`(?:^|[^0-9])((?:\+31|0031|0)6[- ]?[0-9]{8}|0[1-57][0-9]-[1-9][0-9]{6})(?:[^0-9]|$)`)
)

func leaks(s string) (all []string) {
	all = anEmail.FindAllString(s, -1)
	for _, m := range aPhone.FindAllStringSubmatch(s, -1) {
		all = append(all, m[1])
	}
	return all
}

func FuzzText(f *testing.F) {
	for _, c := range goes {
		f.Add(c.in)
	}
	for _, s := range stays {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		check(t, in)
		check(t, in+" 0612345678 "+in)
		check(t, in+" jan@example.org "+in)
	})
}

func BenchmarkText(b *testing.B) {
	for name, in := range map[string]string{
		"plain":  "Er ligt al een week een losse stoeptegel voor Dorpsstraat 12, mijn moeder is er bijna over gevallen. Graag snel maken.",
		"number": "Losse tegel bij Dorpsstraat 12, 2715 AB. Bel mij op 06-12345678 of mail jan@example.org, groet Jan",
		"100kB":  strings.Repeat("Er ligt een losse tegel bij nr 12, bel 06-12345678. ", 2000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				Text(in)
			}
		})
	}
}
