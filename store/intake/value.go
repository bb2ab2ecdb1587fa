package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	// maxBytes is some six times what all 16,590 residents over 70 take.
	maxBytes = 64 << 20
	maxDepth = 16
)

// The kinds of value.
const (
	isNull   = "nothing"
	isBool   = "true or false"
	isNumber = "a number"
	isText   = "a text"
	isList   = "a list"
	isObject = "an object"
)

// A value is one JSON value as it stands in the file. Unlike what
// encoding/json makes of it, it keeps a key that occurs twice.
type value struct {
	kind  string
	text  string // of a text or number
	yes   bool
	keys  []string // of an object
	items []value  // of a list or object
}

// readValue reads the one value in r and refuses anything behind it.
func readValue(r io.Reader) (value, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return value{}, fmt.Errorf("read: %w", err)
	}
	if len(b) > maxBytes {
		return value{}, fmt.Errorf("the file is larger than %d MiB", maxBytes>>20)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // some editors add it
	if !utf8.Valid(b) {
		return value{}, errors.New("the file is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := nextValue(d, 0)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = errors.New("there is something behind the last bracket")
		}
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		line := 1 + bytes.Count(b[:d.InputOffset()], []byte("\n"))
		return value{}, fmt.Errorf("line %d: %w", line, err)
	}
	return v, nil
}

func nextValue(d *json.Decoder, depth int) (value, error) {
	t, err := d.Token()
	if err != nil {
		return value{}, err
	}
	switch t := t.(type) {
	case bool:
		return value{kind: isBool, yes: t}, nil
	case json.Number:
		return value{kind: isNumber, text: t.String()}, nil
	case string:
		return value{kind: isText, text: t}, nil
	case json.Delim:
		if depth == maxDepth {
			return value{}, errors.New("too many brackets inside each other")
		}
		return nextItems(d, t, depth)
	}
	return value{kind: isNull}, nil
}

func nextItems(d *json.Decoder, open json.Delim, depth int) (value, error) {
	v := value{kind: isList}
	if open == '{' {
		v.kind = isObject
	}
	for d.More() {
		if v.kind == isObject {
			key, err := nextValue(d, depth+1)
			if err != nil {
				return value{}, err
			}
			v.keys = append(v.keys, key.text)
		}
		item, err := nextValue(d, depth+1)
		if err != nil {
			return value{}, err
		}
		v.items = append(v.items, item)
	}
	_, err := d.Token() // the closing bracket
	return v, err
}
