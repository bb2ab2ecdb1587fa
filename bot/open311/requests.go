package open311

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A request is a report, as the standard has it.
type request struct {
	ID          string   `xml:"service_request_id" json:"service_request_id"`
	Status      string   `xml:"status" json:"status"`
	StatusNotes string   `xml:"status_notes" json:"status_notes"`
	ServiceName string   `xml:"service_name" json:"service_name"`
	ServiceCode string   `xml:"service_code" json:"service_code"`
	Description string   `xml:"description" json:"description"`
	Agency      string   `xml:"agency_responsible" json:"agency_responsible"`
	Notice      string   `xml:"service_notice" json:"service_notice"`
	Requested   stamp    `xml:"requested_datetime" json:"requested_datetime"`
	Updated     stamp    `xml:"updated_datetime" json:"updated_datetime"`
	Expected    stamp    `xml:"expected_datetime" json:"expected_datetime"`
	Address     string   `xml:"address" json:"address"`
	AddressID   string   `xml:"address_id" json:"address_id"`
	Zipcode     string   `xml:"zipcode" json:"zipcode"`
	Lat         *float64 `xml:"lat,omitempty" json:"lat,omitempty"`
	Long        *float64 `xml:"long,omitempty" json:"long,omitempty"`
	MediaURL    string   `xml:"media_url" json:"media_url"`
}

// agency is who is responsible for everything here.
const agency = "Gemeente Zoetermeer"

func (c *call) requestOf(p flows.Public) request {
	zone := c.s.City.Zone
	r := request{
		ID: strconv.FormatUint(p.Number, 10), Status: state(p.Open), StatusNotes: p.Status,
		ServiceName: p.Kind.Name, ServiceCode: string(p.Kind.Code), Description: p.Text,
		Agency: agency, Notice: p.Promise,
		Requested: stamp{p.Created.In(zone)}, Updated: stamp{p.Changed.In(zone)}, Expected: stamp{p.Expected},
		Address: p.Address, Zipcode: p.Postcode,
	}
	if p.Said != "" {
		r.StatusNotes += ". " + p.Said
	}
	if p.Point.Valid() {
		r.Lat, r.Long = &p.Point.Lat, &p.Point.Lon
	}
	if len(p.Photos) > 0 {
		r.MediaURL = c.photoURL(p.Number, p.Photos[0])
	}
	return r
}

// state is one of the two words that the standard knows.
func state(open bool) string {
	if open {
		return wijk.ReportOpen
	}
	return wijk.ReportClosed
}

func requestList(found []request) answer {
	return answer{root: "service_requests", body: list[request]{"request", found}}
}

// request returns the list with the one report of the path.
func (c *call) request() answer {
	if _, a, ok := c.query(); !ok {
		return a
	}
	found, err := c.byNumber([]string{c.id})
	switch {
	case err != nil:
		return c.s.failed(c.Context(), err)
	case len(found) == 0:
		return refused(http.StatusNotFound, "service_request_id was not found.")
	}
	return requestList(found)
}

// byNumber returns the reports with these ids that the world may see, each
// once, the newest first.
func (c *call) byNumber(ids []string) (found []request, err error) {
	var numbers []uint64
	for _, id := range ids {
		n, err := strconv.ParseUint(id, 10, 64)
		if err == nil && strconv.FormatUint(n, 10) == id {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	slices.Reverse(numbers)
	for part := range slices.Chunk(numbers, rowsPerView) {
		page, err := c.public(func(tx *store.Tx, yield func(flows.Public)) {
			for _, n := range part {
				if r, ok := store.Reports.Get(tx, store.Num(n)); ok && flows.Shown(&r) {
					yield(c.s.City.Public(tx, &r))
				}
			}
		})
		if err != nil {
			return nil, err
		}
		found = append(found, page...)
	}
	return found, nil
}

// rowsPerView is how many reports are read at once: an open transaction that
// reads can hold up all that write.
const rowsPerView = 256

// public collects what look yields in a transaction of its own.
func (c *call) public(look func(*store.Tx, func(flows.Public))) (found []request, err error) {
	var all []flows.Public
	err = c.s.DB.View(c.Context(), func(tx *store.Tx) error {
		all = all[:0]
		look(tx, func(p flows.Public) { all = append(all, p) })
		return nil
	})
	for _, p := range all {
		found = append(found, c.requestOf(p))
	}
	return found, err
}

// requests returns the list of reports, the newest first.
func (c *call) requests() answer {
	p, a, ok := c.query()
	if !ok {
		return a
	}
	if ids := p.commas("service_request_id"); len(ids) > 0 { // overrides all other arguments
		if len(ids) > mostIDs {
			return refused(http.StatusBadRequest, "service_request_id may name no more than 1000 requests.")
		}
		found, err := c.byNumber(ids)
		if err != nil {
			return c.s.failed(c.Context(), err)
		}
		return requestList(found)
	}
	var b bad
	w := p.window(&b)
	q, faults := c.wanted(p)
	if faults = append(faults, b...); len(faults) > 0 {
		return answer{faults: faults}
	}
	if !c.s.reading.Take(c.name) {
		return busy()
	}
	defer c.s.reading.Leave(c.name)
	found, more, err := c.look(&q, w)
	if err != nil {
		return c.s.failed(c.Context(), err)
	}
	a = requestList(found)
	if more {
		a.next = c.next(found)
	}
	return a
}

// look returns the part of the list that w wants, and whether there is more.
func (c *call) look(q *flows.PublicQuery, w window) (found []request, more bool, err error) {
	skip := (w.page - 1) * w.size
	if w.before > 0 {
		skip = 0
	}
	below, begun := w.before, w.before > 0
	for {
		var next uint64
		skipped := skip
		page, err := c.public(func(tx *store.Tx, yield func(flows.Public)) {
			skipped, more = skip, false
			taken := uint64(len(found))
			from := below
			if !begun {
				from = q.Newest(tx)
			}
			next = flows.PublicBelow(tx, q, from, rowsPerView, func(r *wijk.Report) bool {
				switch {
				case skipped > 0:
					skipped--
				case taken == w.size:
					more = true
					return false
				default:
					taken++
					yield(c.s.City.Public(tx, r))
				}
				return true
			})
		})
		if err != nil {
			return nil, false, err
		}
		found, skip, below, begun = append(found, page...), skipped, next, true
		c.looked()
		if more || next == 0 {
			return found, more, nil
		}
	}
}

// next is the address of what comes after found. It goes on from the last
// report instead of a page, so that whoever follows it misses nothing and sees
// nothing twice, whatever is reported or closed meanwhile.
func (c *call) next(found []request) string {
	q, _ := url.ParseQuery(c.URL.RawQuery) // it was read before
	q.Del("page")
	q.Set("before", found[len(found)-1].ID)
	if q.Get("start_date") == "" && q.Get("end_date") == "" {
		q.Set("start_date", c.s.Now().In(c.s.City.Zone).AddDate(0, 0, -mostDays).Format(time.RFC3339))
	}
	return c.s.base(c.Request) + c.URL.Path + "?" + q.Encode()
}
