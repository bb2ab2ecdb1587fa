package cli

import (
	"time"

	"wijkbot/flows"
	"wijkbot/notifier"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// rounds is the city's cron table. The notifier sees to it that each time
// comes once, whatever the restarts and the clock changes, and tells the round
// from when to when it must make up for.
func rounds(c *flows.City) []notifier.Round {
	return []notifier.Round{
		// Who asked to be asked has a time of their own, to the minute.
		{ID: "checkin", Cron: "* * * * *", Run: c.AskCheckIns},
	}
}

// importedRounds adds the rounds of the import file. A round that was missed
// several times is done once: nobody needs last week's spreekuur.
func importedRounds(c *flows.City) func(*store.Tx) []notifier.Round {
	return func(tx *store.Tx) (all []notifier.Round) {
		for _, r := range store.Rounds.All(tx, "") {
			all = append(all, notifier.Round{
				ID: "import/" + r.ID, Cron: r.Cron,
				Run: func(tx *store.Tx, _, _, now time.Time) {
					switch r.Kind {
					case wijk.RoundUpdate:
						c.UpdateRound(tx, r, now)
					case wijk.RoundOutreach:
						c.Outreach(tx, r, now)
					}
				},
			})
		}
		return all
	}
}
