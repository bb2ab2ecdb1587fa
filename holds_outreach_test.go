package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A letterRow is a letter that the program lists for the printer.
type letterRow struct {
	Person, Kind, Name, Address, Postcode, Text string
}

// letters returns the letters of a round.
func (w *world) letters(round string) (rows []letterRow) {
	w.t.Helper()
	all, err := csv.NewReader(strings.NewReader(w.do("letters", round))).ReadAll()
	must(w.t, err)
	if head := strings.Join(all[0], " "); head != "id round wijk person kind made name address postcode text" {
		w.t.Fatalf("the head of the letters is %q", head)
	}
	for _, r := range all[1:] {
		rows = append(rows, letterRow{r[3], r[4], r[6], r[7], r[8], r[9]})
	}
	return rows
}

// kinds returns which letters somebody gets.
func (w *world) kinds(person string) (kinds []string) {
	w.t.Helper()
	for _, l := range w.letters("w-70") {
		if l.Person == person {
			kinds = append(kinds, l.Kind)
		}
	}
	return kinds
}

// older is a resident of an outreach in an import file.
type older struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Phone      string `json:"phone,omitempty"`
	Telegram   int64  `json:"telegram,omitempty"`
	Wijk       string `json:"wijk"`
	Address    string `json:"address"`
	Postcode   string `json:"postcode"`
	Over70     string `json:"over70_checked"`
	Cohort     int    `json:"cohort,omitempty"`
	NoOutreach bool   `json:"no_outreach,omitempty"`
	Birth      string `json:"birth_date,omitempty"`
}

// roundFile is a city with one round to residents over 70, of three wijken of
// which one is too small to be counted.
func roundFile() map[string]any {
	at := func(id, name, slug string, cohort int) older {
		return older{ID: id, Name: name, Wijk: slug, Address: "Laan 1", Postcode: "2712AB", Over70: "2026-11-01", Cohort: cohort}
	}
	sms, chat, silent := at("a-sms", "Mevrouw Bos", "dorp", 1940), at("a-tg", "Meneer Duin", "dorp", 1936), at("a-stil", "Mevrouw Stil", "dorp", 1944)
	sms.Phone, chat.Telegram, silent.Phone = phone(1), 501, phone(3)
	no := at("a-nee", "Meneer Nee", "dorp", 1940)
	no.NoOutreach = true
	all := []older{sms, chat, silent, no, at("a-jong", "Mevrouw Jong", "dorp", 1952), at("a-jaar", "Meneer Jaarloos", "dorp", 0)}
	for slug, n := range map[string]int{"dorp": 24, "meerzicht": 20, "rokkeveen": 5} {
		for i := range n {
			all = append(all, at(fmt.Sprintf("z-%s-%02d", slug, i), "=Papier", slug, 1935+i%10))
		}
	}
	return map[string]any{
		"staff":     []member{{ID: "adviseur", Name: "Kim Smit", Role: "ouderenadviseur", Phone: dutyPhone, Telegram: 900, Duty: true}},
		"residents": all,
		"rounds": []map[string]any{{"id": "w-70", "cron": "0 10 1 12 *", "kind": "outreach", "cohorts": []int{1935, 1945},
			"authorisation": "B-2026-12", "by": "adviseur", "text": "Wij komen graag bij u langs."}},
	}
}

func (w *world) file(v any) (path string) {
	w.t.Helper()
	b, err := json.Marshal(v)
	must(w.t, err)
	path = filepath.Join(w.dir, fmt.Sprintf("round-%d.json", hosts.Add(1)))
	must(w.t, os.WriteFile(path, b, 0o600))
	return path
}

// TestOutreachRound is one yearly round, from the file to the picture.
func TestOutreachRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{clock: "2026-12-01T09:50:00+01:00 0"})
	born := roundFile()
	born["residents"].([]older)[0].Birth = "1940-03-01"
	if _, errs, code := w.wijkbot("import", w.file(born)); code != 64 || !strings.Contains(errs, "birth_date: unknown key") || strings.Contains(errs, "1940-03") {
		t.Errorf("a date of birth: exit code %d, %q", code, errs)
	}
	w.do("import", w.file(roundFile()))
	w.serve()
	chat, staff := w.tg.Chat(501, "Duin"), w.tg.Chat(900, "Kim")

	// First the letter, to who is of those years and did not object.
	w.setClock("2026-12-01T10:00:00+01:00 0")
	w.until("the letters are there", func() bool { return len(w.letters("w-70")) == 3+24+20+5 })
	for _, l := range w.letters("w-70") {
		if slices.Contains([]string{"a-nee", "a-jong", "a-jaar"}, l.Person) || l.Kind != "uitnodiging" || l.Address == "" || l.Postcode == "" || strings.HasPrefix(l.Name, "=") {
			t.Errorf("a letter %v", l)
		}
	}
	w.idle()
	if n := len(w.tw.Sent()) + len(chat.Messages()); n != 0 {
		t.Errorf("%d messages before the letter can be there", n)
	}
	// Then a message to who has an address for it.
	w.setClock("2026-12-11T10:00:00+01:00 0")
	w.gotSMS(phone(1), 1)
	w.gotSMS(phone(3), 1)
	w.told(chat, 1)
	w.wishes(phone(1))
	w.press(chat, lastOf(chat).ID, "Nee")
	w.told(chat, 2)
	w.task(staff)

	// One reminder, and then a name on a list.
	w.setClock("2026-12-28T10:00:00+01:00 0")
	w.until("the reminder of who is silent", func() bool { return slices.Equal(w.kinds("a-stil"), []string{"uitnodiging", "herinnering"}) })
	w.setClock("2027-01-12T10:00:00+01:00 0")
	w.until("the list of the silent", func() bool {
		return slices.ContainsFunc(w.cases(), func(c caseRow) bool { return c.Kind == "outreach" && c.Person == "" && c.Wijk == "dorp" })
	})
	if got := w.sentTo(phone(3)); len(got) != 1 || !slices.Equal(w.kinds("a-stil"), []string{"uitnodiging", "herinnering"}) {
		t.Errorf("who is silent was reminded more than once: %q, letters %q", got, w.kinds("a-stil"))
	}
	if got := w.sentTo(phone(1)); len(w.kinds("a-sms")) != 0 || strings.Contains(strings.Join(got[len(got)-1:], ""), "Stuur JA of NEE") {
		t.Errorf("who answered is written again: %q", got)
	}
	n := len(w.told(staff, 1))
	staff.Say("outreach lijst")
	if list := w.told(staff, n+1)[n]; !strings.Contains(list, "Mevrouw Stil") || strings.Contains(list, "Bos") || strings.Contains(list, "Duin") {
		t.Errorf("the list of the silent is %q", list)
	}
	w.picture()
}

// wishes has somebody choose a visit and answer the four questions.
func (w *world) wishes(number string) {
	w.t.Helper()
	n := len(w.sentTo(number))
	for i, x := range []struct{ says, hears string }{
		{"ja", "Wat wilt u graag"}, {"1", "in de buurt"}, {"2", "buiten"}, {"1", "hulp bij nodig"}, {"1", "Mogen wij u bellen"}, {"1", "uiterlijk"},
	} {
		w.text(number, x.says)
		got := w.gotSMS(number, n+i+1)[n+i]
		if !strings.Contains(got, x.hears) {
			w.t.Errorf("%q is answered with %q, want %q", x.says, got, x.hears)
		}
	}
}

// task has a member of staff meet the wish for help, which has a deadline.
func (w *world) task(staff interface{ Say(string) int64 }) {
	w.t.Helper()
	mine := func() (c caseRow) {
		for _, x := range w.cases() {
			if x.Kind == "outreach" && x.Person == "a-sms" {
				c = x
			}
		}
		return c
	}
	w.until("the task", func() bool { return mine().ID != 0 })
	if c := mine(); !strings.HasPrefix(c.Due, "2026-12-2") || c.State != "open" || c.Outcome != "" {
		w.t.Errorf("the task is %+v, want one to be done before the end of the month", c)
	}
	staff.Say(fmt.Sprintf("neem %d", mine().ID))
	w.until("it is taken", func() bool { return mine().State == "taken" && mine().Owner == "adviseur" })
	staff.Say(fmt.Sprintf("klaar %d hulp gestart", mine().ID))
	w.until("it is done", func() bool { return mine().State == "closed" })
}

// picture demands that no count under ten is known of the quarter, nor can be
// reckoned back.
func (w *world) picture() {
	w.t.Helper()
	table, err := csv.NewReader(strings.NewReader(w.do("beeld70", "csv", "--quarter", "2026Q4"))).ReadAll()
	must(w.t, err)
	var out struct{ Rows []map[string]any }
	must(w.t, json.Unmarshal([]byte(w.do("beeld70", "--json", "--quarter", "2026Q4")), &out))
	if len(table) != len(out.Rows)+1 {
		w.t.Fatalf("%d lines of CSV and %d rows of JSON", len(table), len(out.Rows))
	}
	seen := make(map[string]string) // "wijk column": the cell
	for i, line := range table[1:] {
		for j, cell := range line[2:] {
			column := table[0][j+2]
			seen[line[1]+" "+column] = cell
			same := ""
			if v, ok := out.Rows[i][column].(float64); ok {
				same = strconv.Itoa(int(v))
			}
			if same != cell || out.Rows[i]["wijk"] != line[1] {
				w.t.Errorf("%s of %s is %q in CSV and %q in JSON", column, line[1], cell, same)
			}
			if n, err := strconv.Atoi(cell); cell != "" && (err != nil || n > 0 && n < 10) {
				w.t.Errorf("%s of %s is shown: %q", column, line[1], cell)
			}
		}
	}
	if seen["dorp invited"] != "27" || seen["* invited"] != "52" || seen["rokkeveen invited"] != "" || seen["meerzicht invited"] != "" {
		w.t.Errorf("invited are %q in dorp, %q in meerzicht, %q in rokkeveen, %q in all; want 27, not the two that tell of each other, and 52",
			seen["dorp invited"], seen["meerzicht invited"], seen["rokkeveen invited"], seen["* invited"])
	}
	for _, column := range table[0][2:] {
		hidden, left := 0, 0
		if total, err := strconv.Atoi(seen["* "+column]); err == nil {
			left = total
			for _, line := range table[1 : len(table)-1] {
				n, err := strconv.Atoi(seen[line[1]+" "+column])
				if left -= n; err != nil {
					hidden++
				}
			}
			if column != "known" && (hidden == 1 || hidden > 0 && left < 10) {
				w.t.Errorf("%s: %d in %d wijken can be reckoned back", column, left, hidden)
			}
		}
	}
	for _, small := range []string{"visit", "help_wanted", "no_support", "taken_up"} {
		if cell := seen["dorp "+small]; cell != "" {
			w.t.Errorf("that one of dorp is %s is shown: %q", small, cell)
		}
	}
}
