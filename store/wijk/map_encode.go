package wijk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Encode returns the map as GeoJSON in our own format: what ParseMap reads
// back, a feature a line, the same bytes for the same map.
func (m *Map) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"type":"FeatureCollection","name":"wijken","source":%s,"features":[`, quoted(m.source))
	for i, w := range m.wijken {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n"+`{"type":"Feature","id":%s,"properties":%s,"geometry":{"type":"MultiPolygon","coordinates":`,
			quoted(w.Slug), quoted(w.properties()))
		b.Write(appendArea(nil, w.area))
		b.WriteString("}}")
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

// properties are never without a list of postcodes: that marks them as whole.
func (w Wijk) properties() ownProperties {
	return ownProperties{
		Wijk: w.Slug, Naam: w.Name, CBS2024: w.CBS2024, CBS2025: w.CBS2025,
		PC4: append([]string{}, w.Postcodes...), PC4Unsure: w.Unsure,
		Residents: w.Residents, Over70: w.Over70,
	}
}

// quoted returns v as JSON; v holds nothing that cannot be.
func quoted(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("wijk: encode map: %v", err))
	}
	return b
}

func appendArea(b []byte, area []polygon) []byte {
	return appendList(b, area, func(b []byte, p polygon) []byte {
		return appendList(b, p, func(b []byte, r ring) []byte {
			return appendList(b, r, appendPoint)
		})
	})
}

func appendList[T any](b []byte, list []T, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, v)
	}
	return append(b, ']')
}

func appendPoint(b []byte, p Point) []byte {
	b = strconv.AppendFloat(append(b, '['), p.Lon, 'f', -1, 64)
	b = strconv.AppendFloat(append(b, ','), p.Lat, 'f', -1, 64)
	return append(b, ']')
}
