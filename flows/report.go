package flows

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// An Intake is a report as it comes in by any door: a chat, the desk or another
// system. The city decides number, promise and stage.
type Intake struct {
	Kind    wijk.ReportKind
	Phrase  string
	Text    string
	Place   wijk.Place
	Photos  []string
	Answers []wijk.Answer
	Urgent  bool
	Source  string
	// From hears of the report. It is empty for an anonymous report.
	From wijk.Address
}

// NewReport makes a report with its promise, and begins to watch over it.
func (c *City) NewReport(tx *store.Tx, in Intake, now time.Time) wijk.Report {
	kind := category.Of(in.Kind)
	r := wijk.Report{
		Number: reportNumber(tx), Kind: kind.Code, Phrase: in.Phrase, Text: in.Text, Place: in.Place,
		Photos: in.Photos, Answers: in.Answers, Urgent: in.Urgent, Source: in.Source, Anonymous: in.From.To == "",
		Stage: wijk.Reported, Created: now, Changed: now,
	}
	c.promise(&r, kind)
	if r.Anonymous {
		store.Reports.Put(tx, store.Num(r.Number), r)
	} else {
		store.Join(tx, &r, in.From, now)
	}
	c.forgetTaken(tx, r.Photos...)
	store.Log(tx, wijk.Entry{Number: r.Number, At: now, By: byReporter, To: r.Stage})
	c.watch(tx, &r, now)
	c.noteSpot(tx, &r, now)
	c.handOver(tx, &r, now)
	c.tellUrgent(tx, &r, now)
	return r
}

// reportNumber is the next number of a report. A number that is a cry for help
// in words such as "NEE 112" is never given out.
func reportNumber(tx *store.Tx) uint64 {
	for {
		n := tx.Next("report")
		if reply.Classify("melding "+strconv.FormatUint(n, 10)).Label != reply.Urgent {
			return n
		}
	}
}

// Who moved a report, when it is no member of staff.
const (
	byReporter = "reporter"
	byBot      = ""
)

// promise freezes on a report what the city promises for its category, from
// the moment it was made: what we promise later to others changes nothing here.
func (c *City) promise(r *wijk.Report, kind category.Category) {
	r.Promised = c.deadline(r.Created, kind.Term)
	day := c.day(r.Promised)
	switch {
	case r.Urgent:
		r.Promise = "Het is gevaarlijk, dus wij kijken zo snel mogelijk."
	case kind.Promise == category.Tells:
		r.Promise = "Voor het einde van " + day + " hoort u wat wij doen."
	default:
		r.Promise = "Wij lossen dit op voor het einde van " + day + "."
	}
}

// deadline is the last day of a term that starts at a moment.
func (c *City) deadline(from time.Time, t category.Term) wijk.Date {
	from = from.In(c.Zone)
	if t.Workday {
		return wijk.DateOf(c.Calendar.AddWorkdays(from, t.Days))
	}
	return wijk.DateOf(from.AddDate(0, 0, t.Days))
}

// day says a date as people do: "donderdag 26 november".
func (c *City) day(d wijk.Date) string { return dutch.Day(d.At(12, 0, c.Zone)) }

// An Unknown error says that there is no such report, or that it is closed.
type Unknown struct{ What string }

// Error says what was not found.
func (u *Unknown) Error() string { return u.What }

// A Refused error says, in Dutch, why a report cannot be moved so.
type Refused struct{ Why string }

// Error says why not.
func (r *Refused) Error() string { return r.Why }

func refused(format string, a ...any) error { return &Refused{fmt.Sprintf(format, a...)} }

// A Move is a step of a report to another stage, or a repeated one.
type Move struct {
	To wijk.Stage
	By string // staff id, "cli", "open311", byReporter, byBackOffice or byBot
	// Text is what the reporters read; empty takes the text of the stage.
	Text string
	// Note is for staff only.
	Note string
	// Tell says whether the reporters hear it, for stages that leave it open;
	// Silent that they do not, whatever the stage: nothing changes for them.
	Tell, Silent bool
	// Outcome and Reason go with Done, Planned with Planned, Question with
	// Asked, Party with Outside.
	Outcome  wijk.Outcome
	Reason   string
	Repairs  []string
	Planned  wijk.Date
	Question string
	Party    *wijk.Party
	// Except is a reporter who is told otherwise, or moved it.
	Except wijk.Address
}

// Move brings a report to another stage, notes it, and tells the reporters
// when they are to hear of it. Its error is *Unknown or *Refused, and then
// nothing changed.
func (c *City) Move(tx *store.Tx, number uint64, m Move, now time.Time) (wijk.Report, error) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok {
		return r, &Unknown{"geen melding met nummer " + strconv.FormatUint(number, 10)}
	}
	if err := c.allowed(&r, &m, now); err != nil {
		return r, err
	}
	if err := c.partsAllow(tx, &r, &m); err != nil {
		return r, err
	}
	from := r.Stage
	r.Stage, r.Changed = m.To, now
	c.settle(&r, &m, now)
	if !r.Stage.Open() {
		c.closed(tx, &r, now)
	}
	store.Reports.Put(tx, store.Num(number), r)
	if m.Outcome == wijk.Solved { // somebody has been there
		store.LearnStreet(tx, r.Place)
	}
	told := c.tellStage(tx, &r, &m, now)
	store.Log(tx, wijk.Entry{Number: number, At: now, By: m.By, From: from, To: m.To, Text: told, Note: m.Note})
	c.watch(tx, &r, now)
	c.handedMoved(tx, &r, from, now)
	c.endParts(tx, &r, m.By, now)
	return r, nil
}

// toBeSure is how many reporters who say that it is not solved make a reason
// necessary to call it solved.
const toBeSure = 2

// allowed checks a move against the table of stages and what each asks for.
func (c *City) allowed(r *wijk.Report, m *Move, now time.Time) error {
	to, ok := m.To.Rule()
	if !ok || !r.Stage.May(m.To) {
		from, _ := r.Stage.Rule()
		if from.Ends && to.Ends {
			return &Unknown{fmt.Sprintf("melding %d is al gesloten", r.Number)}
		}
		return refused("melding %d is nu \"%s\" en kan niet naar \"%s\"", r.Number, from.Name, to.Name)
	}
	switch m.To {
	case wijk.Done:
		switch {
		case m.Outcome != wijk.Solved && m.Outcome != wijk.Unsolved:
			return refused("kies opgelost of niet opgelost")
		case m.Outcome == wijk.Unsolved && strings.TrimSpace(m.Reason) == "":
			return refused("schrijf erbij waarom het niet is opgelost")
		case m.Outcome == wijk.Solved && r.No >= toBeSure && strings.TrimSpace(m.Reason) == "":
			return refused("%d melders zeggen dat het niet is opgelost. Schrijf erbij waarom het nu wel zo is", r.No)
		}
	case wijk.Planned:
		if m.Planned < wijk.DateOf(now.In(c.Zone)) {
			return refused("kies een dag vanaf vandaag")
		}
	case wijk.Asked:
		if strings.TrimSpace(m.Question) == "" {
			return refused("schrijf de vraag erbij")
		}
		if r.Anonymous || r.Reporters == 0 {
			return refused("deze melding is anoniem: er is niemand om het te vragen")
		}
	case wijk.Outside:
		if m.Party == nil || m.Party.Name == "" || !m.Party.Until.After(now) {
			return refused("schrijf erbij wie het krijgt en tot wanneer")
		}
	case wijk.ToSend:
		if why := c.staysHere(r); why != "" {
			return refused("%s", why)
		}
	}
	return nil
}

// settle notes on a report what goes with its new stage.
func (c *City) settle(r *wijk.Report, m *Move, now time.Time) {
	r.Planned, r.Question, r.Party = m.Planned, m.Question, m.Party
	switch {
	case !r.Stage.Open():
		r.Closed, r.ClosedBy, r.Outcome, r.Reason = now, m.By, m.Outcome, m.Reason
		if len(m.Repairs) > 0 {
			r.Repairs, r.Public = m.Repairs, false // nobody looked at these
		}
		if r.Stage == wijk.Withdrawn {
			r.Public = false // also when it is opened again
		}
		if m.Outcome != "" {
			r.Yes, r.No = 0, 0 // the votes to come are about this closing
		}
	case r.Stage == wijk.ReopenAsked, !r.Closed.IsZero():
		r.Closed, r.ClosedBy, r.Outcome, r.Reason = time.Time{}, "", "", ""
		r.Promised, r.First, r.Late, r.Step = c.deadline(now, reopenTerm), "", "", 0
		r.Began = now
	}
}

// reopenTerm is how long the city needs to look again at what a reporter says
// is not solved.
var reopenTerm = category.Term{Days: 3, Workday: true}

// tellStage tells the reporters of a new stage and returns what they read.
func (c *City) tellStage(tx *store.Tx, r *wijk.Report, m *Move, now time.Time) string {
	rule, _ := m.To.Rule()
	if m.Silent || r.Parent != 0 || rule.Tells == wijk.Never || rule.Tells == wijk.Perhaps && !m.Tell {
		return ""
	}
	text := m.Text
	if text == "" {
		text = c.stageText(r)
	}
	for _, x := range store.Reporters.All(tx, store.Num(r.Number)) {
		if x.Address == m.Except {
			continue
		}
		if m.To == wijk.Done {
			c.tellClosed(tx, r, x, text, now)
			continue
		}
		c.tell(tx, r, x, wijk.Outgoing{Text: text, Options: stageOptions(r, &x)}, now)
	}
	return text
}

// tell sends something about a report to one who made or joined it, unless
// they asked for silence since. It sets all but what the reader sees.
func (c *City) tell(tx *store.Tx, r *wijk.Report, x wijk.Reporter, m wijk.Outgoing, now time.Time) {
	to := x.To()
	if !c.hears(tx, &x) {
		return
	}
	h, _ := store.Holders.Get(tx, to.String())
	m.Class, m.To, m.Person, m.Quiet, m.Due, m.NotAfter = wijk.Reply, to, h.Person, true, now, now.AddDate(0, 0, 7)
	m.About = aboutOf(r.Number)
	store.Send(tx, m)
}

// CloseReport closes a report as solved and tells everybody who made or joined
// it. by is a staff id, or "cli". Its error is *Unknown or *Refused.
func (c *City) CloseReport(tx *store.Tx, number uint64, by string, now time.Time) error {
	_, err := c.Move(tx, number, Move{To: wijk.Done, By: by, Outcome: wijk.Solved}, now)
	return err
}

// sayError is what somebody reads of an error of Move.
func sayError(err error) string {
	var u *Unknown
	var r *Refused
	if errors.As(err, &u) || errors.As(err, &r) {
		return "Dat lukt niet: " + err.Error() + "."
	}
	return "Dat lukt niet."
}

// stageText is what reporters read of a stage when staff wrote nothing else.
func (c *City) stageText(r *wijk.Report) string {
	about := fmt.Sprintf("Uw melding %d (%s)", r.Number, strings.ToLower(category.Of(r.Kind).Name))
	switch r.Stage {
	case wijk.Planned:
		return about + " is ingepland voor " + c.day(r.Planned) + ". Gemeente Zoetermeer"
	case wijk.Asked:
		return fmt.Sprintf("Een vraag over uw melding %d: %s Stuur uw antwoord. Gemeente Zoetermeer", r.Number, r.Question)
	case wijk.Replied:
		return fmt.Sprintf("Dank u. Uw antwoord staat bij melding %d. Gemeente Zoetermeer", r.Number)
	case wijk.Done:
		if r.Outcome == wijk.Unsolved {
			return about + " is gesloten, maar niet opgelost. " + r.Reason + " Gemeente Zoetermeer"
		}
		return "Goed nieuws. " + about + " is opgelost. Gemeente Zoetermeer"
	case wijk.Withdrawn:
		return about + " is ingetrokken. Gemeente Zoetermeer"
	case wijk.ReopenAsked:
		return fmt.Sprintf("Wij kijken opnieuw naar uw melding %d. U hoort van ons voor het einde van %s. Gemeente Zoetermeer", r.Number, c.day(r.Promised))
	case wijk.Reopened:
		return about + " is weer open. U hoort van ons voor het einde van " + c.day(r.Promised) + ". Gemeente Zoetermeer"
	case wijk.Outside:
		return about + " ligt nu bij " + r.Party.Name + ". Gemeente Zoetermeer"
	case wijk.InProgress:
		return "Wij werken aan uw melding " + strconv.FormatUint(r.Number, 10) + ". Gemeente Zoetermeer"
	}
	return about + " is ontvangen. " + r.Promise + " Gemeente Zoetermeer"
}
