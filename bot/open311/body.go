package open311

import (
	"crypto/sha256"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Bounds on what a client may send. A description of 4000 characters is at
// most 48 kB when every byte is escaped; a photo that package photo takes is
// at most 10 MB.
const (
	mostForm   = 256 << 10
	mostUpload = 16 << 20
	mostValues = 300
	mostPhotos = 3
)

// The forms in which a body may come.
const (
	urlencodedForm = "application/x-www-form-urlencoded"
	multipartForm  = "multipart/form-data"
)

// A post is what a client sent in a body.
type post struct {
	parameters
	photos [][]byte // files, as they came
	more   bool     // there were more files than we keep
}

// post reads the body. The key is in it, so this must be cheap for strangers:
// see the bounds, and the time that the server gives.
func (c *call) post(kind, boundary string) (p post, a answer, ok bool) {
	var err error
	switch kind {
	case urlencodedForm:
		p, err = c.urlencoded()
	case multipartForm:
		p, err = c.multipart(boundary)
	default:
		return p, refused(http.StatusBadRequest,
			"Content-Type must be "+urlencodedForm+" or "+multipartForm+"."), false
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, errTooMuch):
		return p, refused(http.StatusBadRequest, "The request is too large."), false
	case err != nil:
		return p, refused(http.StatusBadRequest, "The body is not well formed."), false
	case !c.s.ours(p.parameters):
		return p, unknownJurisdiction(), false
	}
	return p, answer{}, true
}

var errTooMuch = errors.New("too much")

func (c *call) urlencoded() (post, error) {
	b, err := io.ReadAll(http.MaxBytesReader(nil, c.Body, mostForm))
	if err != nil {
		return post{}, err
	}
	if strings.Count(string(b), "&") > mostValues {
		return post{}, errTooMuch
	}
	q, err := url.ParseQuery(string(b))
	return post{parameters: parameters(q)}, err
}

func (c *call) multipart(boundary string) (p post, err error) {
	if boundary == "" {
		return p, errors.New("no boundary")
	}
	p.parameters = make(parameters)
	in := multipart.NewReader(http.MaxBytesReader(nil, c.Body, mostUpload), boundary)
	text, values := mostForm, 0
	for {
		part, err := in.NextRawPart()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return p, err
		}
		if values++; values > mostValues {
			return p, errTooMuch
		}
		if part.FileName() != "" {
			if err := p.addFile(part); err != nil {
				return p, err
			}
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, int64(text)+1))
		if err != nil {
			return p, err
		}
		if text -= len(b); text < 0 {
			return p, errTooMuch
		}
		p.parameters[part.FormName()] = append(p.parameters[part.FormName()], string(b))
	}
}

// addFile keeps a file to look at. An empty one is a field that nobody filled.
func (p *post) addFile(part *multipart.Part) error {
	b, err := io.ReadAll(part)
	switch {
	case err != nil:
		return err
	case len(b) == 0:
	case len(p.photos) == mostPhotos:
		p.more = true
	default:
		p.photos = append(p.photos, b)
	}
	return nil
}

// fixMyStreetID names a report at the client, which asks for no more than one.
const fixMyStreetID = "attribute[fixmystreet_id]"

// sum names the content of a post under a key, whatever its order: the same
// again is a retry. What the client calls the report itself goes before that.
func (p *post) sum(key, about string) string {
	h := sha256.New()
	write := func(b []byte) {
		one := sha256.Sum256(b)
		h.Write(one[:])
	}
	say := func(words ...string) {
		for _, s := range words {
			write([]byte(s))
		}
	}
	say(key, about)
	if id := p.first(fixMyStreetID); id != "" && about == aboutRequest {
		say(fixMyStreetID, id)
		return string(h.Sum(nil))
	}
	for _, name := range slices.Sorted(maps.Keys(p.parameters)) {
		if name == "api_key" {
			continue
		}
		for _, v := range p.parameters[name] {
			if v != "" {
				say(name, v)
			}
		}
	}
	for _, b := range p.photos {
		say("photo")
		write(b)
	}
	return string(h.Sum(nil))
}

// What a post is about.
const (
	aboutRequest = "request"
	aboutUpdate  = "update"
)
