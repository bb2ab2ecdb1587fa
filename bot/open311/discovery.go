package open311

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store"
)

type discovery struct {
	Changeset  stamp          `xml:"changeset" json:"changeset"`
	Contact    string         `xml:"contact" json:"contact"`
	KeyService string         `xml:"key_service" json:"key_service"`
	Endpoints  list[endpoint] `xml:"endpoints" json:"endpoints"`
}

type endpoint struct {
	Specification string       `xml:"specification" json:"specification"`
	URL           string       `xml:"url" json:"url"`
	Changeset     stamp        `xml:"changeset" json:"changeset"`
	Type          string       `xml:"type" json:"type"`
	Formats       list[string] `xml:"formats" json:"formats"`
}

// specification is the name of the standard, which is not an address any more.
const specification = "http://wiki.open311.org/GeoReport_v2"

func (c *call) discovery() answer {
	if _, a, ok := c.query(); !ok {
		return a
	}
	o, err := c.s.own(c.Context())
	if err != nil {
		return c.s.failed(c.Context(), err)
	}
	changed := stamp{o.changed.In(c.s.City.Zone)}
	kind := "production"
	if c.s.Test {
		kind = "test"
	}
	tel := c.s.City.Tel
	return answer{root: "discovery", fresh: servicesFresh, body: discovery{
		Changeset:  changed,
		Contact:    "Gemeente Zoetermeer, telefoon " + tel + ".",
		KeyService: "Vraag een sleutel aan bij de Gemeente Zoetermeer, telefoon " + tel + ".",
		Endpoints: list[endpoint]{"endpoint", []endpoint{{
			Specification: specification, URL: c.s.base(c.Request) + Endpoint, Changeset: changed, Type: kind,
			Formats: list[string]{"format", []string{"text/xml", "application/json"}},
		}}},
	}}
}

func (s *Server) base(r *http.Request) string { return Base(s.PublicURL, r) }

// Base is where the world reaches us, without a slash: the address that was
// set, or else what the client of r called us.
func Base(set string, r *http.Request) string {
	switch {
	case set != "":
		return strings.TrimRight(set, "/")
	case r.Host == "" || strings.Trim(r.Host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") != "":
		return "http://localhost" // who sends such a name knows where we are
	}
	return "http://" + r.Host
}

// An own is what the door keeps of itself in the store.
type own struct {
	secret []byte // makes the addresses of photos
	// changed is when the services were seen to differ from before.
	changed time.Time
}

// The rows of store.Settings that the door keeps.
const (
	secretSetting    = "open311.secret"
	changesetSetting = "open311.changeset"
)

// A changeset is the list of services, by its hash, and since when.
type changeset struct {
	Hash  string    `json:"hash"`
	Since time.Time `json:"since"`
}

// own returns what the door keeps of itself, making it at first use.
func (s *Server) own(ctx context.Context) (own, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil {
		return *s.known, nil
	}
	fresh := make([]byte, sha256.Size)
	rand.Read(fresh) // never fails
	hash, err := servicesHash()
	if err != nil {
		return own{}, err
	}
	var o own
	err = s.DB.Update(ctx, func(tx *store.Tx) error {
		var ok bool
		if o.secret, ok = store.Settings.Get(tx, secretSetting); !ok {
			o.secret = fresh
			store.Settings.Put(tx, secretSetting, fresh)
		}
		var set changeset
		b, _ := store.Settings.Get(tx, changesetSetting)
		if json.Unmarshal(b, &set) != nil || set.Hash != hash {
			set = changeset{hash, s.Now().Truncate(time.Second)}
			b, err := json.Marshal(set)
			if err != nil {
				return err
			}
			store.Settings.Put(tx, changesetSetting, b)
		}
		o.changed = set.Since
		return nil
	})
	if err != nil {
		return own{}, err
	}
	s.known = &o
	return o, nil
}

// servicesHash is a short name of all services and their questions.
func servicesHash() (string, error) {
	var all []any
	for _, c := range category.All() {
		all = append(all, serviceOf(c), definitionOf(c))
	}
	b, err := json.Marshal(all)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}
