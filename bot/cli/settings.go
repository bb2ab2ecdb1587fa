package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/bot/telegram"
	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// A setting is one thing the operator may choose, by an environment variable
// or a flag of the same name.
type setting struct {
	name, def, help string
	// secret settings may also come from the file that NAME_FILE names.
	secret bool
	// token settings are refused when they are set to nothing: an empty one
	// would be accepted from anybody.
	token bool
	set   func(c *config, v string) error
}

// settings is everything that can be chosen.
var settings = []setting{
	{name: "WIJKBOT_DB", def: "wijkbot.db", help: "database file",
		set: func(c *config, v string) error { c.db = v; return nonEmpty(v) }},
	{name: "WIJKBOT_LISTEN", def: "127.0.0.1:8080", help: "address for webhooks and for the sandbox page",
		set: func(c *config, v string) error { c.listen = v; return hostPort(v) }},
	{name: "WIJKBOT_ADMIN_LISTEN", def: "127.0.0.1:9090", help: "address for healthz, readyz and metrics",
		set: func(c *config, v string) error { c.admin = v; return hostPort(v) }},
	{name: "WIJKBOT_PUBLIC_URL", help: "where the providers reach WIJKBOT_LISTEN, such as https://bot.gemeente.nl",
		set: func(c *config, v string) error { c.publicURL = v; return webURL(v) }},
	{name: "WIJKBOT_TZ", def: "Europe/Amsterdam", help: "the city's time zone",
		set: func(c *config, v string) (err error) { c.zone, err = location(v); return err }},
	{name: "WIJKBOT_HEARTBEAT_URL", secret: true, help: "asked each minute while all is well",
		set: func(c *config, v string) error { c.heartbeat = v; return webURL(v) }},
	{name: "WIJKBOT_TEL", def: "14 079", help: "number of the municipality, as residents read it",
		set: func(c *config, v string) error { c.tel = v; return phoneText(v) }},
	{name: "WIJKBOT_HAP", help: "number of the GP out of hours, as residents read it",
		set: func(c *config, v string) error { c.hap = v; return phoneText(v) }},
	{name: "WIJKBOT_LIBERATION_DAY", def: "5", help: "when 5 May is a day off: 5 (years that end in 0 or 5), 1 (each year) or 0",
		set: func(c *config, v string) (err error) { c.liberation, err = liberation(v); return err }},
	{name: "WIJKBOT_MANDATES", def: "onderhoud=250,wijkmanager=5000,wijkregisseur=10000,beheerder=10000",
		help: "what a role may spend on one report, in euros; more needs a second person",
		set:  func(c *config, v string) (err error) { c.mandates, err = mandates(v); return err }},
	{name: "WIJKBOT_TEST", help: "1 allows WIJKBOT_CLOCK_FILE and refuses real providers",
		set: func(c *config, v string) (err error) { c.test, err = onOff(v); return err }},
	{name: "WIJKBOT_CLOCK_FILE", help: "test clock: an RFC 3339 time and an optional rate",
		set: func(c *config, v string) error { c.clockFile = v; return nil }},

	{name: "TELEGRAM_BOT_TOKEN", secret: true, token: true, help: "from @BotFather; Telegram is off without it",
		set: func(c *config, v string) error { c.telegram.Token = v; return nil }},
	{name: "TELEGRAM_API_BASE", help: "another address than https://api.telegram.org",
		set: func(c *config, v string) error { c.telegramAPI = v; return webURL(v) }},
	{name: "TELEGRAM_MODE", help: "poll, webhook or off; poll if there is a token",
		set: func(c *config, v string) error {
			c.telegramMode = v
			return mode(v)
		}},
	{name: "TELEGRAM_WEBHOOK_SECRET", secret: true, token: true, help: "what Telegram must show in webhook mode",
		set: func(c *config, v string) error { c.telegram.WebhookSecret = v; return nil }},

	{name: "TWILIO_ACCOUNT_SID", secret: true, help: "SMS is off without an account",
		set: func(c *config, v string) error { c.twilio.AccountSID = v; return nil }},
	{name: "TWILIO_AUTH_TOKEN", secret: true, token: true, help: "the account's token; it also signs webhooks",
		set: func(c *config, v string) error { c.twilio.AuthToken = v; return nil }},
	{name: "TWILIO_FROM", help: "our number, such as +3197012345678",
		set: func(c *config, v string) error { c.twilio.From = v; return nil }},
	{name: "TWILIO_MESSAGING_SERVICE_SID", help: "a pool of numbers, instead of TWILIO_FROM",
		set: func(c *config, v string) error { c.twilio.MessagingServiceSID = v; return nil }},
	{name: "TWILIO_VOICE_FROM", help: "the number that calls, and that residents call; TWILIO_FROM without it",
		set: func(c *config, v string) error { c.twilio.VoiceFrom = v; return nil }},
	{name: "TWILIO_API_BASE", help: "another address than https://api.twilio.com",
		set: func(c *config, v string) error { c.twilioAPI = v; return webURL(v) }},
	{name: "TWILIO_RECONCILE_EVERY", def: "2m", help: "how often to look for SMS and calls that no webhook brought",
		set: func(c *config, v string) (err error) { c.reconcile, err = duration(v, time.Second); return err }},
	{name: "CANARY_SMS", help: "telephones of your own that answer by themselves, such as +31612345678, with commas between; see README",
		set: func(c *config, v string) error { return c.addCanaries(wijk.SMS, v) }},
	{name: "CANARY_TELEGRAM", help: "user ids of accounts of your own that answer by themselves, with commas between",
		set: func(c *config, v string) error { return c.addCanaries(wijk.Telegram, v) }},

	{name: "OPEN311", def: "1", help: "1 serves Open311, the feeds and the exports to the world; 0 does not",
		set: func(c *config, v string) (err error) { c.open311, err = onOff(v); return err }},
	{name: "OPEN311_JURISDICTION", def: "zoetermeer.nl", help: "what other systems call the city",
		set: func(c *config, v string) error { c.jurisdiction = v; return nonEmpty(v) }},
	{name: "OPEN311_RATE", def: "5", help: "requests a second from one address, in the long run",
		set: func(c *config, v string) (err error) { c.rateOpen, err = rate(v); return err }},
	{name: "WIJKBOT_FORWARDED", help: "1 believes the last X-Forwarded-For: the proxy before WIJKBOT_LISTEN writes it",
		set: func(c *config, v string) (err error) { c.forwarded, err = onOff(v); return err }},

	{name: "PDOK_API_BASE", help: "looks addresses up there, such as https://api.pdok.nl/bzk/locatieserver/search/v3_1; off without it",
		set: func(c *config, v string) error { c.pdok = v; return webURL(v) }},
	{name: "SIGNALEN_API_BASE", help: "hands reports over to the Signalen there, such as https://api.example.nl; off without it",
		set: func(c *config, v string) error { c.signalen.Base = v; return webURL(v) }},
	{name: "SIGNALEN_SOURCE", def: "online", help: "how Signalen lists where our reports came from; a public source there",
		set: func(c *config, v string) error { c.signalen.Source = v; return nonEmpty(v) }},
	{name: "SIGNALEN_HOURLY", def: "60", help: "calls an hour to Signalen in all",
		set: func(c *config, v string) (err error) { c.signalen.Hourly, err = atLeastOne(v); return err }},
	{name: "SIGNALEN_POLL_EVERY", def: "1h", help: "how often to ask how far one report is",
		set: func(c *config, v string) (err error) {
			c.signalenEvery, err = duration(v, 10*time.Millisecond)
			return err
		}},

	{name: "RATE_TELEGRAM", def: "30", help: "messages a second to Telegram in all",
		set: func(c *config, v string) (err error) { c.rateTelegram, err = rate(v); return err }},
	{name: "RATE_TELEGRAM_CHAT", def: "1", help: "messages a second to one chat",
		set: func(c *config, v string) (err error) { c.rateChat, err = rate(v); return err }},
	{name: "RATE_SMS", def: "10", help: "SMS a second; see what your number may",
		set: func(c *config, v string) (err error) { c.rateSMS, err = rate(v); return err }},
	{name: "RATE_VOICE", def: "1", help: "calls a second; see what your account may",
		set: func(c *config, v string) (err error) { c.rateVoice, err = rate(v); return err }},
	{name: "VOICE_PREFIXES", def: "+311,+312,+313,+314,+315,+316,+317,+3185,+3188",
		help: "numbers that may be called, by how they begin, with commas between",
		set:  func(c *config, v string) (err error) { c.callPrefixes, err = prefixes(v); return err }},
	{name: "SMS_PREFIXES", def: "+316", help: "numbers that may get an SMS, by how they begin, with commas between",
		set: func(c *config, v string) (err error) { c.prefixes, err = prefixes(v); return err }},
	{name: "SMS_DAY_SEGMENTS", def: "60000", help: "SMS segments a day for what is not a check-in or an alarm",
		set: func(c *config, v string) (err error) { c.daySegments, err = count(v); return err }},
	{name: "SEND_TIMEOUT", def: "10s", help: "how long one call to a provider may take",
		set: func(c *config, v string) (err error) { c.sendTimeout, err = duration(v, time.Millisecond); return err }},
}

const fileSuffix = "_FILE"

// options are values by the name of their setting.
type options map[string]string

// readConfig returns the configuration from flags, which go first, and the
// environment, with everything that is wrong with the values.
func readConfig(flags options, environ []string) (*config, []error) {
	env := make(options)
	for _, pair := range environ {
		if name, v, ok := strings.Cut(pair, "="); ok {
			env[name] = v
		}
	}
	c, errs := &config{}, strangers(env)
	for _, s := range settings {
		v, given, err := s.value(flags, env)
		c.ownDB = c.ownDB || given && s.name == "WIJKBOT_DB"
		c.ownAdmin = c.ownAdmin || given && s.name == "WIJKBOT_ADMIN_LISTEN"
		switch {
		case err != nil:
		case given && v == "" && s.token:
			err = errors.New("is set to nothing")
		case v != "" || s.def != "":
			err = s.set(c, v)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	if c.clockFile != "" && !c.test {
		errs = append(errs, errors.New("WIJKBOT_CLOCK_FILE: only with WIJKBOT_TEST=1"))
	}
	for _, name := range []string{"TWILIO_REGION", "TWILIO_EDGE"} {
		if env[name] != "" {
			c.movesTwilio = append(c.movesTwilio, name)
		}
	}
	c.complete()
	return c, errs
}

// value returns what was chosen, and whether anything was.
func (s setting) value(flags, env options) (v string, given bool, err error) {
	if v, ok := flags[s.name]; ok {
		return v, true, nil
	}
	v, given = env[s.name]
	file, isFile := env[s.name+fileSuffix]
	if f, ok := flags[s.name+fileSuffix]; ok {
		file, isFile, given = f, true, false
	}
	switch {
	case !s.secret || !isFile || file == "":
		if !given {
			v = s.def
		}
		return v, given, nil
	case given:
		return "", true, fmt.Errorf("and %s%s are both set", s.name, fileSuffix)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", true, err
	}
	return strings.TrimRight(string(b), "\r\n"), true, nil
}

// strangers finds variables that look like ours and are not: a typing error
// would otherwise be a setting that silently does nothing.
func strangers(env options) (errs []error) {
	for name := range env {
		if known(name) {
			continue
		}
		if strings.HasPrefix(name, "WIJKBOT_") || slices.ContainsFunc(settings, func(s setting) bool {
			return wijk.Near(strings.ToLower(name), strings.ToLower(s.name))
		}) {
			errs = append(errs, fmt.Errorf("%s: unknown variable", name))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}

// known reports whether name is a setting, or the file of one.
func known(name string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool {
		return s.name == name || s.secret && s.name+fileSuffix == name
	})
}

func nonEmpty(v string) error {
	if v == "" {
		return errors.New("is set to nothing")
	}
	return nil
}

func hostPort(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("must be an address with a port, such as 127.0.0.1:8080")
	}
	return nil
}

// phoneText takes a number as people read it, short enough for every text.
func phoneText(v string) error {
	const most = 15
	if len(v) > most || strings.Trim(v, "+0123456789 -") != "" {
		return fmt.Errorf("must be a telephone number of at most %d characters, such as 14 079", most)
	}
	return nil
}

func liberation(v string) (dutch.Liberation, error) {
	switch v {
	case "5":
		return dutch.EveryFifth, nil
	case "1":
		return dutch.EveryYear, nil
	case "0":
		return dutch.NoYear, nil
	}
	return 0, errors.New("must be 5, 1 or 0")
}

// mandates reads amounts in whole euros and returns them in cents.
func mandates(v string) (map[wijk.Role]int64, error) {
	const most = 1_000_000 // euros
	all := make(map[wijk.Role]int64)
	for pair := range strings.SplitSeq(v, ",") {
		role, amount, _ := strings.Cut(strings.TrimSpace(pair), "=")
		euros, err := strconv.ParseInt(amount, 10, 64)
		if err != nil || euros < 0 || euros > most || !wijk.Role(role).Mends() {
			return nil, errors.New("must be roles that work on reports with whole euros, such as onderhoud=250,wijkmanager=5000")
		}
		all[wijk.Role(role)] = 100 * euros
	}
	return all, nil
}

func webURL(v string) error {
	u, err := url.Parse(v)
	if v != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "") {
		return errors.New("must be an address such as https://example.org")
	}
	return nil
}

func location(v string) (*time.Location, error) {
	zone, err := time.LoadLocation(v)
	if err != nil || v == "" || v == "Local" {
		return time.UTC, errors.New("must be a time zone such as Europe/Amsterdam")
	}
	return zone, nil
}

func onOff(v string) (bool, error) {
	on, err := strconv.ParseBool(v)
	if v != "" && err != nil {
		return false, errors.New("must be 1 or 0")
	}
	return on, nil
}

func mode(v string) error {
	if v != "" && v != telegram.ModePoll && v != telegram.ModeWebhook && v != modeOff {
		return errors.New("must be poll, webhook or off")
	}
	return nil
}

func duration(v string, least time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil || d < least {
		return 0, fmt.Errorf("must be a time such as 10s, at least %v", least)
	}
	return d, nil
}

func rate(v string) (float64, error) {
	r, err := strconv.ParseFloat(v, 64)
	if err != nil || !(r > 0 && r <= 10000) {
		return 0, errors.New("must be messages a second, such as 0.5 or 30")
	}
	return r, nil
}

func count(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return 0, errors.New("must be a whole number")
	}
	return n, nil
}

func atLeastOne(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		return 0, errors.New("must be a whole number of at least 1")
	}
	return n, nil
}

func prefixes(v string) ([]string, error) {
	var list []string
	for p := range strings.SplitSeq(v, ",") {
		p = strings.TrimSpace(p)
		digits, ok := strings.CutPrefix(p, "+")
		if !ok || digits == "" || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" || digits[0] == '0' {
			return nil, errors.New("must be beginnings of numbers such as +316,+3197")
		}
		list = append(list, p)
	}
	return list, nil
}

// loopbackHost reports whether host is surely this machine.
func loopbackHost(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
