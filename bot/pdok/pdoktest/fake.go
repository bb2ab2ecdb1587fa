// Package pdoktest is a Locatieserver for tests.
//
// The one rule it keeps: it refuses what the real one refuses. Since version
// 3.1 that is any parameter that is not in its specification. It can be slow,
// broken or lying when told to.
package pdoktest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// An Address is one that the fake knows.
type Address struct {
	Street, House, Postcode string
	Municipality, Wijk      string
	Centre                  string // POINT(lon lat)
}

// A Fake is the server. Its zero value knows nothing.
type Fake struct {
	mu        sync.Mutex
	addresses []Address
	fault     http.HandlerFunc
	asked     []string
}

// Add makes addresses known.
func (f *Fake) Add(all ...Address) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.addresses = append(f.addresses, all...)
}

// Break answers with fault from now on; nil mends it.
func (f *Fake) Break(fault http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// Asked returns what was asked so far: the value of q of each request.
func (f *Fake) Asked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// free are the parameters of /free in the specification of the service.
var free = []string{"q", "fl", "sort", "df", "rows", "start", "wt", "indent", "lat", "lon", "fq"}

// filter is the only filter that the fake understands.
var filter = regexp.MustCompile(`^gemeentenaam:"([^"]+)" AND type:\(adres OR weg\)$`)

// ServeHTTP answers GET .../free.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	fault := f.fault
	f.asked = append(f.asked, r.URL.Query().Get("q"))
	all := slices.Clone(f.addresses)
	f.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/search/v3_1/free") {
		http.NotFound(w, r)
		return
	}
	for name, values := range r.URL.Query() {
		if !slices.Contains(free, name) || len(values) != 1 {
			refuse(w, "unknown or repeated parameter "+name)
			return
		}
	}
	most, err := strconv.Atoi(r.URL.Query().Get("rows"))
	m := filter.FindStringSubmatch(r.URL.Query().Get("fq"))
	if err != nil || most < 0 || most > 100 || m == nil {
		refuse(w, "rows or fq is not understood")
		return
	}
	if strings.ContainsAny(r.URL.Query().Get("q"), `+-&|!(){}[]^"~*?:\/`) {
		refuse(w, "the query cannot be parsed")
		return
	}
	answer(w, all, strings.Fields(r.URL.Query().Get("q")), m[1], strings.Split(r.URL.Query().Get("fl"), ","), most)
}

// RoundTrip answers r without a network, so that the fake can stand in for one
// where time is not real. A fault that waits is cut off with the request.
func (f *Fake) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// Hang is a fault that answers nothing for as long as anybody waits.
func Hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func refuse(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": http.StatusBadRequest, "msg": why}})
}

// answer writes the addresses of a municipality in which half of the words
// begin with those that were asked, the best first, with the fields asked for.
func answer(w http.ResponseWriter, all []Address, words []string, municipality string, fields []string, most int) {
	type hit struct {
		score int
		doc   map[string]any
	}
	var hits []hit
	for _, a := range all {
		if a.Municipality != municipality {
			continue
		}
		score := 0
		text := strings.ToLower(a.Street + " " + a.House + " " + a.Postcode)
		for _, word := range words {
			if slices.ContainsFunc(strings.Fields(text), func(t string) bool { return strings.HasPrefix(t, word[:min(len(word), 5)]) }) {
				score++
			}
		}
		if 2*score < len(words) {
			continue
		}
		doc := map[string]any{
			"bron": "BAG", "type": "adres", "straatnaam": a.Street, "huis_nlt": a.House, "postcode": a.Postcode,
			"gemeentenaam": a.Municipality, "wijknaam": a.Wijk, "centroide_ll": a.Centre, "score": score,
		}
		if a.House == "" {
			doc["type"] = "weg"
			delete(doc, "huis_nlt")
			delete(doc, "postcode")
			delete(doc, "wijknaam")
		}
		for name := range doc {
			if !slices.Contains(fields, name) {
				delete(doc, name)
			}
		}
		hits = append(hits, hit{score, doc})
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	docs := []map[string]any{}
	for _, h := range hits[:min(most, len(hits))] {
		docs = append(docs, h.doc)
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"response": map[string]any{"numFound": len(hits), "start": 0, "maxScore": 1.0, "numFoundExact": true, "docs": docs},
	})
}
