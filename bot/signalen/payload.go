package signalen

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// A payload is a signal as the public API takes it: these keys and no others.
type payload struct {
	Text      string     `json:"text"`
	TextExtra string     `json:"text_extra"`
	Source    string     `json:"source"`
	Location  location   `json:"location"`
	Category  category   `json:"category"`
	Reporter  reporter   `json:"reporter"`
	Start     string     `json:"incident_date_start"`
	Extra     []property `json:"extra_properties,omitempty"`
}

type category struct {
	Sub string `json:"sub_category"`
}

// A location needs a point. An address is looked up there, and one that the
// national register does not know is refused.
type location struct {
	Point   geometry `json:"geometrie"`
	Address *address `json:"address,omitempty"`
}

type geometry struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude first
}

// An address has all its keys, with empty text for what is not known: Signalen
// calls strip on some of them without looking.
type address struct {
	Street   string `json:"openbare_ruimte"`
	Number   string `json:"huisnummer"`
	Letter   string `json:"huisletter"`
	Addition string `json:"huisnummer_toevoeging"`
	Postcode string `json:"postcode"`
	Town     string `json:"woonplaats"`
}

// A reporter is empty: the city tells and asks the resident itself, and keeps
// the number that is for that.
type reporter struct {
	Email   *string `json:"email"`
	Phone   *string `json:"phone"`
	Sharing bool    `json:"sharing_allowed"`
}

type property struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Answer   any    `json:"answer"` // a choice, or text
	Category string `json:"category_url"`
}

type choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

const (
	maxText  = 3000  // characters of text
	maxExtra = 10000 // and of text_extra
	// nothing is what the text says when no letter is left of it: Signalen
	// takes none that is empty.
	nothing = "Melding zonder tekst"
	town    = "Zoetermeer"
)

// slugs is a main and a sub category.
var slugs = regexp.MustCompile(`^[\w-]+/[\w-]+$`)

// categoryPath is where the public API has a category, which is also how it is
// named in a signal.
func categoryPath(slug string) string {
	main, sub, _ := strings.Cut(slug, "/")
	return "/signals/v1/public/terms/categories/" + main + "/sub_categories/" + sub
}

// payload writes a report as a signal. It returns false when that cannot be
// done: without a point or a category there is no signal.
func (x *Client) payload(h wijk.Handover) (p payload, ok bool) {
	if !slugs.MatchString(h.Category) || !h.Place.Point.Valid() {
		return p, false
	}
	mark := "\n(" + clean(h.Mark) + ")"
	text, rest := cut(clean(h.Text), maxText-utf8.RuneCountInString(mark))
	if text == "" {
		text = nothing
	}
	text += mark
	more := clean(h.Extra)
	if rest != "" {
		more += "\nVervolg van de tekst: " + rest
	}
	more, _ = cut(more, maxExtra)
	path := categoryPath(h.Category)
	p = payload{
		Text: text, TextExtra: more, Source: x.c.Source, Category: category{path}, Start: h.Since.Format(time.RFC3339),
		Location: location{
			Point:   geometry{"Point", [2]float64{h.Place.Point.Lon, h.Place.Point.Lat}},
			Address: addressOf(h.Place),
		},
	}
	for _, t := range h.Answers {
		a := property{ID: clean(t.Key), Label: clean(t.Question), Category: path, Answer: clean(t.Answer)}
		if t.Choice != "" {
			a.Answer = choice{clean(t.Choice), clean(t.Answer)}
		}
		p.Extra = append(p.Extra, a)
	}
	return p, true
}

// houseNumber is a number, a letter, more letters, and what comes after a dash.
var houseNumber = regexp.MustCompile(`^(\d{1,5})\s*([A-Za-z]?)([A-Za-z]{0,3})(?:\s*-\s*([0-9A-Za-z]{1,4}))?$`)

// addressOf returns the address of a place, nil when it has none that Signalen
// could look up.
func addressOf(p wijk.Place) *address {
	m := houseNumber.FindStringSubmatch(strings.TrimSpace(p.Number))
	street := clean(p.Street)
	if m == nil || street == "" {
		return nil
	}
	return &address{
		Street: street, Number: m[1], Letter: strings.ToUpper(m[2]), Addition: m[3] + m[4],
		Postcode: strings.ReplaceAll(clean(p.Postcode), " ", ""), Town: town,
	}
}

// clean takes out of a text what Signalen refuses (NUL) and what would fool who
// reads it there: other control characters, and marks that turn the direction
// of writing.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == utf8.RuneError, unicode.Is(turns, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// turns are the marks, embeddings, overrides and isolates of direction.
var turns = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x061C, Hi: 0x061C, Stride: 1}, {Lo: 0x200E, Hi: 0x200F, Stride: 1}, {Lo: 0x202A, Hi: 0x202E, Stride: 1}, {Lo: 0x2066, Hi: 0x2069, Stride: 1},
}}

// near is how far back a cut is moved to come between two words.
const near = 100

// cut returns the first most characters of a text, and the rest. It cuts
// between words if it can, and never between a letter and its accents.
func cut(s string, most int) (first, rest string) {
	runes := []rune(s)
	if len(runes) <= most {
		return s, ""
	}
	at := most
	for i := most; i > most-near; i-- {
		if unicode.IsSpace(runes[i]) {
			at = i
			break
		}
	}
	for i := at; i > most-near && joins(runes[i]); i-- {
		at = i - 1
	}
	return strings.TrimSpace(string(runes[:at])), strings.TrimSpace(string(runes[at:]))
}

// joins reports whether a character belongs to the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF
}
