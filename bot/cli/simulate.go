package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strconv"

	"wijkbot/bot/simulate"
	"wijkbot/store/wijk"
)

// The city that is simulated when nothing else is asked for: a year that has
// both clock changes and every holiday.
const (
	simulatedPeople = 2000
	simulatedDays   = 365
	simulatedFrom   = wijk.Date("2027-01-01")
	roomyGC         = 400
	roomyMemory     = 2 << 30 // bytes; beyond it garbage is collected more often
	mostSimulated   = 10_000  // names have four digits
)

// simulated lets a made-up city live with the bot, and fails when somebody was
// missed, asked twice, or recorded as well without having said so.
func simulated(ctx context.Context, k *call) error {
	o := simulate.Options{Residents: simulatedPeople, Days: simulatedDays, Seed: rand.Uint64N(1_000_000), From: simulatedFrom}
	for _, f := range []struct {
		text string
		to   *int
		most int
	}{{k.residents, &o.Residents, mostSimulated}, {k.days, &o.Days, 10 * simulatedDays}} {
		if f.text == "" {
			continue
		}
		n, err := strconv.Atoi(f.text)
		if err != nil || n < 1 || n > f.most {
			return badUsage("simulate: %q is no number from 1 to %d", f.text, f.most)
		}
		*f.to = n
	}
	if k.seed != "" {
		n, err := strconv.ParseUint(k.seed, 10, 64)
		if err != nil {
			return badUsage("simulate: %q is no seed", k.seed)
		}
		o.Seed = n
	}
	o.Progress = func(d wijk.Date) error {
		if d[8:] == "01" {
			fmt.Fprintf(k.err, "%s\n", d)
		}
		if ctx.Err() != nil {
			return errors.New("simulate: stopped before the end")
		}
		return nil
	}
	defer debug.SetGCPercent(debug.SetGCPercent(roomyGC))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(roomyMemory))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // one thing happens at a time: a second core costs a fifth more
	var res *simulate.Result
	var err error
	simulate.InBubble(func() { res, err = simulate.Run(o) })
	if err != nil {
		return err
	}
	if k.json {
		err = json.NewEncoder(k.out).Encode(res)
	} else {
		err = res.Print(k.out)
	}
	if err == nil && res.Bad() {
		return fmt.Errorf("%d missed, %d duplicate, %d false ok, %d contacts unwilling; again with --seed %d",
			res.Missed, res.Duplicate, res.FalseOK, res.Unwilling, res.Seed)
	}
	return err
}
