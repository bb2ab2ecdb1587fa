package open311_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// The shapes of the standard, written down once. XML has the elements in this
// order; JSON follows from it by the Spark convention.

// A shape is what an element or value may be.
type shape struct {
	name     string
	optional bool
	// text is what a leaf must match; number and boolean say that JSON has no
	// string for it.
	text            *regexp.Regexp
	number, boolean bool
	fields          []shape // of an object
	each            *shape  // of a list
}

var (
	anyText  = regexp.MustCompile(`(?s)^.*$`)
	someText = regexp.MustCompile(`(?s)^.+$`)
	// As in mySociety's adapter: no fractions, and always a zone.
	dateTime   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$`)
	identifier = regexp.MustCompile(`^[\w-]+$`)
	decimal    = regexp.MustCompile(`^-?\d{1,3}(\.\d{1,4})?$`)
	integer    = regexp.MustCompile(`^[1-9]\d*$`)
	boolean    = regexp.MustCompile(`^(true|false)$`)
	status     = regexp.MustCompile(`^(open|closed)$`)
	optURL     = regexp.MustCompile(`^(|https://bot\.example\.nl/open311/photos/[\w-]+\.jpg)$`)
)

func leaf(name string, text *regexp.Regexp) shape { return shape{name: name, text: text} }

func listOf(name string, each shape) shape { return shape{name: name, each: &each} }

var (
	servicesShape = listOf("services", shape{name: "service", fields: []shape{
		leaf("service_code", identifier), leaf("service_name", someText), leaf("description", someText),
		{name: "metadata", text: boolean, boolean: true}, leaf("type", regexp.MustCompile(`^realtime$`)),
		leaf("keywords", regexp.MustCompile(`^[^,\s]+(,[^,\s]+)*$`)), leaf("group", someText),
	}})
	definitionShape = shape{name: "service_definition", fields: []shape{
		leaf("service_code", identifier),
		listOf("attributes", shape{name: "attribute", fields: []shape{
			{name: "variable", text: boolean, boolean: true}, leaf("code", identifier),
			leaf("datatype", regexp.MustCompile(`^(string|number|datetime|text|singlevaluelist|multivaluelist)$`)),
			{name: "required", text: boolean, boolean: true}, leaf("datatype_description", anyText),
			{name: "order", text: integer, number: true}, leaf("description", someText),
			{name: "values", optional: true, each: &shape{name: "value", fields: []shape{
				leaf("key", someText), leaf("name", someText),
			}}},
		}}),
	}}
	requestsShape = listOf("service_requests", shape{name: "request", fields: []shape{
		leaf("service_request_id", identifier), leaf("status", status), leaf("status_notes", someText),
		leaf("service_name", someText), leaf("service_code", identifier), leaf("description", someText),
		leaf("agency_responsible", someText), leaf("service_notice", anyText),
		leaf("requested_datetime", dateTime), leaf("updated_datetime", dateTime), leaf("expected_datetime", dateTime),
		leaf("address", someText), leaf("address_id", anyText), leaf("zipcode", regexp.MustCompile(`^(\d{4})?$`)),
		{name: "lat", text: decimal, number: true, optional: true}, {name: "long", text: decimal, number: true, optional: true},
		leaf("media_url", optURL),
	}})
	receiptsShape = listOf("service_requests", shape{name: "request", fields: []shape{
		leaf("service_request_id", identifier), leaf("service_notice", someText),
	}})
	updatesShape = listOf("service_request_updates", shape{name: "request_update", fields: []shape{
		leaf("update_id", identifier), leaf("service_request_id", identifier), leaf("status", status),
		leaf("updated_datetime", dateTime), leaf("description", someText), leaf("media_url", optURL),
		leaf("external_status_code", someText),
	}})
	updateReceiptsShape = listOf("service_request_updates", shape{name: "request_update", fields: []shape{leaf("update_id", identifier)}})
	discoveryShape      = shape{name: "discovery", fields: []shape{
		leaf("changeset", dateTime), leaf("contact", someText), leaf("key_service", someText),
		listOf("endpoints", shape{name: "endpoint", fields: []shape{
			leaf("specification", regexp.MustCompile(`^http://wiki\.open311\.org/GeoReport_v2$`)),
			leaf("url", regexp.MustCompile(`^https?://\S+/$`)), leaf("changeset", dateTime),
			leaf("type", regexp.MustCompile(`^(production|test)$`)),
			listOf("formats", leaf("format", regexp.MustCompile(`^(text/xml|application/json)$`))),
		}}),
	}}
	errorsShape = listOf("errors", shape{name: "error", fields: []shape{
		{name: "code", text: regexp.MustCompile(`^[45]\d\d$`), number: true}, leaf("description", someText),
	}})
)

// A node is an element of XML.
type node struct {
	name string
	text string
	kids []node
}

// parseXML reads a document strictly.
func parseXML(body string) (root node, err error) {
	const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<"
	if !strings.HasPrefix(body, declaration) {
		return root, fmt.Errorf("it begins with %.50q", body)
	}
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict = true
	top := node{}
	stack := []*node{&top}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return root, err
		}
		at := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			if len(x.Attr) > 0 || x.Name.Space != "" {
				return root, fmt.Errorf("%s has attributes or a name space", x.Name.Local)
			}
			at.kids = append(at.kids, node{name: x.Name.Local})
			stack = append(stack, &at.kids[len(at.kids)-1])
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			at.text += string(x)
		case xml.ProcInst:
			if len(stack) != 1 || len(top.kids) > 0 {
				return root, errors.New("an instruction inside")
			}
		default:
			return root, fmt.Errorf("a %T", token)
		}
	}
	if len(top.kids) != 1 || strings.TrimSpace(top.text) != "" {
		return root, fmt.Errorf("%d roots", len(top.kids))
	}
	return top.kids[0], nil
}

// checkXML tells what is wrong with an element.
func (s *shape) checkXML(n node) error {
	if n.name != s.name {
		return fmt.Errorf("<%s> where <%s> belongs", n.name, s.name)
	}
	switch {
	case s.text != nil:
		if len(n.kids) > 0 || !s.text.MatchString(n.text) {
			return fmt.Errorf("<%s> is %q", s.name, n.text)
		}
		return nil
	case n.text != "":
		return fmt.Errorf("<%s> has text %q", s.name, n.text)
	case s.each != nil:
		for _, kid := range n.kids {
			if err := s.each.checkXML(kid); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
		return nil
	}
	kids := n.kids
	for i := range s.fields {
		f := &s.fields[i]
		if len(kids) == 0 || kids[0].name != f.name {
			if f.optional {
				continue
			}
			return fmt.Errorf("<%s>: <%s> is missing or out of order", s.name, f.name)
		}
		if err := f.checkXML(kids[0]); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		kids = kids[1:]
	}
	if len(kids) > 0 {
		return fmt.Errorf("<%s> has an unknown <%s>", s.name, kids[0].name)
	}
	return nil
}

// checkJSON tells what is wrong with a value.
func (s *shape) checkJSON(v any) error {
	switch {
	case s.text != nil:
		text := fmt.Sprint(v)
		var ok bool
		switch {
		case s.number:
			_, ok = v.(json.Number)
		case s.boolean:
			_, ok = v.(bool)
		default:
			_, ok = v.(string)
		}
		if !ok || !s.text.MatchString(text) {
			return fmt.Errorf("%s is the %T %v", s.name, v, v)
		}
		return nil
	case s.each != nil:
		all, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%s is the %T %v, want an array", s.name, v, v)
		}
		for _, one := range all {
			if err := s.each.checkJSON(one); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
		return nil
	}
	object, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is a %T, want an object", s.name, v)
	}
	for i := range s.fields {
		f := &s.fields[i]
		one, there := object[f.name]
		if !there && !f.optional {
			return fmt.Errorf("%s: %s is missing", s.name, f.name)
		}
		if there {
			if err := f.checkJSON(one); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	for name := range object {
		if !slices.ContainsFunc(s.fields, func(f shape) bool { return f.name == name }) {
			return fmt.Errorf("%s: unknown %s", s.name, name)
		}
	}
	return nil
}

// spark turns an element into what JSON must say of it.
func (s *shape) spark(n node) any {
	switch {
	case s.text != nil && s.number:
		return json.Number(n.text)
	case s.text != nil && s.boolean:
		return n.text == "true"
	case s.text != nil:
		return n.text
	case s.each != nil:
		all := []any{}
		for _, kid := range n.kids {
			all = append(all, s.each.spark(kid))
		}
		return all
	}
	object := make(map[string]any)
	for i := range s.fields {
		for _, kid := range n.kids {
			if kid.name == s.fields[i].name {
				object[kid.name] = s.fields[i].spark(kid)
			}
		}
	}
	return object
}

func parseJSON(body string) (v any, err error) {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows")
	}
	return v, nil
}

// is checks an answer, in either format, against a shape.
func (w *world) is(what string, got reply, code int, s shape) {
	w.Helper()
	if got.status != code {
		w.Errorf("%s: status %d, want %d: %.300s", what, got.status, code, got.body)
		return
	}
	var err error
	switch kind := got.header.Get("Content-Type"); kind {
	case "text/xml; charset=utf-8":
		var root node
		if root, err = parseXML(got.body); err == nil {
			err = s.checkXML(root)
		}
	case "application/json; charset=utf-8":
		var v any
		if v, err = parseJSON(got.body); err == nil {
			err = s.checkJSON(v)
		}
	default:
		err = fmt.Errorf("Content-Type %q", kind)
	}
	if err != nil {
		w.Errorf("%s: %v\n%.600s", what, err, got.body)
	}
}

// decode reads JSON that must have no other keys than v.
func decode[T any](w *world, got reply) (v T) {
	w.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(got.body)))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		w.Fatalf("%d %.300s: %v", got.status, got.body, err)
	}
	return v
}
