package twilio_test

import (
	"strings"
	"testing"

	"wijkbot/bot/twilio"
)

func TestConfigCheck(t *testing.T) {
	if faults := config("").Check(); faults != nil {
		t.Errorf("a good configuration has faults: %v", faults)
	}
	tests := map[string]struct {
		spoil func(*twilio.Config)
		want  string
	}{
		"no account":          {func(c *twilio.Config) { c.AccountSID = "" }, "account SID"},
		"short account":       {func(c *twilio.Config) { c.AccountSID = "AC12" }, "account SID"},
		"an API key":          {func(c *twilio.Config) { c.AccountSID = "SK" + c.AccountSID[2:] }, "account SID"},
		"no token":            {func(c *twilio.Config) { c.AuthToken = "" }, "token is empty"},
		"odd token":           {func(c *twilio.Config) { c.AuthToken = "ab_cd" }, "letters and digits"},
		"token with newline":  {func(c *twilio.Config) { c.AuthToken += "\n" }, "letters and digits"},
		"no sender":           {func(c *twilio.Config) { c.From = "" }, "neither"},
		"two senders":         {func(c *twilio.Config) { c.MessagingServiceSID = "MG" + c.AccountSID[2:] }, "both"},
		"a name":              {func(c *twilio.Config) { c.From = "Zoetermeer" }, "phone number"},
		"no number for calls": {func(c *twilio.Config) { c.VoiceFrom = "Zoetermeer" }, "number for calls"},
		"a short code":        {func(c *twilio.Config) { c.From = "3669" }, "phone number"},
		"odd service":         {func(c *twilio.Config) { c.From, c.MessagingServiceSID = "", "MG1" }, "messaging service SID"},
		"no public URL":       {func(c *twilio.Config) { c.PublicURL = "" }, "public URL"},
		"ftp":                 {func(c *twilio.Config) { c.PublicURL = "ftp://wijk.example" }, "public URL"},
		"a query":             {func(c *twilio.Config) { c.PublicURL = "https://wijk.example/?a=b" }, "public URL"},
		"a password":          {func(c *twilio.Config) { c.PublicURL = "https://u:p@wijk.example" }, "public URL"},
		"odd base":            {func(c *twilio.Config) { c.APIBase = "localhost:8080" }, "API base"},
		"negative time-out":   {func(c *twilio.Config) { c.Timeout = -1 }, "time-out"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := config("")
			test.spoil(&c)
			faults := c.Check()
			if len(faults) != 1 || !strings.Contains(faults[0].Error(), test.want) {
				t.Errorf("faults %v, want the one about %q", faults, test.want)
			}
		})
	}
	if n := len(twilio.Config{From: "Z", MessagingServiceSID: "Z"}.Check()); n != 6 {
		t.Errorf("%d faults of six told at once", n)
	}
}
