package cli

import (
	"context"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// The rows of the lists of what the city does about reports.

type historyRow struct {
	Report uint64 `json:"report"`
	At     string `json:"at"`
	By     string `json:"by"`
	From   string `json:"from"`
	To     string `json:"to"`
	Text   string `json:"text"`
	Note   string `json:"note"`
}

func listHistory(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.History, func(e *wijk.Entry) time.Time { return e.At }, func(e *wijk.Entry) historyRow {
		return historyRow{e.Number, stamp(e.At, c.zone), e.By, string(e.From), string(e.To), e.Text, e.Note}
	})
}

type costRow struct {
	ID     uint64 `json:"id"`
	Report uint64 `json:"report"`
	Wijk   string `json:"wijk"`
	Cents  int64  `json:"cents"`
	By     string `json:"by"`
	Second string `json:"second"`
	At     string `json:"at"`
	State  string `json:"state"`
}

func listCosts(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Costs, func(x *wijk.Cost) time.Time { return x.At }, func(x *wijk.Cost) costRow {
		return costRow{x.ID, x.Report, x.Wijk, x.Cents, x.By, x.Second, stamp(x.At, c.zone), x.State}
	})
}

type signalRow struct {
	ID      uint64 `json:"id"`
	Kind    string `json:"kind"`
	Wijk    string `json:"wijk"`
	Reports int    `json:"reports"`
	At      string `json:"at"`
	State   string `json:"state"`
	By      string `json:"by"`
}

func listSignals(ctx context.Context, c *city, k *call) error {
	return list(ctx, c, k, store.Signals, func(s *wijk.Signal) time.Time { return s.At }, func(s *wijk.Signal) signalRow {
		return signalRow{s.ID, string(s.Kind), s.Place.Wijk, len(s.Reports), stamp(s.At, c.zone), s.State, s.By}
	})
}
