// Package pdok looks addresses up with the Locatieserver of PDOK, the free
// geocoder of the Dutch government. It is off unless PDOK_API_BASE names one.
//
// The one rule it keeps: PDOK hears the address and nothing else, not who asks,
// by which channel or why; and nobody waits long for it. All it may take is two
// seconds, after three failures in a row it is left alone for a minute, and the
// conversation goes on without it.
//
// What PDOK answers is checked as anything from outside: the municipality, the
// wijk by its name, the coordinates against the map. To use more of an answer,
// ask for the field in client.go and check it in answer.go.
package pdok

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"wijkbot/store/wijk"
)

const (
	// timeout is for one question in all: somebody waits for an answer.
	timeout = 2 * time.Second
	// maxFailures in a row turn it off for rest.
	maxFailures = 3
	rest        = time.Minute
	// maxAnswer is many times what rows places take, in bytes.
	maxAnswer = 256 << 10
	rows      = 5
	maxQuery  = 200
)

// fields are those that answer.go reads.
const fields = "type,straatnaam,huis_nlt,postcode,gemeentenaam,wijknaam,centroide_ll"

// ErrResting says that PDOK failed too often just now and is not asked.
var ErrResting = errors.New("pdok: failed too often, left alone for a minute")

// A Finder asks one Locatieserver. Its exported fields are set before first use.
type Finder struct {
	// Base is the address up to the version: .../locatieserver/search/v3_1.
	Base string
	// Municipality is whose addresses count, as PDOK writes it.
	Municipality string
	// Map is the map in use.
	Map func() *wijk.Map
	// Transport carries the questions; nil is one of its own.
	Transport http.RoundTripper

	once   sync.Once
	client *http.Client

	mu       sync.Mutex
	failures int
	until    time.Time // no question before
}

// Find returns the places in the city that PDOK knows an address by, the
// likeliest first, at most three. Its error names no address.
func (f *Finder) Find(ctx context.Context, address string) ([]wijk.Place, error) {
	query := plain(address)
	if query == "" {
		return nil, nil
	}
	if !f.awake() {
		return nil, ErrResting
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	body, err := f.ask(ctx, query)
	var all []wijk.Place
	if err == nil {
		all, err = f.read(body)
	}
	f.note(err)
	return all, err
}

func (f *Finder) awake() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !time.Now().Before(f.until)
}

// note counts failures. After a rest one more failure is enough for the next.
func (f *Finder) note(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.failures = 0
		return
	}
	if f.failures++; f.failures >= maxFailures {
		f.until = time.Now().Add(rest)
	}
}

func (f *Finder) ask(ctx context.Context, query string) ([]byte, error) {
	q := url.Values{
		"q":    {query},
		"fq":   {"gemeentenaam:" + strconv.Quote(f.Municipality) + " AND type:(adres OR weg)"},
		"fl":   {fields},
		"rows": {strconv.Itoa(rows)},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(f.Base, "/")+"/free?"+q.Encode(), nil)
	if err != nil {
		return nil, errors.New("pdok: its address is not one")
	}
	r.Header.Set("Accept", "application/json")
	resp, err := f.http().Do(r)
	if err != nil {
		return nil, fmt.Errorf("pdok: %w", bare(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("pdok: read the answer: %w", bare(err))
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("pdok: status %d", resp.StatusCode)
	case len(body) > maxAnswer:
		return nil, errors.New("pdok: the answer is too large")
	}
	return body, nil
}

// http returns the client. It follows no redirect: the address would go to
// another host.
func (f *Finder) http() *http.Client {
	f.once.Do(func() {
		t := f.Transport
		if t == nil {
			t = &http.Transport{MaxConnsPerHost: 4, IdleConnTimeout: time.Minute, ResponseHeaderTimeout: timeout}
		}
		f.client = &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	})
	return f.client
}

// bare takes the address that was asked out of an error.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// plain returns an address as words alone: the query language of PDOK has
// signs and words of its own.
func plain(address string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(address) {
		if b.Len() >= maxQuery {
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
