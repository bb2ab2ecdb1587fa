package open311_test

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A change is an update as the list has it.
type change struct {
	ID     string `json:"update_id"`
	About  string `json:"service_request_id"`
	Status string `json:"status"`
	At     string `json:"updated_datetime"`
	Text   string `json:"description"`
	Media  string `json:"media_url"`
	Code   string `json:"external_status_code"`
}

func (w *world) changes(query string) []change {
	w.Helper()
	got := w.get("/open311/v2/servicerequestupdates.json?" + query)
	w.is(query, got, 200, updatesShape)
	return decode[[]change](w, got)
}

func told(all []change) string {
	var lines []string
	for _, u := range all {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", u.About, u.Status, u.Code, u.Text))
	}
	return strings.Join(lines, "\n")
}

func TestUpdates(t *testing.T) {
	w := newWorld(t)
	w.reported(flows.Intake{})
	w.reported(flows.Intake{})
	w.reported(flows.Intake{})
	w.change(3, func(r *wijk.Report) { r.Parent = 2 })
	w.move(1, flows.Move{To: wijk.InProgress, By: "cli"}) // in the second it was made
	w.wait(time.Hour)
	w.change(1, func(r *wijk.Report) { r.Stage = wijk.ToSend })
	w.update(func(tx *store.Tx) { // nobody outside sees a difference
		store.Log(tx, wijk.Entry{Number: 1, At: w.clock(), From: wijk.InProgress, To: wijk.ToSend, Note: "geheim"})
	})
	w.move(3, flows.Move{To: wijk.InProgress, By: "cli"})
	w.move(2, flows.Move{To: wijk.Planned, By: "cli", Planned: "2026-11-25", Text: "Jan komt woensdag. Bel 0612345678."})
	w.wait(time.Hour)
	w.move(2, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Unsolved, Reason: "niet van ons", Text: "Dit is niet van ons."})
	want := "1 open b In behandeling\n2 open ingepland Ingepland\n2 closed o Afgehandeld: niet opgelost"
	all := w.changes("")
	if told(all) != want {
		t.Errorf("got\n%s\nwant\n%s", told(all), want)
	}
	if all[0].At != "2026-11-23T09:15:31+01:00" {
		t.Errorf("the first is at %s, want it after the report", all[0].At)
	}
	planned, err := strconv.ParseUint(all[1].ID, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	w.change(2, func(r *wijk.Report) { r.Public, r.Told = true, planned }) // somebody looked before it was closed
	want = "1 open b In behandeling\n2 open ingepland Jan komt woensdag. Bel [telefoonnummer].\n2 closed o Afgehandeld: niet opgelost"
	again := w.changes("")
	if told(again) != want {
		t.Errorf("moderated:\n%s\nwant\n%s", told(again), want)
	}
	seen := make(map[string]bool)
	for i, u := range again {
		if u.ID != all[i].ID || seen[u.ID] {
			t.Errorf("the id of update %d was %s and is %s", i, all[i].ID, u.ID)
		}
		seen[u.ID] = true
	}
	for _, tt := range []struct {
		query string
		n     int
	}{
		{"start_date=2026-11-23T08:15:31Z&end_date=2026-11-23T08:15:31Z", 1}, {"end_date=2026-11-23T08:15:30Z", 0},
		{"start_date=2026-11-23T10:15:30%2B01:00", 2}, {"start_date=2026-11-23T11:15:30%2B01:00", 1}, {"start_date=2026-11-23T11:15:31%2B01:00", 0},
		{"page_size=2", 2}, {"page_size=2&page=2", 1}, {"page_size=1&page=4", 0}, {"api_key=nonsense&jurisdiction_id=zoetermeer.nl", 3},
	} {
		if got := w.changes(tt.query); len(got) != tt.n {
			t.Errorf("%s gives %d updates, want %d", tt.query, len(got), tt.n)
		}
	}
	for _, query := range []string{"start_date=x", "start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z", "page=0"} {
		w.is(query, w.get("/open311/v2/servicerequestupdates.xml?"+query), 400, errorsShape)
	}
}

// More steps than one transaction reads, many at the same moment.
func TestManyUpdates(t *testing.T) {
	w := newWorld(t)
	const reports = 30
	for range reports {
		w.reported(flows.Intake{})
	}
	for i := range 40 {
		if i%20 == 0 {
			w.wait(time.Minute)
		}
		to := []wijk.Stage{wijk.InProgress, wijk.Reported}[i%2]
		w.update(func(tx *store.Tx) {
			for n := range uint64(reports) {
				if _, err := w.city.Move(tx, n+1, flows.Move{To: to, By: "cli"}, w.clock()); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	seen := make(map[string]bool)
	for page := 1; ; page++ {
		all := w.changes(fmt.Sprintf("page_size=170&page=%d", page))
		for _, u := range all {
			if seen[u.ID] {
				t.Fatalf("update %s came twice", u.ID)
			}
			seen[u.ID] = true
		}
		if len(all) < 170 {
			break
		}
	}
	if len(seen) != 40*reports {
		t.Errorf("%d updates, want %d", len(seen), 40*reports)
	}
}

const updatesPath = "/open311/v2/servicerequestupdates"

func (w *world) updateForm(pairs ...string) url.Values {
	f := url.Values{
		"api_key": {w.key}, "service_request_id": {"1"}, "update_id": {"501"}, "status": {"OPEN"},
		"updated_datetime": {"2026-11-23T10:00:00+01:00"}, "description": {"Het ligt er nog."}, "last_name": {"Bakkerzoon"}, "email": {"anna@example.nl"},
	}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// notes are what staff read with a report.
func (w *world) notes(number uint64) (text string) {
	w.update(func(tx *store.Tx) {
		text = ""
		for _, e := range store.History.All(tx, store.Num(number)) {
			text += e.Note + "\n"
		}
	})
	return text
}

func TestPostUpdate(t *testing.T) {
	w := newWorld(t)
	w.posts(w.form())
	first := w.post(updatesPath+".xml", w.updateForm())
	w.is("update", first, 200, updateReceiptsShape)
	w.is("update", w.post(updatesPath+".json", w.updateForm("update_id", "502")), 200, updateReceiptsShape)
	if again := w.post(updatesPath+".xml", w.updateForm()); again.body != first.body {
		t.Errorf("the same again: %s, not %s", again.body, first.body)
	}
	notes := w.notes(1)
	if strings.Count(notes, "Het ligt er nog.") != 2 || strings.Contains(notes, "Bakkerzoon") || strings.Contains(notes, "anna") {
		t.Errorf("%s", notes)
	}
	if all := w.changes(""); len(all) != 0 {
		t.Errorf("what a client says is published: %v", all)
	}
	w.wait(time.Hour)
	w.move(1, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
	w.is("open", w.post(updatesPath+".xml", w.updateForm("update_id", "503")), 200, updateReceiptsShape)
	w.is("fixed", w.post(updatesPath+".xml", w.updateForm("update_id", "504", "status", "FIXED")), 200, updateReceiptsShape)
	if r := w.report(1); r.Stage != wijk.Done {
		t.Errorf("an update moved the report to %s", r.Stage)
	}
	w.is("reopen", w.post(updatesPath+".xml", w.updateForm("update_id", "505", "status", "REOPEN")), 200, updateReceiptsShape)
	if r := w.report(1); r.Stage != wijk.ReopenAsked {
		t.Errorf("a wish to reopen moved the report to %s", r.Stage)
	}
	for _, tt := range []struct {
		pairs []string
		code  int
	}{
		{[]string{"api_key", "x"}, 403}, {[]string{"service_request_id", "99"}, 404}, {[]string{"service_request_id", ""}, 404},
		{[]string{"service_request_id", "1 OR 1"}, 404}, {[]string{"status", "HERSTELD"}, 400}, {[]string{"description", ""}, 400},
		{[]string{"description", strings.Repeat("x", 4001)}, 400}, {[]string{"updated_datetime", "gisteren"}, 400},
		{[]string{"jurisdiction_id", "elders.nl"}, 404},
	} {
		w.is(fmt.Sprint(tt.pairs), w.post(updatesPath+".json", w.updateForm(append(tt.pairs, "update_id", "600")...)), tt.code, errorsShape)
	}
	got := w.parts(updatesPath+".xml", w.updateForm("update_id", "506", "description", "met foto"), map[string][]byte{"photo1": picture(t)})
	w.is("with a photo", got, 200, updateReceiptsShape)
	if notes := w.notes(1); !strings.Contains(notes, "niet bewaard") {
		t.Errorf("%s", notes)
	}
}

// fixMyStreet is a client as FixMyStreet is one: it glues names to the address
// it was given, reads XML, keeps its own state of each report and refuses what
// comes out of order.
type fixMyStreet struct {
	*world
	endpoint string
	known    map[string]*problem // by our number
}

type problem struct {
	state      string
	whenSent   time.Time
	lastUpdate time.Time
	comments   map[string]bool
}

func (f *fixMyStreet) read(path string, v any) {
	f.Helper()
	got := f.get(f.endpoint + path)
	if got.status != 200 {
		f.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	if err := xml.Unmarshal([]byte(got.body), v); err != nil {
		f.Fatal(err)
	}
}

func (f *fixMyStreet) send(title, detail, service string) string {
	f.Helper()
	form := url.Values{
		"jurisdiction_id": {"zoetermeer.nl"}, "api_key": {f.key}, "service_code": {service}, "lat": {"52.057120"}, "long": {"4.493070"},
		"description": {title + "\r\n\r\n" + detail + "\r\n\r\nhttps://fms.example.nl/report/9\r\n"}, "first_name": {"Anna"}, "last_name": {"Bakker"},
		"email": {"anna@example.nl"}, "phone": {""},
	}
	got := f.post(f.endpoint+"requests.xml", form)
	var list struct {
		Requests []struct {
			ID string `xml:"service_request_id"`
		} `xml:"request"`
	}
	if err := xml.Unmarshal([]byte(got.body), &list); err != nil || len(list.Requests) != 1 || got.status/100 != 2 {
		f.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	id := list.Requests[0].ID
	f.known[id] = &problem{state: "open", whenSent: f.clock().Truncate(time.Second), lastUpdate: f.clock().Truncate(time.Second), comments: map[string]bool{}}
	return id
}

// poll asks for what happened in the last two hours, as FixMyStreet does.
func (f *fixMyStreet) poll() {
	f.Helper()
	end := f.clock().UTC().Truncate(time.Second)
	start := end.Add(-2 * time.Hour)
	q := url.Values{"jurisdiction_id": {"zoetermeer.nl"}, "api_key": {f.key}, "start_date": {start.Format(time.RFC3339)}, "end_date": {end.Format(time.RFC3339)}}
	var list struct {
		Updates []struct {
			ID     string `xml:"update_id"`
			About  string `xml:"service_request_id"`
			Status string `xml:"status"`
			At     string `xml:"updated_datetime"`
			Text   string `xml:"description"`
		} `xml:"request_update"`
	}
	f.read("servicerequestupdates.xml?"+q.Encode(), &list)
	for _, u := range list.Updates {
		at, err := time.Parse(time.RFC3339, u.At)
		if err != nil || at.Before(start) || at.After(end) {
			f.Errorf("update %s is at %s, outside of what was asked: %v", u.ID, u.At, err)
		}
		p := f.known[u.About]
		if p == nil || p.comments[u.ID] {
			continue
		}
		if !at.After(p.whenSent) {
			f.Errorf("update %s is not later than its report", u.ID)
		}
		if u.Text == "" {
			f.Errorf("update %s says nothing", u.ID)
		}
		p.comments[u.ID] = true
		if !at.Before(p.lastUpdate) {
			p.state = u.Status
		}
		p.lastUpdate = at
	}
}

func TestFixMyStreet(t *testing.T) {
	w := newWorld(t)
	f := &fixMyStreet{w, "/open311/v2/", make(map[string]*problem)}
	var services struct {
		Services []struct {
			Code     string `xml:"service_code"`
			Name     string `xml:"service_name"`
			Metadata bool   `xml:"metadata"`
			Group    string `xml:"group"`
		} `xml:"service"`
	}
	f.read("services.xml", &services)
	if len(services.Services) < 20 {
		t.Fatalf("%d services", len(services.Services))
	}
	for _, s := range services.Services {
		if s.Metadata {
			var d struct {
				Attributes []struct {
					Code  string `xml:"code"`
					Order int    `xml:"order"`
				} `xml:"attributes>attribute"`
			}
			f.read("services/"+s.Code+".xml", &d)
			if len(d.Attributes) == 0 {
				t.Errorf("%s says it has questions, and has none", s.Code)
			}
		}
	}
	id := f.send("Zakken", "Er liggen drie zakken.", "zwerfvuil")
	n := uint64(number(t, id))
	w.move(n, flows.Move{To: wijk.InProgress, By: "cli"}) // before the client has even read its answer
	w.wait(90 * time.Second)
	f.poll()
	w.move(n, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
	w.wait(100 * time.Millisecond)
	f.poll()
	w.wait(time.Second)
	f.poll()
	if p := f.known[id]; p.state != "closed" || len(p.comments) != 2 {
		t.Errorf("after the repair it is %s with %d comments", p.state, len(p.comments))
	}
	w.wait(time.Hour)
	w.move(n, flows.Move{To: wijk.Reopened, By: "cli"})
	f.poll()
	f.poll()
	if p := f.known[id]; p.state != "open" || len(p.comments) != 3 {
		t.Errorf("after reopening it is %s with %d comments", p.state, len(p.comments))
	}
	var mirror struct {
		Requests []struct {
			ID   string  `xml:"service_request_id"`
			Lat  float64 `xml:"lat"`
			Long float64 `xml:"long"`
		} `xml:"request"`
	}
	f.read("requests.xml?start_date=2026-11-23T07:00:00Z&end_date=2026-11-23T12:00:00Z", &mirror)
	if len(mirror.Requests) != 1 || mirror.Requests[0].ID != id || mirror.Requests[0].Lat == 0 {
		t.Errorf("%+v", mirror)
	}
}
