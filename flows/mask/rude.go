package mask

import "strings"

// Words that nobody outside the case needs to read. Those of rudeStems begin
// other words too ("kutgemeente"); those of rudeWords are whole, with their
// inflections. Words for filth (poep, pis, stront) stay: they are what a report
// is about.
var (
	rudeStems = strings.Fields(`kanker tering tyfus tiefus typhus pleuris kolere klote kloot godver gvd kut hoeren fuck
		motherfuck neuk mongool mongolen debiel imbeciel lulhannes pedofiel zandneger kkr sodemieter`)
	rudeWords = set(`lul lullen lulletje hoer hoertje slet sletten sletje kk kech fokking fokkers neger negers nikker nikkers
		makaak makaken idioot idioten idiote randdebiel pedo pedos wijf wijven verdomme potverdomme bitch bitches trut
		trutten mafkees klojo klojos sukkel sukkels tokkie tokkies asshole cunt bastard smeerlap smeerlappen flikkerop
		ophoeren opgetyft`)
	// notRude begin as the stems do and are in order.
	notRude = set(`kutter kutters`)
	// rudePairs are two words that are rude together.
	rudePairs = set(`krijg+pest vuile+flikker vuile+flikkers vieze+flikker vieze+flikkers vuile+hond vuile+jood vuile+joden
		vuile+turk vuile+turken vuile+marokkaan vuile+marokkanen domme+koe stomme+koe dikke+koe domme+geit`)
)

// leet are signs that stand for a letter in a swear word.
const (
	leetSigns   = "@$!1034"
	leetLetters = "asiioea"
)

func inRude(b byte) bool { return isWord(b) || b == '*' || strings.IndexByte(leetSigns, b) >= 0 }

// swearing masks swear words, also with a star or a digit for a letter and with
// letters drawn out.
func (r *reading) swearing() {
	last := run{-1, -1}
	for _, w := range r.runs(inRude) {
		for w.to > w.from && !isWord(r.f[w.to-1]) {
			w.to-- // a mark of exclamation
		}
		if w.to-w.from < 2 || w.to-w.from > 40 {
			last = w
			continue
		}
		word := unleet(r.text(w))
		switch {
		case isRude(word) || isRude(squeeze(word)):
			r.mark(w.from, w.to, rude)
		case last.to >= 0 && w.from == last.to+1 && r.f[last.to] == ' ' && last.to-last.from < 20 && rudePairs[unleet(r.text(last))+"+"+word]:
			r.mark(last.from, w.to, rude)
		}
		last = w
	}
}

// isRude reports whether word, in small letters, is a swear word. A star in it
// stands for any letter.
func isRude(word string) bool {
	if notRude[word] || len(word) < 2 {
		return false
	}
	if strings.Contains(word, "*") {
		return starred(word)
	}
	if rudeWords[word] {
		return true
	}
	for _, stem := range rudeStems {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

// starred reports whether a word with stars in it can only be a swear word: the
// letters that are left must be two at least.
func starred(word string) bool {
	if len(word)-strings.Count(word, "*") < 2 {
		return false
	}
	fits := func(rude string) bool {
		if len(rude) > len(word) {
			return false
		}
		for i := range len(rude) {
			if word[i] != '*' && word[i] != rude[i] {
				return false
			}
		}
		return true
	}
	for _, stem := range rudeStems {
		if fits(stem) {
			return true
		}
	}
	for w := range rudeWords {
		if len(w) == len(word) && fits(w) {
			return true
		}
	}
	return false
}

// unleet writes a letter for each sign that stands for one, unless the word is
// a number.
func unleet(word string) string {
	if strings.Trim(word, "0123456789") == "" || !strings.ContainsAny(word, leetSigns) {
		return word
	}
	return strings.Map(func(c rune) rune {
		if i := strings.IndexRune(leetSigns, c); i >= 0 {
			return rune(leetLetters[i])
		}
		return c
	}, word)
}

// squeeze writes each letter once where it stands three times or more.
func squeeze(word string) string {
	var b strings.Builder
	for i := range len(word) {
		if i >= 2 && word[i] == word[i-1] && word[i] == word[i-2] {
			continue
		}
		b.WriteByte(word[i])
	}
	s := b.String()
	if len(s) == len(word) {
		return word
	}
	return undouble(s)
}

// undouble writes each letter once.
func undouble(word string) string {
	var b strings.Builder
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] {
			b.WriteByte(word[i])
		}
	}
	return b.String()
}
