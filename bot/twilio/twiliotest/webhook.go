package twiliotest

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sign returns the signature that Twilio puts in X-Twilio-Signature for form
// posted to address, under token.
func Sign(token, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = io.WriteString(mac, address)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		_, _ = io.WriteString(mac, k+form.Get(k))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Request returns the signed webhook for form, as Twilio would post it.
func (f *Fake) Request(ctx context.Context, address string, form url.Values) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %w", err)
	}
	f.mu.Lock()
	token := fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x",
		f.rand.Uint32(), f.rand.IntN(1<<16), f.rand.IntN(1<<12), f.rand.IntN(1<<12), f.rand.Int64N(1<<48))
	f.mu.Unlock()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	r.Header.Set("X-Twilio-Signature", Sign(f.o.AuthToken, address, form))
	r.Header.Set("I-Twilio-Idempotency-Token", token)
	r.Header.Set("User-Agent", "TwilioProxy/1.1")
	r.Header.Set("Accept", "*/*")
	return r, nil
}

// post delivers a webhook as Twilio does by default: once more if it cannot
// connect, and not again after any answer. It checks the answer to an SMS.
func (f *Fake) post(ctx context.Context, address string, form url.Values, twiml bool) error {
	kind, body, err := f.ask(ctx, address, form)
	if err == nil && twiml {
		return checkTwiML(kind, body)
	}
	return err
}

// ask delivers a webhook and returns the answer, if it was a yes.
func (f *Fake) ask(ctx context.Context, address string, form url.Values) (kind string, body []byte, err error) {
	var resp *http.Response
	for try := range 2 {
		r, err := f.Request(ctx, address, form)
		if err != nil {
			return "", nil, err
		}
		var op *net.OpError
		if resp, err = f.hook.Do(r); err == nil {
			break
		} else if try == 1 || !errors.As(err, &op) || op.Op != "dial" {
			return "", nil, fmt.Errorf("twiliotest: webhook: %w", err)
		}
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("twiliotest: webhook: %w", err)
	case resp.StatusCode < 200 || resp.StatusCode >= 300:
		return "", nil, fmt.Errorf("twiliotest: webhook answered %s", resp.Status)
	}
	return resp.Header.Get("Content-Type"), body, nil
}

// checkTwiML reports what Twilio would raise as error 12100 or 12300.
func checkTwiML(kind string, body []byte) error {
	if t, _, _ := mime.ParseMediaType(kind); t != "text/xml" && t != "application/xml" {
		return fmt.Errorf("twiliotest: webhook answered with type %q, not text/xml", kind)
	}
	var doc struct {
		XMLName xml.Name
		Verbs   []struct{} `xml:",any"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		return fmt.Errorf("twiliotest: webhook answered no XML: %w", err)
	}
	if doc.XMLName.Local != "Response" || len(doc.Verbs) != 0 {
		return errors.New("twiliotest: webhook answered other than an empty <Response/>")
	}
	return nil
}

// report tells the status callback of sid what becomes of it: sent, and then
// delivered or not. Unless calm the two may come the other way round, late or
// more than once.
func (f *Fake) report(sid string) {
	f.mu.Lock()
	m := *f.index[sid]
	words := []string{"sent", "delivered"}
	if code := f.failing[m.To]; code != 0 {
		m.Code, words[1] = code, "undelivered"
	}
	if f.luck() {
		slices.Reverse(words)
	}
	if f.luck() {
		words = append(words, words[f.rand.IntN(2)])
	}
	var waits []time.Duration
	for range words {
		wait := time.Duration(0)
		if f.o.Delay > 0 {
			wait = time.Duration(f.rand.Int64N(int64(f.o.Delay)))
		}
		waits = append(waits, wait)
	}
	f.mu.Unlock()
	for i, word := range words {
		if waits[i] > 0 {
			select {
			case <-time.After(waits[i]):
			case <-f.ctx.Done():
			}
		}
		if f.ctx.Err() != nil {
			return
		}
		f.move(sid, word, m.Code)
		form := f.StatusForm(m, word)
		_ = f.post(f.ctx, m.Callback, form, false) // Twilio shrugs too
	}
}

// move writes in the log how far sid has come.
func (f *Fake) move(sid, word string, code int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m := f.index[sid]
	if m.Sent.IsZero() {
		m.Sent = f.o.Now()
	}
	if m.Status != "delivered" && m.Status != "undelivered" {
		m.Status = word
		if word == "undelivered" {
			m.Code = code
		}
	}
	f.touch()
}

// StatusForm returns what Twilio posts when m comes to the state word. The code
// of m goes along with undelivered and failed.
func (f *Fake) StatusForm(m Message, word string) url.Values {
	v := url.Values{
		"MessageSid":    {m.SID},
		"SmsSid":        {m.SID},
		"AccountSid":    {f.o.AccountSID},
		"From":          {m.From},
		"To":            {m.To},
		"MessageStatus": {word},
		"SmsStatus":     {word},
		"ApiVersion":    {"2010-04-01"},
	}
	if m.Code != 0 && (word == "undelivered" || word == "failed") {
		v.Set("ErrorCode", strconv.Itoa(m.Code))
	}
	if word == "delivered" || word == "undelivered" {
		v.Set("RawDlrDoneDate", f.o.Now().UTC().Format("0601021504"))
	}
	if f.o.MessagingServiceSID != "" {
		v.Set("MessagingServiceSid", f.o.MessagingServiceSID)
	}
	return v
}
