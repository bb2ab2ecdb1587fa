package open311_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkbot/bot/guard"
	"wijkbot/bot/open311"
	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const requestsPath = "/open311/v2/requests"

func TestPost(t *testing.T) {
	w := newWorld(t)
	xml := w.post(requestsPath+".xml", w.form())
	w.is("POST", xml, 200, receiptsShape)
	if xml.header.Get("Cache-Control") != "no-store" || xml.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%v", xml.header)
	}
	w.is("POST", w.post(requestsPath+".json", w.form("description", "Iets anders.")), 200, receiptsShape)
	r := w.report(1)
	if r.Kind != "zwerfvuil" || r.Text != "Er liggen zakken." || r.Source != "open311" || !r.Anonymous || r.Place.Wijk != "dorp" ||
		r.Place.Source != wijk.FromClient || r.Place.Point != dorp || r.Promised != "2026-11-26" || r.Public || r.Phrase == "" {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(xml.body, r.Promise) {
		t.Errorf("%q is not in %s", r.Promise, xml.body)
	}
	found := false
	w.update(func(tx *store.Tx) {
		for _, e := range store.History.All(tx, store.Num(1)) {
			found = found || strings.Contains(e.Note, "fixmystreet")
		}
	})
	if !found {
		t.Error("the history does not say whom it came from")
	}
}

// What clients send of people is not kept anywhere.
func TestNothingOfTheReporterIsKept(t *testing.T) {
	w := newWorld(t)
	w.posts(w.form("email", "anna@example.nl", "first_name", "Anna", "last_name", "Bakkerzoon", "phone", "0612345678", "device_id", "dev-77",
		"account_id", "acc-88", "attribute[email]", "anna2@example.nl"))
	w.update(func(tx *store.Tx) {
		for n := range 3 {
			r, ok := store.Reports.Get(tx, store.Num(uint64(n)))
			text := fmt.Sprintf("%+v", r)
			for _, e := range store.History.All(tx, store.Num(uint64(n))) {
				text += fmt.Sprintf("%+v", e)
			}
			for _, word := range []string{"anna", "Anna", "Bakkerzoon", "0612345678", "dev-77", "acc-88"} {
				if ok && strings.Contains(text, word) {
					t.Errorf("%q is kept", word)
				}
			}
		}
		for range store.Reporters.All(tx, "") {
			t.Error("there is a reporter")
		}
		for range store.Outbox.All(tx, "") {
			t.Error("somebody is written to")
		}
	})
}

func TestRefusedPosts(t *testing.T) {
	w := newWorld(t)
	w.update(func(tx *store.Tx) {
		store.Keys.Put(tx, "0000", wijk.Key{Name: "hash"})
	})
	long := strings.Repeat("é", 4001)
	for _, tt := range []struct {
		name  string
		pairs []string
		code  int
	}{
		{"no key", []string{"api_key", ""}, 403}, {"another key", []string{"api_key", "wijkbot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, 403},
		{"the hash of a key", []string{"api_key", "0000"}, 403}, {"a key and more", []string{"api_key", w.key + "x"}, 403},
		{"a bad key goes before all", []string{"api_key", "x", "service_code", "onbekend", "lat", "x"}, 403},
		{"elsewhere", []string{"jurisdiction_id", "elders.nl"}, 404},
		{"no service", []string{"service_code", ""}, 400}, {"unknown service", []string{"service_code", "onbekend"}, 404},
		{"no place", []string{"lat", "", "long", ""}, 400}, {"half a place", []string{"long", ""}, 400},
		{"not a number", []string{"lat", "NaN"}, 400}, {"endless", []string{"lat", "Inf"}, 400}, {"hexadecimal", []string{"lat", "0x34"}, 400},
		{"nought", []string{"lat", "0", "long", "0"}, 400}, {"a comma", []string{"lat", "52,05"}, 400}, {"exponent", []string{"lat", "5.2e1"}, 400},
		{"in Amsterdam", []string{"lat", fmt.Sprint(farAway.Lat), "long", fmt.Sprint(farAway.Lon)}, 400},
		{"the other way round", []string{"lat", "4.49307", "long", "52.05712"}, 400},
		{"too long", []string{"description", long}, 400},
		{"an address id", []string{"lat", "", "long", "", "address_id", "7"}, 400},
		{"an address without a postcode", []string{"lat", "", "long", "", "address_string", "Dorpsstraat 12"}, 400},
		{"an address elsewhere", []string{"lat", "", "long", "", "address_string", "Damrak 1, 1012 LG"}, 400},
		{"nothing said about something else", []string{"service_code", "overig", "description", " <br> \u202e "}, 400},
	} {
		for _, f := range []string{".xml", ".json"} {
			w.is(tt.name, w.post(requestsPath+f, w.form(tt.pairs...)), tt.code, errorsShape)
		}
	}
	if got := w.post(requestsPath+".json", w.form("lat", "4.49307", "long", "52.05712")); !strings.Contains(got.body, "other way round") {
		t.Errorf("a swapped place: %s", got.body)
	}
	got := w.post(requestsPath+".json", w.form("service_code", "", "lat", "x", "description", long))
	if faults := decode[[]map[string]any](w, got); len(faults) != 3 {
		t.Errorf("%d faults, want all 3: %s", len(faults), got.body)
	}
	// The key does not belong in the address, where proxies write it down.
	w.is("key in the address", w.post(requestsPath+".xml?api_key="+w.key, w.form("api_key", "")), 403, errorsShape)
	if n := len(w.list("")); n != 0 {
		t.Errorf("%d reports were made", n)
	}
}

func TestKeyThatWasRevoked(t *testing.T) {
	w := newWorld(t)
	w.posts(w.form())
	w.update(func(tx *store.Tx) {
		for hash, k := range store.Keys.All(tx, "") {
			k.Revoked = w.clock()
			store.Keys.Put(tx, hash, k)
		}
	})
	w.is("revoked", w.post(requestsPath+".xml", w.form()), 403, errorsShape)
}

func TestAddressString(t *testing.T) {
	w := newWorld(t)
	pc := ""
	for _, c := range w.city.Map().Wijken() {
		if c.Slug == "dorp" {
			pc = c.Postcodes[0]
		}
	}
	n := w.posts(w.form("lat", "", "long", "", "address_string", "Dorpsstraat 12a, "+pc+" AB"))
	if p := w.report(n).Place; p.Wijk != "dorp" || p.Street != "Dorpsstraat" || p.Number != "12a" || p.Postcode != pc+"AB" || p.Point.Valid() {
		t.Errorf("%+v", p)
	}
	n = w.posts(w.form("address_string", "Dorpsstraat 14"))
	if p := w.report(n).Place; p.Wijk != "dorp" || p.Street != "Dorpsstraat" || p.Point != dorp {
		t.Errorf("%+v", p)
	}
}

// With a list of streets, a street says the wijk, and which of two a postcode
// means.
func TestAddressByStreet(t *testing.T) {
	w := newWorld(t)
	unsure, slug := "", ""
	for _, c := range w.city.Map().Wijken() {
		if len(c.Unsure) > 0 {
			unsure, slug = c.Unsure[0], c.Slug
		}
	}
	w.update(func(tx *store.Tx) {
		store.ReplaceStreets(tx, []wijk.Street{
			{Name: "Dorpsstraat", Wijken: []string{"dorp"}}, {Name: "Langeweg", Wijken: []string{"dorp", "meerzicht"}}, {Name: "Grensweg", Wijken: []string{slug}},
		})
	})
	for _, tt := range []struct{ address, wijk, street string }{
		{"dorpsstr 12", "dorp", "Dorpsstraat"}, {"Grensweg 3, " + unsure + " AB", slug, "Grensweg"},
	} {
		n := w.posts(w.form("lat", "", "long", "", "address_string", tt.address))
		if p := w.report(n).Place; p.Wijk != tt.wijk || p.Street != tt.street {
			t.Errorf("%s: %+v", tt.address, p)
		}
	}
	for _, address := range []string{"Langeweg 1", "Nergensstraat 1", "Nergensstraat 1, " + unsure + " AB", "Dorpsstraat 12, 1012 LG"} {
		w.is(address, w.post(requestsPath+".xml", w.form("lat", "", "long", "", "address_string", address)), 400, errorsShape)
	}
}

// answers fills in every question of a category, as its definition says.
func (w *world) answers(code wijk.ReportKind, suffix string) (f url.Values, required []string) {
	type definition struct {
		Code       string `json:"service_code"`
		Attributes []struct {
			Variable bool   `json:"variable"`
			Code     string `json:"code"`
			Datatype string `json:"datatype"`
			Required bool   `json:"required"`
			Hint     string `json:"datatype_description"`
			Order    int    `json:"order"`
			Text     string `json:"description"`
			Values   []struct{ Key, Name string }
		} `json:"attributes"`
	}
	d := decode[definition](w, w.get("/open311/v2/services/"+string(code)+".json"))
	f = w.form("service_code", string(code))
	for i, a := range d.Attributes {
		if a.Order != i+1 {
			w.Errorf("%s: question %d has order %d", code, i+1, a.Order)
		}
		name := "attribute[" + a.Code + "]"
		if a.Required {
			required = append(required, name+suffix)
		}
		f.Set(name+suffix, "in eigen woorden")
		if len(a.Values) > 0 {
			f.Set(name+suffix, a.Values[0].Key)
		}
	}
	return f, required
}

// Every service can be posted by who reads its definition, with and without [].
func TestEveryService(t *testing.T) {
	w := newWorld(t)
	for _, c := range category.All() {
		for _, suffix := range []string{"", "[]"} {
			f, required := w.answers(c.Code, suffix)
			f.Set("description", "Melding over "+c.Name+suffix)
			r := w.report(w.posts(f))
			if r.Kind != c.Code || len(r.Answers) != len(c.Ask) {
				t.Errorf("%s: %+v", c.Code, r)
			}
			for _, name := range required {
				without := url.Values{}
				for k, v := range f {
					without[k] = v
				}
				without.Set(name, "")
				w.is(string(c.Code)+" without "+name, w.post(requestsPath+".xml", without), 400, errorsShape)
			}
		}
		for _, q := range c.Ask {
			f, _ := w.answers(c.Code, "")
			f.Set("attribute["+q.Key+"]", strings.Repeat("x", 501))
			w.is(string(c.Code)+" with a nonsense answer", w.post(requestsPath+".xml", f), 400, errorsShape)
		}
	}
}

// An answer that tells of danger makes the report urgent, and points to 112.
func TestDangerousAnswers(t *testing.T) {
	w := newWorld(t)
	for _, c := range category.All() {
		for _, q := range c.Ask {
			for _, o := range q.Choices {
				f, _ := w.answers(c.Code, "")
				f.Set("description", "Zie de foto.")
				for _, other := range c.Ask { // those that say nothing of safety
					for _, calm := range other.Choices {
						if calm.Stop == category.None {
							f.Set("attribute["+other.Key+"]", calm.Key)
						}
					}
				}
				f.Set("attribute["+q.Key+"]", strings.ToUpper(o.Label)) // as some clients send it
				got := w.post(requestsPath+".json", f)
				w.is(o.Label, got, 200, receiptsShape)
				id := decode[[]map[string]string](w, got)[0]["service_request_id"]
				r := w.report(uint64(number(t, id)))
				if danger := o.Stop == category.Danger; r.Urgent != danger || strings.Contains(got.body, "Is er direct gevaar? Bel 112.") != danger {
					t.Errorf("%s: %s %s: urgent %v, %s", c.Code, q.Key, o.Key, r.Urgent, got.body)
				}
			}
		}
	}
}

// A client that retries gets the number of the first, also when it asks at once.
func TestRetries(t *testing.T) {
	w := newWorld(t)
	first := w.posts(w.form())
	w.wait(23 * time.Hour)
	if again := w.posts(w.form()); again != first {
		t.Errorf("the same again is %d, not %d", again, first)
	}
	if other := w.posts(w.form("description", "Er liggen dozen.")); other == first {
		t.Error("another one is the same")
	}
	w.wait(2 * time.Hour)
	if later := w.posts(w.form()); later == first {
		t.Error("a day later it is still the same report")
	}
	mine := w.posts(w.form("attribute[fixmystreet_id]", "77"))
	w.wait(72 * time.Hour)
	if again := w.posts(w.form("attribute[fixmystreet_id]", "77", "description", "Er liggen zakken!")); again != mine {
		t.Errorf("report 77 of the client is %d, then %d", mine, again)
	}
	other := open311.NewKey()
	w.update(func(tx *store.Tx) { store.Keys.Put(tx, open311.HashKey(other), wijk.Key{Name: "ander"}) })
	if theirs := w.posts(w.form("api_key", other, "attribute[fixmystreet_id]", "77")); theirs == mine {
		t.Error("report 77 of another client is the same")
	}
	var all sync.WaitGroup
	numbers := make(chan uint64, 20)
	for range 20 {
		all.Go(func() { numbers <- w.posts(w.form("description", "Tegelijk.")) })
	}
	all.Wait()
	close(numbers)
	one := <-numbers
	for n := range numbers {
		if n != one {
			t.Errorf("at once it became %d and %d", one, n)
		}
	}
	w.update(func(tx *store.Tx) {
		n := 0
		for range store.Posted.All(tx, "") {
			n++
		}
		if n > 6 {
			t.Errorf("%d posts are remembered", n)
		}
	})
}

// parts writes a multipart body; files go by names that end in a type.
func (w *world) parts(path string, fields url.Values, files map[string][]byte) reply {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, data := range files {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name=%q; filename=%q`, name, name+".jpeg"))
		h.Set("Content-Type", "text/html") // which says nothing
		part, err := m.CreatePart(h)
		if err != nil {
			w.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			w.Fatal(err)
		}
	}
	for name, values := range fields {
		for _, v := range values {
			if err := m.WriteField(name, v); err != nil {
				w.Fatal(err)
			}
		}
	}
	if err := m.Close(); err != nil {
		w.Fatal(err)
	}
	r := w.request(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return w.do(r)
}

// picture returns a JPEG with a comment in it that must not be kept.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10)), nil); err != nil {
		t.Fatal(err)
	}
	comment := []byte("\xff\xfe\x00\x0fgeheim-en-gps")
	return append(append([]byte{0xff, 0xd8}, comment...), b.Bytes()[2:]...)
}

func TestMultipart(t *testing.T) {
	w := newWorld(t)
	got := w.parts(requestsPath+".json", w.form(), map[string][]byte{
		"photo1": picture(t), "photo2": []byte("<script>alert(1)</script>"), "photo3": {}, "photo4": picture(t),
	})
	w.is("multipart", got, 200, receiptsShape)
	r := w.report(1)
	if len(r.Photos) != 2 || !strings.Contains(got.body, "Niet elke foto") {
		t.Errorf("%d photos, %s", len(r.Photos), got.body)
	}
	w.update(func(tx *store.Tx) {
		for _, id := range r.Photos {
			ph, _ := store.Photos.Get(tx, id)
			b, _ := store.Pictures.Get(tx, id)
			if !store.Thumbs.Has(tx, id) || ph.State != wijk.PhotoKept || len(b) == 0 || bytes.Contains(b, []byte("geheim")) {
				t.Errorf("%s is %s, %d bytes", id, ph.State, len(b))
			}
		}
	})
	four := map[string][]byte{"a": picture(t), "b": picture(t), "c": picture(t), "d": picture(t)}
	got = w.parts(requestsPath+".json", w.form("description", "vier"), four)
	if n := len(w.report(2).Photos); n != 3 || !strings.Contains(got.body, "drie foto") {
		t.Errorf("of four photos %d were kept: %s", n, got.body)
	}
	// The address of a photo is not looked at, whatever it is.
	inside := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("we knocked at %s", r.URL) }))
	defer inside.Close()
	f := w.form("description", "met link")
	f["media_url"] = []string{inside.URL + "/geheim.jpg", "file:///etc/passwd"}
	if got = w.post(requestsPath+".json", f); !strings.Contains(got.body, "link") || len(w.report(3).Photos) != 0 {
		t.Errorf("with a link: %s", got.body)
	}
}

func TestBadBodies(t *testing.T) {
	w := newWorld(t)
	send := func(kind, body string) reply {
		r := w.request(http.MethodPost, requestsPath+".json", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		return w.do(r)
	}
	sound := w.form().Encode()
	const urlencoded = "application/x-www-form-urlencoded"
	many := make([]string, 400)
	for i := range many {
		many[i] = fmt.Sprintf("a%d=1", i)
	}
	for _, tt := range []struct {
		kind, body string
		code       int
	}{
		{urlencoded, sound, 200}, {urlencoded + "; charset=ISO-8859-1", sound, 200}, {strings.ToUpper(urlencoded), sound, 200},
		{"", sound, 400}, {"application/json", `{"api_key":"x"}`, 400}, {"text/plain", sound, 400}, {"nonsense/", sound, 400},
		{urlencoded, "", 403}, {urlencoded, "%zz", 400}, {urlencoded, strings.Join(many, "&"), 400},
		{urlencoded, sound + "&x=" + strings.Repeat("x", 300<<10), 400},
		{"multipart/form-data", sound, 400}, {"multipart/form-data; boundary=x", sound, 403}, {"multipart/form-data; boundary=x", "--x--", 403},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\n" + w.key, 400}, // broken off
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + strings.Repeat("x", 300<<10) + "\r\n--x--", 400},
		{"multipart/form-data; boundary=x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 400) + "--x--", 400},
	} {
		want := errorsShape
		if tt.code == 200 {
			want = receiptsShape
		}
		w.is(fmt.Sprintf("%s %.60q", tt.kind, tt.body), send(tt.kind, tt.body), tt.code, want)
	}
	big := w.parts(requestsPath+".xml", w.form(), map[string][]byte{"photo": bytes.Repeat([]byte("x"), 17<<20)})
	w.is("17 MB", big, 400, errorsShape)
	w.is("11 MB of photo", w.parts(requestsPath+".xml", w.form(), map[string][]byte{"photo": bytes.Repeat([]byte("x"), 11<<20)}), 200, receiptsShape)
}

// Whatever is in the words, what comes out is sound and harmless.
func TestHostileWords(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ said, kept string }{
		{"<script>alert('x')</script>Zakken<br>op <b onclick=x>straat</b>", "Zakken\nop straat"},
		{"&lt;img src=x onerror=alert(1)&gt;Zakken", "Zakken"}, {"&amp;lt;b&amp;gt;Zakken", "Zakken"},
		{"a < b en <3", "a < b en <3"}, {"1 > 0 & 2", "1 > 0 & 2"},
		{"\u202eno\u202c\x00 <!-- x -->ja\u2066\ufeff", "no ja"}, {"z" + strings.Repeat("\u0301", 3900), "z\u0301\u0301\u0301\u0301"},
		{"title: Zakken\r\n\r\n\r\n\r\ndetail: bij de bank\r\n", "title: Zakken\n\ndetail: bij de bank"},
		{"kapot \xff\xfe byte", "kapot  byte"}, {"你好, مرحبا", "你好, مرحبا"}, {strings.Repeat("é", 4000), strings.Repeat("é", 4000)},
		{"]]> <![CDATA[x]]>", "]]>"},
	} {
		n := w.posts(w.form("description", tt.said))
		if got := w.report(n).Text; got != tt.kept {
			t.Errorf("%.60q is kept as %.60q, want %.60q", tt.said, got, tt.kept)
		}
		w.change(n, func(r *wijk.Report) { r.Public = true })
		for _, f := range []string{".xml", ".json"} {
			w.is(fmt.Sprintf("%.40q", tt.said), w.get(fmt.Sprintf("/open311/v2/requests/%d%s", n, f)), 200, requestsShape)
		}
	}
}

func TestPace(t *testing.T) {
	w := newWorld(t)
	w.door.Guard = &guard.Guard{Rate: 0.1, Burst: 3}
	for range 3 {
		w.is("at first", w.get("/open311/v2/services.xml"), 200, servicesShape)
	}
	got := w.get("/open311/v2/services.json")
	w.is("too often", got, 429, errorsShape)
	if again := got.header.Get("Retry-After"); again != "10" {
		t.Errorf("Retry-After: %s", again)
	}
	if got := w.get("/open311/photos/x.jpg"); got.status != 429 || got.header.Get("Retry-After") == "" {
		t.Errorf("a photo: %d", got.status)
	}
	slow := newWorld(t)
	slow.door.KeyRate, slow.door.KeyBurst = 0.01, 2
	for i := range 2 {
		slow.posts(slow.form("description", fmt.Sprint(i)))
	}
	slow.is("one key too often", slow.post(requestsPath+".xml", slow.form("description", "3")), 429, errorsShape)
	slow.is("others", slow.get("/open311/v2/services.xml"), 200, servicesShape)
}

// A cry for help in a report calls those on duty.
func TestCryInAReport(t *testing.T) {
	w := newWorld(t)
	got := w.post(requestsPath+".json", w.form("description", "Help, ik lig op de grond en kan niet opstaan"))
	if !strings.Contains(got.body, "Bel 112") || !w.report(1).Urgent {
		t.Errorf("urgent %v: %s", w.report(1).Urgent, got.body)
	}
	n := 0
	w.update(func(tx *store.Tx) {
		n = 0
		for _, cs := range store.Cases.All(tx, "") {
			if cs.Kind == wijk.CaseIncident {
				continue // there is nobody to send to the place
			}
			if n++; cs.Kind != wijk.CaseUrgent || cs.Severity != wijk.Red || cs.Wijk != "dorp" || cs.Call == "" {
				t.Errorf("%+v", cs)
			}
		}
	})
	if n != 1 {
		t.Errorf("%d cases", n)
	}
}
