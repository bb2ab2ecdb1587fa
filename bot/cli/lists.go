package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The rows of the lists. Their keys and states are a promise to scripts.

type eventRow struct {
	Seq        uint64 `json:"seq"`
	Time       string `json:"time"`
	Channel    string `json:"channel"`
	ProviderID string `json:"provider_id"`
	Kind       string `json:"kind"`
}

func listEvents(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Events, func(e *wijk.Event) time.Time { return e.Time }, func(e *wijk.Event) eventRow {
		return eventRow{e.Seq, stamp(e.Time, c.zone), string(e.Channel), e.ProviderID, string(e.Kind)}
	})
}

type outboxRow struct {
	ID         uint64 `json:"id"`
	Class      string `json:"class"`
	Channel    string `json:"channel"`
	To         string `json:"to"`
	State      string `json:"state"`
	ProviderID string `json:"provider_id"`
	Attempts   int    `json:"attempts"`
	NotAfter   string `json:"not_after"`
	Error      string `json:"error"`
}

func listOutbox(ctx context.Context, c *city, k *call) error {
	latest := func(m *wijk.Outgoing) time.Time {
		t := m.Due
		for _, u := range []time.Time{m.Claimed, m.Accepted} {
			if u.After(t) {
				t = u
			}
		}
		return t
	}
	return list(ctx, c, k, store.Outbox, latest, func(m *wijk.Outgoing) outboxRow {
		return outboxRow{m.ID, m.Class.String(), string(m.To.Channel), m.To.To, string(m.State),
			m.ProviderID, m.Attempts, stamp(m.NotAfter, c.zone), m.Error}
	})
}

type caseRow struct {
	ID       uint64 `json:"id"`
	Kind     string `json:"kind"`
	Severity string `json:"severity"`
	Person   string `json:"person"`
	Wijk     string `json:"wijk"`
	Opened   string `json:"opened"`
	Owner    string `json:"owner"`
	State    string `json:"state"`
	Outcome  string `json:"outcome"` // the code, once it is closed
	Second   string `json:"second"`  // of staff: wants it closed, somebody else must agree
	Due      string `json:"due"`
}

func listCases(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Cases, func(x *wijk.Case) time.Time { return x.Opened }, func(x *wijk.Case) caseRow {
		row := caseRow{x.ID, x.Kind, x.Severity, x.Person, x.Wijk, stamp(x.Opened, c.zone), x.Owner, x.State, x.Outcome, "", stamp(x.Due, c.zone)}
		if x.Second != nil {
			row.Second = x.Second.By
		}
		return row
	})
}

type reportRow struct {
	Number    uint64 `json:"number"`
	Kind      string `json:"kind"`
	Wijk      string `json:"wijk"`
	State     string `json:"state"`
	Promised  string `json:"promised"`
	Reporters int    `json:"reporters"`
}

func listReports(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Reports, func(r *wijk.Report) time.Time { return r.Created }, func(r *wijk.Report) reportRow {
		return reportRow{r.Number, string(r.Kind), r.Place.Wijk, r.State(), string(r.Promised), r.Reporters}
	})
}

type checkInRow struct {
	Person    string `json:"person"`
	Date      string `json:"date"`
	Slot      string `json:"slot"`
	Delivered bool   `json:"delivered"`
	LifeSign  bool   `json:"life_sign"`
	Wellbeing string `json:"wellbeing"`
	State     string `json:"state"`
}

func listCheckIns(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.CheckIns, func(x *wijk.CheckIn) time.Time { return x.Due }, func(x *wijk.CheckIn) checkInRow {
		return checkInRow{x.Person, string(x.Date), x.Slot, !x.Delivered.IsZero(), !x.LifeSign.IsZero(), x.Wellbeing, x.State}
	})
}

type proofRow struct {
	Date      string `json:"date"`
	Due       int    `json:"due"`
	Accounted int    `json:"accounted"`
	Wijken    string `json:"wijken"` // "dorp 3/3 meerzicht 5/6": accounted of due
	Open      string `json:"open"`   // ids of those who are not accounted for
}

func listProofs(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.DayProofs, func(x *wijk.DayProof) time.Time { return x.At }, func(x *wijk.DayProof) proofRow {
		var wijken []string
		for _, slug := range slices.Sorted(maps.Keys(x.Wijken)) {
			wijken = append(wijken, fmt.Sprintf("%s %d/%d", slug, x.Wijken[slug].Accounted, x.Wijken[slug].Due))
		}
		return proofRow{string(x.Date), x.Due(), x.Accounted(), strings.Join(wijken, " "), strings.Join(x.Open, " ")}
	})
}
