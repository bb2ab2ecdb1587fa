package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/wijk"
)

func warn(k *call, text string) { fmt.Fprintln(k.err, "wijkbot: warning:", text) }

// mostGaps is how many times without duty are told, and gapDays how many days
// ahead is looked: a roster repeats itself each week.
const (
	mostGaps = 10
	gapDays  = 7
)

// warnOf tells what the operator may not expect of an import that went in. It
// is looked up afterwards, so that nobody waits for it.
func (c *city) warnOf(ctx context.Context, k *call, file *intake.File, guarded bool, now time.Time) error {
	var warnings []string
	err := c.db.View(ctx, func(tx *store.Tx) error {
		warnings = intake.Warnings(tx, file, k.config.delivers)
		if guarded { // otherwise there is nobody at any time
			warnings = append(warnings, c.gaps(tx, now)...)
		}
		return nil
	})
	for _, w := range warnings {
		warn(k, w)
	}
	return err
}

// gaps tells in which times of the coming days nobody has duty who is needed.
func (c *city) gaps(tx *store.Tx, now time.Time) (all []string) {
	var days []wijk.Date
	for i := range gapDays {
		days = append(days, wijk.DateOf(now).Add(i+1))
	}
	gaps := c.flows.Gaps(tx, days)
	for _, g := range gaps[:min(mostGaps, len(gaps))] {
		all = append(all, fmt.Sprintf("nobody is on duty in %s from %s until %s; residents with check-ins there then: %d",
			cmp.Or(g.Wijk, "no wijk"), stamp(g.From, c.zone), stamp(g.Until, c.zone), g.People))
	}
	if more := len(gaps) - mostGaps; more > 0 {
		all = append(all, fmt.Sprintf("and %d more such times in the coming %d days", more, gapDays))
	}
	return all
}

// delivers reports whether a message to an address can leave. Who imports before
// any channel is set up is told of that elsewhere.
func (c *config) delivers(a wijk.Address) bool {
	if !c.telegramOn() && !c.smsOn() {
		return true
	}
	allowed := func(prefixes []string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(a.To, p) })
	}
	switch a.Channel {
	case wijk.Telegram:
		return c.telegramOn()
	case wijk.SMS:
		return c.smsOn() && allowed(c.prefixes)
	}
	return c.voiceOn() && allowed(c.callPrefixes)
}
