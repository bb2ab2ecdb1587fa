package flows

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// rows are the lines of a table in testdata, by column.
func rows(t *testing.T, file string) (all [][]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(f) > 1 && !strings.HasPrefix(line, "#") {
			all = append(all, f)
		}
	}
	return all
}

// hearing is a turn of somebody who writes a text out of the blue.
func hearing(text string, p *wijk.Person) *Turn {
	t := &Turn{City: New(time.UTC), Person: p, Words: reply.Words(text)}
	t.M = wijk.Message{Kind: wijk.Text, Text: text, From: wijk.Address{Channel: wijk.SMS, To: "+31600000001"}}
	if t.said = reply.Classify(text); p == nil {
		t.said = t.label()
	}
	return t
}

// TestNoCryIsAReport: of all answers to "gaat het goed?" that ask for help,
// only those that are about something outside are taken for a report, and no
// other answer of somebody with check-ins is.
func TestNoCryIsAReport(t *testing.T) {
	outside := []string{
		"de afvoer loopt over", "er ligt een matras op de stoep", "lantaarn voor mijn deur is stuk", "de stoeptegels liggen los",
		"kunt u de lantaarnpaal maken", "er ligt vuil bij de container",
	}
	enrolled := &wijk.Person{ID: "r-1", CheckIn: &wijk.Plan{}}
	cries := 0
	for _, file := range []string{"own", "own_heldout", "replies"} {
		for _, row := range rows(t, "reply/testdata/"+file+".tsv") {
			label, text := row[0], row[1]
			if slices.Contains(outside, text) {
				continue
			}
			if said := reply.Classify(text); said.Label == reply.Help || said.Label == reply.Urgent {
				cries++
				if stranger := hearing(text, nil); stranger.said.Label != said.Label {
					t.Errorf("%s: %q of a stranger is taken for a thing", label, text)
				}
			}
			if hearing(text, enrolled).wantsReport() {
				t.Errorf("%s: %q of somebody with check-ins begins a report", label, text)
			}
		}
	}
	t.Logf("%d cries for help", cries)
	if cries < 400 {
		t.Errorf("only %d cries for help were tried", cries)
	}
}

// TestReportsAreNoAlarm: one in five of the sentences that residents report
// with sounds like somebody in need, and one in ten calls somebody: those that
// have a word in them which may be about a person. No more may become so.
func TestReportsAreNoAlarm(t *testing.T) {
	n, sounded, alarms := 0, 0, 0
	for _, row := range rows(t, "category/testdata/zinnen.tsv") {
		text := row[len(row)-1]
		if row[1] == "-" {
			continue
		}
		n++
		if !cries(reply.Classify(text)) {
			continue
		}
		sounded++
		stranger := hearing(text, nil)
		if cries(stranger.said) && (stranger.said.Label == reply.Urgent || !stranger.wouldStart()) {
			alarms++
		}
	}
	t.Logf("of %d reports %d sound like need, %d call somebody", n, sounded, alarms)
	if alarms*10 > n {
		t.Errorf("%d of %d reports call somebody", alarms, n)
	}
}
