package open311

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/bot/photo"
	"wijkbot/flows"
	"wijkbot/flows/category"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// channel is the door by which a report came.
const channel = "open311"

// How long a post is known again: what a client gave a number of its own,
// longer than one that only looks the same.
const (
	knownByContent = 24 * time.Hour
	knownByID      = 30 * 24 * time.Hour
)

// mostText is how many characters the standard lets a description have.
const mostText = 4000

// mostAnswer is how many characters an answer to a question may have.
const mostAnswer = 500

// A receipt is what the client of a new report gets.
type receipt struct {
	ID     string `xml:"service_request_id" json:"service_request_id"`
	Notice string `xml:"service_notice" json:"service_notice"`
}

// postRequest makes a report.
func (c *call) postRequest() answer {
	a := c.posted(aboutRequest, func(p *post, k wijk.Key, sum string) answer {
		in, faults := c.intake(p.parameters)
		if len(faults) > 0 {
			return answer{faults: faults}
		}
		photos, notes, err := c.clean(p)
		if err != nil {
			return busy()
		}
		r, err := c.make(p, in, photos, k, sum)
		if err != nil {
			return c.s.failed(c.Context(), err)
		}
		return c.receipt(r, notes)
	})
	a.private = true
	return a
}

// receipt says what the city promises, whom else to call, and what was not
// kept.
func (c *call) receipt(r wijk.Report, notes []string) answer {
	lines := []string{r.Promise}
	for _, stop := range stopsOf(&r) {
		lines = append(lines, c.s.City.StopText(stop))
	}
	notice := strings.Join(append(lines, notes...), " ")
	return answer{root: "service_requests", body: list[receipt]{"request", []receipt{
		{strconv.FormatUint(r.Number, 10), notice},
	}}}
}

// posted does what a body asks for, once: it checks the key and its pace, and
// answers a repeated post as the first.
func (c *call) posted(about string, do func(p *post, k wijk.Key, sum string) answer) answer {
	kind, form, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err == nil && kind == multipartForm { // which takes much memory
		if !c.s.posting.Take(c.name) {
			return busy()
		}
		defer c.s.posting.Leave(c.name)
	}
	p, a, ok := c.post(kind, form["boundary"])
	if !ok {
		return a
	}
	var k wijk.Key
	key := p.first("api_key")
	err = c.s.DB.View(c.Context(), func(tx *store.Tx) error {
		k, ok = holder(tx, key)
		return nil
	})
	switch {
	case err != nil:
		return c.s.failed(c.Context(), err)
	case !ok:
		return refused(http.StatusForbidden, "api_key is missing or not known. It belongs in the body, not in the address.")
	}
	if wait := c.s.keys.Wait(HashKey(key), time.Now()); wait > 0 {
		return tooOften(wait)
	}
	var r wijk.Report
	var done wijk.Posted
	sum := p.sum(HashKey(key), about)
	err = c.s.DB.View(c.Context(), func(tx *store.Tx) error {
		done, r = seen(tx, sum, c.s.Now())
		return nil
	})
	if err != nil {
		return c.s.failed(c.Context(), err)
	}
	switch {
	case done.Entry != 0:
		return updateReceipt(done.Entry)
	case done.Report != 0:
		return c.receipt(r, notices(&p, 0))
	}
	return do(&p, k, sum)
}

// seen returns what became of the same post before, and of its report.
func seen(tx *store.Tx, sum string, now time.Time) (wijk.Posted, wijk.Report) {
	done, ok := store.Posted.Get(tx, sum)
	r, there := store.Reports.Get(tx, store.Num(done.Report))
	if !ok || !there || !done.Until.After(now) {
		return wijk.Posted{}, wijk.Report{}
	}
	return done, r
}

// remember notes what became of a post, and lets go of some old ones.
func remember(tx *store.Tx, sum string, done wijk.Posted, now time.Time) {
	const atOnce = 4
	n := 0
	for key := range store.Posted.FindRange(tx, "until", "", store.When(now)) {
		if n++; n > atOnce {
			break
		}
		store.Posted.Delete(tx, key)
	}
	store.Posted.Put(tx, sum, done)
}

// intake reads the report, and everything that is wrong with it.
func (c *call) intake(p parameters) (in flows.Intake, faults []fault) {
	var b bad
	in.Source = channel
	code := p.first("service_code")
	kind := category.Of(wijk.ReportKind(code))
	switch {
	case code == "":
		b.add("service_code is missing.")
	case !category.Known(wijk.ReportKind(code)):
		b = append(b, fault{http.StatusNotFound, "service_code was not found. See services.xml."})
	default:
		in.Kind, in.Phrase = kind.Code, kind.Name
		in.Answers = answers(kind, p, &b)
	}
	in.Place = c.place(p, &b)
	if description := p.first("description"); tooLong(description, mostText) {
		b.add("description may have no more than 4000 characters.")
	} else {
		in.Text = plainText(description)
	}
	if in.Text == "" && in.Kind == wijk.Else {
		b.add("description is missing: this service needs one.")
	}
	in.Urgent = slices.Contains(stopsOf(&wijk.Report{Kind: in.Kind, Text: in.Text, Answers: in.Answers}), category.Danger)
	return in, b
}

// stopsOf returns what words and answers say of safety, each once.
func stopsOf(r *wijk.Report) (all []category.Stop) {
	add := func(s category.Stop) {
		if s != category.None && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	add(category.StopIn(r.Text))
	if reply.Classify(r.Text).Label == reply.Urgent {
		add(category.Danger)
	}
	for _, q := range category.Of(r.Kind).Ask {
		for _, said := range r.Answers {
			if said.Key != q.Key {
				continue
			}
			if len(q.Choices) == 0 {
				add(category.StopIn(said.Value))
			} else if o, ok := choice(q, said.Value); ok {
				add(o.Stop)
			}
		}
	}
	return all
}

// answers reads the answers to the questions of a category.
func answers(kind category.Category, p parameters, b *bad) (all []wijk.Answer) {
	for _, q := range kind.Ask {
		name := "attribute[" + q.Key + "]"
		said := p.first(name)
		if said == "" {
			said = p.first(name + "[]")
		}
		switch {
		case said == "" && !q.Optional:
			b.add(name + " is missing. See services/" + string(kind.Code) + ".xml.")
			continue
		case said == "":
			continue
		case len(q.Choices) == 0 && tooLong(said, mostAnswer):
			b.add(name + " may have no more than 500 characters.")
			continue
		case len(q.Choices) == 0:
			said = plainText(said)
		default:
			o, ok := choice(q, said)
			if !ok {
				b.add(name + " must be a key of its values. See services/" + string(kind.Code) + ".xml.")
				continue
			}
			said = o.Key
		}
		all = append(all, wijk.Answer{Key: q.Key, Value: said})
	}
	return all
}

// choice finds an answer by its key, or by its label, which some clients send.
func choice(q category.Question, said string) (category.Choice, bool) {
	for _, o := range q.Choices {
		if o.Key == said || strings.EqualFold(o.Label, said) {
			return o, true
		}
	}
	return category.Choice{}, false
}

// A cleaned photo can be kept, with a small copy.
type cleaned struct{ picture, thumb []byte }

// clean draws the photos anew. One that cannot be read is left out, and the
// notes say so: the report is worth more than the photo.
func (c *call) clean(p *post) (photos []cleaned, notes []string, err error) {
	lost := 0
	for _, raw := range p.photos {
		var one cleaned
		one.picture, err = photo.Clean(c.Context(), raw)
		if err == nil {
			one.thumb, err = photo.Thumb(one.picture)
		}
		switch {
		case c.Context().Err() != nil:
			return nil, nil, err
		case err != nil:
			lost++
		default:
			photos = append(photos, one)
		}
	}
	return photos, notices(p, lost), nil
}

// notices tell the client what was not kept.
func notices(p *post, lost int) (notes []string) {
	if lost > 0 {
		notes = append(notes, "Niet elke foto was te lezen.")
	}
	if p.more {
		notes = append(notes, "Wij bewaren drie foto's.")
	}
	if p.first("media_url") != "" {
		notes = append(notes, "Foto's achter een link nemen wij niet over. Stuur ze als bestand mee.")
	}
	return notes
}

// make makes the report, unless the same came in meanwhile.
func (c *call) make(p *post, in flows.Intake, photos []cleaned, k wijk.Key, sum string) (r wijk.Report, err error) {
	keep := knownByContent
	if p.first(fixMyStreetID) != "" {
		keep = knownByID
	}
	err = c.s.DB.Update(c.Context(), func(tx *store.Tx) error {
		now := c.s.Now()
		var done wijk.Posted
		if done, r = seen(tx, sum, now); done.Report != 0 {
			return nil
		}
		in := in
		in.Photos = addPhotos(tx, photos)
		r = c.s.City.NewReport(tx, in, now)
		store.Log(tx, wijk.Entry{Number: r.Number, At: now, By: channel, Note: "Kwam binnen via Open311, van " + k.Name + "."})
		c.s.City.HeardElsewhere(tx, r.Number, in.Text, now)
		remember(tx, sum, wijk.Posted{Report: r.Number, Until: now.Add(keep)}, now)
		return nil
	})
	return r, err
}
