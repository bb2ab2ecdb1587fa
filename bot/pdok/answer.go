package pdok

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wijkbot/store/wijk"
)

// An answer is what /free returns, as far as it is read.
type answer struct {
	Response *struct {
		Docs []doc `json:"docs"`
	} `json:"response"`
}

type doc struct {
	Type         string `json:"type"` // adres or weg
	Street       string `json:"straatnaam"`
	House        string `json:"huis_nlt"` // number, letter and addition: 1A-2
	Postcode     string `json:"postcode"`
	Municipality string `json:"gemeentenaam"`
	Wijk         string `json:"wijknaam"`
	Centre       string `json:"centroide_ll"`
}

// mostPlaces is how many places are of use to somebody who has to choose.
const mostPlaces = 3

// read returns the places of an answer that are in order. Others are left out:
// one bad row is no reason to do without the rest.
func (f *Finder) read(body []byte) ([]wijk.Place, error) {
	var a answer
	if json.Unmarshal(body, &a) != nil || a.Response == nil {
		return nil, errors.New("pdok: the answer is not understood") // its text may quote it
	}
	var all []wijk.Place
	for _, d := range a.Response.Docs {
		if p, ok := f.place(&d); ok && len(all) < mostPlaces && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all, nil
}

const maxStreet = 80

var (
	house     = regexp.MustCompile(`^[1-9][0-9]{0,4}[A-Za-z]?(-?[A-Za-z0-9]{1,4})?$`)
	postcode  = regexp.MustCompile(`^[1-9][0-9]{3}[A-Z]{2}$`)
	centre    = regexp.MustCompile(`^POINT\((-?[0-9]{1,3}(?:\.[0-9]{1,15})?) (-?[0-9]{1,2}(?:\.[0-9]{1,15})?)\)$`)
	wijkCodes = regexp.MustCompile(`^Wijk [0-9]{1,2} `)
)

// place reads one row, which must be in the city by name and on the map. A wijk
// whose name and coordinates contradict each other is not known.
func (f *Finder) place(d *doc) (p wijk.Place, ok bool) {
	address := d.Type == "adres"
	switch {
	case !address && d.Type != "weg", d.Municipality != f.Municipality,
		d.Street == "" || len(d.Street) > maxStreet || strings.ContainsFunc(d.Street, func(r rune) bool { return !unicode.IsPrint(r) || r == '/' }),
		address && !house.MatchString(d.House),
		d.Postcode != "" && !postcode.MatchString(d.Postcode):
		return p, false
	}
	m := f.Map()
	at, ok := point(d.Centre)
	if !ok {
		return p, false
	}
	in, sure := m.At(at)
	if in == "" {
		return p, false
	}
	p = wijk.Place{Street: d.Street, Source: wijk.FromGeocoder}
	if !address { // its centre says nothing of where in the street it is
		return p, true
	}
	p.Number, p.Postcode = d.House, d.Postcode
	named, ok := m.Named(wijkCodes.ReplaceAllString(d.Wijk, ""))
	switch {
	case ok && sure && named != in:
		return p, true
	case ok:
		p.Wijk = named
	case sure:
		p.Wijk = in
	}
	p.Point = at
	return p, true
}

// point reads "POINT(4.504434 52.057969)": longitude first.
func point(text string) (p wijk.Point, ok bool) {
	m := centre.FindStringSubmatch(text)
	if m == nil {
		return p, false
	}
	lon, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return p, false
	}
	lat, err := strconv.ParseFloat(m[2], 64)
	p = wijk.Point{Lat: lat, Lon: lon}
	return p, err == nil && p.Valid()
}
