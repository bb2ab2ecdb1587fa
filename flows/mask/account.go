package mask

import "strings"

// accountSize is how long an account number is in the countries that people
// here have one in (SWIFT IBAN registry).
var accountSize = map[string]int{
	"nl": 18, "be": 16, "de": 22, "fr": 27, "gb": 22, "es": 24, "it": 27, "pl": 28, "pt": 25, "at": 20, "ch": 21, "lu": 20,
	"tr": 26, "ie": 22, "dk": 18, "se": 24, "no": 15, "fi": 18, "ro": 24, "bg": 22, "hu": 28, "cz": 24, "sk": 24, "gr": 27,
	"hr": 21, "lt": 20, "lv": 21, "ee": 20, "si": 19, "cy": 28, "mt": 31,
}

// accounts masks IBANs, in one piece or in groups. A Dutch one goes by its form
// alone, so that one with a typing error goes too; others by their check.
func (r *reading) accounts() {
	if !r.any(isDigit) {
		return
	}
	for _, w := range r.runs(isWord) {
		if w.to-w.from < 2 {
			continue
		}
		country := string(r.f[w.from : w.from+2])
		size, known := accountSize[country]
		if !known {
			continue
		}
		code, end := r.compact(w.from, size)
		if len(code) == size && !isWord(r.get(end)) && (country == "nl" && dutchAccount(code) || mod97(code)) {
			r.mark(w.from, end, account)
		}
	}
}

// compact returns the next n letters and digits from i without the marks
// between them, and where they end.
func (r *reading) compact(i, n int) (string, int) {
	var b strings.Builder
	end := i
	for gap := 0; i < len(r.f) && b.Len() < n && gap < 3; i++ {
		switch c := r.f[i]; {
		case isWord(c) && c != letter:
			b.WriteByte(c)
			end, gap = i+1, 0
		case c == ' ' || c == '.' || c == '-':
			gap++
		default:
			return b.String(), end
		}
	}
	return b.String(), end
}

// dutchAccount reports whether s has the form of a Dutch account: two check
// digits, four letters of the bank, ten digits.
func dutchAccount(s string) bool {
	for i, c := range []byte(s) {
		if letters := i < 2 || i >= 4 && i < 8; letters == isDigit(c) {
			return false
		}
	}
	return true
}

// mod97 is the check of ISO 13616.
func mod97(s string) bool {
	if !isDigit(s[2]) || !isDigit(s[3]) {
		return false
	}
	rest := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
			continue
		}
		rest = (rest*100 + int(c-'a') + 10) % 97
	}
	return rest == 1
}
