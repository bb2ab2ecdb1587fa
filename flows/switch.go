package flows

import (
	"fmt"
	"slices"
	"strings"

	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// wantsToSwitch handles "kanaal 12", "kanaal 12 sms" and, from the chat that a
// code was asked for, "kanaal 12 482190".
func (t *Turn) wantsToSwitch(number uint64, rest string) bool {
	if t.M.Kind != wijk.Text {
		return false
	}
	if isCode(rest) {
		t.claim(number, rest)
		return true
	}
	r, x, ok := t.mine(number)
	switch {
	case !ok:
		return t.notMine(number, rest)
	case !r.Stage.Open():
		t.Say(fmt.Sprintf("Melding %d is gesloten. U kunt het kanaal niet meer veranderen.", number))
		return true
	}
	t.heeds(rest)
	t.Talk.Flow, t.Talk.Step, t.Talk.Misses, t.Talk.Answers, t.Talk.Place = kanaal.Name, 0, 0, nil, nil
	t.set("melding", fmt.Sprint(r.Number))
	t.set("nu", channelOf(&x))
	word, other, _ := strings.Cut(rest, " ")
	if where, ok := channels[strings.ToLower(strings.Trim(word, " .,:!"))]; ok {
		t.set("waar", string(where))
		if phone, ok := dutchMobile(other); ok && where == wijk.SMS && phone != t.own(wijk.SMS).To && t.sendsCode(wijk.Address{Channel: wijk.SMS, To: phone}) {
			t.set("nummer", phone)
		}
	}
	if t.Talk.Flow == kanaal.Name { // there may be no more codes today
		t.proceed(kanaal)
	}
	return true
}

// channels are the channels of a report by what people call them.
var channels = map[string]wijk.Channel{
	"sms": wijk.SMS, "smsje": wijk.SMS, "telefoon": wijk.SMS, "telegram": wijk.Telegram,
	"brief": wijk.Letter, "post": wijk.Letter, "papier": wijk.Letter, "letter": wijk.Letter,
}

func channelOf(x *wijk.Reporter) string {
	switch x.To().Channel {
	case wijk.SMS:
		return "sms"
	case wijk.Letter:
		return "brief"
	}
	return "Telegram"
}

// kanaal asks how somebody wants to hear of a report. A number is only used
// when the desk knows that it is of the same person, or when somebody typed
// back the code that was sent to it.
var kanaal = &Flow{
	Name: "kanaal",
	Ask: []Question{
		{
			Key: "waar", Text: "Hoe wilt u van melding {melding} horen? Nu is dat: {nu}.",
			Skip: func(t *Turn) bool { return t.get("waar") != "" },
			Choices: func(*Turn) []Choice {
				return []Choice{
					{Label: "Sms", Value: string(wijk.SMS)}, {Label: "Telegram", Value: string(wijk.Telegram)},
					{Label: "Brief", Value: string(wijk.Letter), Words: []string{"post", "papier"}},
				}
			},
			Take: choose, Again: "Kies Sms, Telegram of Brief.",
		},
		{
			Key: "nummer", Text: "Op welk mobiel nummer? Typ het nummer, bijvoorbeeld 06 12345678.",
			Skip: func(t *Turn) bool {
				return t.get("waar") != string(wijk.SMS) || t.own(wijk.SMS).To != "" || t.get("nummer") != ""
			},
			Take: takeMobile, Again: "Dit is geen mobiel nummer. Typ een nummer dat met 06 begint.",
		},
		{
			Key: "code", Text: "Als dit nummer klopt, komt daar nu een sms met een code. Typ die code hier. Geen code gekregen? Stuur TERUG.",
			Skip: func(t *Turn) bool { return t.get("nummer") == "" },
			Take: takeCode, Again: "Die code klopt niet. Typ de zes cijfers uit de sms.",
		},
		{
			Key: "adres", Text: "Waar moet de brief heen? Typ in een bericht uw naam, straat en huisnummer, postcode en plaats.",
			Skip: func(t *Turn) bool { return t.get("waar") != string(wijk.Letter) },
			Take: takeAddress, Again: "Typ in een bericht uw naam, straat en huisnummer, postcode en plaats.",
		},
		{
			Key: "klopt", Choices: yesNo, Take: confirm, Again: "Kies Ja of Nee.",
			Say:  func(t *Turn) string { return "Wij sturen de brieven naar: " + t.get("adres") + ". Klopt dat?" },
			Skip: func(t *Turn) bool { return t.get("waar") != string(wijk.Letter) },
		},
	},
	Done: (*Turn).switches,
}

// own returns the address of the sender on a channel, if the desk or the
// message itself proves that it is theirs.
func (t *Turn) own(ch wijk.Channel) wijk.Address {
	all := t.addresses()
	if i := slices.IndexFunc(all, func(a wijk.Address) bool { return a.Channel == ch }); i >= 0 {
		return all[i]
	}
	return wijk.Address{}
}

// switches does what was chosen.
func (t *Turn) switches() {
	r, x, ok := t.reportInTalk()
	where := wijk.Channel(t.get("waar"))
	switch {
	case !ok:
		t.Say("Deze melding volgt u niet meer.")
	case where == wijk.Letter && t.get("klopt") != "ja":
		t.Say(fmt.Sprintf("Goed. Er verandert niets. Opnieuw? Stuur KANAAL %d BRIEF.", r.Number))
	case where == wijk.Letter:
		t.tellAt(&x, wijk.Address{Channel: wijk.Letter, To: t.get("adres")})
		t.Say(fmt.Sprintf("Goed. Over melding %d krijgt u nu brieven. Uw adres wissen wij zes weken na het sluiten. Toch weer hier? Stuur KANAAL %[1]d %[2]s.",
			r.Number, strings.ToUpper(channelName(t.M.From.Channel))))
	case t.get("nummer") != "":
		t.tellAt(&x, wijk.Address{Channel: wijk.SMS, To: t.get("nummer")})
		t.Say(fmt.Sprintf("Gelukt. Over melding %d krijgt u nu sms op het nummer dat eindigt op %s.", r.Number, ending(t.get("nummer"))))
	case t.own(where).To != "":
		to := t.own(where)
		t.tellAt(&x, to)
		at := "in Telegram"
		if where == wijk.SMS {
			at = "per sms op het nummer dat eindigt op " + ending(to.To)
		}
		t.Say(fmt.Sprintf("Goed. Over melding %d hoort u nu %s.", r.Number, at))
	default:
		t.offerClaim(&r, &x)
	}
}

// tellAt sends what is told of a report elsewhere from now on. Whoever asks for
// that wants to hear of this report, whatever they stopped before.
func (t *Turn) tellAt(x *wijk.Reporter, to wijk.Address) {
	t.hush(x.Number, x.To())
	if x.Tell.Channel == wijk.Letter && x.Tell != to {
		t.City.forgetLetter(t.Tx, x.Tell, t.Now)
	}
	x.Tell, x.Muted = to, false
	if to == x.Address {
		x.Tell = wijk.Address{}
	}
	if !t.City.hears(t.Tx, x) {
		x.At = t.Now
	}
	t.saveReporter(*x)
}

// ending is what may be shown of a number: enough to know one's own.
func ending(number string) string { return number[max(0, len(number)-2):] }

// takeMobile takes a Dutch mobile number, and sends a code to it.
func takeMobile(t *Turn, _ *Question) (string, bool) {
	number, ok := dutchMobile(t.M.Text)
	if !ok {
		return "", false
	}
	if !t.sendsCode(wijk.Address{Channel: wijk.SMS, To: number}) {
		return "", false
	}
	return number, true
}

// dutchMobile reads a Dutch mobile number, as +316 and eight digits.
func dutchMobile(text string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	for _, prefix := range []string{"00316", "316", "06"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok && len(rest) == 8 {
			return "+316" + rest, true
		}
	}
	return "", false
}

// takeAddress takes a name and postal address. There must be a postcode in it,
// and nothing that no envelope can carry.
func takeAddress(t *Turn, q *Question) (string, bool) {
	text, ok := words(t, q)
	if !ok {
		return "", false
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), ", ")
	text = strings.Join(strings.Fields(strings.Map(printable, text)), " ")
	a, ok := dutch.Place(text)
	if !ok || a.Postcode == "" || len([]rune(text)) > maxPostal || len(strings.Fields(text)) < 4 {
		return "", false
	}
	return text, true
}

// maxPostal is how long a name and postal address can be.
const maxPostal = 200
