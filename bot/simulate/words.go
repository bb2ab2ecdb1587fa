package simulate

import (
	_ "embed"
	"math/rand/v2"
	"strings"
)

// The words of the people, one a line behind what they mean: ok, vague, help
// or urgent. They are ours, and nobody's own.
//
//go:embed woorden.tsv
var wordsTSV string

// A meaning is what somebody wants to say, whatever the bot makes of it.
type meaning string

const (
	fine   meaning = "ok"
	vague  meaning = "vague"
	help   meaning = "help"
	urgent meaning = "urgent"
	away   meaning = "away"
	leaves meaning = "leaves"
	other  meaning = "other"
)

// cries reports whether somebody asks for help.
func (m meaning) cries() bool { return m == help || m == urgent }

var lexicon = readWords(wordsTSV)

func readWords(tsv string) map[meaning][]string {
	all := make(map[meaning][]string)
	for line := range strings.Lines(tsv) {
		m, text, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok {
			panic("woorden.tsv: no meaning before " + text)
		}
		all[meaning(m)] = append(all[meaning(m)], text)
	}
	return all
}

// phrase draws words for a meaning. One in ten has a mistake in it, of letters
// that change places, or comes in capitals.
func phrase(r *rand.Rand, m meaning) string {
	list := lexicon[m]
	text := list[r.IntN(len(list))]
	switch r.IntN(20) {
	case 0:
		return strings.ToUpper(text)
	case 1:
		return slip(r, text)
	}
	return text
}

// slip changes two letters that stand beside each other in a long word.
func slip(r *rand.Rand, text string) string {
	words := strings.Fields(text)
	i := r.IntN(len(words))
	letters := []rune(words[i])
	if len(letters) < 5 {
		return text
	}
	j := 1 + r.IntN(len(letters)-3)
	letters[j], letters[j+1] = letters[j+1], letters[j]
	words[i] = string(letters)
	return strings.Join(words, " ")
}
