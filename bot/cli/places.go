package cli

import (
	"wijkbot/bot"
	"wijkbot/bot/pdok"
)

// municipality is what the city is called where addresses are looked up.
const municipality = "Zoetermeer"

// places returns the geocoder that the operator chose, nil for none.
func places(c *config, x *city) bot.Places {
	if c.pdok == "" {
		return nil
	}
	return &pdok.Finder{Base: c.pdok, Municipality: municipality, Map: x.flows.Map}
}
