package twilio

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wijkbot/store/wijk"
)

// The routes of calls. The query of a call of ours holds our outbox id, and
// that of an answer the round as well: the signature covers both.
const (
	voicePath      = "/twilio/voice"
	answerPath     = "/twilio/voice/answer"
	callStatusPath = "/twilio/voice/status"
	roundKey       = "r"
)

const (
	// patience is how long the store may take: after fifteen seconds without an
	// answer Twilio ends the call.
	patience = 8 * time.Second
	// stale is how long after its NotAfter a row may still be said.
	stale = 10 * time.Minute
)

// The rounds of a call: the question is asked up to lastAsk again, and after
// a 1 the line stays open for a while, from thanked to lastRound. Somebody who
// presses 1, 1, 2 is not well.
const (
	lastAsk   = 2
	thanked   = 3
	lastRound = 5
)

// serveVoice says what a call of ours is about. Without an outbox id it is
// somebody who calls us.
func (a *Account) serveVoice(w http.ResponseWriter, r *http.Request, in Receiver) {
	if r.URL.RawQuery == "" {
		a.serveCalled(w, r, in)
		return
	}
	id, ok := outboxID(r.URL.RawQuery)
	if !ok {
		a.refuse(w, http.StatusForbidden, "query")
		return
	}
	f, ok := a.openOurs(w, r, voicePath)
	if !ok {
		return
	}
	if words, ok := a.words(r.Context(), id, f); ok {
		a.ask(w, id, 0, words)
		return
	}
	a.told("call unknown")
	say(w, a.c.Phrases.Unknown)
}

// openOurs checks a request about a call that we made.
func (a *Account) openOurs(w http.ResponseWriter, r *http.Request, path string) (form, bool) {
	f, ok := a.openCall(w, r, path, r.URL.RawQuery)
	if !ok {
		return nil, false
	}
	for _, key := range []string{outboxKey, roundKey} {
		if _, twice := f[key]; twice {
			a.refuse(w, http.StatusForbidden, "form")
			return nil, false
		}
	}
	if f["From"] != a.c.VoiceFrom {
		a.refuse(w, http.StatusForbidden, "sender")
		return nil, false
	}
	return f, true
}

// words returns what is to be said in the call f, unless its row is gone, is of
// another call, or is about something that is over.
func (a *Account) words(ctx context.Context, id uint64, f form) (string, bool) {
	if a.c.Row == nil {
		return "", false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	m, ok, err := a.c.Row(ctx, id)
	if err != nil || !ok {
		return "", false
	}
	same := m.To == wijk.Address{Channel: wijk.Voice, To: f["To"]} && (m.ProviderID == "" || m.ProviderID == f["CallSid"])
	late := !m.NotAfter.IsZero() && a.c.now().After(m.NotAfter.Add(stale))
	return m.Text, same && !late && m.Text != ""
}

// serveAnswer receives a key. What it means is stored before anything is said.
func (a *Account) serveAnswer(w http.ResponseWriter, r *http.Request, in Receiver) {
	id, round, ok := answerOf(r.URL.RawQuery)
	if !ok {
		a.refuse(w, http.StatusForbidden, "query")
		return
	}
	f, ok := a.openOurs(w, r, answerPath)
	if !ok {
		return
	}
	key := f["Digits"]
	switch {
	case key == "1" && round < thanked, key == "2":
		if a.store(r.Context(), in, id, round, f) != nil {
			a.told("key not stored")
			a.retry(w, id, round)
			return
		}
		if key == "2" {
			say(w, a.c.Phrases.WillCall)
			return
		}
		a.listen(w, id, thanked, a.c.Phrases.Thanks)
	case round >= thanked:
		a.listen(w, id, round+1, "")
	case round < lastAsk:
		if words, ok := a.words(r.Context(), id, f); ok {
			a.ask(w, id, round+1, a.c.Phrases.Again, words)
			return
		}
		fallthrough
	default:
		say(w, a.c.Phrases.Unknown)
	}
}

// store hands the key of f over, once for each round of the call.
func (a *Account) store(ctx context.Context, in Receiver, id uint64, round int, f form) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return in.Receive(ctx, wijk.Message{
		ID:   f["CallSid"] + ":" + strconv.Itoa(round),
		From: wijk.Address{Channel: wijk.Voice, To: f["To"]},
		Kind: wijk.Keys, Text: f["Digits"], Answers: id, At: a.c.now(),
	})
}

// answerOf reads the query of an answer: "o=17&r=0".
func answerOf(query string) (id uint64, round int, ok bool) {
	first, last, _ := strings.Cut(query, "&")
	digit, ok := strings.CutPrefix(last, roundKey+"=")
	if !ok || len(digit) != 1 || digit[0] < '0' || digit[0] > '0'+lastRound || first == "" {
		return 0, 0, false
	}
	id, ok = outboxID(first)
	return id, int(digit[0] - '0'), ok
}

// serveCallStatus receives how far a call of ours has come.
func (a *Account) serveCallStatus(w http.ResponseWriter, r *http.Request, st Statuses) {
	id, ok := outboxID(r.URL.RawQuery)
	if !ok || id == 0 {
		a.refuse(w, http.StatusForbidden, "query")
		return
	}
	f, ok := a.openOurs(w, r, callStatusPath)
	if !ok {
		return
	}
	if s, ok := callStatus(f["CallStatus"], callCode(f)); ok {
		s.Outgoing, s.ProviderID = id, f["CallSid"]
		if err := st.Status(r.Context(), s); err != nil {
			later(w)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// callCode returns why a call failed: Twilio's own code, or else what the
// telephone company answered.
func callCode(f form) string {
	code, prefix := f["ErrorCode"], ""
	if code == "" || code == "0" {
		code, prefix = f["SipResponseCode"], "sip"
	}
	if code == "" || len(code) > 6 || strings.Trim(code, "0123456789") != "" {
		return "" // it will be shown and logged
	}
	return prefix + code
}

// callStatus translates Twilio's word for how far a call has come. Completed
// only says that something took it up, be it a machine.
func callStatus(word, code string) (wijk.Status, bool) {
	switch word {
	case "queued", "initiated", "ringing", "in-progress", "answered":
		return wijk.Status{State: wijk.Sent}, true
	case "completed":
		return wijk.Status{State: wijk.Delivered}, true
	case "busy", "no-answer", "canceled":
		return wijk.Status{State: wijk.Failed, Code: word}, true
	case "failed":
		if code == "" {
			code = word
		}
		return wijk.Status{State: wijk.Failed, Code: code, Gone: noSuchNumber(code)}, true
	}
	return wijk.Status{}, false
}

// noSuchNumber reports whether a code says that nobody has the number. The
// answers of telephone companies are those for a number that was never given
// out (404, 604), was changed (410) or is not complete (484): RFC 3398.
func noSuchNumber(code string) bool {
	switch code {
	case "sip404", "sip410", "sip484", "sip604":
		return true
	}
	return gone(code)
}
