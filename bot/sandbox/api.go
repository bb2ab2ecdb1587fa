package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"wijkbot/store/wijk"
)

// mostBody is the largest request of a phone.
const mostBody = 64 << 10

// A desk answers the requests of the page and of scripts.
type desk struct {
	*Sandbox
	city City
}

// Handler serves the page and what scripts use, for a city that runs.
func (s *Sandbox) Handler(c City) http.Handler {
	d := &desk{s, c}
	mux := http.NewServeMux()
	d.page(mux)
	mux.HandleFunc("GET /sandbox/phones/{name}", d.forPhone(d.readPhone))
	mux.HandleFunc("POST /sandbox/phones/{name}", d.forPhone(d.usePhone))
	mux.HandleFunc("GET /sandbox/phones/{name}/photos/{id}", d.forPhone(d.readPhoto))
	mux.HandleFunc("GET /sandbox/clock", d.readClock)
	mux.HandleFunc("POST /sandbox/clock", d.moveClock)
	mux.HandleFunc("GET /sandbox/faults", d.readFaults)
	mux.HandleFunc("POST /sandbox/faults", d.setFaults)
	mux.HandleFunc("GET /sandbox/city", d.readCity)
	mux.HandleFunc("GET /sandbox/live", d.live)
	mux.HandleFunc("/sandbox/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "Dit adres bestaat niet, of niet op deze manier.")
	})
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

// guard tells browsers to trust nothing but what this program serves.
func guard(next http.Handler) http.Handler {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// answer sends v as JSON.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader may have gone
}

// refuse sends an error, with a text for people.
func refuse(w http.ResponseWriter, status int, text string) {
	answer(w, status, map[string]string{"error": text})
}

// read decodes the one JSON object of the request, or refuses it.
func read(w http.ResponseWriter, r *http.Request, v any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return true
		}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		refuse(w, http.StatusRequestEntityTooLarge, "Het verzoek is te groot.")
		return false
	}
	refuse(w, http.StatusBadRequest, "Het verzoek is geen JSON-object met bekende velden.")
	return false
}

// patient lets an answer take as long as d: the server's own limit is meant
// for strangers.
func patient(w http.ResponseWriter, d time.Duration) {
	// A server without a limit has none to change.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(d))
}

func (d *desk) forPhone(next func(http.ResponseWriter, *http.Request, *phone)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := range d.phones {
			if d.phones[i].Name == r.PathValue("name") {
				next(w, r, &d.phones[i])
				return
			}
		}
		refuse(w, http.StatusNotFound, "Deze telefoon bestaat niet.")
	}
}

// A screen is a phone as scripts and the page see it.
type screen struct {
	Name     string       `json:"name"`
	Channel  wijk.Channel `json:"channel"`
	Messages []message    `json:"messages"`
}

func (d *desk) screen(p *phone) screen { return screen{p.Name, p.Channel, d.messages(p)} }

func (d *desk) readPhone(w http.ResponseWriter, _ *http.Request, p *phone) {
	answer(w, http.StatusOK, d.screen(p))
}

// usePhone answers when the bot has dealt with what was sent.
func (d *desk) usePhone(w http.ResponseWriter, r *http.Request, p *phone) {
	var a act
	if !read(w, r, &a) {
		return
	}
	err := d.do(r.Context(), p, a)
	var no *wrong
	switch {
	case errors.As(err, &no):
		refuse(w, http.StatusBadRequest, no.text)
		return
	case err != nil:
		d.log.Error("sandbox: the bot did not take a message", "error", err)
		refuse(w, http.StatusBadGateway, "De bot heeft het bericht niet aangenomen.")
		return
	}
	d.touch()
	d.finish(r.Context(), d.city)
	d.touch()
	answer(w, http.StatusOK, d.screen(p))
}

func (d *desk) readPhoto(w http.ResponseWriter, r *http.Request, p *phone) {
	picture, ok := d.photo(p, r.PathValue("id"))
	if !ok {
		refuse(w, http.StatusNotFound, "Deze foto bestaat niet.")
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_, _ = w.Write(picture)
}

// A moment is what the city's clock shows.
type moment struct {
	Now  time.Time `json:"now"`
	Zone string    `json:"zone"`
}

func (d *desk) moment() moment { return moment{d.clock.Now(), d.clock.Zone().String()} }

func (d *desk) readClock(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, d.moment())
}

// A shift says how to move the clock, in one of three ways.
type shift struct {
	Advance string    `json:"advance"` // as in "1h30m"
	To      time.Time `json:"to"`
	Next    string    `json:"next"` // when the clocks next show "09:00"
}

// target returns where the shift moves the clock.
func (x shift) target(now time.Time) (time.Time, error) {
	given := 0
	for _, yes := range []bool{x.Advance != "", !x.To.IsZero(), x.Next != ""} {
		if yes {
			given++
		}
	}
	if given != 1 {
		return now, wrongf("Geef een van deze: advance, to of next.")
	}
	target := x.To
	switch {
	case x.Advance != "":
		by, err := time.ParseDuration(x.Advance)
		if err != nil {
			return now, wrongf("advance is een duur, zoals 45m of 1h.")
		}
		target = now.Add(by)
	case x.Next != "":
		at, err := time.Parse("15:04", x.Next)
		if err != nil {
			return now, wrongf("next is een tijd, zoals 09:00.")
		}
		today := wijk.DateOf(now)
		if target = today.At(at.Hour(), at.Minute(), now.Location()); !target.After(now) {
			target = today.Add(1).At(at.Hour(), at.Minute(), now.Location())
		}
	}
	switch by := target.Sub(now); {
	case by < 0:
		return now, wrongf("De klok kan alleen vooruit.")
	case by > mostMove:
		return now, wrongf("De klok kan niet meer dan 14 dagen tegelijk vooruit.")
	}
	return target, nil
}

// moveClock answers when all that was due on the way has happened.
func (d *desk) moveClock(w http.ResponseWriter, r *http.Request) {
	var x shift
	if !read(w, r, &x) {
		return
	}
	target, err := x.target(d.clock.Now())
	var no *wrong
	if errors.As(err, &no) {
		refuse(w, http.StatusBadRequest, no.text)
		return
	}
	patient(w, moveTime+answerTime)
	err = d.move(r.Context(), d.city, target)
	d.touch()
	switch {
	case errors.Is(err, context.Canceled):
		return // nobody waits for an answer
	case errors.Is(err, context.DeadlineExceeded):
		refuse(w, http.StatusServiceUnavailable, "Er gebeurt zo veel dat de klok onderweg is blijven staan. Zet hem nog eens vooruit.")
	case err != nil:
		d.log.Error("sandbox: the clock was not moved", "error", err)
		refuse(w, http.StatusInternalServerError, "De klok kon niet vooruit.")
	default:
		answer(w, http.StatusOK, d.moment())
	}
}

func (d *desk) readFaults(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, d.currentFaults())
}

// setFaults changes what is wrong with the providers that are named.
func (d *desk) setFaults(w http.ResponseWriter, r *http.Request) {
	f := d.currentFaults()
	if !read(w, r, &f) {
		return
	}
	if !isFault(f.Telegram) || !isFault(f.SMS) {
		refuse(w, http.StatusBadRequest, "telegram en sms zijn ok, down of 429.")
		return
	}
	d.Sandbox.setFaults(f)
	answer(w, http.StatusOK, f)
}

func (d *desk) readCity(w http.ResponseWriter, r *http.Request) {
	c, err := d.knowledge(r.Context())
	if err != nil {
		d.log.Error("sandbox: the city could not be read", "error", err)
		refuse(w, http.StatusInternalServerError, "De stad kon niet worden gelezen.")
		return
	}
	answer(w, http.StatusOK, c)
}
