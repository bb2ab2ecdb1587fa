package flows_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wijkbot/flows"
	"wijkbot/store"
	"wijkbot/store/intake"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

var rewrite = flag.Bool("update", false, "write what the flows say into the transcripts, to be read before it is committed")

// TestTranscripts plays the conversations in testdata. Every line is delivered
// twice and every transaction runs twice. See testdata/README for the form.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			play(t, file)
		})
	}
}

// A stage is a city in which a transcript is played.
type stage struct {
	t        *testing.T
	engine   store.Engine
	db       *store.DB
	city     *flows.City
	now      time.Time
	who      wijk.Address
	n        int
	down     map[wijk.Channel]string          // channels that fail, and how
	bad      map[string]string                // numbers that fail, and how
	heard    map[wijk.Address][]wijk.Outgoing // what each phone still has to show
	past     []wijk.Outgoing                  // all that anybody heard
	last     map[wijk.Address][]wijk.Option
	geocoder []wijk.Place // what the geocoder finds, nil when there is none
	out      []string     // the transcript as it should be
	line     int
}

func newStage(t *testing.T) *stage { return newStageOn(t, kvtest.OpenEngine(t)) }

func newStageOn(t *testing.T, engine store.Engine) *stage {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		t: t, city: flows.New(zone), now: time.Date(2026, 11, 23, 9, 0, 0, 0, zone),
		down: make(map[wijk.Channel]string), bad: make(map[string]string), heard: make(map[wijk.Address][]wijk.Outgoing),
		last: make(map[wijk.Address][]wijk.Option),
	}
	s.city.Code = func() string { return "246810" }
	s.city.Canaries = []wijk.Address{{Channel: wijk.SMS, To: phones["proef"]}, {Channel: wijk.Telegram, To: phones["proefaccount"]}}
	s.engine = engine
	s.db, err = store.Open(context.Background(), kvtest.Twice(s.engine))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/stad.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s.load(f)
	return s
}

func (s *stage) load(f *os.File) {
	file, errs := intake.Parse(f, intake.Rules{Today: wijk.DateOf(s.now), Map: wijk.Coarse(), Cron: func(string) error { return nil }})
	if len(errs) > 0 {
		s.t.Fatalf("stad.json: %v", errs)
	}
	s.update(func(tx *store.Tx) { intake.Apply(tx, file, s.now) })
}

func (s *stage) update(fn func(tx *store.Tx)) {
	s.t.Helper()
	if err := s.db.Update(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
}

func play(t *testing.T, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := newStage(t)
	for in := bufio.NewScanner(f); in.Scan(); {
		s.line++
		s.step(in.Text())
	}
	s.quiet()
	for a, ms := range s.heard {
		if *rewrite && nameOf(a) != "" {
			s.out = append(s.out, "@ "+nameOf(a))
			s.who = a
			s.quiet()
			continue
		}
		for _, m := range ms {
			t.Errorf("end: %s also heard %q", a, show(m))
		}
	}
	if *rewrite {
		if err := os.WriteFile(file, []byte(strings.Join(s.out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *stage) step(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	if verb != "<" {
		s.quiet()
	}
	if verb != "<" || !*rewrite {
		s.out = append(s.out, line)
	}
	switch verb {
	case "", "#":
	case "@":
		s.speak(rest)
	case ">":
		s.say(rest)
	case "<":
		s.expect(rest)
	case "clock":
		at, err := time.ParseInLocation("2006-01-02 15:04", rest, s.now.Location())
		s.check(err)
		s.advance(at)
	case "wait":
		d, err := time.ParseDuration(rest)
		s.check(err)
		s.advance(s.now.Add(d))
	case "round":
		s.round(rest)
	case "down":
		ch, how, _ := strings.Cut(rest, " ")
		s.down[wijk.Channel(ch)] = how
	case "gap": // the round after a time out of service
		from, err := time.ParseInLocation("2006-01-02 15:04", rest, s.now.Location())
		s.check(err)
		s.update(func(tx *store.Tx) { s.city.AskCheckIns(tx, from, s.now, s.now) })
		s.deliver()
	case "moved": // the desk imports another set time for mevrouw De Wit
		s.update(func(tx *store.Tx) {
			p, _ := store.People.Get(tx, "r-1")
			p.CheckIn.Time = rest
			_ = intake.Apply(tx, &intake.File{Residents: []intake.Resident{{Person: p}}}, s.now)
		})
		s.fire()
		s.deliver()
	case "off": // out of service until a time
		at, err := time.ParseInLocation("2006-01-02 15:04", rest, s.now.Location())
		s.check(err)
		s.now = at
		s.update(func(tx *store.Tx) { s.city.CatchUp(tx, s.now) })
	case "people":
		var n int
		var slot string
		_, err := fmt.Sscan(rest, &n, &slot)
		s.check(err)
		s.people(n, slot)
	case "bad":
		var n int
		var how string
		_, err := fmt.Sscan(rest, &n, &how)
		s.check(err)
		for i := range n {
			s.bad[number(i)] = how
		}
	case "good":
		clear(s.bad)
		s.deliver()
	case "forget": // what the many heard is not of interest
		for a := range s.heard {
			if strings.HasPrefix(a.To, "+31610") {
				delete(s.heard, a)
			}
		}
	case "up":
		delete(s.down, wijk.Channel(rest))
		s.deliver()
	case "photo": // the worker has fetched one: its id, and where it was made or what is wrong with it
		id, found, _ := strings.Cut(rest, " ")
		s.update(func(tx *store.Tx) {
			ph, _ := store.Photos.Get(tx, id)
			ph.State = wijk.PhotoFailed
			if _, err := fmt.Sscan(found, &ph.Taken.Lat, &ph.Taken.Lon); err != nil && found != "" {
				s.city.PhotoFailed(tx, ph, flows.PhotoTrouble(found), s.now)
				return
			}
			ph.State = wijk.PhotoKept
			s.city.PhotoKept(tx, ph, s.now)
		})
		s.deliver()
	case "=":
		s.assert(rest)
	case "bel", "deelt", "risico", "twijfel", "kwijt":
		s.telephone(verb, rest)
	default:
		if !s.office(verb, rest) && !s.crew(verb, rest) && !s.resident(verb, rest) && !s.account(verb, rest) && !s.place(verb, rest) && !s.care(verb, rest) && !s.own(verb, rest) && !s.plan(verb, rest) && !s.keeping(verb, rest) && !s.couple(verb, rest) {
			s.t.Fatalf("line %d: unknown %q", s.line, verb)
		}
	}
}

func (s *stage) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
}

// quiet checks that the speaker heard nothing more than the transcript says.
func (s *stage) quiet() {
	for _, m := range s.heard[s.who] {
		if *rewrite {
			s.out = append(s.out, "< "+show(m))
			continue
		}
		s.t.Errorf("line %d: %s also heard %q", s.line, s.who, show(m))
	}
	delete(s.heard, s.who)
}

// phones are who speaks in the transcripts.
var phones = map[string]string{
	"anna": "1001", "bram": "1002", "agent": "2001", "manager": "2002", "balie": "2020", "adviseur": "2003", "carla": "1003", "dirk": "1004", "mulder": "+31600000005", "smit": "1007",
	"vreemde": "+31600000009", "mevrouw": "+31600000001", "meneer": "+31600000002", "volger": "+31600000003", "zus": "+31612345678", "partij": "+31610000050", "adviseur-sms": "+31600000020",
	"ploeg": "2010", "ploeg2": "2011", "ploeg-sms": "+31600000040", "regisseur": "2012", "agent-sms": "+31600000010", "zorg": "2021", "zorg-sms": "+31600000060", "huistelefoon": "+31791234567",
	"proef": "+31600000070", "proefaccount": "1070", // see newStageOn
	"els": "+31600000030", "jan": "+31600000031", "oom": "+32470123456",
}

// nameOf is how a transcript calls the holder of an address.
func nameOf(a wijk.Address) string {
	for name, id := range phones {
		if id == a.To {
			return string(a.Channel) + " " + name
		}
	}
	return ""
}

func (s *stage) speak(who string) {
	ch, name, _ := strings.Cut(who, " ")
	id, ok := phones[name]
	if !ok {
		s.t.Fatalf("line %d: nobody is called %q", s.line, name)
	}
	s.who = wijk.Address{Channel: wijk.Channel(ch), To: id}
}

// say delivers a line twice.
func (s *stage) say(line string) {
	s.n++
	if tag, _, _ := strings.Cut(line, "]"); s.who.Channel == wijk.SMS && tag != "[meteen" {
		for _, m := range s.past { // nobody reads and answers in no time
			if read := m.Accepted.Add(5 * time.Second); m.To == s.who && m.Class == wijk.Check && read.After(s.now) {
				s.now = read
			}
		}
	}
	m := wijk.Message{ID: fmt.Sprintf("test:%d", s.n), From: s.who, Kind: wijk.Text, Text: line, At: s.now}
	if tag, rest, ok := strings.Cut(strings.TrimPrefix(line, "["), "]"); ok && strings.HasPrefix(line, "[") {
		m.Text = strings.TrimSpace(rest)
		s.tag(&m, tag)
	}
	m.Found = s.found(m)
	for range 2 {
		s.update(func(tx *store.Tx) { s.city.Handle(tx, m, s.now) })
	}
	s.deliver()
}

func (s *stage) tag(m *wijk.Message, tag string) {
	word, rest, _ := strings.Cut(tag, " ")
	switch word {
	case "knop":
		m.Kind, m.Press = wijk.Button, "press"
		for _, o := range s.last[s.who] {
			if o.Label == rest {
				m.Option = o.Data
			}
		}
	case "data":
		m.Kind, m.Press, m.Option = wijk.Button, "press", rest
	case "plek":
		m.Kind = wijk.Location
		_, err := fmt.Sscan(rest+" 0", &m.Point.Lat, &m.Point.Lon, &m.Accuracy)
		s.check(err)
	case "foto":
		m.Kind, m.File, m.Album = wijk.Picture, wijk.File{ID: "file"}, rest
		if id, ok := strings.CutPrefix(rest, "op "); ok { // in answer to a message
			m.Album, m.ReplyTo = "", s.heardAs(id)
		}
	case "toets": // in the latest call of ours
		m.Kind, m.Text, m.Answers = wijk.Keys, rest, s.called(s.who)
	case "belt":
		m.Kind = wijk.Call
	case "spraak":
		m.Kind = wijk.Other
	case "meteen": // within seconds of the question
	case "gewijzigd":
		m.Edited = true
	case "groep":
		m.Chat = "-100"
	case "doorgestuurd":
		m.Forwarded = true
	case "antwoord":
		m.ReplyTo = s.heardAs(rest)
	case "rauw": // with \u202e and the like in it
		text, err := strconv.Unquote(rest)
		s.check(err)
		m.Text = text
	case "lang": // over and over, up to so many characters
		n, err := strconv.Atoi(rest)
		s.check(err)
		m.Text = strings.Repeat(m.Text+" ", n/len(m.Text)+1)[:n]
	case "oud":
		d, err := time.ParseDuration(rest)
		s.check(err)
		m.At = s.now.Add(-d)
	default:
		s.t.Fatalf("line %d: unknown tag %q", s.line, tag)
	}
}

func (s *stage) expect(want string) {
	if *rewrite {
		return
	}
	ms := s.heard[s.who]
	if len(ms) == 0 {
		s.t.Errorf("line %d: %s heard nothing, want %q", s.line, s.who, want)
		return
	}
	if got := show(ms[0]); got != want {
		s.t.Errorf("line %d: %s heard\n  %q, want\n  %q", s.line, s.who, got, want)
	}
	s.heard[s.who] = ms[1:]
}

// show is one line for a message: breaks as "|", buttons in brackets.
func show(m wijk.Outgoing) string {
	text := strings.ReplaceAll(m.Text, "\n", "|")
	for _, o := range m.Options {
		text += " [" + o.Label + "]"
	}
	if m.PhotoID != "" {
		text += " (" + m.PhotoID + ")"
	}
	if m.Point.Valid() {
		text += fmt.Sprintf(" (kaart %g,%g)", m.Point.Lat, m.Point.Lon)
	}
	if m.AskPlace {
		text += " [Deel mijn locatie]"
	}
	return text
}

// advance moves the clock, firing what is due on the way.
func (s *stage) advance(to time.Time) {
	for {
		s.deliver()
		next := to
		s.update(func(tx *store.Tx) {
			next = to
			if due, ok := store.NextTimer(tx); ok && due.Before(next) {
				next = due
			}
			for _, ch := range ways {
				if due, ok := store.NextDue(tx, ch, s.now); ok && due.Before(next) {
					next = due
				}
			}
		})
		if next.After(s.now) {
			s.now = next
		}
		s.fire()
		if !next.Before(to) {
			break
		}
	}
	s.deliver()
}

func (s *stage) fire() {
	s.update(func(tx *store.Tx) {
		for _, timer := range store.DueTimers(tx, s.now, 1000) {
			if store.TakeTimer(tx, timer) {
				s.city.Fire(tx, timer, s.now)
			}
		}
	})
}

// deliver sends what is due, as the notifier would, until nothing is left.
func (s *stage) deliver() {
	for range 3 {
		waited := false
		for _, ch := range ways {
			for c := wijk.Alarm; c <= wijk.Broadcast; c++ {
				if s.ready(ch, c) {
					waited = true
					s.deliverClass(ch, c)
				}
			}
		}
		if !waited {
			return
		}
	}
}

// ready reports whether anything is due in this class.
func (s *stage) ready(ch wijk.Channel, c wijk.Class) (due bool) {
	err := s.db.View(context.Background(), func(tx *store.Tx) error {
		for range store.Ready(tx, ch, c, s.now) {
			due = true
			break
		}
		return nil
	})
	s.check(err)
	return due
}

func (s *stage) deliverClass(ch wijk.Channel, c wijk.Class) {
	var sent []wijk.Outgoing
	s.update(func(tx *store.Tx) {
		sent = nil
		for key, m := range store.Ready(tx, ch, c, s.now) {
			h := s.now.Hour()
			how, failing := s.bad[m.To.To]
			if !failing {
				how, failing = s.down[ch]
			}
			if ch == wijk.Letter {
				how, failing = "no sender", true
			}
			switch {
			case !m.NotAfter.IsZero() && s.now.After(m.NotAfter):
				m.State = wijk.Expired
			case m.Quiet && (h < 8 || h >= 21):
				m.Due = wijk.DateOf(s.now).At(8, 0, s.now.Location())
				if h >= 21 {
					m.Due = wijk.DateOf(s.now).Add(1).At(8, 0, s.now.Location())
				}
				store.Outbox.Put(tx, key, m)
				continue
			case failing && how == "unreachable":
				if m.Attempts > 0 {
					continue
				}
				m.Attempts++
			case failing && how == "unknown":
				m.State, m.Claimed = wijk.Unknown, s.now
			case failing && ch == wijk.Voice && (how == wijk.CallBusy || how == wijk.CallNoAnswer):
				m.State, m.Accepted, m.Claimed, m.ProviderID = wijk.Sent, s.now, s.now, providerID(&m)
				store.Outbox.Put(tx, key, m)
				s.city.Settled(tx, m, s.now)
				sent = append(sent, m)
				m.State, m.Error = wijk.Failed, how
			case failing:
				m.State, m.Error, m.Gone = wijk.Failed, how, dies(ch, how)
			default:
				m.State, m.Accepted, m.Claimed, m.ProviderID = wijk.Sent, s.now, s.now, providerID(&m)
				if ch != wijk.BackOffice {
					sent = append(sent, m)
				}
			}
			store.Outbox.Put(tx, key, m)
			s.city.Settled(tx, m, s.now)
		}
	})
	for _, m := range sent {
		if m.Text == "" {
			continue // only acknowledges a button
		}
		s.heard[m.To], s.past = append(s.heard[m.To], m), append(s.past, m)
		if len(m.Options) > 0 {
			s.last[m.To] = m.Options
		}
	}
}

func number(i int) string { return fmt.Sprintf("+31610%06d", i) }

// people enrols n more residents with a set time.
func (s *stage) people(n int, slot string) {
	s.update(func(tx *store.Tx) {
		for i := range n {
			id := fmt.Sprintf("p-%02d", i)
			a := wijk.Address{Channel: wijk.SMS, To: number(i)}
			store.People.Put(tx, id, wijk.Person{
				ID: id, Name: "Bewoner " + fmt.Sprint(i), Phone: a.To, Wijk: "dorp",
				CheckIn: &wijk.Plan{Time: slot, Days: []string{"ma", "di", "wo", "do", "vr", "za", "zo"}, Profile: "standard"},
			})
			store.Holders.Put(tx, a.String(), wijk.Holder{Person: id})
		}
	})
}

// round runs the check-in round for the minute of the clock, or an imported
// round by its id.
func (s *stage) round(id string) {
	s.update(func(tx *store.Tx) {
		switch id {
		case "checkin":
			s.city.AskCheckIns(tx, s.now.Add(-time.Minute), s.now, s.now)
			return
		case "deadlines":
			s.city.Deadlines(tx, s.now)
			return
		case "proof":
			s.city.ProveDays(tx, s.now, s.now, s.now)
			return
		case "words":
			s.city.DropWords(tx, s.now)
			return
		case "canary":
			s.city.AskCanaries(tx, s.now, s.now)
			return
		case "warn":
			s.city.WarnReporters(tx, s.now)
			return
		}
		r, ok := store.Rounds.Get(tx, id)
		if !ok {
			s.t.Fatalf("line %d: no round %q", s.line, id)
		}
		if r.Kind == wijk.RoundOutreach {
			s.city.Outreach(tx, r, s.now)
		} else {
			s.city.UpdateRound(tx, r, s.now)
		}
	})
	s.deliver()
}

// assert checks what the city knows: "case", "checkin", "report", "person",
// "queued", each followed by what the row should look like.
func (s *stage) assert(want string) {
	noun, rest, _ := strings.Cut(want, " ")
	var got []string
	s.update(func(tx *store.Tx) {
		got = nil
		switch noun {
		case "cases":
			for _, c := range store.Cases.All(tx, "") {
				got = append(got, fmt.Sprintf("%s/%s/%s", c.Kind, c.Severity, c.State))
			}
		case "checkin":
			for _, c := range store.CheckIns.All(tx, "") {
				row := fmt.Sprintf("%s %s %s %s", c.Key(), c.State, c.Wellbeing, facts(&c))
				got = append(got, strings.Join(strings.Fields(row), " "))
			}
		case "reports":
			for _, r := range store.Reports.All(tx, "") {
				got = append(got, fmt.Sprintf("%d/%s/%s/%s/%d", r.Number, r.Kind, r.Place.Wijk, r.State(), r.Reporters))
			}
		case "photos":
			for _, r := range store.Reports.All(tx, "") {
				got = append(got, fmt.Sprintf("%d/%s/%s", r.Number, strings.Join(r.Photos, "+"), strings.Join(r.Repairs, "+")))
			}
		case "taken": // where photos say they were made
			for id, ph := range store.Photos.All(tx, "") {
				if ph.Taken.Valid() {
					got = append(got, id)
				}
			}
		case "attempts":
			got = attempts(tx)
		case "proofs":
			got = proofs(tx)
		case "queued":
			for _, m := range store.Outbox.All(tx, "") {
				if m.State == wijk.Queued {
					got = append(got, m.To.To)
				}
			}
		case "states":
			count := make(map[string]int)
			for _, c := range store.CheckIns.All(tx, "p-") {
				count[c.State]++
			}
			for state, n := range count {
				got = append(got, fmt.Sprintf("%s %d", state, n))
			}
			slices.Sort(got)
		case "appeals": // person/day/number state text that ended it
			for _, a := range store.Appeals.All(tx, "") {
				got = append(got, strings.TrimSpace(a.Key()+" "+a.State+" "+a.Told))
			}
		case "canaries": // which channel has none that answers
			if err := s.city.CanarySilent(tx, s.now); err != nil {
				got = append(got, err.Error())
			}
		case "waits":
			due, ok := store.Timer(tx, "p-09", "ladder", string(wijk.DateOf(s.now)))
			if ok {
				got = []string{due.Sub(s.now).String()}
			}
		case "events":
			n := 0
			for range store.Events.All(tx, "") {
				n++
			}
			got = []string{fmt.Sprint(n)}
		case "werk":
			for _, r := range store.Reports.All(tx, "") {
				got = append(got, work(&r))
			}
		case "belofte":
			for _, r := range store.Reports.All(tx, "") {
				got = append(got, fmt.Sprintf("%d/%s/%s/%s", r.Number, r.Kind, r.Created.Format("2006-01-02 15:04"), r.Promised))
			}
		case "stages":
			for _, r := range store.Reports.All(tx, "") {
				got = append(got, fmt.Sprintf("%d/%s", r.Number, r.Stage))
			}
		case "plan":
			got = s.plans(tx)
		default:
			got = s.told(tx, noun)
		}
	})
	wanted := strings.Split(rest, ", ")
	if rest == "" {
		wanted = nil
	}
	if !slices.Equal(got, wanted) {
		s.t.Errorf("line %d: %s are\n  %q, want\n  %q", s.line, noun, got, wanted)
	}
}

func facts(c *wijk.CheckIn) string {
	f := ""
	if !c.Delivered.IsZero() {
		f += "bezorgd "
	}
	if !c.LifeSign.IsZero() {
		f += "levensteken"
	}
	return strings.TrimSpace(f)
}
