package open311

import (
	"slices"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// place reads where a report is: a point in the city, or an address of which
// the postcode or the street says the wijk.
func (c *call) place(p parameters, b *bad) wijk.Place {
	lat, long, address := p.first("lat"), p.first("long"), p.first("address_string")
	at := wijk.Place{Source: wijk.FromClient}
	if a, ok := dutch.Place(plainText(address)); ok {
		at.Street, at.Number, at.Postcode = a.Street, a.Number+a.Addition, a.Postcode
	}
	switch {
	case lat != "" || long != "":
		at.Point, at.Wijk = c.pointIn(lat, long, b)
	case address != "":
		c.findWijk(&at, b)
	case p.first("address_id") != "":
		b.add("address_id is not known here: send lat and long, or address_string.")
	default:
		b.add("The place is missing: send lat and long, or address_string.")
	}
	return at
}

// pointIn reads a point and finds its wijk.
func (c *call) pointIn(lat, long string, b *bad) (wijk.Point, string) {
	at, ok := point(lat, long)
	if !ok {
		b.add("lat and long must both be numbers in degrees (WGS84), such as 52.0571 and 4.4931.")
		return at, ""
	}
	m := c.s.City.Map()
	slug, _ := m.At(at)
	if slug != "" {
		return at, slug
	}
	if turned, _ := m.At(wijk.Point{Lat: at.Lon, Lon: at.Lat}); turned != "" {
		b.add("lat and long are not in Zoetermeer; they would be the other way round.")
	} else {
		b.add("lat and long are not in Zoetermeer.")
	}
	return at, ""
}

// findWijk finds the wijk of an address, in which its postcode and its street,
// as far as they are known, must both be.
func (c *call) findWijk(at *wijk.Place, b *bad) {
	const or = " Or send lat and long."
	var street wijk.Street
	var known, listed bool
	err := c.s.DB.View(c.Context(), func(tx *store.Tx) error {
		listed = store.KnowsStreets(tx)
		street, known = wijk.Street{}, false
		if at.Street != "" {
			street, known = store.StreetNamed(tx, at.Street)
		}
		return nil
	})
	if err != nil {
		b.add("The address could not be looked up." + or)
		return
	}
	var wijken []string
	if known {
		at.Street, wijken = street.Name, street.Wijken
	}
	if at.Postcode != "" {
		there := c.s.City.Map().ByPostcode(at.Postcode)
		if len(there) == 0 {
			b.add("The postcode in address_string is not in Zoetermeer.")
			return
		}
		if both := slices.DeleteFunc(slices.Clone(there), func(w string) bool { return !slices.Contains(wijken, w) }); len(both) > 0 {
			there = both
		}
		wijken = there
	}
	switch {
	case len(wijken) == 1:
		at.Wijk = wijken[0]
	case len(wijken) > 1:
		b.add("The address in address_string can be in more than one wijk." + or)
	case at.Street == "":
		b.add("address_string must hold a street, a number and a postcode, such as \"Dorpsstraat 12, 2712 AB\"." + or)
	case listed:
		b.add("The street in address_string is not known in Zoetermeer: add the postcode." + or)
	default:
		b.add("address_string needs a postcode." + or)
	}
}
