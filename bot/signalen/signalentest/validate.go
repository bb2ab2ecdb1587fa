package signalentest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// allowed are the keys of a signal; any other is refused.
var allowed = []string{
	"source", "text", "text_extra", "location", "category", "reporter", "incident_date_start", "incident_date_end", "extra_properties", "session",
}

// validate reads a signal as the public serializer does. crash says that
// Signalen would answer with its page for a fault of its own.
func (f *Fake) validate(in map[string]json.RawMessage) (s *Signal, wrong fieldErrors, crash bool) {
	s, wrong = &Signal{Source: "online"}, fieldErrors{}
	for _, name := range []string{"text", "location", "category", "reporter", "incident_date_start"} {
		if _, ok := in[name]; !ok {
			wrong[name] = []string{"This field is required."}
		}
	}
	take := func(name string, check func(json.RawMessage) any) {
		if raw, ok := in[name]; ok {
			if no := check(raw); no != nil {
				wrong[name] = no
			}
		}
	}
	take("text", func(raw json.RawMessage) any { return chars(raw, &s.Text, 3000, false) })
	take("text_extra", func(raw json.RawMessage) any { return chars(raw, &s.TextExtra, 10000, true) })
	take("source", func(raw json.RawMessage) any { return f.source(raw, s) })
	take("location", func(raw json.RawMessage) (no any) { no, crash = f.location(raw, s); return no })
	take("category", func(raw json.RawMessage) any { return f.category(raw, s) })
	take("reporter", f.reporter)
	take("incident_date_start", func(raw json.RawMessage) any {
		if no := chars(raw, &s.Start, 64, false); no != nil {
			return no
		}
		if _, err := time.Parse(time.RFC3339, s.Start); err != nil {
			return []string{"Datetime has wrong format."}
		}
		return nil
	})
	take("extra_properties", func(raw json.RawMessage) any { return f.extra(raw, s) })
	if len(wrong) > 0 || crash {
		return nil, wrong, crash
	}
	var strange []string
	for name := range in {
		if !slices.Contains(allowed, name) {
			strange = append(strange, name)
		}
	}
	if len(strange) > 0 {
		return nil, fieldErrors{"non_field_errors": []string{"Extra properties present: " + strings.Join(strange, ", ")}}, false
	}
	return s, nil, false
}

// chars reads text of a limited length. Django refuses NUL and trims.
func chars(raw json.RawMessage, into *string, most int, blank bool) any {
	if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
		return []string{"Not a valid string."}
	}
	*into = strings.TrimSpace(*into)
	switch {
	case strings.ContainsRune(*into, 0):
		return []string{"Null characters are not allowed."}
	case *into == "" && !blank:
		return []string{"This field may not be blank."}
	case utf8.RuneCountInString(*into) > most:
		return []string{fmt.Sprintf("Ensure this field has no more than %d characters.", most)}
	}
	return nil
}

func (f *Fake) source(raw json.RawMessage, s *Signal) any {
	if no := chars(raw, &s.Source, 128, false); no != nil {
		return no
	}
	if !strings.EqualFold(s.Source, "online") && !slices.ContainsFunc(f.o.Sources, func(x string) bool { return strings.EqualFold(x, s.Source) }) {
		return []string{"Invalid source given, value not known"}
	}
	return nil
}

// location reads where it is. Signalen looks the address up with keys that it
// takes for granted, and falls over without.
func (f *Fake) location(raw json.RawMessage, s *Signal) (no any, crash bool) {
	var in struct {
		Point *struct {
			Type        string    `json:"type"`
			Coordinates []float64 `json:"coordinates"`
		} `json:"geometrie"`
		Address map[string]any `json:"address"`
	}
	if json.Unmarshal(raw, &in) != nil {
		return fieldErrors{"non_field_errors": []string{"Invalid data."}}, false
	}
	if in.Point == nil || in.Point.Type != "Point" || len(in.Point.Coordinates) != 2 {
		return fieldErrors{"geometrie": []string{"Unable to convert to a geometry."}}, false
	}
	s.Lon, s.Lat = in.Point.Coordinates[0], in.Point.Coordinates[1]
	if b := f.o.Bounds; s.Lon < b[0] || s.Lat < b[1] || s.Lon > b[2] || s.Lat > b[3] {
		return fieldErrors{"geometrie": []string{"The location coordinates (WS84) are not inside the bounding box we are accepting signals for."}}, false
	}
	if in.Address == nil {
		return nil, false
	}
	s.Address = make(map[string]string)
	for _, key := range []string{"openbare_ruimte", "huisnummer", "postcode", "woonplaats", "huisletter", "huisnummer_toevoeging"} {
		v, there := in.Address[key]
		text, ok := v.(string)
		if number, is := v.(float64); is && key == "huisnummer" {
			text, ok = fmt.Sprintf("%.0f", number), true
		}
		needed := key == "openbare_ruimte" || key == "huisnummer"
		if needed && !there || there && !ok {
			return nil, true
		}
		s.Address[key] = text
	}
	if f.o.Unknown != nil && f.o.Unknown(s.Address["openbare_ruimte"], s.Address["huisnummer"]) {
		return fieldErrors{"location": []string{"Niet-bestaand adres."}}, false
	}
	return nil, false
}

// categoryURL is how a category is named.
var categoryURL = regexp.MustCompile(`^/signals/v1/public/terms/categories/([\w-]+)/sub_categories/([\w-]+)/?$`)

func (f *Fake) category(raw json.RawMessage, s *Signal) any {
	var in map[string]string
	if json.Unmarshal(raw, &in) != nil {
		return fieldErrors{"non_field_errors": []string{"Invalid data."}}
	}
	url, sub := in["sub_category"]
	other, either := in["category_url"]
	if sub == either {
		return fieldErrors{"non_field_errors": []string{`Only the "sub_category" OR "category_url" can be given`}}
	}
	name := "sub_category"
	if either {
		url, name = other, "category_url"
	}
	m := categoryURL.FindStringSubmatch(url)
	if m == nil {
		return fieldErrors{name: []string{"Invalid hyperlink - No URL match."}}
	}
	if s.Category = m[1] + "/" + m[2]; !f.known[s.Category] {
		return fieldErrors{name: []string{"Invalid hyperlink - Object does not exist."}}
	}
	return nil
}

// reporter reads who reported it, which is nobody.
func (f *Fake) reporter(raw json.RawMessage) any {
	var in struct {
		Email   *string `json:"email"`
		Phone   *string `json:"phone"`
		Sharing *bool   `json:"sharing_allowed"`
	}
	if !bytes.HasPrefix(raw, []byte("{")) || json.Unmarshal(raw, &in) != nil {
		return fieldErrors{"non_field_errors": []string{"Invalid data."}}
	}
	wrong := fieldErrors{}
	if in.Phone != nil && utf8.RuneCountInString(*in.Phone) > 17 {
		wrong["phone"] = []string{"Ensure this field has no more than 17 characters."}
	}
	if in.Email != nil && *in.Email != "" && !strings.Contains(*in.Email, "@") {
		wrong["email"] = []string{"Enter a valid email address."}
	}
	if in.Email != nil || in.Phone != nil || in.Sharing != nil && *in.Sharing {
		f.mu.Lock()
		f.complain("contact details of a resident arrived")
		f.mu.Unlock()
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// extra reads the answers to questions: null, or a list of a fixed form.
func (f *Fake) extra(raw json.RawMessage, s *Signal) any {
	invalid := []string{"Invalid input."}
	if string(raw) == "null" {
		return nil
	}
	if json.Unmarshal(raw, &s.Extra) != nil {
		return invalid
	}
	for _, item := range s.Extra {
		var a struct {
			ID       *string         `json:"id"`
			Label    *string         `json:"label"`
			Answer   json.RawMessage `json:"answer"`
			Category *string         `json:"category_url"`
		}
		if json.Unmarshal(item, &a) != nil || a.ID == nil || a.Label == nil || len(a.Answer) == 0 || a.Category == nil || !categoryURL.MatchString(*a.Category) {
			return invalid
		}
		var text string
		var object map[string]any
		var list []any
		if json.Unmarshal(a.Answer, &text) != nil && json.Unmarshal(a.Answer, &object) != nil && json.Unmarshal(a.Answer, &list) != nil {
			return invalid
		}
	}
	return nil
}
