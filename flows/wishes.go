package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// wishes are what somebody wants different about the check-ins, as read from a
// line such as "9.30 ma wo vr sms woorden ja". What is empty stays as it is.
type wishes struct {
	time     string
	days     []string
	profile  string
	channels []wijk.Channel
	words    string // "ja" or "nee"
	keeper   wijk.Keeper
	rest     []string // what was not understood
}

func (w *wishes) none() bool {
	return w.time == "" && w.days == nil && w.profile == "" && w.channels == nil && w.words == "" && w.keeper.Name == ""
}

// The words for days, profiles and channels, as people type them.
var (
	dayWords = map[string]string{
		"maandag": "ma", "dinsdag": "di", "woensdag": "wo", "donderdag": "do", "vrijdag": "vr", "zaterdag": "za", "zondag": "zo",
	}
	profileWords = map[string]string{
		"standaard": "standard", "gewoon": "standard", "kwetsbaar": "fragile", "vaker": "fragile", "licht": "light", "wekelijks": "light",
	}
	channelWords = map[string]wijk.Channel{
		"sms": wijk.SMS, "telegram": wijk.Telegram, "bellen": wijk.Voice, "telefoon": wijk.Voice, "spraak": wijk.Voice,
	}
)

// readWishes reads a line of wishes.
func readWishes(text string) (w wishes) {
	fields := strings.Fields(text)
	for i := 0; i < len(fields); i++ {
		word := strings.ToLower(strings.Trim(fields[i], ",;!?"))
		clock, isClock := readClock(word)
		switch {
		case word == "" || slices.Contains([]string{"om", "op", "en", "per", "tijd", "dagen", "uur", "via", "eerst", "dan", "profiel", "elke", "iedere"}, word):
		case isClock:
			w.time = clock
		case word == "half" || word == "kwart" || dutchHour(word):
			used := w.spokenTime(fields[i:])
			if used == 0 {
				w.rest = append(w.rest, fields[i])
			}
			i += max(0, used-1)
		case w.takesDay(strings.TrimSuffix(word, "s")), w.takesDay(word):
		case profileWords[word] != "":
			w.profile = profileWords[word]
		case channelWords[word] != "":
			if ch := channelWords[word]; !slices.Contains(w.channels, ch) {
				w.channels = append(w.channels, ch)
			}
		case word == "woorden" && i+1 < len(fields) && slices.Contains([]string{"ja", "nee"}, strings.ToLower(fields[i+1])):
			i++
			w.words = strings.ToLower(fields[i])
		case word == "contact":
			i += w.takesKeeper(fields[i+1:])
		default:
			w.rest = append(w.rest, fields[i])
		}
	}
	return w
}

// takesDay reads a day, or a word for many of them.
func (w *wishes) takesDay(word string) bool {
	switch word {
	case "dag", "dagelijk", "dagelijks", "alle":
		w.days = wijk.Weekdays()
		return true
	case "werkdagen", "werkdag", "doordeweek", "doordeweeks":
		w.days = wijk.Weekdays()[:5]
		return true
	case "weekend":
		w.days = append(w.days, "za", "zo")
		return true
	}
	if long, ok := dayWords[word]; ok {
		word = long
	}
	if !wijk.IsWeekday(word) {
		return false
	}
	if !slices.Contains(w.days, word) {
		w.days = append(w.days, word)
	}
	order := wijk.Weekdays()
	slices.SortFunc(w.days, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	return true
}

// takesKeeper reads "Els Jansen 0612345678" and returns how many words it took.
func (w *wishes) takesKeeper(fields []string) int {
	for i := range fields {
		for end := i + 1; end <= min(len(fields), i+4); end++ { // a number may have spaces in it
			if phone, ok := dutchNumber(strings.Join(fields[i:end], "")); ok && i > 0 {
				w.keeper = wijk.Keeper{Name: strings.Join(fields[:i], " "), Phone: phone}
				return end
			}
		}
	}
	return 0
}

// dutchNumber reads a Dutch number, mobile or not, in E.164 form.
func dutchNumber(text string) (string, bool) {
	digits := strings.NewReplacer(" ", "", "-", "", "(0)", "", "(", "", ")", "", ".", "").Replace(text)
	for _, prefix := range []string{"0031", "+31", "31", "0"} {
		rest, ok := strings.CutPrefix(digits, prefix)
		if ok && len(rest) == 9 && rest[0] != '0' && strings.Trim(rest, "0123456789") == "" {
			return "+31" + rest, true
		}
	}
	return "", false
}

// readClock reads "9.30", "09:30" and "9u30" as "09:30".
func readClock(word string) (string, bool) {
	t, err := time.Parse("15:04", strings.NewReplacer(".", ":", "u", ":").Replace(word))
	if err != nil {
		return "", false
	}
	return t.Format("15:04"), true
}

func dutchHour(word string) bool {
	return slices.Contains([]string{"7", "8", "9", "10", "11", "acht", "negen", "tien"}, word)
}

// spokenTime reads "half tien", "9 uur" and "kwart over 9", and returns how
// many words it took.
func (w *wishes) spokenTime(fields []string) int {
	midnight := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) // any day
	for n := min(4, len(fields)); n > 0; n-- {
		text := strings.ToLower(strings.Join(fields[:n], " "))
		if n == 1 && dutchHour(text) {
			text += " uur"
		}
		if at, ok := dutch.When(text, midnight); ok && wijk.DateOf(at) == wijk.DateOf(midnight) && !slices.ContainsFunc(fields[:n], isDayWord) {
			w.time = at.Format("15:04")
			return n
		}
	}
	return 0
}

func isDayWord(word string) bool {
	var w wishes
	return w.takesDay(strings.ToLower(word))
}

// apply changes a plan of p, and returns what is wrong, empty when nothing is.
// The plan is not changed then.
func (w *wishes) apply(plan *wijk.Plan, p *wijk.Person) string {
	next := *plan
	if w.time != "" {
		next.Time = w.time
	}
	if w.profile != "" {
		next.Profile = w.profile
	}
	if w.days != nil {
		next.Days = w.days
	}
	if next.Profile == "light" && len(next.Days) > 1 { // weekly
		next.Days = next.Days[:1]
	}
	if plan.Profile == "light" && next.Profile != "light" && w.days == nil {
		next.Days = wijk.Weekdays()
	}
	if w.channels != nil {
		next.Channels = w.channels
	}
	if w.time != "" && (w.time < wijk.EarliestSlot || w.time > wijk.LatestSlot) {
		return "Kies een tijd van 8.00 tot 10.30 uur."
	}
	for _, ch := range w.channels {
		if !can(p, ch) {
			return fmt.Sprintf("Wij hebben geen nummer voor %s.", channelSaid(ch))
		}
	}
	if why := cannotKeep(p, w.keeper); why != "" {
		return why
	}
	*plan = next
	return ""
}

// can reports whether p has an address on a channel.
func can(p *wijk.Person, ch wijk.Channel) bool {
	switch ch {
	case wijk.SMS:
		return p.Phone != ""
	case wijk.Telegram:
		return p.Telegram != 0
	}
	return p.Phone+p.Landline != ""
}

func channelSaid(ch wijk.Channel) string {
	switch ch {
	case wijk.SMS:
		return "sms"
	case wijk.Voice:
		return "bellen"
	}
	return "Telegram"
}

// sayTime is the set time of a plan, as in "9.00 uur".
func (c *City) sayTime(p *wijk.Plan) string {
	return strings.TrimPrefix(strings.Replace(p.Time, ":", ".", 1), "0") + " uur"
}

// sayDays is the days of a plan, as in "ma, wo en vr".
func sayDays(days []string) string {
	switch n := len(days); {
	case n == len(wijk.Weekdays()):
		return "elke dag"
	case slices.Equal(days, wijk.Weekdays()[:5]):
		return "werkdagen"
	case n < 2:
		return strings.Join(days, "")
	default:
		return strings.Join(days[:n-1], ", ") + " en " + days[n-1]
	}
}

// sayWays is how p is asked, in order, as in "sms, dan bellen".
func sayWays(p *wijk.Person) string {
	var said []string
	for _, a := range p.Ways() {
		if s := channelSaid(a.Channel); !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return strings.Join(said, ", dan ")
}

// sayProfile is how staff read a profile.
func sayProfile(profile string) string {
	return map[string]string{"standard": "standaard", "fragile": "kwetsbaar", "light": "licht (wekelijks)"}[profile]
}
