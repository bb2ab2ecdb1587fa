package twilio

import (
	"io"
	"net/http"
	"strings"

	"wijkbot/store/wijk"
)

// noReply tells Twilio to answer nothing: our replies go through the outbox.
const noReply = `<?xml version="1.0" encoding="UTF-8"?><Response/>`

// serveSMS receives one SMS.
func (a *Account) serveSMS(w http.ResponseWriter, r *http.Request, in Receiver) {
	if r.URL.RawQuery != "" {
		a.refuse(w, http.StatusForbidden, "query")
		return
	}
	f, ok := a.open(w, r, smsPath, "")
	if !ok {
		return
	}
	if !a.isToUs(f) {
		a.refuse(w, http.StatusForbidden, "receiver")
		return
	}
	m, ok := message(inbound{
		sid: f["MessageSid"], from: f["From"], to: f["To"], body: f["Body"], media: f["NumMedia"],
	})
	if ok {
		m.At = a.c.now()
		if err := in.Receive(r.Context(), m); err != nil {
			later(w)
			return
		}
		a.stored.add(m.ID)
	} else if a.c.Refused != nil {
		a.c.Refused("sender") // a 200 all the same, or Twilio reports a fault of ours
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = io.WriteString(w, noReply)
}

// isToUs reports whether f is addressed to our number, or came through our
// service whatever number of it was texted.
func (a *Account) isToUs(f form) bool {
	if a.c.From != "" {
		return f["To"] == a.c.From
	}
	return f["MessagingServiceSid"] == a.c.MessagingServiceSID && isNumber(f["To"])
}

// An inbound is an SMS to us as both the webhook and the log tell it.
type inbound struct{ sid, from, to, body, media string }

// message translates s. It returns false for one that nobody can be behind: a
// name or a short code as sender is a machine, which would answer our answer
// for ever, and so would our own number.
func message(s inbound) (wijk.Message, bool) {
	if !isNumber(s.from) || s.from == s.to {
		return wijk.Message{}, false
	}
	m := wijk.Message{
		ID:   s.sid,
		From: wijk.Address{Channel: wijk.SMS, To: s.from},
		Kind: wijk.Text,
		Text: strings.ToValidUTF8(s.body, "\uFFFD"),
	}
	if s.body == "" && s.media != "" && s.media != "0" {
		m.Kind = wijk.Other
	}
	return m, true
}
