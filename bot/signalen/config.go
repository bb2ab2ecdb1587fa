package signalen

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// Config says where Signalen is and where reports come from.
type Config struct {
	// Base is what comes before /signals/v1, such as https://api.example.nl.
	Base string
	// Source is how Signalen lists where our signals came from. It must be a
	// public source there; empty is "online", which every Signalen takes.
	Source string
	// Hourly is how many calls an hour may be made; 0 is Signalen's own 60.
	Hourly int
	// Timeout bounds each call; 0 is 25 seconds. Signalen looks up the address
	// before it answers.
	Timeout time.Duration
	// Report returns a report that is to be handed over. A *wijk.Refusal tells
	// what becomes of its row.
	Report func(ctx context.Context, number uint64) (wijk.Handover, error)
	// Photo returns a photo as it is kept, and the key of the report it belongs
	// to. A *wijk.Refusal says so when it is not there yet, or never will be.
	Photo func(ctx context.Context, number uint64, id string) (key string, picture []byte, err error)
	// Transport carries the calls; nil makes a connection for each.
	Transport http.RoundTripper
}

const (
	defaultSource  = "online"
	defaultHourly  = 60
	defaultTimeout = 25 * time.Second
	longestSource  = 128
)

// Check returns every fault in c at once, or nil. No fault repeats a value.
func (c Config) Check() (faults []error) {
	u, err := url.Parse(c.Base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		faults = append(faults, errors.New("SIGNALEN_API_BASE: must be an address such as https://api.example.nl, without /signals/v1"))
	}
	if utf8.RuneCountInString(c.Source) > longestSource {
		faults = append(faults, errors.New("SIGNALEN_SOURCE: is longer than 128 characters"))
	}
	if c.Hourly < 0 {
		faults = append(faults, errors.New("SIGNALEN_HOURLY: must be a number of calls an hour"))
	}
	return faults
}
