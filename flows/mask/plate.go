package mask

import "strings"

// A sidecode is a form of Dutch number plates: L for a letter, D for a digit,
// with a dash where the plate has one.
type sidecode struct {
	parts []string
	whole string
	// loose forms may be written without dashes. LL-DD-DD is also how
	// lamp-posts are numbered (LP1234), DD-DD-LL how postcodes are.
	loose bool
}

// sidecodes are all forms that the RDW has issued or keeps for later, 1 to 14.
var sidecodes = forms(`LL-DD-DD DD-DD-LL DD-LL-DD LL-DD-LL LL-LL-DD DD-LL-LL DD-LLL-D D-LLL-DD LL-DDD-L L-DDD-LL LLL-DD-L
	L-DD-LLL D-LL-DDD DDD-LL-D`)

func forms(list string) map[string]sidecode {
	all := map[string]sidecode{}
	for i, form := range strings.Fields(list) {
		s := sidecode{strings.Split(form, "-"), strings.ReplaceAll(form, "-", ""), i > 1}
		all[s.whole] = s
	}
	return all
}

// plateSize is how many letters and digits a plate has.
const plateSize = 6

var (
	plateWords   = set(`kenteken kentekens kentekennummer nummerplaat nummerbord plaat`)
	vehicleWords = set(`auto autos bus busje bestelbus bestelbusje scooter brommer motor aanhanger vrachtwagen vrachtauto wagen caravan camper
		taxi golf polo opel audi bmw volkswagen toyota renault peugeot ford fiat mercedes volvo`)
	// beside are pairs of letters that stand before or after a number.
	beside   = set(`nr lp km kw cm mm dm kg st bv tv hs rd dr mr pk nv jl wk`)
	calendar = set(`uur jan feb mrt apr mei jun jul aug sep okt nov dec`)
	// unnamed stand between the word for a plate and the plate.
	unnamed = set(`is was met van de het en nr nu die dat een op ook`)
)

// plates masks number plates: with their dashes in any case, in one piece when
// the letters can be no word, apart only in capitals or where words say so.
func (r *reading) plates() {
	if !r.any(isDigit) {
		return
	}
	words := r.runs(isWord)
	for i := 0; i < len(words); i++ {
		if plateWords[r.text(words[i])] {
			if last := r.namedPlate(words, i); last > i {
				i = last
				continue
			}
		}
		if last := r.plate(words, i); last >= 0 {
			r.mark(words[i].from, words[last].to, plate)
			i = last
		}
	}
}

// plate returns the last word of the plate that begins with word i, -1 if none
// does.
func (r *reading) plate(words []run, i int) int {
	var code, cuts strings.Builder
	for k := i; k < len(words) && k < i+3; k++ {
		if k > i {
			gap := strings.Trim(r.gap(words[k-1], words[k]), " ")
			if gap != "" && gap != "-" || words[k].from-words[k-1].to > 3 {
				return -1
			}
			if gap == "" {
				gap = " "
			}
			cuts.WriteByte('0' + byte(code.Len()))
			cuts.WriteString(gap)
		}
		code.WriteString(r.text(words[k]))
		if code.Len() > plateSize {
			return -1
		}
		if code.Len() == plateSize && r.isPlate(code.String(), cuts.String(), words[i], words[k]) {
			return k
		}
	}
	return -1
}

// isPlate judges six letters and digits, which were cut where cuts says.
func (r *reading) isPlate(code, cuts string, first, last run) bool {
	form, ok := sidecodes[shapeOf(code)]
	if !ok || r.get(first.from-1) == '-' && isWord(r.get(first.from-2)) || r.get(last.to) == '-' && isWord(r.get(last.to+1)) {
		return false
	}
	vowels, letters := lettersOf(code)
	dashes, whole := strings.Count(cuts, "-"), len(cuts) == 4
	for _, part := range letters {
		if calendar[part] || beside[part] && dashes < 2 {
			return false
		}
	}
	a, b := byte('0'+len(form.parts[0])), byte('0'+len(form.parts[0])+len(form.parts[1]))
	for i := 0; i < len(cuts); i += 2 {
		if cuts[i] != a && cuts[i] != b {
			return false
		}
	}
	long := len(form.parts[0])%2 == 1 || len(form.parts[1])%2 == 1 // these never have vowels
	switch {
	case whole && dashes == 2:
		return !vowels || !long
	case !form.loose && !whole:
		return false
	case strings.Contains(cuts, " "):
		return !vowels && (whole && r.capitals(first.from, last.to) || r.before(first.from, vehicleWords))
	}
	return !vowels
}

// shapeOf writes L for each letter and D for each digit.
func shapeOf(code string) string {
	var b [plateSize]byte
	for i, c := range []byte(code) {
		b[i] = 'L'
		if isDigit(c) {
			b[i] = 'D'
		}
	}
	return string(b[:])
}

// lettersOf returns the runs of letters in code and whether a vowel is in them.
func lettersOf(code string) (vowels bool, runs []string) {
	runs = strings.FieldsFunc(code, func(c rune) bool { return c >= '0' && c <= '9' })
	return strings.ContainsAny(code, "aeiouy"), runs
}

// capitals reports whether every letter from i to j was typed as a capital.
func (r *reading) capitals(i, j int) bool {
	s := r.s[r.at[i]:r.at[j]]
	return s == strings.ToUpper(s)
}

// namedPlate masks what follows the word for a plate, in whatever form: people
// make errors, and there are foreign ones. It returns the last word of it.
func (r *reading) namedPlate(words []run, i int) int {
	for k := i + 1; k < len(words) && k <= i+1+near; k++ {
		if strings.ContainsAny(r.gap(words[k-1], words[k]), "\n\x01") {
			return -1
		}
		if !strings.ContainsAny(r.text(words[k]), "0123456789") {
			continue
		}
		first, last := k, k
		for first > i+1 && (r.gap(words[first-1], words[first]) == "-" || words[first-1].to-words[first-1].from <= 3 && !unnamed[r.text(words[first-1])]) {
			first--
		}
		for last+1 < len(words) && words[last+1].to-words[first].from <= 12 && r.gap(words[last], words[last+1]) == "-" {
			last++
		}
		for last < first+2 && last+1 < len(words) && words[last+1].to-words[first].from <= 9 && r.gap(words[last], words[last+1]) == " " &&
			words[last+1].to-words[last+1].from <= 3 && r.capitals(words[last+1].from, words[last+1].to) {
			last++
		}
		if size := words[last].to - words[first].from; size >= 4 && size <= 12 {
			r.mark(words[first].from, words[last].to, plate)
			return last
		}
		return -1
	}
	return -1
}
