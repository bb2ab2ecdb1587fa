package photo

import (
	"encoding/binary"
	"slices"
)

// isHEIC reports whether data begins as a file of the HEIF family with HEVC in
// it. AVIF shares the container and is another thing.
//
// It is told apart from what is no photo at all because its sender made no
// mistake and can do it right. It is not unpacked: see the README.
func isHEIC(data []byte) bool {
	brands := fileBrands(data)
	hevc := func(b string) bool {
		return slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx"}, b)
	}
	return slices.ContainsFunc(brands, hevc)
}

// fileBrands returns the brands of an ISO base media file, the major one first,
// from the box ftyp that it begins with.
func fileBrands(data []byte) (brands []string) {
	const header, most = 8, 32 // brands
	if len(data) < header+8 || string(data[4:8]) != "ftyp" {
		return nil
	}
	size := binary.BigEndian.Uint32(data)
	box := data[header:min(uint64(len(data)), uint64(max(size, header)), header+8+4*most)]
	for i := 0; i+4 <= len(box); i += 4 {
		if i != 4 { // the minor version
			brands = append(brands, string(box[i:i+4]))
		}
	}
	return brands
}
