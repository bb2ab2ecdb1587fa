package twiliotest

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The words that Twilio acts on itself, when they are the whole message and the
// number is a long one. All of them reach the webhook too.
var (
	stopWords  = []string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
	startWords = []string{"START", "YES", "UNSTOP"}
	helpWords  = []string{"HELP", "INFO"}
)

// Text has the phone from send body to our number: into the log, and to the
// webhook. It returns after the webhook answered, and an error if that was not
// a yes. Unless calm it may deliver more than once, at the same time.
func (f *Fake) Text(ctx context.Context, from, body string) (sid string, err error) {
	m := f.receive(from, body, 0)
	copies := 1
	f.mu.Lock()
	for f.luck() && copies < 4 {
		copies++
	}
	f.mu.Unlock()
	errs := f.Deliver(ctx, m.SID, copies)
	return m.SID, errs[0]
}

// Picture does so for an MMS with n pictures.
func (f *Fake) Picture(ctx context.Context, from, body string, n int) (sid string, err error) {
	m := f.receive(from, body, n)
	return m.SID, f.Deliver(ctx, m.SID, 1)[0]
}

// TextQuietly puts the message in the log alone, as when the webhook was down.
func (f *Fake) TextQuietly(from, body string) (sid string) {
	return f.receive(from, body, 0).SID
}

// Deliver posts the inbound message sid to the webhook, copies at the same time,
// and returns what came of each.
func (f *Fake) Deliver(ctx context.Context, sid string, copies int) []error {
	f.mu.Lock()
	m, ok := f.index[sid]
	f.mu.Unlock()
	errs := make([]error, copies)
	if !ok || m.Direction != "inbound" {
		errs[0] = fmt.Errorf("twiliotest: no inbound message %s", sid)
		return errs
	}
	if f.o.SMSURL == "" {
		return errs
	}
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = f.post(ctx, f.o.SMSURL, f.SMSForm(*m), true) })
	}
	all.Wait()
	return errs
}

// SMSForm returns what Twilio posts for the inbound message m.
func (f *Fake) SMSForm(m Message) url.Values {
	v := url.Values{
		"MessageSid":    {m.SID},
		"SmsSid":        {m.SID},
		"SmsMessageSid": {m.SID},
		"AccountSid":    {f.o.AccountSID},
		"From":          {m.From},
		"To":            {m.To},
		"Body":          {m.Body},
		"NumMedia":      {strconv.Itoa(m.Media)},
		"NumSegments":   {strconv.Itoa(segments(m.Body))},
		"SmsStatus":     {"received"},
		"ApiVersion":    {"2010-04-01"},
	}
	for _, end := range []string{"From", "To"} {
		v.Set(end+"Country", "NL")
		for _, part := range []string{"City", "State", "Zip"} {
			v.Set(end+part, "")
		}
	}
	for i := range m.Media {
		v.Set(fmt.Sprintf("MediaContentType%d", i), "image/jpeg")
		v.Set(fmt.Sprintf("MediaUrl%d", i), "https://api.twilio.com"+strings.TrimSuffix(f.path(), ".json")+"/"+m.SID+"/Media/ME"+m.SID[2:])
	}
	if f.o.MessagingServiceSID != "" {
		v.Set("MessagingServiceSid", f.o.MessagingServiceSID)
	}
	return v
}

// receive logs an inbound message and acts on keywords.
func (f *Fake) receive(from, body string, media int) Message {
	f.mu.Lock()
	m := f.add(Message{
		To: f.o.From, From: from, Body: body, Direction: "inbound", Status: "received", Media: media,
	})
	m.Sent = m.Created
	answer := f.keyword(from, strings.ToUpper(strings.TrimSpace(body)))
	var reply Message
	if answer != "" {
		r := f.add(Message{To: from, From: f.o.From, Body: answer, Direction: "outbound-reply", Status: "delivered"})
		r.Sent = r.Created
		reply = *r
	}
	in := *m
	f.mu.Unlock()
	if answer != "" && f.o.OnSend != nil {
		f.o.OnSend(reply)
	}
	return in
}

// keyword returns what Twilio itself answers to word. The caller holds the lock.
func (f *Fake) keyword(from, word string) string {
	switch {
	case slices.Contains(stopWords, word) && !f.blocked[from]:
		f.blocked[from] = true
		return "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
	case slices.Contains(startWords, word) && f.blocked[from]:
		delete(f.blocked, from)
		return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	case slices.Contains(helpWords, word) && !f.blocked[from]:
		return "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	}
	return ""
}

// gsm is the alphabet of which 160 fit in one segment.
const gsm = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// segments returns how many SMS carry body.
func segments(body string) int {
	units, single, joined := 0, 160, 153
	for _, r := range body {
		switch {
		case strings.ContainsRune(gsm, r):
			units++
		case strings.ContainsRune("^{}\\[~]|€\f", r):
			units += 2
		default:
			single, joined = 70, 67
		}
	}
	if single == 70 {
		units = 0
		for _, r := range body {
			units++
			if r > 0xFFFF {
				units++
			}
		}
	}
	if units <= single {
		return 1
	}
	return (units + joined - 1) / joined
}
