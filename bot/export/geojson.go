package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"math"
	"time"

	"wijkbot/flows"
	"wijkbot/store/wijk"
)

// A feature is a report on the map, as in RFC 7946.
type feature struct {
	Type       string     `json:"type"`
	ID         uint64     `json:"id"`
	Geometry   *geometry  `json:"geometry"` // null when the place is not known
	Properties properties `json:"properties"`
}

type geometry struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude first
}

type properties struct {
	Kind      string       `json:"kind"`
	Name      string       `json:"name"`
	Group     string       `json:"group"`
	Wijk      string       `json:"wijk"`
	Address   string       `json:"address"`
	Postcode  string       `json:"postcode,omitempty"`
	State     string       `json:"state"`
	Status    string       `json:"status"`
	Outcome   wijk.Outcome `json:"outcome,omitempty"`
	Created   string       `json:"created"`
	Changed   string       `json:"changed"`
	Promised  wijk.Date    `json:"promised,omitempty"`
	Closed    string       `json:"closed,omitempty"`
	Reporters int          `json:"reporters"`
	Moderated bool         `json:"moderated"` // Text is the reporter's own, masked
	Text      string       `json:"text"`
}

func featureOf(p *flows.Public, zone *time.Location) feature {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(time.RFC3339)
	}
	f := feature{Type: "Feature", ID: p.Number, Properties: properties{
		Kind: string(p.Kind.Code), Name: p.Kind.Name, Group: string(p.Kind.Group), Wijk: p.Wijk.Slug, Address: p.Address, Postcode: p.Postcode,
		State: state(p), Status: p.Status, Outcome: p.Outcome, Created: at(p.Created), Changed: at(p.Changed), Promised: p.Promised,
		Closed: at(p.Closed), Reporters: p.Reporters, Moderated: p.Moderated, Text: p.Text,
	}}
	if p.Point.Valid() {
		f.Geometry = &geometry{"Point", [2]float64{p.Point.Lon, p.Point.Lat}}
	}
	return f
}

// GeoJSON writes the reports that q wants as a FeatureCollection, one feature a
// line. Its bbox comes last, since only then it is known; without any point
// there is none.
func (x *Reader) GeoJSON(ctx context.Context, w io.Writer, q flows.PublicQuery) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(`{"type":"FeatureCollection","features":[`); err != nil {
		return err
	}
	box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	between := "\n"
	err := x.each(ctx, &q, func(p *flows.Public) error {
		f := featureOf(p, x.City.Zone)
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if g := f.Geometry; g != nil {
			lon, lat := g.Coordinates[0], g.Coordinates[1]
			box = [4]float64{min(box[0], lon), min(box[1], lat), max(box[2], lon), max(box[3], lat)}
		}
		_, _ = out.WriteString(between)
		between = ",\n"
		_, err = out.Write(b) // its failure stays
		return err
	}, out.Flush)
	if err != nil {
		return err
	}
	_, _ = out.WriteString("\n]")
	if box[0] <= box[2] {
		b, err := json.Marshal(box)
		if err != nil {
			return err
		}
		_, _ = out.WriteString(`,"bbox":` + string(b))
	}
	_, _ = out.WriteString("}\n")
	return out.Flush()
}
