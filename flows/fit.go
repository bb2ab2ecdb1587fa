package flows

import (
	"strings"
	"unicode"

	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

// fitting returns the first of some texts that is one SMS with the choices of
// the open question, or else the last. Telegram takes the first.
func (t *Turn) fitting(texts ...string) string {
	if t.M.From.Channel != wijk.SMS {
		return texts[0]
	}
	var choices []Choice
	if _, q := t.open(); q != nil && q.Choices != nil {
		choices = q.Choices(t)
	}
	for _, text := range texts {
		if whole, _ := render(wijk.SMS, t.lead+text, 0, choices); gsm7.Fits(whole) {
			return text
		}
	}
	return texts[len(texts)-1]
}

// quotable returns words of a resident as they can be said back: one line,
// without what turns a line around, hides or piles up. By SMS it is empty when
// the words are not in our letters, which would make it three times as dear.
func quotable(text string, ch wijk.Channel) string {
	var b strings.Builder
	marks := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks > mostMarks {
				continue
			}
		case unicode.IsSpace(r):
			marks, r = 0, ' '
		case r == unicode.ReplacementChar || !unicode.IsPrint(r):
			continue
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	text = strings.Join(strings.Fields(b.String()), " ")
	if ch != wijk.SMS {
		return text
	}
	plain := gsm7.Plain(text)
	if strings.Count(plain, "?") > strings.Count(text, "?") {
		return ""
	}
	return plain
}

// mostMarks is how many accents a letter may carry: more is a prank.
const mostMarks = 2
