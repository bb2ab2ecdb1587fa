package reply

// language holds what we understand of one language besides Dutch. Lists of
// words are separated by spaces; the rest are patterns, see pattern.go.
type language struct {
	id          string // part of the rule ids, never changes
	good        string // words that say things are well
	yes         string
	filler      string // harmless words
	negators    string
	no          string
	contrast    string
	goodPhrases []string
	benign      []string
	urgent      []string
	help        []string
	unclear     []string
	stop        []string
	pause       []string
}

// languages lists them all. A word that is harmless in one of them must not be
// a negation in another: a test checks it.
var languages = []language{
	english, german, frisian, french, spanish, portuguese, italian,
	turkish, moroccan, arabic, tarifit, polish, ukrainian,
	papiamento, sranan, indonesian,
}
