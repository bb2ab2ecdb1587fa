package mask

import (
	"strings"
)

// Words before a number that say what it is.
var (
	callWords   = set(`tel telefoon telnr telefoonnummer telnummer mobiel mobieltje mob gsm nummer bel bellen belt whatsapp app appen 06nr`)
	reportWords = set(`melding meldingen meldingsnummer meldnummer meldingnummer zaak zaaknummer kenmerk referentie sig nr paal mast
		lantaarnpaal lantarenpaal lichtmast paalnummer lampnummer container containernummer object bus lijn`)
	moneyWords   = set(`euro eur bedrag`)
	citizenWords = set(`bsn burgerservicenummer sofinummer sofi`)
)

// mostDigits is what a telephone number has at most (ITU-T E.164).
const mostDigits = 15

// phones masks telephone numbers: Dutch ones in every way of writing, others
// when they begin with + or 00 or when words say so.
func (r *reading) phones() {
	if !r.any(isDigit) {
		return
	}
	groups := r.runs(isDigit)
	for i := 0; i < len(groups); i++ {
		if n := r.date(groups, i); n > 0 {
			i += n - 1
			continue
		}
		last := r.phone(groups, i)
		if last < 0 {
			continue
		}
		from := groups[i].from
		if c := r.get(from - 1); c == '+' || c == '(' {
			from--
		}
		if c := r.get(from - 1); c == '+' || c == '(' {
			from--
		}
		r.mark(from, groups[last].to, phone)
		i = last
	}
}

// phone returns the last group of the telephone number that begins with group
// i, -1 if none does.
func (r *reading) phone(groups []run, i int) int {
	plus := r.get(groups[i].from-1) == '+' || r.get(groups[i].from-1) == '(' && r.get(groups[i].from-2) == '+' ||
		r.get(groups[i].from-1) == ' ' && r.get(groups[i].from-2) == '+'
	called := r.before(groups[i].from, callWords) && !r.before(groups[i].from, reportWords)
	var buf [mostDigits + 4]byte
	digits, found := buf[:0], -1
	if r.f[groups[i].from] != '0' && r.get(groups[i].from-1) == 'o' && r.f[groups[i].from] == '6' && !isWord(r.get(groups[i].from-2)) {
		digits = append(digits, '0') // O6 with the letter
	}
	for k := i; k < len(groups); k++ {
		if k > i && !partsPhone(r.gap(groups[k-1], groups[k])) {
			break
		}
		g := groups[k]
		if len(digits)+g.to-g.from > cap(buf) {
			break
		}
		digits = append(digits, r.f[g.from:g.to]...)
		switch {
		case plus && sureForeign(digits), dutchNumber(digits, groups[i], k-i):
			return k
		case plus && len(digits) >= 8, called && len(digits) >= 6 && len(digits) <= 11 && !freeNumber(string(digits)),
			oddMobile(digits, groups[i], k-i):
			found = k
		}
	}
	return found
}

// partsPhone reports whether gap may stand within a telephone number.
func partsPhone(gap string) bool {
	return len(gap) <= 3 && strings.Trim(gap, " -./()_") == ""
}

// sureForeign reports whether the digits after a + are enough for a number.
func sureForeign(d []byte) bool {
	if strings.HasPrefix(string(d), "310") {
		return len(d) == 12 // +31 (0)6
	}
	return len(d) == 11 || len(d) > 11 && len(d) <= mostDigits
}

// dutchNumber reports whether digits are a whole telephone number without a +.
// first is where they begin, more how many groups follow it.
func dutchNumber(d []byte, first run, more int) bool {
	s := string(d)
	size := first.to - first.from
	switch {
	case strings.HasPrefix(s, "00"):
		if strings.HasPrefix(s, "00310") {
			return len(s) == 14
		}
		return s != strings.Repeat("0", len(s)) && len(s) >= 13 && len(s) <= mostDigits+2
	case s[0] == '0':
		return len(s) == 10 && !freeNumber(s)
	case strings.HasPrefix(s, "31"):
		return len(s) == 11 && s[2] != '0' && (more == 0 || size == 2 || s[2] == '6')
	case s[0] == '6':
		return len(s) == 9 && (more == 0 || size == 1)
	}
	return false
}

// freeNumber reports whether s is of a company by its first digits: 0800, 0900
// and the like are nobody's own.
func freeNumber(s string) bool {
	for _, p := range []string{"0800", "0900", "0906", "0909", "00"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// oddMobile reports whether digits are a mobile number with a digit too many or
// too few.
func oddMobile(d []byte, first run, more int) bool {
	size := first.to - first.from
	return strings.HasPrefix(string(d), "06") && (len(d) == 9 || len(d) == 11) && (more == 0 || more == 1 && size == 2)
}

// date returns how many groups from i are a date, with the time that follows.
func (r *reading) date(groups []run, i int) int {
	if i+2 >= len(groups) {
		return 0
	}
	gap := r.gap(groups[i], groups[i+1])
	if gap != "-" && gap != "/" && gap != "." || gap != r.gap(groups[i+1], groups[i+2]) || r.get(groups[i].from-1) == '+' {
		return 0
	}
	a, b, c := r.text(groups[i]), r.text(groups[i+1]), r.text(groups[i+2])
	if len(a) == 4 {
		a, c = c, a
	}
	if !upTo(a, "31") || !upTo(b, "12") {
		return 0
	}
	switch {
	case len(c) == 4 && (c[:2] == "19" || c[:2] == "20"):
		return 3
	case len(c) == 2 && c >= "20" && c <= "39" && r.clock(groups, i+3):
		return 5
	}
	return 0
}

// clock reports whether groups i and the next are an hour with a point, after a
// space.
func (r *reading) clock(groups []run, i int) bool {
	return i+1 < len(groups) && r.gap(groups[i-1], groups[i]) == " " && r.gap(groups[i], groups[i+1]) == "." &&
		upTo(r.text(groups[i]), "23") && groups[i+1].to-groups[i+1].from == 2 &&
		(i+2 >= len(groups) || !partsPhone(r.gap(groups[i+1], groups[i+2])))
}

// upTo reports whether s is a number of one or two digits from 1 to most.
func upTo(s, most string) bool {
	return len(s) == 1 && s != "0" || len(s) == 2 && s != "00" && s <= most
}

// citizens masks what may be a BSN: eight or nine digits that pass its check,
// whole or in the groups in which people write it.
func (r *reading) citizens() {
	if !r.any(isDigit) {
		return
	}
	groups := r.runs(isDigit)
	for i := range groups {
		from := groups[i].from
		if r.f[from] == walled {
			continue
		}
		named := r.before(from, citizenWords)
		if !named && (r.before(from, reportWords) || r.before(from, moneyWords) || r.money(from)) {
			continue
		}
		if last := r.citizen(groups, i, named); last >= 0 {
			r.mark(from, groups[last].to, citizen)
		}
	}
}

// citizen returns the last group of the BSN that begins with group i, -1 if
// none does.
func (r *reading) citizen(groups []run, i int, named bool) int {
	var digits []byte
	for k := i; k < len(groups) && k < i+5; k++ {
		if k > i {
			gap := r.gap(groups[k-1], groups[k])
			if gap != " " && gap != "." && gap != "-" || gap != r.gap(groups[i], groups[i+1]) {
				return -1
			}
		}
		g := groups[k]
		if g.to-g.from > 9 || k > i && g.to-g.from < 2 {
			return -1
		}
		digits = append(digits, r.f[g.from:g.to]...)
		switch {
		case len(digits) > 9:
			return -1
		case named && len(digits) >= 8, k == i && len(digits) == 8 && !compactDate(digits) && eleven(digits),
			len(digits) == 9 && eleven(digits),
			k == i+2 && len(digits) == 8 && g.to-g.from == 3 && eleven(digits):
			return k
		}
	}
	return -1
}

// money reports whether a price begins at i.
func (r *reading) money(i int) bool {
	at := r.at[r.back(i, isSpace)]
	return strings.HasSuffix(r.s[:at], "€")
}

// eleven reports whether digits pass the check of the BSN: nine times the first
// plus eight times the second and so on, less the last, is a multiple of 11.
func eleven(d []byte) bool {
	sum, weight := 0, len(d)
	for _, c := range d[:len(d)-1] {
		sum += weight * int(c-'0')
		weight--
	}
	sum -= int(d[len(d)-1] - '0')
	return sum%11 == 0 && strings.Trim(string(d), "0") != ""
}

// compactDate reports whether eight digits are a day of our time without marks.
func compactDate(d []byte) bool {
	s := string(d)
	ymd := (s[:2] == "19" || s[:2] == "20") && upTo(s[4:6], "12") && upTo(s[6:], "31")
	dmy := (s[4:6] == "19" || s[4:6] == "20") && upTo(s[:2], "31") && upTo(s[2:4], "12")
	return ymd || dmy
}
