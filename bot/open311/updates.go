package open311

import (
	"strconv"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
)

// An update is a change of a report, as FixMyStreet extends the standard.
type update struct {
	ID          string `xml:"update_id" json:"update_id"`
	RequestID   string `xml:"service_request_id" json:"service_request_id"`
	Status      string `xml:"status" json:"status"`
	Updated     stamp  `xml:"updated_datetime" json:"updated_datetime"`
	Description string `xml:"description" json:"description"`
	MediaURL    string `xml:"media_url" json:"media_url"`
	// ExternalCode is the stage under Signalen's code, which says more than
	// open and closed do.
	ExternalCode string `xml:"external_status_code" json:"external_status_code"`
}

func (c *call) updateOf(p flows.PublicStep) update {
	u := update{
		ID: strconv.FormatUint(p.ID, 10), RequestID: strconv.FormatUint(p.Report, 10), Status: state(p.Open),
		Updated: stamp{p.At.In(c.s.City.Zone)}, Description: p.Text, ExternalCode: string(p.Stage),
	}
	if len(p.Repairs) > 0 {
		u.MediaURL = c.photoURL(p.Report, p.Repairs[0])
	}
	return u
}

// updates returns what changed in a period, the oldest first: a client that
// takes them in this order ends with the right state.
func (c *call) updates() answer {
	p, a, ok := c.query()
	if !ok {
		return a
	}
	var b bad
	w := p.window(&b)
	from, until := c.period(p, &b)
	if len(b) > 0 {
		return answer{faults: b}
	}
	if until.IsZero() {
		until = latest
	}
	if !c.s.reading.Take(c.name) {
		return busy()
	}
	defer c.s.reading.Leave(c.name)
	found, err := c.steps(from, until, w)
	if err != nil {
		return c.s.failed(c.Context(), err)
	}
	return answer{root: "service_request_updates", body: list[update]{"request_update", found}}
}

// steps reads the page of the updates in a period that w wants, in the order
// in which they happened.
func (c *call) steps(from, until time.Time, w window) (found []update, err error) {
	skip := (w.page - 1) * w.size
	var at time.Time
	for {
		var page []flows.PublicStep
		var next time.Time
		err := c.s.DB.View(c.Context(), func(tx *store.Tx) error {
			page = page[:0]
			next = c.s.City.PublicSteps(tx, from, until, at, rowsPerView, func(s flows.PublicStep) { page = append(page, s) })
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.looked()
		for _, s := range page {
			switch {
			case skip > 0:
				skip--
			case uint64(len(found)) == w.size:
				return found, nil
			default:
				found = append(found, c.updateOf(s))
			}
		}
		if at = next; at.IsZero() {
			return found, nil
		}
	}
}
