package twiliotest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strconv"
)

// A verb is one element of TwiML.
type verb struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Inner   []verb     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (v *verb) attr(name string) string {
	for _, a := range v.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// grammar is the TwiML that the fake knows: which attributes a verb has.
var grammar = map[string][]string{
	"Say":    {"language", "voice", "loop"},
	"Pause":  {"length"},
	"Gather": {"input", "action", "method", "timeout", "numDigits", "finishOnKey", "language", "actionOnEmptyResult"},
	"Hangup": {},
	"Reject": {"reason"},
}

// parseVerbs reads the TwiML of a call, and reports what Twilio would warn of
// or end the call for.
func parseVerbs(kind string, body []byte) ([]verb, error) {
	if t, _, _ := mime.ParseMediaType(kind); t != "text/xml" && t != "application/xml" {
		return nil, fmt.Errorf("twiliotest: webhook answered with type %q, not text/xml", kind)
	}
	var doc verb
	if err := xml.Unmarshal(body, &doc); err != nil {
		return nil, fmt.Errorf("twiliotest: webhook answered no XML: %w", err)
	}
	if doc.XMLName.Local != "Response" {
		return nil, errors.New("twiliotest: webhook answered no <Response>")
	}
	for i, v := range doc.Inner {
		if err := v.check(); err != nil {
			return nil, err
		}
		if v.XMLName.Local == "Reject" && i > 0 {
			return nil, errors.New("twiliotest: <Reject> is not the first verb, so that the call was taken up")
		}
	}
	return doc.Inner, nil
}

func (v *verb) check() error {
	name := v.XMLName.Local
	known, ok := grammar[name]
	if !ok {
		return fmt.Errorf("twiliotest: unknown verb <%s>", name)
	}
	for _, a := range v.Attrs {
		if !slices.Contains(known, a.Name.Local) {
			return fmt.Errorf("twiliotest: <%s> has no attribute %s", name, a.Name.Local)
		}
	}
	number := func(attr string) error {
		s := v.attr(attr)
		if n, err := strconv.Atoi(s); s != "" && (err != nil || n < 0) {
			return fmt.Errorf("twiliotest: <%s> %s=%q", name, attr, s)
		}
		return nil
	}
	switch name {
	case "Say":
		if v.Text == "" || len(v.Text) > 4096 {
			return errors.New("twiliotest: <Say> says nothing, or too much")
		}
	case "Reject":
		if r := v.attr("reason"); r != "" && r != "busy" && r != "rejected" {
			return fmt.Errorf("twiliotest: <Reject> reason=%q", r)
		}
	case "Gather":
		if len(v.attr("finishOnKey")) > 1 {
			return errors.New("twiliotest: <Gather> finishOnKey is one key")
		}
		for _, in := range v.Inner {
			if n := in.XMLName.Local; n != "Say" && n != "Pause" {
				return fmt.Errorf("twiliotest: <%s> inside <Gather>", n)
			}
			if err := in.check(); err != nil {
				return err
			}
		}
	}
	return errors.Join(number("timeout"), number("numDigits"), number("length"), number("loop"))
}
