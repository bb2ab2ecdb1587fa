package dutch

import (
	"strconv"
	"strings"

	"wijkbot/store/wijk"
)

// numerals are the numbers people write as words, zero first.
var numerals = strings.Fields(`nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien
	vijftien zestien zeventien achttien negentien twintig eenentwintig tweeentwintig drieentwintig vierentwintig
	vijfentwintig zesentwintig zevenentwintig achtentwintig negenentwintig dertig eenendertig`)

// menuNumerals is how far a menu is answered in words.
const menuNumerals = 12

// keycap is what a telephone adds to a digit to draw it as a key.
var keycap = strings.NewReplacer("\ufe0f", "", "\u20e3", "")

// Number returns the number of a menu that text is, and nothing but that: "1",
// "1.", "1)", "een" or a keycap. "12" is twelve and never one; "1 2" is none.
func Number(text string) (int, bool) {
	text = strings.TrimSpace(wijk.Fold(keycap.Replace(strings.TrimSpace(text))))
	if text != "" && strings.ContainsAny(text[len(text)-1:], ".)!") {
		text = text[:len(text)-1]
	}
	for i, word := range numerals[:menuNumerals+1] {
		if text == word {
			return i, true
		}
	}
	return digits(text, 4)
}

// digits returns s as a number when it is at most size digits, without zeros
// in front.
func digits(s string, size int) (int, bool) {
	if s == "" || len(s) > size || len(s) > 1 && s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
