package export

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wijkbot/flows"
	"wijkbot/store/wijk"
)

// A column is one of the CSV.
type column struct {
	name string
	cell func(p *flows.Public, zone *time.Location) string
}

// columns are those of the CSV, in order.
var columns = []column{
	{"nummer", func(p *flows.Public, _ *time.Location) string { return strconv.FormatUint(p.Number, 10) }},
	{"soort", func(p *flows.Public, _ *time.Location) string { return string(p.Kind.Code) }},
	{"naam", func(p *flows.Public, _ *time.Location) string { return p.Kind.Name }},
	{"groep", func(p *flows.Public, _ *time.Location) string { return string(p.Kind.Group) }},
	{"wijk", func(p *flows.Public, _ *time.Location) string { return p.Wijk.Slug }},
	{"adres", func(p *flows.Public, _ *time.Location) string { return p.Address }},
	{"postcode", func(p *flows.Public, _ *time.Location) string { return p.Postcode }},
	{"breedtegraad", func(p *flows.Public, _ *time.Location) string { return degrees(p.Point, p.Point.Lat) }},
	{"lengtegraad", func(p *flows.Public, _ *time.Location) string { return degrees(p.Point, p.Point.Lon) }},
	{"open", func(p *flows.Public, _ *time.Location) string { return yesNo(p.Open) }},
	{"stand", func(p *flows.Public, _ *time.Location) string { return p.Status }},
	{"gemeld", func(p *flows.Public, z *time.Location) string { return moment(p.Created, z) }},
	{"gewijzigd", func(p *flows.Public, z *time.Location) string { return moment(p.Changed, z) }},
	{"beloofd voor het einde van", func(p *flows.Public, _ *time.Location) string { return string(p.Promised) }},
	{"gesloten", func(p *flows.Public, z *time.Location) string { return moment(p.Closed, z) }},
	{"melders", func(p *flows.Public, _ *time.Location) string { return strconv.Itoa(p.Reporters) }},
	{"melders: opgelost", func(p *flows.Public, _ *time.Location) string { return strconv.Itoa(p.Yes) }},
	{"melders: niet opgelost", func(p *flows.Public, _ *time.Location) string { return strconv.Itoa(p.No) }},
	{"eigen woorden", func(p *flows.Public, _ *time.Location) string { return yesNo(p.Moderated) }},
	{"omschrijving", func(p *flows.Public, _ *time.Location) string { return p.Text }},
}

// CSV writes the reports that q wants for the spreadsheets of this country,
// which want semicolons between cells and a comma in a number: with a point
// they read 52.057 as fifty-two thousand and fifty-seven. Otherwise it is as in
// RFC 4180, in UTF-8 with a mark that says so. Times are those of the city.
func (x *Reader) CSV(ctx context.Context, w io.Writer, q flows.PublicQuery) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	return x.each(ctx, &q, func(p *flows.Public) error {
		for i, c := range columns {
			row[i] = harmless(c.cell(p, x.City.Zone))
		}
		return out.Write(row)
	}, func() error {
		out.Flush()
		return out.Error()
	})
}

// harmless makes of a cell that a spreadsheet would reckon one that it shows.
func harmless(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

func degrees(p wijk.Point, d float64) string {
	if !p.Valid() {
		return ""
	}
	return strings.Replace(strconv.FormatFloat(d, 'f', 4, 64), ".", ",", 1)
}

func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

func yesNo(yes bool) string {
	if yes {
		return "ja"
	}
	return "nee"
}
