package cli

import (
	"fmt"
	"net/url"
	"strings"

	"wijkbot/bot/telegram"
)

// complete fills in what follows from the choices.
func (c *config) complete() {
	if c.telegramMode == "" && c.telegram.Token != "" {
		c.telegramMode = telegram.ModePoll
	}
	if c.publicURL == "" && c.test {
		c.publicURL = "http://" + c.listen
	}
	c.telegram.APIBase, c.telegram.Mode = c.telegramAPI, c.telegramMode
	c.telegram.PublicURL, c.telegram.Timeout = c.publicURL, c.sendTimeout
	c.twilio.APIBase = c.twilioAPI
	c.twilio.PublicURL, c.twilio.Timeout = c.publicURL, c.sendTimeout
}

// check returns why the choices do not go together, for a process that is to
// speak with real people. No fault repeats a value.
func (c *config) check() (errs []error) {
	fault := func(format string, a ...any) { errs = append(errs, fmt.Errorf(format, a...)) }
	if !c.telegramOn() && !c.smsOn() {
		fault("both channels are off: set TELEGRAM_BOT_TOKEN, or TWILIO_ACCOUNT_SID and what goes with it")
	}
	if c.telegram.Token == "" && c.telegramMode != "" && c.telegramMode != modeOff {
		fault("TELEGRAM_MODE: there is no TELEGRAM_BOT_TOKEN")
	}
	if c.telegramOn() {
		errs = append(errs, c.telegram.Check()...)
		errs = append(errs, c.checkBase("TELEGRAM_API_BASE", c.telegramAPI)...)
	}
	if c.smsOn() {
		account := c.twilio
		if c.publicURL == "" {
			fault("WIJKBOT_PUBLIC_URL: needed for SMS, since Twilio signs it")
			account.PublicURL = "https://missing.example" // and the other faults
		}
		errs = append(errs, account.Check()...)
		errs = append(errs, c.checkBase("TWILIO_API_BASE", c.twilioAPI)...)
	}
	if c.pdok != "" {
		errs = append(errs, c.checkBase("PDOK_API_BASE", c.pdok)...)
	}
	if c.signalenOn() {
		errs = append(errs, c.signalen.Check()...)
		errs = append(errs, c.checkBase("SIGNALEN_API_BASE", c.signalen.Base)...)
	}
	errs = append(errs, c.checkCanaries()...)
	for _, name := range c.movesTwilio {
		fault("%s: is set, and would send the account's token to another host", name)
	}
	if u, err := url.Parse(c.publicURL); err == nil && u.Scheme == "http" && !c.test && !loopbackHost(u.Hostname()) {
		fault("WIJKBOT_PUBLIC_URL: must begin with https://")
	}
	if c.listen == c.admin && !strings.HasSuffix(c.listen, ":0") {
		fault("WIJKBOT_ADMIN_LISTEN: must not be WIJKBOT_LISTEN, which the world may reach")
	}
	return errs
}

// checkBase refuses a provider's address to which secrets would go in the
// clear and, in a test, one where real people are.
func (c *config) checkBase(name, base string) []error {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil // reading it told so
	case c.test && !isLoopback(base):
		return []error{fmt.Errorf("%s: must be on this machine (loopback) with WIJKBOT_TEST=1", name)}
	case u.Scheme == "http" && !isLoopback(base):
		return []error{fmt.Errorf("%s: must begin with https://", name)}
	}
	return nil
}
