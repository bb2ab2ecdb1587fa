package cli

import (
	"net/url"
	"time"

	"wijkbot/bot/signalen"
	"wijkbot/bot/telegram"
	"wijkbot/bot/twilio"
	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// A config is what the operator chose, checked one by one; check tells whether
// the choices go together.
type config struct {
	ownDB, ownAdmin        bool // the operator named the database, the admin address
	db                     string
	listen, admin          string
	publicURL, heartbeat   string
	zone                   *time.Location
	test                   bool
	clockFile              string
	telegram               telegram.Config
	twilio                 twilio.Config
	reconcile              time.Duration
	rateTelegram, rateChat float64
	rateSMS, rateVoice     float64
	callPrefixes           []string
	prefixes               []string
	daySegments            int
	tel, hap               string
	liberation             dutch.Liberation
	mandates               map[wijk.Role]int64
	sendTimeout            time.Duration
	telegramAPI, twilioAPI string
	telegramMode           string
	open311                bool
	jurisdiction           string
	forwarded              bool
	rateOpen               float64
	canaries               []wijk.Address
	movesTwilio            []string // TWILIO_REGION and such, that are set
	pdok                   string   // its address, empty when it is off
	signalen               signalen.Config
	signalenEvery          time.Duration
}

const modeOff = "off"

func (c *config) telegramOn() bool { return c.telegram.Token != "" && c.telegramMode != modeOff }

func (c *config) smsOn() bool {
	t := c.twilio
	return t.AccountSID != "" || t.AuthToken != "" || t.From != "" || t.MessagingServiceSID != ""
}

// voiceOn reports whether people can be called, and can call us: only with a
// number of our own.
func (c *config) voiceOn() bool {
	return c.smsOn() && (c.twilio.VoiceFrom != "" || c.twilio.From != "")
}

func (c *config) signalenOn() bool { return c.signalen.Base != "" }

// isLoopback reports whether an address is surely on this machine.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && loopbackHost(u.Hostname())
}
