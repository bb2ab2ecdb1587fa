package twilio

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"wijkbot/store/wijk"
)

// VoiceDoor is the name under which the cursor of missed calls is stored.
const VoiceDoor = "twilio/voice"

// hidden are what Twilio gives for a caller who does not show a number: the
// words themselves, and as they are typed on the keys of a telephone.
var hidden = []string{
	"anonymous", "restricted", "blocked", "unknown", "unavailable", "private",
	"266696687", "7378742833", "2562533", "8656696", "86282452253", "464",
}

// serveCalled takes note of somebody who calls us, and does not pick up: a
// call that is refused costs nobody anything.
func (a *Account) serveCalled(w http.ResponseWriter, r *http.Request, in Receiver) {
	f, ok := a.openCall(w, r, voicePath, "")
	if !ok {
		return
	}
	m, ok := called(f["CallSid"], f["From"], f["To"])
	switch {
	case f["To"] != a.c.VoiceFrom:
		a.told("receiver")
	case !ok:
		a.told("caller")
	default:
		m.At = a.c.now()
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		if err := in.Receive(ctx, m); err != nil {
			a.told("call not stored") // the log still has it
		} else {
			a.stored.add(m.ID)
		}
	}
	reject(w)
}

// called translates a call to us. It returns false for one that shows no
// number, which is nobody's, and for our own.
func called(sid, from, to string) (wijk.Message, bool) {
	if !isNumber(from) || from == to || slices.Contains(hidden, strings.TrimPrefix(from, "+")) {
		return wijk.Message{}, false
	}
	return wijk.Message{ID: sid, From: wijk.Address{Channel: wijk.Voice, To: from}, Kind: wijk.Call}, true
}

// told counts what was turned away although Twilio got a good answer.
func (a *Account) told(reason string) {
	if a.c.Refused != nil {
		a.c.Refused(reason)
	}
}

// Reconcile hands to in, oldest first, the calls to us in Twilio's log that no
// webhook brought us, with the time at which they were made. Cursor and next
// are as those of Account.Reconcile, under VoiceDoor.
func (v *Voice) Reconcile(ctx context.Context, in Receiver, cursor string) (next string, err error) {
	now := earlier(time.Now(), v.a.c.now())
	from, err := time.Parse(time.RFC3339, cursor)
	if cursor == "" {
		from, err = now, nil
	}
	if err != nil {
		return cursor, fmt.Errorf("twilio: reconcile: cursor: %w", err)
	}
	run := reading{a: v.a, in: in, door: VoiceDoor, cursor: from, next: cursor}
	// Whole days: Twilio compares dates. There is no end to the window, so that
	// their clock may be ahead of ours.
	p := new(openapi.ListCallParams).SetTo(v.a.c.VoiceFrom).SetPageSize(logPage).
		SetStartTimeAfter(from.Add(-overlap).UTC().Truncate(24 * time.Hour))
	var rs []callRow
	for r, err := range v.rows(ctx, "reconcile", p) {
		if err != nil {
			return run.next, err
		}
		if text(r.Direction) == "inbound" && text(r.To) == v.a.c.VoiceFrom && isCallSID(text(r.Sid)) {
			rs = append(rs, r)
		}
	}
	slices.Reverse(rs)
	slices.SortStableFunc(rs, func(r, s callRow) int { return calledAt(&r).Compare(calledAt(&s)) })
	for i := range rs {
		if err := ctx.Err(); err != nil {
			return run.next, &Error{Doing: "reconcile", Cause: err}
		}
		m, ok := called(text(rs[i].Sid), text(rs[i].From), text(rs[i].To))
		run.take(ctx, m, ok, calledAt(&rs[i]))
	}
	return run.end(now)
}
