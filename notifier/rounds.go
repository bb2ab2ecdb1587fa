package notifier

import (
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Rounds is everything the city does by itself at set times. Those of the
// import file come from Imported.
func Rounds(c *flows.City) []Round {
	rounds := []Round{
		// Asks everybody whose own time has come whether all is well.
		{ID: "checkin", Cron: "* * * * *", Run: c.AskCheckIns},
		// Tells who answers for it which reports are, or will be, late.
		{ID: "deadlines", Cron: "0 9 * * *", Run: func(tx *store.Tx, _, _, now time.Time) { c.Deadlines(tx, now) }},
		// Tells reporters that a promise will not be kept, before it is broken: each
		// minute some of them, for as long as there are.
		{ID: "warn", Cron: "* 12-14 * * *", Run: func(tx *store.Tx, _, _, now time.Time) { c.WarnReporters(tx, now) }},
		// Looks whether somebody is on duty whenever a resident may need it: today,
		// and in the afternoon the days until the next working day.
		{ID: "duty", Cron: "0 8,16 * * *", Run: func(tx *store.Tx, _, at, now time.Time) { c.CheckDuty(tx, at, now) }},
		// Reminds of the last day of a Wmo-melding.
		{ID: "wmo", Cron: "0 9 * * *", Run: func(tx *store.Tx, _, _, now time.Time) { c.RemindWmo(tx, now) }},
		// Advises who costs most false alarms, and what may help.
		{ID: "fatigue", Cron: "15 9 * * 1", Run: func(tx *store.Tx, _, _, now time.Time) { c.AdviseFatigue(tx, now) }},
		// Tells which cases somebody did not hand over when their duty ended.
		{ID: "shifts", Cron: "*/5 * * * *", Run: c.ShiftsEnded},
		// Proves at the end of the day that nobody was left out.
		{ID: "proof", Cron: "0 18 * * *", Run: c.ProveDays},
		// Publishes the picture of residents over 70 of a quarter that is over.
		{ID: "beeld70", Cron: "10 4 * 1,4,7,10 *", Run: func(tx *store.Tx, _, _, now time.Time) { c.PublishPicture(tx, now) }},
		// Takes away the words of residents that may not be kept any longer.
		{ID: "words", Cron: "20 * * * *", Run: func(tx *store.Tx, _, _, now time.Time) { c.DropWords(tx, now) }},
		// Forgets what nobody needs any more, at an hour when nobody writes.
		{ID: "retain", Cron: "30 3 * * *", Run: func(tx *store.Tx, _, _, now time.Time) {
			store.Prune(tx, now.Add(-store.Keep), pruneAtOnce)
			store.PruneLoose(tx, now.Add(-store.KeepLoose), looseAtOnce)
			store.PruneCodes(tx, now, wijk.DateOf(now))
			store.PruneOutreach(tx, now.Add(-wijk.OutreachKeep), pruneAtOnce)
			store.PruneLeaves(tx, wijk.DateOf(now).Add(-leavesKept))
			store.PruneAppeals(tx, now.Add(-store.KeepAppeals), pruneAtOnce)
			store.PruneDays(tx, wijk.DateOf(now).Add(-store.KeepDays), pruneAtOnce)
		}},
	}
	if len(c.Canaries) > 0 {
		// Asks the canaries for a sign, not at the whole hour, when waves leave.
		rounds = append(rounds, Round{ID: "canary", Cron: "45 7-20 * * *",
			Run: func(tx *store.Tx, _, at, now time.Time) { c.AskCanaries(tx, at, now) }})
	}
	return rounds
}

// Imported returns the rounds of the import file: updates of a wijkagent and
// invitations to residents over 70. One that was missed by more than lateRound is
// reported, not sent: its text may no longer be true.
func Imported(c *flows.City) func(tx *store.Tx) []Round {
	return func(tx *store.Tx) (all []Round) {
		for _, r := range store.Rounds.All(tx, "") {
			all = append(all, Round{ID: "import/" + r.ID, Cron: r.Cron, Run: func(tx *store.Tx, _, at, now time.Time) {
				switch {
				case now.Sub(at) > lateRound:
					c.Warn(tx, "round/"+r.ID, "De ronde \""+r.ID+"\" kon niet op tijd weg en is overgeslagen.", now)
				case r.Kind == wijk.RoundOutreach:
					c.Outreach(tx, r, now)
				default:
					c.UpdateRound(tx, r, now)
				}
			}})
		}
		return all
	}
}

const (
	// lateRound is how late an imported round may still be sent.
	lateRound = 6 * time.Hour
	// pruneAtOnce bounds one night's work; a backlog takes several nights.
	pruneAtOnce = 50_000
	// leavesKept is how many days it stays known who was away.
	leavesKept  = 30
	looseAtOnce = 5_000 // photos, of which each is some 200 kB
)
