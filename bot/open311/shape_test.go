package open311_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/flows/category"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// Every resource has its shape in both formats, and says the same in both.
func TestShapes(t *testing.T) {
	w := newWorld(t)
	nasty := "]]>&amp; <b>\"'\u2028 \\ é 你好 👍\nregel 2"
	w.reported(flows.Intake{Place: wijk.Place{Point: dorp, Source: wijk.FromPin, Street: "Dorps<i>straat", Postcode: "2712AB"}, Text: nasty})
	w.change(1, func(r *wijk.Report) { r.Public = true })
	w.reported(flows.Intake{Kind: wijk.Else}) // without a point
	w.wait(time.Hour)
	w.move(1, flows.Move{To: wijk.Done, By: "cli", Outcome: wijk.Solved})
	type resource struct {
		path  string
		shape shape
	}
	all := []resource{
		{"/open311/discovery", discoveryShape}, {"/open311/v2/discovery", discoveryShape},
		{"/open311/v2/services", servicesShape},
		{"/open311/v2/requests", requestsShape}, {"/open311/v2/requests/1", requestsShape}, {"/open311/v2/requests/2", requestsShape},
		{"/open311/v2/servicerequestupdates", updatesShape},
	}
	for _, c := range category.All() {
		all = append(all, resource{"/open311/v2/services/" + string(c.Code), definitionShape})
	}
	for _, r := range all {
		xml, json := w.get(r.path+".xml"), w.get(r.path+".json")
		w.is(r.path+".xml", xml, 200, r.shape)
		w.is(r.path+".json", json, 200, r.shape)
		if t.Failed() {
			continue
		}
		root, _ := parseXML(xml.body)
		v, _ := parseJSON(json.body)
		if !reflect.DeepEqual(r.shape.spark(root), v) {
			t.Errorf("%s: XML and JSON differ:\n%s\n%s", r.path, xml.body, json.body)
		}
	}
}

// A list with nothing in it is still a list.
func TestEmptyLists(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"requests", "servicerequestupdates"} {
		if got := w.get("/open311/v2/" + name + ".json"); strings.TrimSpace(got.body) != "[]" {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	w.is("requests", w.get("/open311/v2/requests.xml"), 200, requestsShape)
	w.is("updates", w.get("/open311/v2/servicerequestupdates.xml"), 200, updatesShape)
}

// Clients glue names to the address that discovery gives.
func TestDiscoveryLeadsHere(t *testing.T) {
	w := newWorld(t)
	type found struct {
		Changeset  string `json:"changeset"`
		Contact    string `json:"contact"`
		KeyService string `json:"key_service"`
		Endpoints  []struct {
			Specification string   `json:"specification"`
			URL           string   `json:"url"`
			Changeset     string   `json:"changeset"`
			Type          string   `json:"type"`
			Formats       []string `json:"formats"`
		} `json:"endpoints"`
	}
	d := decode[found](w, w.get("/open311/discovery.json"))
	if url := d.Endpoints[0].URL; url != "https://bot.example.nl/open311/v2/" {
		t.Errorf("the endpoint is %s", url)
	}
	w.wait(48 * time.Hour)
	if later := decode[found](w, w.get("/open311/discovery.json")); later.Changeset != d.Changeset {
		t.Errorf("the changeset went from %s to %s without a change", d.Changeset, later.Changeset)
	}
	w.update(func(tx *store.Tx) { // an older program had other services
		store.Settings.Put(tx, "open311.changeset", []byte(`{"hash":"other","since":"2026-01-01T00:00:00Z"}`))
	})
	newer := openWorld(t, w.db, w.clock())
	if later := decode[found](newer, newer.get("/open311/discovery.json")); later.Changeset <= d.Changeset {
		t.Errorf("with other services the changeset went from %s to %s", d.Changeset, later.Changeset)
	}
	w.door.PublicURL = ""
	d = decode[found](w, w.get("/open311/discovery.json"))
	if url := d.Endpoints[0].URL; url != w.server.URL+"/open311/v2/" {
		t.Errorf("without a public address the endpoint is %s, want that of %s", url, w.server.URL)
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	w.reported(flows.Intake{})
	for _, path := range []string{"/open311/v2/services.xml", "/open311/v2/requests.json", "/open311/v2/requests/1.xml"} {
		got := w.get(path)
		tag := got.header.Get("ETag")
		if tag == "" || got.header.Get("Cache-Control") == "" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
			got.header.Get("Content-Encoding") != "" || got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", path, got.header)
		}
		for _, known := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			r := w.request(http.MethodGet, path, nil)
			r.Header.Set("If-None-Match", known)
			if again := w.do(r); again.status != http.StatusNotModified || again.body != "" {
				t.Errorf("%s with If-None-Match %s: %d %s", path, known, again.status, again.body)
			}
		}
		head := w.do(w.request(http.MethodHead, path, nil))
		if head.status != 200 || head.body != "" || head.header.Get("Content-Length") != got.header.Get("Content-Length") ||
			head.header.Get("ETag") != tag {
			t.Errorf("HEAD %s: %d %v", path, head.status, head.header)
		}
		r := w.request(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip, deflate, br")
		if packed := w.do(r); packed.body != got.body {
			t.Errorf("%s is another one for who could unpack it", path)
		}
	}
}

func TestWrongMethod(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ method, path, allow string }{
		{http.MethodPost, "/open311/v2/services.xml", "GET, HEAD"},
		{http.MethodPut, "/open311/v2/requests.json", "GET, HEAD, POST"},
		{http.MethodDelete, "/open311/v2/requests/1.xml", "GET, HEAD"},
		{http.MethodPost, "/open311/discovery.json", "GET, HEAD"},
		{"NONSENSE", "/open311/v2/servicerequestupdates.xml", "GET, HEAD, POST"},
	} {
		got := w.do(w.request(tt.method, tt.path, nil))
		w.is(tt.method+" "+tt.path, got, http.StatusMethodNotAllowed, errorsShape)
		if got.header.Get("Allow") != tt.allow {
			t.Errorf("%s %s allows %q, want %q", tt.method, tt.path, got.header.Get("Allow"), tt.allow)
		}
	}
}

// What is not there is an error in the format that was asked for.
func TestNotFound(t *testing.T) {
	w := newWorld(t)
	w.reported(flows.Intake{})
	for _, path := range []string{
		"/open311/v2/services/onbekend", "/open311/v2/requests/2", "/open311/v2/requests/01", "/open311/v2/requests/-1",
		"/open311/v2/requests/99999999999999999999", "/open311/v2/requests/1e0", "/open311/v2/tokens/abc",
		"/open311/v2/onbekend", "/open311/v2/requests/1/photos", "/open311/services", "/open311/v2/services/",
	} {
		for _, f := range []string{".xml", ".json"} {
			w.is(path+f, w.get(path+f), 404, errorsShape)
		}
	}
	for _, path := range []string{
		"/open311/discovery.xml", "/open311/v2/services.xml", "/open311/v2/services/zwerfvuil.json", "/open311/v2/requests.xml",
		"/open311/v2/requests/1.json", "/open311/v2/servicerequestupdates.xml",
	} {
		w.is(path+" elsewhere", w.get(path+"?jurisdiction_id=elders.nl"), 404, errorsShape)
		if got := w.get(path); got.status != 200 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	for _, path := range []string{"/open311/v2/services", "/open311/v2/services.html", "/open311/v2/", "/open311/", "/open311/v2/requests/1"} {
		got := w.get(path)
		w.is(path, got, 404, errorsShape)
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/xml") {
			t.Errorf("%s: %s", path, got.header.Get("Content-Type"))
		}
	}
	for _, id := range []string{"zoetermeer.nl", "Zoetermeer.NL", ""} {
		w.is("our own jurisdiction", w.get("/open311/v2/requests/1.xml?jurisdiction_id="+id), 200, requestsShape)
	}
}
