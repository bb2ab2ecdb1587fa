package open311_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A row is a request as the list has it.
type row struct {
	ID       string   `json:"service_request_id"`
	Status   string   `json:"status"`
	Notes    string   `json:"status_notes"`
	Name     string   `json:"service_name"`
	Code     string   `json:"service_code"`
	Text     string   `json:"description"`
	Agency   string   `json:"agency_responsible"`
	Notice   string   `json:"service_notice"`
	Made     string   `json:"requested_datetime"`
	Changed  string   `json:"updated_datetime"`
	Expected string   `json:"expected_datetime"`
	Address  string   `json:"address"`
	Zipcode  string   `json:"zipcode"`
	Lat      *float64 `json:"lat"`
	Long     *float64 `json:"long"`
	Media    string   `json:"media_url"`
	AddrID   string   `json:"address_id"`
}

// list returns the list that a query gives.
func (w *world) list(query string) []row {
	w.Helper()
	got := w.get("/open311/v2/requests.json?" + query)
	w.is(query, got, 200, requestsShape)
	return decode[[]row](w, got)
}

func ids(rows []row) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.ID)
	}
	return strings.Join(all, " ")
}

func TestFields(t *testing.T) {
	w := newWorld(t)
	n := w.reported(flows.Intake{Text: "Zakken naast de bank", Place: wijk.Place{Point: dorp, Source: wijk.FromPin, Street: "Dorpsstraat", Number: "12", Postcode: "2712AB"}})
	got := w.list("")[0]
	if got.ID != strconv.FormatUint(n, 10) || got.Status != "open" || got.Notes != "Gemeld" || got.Code != "zwerfvuil" || got.Name != "Zwerfvuil" ||
		got.Agency != "Gemeente Zoetermeer" || got.Made != "2026-11-23T09:15:30+01:00" || got.Changed != got.Made ||
		got.Expected != "2026-11-26T23:59:00+01:00" || got.Zipcode != "2712" || got.Media != "" ||
		*got.Lat != 52.0571 || *got.Long != 4.4931 || got.Notice == "" {
		t.Errorf("%+v", got)
	}
	if got.Text != "Afval dat op straat of in het groen ligt." {
		t.Errorf("before anybody looked it says %q", got.Text)
	}
	if got.Address != "Dorp, Zoetermeer" {
		t.Errorf("before anybody looked it is at %q", got.Address)
	}
	w.change(n, func(r *wijk.Report) { r.Public = true })
	if got = w.list("")[0]; got.Text != "Zakken naast de bank" || got.Address != "Dorpsstraat, Dorp, Zoetermeer" {
		t.Errorf("after somebody looked: %+v", got)
	}
	w.wait(time.Hour)
	w.move(n, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Unsolved, Reason: "Het terrein is niet van de gemeente."})
	if got = w.list("")[0]; got.Status != "closed" || !strings.HasPrefix(got.Notes, "Afgehandeld: niet opgelost") || got.Changed != "2026-11-23T10:15:30+01:00" {
		t.Errorf("closed: %+v", got)
	}
}

func TestFilters(t *testing.T) {
	w := newWorld(t)
	pin := func(lat, lon float64) wijk.Place {
		return wijk.Place{Point: wijk.Point{Lat: lat, Lon: lon}, Source: wijk.FromPin}
	}
	w.reported(flows.Intake{Kind: wijk.Litter, Place: pin(52.05, 4.49)})   // 1, 23-11 09:15:30
	w.wait(24 * time.Hour)                                                 //
	w.reported(flows.Intake{Kind: wijk.Paving, Place: pin(52.06, 4.50)})   // 2, 24-11
	w.reported(flows.Intake{Kind: wijk.Weeds})                             // 3, 24-11, no point
	w.wait(24 * time.Hour)                                                 //
	w.reported(flows.Intake{Kind: wijk.Litter, Place: pin(52.05, 4.4905)}) // 4, 25-11
	w.move(2, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
	w.reported(flows.Intake{Kind: wijk.Litter})
	w.change(5, func(r *wijk.Report) { r.Parent = 4 }) // a part is nobody's business
	q := url.QueryEscape
	for _, tt := range []struct{ query, want string }{
		{"", "4 3 2 1"},
		{"service_code=&start_date=&status=&page=&bbox=&lat=&service_request_id=", "4 3 2 1"}, // empty is absent
		{"unknown=1&api_key=nonsense", "4 3 2 1"},
		{"service_code=zwerfvuil", "4 1"}, {"service_code=zwerfvuil,stoeptegel", "4 2 1"},
		{"service_code=zwerfvuil&service_code=onkruid", "4 3 1"}, {"service_code=,zwerfvuil,", "4 1"},
		{"status=open", "4 3 1"}, {"status=closed", "2"}, {"status=open,closed", "4 3 2 1"}, {"status=OPEN", "4 3 1"},
		{"status=open&status=closed", "4 3 2 1"},
		{"start_date=" + q("2026-11-24T00:00:00+01:00"), "4 3 2"},
		{"start_date=2026-11-24T00:00:00+01:00", "4 3 2"}, // the plus not escaped
		{"start_date=2026-11-23T08:15:30Z&end_date=2026-11-23T08:15:30Z", "1"},
		{"start_date=2026-11-23T08:15:31Z&end_date=2026-11-24T08:15:29Z", ""},
		{"start_date=2026-11-23T08:15:30.9Z&end_date=2026-11-23T08:15:30.1Z", "1"}, // in the same second
		{"end_date=2026-11-24T09:15:30%2B01:00", "3 2 1"}, {"end_date=2026-11-24T09:15%2B01:00", "1"},
		{"start_date=2020-01-01T00:00:00Z", ""}, {"end_date=2027-02-21T00:00:00Z", "4 3 2 1"}, {"end_date=2027-02-22T00:00:00Z", "4 3 2"}, // and 90 days before that
		{"start_date=0001-01-01T00:00:00Z", ""}, {"end_date=9999-12-31T23:59:59Z", ""},
		{"bbox=4.489,52.049,4.4904,52.051", "1"}, {"bbox=4.489&bbox=52.049,4.491&bbox=52.051", "4 1"}, {"bbox=4,51,4.1,51.1", ""},
		{"lat=52.05&long=4.49&radius=10", "1"}, {"lat=52.05&long=4.49&radius=100", "4 1"},
		{"service_request_id=1,3", "3 1"}, {"service_request_id=3&service_request_id=1,1", "3 1"}, {"service_request_id=5", ""},
		{"service_request_id=x,2,-1,99", "2"},
		// Ids go before everything else, also before nonsense.
		{"service_request_id=2&status=open&service_code=nonsense&start_date=nonsense&page=7&bbox=1", "2"},
		{"page_size=3", "4 3 2"}, {"page_size=3&page=2", "1"}, {"page_size=3&page=3", ""}, {"page=2", ""},
		{"page_size=99999999999999999999", "4 3 2 1"}, {"page=99999999999999999999&page_size=1000", ""},
		{"before=4", "3 2 1"}, {"before=1", ""}, {"before=99999999999999999999", "4 3 2 1"}, {"before=4&page_size=1&page=2", "3"},
	} {
		if got := ids(w.list(tt.query)); got != tt.want {
			t.Errorf("%s gives %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestBadQueries(t *testing.T) {
	w := newWorld(t)
	for query, want := range map[string]int{
		"service_code=onbekend":           404,
		"service_code=zwerfvuil,onbekend": 404,
		"status=planned":                  400,
		"start_date=2026-11-24":           400, // no zone
		"start_date=2026-11-24T00:00:00":  400,
		"start_date=gisteren":             400,
		"end_date=2026-13-24T00:00:00Z":   400,
		"start_date=2026-11-24T00:00:00Z&end_date=2026-11-23T00:00:00Z": 400,
		"start_date=2026-08-01T00:00:00Z&end_date=2026-10-30T01:00:01Z": 400, // 90 days and a second
		"page=0": 400, "page=-1": 400, "page=een": 400, "page_size=0": 400, "before=0": 400, "before=x": 400,
		"bbox=4,51,5": 400, "bbox=4,51,5,NaN": 400, "bbox=5,51,4,52": 400, "bbox=4,52,5,51": 400, "bbox=0x1,2,3,4": 400, "bbox=4,51,5,91": 400,
		"lat=52": 400, "lat=52&long=4": 400, "lat=52&long=4&radius=-1": 400, "lat=52&long=4&radius=Inf": 400, "lat=NaN&long=4&radius=5": 400,
		"%zz=1": 400, "a=1;b=2": 400,
		"service_request_id=" + strings.Repeat("1,", 1001): 400,
	} {
		for _, f := range []string{".xml", ".json"} {
			w.is(query, w.get("/open311/v2/requests"+f+"?"+query), want, errorsShape)
		}
	}
	// All that is wrong is told at once.
	got := w.get("/open311/v2/requests.json?status=x&page=0&start_date=x&bbox=1")
	if faults := decode[[]map[string]any](w, got); len(faults) != 4 {
		t.Errorf("%d faults in %s, want 4", len(faults), got.body)
	}
	// 90 days of the calendar, one of which has 25 hours.
	w.is("90 days", w.get("/open311/v2/requests.xml?start_date=2026-08-25T00:00:00%2B02:00&end_date=2026-11-23T00:00:00%2B01:00"), 200, requestsShape)
}

// Nobody finds an exact place by asking for smaller and smaller boxes.
func TestBoxesDoNotTell(t *testing.T) {
	w := newWorld(t)
	home := wijk.Point{Lat: 52.056789, Lon: 4.496543}
	w.reported(flows.Intake{Place: wijk.Place{Point: home, Source: wijk.FromGeocoder, Street: "Dorpsstraat", Number: "12"}})
	got := w.list("")[0]
	if *got.Lat != 52.057 || *got.Long != 4.497 {
		t.Errorf("an address is at %v %v, want it some 100 m rough", *got.Lat, *got.Long)
	}
	if len(w.list("bbox=4.4964,52.0566,4.4967,52.0569")) != 0 || len(w.list("lat=52.056789&long=4.496543&radius=5")) != 0 {
		t.Error("a box around the exact place finds it")
	}
	if len(w.list("bbox=4.4969,52.0569,4.4971,52.0571")) != 1 {
		t.Error("a box around the public place does not find it")
	}
}

var nextLink = regexp.MustCompile(`^<https://bot\.example\.nl(/[^>]*)>; rel="next"$`)

// Who follows the links misses nothing and sees nothing twice, while reports
// come in and are closed, more than one transaction reads.
func TestPagesWhileReportsComeIn(t *testing.T) {
	w := newWorld(t)
	var before []uint64
	w.update(func(tx *store.Tx) {
		before = nil
		for range 600 {
			before = append(before, w.city.NewReport(tx, flows.Intake{Kind: wijk.Litter, Place: wijk.Place{Wijk: "dorp"}}, w.clock()).Number)
		}
	})
	w.wait(time.Second)
	stop := make(chan struct{})
	var adding sync.WaitGroup
	adding.Go(func() {
		for i := uint64(1); ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			w.reported(flows.Intake{})
			if i < uint64(len(before)) {
				w.move(before[i], flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
			}
		}
	})
	var seen []string
	for path := "/open311/v2/requests.json?page_size=40"; path != ""; {
		got := w.get(path)
		w.is(path, got, 200, requestsShape)
		for _, r := range decode[[]row](w, got) {
			seen = append(seen, r.ID)
		}
		path = ""
		if m := nextLink.FindStringSubmatch(got.header.Get("Link")); m != nil {
			path = m[1]
		} else if link := got.header.Get("Link"); link != "" {
			t.Fatalf("Link: %s", link)
		}
	}
	close(stop)
	adding.Wait()
	if !slices.IsSortedFunc(seen, func(a, b string) int { return number(t, b) - number(t, a) }) {
		t.Error("not the newest first")
	}
	count := make(map[string]int)
	for _, id := range seen {
		count[id]++
	}
	for _, number := range before {
		if n := count[fmt.Sprint(number)]; n != 1 {
			t.Errorf("report %d was seen %d times", number, n)
		}
	}
}

// With an end_date, pages do not shift either.
func TestNumberedPagesWithAnEnd(t *testing.T) {
	w := newWorld(t)
	for range 30 {
		w.reported(flows.Intake{})
	}
	end := "end_date=" + url.QueryEscape(w.clock().Format(time.RFC3339)) + "&page_size=7"
	w.wait(time.Minute)
	var seen []string
	for page := 1; ; page++ {
		w.reported(flows.Intake{})
		rows := w.list(end + "&page=" + strconv.Itoa(page))
		if len(rows) == 0 {
			break
		}
		seen = append(seen, ids(rows))
	}
	want := ""
	for i := 30; i > 0; i-- {
		want += " " + strconv.Itoa(i)
	}
	if got := strings.Join(seen, " "); got != want[1:] {
		t.Errorf("saw %s", got)
	}
}

func number(t *testing.T, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
