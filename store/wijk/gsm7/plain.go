package gsm7

import (
	"strings"
	"unicode"
)

// plain holds the letters of the names and texts of Zoetermeer that GSM-7
// lacks, each with what a reader takes for the same.
var plain = strings.NewReplacer(pairs(`
	À A Á A Â A Ã A Ā A Ă A Ą A Ǎ A Ả A Ạ A
	á a â a ã a ā a ă a ą a ǎ a ả a ạ a
	ç c Ć C ć c Č C č c Ĉ C ĉ c Ċ C ċ c
	Ď D ď d Đ D đ d Ð D ð d
	È E Ê E Ë E Ē E Ĕ E Ė E Ę E Ě E ê e ë e ē e ĕ e ė e ę e ě e ə e Ə E
	Ğ G ğ g Ĝ G ĝ g Ġ G ġ g Ģ G ģ g Ĥ H ĥ h Ħ H ħ h
	Ì I Í I Î I Ï I Ĩ I Ī I Ĭ I Į I İ I í i î i ï i ĩ i ī i ĭ i į i ı i
	Ĳ IJ ĳ ij Ĵ J ĵ j Ķ K ķ k Ĺ L ĺ l Ļ L ļ l Ľ L ľ l Ł L ł l
	Ń N ń n Ņ N ņ n Ň N ň n
	Ò O Ó O Ô O Õ O Ō O Ŏ O Ő O Ơ O ó o ô o õ o ō o ŏ o ő o ơ o Œ OE œ oe
	Ŕ R ŕ r Ŗ R ŗ r Ř R ř r
	Ś S ś s Ŝ S ŝ s Ş S ş s Š S š s Ș S ș s ẞ SS
	Ţ T ţ t Ț T ț t Ť T ť t Þ Th þ th
	Ù U Ú U Û U Ũ U Ū U Ŭ U Ů U Ű U Ų U Ư U ú u û u ũ u ū u ŭ u ů u ű u ų u ư u
	Ŵ W ŵ w Ý Y Ŷ Y Ÿ Y ý y ŷ y ÿ y
	Ź Z ź z Ż Z ż z Ž Z ž z
	‘ ' ’ ' ‚ ' ‛ ' ′ ' ʼ ' ´ ' ` + "` '" + `
	“ " ” " „ " ‟ " ″ " « " » "
	‐ - ‑ - ‒ - – - — - ― - − -
	… ... • - · . × x ÷ : ¢ c © (c) ® (R) ™ TM ° o º o ª a ¹ 1 ² 2 ³ 3 ½ 1/2 ¼ 1/4 ¾ 3/4`)...)

func pairs(table string) []string { return strings.Fields(table) }

// Plain returns text with every character in GSM-7: letters lose the accents
// that GSM-7 lacks (Coëlho becomes Coelho, René stays René), typographic marks
// become typewriter ones, emoji and invisible characters go, and what is left
// becomes '?'. It is for names put into an SMS, never for what is kept.
func Plain(text string) string {
	return strings.Map(gsm, plain.Replace(text))
}

// gsm returns r, the nearest GSM-7 character, or -1 to drop it.
func gsm(r rune) rune {
	switch {
	case septets(r) > 0:
		return r
	case r == '\u200b', unicode.In(r, unicode.Mn, unicode.Me, unicode.So, unicode.Sk, unicode.Cf):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r):
		return -1
	}
	return '?'
}
