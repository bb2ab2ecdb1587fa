package twilio

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"wijkbot/store/wijk"
)

// Statuses hears what became of a message we sent. Twilio repeats itself, and
// tells in any order. An error makes Twilio's request fail.
type Statuses interface {
	Status(ctx context.Context, s wijk.Status) error
}

// serveStatus receives the fate of one message.
func (a *Account) serveStatus(w http.ResponseWriter, r *http.Request, st Statuses) {
	id, ok := outboxID(r.URL.RawQuery)
	if !ok {
		a.refuse(w, http.StatusForbidden, "query")
		return
	}
	f, ok := a.open(w, r, statusPath, r.URL.RawQuery)
	if !ok {
		return
	}
	if _, twice := f[outboxKey]; twice {
		a.refuse(w, http.StatusForbidden, "form")
		return
	}
	if from := f["From"]; a.c.From != "" && from != "" && from != a.c.From {
		a.refuse(w, http.StatusForbidden, "sender")
		return
	}
	word := f["MessageStatus"]
	if word == "" {
		word = f["SmsStatus"]
	}
	code := f["ErrorCode"]
	if strings.Trim(code, "0123456789") != "" {
		code = "" // it will be shown and logged
	}
	if s, ok := status(word, code); ok {
		s.Outgoing, s.ProviderID = id, f["MessageSid"]
		if err := st.Status(r.Context(), s); err != nil {
			later(w)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// outboxID reads the query of a callback: our id and nothing else, or nothing
// at all, for a messaging service with a callback address of its own.
func outboxID(query string) (id uint64, ok bool) {
	if query == "" {
		return 0, true
	}
	digits, ok := strings.CutPrefix(query, outboxKey+"=")
	if !ok || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	id, err := strconv.ParseUint(digits, 10, 64)
	return id, err == nil
}

// status translates Twilio's word for a state. It returns false for a word that
// says nothing of the way to the receiver.
func status(word, code string) (wijk.Status, bool) {
	switch word {
	case "accepted", "scheduled", "queued", "sending", "sent":
		return wijk.Status{State: wijk.Sent}, true
	case "delivered", "read":
		return wijk.Status{State: wijk.Delivered}, true
	case "undelivered", "failed", "canceled":
		return wijk.Status{State: wijk.Failed, Code: code, Gone: gone(code)}, true
	}
	return wijk.Status{}, false
}
