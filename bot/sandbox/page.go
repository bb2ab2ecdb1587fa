package sandbox

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"math"
	"net/http"
	"strings"

	"wijkbot/store/wijk"
)

//go:embed page
var files embed.FS

// page serves the page and what belongs to it.
func (d *desk) page(mux *http.ServeMux) {
	page := template.Must(template.ParseFS(files, "page/index.html"))
	static, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // a fixed name
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		m, err := drawMap(d.city.Map)
		if err == nil {
			err = page.Execute(&b, map[string]any{"Phones": d.phones, "Map": m})
		}
		if err != nil {
			d.log.Error("sandbox: the page could not be made", "error", err)
			http.Error(w, "De pagina kon niet worden gemaakt.", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = b.WriteTo(w)
	})
	for _, name := range []string{"style.css", "phones.css", "app.js", "phones.js", "city.js", "icon.svg"} {
		mux.HandleFunc("GET /page/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, static, name)
		})
	}
}

// IsSMS reports whether the phone has keys instead of a screen, for the page.
func (p phone) IsSMS() bool { return p.Channel == wijk.SMS }

// To returns where messages to the phone go, for the page.
func (p phone) To() string { return p.address().To }

// Scenes returns the scenes the phone plays in, for the page.
func (p phone) Scenes() string { return strings.Join(p.Jobs, " ") }

// A drawing is the map of the city to tap on. Its corners are in degrees.
type drawing struct {
	Width, Height          int
	West, East, South, Nor float64
	Source                 string
	Wijken                 []shape
}

// A shape is a wijk on the drawing, with a place in it that is surely there.
type shape struct {
	Slug, Name, Path string
	Place            wijk.Point
}

// drawingWidth is in units of the drawing.
const drawingWidth = 1000

type ring [][2]float64

func drawMap(m *wijk.Map) (*drawing, error) {
	var file struct {
		Features []struct {
			ID       string
			Geometry struct{ Coordinates [][]ring }
		}
	}
	if err := json.Unmarshal(m.Encode(), &file); err != nil {
		return nil, fmt.Errorf("draw the map: %w", err)
	}
	d := &drawing{Width: drawingWidth, West: 180, East: -180, South: 90, Nor: -90, Source: m.Source()}
	for _, f := range file.Features {
		for _, p := range f.Geometry.Coordinates {
			for _, at := range p[0] {
				d.West, d.East = min(d.West, at[0]), max(d.East, at[0])
				d.South, d.Nor = min(d.South, at[1]), max(d.Nor, at[1])
			}
		}
	}
	scale := math.Cos((d.South + d.Nor) / 2 * math.Pi / 180)
	d.Height = int(drawingWidth * (d.Nor - d.South) / ((d.East - d.West) * scale))
	for _, f := range file.Features {
		w, _ := m.Wijk(f.ID)
		s := shape{Slug: f.ID, Name: w.Name}
		for _, p := range f.Geometry.Coordinates {
			for _, r := range p {
				s.Path += d.path(r)
			}
		}
		s.Place, _ = middle(m, f.ID, f.Geometry.Coordinates[0][0])
		d.Wijken = append(d.Wijken, s)
	}
	return d, nil
}

// path returns a ring as SVG draws it.
func (d *drawing) path(r ring) string {
	var b strings.Builder
	for i, at := range r {
		x := (at[0] - d.West) / (d.East - d.West) * float64(d.Width)
		y := (d.Nor - at[1]) / (d.Nor - d.South) * float64(d.Height)
		fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(i, 1)], x, y)
	}
	return b.String() + "Z"
}

// middle returns a point that is surely in a wijk, near the middle of what is.
func middle(m *wijk.Map, slug string, r ring) (best wijk.Point, ok bool) {
	const steps = 24
	lo, hi := r[0], r[0]
	for _, at := range r {
		lo = [2]float64{min(lo[0], at[0]), min(lo[1], at[1])}
		hi = [2]float64{max(hi[0], at[0]), max(hi[1], at[1])}
	}
	var in []wijk.Point
	var sum wijk.Point
	for i := range steps * steps {
		p := wijk.Point{
			Lon: lo[0] + (hi[0]-lo[0])*(float64(i%steps)+0.5)/steps,
			Lat: lo[1] + (hi[1]-lo[1])*(float64(i/steps)+0.5)/steps,
		}
		if at, sure := m.At(p); at == slug && sure {
			in = append(in, p)
			sum.Lat, sum.Lon = sum.Lat+p.Lat, sum.Lon+p.Lon
		}
	}
	if len(in) == 0 {
		return best, false
	}
	mean := wijk.Point{Lat: sum.Lat / float64(len(in)), Lon: sum.Lon / float64(len(in))}
	best = in[0]
	for _, p := range in {
		if p.Metres(mean) < best.Metres(mean) {
			best = p
		}
	}
	return best, true
}
