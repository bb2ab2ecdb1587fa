// Package mask takes out of a resident's words what nobody outside the case may
// read: phone numbers, e-mail addresses, number plates, BSN, account numbers,
// links and swear words; and makes harmless what only a machine sees.
//
// The one rule it keeps: when in doubt it masks, but where something is and
// when it happened stays: house numbers, postcodes, lamp-post and report
// numbers, dates, times and prices. Text that was masked is not safe HTML: <b>
// is three characters of a resident, and whoever shows them escapes them.
//
// It works on a plain reading of the text, one byte a character, in which a
// digit is a digit in every script and spaces, dashes and accents are one. Each
// pass puts a wall where it found something, and passes go on until none finds
// anything, so that masking twice is masking once. To mask one more thing, add
// a pass to passes and lines to both tables of the test: what goes and what
// stays.
package mask

import (
	"slices"
	"strings"
)

// A kind is what was masked, as the reader sees it.
type kind string

const (
	phone   kind = "[telefoonnummer]"
	email   kind = "[e-mail]"
	plate   kind = "[kenteken]"
	citizen kind = "[BSN]"
	account kind = "[rekeningnummer]"
	link    kind = "[link]"
	rude    kind = "[***]"
)

// masks are all of them: the reading knows them again.
var masks = []kind{phone, email, plate, citizen, account, link, rude}

// passes find what is to be masked, the longest things first: an address may
// hold a number, a number holds no address.
var passes = []func(*reading){
	(*reading).links, (*reading).emails, (*reading).spokenEmails, (*reading).hosts, (*reading).accounts,
	(*reading).phones, (*reading).spokenPhones, (*reading).citizens, (*reading).plates, (*reading).swearing,
}

// mostRounds ends the rounds of a text made to need many. An honest one needs
// two.
const mostRounds = 16

// Text returns s as anybody may read it: Clean, and masked. Masking again
// changes nothing. It is at most three times as long as s.
func Text(s string) string {
	s = Clean(s)
	r := read(s)
	for range mostRounds {
		before := len(r.spans)
		for _, pass := range passes {
			pass(r)
		}
		if len(r.spans) == before {
			break
		}
	}
	return r.masked()
}

// masked writes the text with a name in place of each thing found.
func (r *reading) masked() string {
	if len(r.spans) == 0 {
		return r.s
	}
	slices.SortFunc(r.spans, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	b.Grow(len(r.s))
	done := 0
	for _, x := range r.spans {
		b.WriteString(r.s[done:r.at[x.from]])
		b.WriteString(string(x.what))
		done = r.at[x.to]
	}
	b.WriteString(r.s[done:])
	return b.String()
}
