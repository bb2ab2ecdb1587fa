package dutch

import (
	"strings"
	"time"
)

// spanAt returns the days that the words at i name and how many words that
// are, 0 for none.
func (p *phrase) spanAt(i int) (span, int) {
	for _, read := range []func(int) (span, int){
		p.counted, p.relative, p.numeric, p.dayMonth, p.monthPart, p.week, p.weekend, p.onWeekday, p.dayOnly,
	} {
		if s, n := read(i); n > 0 {
			return s, n
		}
	}
	return span{}, 0
}

func oneDay(d time.Time) span { return span{first: d, last: d} }

// relative reads "vandaag", "morgen" and "overmorgen".
func (p *phrase) relative(i int) (span, int) {
	switch p.word(i) {
	case "vandaag", "vanmorgen", "vanochtend", "vanmiddag", "vanavond":
		return oneDay(p.today), 1
	case "morgen", "morge", "morgenochtend", "morgenmorgen", "morgenmiddag", "morgenavond", "mrgn":
		return oneDay(p.today.AddDate(0, 0, 1)), 1
	case "overmorgen", "overmorge":
		return oneDay(p.today.AddDate(0, 0, 2)), 1
	}
	return span{}, 0
}

// maxCounted is how far ahead people count: two years.
const maxCounted = 731

// counted reads "over 3 weken", "2 weken", "een paar dagen".
func (p *phrase) counted(i int) (span, int) {
	n := 0
	if p.word(i) == "over" {
		n++
	}
	count, used := p.count(i + n)
	if used == 0 || p.word(i+n+used+1) == "geleden" {
		return span{}, 0
	}
	n += used
	u := unit(p.word(i + n))
	if u == 0 {
		return span{}, 0
	}
	if count == aCouple {
		count = 2
		if u == inDays {
			count = 3
		}
	}
	day := p.today.AddDate(0, 0, u*count)
	if u == inMonths {
		day = addMonths(p.today, count)
	}
	if count == 0 || day.After(p.today.AddDate(0, 0, maxCounted)) {
		p.bad = true
	}
	s := oneDay(day)
	s.exact = true
	return s, n + 1
}

// What people count in, as a number of days.
const (
	inDays   = 1
	inWeeks  = 7
	inMonths = 30
)

// unit returns what word counts in, 0 for nothing.
func unit(word string) int {
	switch {
	case in(word, "dag", "dagen", "dgn", "dagje", "dagjes", "nacht", "nachten", "nachtje", "nachtjes"):
		return inDays
	case in(word, "week", "weken", "wk", "wkn", "weekje", "weekjes"):
		return inWeeks
	case in(word, "maand", "maanden", "mnd", "maandje", "maandjes"):
		return inMonths
	}
	return 0
}

const aCouple = -1

// count reads a number in digits or words, or a couple.
func (p *phrase) count(i int) (count, used int) {
	switch {
	case p.word(i) == "een" && in(p.word(i+1), "paar", "aantal"):
		return aCouple, 2
	case in(p.word(i), "paar", "enkele", "enige"):
		return aCouple, 1
	}
	if n, ok := digits(p.word(i), 3); ok {
		return n, 1
	}
	for n, word := range numerals {
		if p.word(i) == word {
			return n, 1
		}
	}
	return 0, 0
}

// addMonths stays within the month: a month after 31 January is 28 February.
func addMonths(day time.Time, n int) time.Time {
	to := day.AddDate(0, n, 0)
	if to.Day() != day.Day() {
		return to.AddDate(0, 0, -to.Day())
	}
	return to
}

// numeric reads "5-5", "05/05/2027", "5.5.2027" and "2027-05-05".
func (p *phrase) numeric(i int) (span, int) {
	parts := strings.FieldsFunc(p.word(i), func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if strings.Contains(p.word(i), ":") || len(parts) < 2 || len(parts) > 3 ||
		len(parts) == 2 && strings.Contains(p.word(i), ".") { // 10.30 is a time
		return span{}, 0
	}
	if len(parts) == 2 && (p.month(i+1) > 0 || unit(p.word(i+1)) > 0) { // 1-8 augustus, 1-2 weken
		return span{}, 0
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	day, dayOK := leadingZero(parts[0], 2)
	month, monthOK := leadingZero(parts[1], 2)
	year, yearOK := 0, true
	if len(parts) == 3 {
		if len(parts[2]) == 2 {
			parts[2] = "20" + parts[2]
		}
		year, yearOK = digits(parts[2], 4)
	}
	if !dayOK || !monthOK || !yearOK { // a phone number, an amount
		return span{}, 0
	}
	return p.date(day, time.Month(month), year), 1
}

// leadingZero is digits for numbers as dates have them.
func leadingZero(s string, size int) (int, bool) {
	if len(s) > size {
		return 0, false
	}
	if t := strings.TrimLeft(s, "0"); t != "" {
		return digits(t, size)
	}
	return 0, s != ""
}

// dayMonth reads "5 mei", "5e mei 2027", "1-8 augustus" and "vijf mei", with
// the weekday before it if there is one.
func (p *phrase) dayMonth(i int) (span, int) {
	n := 0
	weekday := p.weekdayAt(i)
	if weekday >= 0 {
		n++
		if in(p.word(i+n), "de", "den") {
			n++
		}
	}
	word, ranged := p.word(i+n), false
	if begin, end, ok := strings.Cut(word, "-"); ok && begin != "" && p.month(i+n+1) > 0 {
		word, ranged = end, true
	}
	day, ok := leadingZero(word, 2)
	if !ok {
		day = max(0, numeral(word))
	}
	if day == 0 {
		return p.weekdayNumeric(i, n, weekday)
	}
	n++
	if in(p.word(i+n), "e", "de", "ste") {
		n++
	}
	if p.word(i+n) == "van" {
		n++
	}
	month := p.month(i + n)
	if month == 0 {
		return span{}, 0
	}
	n++
	year := 0
	if y, ok := digits(p.word(i+n), 4); ok && y >= 2000 && y <= 2100 {
		year, n = y, n+1
	}
	s := p.date(day, month, year)
	s.whole = ranged
	p.agree(s, weekday)
	return s, n
}

// weekdayNumeric reads "maandag 5-5" when i+n is where the date should be.
func (p *phrase) weekdayNumeric(i, n int, weekday int) (span, int) {
	if weekday < 0 {
		return span{}, 0
	}
	s, used := p.numeric(i + n)
	if used == 0 {
		return span{}, 0
	}
	p.agree(s, weekday)
	return s, n + used
}

// agree notes when a date is not on the weekday that was said with it.
func (p *phrase) agree(s span, weekday int) {
	if weekday >= 0 && int(s.first.Weekday()) != weekday {
		p.bad = true
	}
}

// date returns the day; without a year (0) the first such day from today on.
func (p *phrase) date(day int, month time.Month, year int) span {
	years := []int{year}
	if year == 0 {
		years = []int{p.today.Year(), p.today.Year() + 1}
	}
	for _, y := range years {
		d := utc(y, month, day)
		if d.Day() == day && d.Month() == month && !d.Before(p.today) {
			return oneDay(d)
		}
	}
	p.bad = true
	return oneDay(p.today)
}

func numeral(word string) int {
	for n, w := range numerals {
		if w == word {
			return n
		}
	}
	return -1
}

// month returns the month that the i-th word names, 0 for none.
func (p *phrase) month(i int) time.Month { return time.Month(find(p.word(i), months) + 1) }

// monthPart reads "eind mei", "begin juni", "half juli" and "volgende maand".
func (p *phrase) monthPart(i int) (span, int) {
	if in(p.word(i), "volgende", "komende") && p.word(i+1) == "maand" {
		first := utc(p.today.Year(), p.today.Month()+1, 1)
		return span{first: first, last: first.AddDate(0, 1, -1)}, 2
	}
	n := 1
	if p.word(i+n) == "van" {
		n++
	}
	month := p.month(i + n)
	if month == 0 || !in(p.word(i), "eind", "einde", "begin", "half", "medio") {
		return span{}, 0
	}
	first := utc(p.today.Year(), month, 1)
	if month < p.today.Month() {
		first = first.AddDate(1, 0, 0)
	}
	s := oneDay(first)
	switch p.word(i) {
	case "eind", "einde":
		s = oneDay(first.AddDate(0, 1, -1))
		s.whole = true
	case "half", "medio":
		s = oneDay(first.AddDate(0, 0, 14))
	}
	if s.last.Before(p.today) {
		p.bad = true
	}
	return s, n + 1
}

// week reads "deze week" and "volgende week", with a weekday before or after.
func (p *phrase) week(i int) (span, int) {
	if p.word(i+1) != "week" {
		return span{}, 0
	}
	sunday := p.today.AddDate(0, 0, (7-int(p.today.Weekday()))%7)
	switch p.word(i) {
	case "deze", "hele":
		return span{first: p.today, last: sunday, whole: true}, 2
	case "volgende", "komende", "volgend", "aanstaande":
		if w := p.weekdayAt(i + 2); w >= 0 {
			return oneDay(sunday.AddDate(0, 0, 1+(w+6)%7)), 3
		}
		return span{first: sunday.AddDate(0, 0, 1), last: sunday.AddDate(0, 0, 7)}, 2
	}
	return span{}, 0
}

// weekend reads "het weekend" as its last day.
func (p *phrase) weekend(i int) (span, int) {
	if !in(p.word(i), "weekend", "weekeinde", "weekendje") {
		return span{}, 0
	}
	sunday := p.today.AddDate(0, 0, (7-int(p.today.Weekday()))%7)
	if in(p.word(i-1), "volgend", "volgende") {
		sunday = sunday.AddDate(0, 0, 7)
	}
	saturday := sunday.AddDate(0, 0, -1)
	if saturday.Before(p.today) {
		saturday = p.today
	}
	return span{first: saturday, last: sunday, whole: true}, 1
}

// onWeekday reads "maandag", "maandag over een week" and "maandag volgende week".
func (p *phrase) onWeekday(i int) (span, int) {
	w := p.weekdayAt(i)
	if w < 0 {
		return span{}, 0
	}
	if s, n := p.week(i + 1); n > 0 && p.word(i+1) != "deze" && p.word(i+1) != "hele" {
		return oneDay(s.first.AddDate(0, 0, (w+6)%7)), n + 1
	}
	day := p.today.AddDate(0, 0, 1+(w-int(p.today.Weekday())+6)%7)
	if p.word(i+1) == "over" && in(p.word(i+2), "een", "1") && p.word(i+3) == "week" {
		return oneDay(day.AddDate(0, 0, 7)), 4
	}
	s := oneDay(day)
	s.weekday = true
	return s, 1
}

// weekdayAt returns the weekday that the i-th word names, Sunday 0, or -1. The
// short names are words of their own too ("zo", "ma"), so they count only
// where nothing but a day can stand.
func (p *phrase) weekdayAt(i int) int {
	w := p.word(i)
	if len(w) > 2 {
		return find(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(w, "avond"), "ochtend"), "middag"), weekdays)
	}
	before := in(p.word(i-1), "", "tot", "tm", "op", "van", "vanaf", "na", "volgende", "komende")
	next := p.word(i + 1)
	after := in(next, "", "tot", "tm", "om", "weg", "terug", "#") || kind(next[0]) == digit
	if w == "" || !before || !after {
		return -1
	}
	return find(w, weekdays)
}

// dayOnly reads "de 12e" as the first such day from today on.
func (p *phrase) dayOnly(i int) (span, int) {
	day, ok := digits(p.word(i), 2)
	if !ok || !in(p.word(i+1), "e", "de", "ste") || p.word(i-1) != "de" || day < 1 || day > 31 {
		return span{}, 0
	}
	for months := range 3 {
		d := utc(p.today.Year(), p.today.Month()+time.Month(months), day)
		if d.Day() == day && !d.Before(p.today) {
			return oneDay(d), 2
		}
	}
	return span{}, 0
}
