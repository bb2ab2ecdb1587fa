package open311

import (
	"wijkbot/flows/dutch"
	"wijkbot/store/wijk"
)

// place reads where a report is: a point in the city, or an address of which
// the postcode says the wijk.
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
		at.Wijk = c.wijkOf(at.Postcode, b)
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

// wijkOf finds the wijk of a postcode that lies in one.
func (c *call) wijkOf(postcode string, b *bad) string {
	if postcode == "" {
		b.add("address_string must hold a street, a number and a postcode, such as \"Dorpsstraat 12, 2712 AB\"; or send lat and long.")
		return ""
	}
	slugs := c.s.City.Map().ByPostcode(postcode)
	switch len(slugs) {
	case 1:
		return slugs[0]
	case 0:
		b.add("The postcode in address_string is not in Zoetermeer.")
	default:
		b.add("The postcode in address_string is in more than one wijk: send lat and long.")
	}
	return ""
}
