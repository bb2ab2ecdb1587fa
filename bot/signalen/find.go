package signalen

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"wijkbot/store/wijk"
)

// Doubt is the code of what may have arrived, of which nobody can find out.
const Doubt = "doubt"

// photoDoubts is how often a photo is sent that may have arrived.
const photoDoubts = 3

// Find tells what is known of m after a Send that ended in doubt. The public API
// cannot be asked for a signal by anything of ours, so that a report in doubt
// is lost to us: it fails, and is never sent again. A photo is sent again a few
// times: there it does no harm to be twice.
func (x *Client) Find(_ context.Context, m wijk.Outgoing, _ time.Time, _ func(string) bool) (wijk.Status, bool, error) {
	if m.PhotoID != "" && m.Doubts < photoDoubts {
		return wijk.Status{}, false, nil
	}
	return wijk.Status{Outgoing: m.ID, State: wijk.Failed, Code: Doubt}, true, nil
}

// Status asks how far Signalen is with a report that has a key there. Its error
// is a *wijk.Refusal when there is reason to wait before the next question.
func (x *Client) Status(ctx context.Context, key string) (wijk.There, error) {
	if !uuid.MatchString(key) {
		return wijk.There{}, &Error{Doing: "status", Cause: errReport}
	}
	a, err := x.do(ctx, request{doing: "status", method: http.MethodGet, path: publicSignals + key, press: question})
	if err != nil {
		return wijk.There{}, err
	}
	switch a.status {
	case http.StatusNotFound, http.StatusGone:
		if a.json { // else somebody in between says so
			return wijk.There{Gone: true}, nil
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return wijk.There{}, refusal("status", a)
	case http.StatusOK:
		var s struct {
			Status struct {
				State string `json:"state"`
			} `json:"status"`
			Updated time.Time `json:"updated_at"`
		}
		if json.Unmarshal(a.body, &s) == nil && s.Status.State != "" && len(s.Status.State) <= fieldChars {
			return wijk.There{State: clean(s.Status.State), Changed: s.Updated}, nil
		}
	}
	return wijk.There{}, &Error{Doing: "status", Status: a.status, Cause: errUnreadable}
}
