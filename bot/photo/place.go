package photo

import (
	"bytes"

	"github.com/bep/imagemeta"

	"wijkbot/store/wijk"
)

// gps is where EXIF keeps the place.
const gps = "IFD0/GPSInfoIFD"

// Place returns where the photo in data says that it was made, as it came from
// the sender: what Clean returns no longer tells. A place that is not complete,
// has no hemisphere or lies off the globe is none.
func Place(data []byte) (wijk.Point, bool) {
	k := kindOf(data)
	if k == nil || len(data) > MaxBytes {
		return wijk.Point{}, false
	}
	degrees, sides := map[string]float64{}, map[string]float64{}
	_, err := imagemeta.Decode(imagemeta.Options{
		R:           bytes.NewReader(data),
		ImageFormat: k.meta,
		Sources:     imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return tag.Namespace == gps && (tag.Tag == "GPSLatitude" || tag.Tag == "GPSLatitudeRef" ||
				tag.Tag == "GPSLongitude" || tag.Tag == "GPSLongitudeRef")
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			switch v := tag.Value.(type) {
			case float64:
				degrees[tag.Tag] = v
			case string:
				sides[tag.Tag] = hemisphere(tag.Tag, v)
			}
			return nil
		},
		Warnf: func(string, ...any) {},
	})
	lat, lon := degrees["GPSLatitude"], degrees["GPSLongitude"]
	p := wijk.Point{Lat: lat * sides["GPSLatitudeRef"], Lon: lon * sides["GPSLongitudeRef"]}
	// The equator and the meridian of Greenwich are not ours, and a camera
	// without a fix writes zeroes.
	if err != nil || !(lat > 0 && lon > 0) || p.Lat == 0 || p.Lon == 0 || !p.Valid() {
		return wijk.Point{}, false
	}
	return p, true
}

// hemisphere returns the sign of a side, 0 for what is none.
func hemisphere(tag, v string) float64 {
	switch tag + v {
	case "GPSLatitudeRefN", "GPSLongitudeRefE":
		return 1
	case "GPSLatitudeRefS", "GPSLongitudeRefW":
		return -1
	}
	return 0
}
