package open311

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows"
	"wijkbot/flows/category"
	"wijkbot/store/wijk"
)

// parameters are those of a query or a form. An empty one is as good as none.
type parameters url.Values

// first returns the first value that is not empty.
func (p parameters) first(name string) string {
	for _, v := range p[name] {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// commas returns the values of a comma list, which may also be given in
// several parameters of the same name.
func (p parameters) commas(name string) (all []string) {
	for _, v := range p[name] {
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

// query returns the parameters in the address, after the jurisdiction was
// found to be ours.
func (c *call) query() (parameters, answer, bool) {
	q, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		return nil, refused(http.StatusBadRequest, "The query is not well formed."), false
	}
	p := parameters(q)
	if !c.s.ours(p) {
		return nil, unknownJurisdiction(), false
	}
	return p, answer{}, true
}

// ours reports whether a request is for our city: others serve several.
func (s *Server) ours(p parameters) bool {
	id := p.first("jurisdiction_id")
	return id == "" || strings.EqualFold(id, s.Jurisdiction)
}

func unknownJurisdiction() answer {
	return refused(http.StatusNotFound, "jurisdiction_id was not found. It may be left out.")
}

// Bounds on a list, from the standard: the latest 90 days, or 1000 requests.
const (
	mostDays = 90
	mostRows = 1000
	mostPage = 1_000_000
	mostIDs  = 1000
)

// A window is which part of a list is wanted.
type window struct {
	page, size uint64
	// before, when not zero, wants what is older than that report instead of a
	// page: pages shift when a report is added, this does not.
	before uint64
}

// bad collects what is wrong with a request.
type bad []fault

func (b *bad) add(description string) {
	*b = append(*b, fault{http.StatusBadRequest, description})
}

func (p parameters) window(b *bad) window {
	w := window{page: 1, size: mostRows}
	number := func(name string, least, most uint64, n *uint64) {
		v := p.first(name)
		if v == "" {
			return
		}
		got, err := strconv.ParseUint(v, 10, 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) || got < least {
			b.add(name + " must be a whole number from " + strconv.FormatUint(least, 10) + ".")
			return
		}
		*n = min(got, most)
	}
	number("page", 1, mostPage, &w.page)
	number("page_size", 1, mostRows, &w.size)
	number("before", 1, math.MaxUint64, &w.before)
	return w
}

// wanted reads what a list of requests is to hold.
func (c *call) wanted(p parameters) (flows.PublicQuery, []fault) {
	var b bad
	var q flows.PublicQuery
	q.From, q.Until = c.period(p, &b)
	for _, code := range p.commas("service_code") {
		if !category.Known(wijk.ReportKind(code)) {
			b = append(b, fault{http.StatusNotFound, "service_code was not found. See services.xml."})
			break
		}
		q.Kinds = append(q.Kinds, wijk.ReportKind(code))
	}
	var open, closed bool
	for _, state := range p.commas("status") {
		switch strings.ToLower(state) {
		case wijk.ReportOpen:
			open = true
		case wijk.ReportClosed:
			closed = true
		default:
			b.add("status must be open, closed, or both with a comma.")
		}
	}
	switch {
	case open && !closed:
		q.State = wijk.ReportOpen
	case closed && !open:
		q.State = wijk.ReportClosed
	}
	box, round := p.box(&b), p.circle(&b)
	if box != nil || round != nil {
		q.Near = func(at wijk.Point) bool {
			return at.Valid() && (box == nil || box(at)) && (round == nil || round(at))
		}
	}
	return q, b
}

// period reads start_date and end_date, and gives each that is missing a value
// at the most days from the other.
func (c *call) period(p parameters, b *bad) (from, until time.Time) {
	from, fromOK := p.date("start_date", b)
	until, untilOK := p.date("end_date", b)
	zone := c.s.City.Zone
	days := func(t time.Time, n int) time.Time { return t.In(zone).AddDate(0, 0, n) }
	switch {
	case fromOK && untilOK && until.Before(from):
		b.add("end_date is before start_date.")
	case fromOK && untilOK && until.After(days(from, mostDays)):
		b.add("start_date and end_date may be no more than 90 days apart.")
	case fromOK && untilOK:
	case fromOK:
		until = days(from, mostDays)
	case untilOK:
		from = days(until, -mostDays)
	default:
		from = days(c.s.Now(), -mostDays)
	}
	return from, until
}

// The moments that a date may name: those that the store can put in order.
var (
	earliest = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// dateForms are those of the W3C note that name a moment: with a zone.
var dateForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00"}

// date reads a moment, to the second.
func (p parameters) date(name string, b *bad) (t time.Time, ok bool) {
	v := p.first(name)
	if v == "" {
		return t, false
	}
	v = strings.ReplaceAll(v, " ", "+") // a plus that was not escaped
	for _, form := range dateForms {
		if t, err := time.Parse(form, v); err == nil {
			t = t.Truncate(time.Second)
			switch {
			case t.Before(earliest):
				t = earliest
			case t.After(latest):
				t = latest
			}
			return t, true
		}
	}
	b.add(name + " must be a date and time with a zone, such as 2026-11-23T00:00:00+01:00 or 2026-11-23T00:00:00Z.")
	return t, false
}

// box reads bbox=minlon,minlat,maxlon,maxlat, in the order of GeoJSON.
func (p parameters) box(b *bad) func(wijk.Point) bool {
	v := p.commas("bbox")
	if len(v) == 0 {
		return nil
	}
	var n [4]float64
	ok := len(v) == len(n)
	for i := 0; ok && i < len(n); i++ {
		n[i], ok = degrees(v[i])
	}
	low, high := wijk.Point{Lon: n[0], Lat: n[1]}, wijk.Point{Lon: n[2], Lat: n[3]}
	if !ok || low.Lon > high.Lon || low.Lat > high.Lat || math.Abs(low.Lat) > 90 || math.Abs(high.Lat) > 90 {
		b.add("bbox must be minlon,minlat,maxlon,maxlat in degrees, such as 4.45,52.03,4.53,52.09.")
		return nil
	}
	return func(at wijk.Point) bool {
		return at.Lon >= low.Lon && at.Lon <= high.Lon && at.Lat >= low.Lat && at.Lat <= high.Lat
	}
}

// circle reads lat, long and radius in metres, as CitySDK has them.
func (p parameters) circle(b *bad) func(wijk.Point) bool {
	lat, long, radius := p.first("lat"), p.first("long"), p.first("radius")
	if lat == "" && long == "" && radius == "" {
		return nil
	}
	middle, ok := point(lat, long)
	metres, err := strconv.ParseFloat(radius, 64)
	if !ok || err != nil || !(metres > 0 && metres <= 1e6) {
		b.add("lat, long and radius go together: a place in degrees, and metres around it.")
		return nil
	}
	return func(at wijk.Point) bool { return at.Near(middle, metres) }
}

// point reads a latitude and a longitude.
func point(lat, long string) (at wijk.Point, ok bool) {
	y, okY := degrees(lat)
	x, okX := degrees(long)
	at = wijk.Point{Lat: y, Lon: x}
	return at, okY && okX && at.Valid()
}

// degrees reads a plain decimal number: no NaN, no infinity, no hexadecimals.
func degrees(v string) (float64, bool) {
	const longest = 32
	if len(v) > longest || strings.Trim(v, "+-.0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(v, 64)
	return n, err == nil && math.Abs(n) <= 180
}
