// Package gsm7 counts what a text message costs: how many segments the
// networks cut a text into, and whether it fits in one.
//
// The rule it keeps: it never counts too few, so what fits here fits on the
// wire. The tables are those of 3GPP TS 23.038, section 6.2.1: the default
// alphabet and its extension; national shift tables are not used by Twilio.
// To transliterate one more letter, add it to the pairs in plain.go.
package gsm7

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// alphabet is the default alphabet of TS 23.038: one septet each. The escape
// to the extension table (0x1B) is no character of its own.
const alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ" +
	" !\"#¤%&'()*+,-./0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
	"¿abcdefghijklmnopqrstuvwxyzäöñüà"

// extension is the table behind the escape: two septets each.
const extension = "\f^{}\\[~]|€"

// What fits in a message of one segment, and in each segment of a longer one,
// where six octets go to the header that joins them.
const (
	oneGSM, manyGSM = 160, 153 // septets
	oneUCS, manyUCS = 70, 67   // UTF-16 code units
)

// Length returns how long text is on the wire, in septets when gsm is true
// and in UTF-16 code units when one character forced the whole to UCS-2.
func Length(text string) (units int, gsm bool) {
	for _, r := range text {
		n := septets(r)
		if n == 0 {
			return ucsLength(text), false
		}
		units += n
	}
	return units, true
}

// Segments returns how many segments the networks cut text into, 0 for an
// empty text. Neither an escape pair nor a surrogate pair is split, so a
// segment may end one unit early.
func Segments(text string) int {
	units, gsm := Length(text)
	size, one, many := septets, oneGSM, manyGSM
	if !gsm {
		size, one, many = codeUnits, oneUCS, manyUCS
	}
	switch {
	case units == 0:
		return 0
	case units <= one:
		return 1
	}
	segments, free := 1, many
	for _, r := range text {
		n := size(r)
		if n > free {
			segments, free = segments+1, many
		}
		free -= n
	}
	return segments
}

// Fits reports whether text goes in one segment.
func Fits(text string) bool { return Segments(text) <= 1 }

// septets returns what r takes in GSM-7, 0 if it has no place there.
func septets(r rune) int {
	switch {
	case strings.ContainsRune(alphabet, r) && r != utf8.RuneError:
		return 1
	case strings.ContainsRune(extension, r) && r != utf8.RuneError:
		return 2
	}
	return 0
}

func ucsLength(text string) int {
	n := 0
	for _, r := range text {
		n += codeUnits(r)
	}
	return n
}

// codeUnits returns what r takes in UTF-16; what is no character is sent as
// the replacement character, one unit.
func codeUnits(r rune) int { return max(1, utf16.RuneLen(r)) }
