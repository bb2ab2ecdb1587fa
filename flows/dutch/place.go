package dutch

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// An Address is a place as somebody typed it. Each field may be empty.
type Address struct {
	Street   string // with a capital: "Dorpsstraat", "hoek Dorpsstraat / Delftsewallen"
	Number   string // without addition: "12"
	Addition string // "a", "bis", "a bis", "2"
	Postcode string // "2715AB"
}

// House returns the number with its addition as people write it: "12a", "12
// bis", "12-3".
func (a Address) House() string {
	if a.Addition == "" {
		return a.Number
	}
	sep := " "
	switch first, _ := utf8.DecodeRuneInString(a.Addition); {
	case unicode.IsDigit(first):
		sep = "-"
	case len(a.Addition) == 1 || a.Addition[1] == ' ':
		sep = ""
	}
	return a.Number + sep + a.Addition
}

// String returns the address as people write it: "Dorpsstraat 12a, 2715 AB".
func (a Address) String() string {
	var parts []string
	house := a.House()
	if street := strings.TrimSpace(a.Street + " " + house); a.Street != "" {
		parts, house = append(parts, street), ""
	}
	if a.Postcode != "" {
		parts = append(parts, strings.TrimSpace(a.Postcode[:4]+" "+a.Postcode[4:]+" "+house))
	}
	return strings.Join(parts, ", ")
}

// maxPlace is how much of a text is looked at, in bytes.
const maxPlace = 300

// Place finds the address in text: "Dorpsstraat 12a", "2715 AB 12", "bij de
// speeltuin, Dorpsstraat". Without a postcode and a number it is still ok when
// the street looks like one; the caller asks what is missing. It does not know
// the streets of the city, so the resident confirms what it understood.
func Place(text string) (a Address, ok bool) {
	if len(text) > maxPlace {
		text = strings.ToValidUTF8(text[:maxPlace], "")
	}
	text, a.Postcode = cutPostcode(text)
	words := placeWords(text)
	if at := slices.Index(words, "\x00"); at >= 0 {
		words = slices.Delete(slices.Clone(words), at, at+1)
		a.Number, a.Addition = houseAt(words, at)
		if a.Number == "" && at > 0 {
			a.Number, a.Addition = houseAt(words, houseBefore(words, at))
		}
	}
	if street, number, addition, found := findStreet(words); found {
		a.Street = street
		if number != "" {
			a.Number, a.Addition = number, addition
		}
	}
	return a, a.Street != "" || a.Postcode != ""
}

var postcode = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([1-9][0-9]{3}) ?([A-Za-z]{2})(?:$|[^0-9A-Za-z])`)

// cutPostcode takes the first postcode out of text and leaves a NUL word.
func cutPostcode(text string) (rest, code string) {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
	for from := 0; from < len(text); {
		m := postcode.FindStringSubmatchIndex(text[from:])
		if m == nil {
			return text, ""
		}
		digits, letters := text[from+m[2]:from+m[3]], text[from+m[4]:from+m[5]]
		apart := m[4] > m[3]
		if !in(strings.ToUpper(letters), "SA", "SD", "SS") && !(apart && in(letters, twoLetterWords...)) {
			return text[:from+m[2]] + " \x00 " + text[from+m[5]:], digits + strings.ToUpper(letters)
		}
		from += m[3]
	}
	return text, ""
}

// twoLetterWords may follow a number without being part of a postcode. No
// postcode has SA, SD or SS.
var twoLetterWords = strings.Fields("de en of in is om op er bij te ik we je ze ja nu zo al bv na m2 dm cm mm km kg st uu an au tm")

// marks sets the marks that matter apart from the words.
var marks = strings.NewReplacer("’", "'", "‘", "'", "–", "-", "`", "'", "(", " ; ", ")", " ; ", ",", " ; ", "\n", " ; ", "/", " / ")

// placeWords returns the words of text with only the marks that matter: the
// hyphen and stroke within a word, the stroke between streets.
func placeWords(text string) []string {
	var words []string
	for _, w := range strings.Fields(marks.Replace(text)) {
		if t := strings.Trim(w, ".!?:\"*_-+&"); t != "" {
			words = append(words, t)
		}
	}
	return words
}

var house = regexp.MustCompile(`^([1-9][0-9]{0,4})(?:-?([A-Za-z]|(?i:bis|hs|zw|rd))|-([0-9]{1,4}))?$`)

// houseAt reads a house number at words[i], empty if there is none.
func houseAt(words []string, i int) (number, addition string) {
	number, addition, _ = houseWords(words, i)
	return number, addition
}

// houseBefore returns where a house number stands that ends right before at.
func houseBefore(words []string, at int) int {
	for i := max(0, at-4); i < at; i++ {
		if _, _, n := houseWords(words, i); n > 0 && endsAt(words, i+n, at) {
			return i
		}
	}
	return len(words)
}

// endsAt reports whether nothing but separators stands from i to at.
func endsAt(words []string, i, at int) bool {
	for ; i < at; i++ {
		if words[i] != ";" {
			return false
		}
	}
	return i == at
}

// houseWords reads a house number and says how many words it takes: "12",
// "12a", "12-a", "12 a bis", "12 hs", "nr 12".
func houseWords(words []string, i int) (number, addition string, n int) {
	word := func(j int) string {
		if j >= len(words) {
			return ""
		}
		return words[j]
	}
	for in(strings.ToLower(word(i+n)), "nr", "nummer", "huisnummer", "no", "huisnr", "ter", "hoogte", "van", ";") && n < 4 {
		n++
	}
	m := house.FindStringSubmatch(word(i + n))
	if m == nil || in(strings.ToLower(m[2]), measures...) {
		return "", "", 0
	}
	n++
	if strings.EqualFold(m[2], "e") && looksStreet(word(i+n)) { // 1e Stationsstraat
		return "", "", 0
	}
	if in(strings.ToLower(word(i+n)), "meter", "m", "cm", "km", "zakken", "stuks", "keer", "uur", "minuten", "jaar", "dagen", "weken", "x", "euro") {
		return "", "", 0
	}
	parts := strings.Fields(strings.ToLower(m[2]) + " " + m[3])
	for len(parts) < 2 {
		w := strings.ToLower(word(i + n))
		letter := len(w) == 1 && w >= "a" && w <= "z" && len(parts) == 0 && !in(w, measures...)
		if !letter && !in(w, "bis", "hs", "zw", "rd", "ii", "iii", "iv") {
			break
		}
		parts = append(parts, w)
		n++
	}
	return m[1], strings.Join(parts, " "), n
}

// measures are letters after a number that make it no house number.
var measures = []string{"m", "u", "x"}

// findStreet finds a street in words, with its house number if one follows.
func findStreet(words []string) (street, number, addition string, ok bool) {
	if corner := findCorner(words); corner != "" {
		return corner, "", "", true
	}
	best := -1
	for i, w := range words {
		if !looksStreet(w) && !isWhole(words, i) {
			continue
		}
		n, a, used := houseWords(words, i+1)
		if used > 0 && looksNamed(words, i) && (looksStreet(w) || plainEnd(n, words[i+1+used:])) {
			return streetEnding(words, i), n, a, true
		}
		if best < 0 && (strong(w) || looksStreet(w) && len(words) <= 4) {
			best = i
		}
	}
	if best < 0 {
		return "", "", "", false
	}
	return streetEnding(words, best), "", "", true
}

// looksNamed refuses what no street is called.
func looksNamed(words []string, i int) bool {
	w := wijk.Fold(words[i])
	return len(w) >= 3 && !in(w, noStreet...) && !in(w, notInStreet...)
}

// isWhole reports whether words up to i are all of the text before a number,
// so that a street without any known ending may be meant: "Spitsbergen 12".
func isWhole(words []string, i int) bool {
	return i <= 3 && len(words[i]) >= 4 && plainStart(words, i)
}

// plainEnd reports whether number and what follows it leave no doubt that it is
// a house number, though the word before it ends as no street does: 2019 is a
// year, 112 is for emergencies, "2,3" is a measure.
func plainEnd(number string, rest []string) bool {
	if len(number) > 3 || in(number, "112", "113", "144") {
		return false
	}
	for i, w := range rest {
		if i == 0 && w != ";" && wijk.Fold(w) != "zoetermeer" || strings.ContainsFunc(w, unicode.IsDigit) {
			return false
		}
	}
	return true
}

// plainStart reports whether the text up to words[i] has nothing that no
// street is called.
func plainStart(words []string, i int) bool {
	for _, w := range words[:i+1] {
		if !allLetters(w) || in(wijk.Fold(w), notInStreet...) || in(wijk.Fold(w), noStreet...) {
			return false
		}
	}
	return true
}

func allLetters(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' && r != '.' })
}

// findCorner reads "hoek Dorpsstraat / Delftsewallen" and its kin, empty if
// the text tells of no corner with two streets.
func findCorner(words []string) string {
	if !slices.ContainsFunc(words, func(w string) bool { return in(strings.ToLower(w), "hoek", "kruising", "kruispunt") }) {
		return ""
	}
	var streets []string
	for i, w := range words {
		if looksStreet(w) {
			streets = append(streets, streetEnding(words, i))
		}
	}
	if len(streets) != 2 || streets[0] == streets[1] {
		return ""
	}
	return "hoek " + streets[0] + " / " + streets[1]
}

// streetEnding returns the name of the street whose last word is words[i].
func streetEnding(words []string, i int) string {
	from := i
	for from > 0 && i-from < 4 && nameWord(words, from-1) {
		from--
		if ordinal.MatchString(words[from]) { // 1e Stationsstraat
			break
		}
	}
	for from < i && in(strings.ToLower(words[from]), "de", "het", "den", "'t", "op") && !unicode.IsUpper(firstRune(words[from])) {
		from++
	}
	// A name in small letters with particles in it begins at the text's own
	// beginning or not at all: "van leeuwenhoeklaan 3", not "eind van dorpsstraat".
	for from < i && from > 0 && in(words[from], particles...) {
		from++
	}
	return capital(strings.Join(words[from:i+1], " "))
}

// nameWord reports whether words[i] can be part of the name that follows it.
func nameWord(words []string, i int) bool {
	w := wijk.Fold(words[i])
	switch {
	case in(w, notInStreet...) || in(w, noStreet...):
		return false
	case in(w, particles...) || in(w, titles...), ordinal.MatchString(w):
		return true
	case !allLetters(words[i]) || looksStreet(words[i]): // another street
		return false
	case unicode.IsUpper(firstRune(words[i])):
		return true
	}
	return plainStart(words, i) // all in small letters from the beginning
}

var ordinal = regexp.MustCompile(`^[1-9][0-9]?(e|de|ste)$`)

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// capital gives a street its capital letter, both of an IJ.
func capital(s string) string {
	if strings.HasPrefix(s, "ij") {
		return "IJ" + s[2:]
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError || r > unicode.MaxLatin1 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
