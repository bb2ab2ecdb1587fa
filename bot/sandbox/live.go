package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// knowledge is what the city knows: the last rows of its lists.
type knowledge struct {
	Reports  []json.RawMessage `json:"reports"`
	CheckIns []json.RawMessage `json:"checkins"`
	Cases    []json.RawMessage `json:"cases"`
	Outbox   []json.RawMessage `json:"outbox"`
}

// mostRows is how many rows of a list are shown.
const mostRows = 100

func (d *desk) knowledge(ctx context.Context) (k knowledge, err error) {
	for _, list := range []struct {
		name string
		rows *[]json.RawMessage
	}{
		{"reports", &k.Reports}, {"checkins", &k.CheckIns}, {"cases", &k.Cases}, {"outbox", &k.Outbox},
	} {
		var b bytes.Buffer
		if err := d.city.List(ctx, list.name, &b); err != nil {
			return k, fmt.Errorf("list %s: %w", list.name, err)
		}
		rows := []json.RawMessage{}
		for row := range bytes.Lines(b.Bytes()) {
			rows = append(rows, json.RawMessage(bytes.TrimSpace(row)))
		}
		*list.rows = rows[max(0, len(rows)-mostRows):]
	}
	return k, nil
}

// A scene is everything that the page shows, but for the time.
type scene struct {
	Phones []screen  `json:"phones"`
	Faults faults    `json:"faults"`
	City   knowledge `json:"city"`
}

const (
	// glance is how often we look for what nobody told us of.
	glance = time.Second
	// breath keeps a connection open on which nothing happens, and bounds how
	// long one is kept that nobody reads.
	breath = 15 * time.Second
)

// live sends the scene whenever it changes, as server-sent events, and the
// time with it.
func (d *desk) live(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	tick := time.NewTicker(glance)
	defer tick.Stop()
	var last []byte
	var spoke, showed time.Time
	for {
		news, now := d.news(), d.clock.Now()
		scene, err := d.scene(r.Context())
		if err != nil {
			return // the page connects again
		}
		// The clock runs by itself on the page; a jump must show.
		jumped := now.Sub(showed) - time.Since(spoke)
		if !bytes.Equal(scene, last) || jumped.Abs() > glance || time.Since(spoke) > breath {
			patient(w, breath)
			if _, err := fmt.Fprintf(w, "data: {\"clock\":%q,\"scene\":%s}\n\n", now.Format(time.RFC3339Nano), scene); err != nil {
				return
			}
			if err := http.NewResponseController(w).Flush(); err != nil {
				return
			}
			last, spoke, showed = scene, time.Now(), now
		}
		select {
		case <-news:
		case <-tick.C:
		case <-r.Context().Done():
			return
		case <-d.ctx.Done():
			return
		}
	}
}

func (d *desk) scene(ctx context.Context) ([]byte, error) {
	x := scene{Faults: d.currentFaults()}
	for i := range d.phones {
		x.Phones = append(x.Phones, d.screen(&d.phones[i]))
	}
	var err error
	if x.City, err = d.knowledge(ctx); err != nil {
		return nil, err
	}
	return json.Marshal(x)
}
