package flows

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"wijkbot/store/wijk"
	"wijkbot/store/wijk/gsm7"
)

//go:embed teksten.tsv
var tekstenTSV string

// A template is an approved text with places to fill in.
type template struct {
	use  string
	text string
}

// templates are the approved texts by id.
var templates = readTemplates(tekstenTSV)

func readTemplates(tsv string) map[string]template {
	all := make(map[string]template)
	for i, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			panic(fmt.Sprintf("teksten.tsv: line %d has %d columns", i+1, len(f)))
		}
		if _, twice := all[f[0]]; twice {
			panic("teksten.tsv: two texts are " + f[0])
		}
		all[f[0]] = template{use: f[1], text: f[3]}
	}
	return all
}

// longestName is how many characters (in SMS: septets) of a name fit in every
// text.
const longestName = 24

// fill returns an approved text with its {places} filled in, pairs being name
// and value by turns.
func fill(id string, pairs ...string) string {
	t, ok := templates[id]
	if !ok {
		panic("no text " + id)
	}
	old := make([]string, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		old[i], old[i+1] = "{"+pairs[i]+"}", pairs[i+1]
	}
	return strings.NewReplacer(old...).Replace(t.text)
}

// fillName fills a text that starts with a greeting by name. A name that is
// too long is left out: half a name is worse than none.
func fillName(id, name string, ch wijk.Channel, pairs ...string) string {
	name = nameFor(name, ch)
	if name == "" {
		return strings.Replace(fill(id, pairs...), " {naam}", "", 1)
	}
	return fill(id, append(pairs, "naam", name)...)
}

// nameFor returns a name as a channel can carry it, or nothing when it is too
// long. One letter outside GSM-7 would more than halve what fits in an SMS.
func nameFor(name string, ch wijk.Channel) string {
	size := utf8.RuneCountInString(name)
	if ch == wijk.SMS {
		name = gsm7.Plain(name)
		size, _ = gsm7.Length(name)
	}
	if size > longestName {
		return ""
	}
	return name
}
