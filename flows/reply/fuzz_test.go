package reply

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The properties of checkins.md, each a target for "go test -fuzz". Their seeds
// run with the other tests.

// FuzzDangerSpoilsOK: no text that is ok stays so with a cry for help before or
// behind it.
func FuzzDangerSpoilsOK(f *testing.F) {
	for i, ok := range okTexts(f) {
		f.Add(ok, uint16(i), uint8(i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, ok string, danger uint16, join uint8, before bool) {
		if Classify(ok).Label != OK {
			return
		}
		d, j := dangers[int(danger)%len(dangers)], joins[int(join)%len(joins)]
		text := ok + j + d
		if before {
			text = d + j + ok
		}
		if got := Classify(text); got.Label == OK {
			t.Errorf("%q: ok by %s", text, got.Rule)
		}
	})
}

// leaving are texts that say stop or pause.
var leaving = []string{
	"stop", "stop maar", "ik wil geen berichten meer", "haal mij van de lijst", "meld mij af", "verkeerd nummer", "geen sms meer aub", "pauze", "pauze tot maandag",
	"ik ga op vakantie", "ik ben een week weg", "tot zondag bij mijn dochter", "ben van 3 tot 10 december weg",
}

// FuzzDangerBeatsLeaving: whoever cries for help is heard, also when the same
// text says stop or pause.
func FuzzDangerBeatsLeaving(f *testing.F) {
	for i := range dangers {
		for k := range leaving {
			f.Add(uint16(i), uint16(k), uint8(i+k), (i+k)%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, danger, leave uint16, join uint8, before bool) {
		d, l, j := dangers[int(danger)%len(dangers)], leaving[int(leave)%len(leaving)], joins[int(join)%len(joins)]
		text := l + j + d
		if before {
			text = d + j + l
		}
		if got := Classify(text); got.Label == OK || got.Label == Stop || got.Label == Pause {
			t.Errorf("%q: %s by %s", text, got.Label, got.Rule)
		}
	})
}

// FuzzAppearance: capitals, spaces and what only changes the look of an emoji do
// not change the label.
func FuzzAppearance(f *testing.F) {
	for _, file := range answerFiles {
		for _, r := range rows(f, file) {
			f.Add(r.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || !strings.EqualFold(strings.ToUpper(text), text) {
			return // not the same text in capitals
		}
		want := Classify(text).Label
		for name, same := range map[string]string{
			"upper": strings.ToUpper(text), "lower": strings.ToLower(text), "spaces": "  " + text + " \n", "variation": text + "\ufe0f", "plain": strings.ReplaceAll(text, "\ufe0f", ""),
		} {
			if got := Classify(same); got.Label != want {
				t.Errorf("%s: %q is %s by %s, %q is %s", name, same, got.Label, got.Rule, text, want)
			}
		}
	})
}

// FuzzBytes: what no person types is never ok, whatever stands around it.
func FuzzBytes(f *testing.F) {
	f.Add([]byte{0xff, 0xfe})
	f.Add([]byte("ja\x00"))
	f.Add([]byte("alles goed\xc3"))
	f.Add([]byte("\x1b[1mgoed"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if utf8.Valid(b) {
			b = append(b, 0xff)
		}
		for _, text := range []string{string(b), "alles goed " + string(b), string(b) + " ja hoor"} {
			if got := Classify(text); got.Label == OK {
				t.Errorf("%q: ok by %s", text, got.Rule)
			}
		}
	})
}

// FuzzSwappedDanger: two swapped letters in a cry for help never make it ok.
func FuzzSwappedDanger(f *testing.F) {
	oks := okTexts(f)
	for i, d := range dangers {
		for at := range len([]rune(d)) {
			f.Add(uint16(i), uint8(at), uint16(i*7+at))
		}
	}
	f.Fuzz(func(t *testing.T, danger uint16, at uint8, ok uint16) {
		r := []rune(dangers[int(danger)%len(dangers)])
		if len(r) < 4 {
			return // "sos" becomes Oss, a town
		}
		i := int(at) % (len(r) - 1)
		r[i], r[i+1] = r[i+1], r[i]
		for _, text := range []string{string(r), oks[int(ok)%len(oks)] + " " + string(r), string(r) + " " + oks[int(ok)%len(oks)]} {
			if got := Classify(text); got.Label == OK && !wordsKnown(string(r)) {
				t.Errorf("%q (of %q): ok by %s", text, dangers[int(danger)%len(dangers)], got.Rule)
			}
		}
	})
}

// wordsKnown reports whether swapped letters spell other harmless words in full:
// "goed niet" for "niet goed" is another text, no typing error.
func wordsKnown(text string) bool {
	for _, w := range Words(text) {
		if !isWord(w) {
			return false
		}
	}
	return true
}
