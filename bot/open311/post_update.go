package open311

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// clientStates are what a client may say of a report, in any case: those of
// FixMyStreet.
var clientStates = []string{
	"open", "closed", "fixed", "in_progress", "action_scheduled", "investigating", "duplicate",
	"not_councils_responsibility", "no_further_action", "internal_referral", "reopen", "for_triage",
}

// reopen is the one that does something here.
const reopen = "reopen"

// An updateID is what the client of an update gets.
type updateID struct {
	ID string `xml:"update_id" json:"update_id"`
}

func updateReceipt(entry uint64) answer {
	return answer{root: "service_request_updates", body: list[updateID]{"request_update", []updateID{
		{strconv.FormatUint(entry, 10)},
	}}}
}

// postUpdate adds what somebody at the other system said of a report, for
// staff to read. It is not published, and it moves nothing: whether a report is
// solved is for its reporters and the city to say. Only a plain wish to reopen
// goes to the same list as that of a reporter.
func (c *call) postUpdate() answer {
	a := c.posted(aboutUpdate, func(p *post, k wijk.Key, sum string) answer {
		var b bad
		number, err := strconv.ParseUint(p.first("service_request_id"), 10, 64)
		if err != nil {
			b = append(b, fault{http.StatusNotFound, "service_request_id was not found."})
		}
		p.date("updated_datetime", &b)
		said := strings.ToLower(p.first("status"))
		if said != "" && !slices.Contains(clientStates, said) {
			b.add("status must be OPEN or CLOSED, or one of the extended statuses of FixMyStreet.")
		}
		text := p.first("description")
		if tooLong(text, mostText) {
			b.add("description may have no more than 4000 characters.")
		}
		if text = plainText(text); text == "" {
			b.add("description is missing.")
		}
		if len(b) > 0 {
			return answer{faults: b}
		}
		note := "Van " + k.Name + " (" + said + "): " + text
		if len(p.photos) > 0 || p.first("media_url") != "" {
			note += "\nEr was een foto bij, die is niet bewaard."
		}
		return c.addUpdate(number, wijk.Entry{Number: number, By: channel, Note: note}, said == reopen, text, sum)
	})
	a.private = true
	return a
}

func (c *call) addUpdate(number uint64, e wijk.Entry, again bool, text, sum string) answer {
	var entry uint64
	found := false
	err := c.s.DB.Update(c.Context(), func(tx *store.Tx) error {
		now := c.s.Now()
		done, _ := seen(tx, sum, now)
		if entry, found = done.Entry, done.Entry != 0; found {
			return nil
		}
		r, ok := store.Reports.Get(tx, store.Num(number))
		if found = ok && flows.Shown(&r); !found {
			return nil
		}
		e := e
		e.At = now
		entry = store.Log(tx, e)
		if again && r.Stage == wijk.Done {
			// Refused only when somebody else moved it; the note is there.
			_, _ = c.s.City.Move(tx, number, flows.Move{To: wijk.ReopenAsked, By: channel}, now)
		}
		c.s.City.HeardElsewhere(tx, number, text, now)
		remember(tx, sum, wijk.Posted{Report: number, Entry: entry, Until: now.Add(knownByID)}, now)
		return nil
	})
	switch {
	case err != nil:
		return c.s.failed(c.Context(), err)
	case !found:
		return refused(http.StatusNotFound, "service_request_id was not found.")
	}
	return updateReceipt(entry)
}
