package store

import (
	"fmt"
	"time"

	"wijkbot/store/wijk"
)

// The tables. This is everything the city knows.
var (
	People = &Table[wijk.Person]{Name: "people", Indexes: []Index[wijk.Person]{
		// slot finds those who asked to be asked at a time of day.
		{"slot", func(p *wijk.Person) []string {
			if p.Enrolled() {
				return []string{p.CheckIn.Time}
			}
			return nil
		}},
		// over70 finds those whom the outreach may invite, by wijk.
		{"over70", func(p *wijk.Person) []string {
			if p.Over70 != "" && p.Stopped.IsZero() {
				return []string{p.Wijk}
			}
			return nil
		}},
	}}
	Staff = &Table[wijk.Staff]{Name: "staff"}
	// Holders tells whose an address is, by Address.String.
	Holders = &Table[wijk.Holder]{Name: "holders"}
	// Follows holds who follows a wijk, by FollowKey.
	Follows = &Table[wijk.Address]{Name: "follows"}
	// Talks holds each conversation, by Address.String.
	Talks = &Table[wijk.Talk]{Name: "talks"}

	// Reports are found by number; open ones also by kind and grid cell, or
	// by street.
	Reports = &Table[wijk.Report]{Name: "reports", Indexes: []Index[wijk.Report]{
		{"spot", spots},
	}}
	// Reporters are found by report and address, and by address alone.
	Reporters = &Table[wijk.Reporter]{Name: "reporters", Indexes: []Index[wijk.Reporter]{
		{"address", func(r *wijk.Reporter) []string { return []string{r.Address.String()} }},
	}}
	Photos = &Table[wijk.Photo]{Name: "photos", Indexes: []Index[wijk.Photo]{
		{"wanted", func(p *wijk.Photo) []string {
			if p.State == wijk.PhotoWanted {
				return []string{When(p.Next)}
			}
			return nil
		}},
	}}
	// Pictures holds the bytes of photos, by photo id.
	Pictures = &Table[[]byte]{Name: "pictures"}

	// CheckIns are found by person and date, and by wave.
	CheckIns = &Table[wijk.CheckIn]{Name: "checkins", Indexes: []Index[wijk.CheckIn]{
		{"wave", func(c *wijk.CheckIn) []string { return []string{WaveKey(c)} }},
	}}
	Waves = &Table[wijk.Wave]{Name: "waves"}
	// Cases are found by number; those not closed also by person or address.
	Cases = &Table[wijk.Case]{Name: "cases", Indexes: []Index[wijk.Case]{
		{"open", func(c *wijk.Case) []string {
			if c.State == wijk.CaseClosed {
				return nil
			}
			return []string{CaseOwner(c.Person, c.Address)}
		}},
	}}

	Updates = &Table[wijk.Update]{Name: "updates"}
	Rounds  = &Table[wijk.Round]{Name: "rounds"}
	Links   = &Table[wijk.Link]{Name: "links"}

	// Events holds what came in, by Num of its sequence number.
	Events = &Table[wijk.Event]{Name: "events"}
	// Seen holds the provider's id of each message that came in, with its
	// sequence number, so that a second delivery does nothing.
	Seen = &Table[uint64]{Name: "seen"}
	// Cursors is how far each door has read its provider's queue.
	Cursors = &Table[string]{Name: "cursors"}
	// Spent counts the SMS segments that went out on a city day, by wijk.Date.
	Spent = &Table[int]{Name: "spent"}
	// Done marks what must happen once, such as "round/checkin".
	Done = &Table[string]{Name: "done"}
	// Parked holds messages that no flow could digest, by provider id.
	Parked = &Table[wijk.Message]{Name: "parked"}
	// Settings holds what an operator loaded, such as an official map.
	Settings = &Table[[]byte]{Name: "settings"}
)

// Join adds a reporter to a report, once, and reports whether it was new.
func Join(tx *Tx, r *wijk.Report, a wijk.Address, at time.Time) (added bool) {
	key := Num(r.Number) + a.String()
	if Reporters.Has(tx, key) {
		return false
	}
	Reporters.Put(tx, key, wijk.Reporter{Number: r.Number, Address: a, At: at})
	r.Reporters++
	Reports.Put(tx, Num(r.Number), *r)
	return true
}

// WaveKey names the wave that a check-in belongs to.
func WaveKey(c *wijk.CheckIn) string { return string(c.Date) + "/" + c.Slot }

// FollowKey is the key of a follower of a wijk.
func FollowKey(slug string, a wijk.Address) string { return slug + "/" + a.String() }

// CaseOwner is the key by which the open cases of a person are found, or of
// an address that is nobody's.
func CaseOwner(person string, a wijk.Address) string {
	if person == "" {
		return a.String()
	}
	return person
}

// cell is the side of a grid cell in degrees of latitude, about 50 m.
const cell = 0.00045

// spots are the places by which an open report is found again.
func spots(r *wijk.Report) []string {
	if r.State != wijk.ReportOpen {
		return nil
	}
	var keys []string
	if p := r.Place.Point; p.Valid() {
		keys = append(keys, cellKey(r.Kind, p, 0, 0))
	}
	if r.Place.Street != "" {
		keys = append(keys, streetKey(r.Kind, r.Place))
	}
	return keys
}

func cellKey(kind wijk.ReportKind, p wijk.Point, dy, dx int) string {
	// A degree of longitude is shorter here (cos 52 degrees is about 0.62), so
	// cells are wider in degrees to be about as wide in metres.
	return fmt.Sprintf("%s/@%d,%d", kind, int(p.Lat/cell)+dy, int(p.Lon/(cell/0.6))+dx)
}

func streetKey(kind wijk.ReportKind, p wijk.Place) string {
	return fmt.Sprintf("%s/%s/%s/%s", kind, p.Wijk, p.Street, p.Number)
}

// OpenReport returns the nearest open report of a kind at the same spot: within
// metres, at most 45, or else at the same street and number.
func OpenReport(tx *Tx, kind wijk.ReportKind, at wijk.Place, metres float64) (best wijk.Report, ok bool) {
	consider := func(key string) {
		for _, r := range Reports.Find(tx, "spot", key) {
			if r.Place.SameSpot(at, metres) && (!ok || nearer(at, r.Place, best.Place)) {
				best, ok = r, true
			}
		}
	}
	if at.Point.Valid() {
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				consider(cellKey(kind, at.Point, dy, dx))
			}
		}
	}
	if at.Street != "" {
		consider(streetKey(kind, at))
	}
	return best, ok
}

// nearer reports whether a is surely nearer to at than b is: a pin before a
// mere address.
func nearer(at, a, b wijk.Place) bool {
	if !at.Point.Valid() || !a.Point.Valid() {
		return false
	}
	return !b.Point.Valid() || at.Point.Metres(a.Point) < at.Point.Metres(b.Point)
}
