package cli

import (
	"net/http"

	"wijkbot/bot/export"
	"wijkbot/bot/feed"
	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
)

// openBurst is how many requests one address may make at once: a page with
// photos, or a client that starts.
const openBurst = 60

// openTo serves what the world may read, and other systems write, without any
// account: see package open311.
func (s *service) openTo(mux *http.ServeMux) {
	c := s.config
	g := &guard.Guard{Rate: c.rateOpen, Burst: openBurst, Forwarded: c.forwarded}
	mux.Handle(open311.Root, &open311.Server{
		DB: s.city.db, City: s.city.flows, Now: s.city.now, Log: s.log, Guard: g,
		Jurisdiction: c.jurisdiction, PublicURL: c.publicURL, Test: c.test || s.page != nil,
	})
	mux.Handle(feed.Root, &feed.Server{
		DB: s.city.db, City: s.city.flows, Now: s.city.now, Log: s.log, Guard: g,
		Authority: c.jurisdiction, PublicURL: c.publicURL,
	})
	mux.Handle(export.Root, export.NewServer(export.Reader{DB: s.city.db, City: s.city.flows}, s.city.now, s.log, g))
}
