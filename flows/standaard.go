package flows

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wijkbot/store/wijk"
)

//go:embed standaard.tsv
var standaardTSV string

// A standard is a text that the city sends to reporters at a moment in the life
// of a report. What stands in braces is filled in: by us when we know it, else
// by whoever sends it.
type standard struct {
	id string
	// moment is a stage, or one of the ways in which a report is closed.
	moment string
	kind   wijk.ReportKind // empty for every category
	name   string          // as a choice
	text   string
}

// The moments at which reporters read a text of the city.
const (
	momentSolved   = "o opgelost"
	momentAfterAll = "o toch" // solved although reporters said that it was not
	momentUnsolved = "o niet"
	momentPlanned  = string(wijk.Planned)
	momentAsked    = string(wijk.Asked)
	momentOutside  = string(wijk.Outside)
	momentReopened = string(wijk.Reopened)
)

// standards are the texts in the order in which they are offered. The first
// that fits is the one that is sent when nobody chooses.
var standards = readStandards(standaardTSV)

func readStandards(tsv string) (all []standard) {
	for i, line := range strings.Split(strings.TrimSpace(tsv), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			panic(fmt.Sprintf("standaard.tsv: line %d has %d columns", i+2, len(f)))
		}
		kind := wijk.ReportKind(f[2])
		if f[2] == "*" {
			kind = ""
		}
		all = append(all, standard{f[0], f[1], kind, f[3], f[4]})
	}
	return all
}

// standardsFor are the texts to choose from.
func standardsFor(moment string, kind wijk.ReportKind) (all []standard) {
	for _, s := range standards {
		if s.moment == moment && (s.kind == "" || s.kind == kind) {
			all = append(all, s)
		}
	}
	return all
}

// blanks finds what stands in braces.
var blanks = regexp.MustCompile(`\{[^{}]*\}`)

// fillable are the blanks that only whoever sends the text can fill in, and how
// they are asked for.
var fillable = map[string]string{
	"wat":      "Wat is er gedaan? Schrijf een hele zin.",
	"reden":    "Wat is de reden? Schrijf een hele zin.",
	"eigenaar": "Van wie is het? Bijvoorbeeld: de woningcorporatie.",
	"wanneer":  "Wanneer is dat? Bijvoorbeeld: in maart.",
}

// fillIn puts values in the blanks of a text, and returns the names of those
// that have none.
func fillIn(text string, value func(name string) string) (filled string, missing []string) {
	filled = blanks.ReplaceAllStringFunc(text, func(blank string) string {
		name := blank[1 : len(blank)-1]
		if v := value(name); v != "" {
			return v
		}
		if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		return blank
	})
	return filled, missing
}

// braces may not come from what somebody typed into a blank.
var braces = strings.NewReplacer("{", "(", "}", ")")
