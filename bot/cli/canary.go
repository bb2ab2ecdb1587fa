package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// addCanaries reads addresses on a channel, with commas between.
func (c *config) addCanaries(ch wijk.Channel, v string) error {
	for to := range strings.SplitSeq(v, ",") {
		to = strings.TrimSpace(to)
		if ch == wijk.SMS && !mobile(to) {
			return errors.New("must be numbers such as +31612345678")
		}
		if id, err := strconv.ParseInt(to, 10, 64); ch == wijk.Telegram && (err != nil || id <= 0 || strconv.FormatInt(id, 10) != to) {
			return errors.New("must be user ids such as 123456789, not names or groups")
		}
		a := wijk.Address{Channel: ch, To: to}
		if slices.Contains(c.canaries, a) {
			return errors.New("holds one twice")
		}
		c.canaries = append(c.canaries, a)
	}
	return nil
}

// mobile reports whether s is a whole number in E.164 form.
func mobile(s string) bool {
	const least, most = 8, 15 // digits
	digits, ok := strings.CutPrefix(s, "+")
	return ok && len(digits) >= least && len(digits) <= most && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// checkCanaries returns why canaries could never answer.
func (c *config) checkCanaries() (errs []error) {
	for _, a := range c.canaries {
		switch a.Channel {
		case wijk.SMS:
			if !c.smsOn() {
				errs = append(errs, errors.New("CANARY_SMS: SMS is off"))
			} else if !slices.ContainsFunc(c.prefixes, func(p string) bool { return strings.HasPrefix(a.To, p) }) {
				errs = append(errs, errors.New("CANARY_SMS: a number that SMS_PREFIXES does not let us send to"))
			}
		case wijk.Telegram:
			if !c.telegramOn() {
				errs = append(errs, errors.New("CANARY_TELEGRAM: Telegram is off"))
			}
		}
	}
	return errs
}

// canaryTime bounds one look at the canaries.
const canaryTime = 5 * time.Second

// canaries returns which channel has canaries of which none answers, or nil.
func (s *service) canaries() (silent error) {
	ctx, cancel := context.WithTimeout(context.Background(), canaryTime)
	defer cancel()
	now := s.city.now()
	err := s.city.db.View(ctx, func(tx *store.Tx) error {
		silent = s.city.flows.CanarySilent(tx, now)
		return nil
	})
	if err != nil {
		return fmt.Errorf("the canaries: %w", err)
	}
	return silent
}
