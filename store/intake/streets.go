package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// The limits of a list of streets. Amsterdam has some 6,500 streets with half
// a million addresses.
const (
	maxStreets  = 10_000
	maxRows     = 1_000_000
	maxFaults   = 1_000 // that are told; no more are counted
	maxColumns  = 100
	maxPerName  = 2_000 // postcodes of a street
	streetsRule = "a header with street, postcode and wijk (or straat, postcode and wijk)"
)

// columns are the names of the columns that are read, in both languages.
var columns = map[string]string{"street": "street", "straat": "street", "postcode": "postcode", "wijk": "wijk"}

// ParseStreets reads a list of streets as CSV: one row for each address, or for
// each street and postcode, with commas or semicolons, in UTF-8. It returns the
// streets in the order of the file, and everything that is wrong with it; no
// errors means that the list may be given to store.ReplaceStreets. A row may
// leave out the postcode, and also the wijk when the postcode lies in only one.
func ParseStreets(text []byte, m *wijk.Map) ([]wijk.Street, []error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		return nil, []error{errors.New("the file is not in UTF-8: save it as \"CSV UTF-8\"")}
	}
	p := &streetFile{m: m, at: make(map[string]int), checked: m.HasPostcodes(), wijken: make(map[string]string)}
	for _, w := range m.Wijken() {
		p.wijken[w.Slug], p.wijken[wijk.Slug(w.Name)] = w.Slug, w.Slug
	}
	p.r = csv.NewReader(bytes.NewReader(text))
	header, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.IndexByte(header, ';') >= 0 {
		p.r.Comma = ';'
	}
	p.r.ReuseRecord = true
	if p.header() {
		p.rows()
	}
	if len(p.errs) == 0 && len(p.all) == 0 {
		p.errs = append(p.errs, errors.New("the file has no streets"))
	}
	if p.more > 0 {
		p.errs = append(p.errs, fmt.Errorf("and %d more rows with faults", p.more))
	}
	return p.all, p.errs
}

// A streetFile is a list of streets being read.
type streetFile struct {
	r       *csv.Reader
	m       *wijk.Map
	checked bool              // the map has postcodes to check against
	wijken  map[string]string // slugs, by themselves and by the slug of the name
	column  map[string]int    // of street, postcode and wijk
	all     []wijk.Street
	at      map[string]int // the index in all of a slug
	errs    []error
	more    int
}

func (p *streetFile) fault(format string, a ...any) {
	if len(p.errs) >= maxFaults {
		p.more++
		return
	}
	p.errs = append(p.errs, fmt.Errorf(format, a...))
}

// header finds the columns, and reports whether all are there.
func (p *streetFile) header() bool {
	row, err := p.r.Read()
	if err != nil || len(row) > maxColumns {
		p.fault("line 1: must be %s", streetsRule)
		return false
	}
	p.column = make(map[string]int)
	for i, name := range row {
		name, known := columns[strings.ToLower(strings.TrimSpace(name))]
		if !known {
			continue
		}
		if _, twice := p.column[name]; twice {
			p.fault("line 1: %s stands there twice", name)
			return false
		}
		p.column[name] = i
	}
	if len(p.column) < 3 {
		p.fault("line 1: must be %s", streetsRule)
		return false
	}
	return true
}

func (p *streetFile) rows() {
	for n := 0; ; n++ {
		row, err := p.r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case errors.As(err, &bad):
			p.fault("line %d: %v", bad.StartLine, bad.Err)
			continue
		case err != nil:
			p.fault("%v", err)
			return
		case n == maxRows:
			p.fault("the file has more than %d rows", maxRows)
			return
		}
		line, _ := p.r.FieldPos(0)
		if err := p.row(row); err != nil {
			p.fault("line %d: %v", line, err)
		}
		if len(p.all) > maxStreets {
			p.fault("the file has more than %d streets", maxStreets)
			return
		}
	}
}

// row takes one row in, or says what is wrong with it. A fault quotes little of
// the row: it may be the wrong file.
func (p *streetFile) row(row []string) error {
	name := strings.Join(strings.Fields(row[p.column["street"]]), " ")
	slug := wijk.Slug(name)
	switch {
	case name == "":
		return errors.New("street: missing")
	case len(name) > maxName || slug == "" || strings.ContainsFunc(name, unicode.IsControl) || strings.Contains(name, "/"):
		return fmt.Errorf("street: %.20q is no name of a street", name)
	}
	code, where, err := p.place(row)
	if err != nil {
		return err
	}
	i, ok := p.at[slug]
	if !ok {
		i = len(p.all)
		p.at[slug] = i
		p.all = append(p.all, wijk.Street{Name: name})
	}
	s := &p.all[i]
	if !slices.Contains(s.Wijken, where) {
		s.Wijken = append(s.Wijken, where)
	}
	if code != "" && !slices.Contains(s.Postcodes, code) {
		if len(s.Postcodes) == maxPerName {
			return fmt.Errorf("street: %.20q has more than %d postcodes", name, maxPerName)
		}
		s.Postcodes = append(s.Postcodes, code)
	}
	return nil
}

// place reads the postcode and the wijk of a row. A postcode has to be in the
// city; which wijk it is in the file knows better than the map, whose four
// digits are coarse.
func (p *streetFile) place(row []string) (code, slug string, err error) {
	code, named := postcode(row[p.column["postcode"]]), strings.TrimSpace(row[p.column["wijk"]])
	var in []string
	if code != "" {
		if !postcodePattern.MatchString(code) {
			return "", "", fmt.Errorf("postcode: %.20q is none, such as 2715AB", code)
		}
		if in = p.m.ByPostcode(code); len(in) == 0 && p.checked {
			return "", "", fmt.Errorf("postcode: %s is in no wijk on the map", code)
		}
	}
	if named == "" {
		if len(in) != 1 {
			return "", "", errors.New("wijk: missing, and the postcode does not tell it")
		}
		return code, in[0], nil
	}
	if slug, ok := p.wijken[wijk.Slug(named)]; ok {
		return code, slug, nil
	}
	return "", "", fmt.Errorf("wijk: %.20q is no wijk on the map, such as meerzicht", named)
}
