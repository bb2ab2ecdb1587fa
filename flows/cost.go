package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkbot/flows/dutch"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// mandates are what each role may spend on one report without a second person,
// in euro cents. A default: the municipality has its own.
var mandates = map[wijk.Role]int64{
	wijk.Onderhoud:     250_00,
	wijk.Wijkmanager:   5_000_00,
	wijk.Wijkregisseur: 10_000_00,
	wijk.Beheerder:     10_000_00,
}

// Mandate is what a role may spend on one report, in euro cents.
func (c *City) Mandate(r wijk.Role) int64 {
	if c.Mandates != nil {
		return c.Mandates[r]
	}
	return mandates[r]
}

// Spend enters a cost of a report in the ledger, on the budget of its wijk. It
// counts at once when all that is spent on the report, by anybody, stays within
// the mandate of who enters it; otherwise it waits for a second person. A negative
// amount corrects an earlier one. Its error is *Unknown or *Refused.
func (c *City) Spend(tx *store.Tx, number uint64, s *wijk.Staff, cents int64, text string, now time.Time) (wijk.Cost, error) {
	r, ok := store.Reports.Get(tx, store.Num(number))
	if !ok {
		return wijk.Cost{}, &Unknown{"geen melding met nummer " + strconv.FormatUint(number, 10)}
	}
	total := booked(tx, number)
	switch {
	case cents == 0:
		return wijk.Cost{}, refused("een bedrag van nul verandert niets")
	case cents < 0 && -cents > total:
		return wijk.Cost{}, refused("er staat maar %s op deze melding", dutch.SayEuro(total))
	}
	x := wijk.Cost{
		ID: tx.Next("cost"), Report: number, Wijk: r.Place.Wijk, Cents: cents, By: s.ID, At: now, Text: text, State: wijk.CostBooked,
	}
	if whole, waits := spent(tx, &r); cents > 0 && whole+waits+cents > c.Mandate(s.Role) {
		x.State = wijk.CostAsked
	}
	store.Costs.Put(tx, store.Num(x.ID), x)
	store.Log(tx, wijk.Entry{Number: number, At: now, By: s.ID, From: r.Stage, To: r.Stage,
		Note: fmt.Sprintf("Kosten %d: %s, %s. %s", x.ID, dutch.SayEuro(cents), costState(x.State), text)})
	if x.State == wijk.CostAsked {
		c.askSecond(tx, &x, s, now)
	}
	return x, nil
}

// spent returns what was booked on a report and its other parts, by anybody, and
// what waits for a second person: amounts cut in pieces are one amount.
func spent(tx *store.Tx, r *wijk.Report) (total, waits int64) {
	whole := r.Number
	if r.Parent != 0 {
		whole = r.Parent
	}
	numbers := []uint64{whole}
	for _, p := range store.Reports.Find(tx, "parent", store.Num(whole)) {
		numbers = append(numbers, p.Number)
	}
	for _, n := range numbers {
		total += booked(tx, n)
		for _, x := range store.Costs.Find(tx, "report", store.Num(n)) {
			if x.State == wijk.CostAsked {
				waits += x.Cents
			}
		}
	}
	return total, waits
}

// booked returns what was booked on one report.
func booked(tx *store.Tx, number uint64) (total int64) {
	for _, x := range store.Costs.Find(tx, "report", store.Num(number)) {
		if x.State == wijk.CostBooked {
			total += x.Cents
		}
	}
	return total
}

func costState(state string) string {
	switch state {
	case wijk.CostAsked:
		return "wacht op akkoord"
	case wijk.CostRefused:
		return "geweigerd"
	}
	return "geboekt"
}

// seconds returns who may agree to a cost and can be asked.
func (c *City) seconds(tx *store.Tx, x *wijk.Cost) (all []wijk.Staff) {
	for _, s := range store.Staff.All(tx, "") {
		if c.maySecond(tx, x, &s) && len(s.Addresses()) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// maySecond reports whether somebody may agree to a cost: not who entered it, and
// with a mandate for all that is then spent on the report.
func (c *City) maySecond(tx *store.Tx, x *wijk.Cost, s *wijk.Staff) bool {
	if s.ID == x.By || !s.Role.Mends() || !s.Covers(x.Wijk) {
		return false
	}
	r, _ := store.Reports.Get(tx, store.Num(x.Report))
	total, _ := spent(tx, &r)
	return c.Mandate(s.Role) >= total+x.Cents
}

// askSecond asks the nearest of those who may agree.
func (c *City) askSecond(tx *store.Tx, x *wijk.Cost, by *wijk.Staff, now time.Time) {
	all := c.seconds(tx, x)
	for _, role := range []wijk.Role{wijk.Wijkmanager, wijk.Wijkregisseur, wijk.Beheerder} {
		asked := false
		for _, s := range all {
			if s.Role != role {
				continue
			}
			asked = true
			store.Send(tx, wijk.Outgoing{
				Class: wijk.Reply, To: s.Addresses()[0], Person: s.ID, Quiet: true, Due: now, NotAfter: now.AddDate(0, 0, 7),
				About: wijk.Subject{Kind: aboutDeadlines, Ref: s.ID},
				Text: fmt.Sprintf("%s vraagt akkoord voor %s op melding %d: %s. Stuur AKKOORD %d of WEIGER %d.",
					by.Name, dutch.SayEuro(x.Cents), x.Report, strings.TrimSuffix(x.Text, "."), x.ID, x.ID),
			})
		}
		if asked {
			return
		}
	}
}

// Decide books a cost that waits for a second person, or refuses it. Its error
// is *Unknown or *Refused.
func (c *City) Decide(tx *store.Tx, id uint64, s *wijk.Staff, yes bool, now time.Time) (wijk.Cost, error) {
	x, ok := store.Costs.Get(tx, store.Num(id))
	switch {
	case !ok:
		return x, &Unknown{"geen kosten met nummer " + strconv.FormatUint(id, 10)}
	case x.State != wijk.CostAsked:
		return x, &Unknown{fmt.Sprintf("kosten %d zijn al %s", id, costState(x.State))}
	case x.By == s.ID:
		return x, refused("een ander moet akkoord geven")
	case !c.maySecond(tx, &x, s):
		return x, refused("dit bedrag is hoger dan u mag goedkeuren")
	}
	x.State, x.Second = wijk.CostRefused, s.ID
	if yes {
		x.State = wijk.CostBooked
	}
	store.Costs.Put(tx, store.Num(id), x)
	r, _ := store.Reports.Get(tx, store.Num(x.Report))
	store.Log(tx, wijk.Entry{Number: x.Report, At: now, By: s.ID, From: r.Stage, To: r.Stage,
		Note: fmt.Sprintf("Kosten %d: %s, %s.", id, dutch.SayEuro(x.Cents), costState(x.State))})
	if by, ok := store.Staff.Get(tx, x.By); ok && len(by.Addresses()) > 0 {
		store.Send(tx, wijk.Outgoing{
			Class: wijk.Reply, To: by.Addresses()[0], Person: by.ID, Quiet: true, Due: now, NotAfter: now.AddDate(0, 0, 7),
			Text: fmt.Sprintf("%s: uw kosten van %s op melding %d zijn %s.", s.Name, dutch.SayEuro(x.Cents), x.Report, costState(x.State)),
		})
	}
	return x, nil
}

const textCosts = "Hoeveel, en waarvoor? Stuur bijvoorbeeld: kosten 12 85,50 tegels."

// enterCosts handles "kosten 12 85,50 tegels", and "kosten 12" for the list.
func (t *Turn) enterCosts(rest string) {
	number, rest, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(number, 10, 64)
	r, ok := store.Reports.Get(t.Tx, store.Num(n))
	if err != nil || !ok || !t.mends(&r) {
		t.Say(textCosts)
		return
	}
	if strings.TrimSpace(rest) == "" {
		t.listCosts(n)
		return
	}
	cents, text, ok := amountAndText(rest)
	if !ok {
		t.Say(textCosts)
		return
	}
	x, err := t.City.Spend(t.Tx, n, t.Staff, cents, text, t.Now)
	switch {
	case err != nil:
		t.Say(sayError(err))
	case x.State == wijk.CostAsked && len(t.City.seconds(t.Tx, &x)) == 0:
		t.Say(fmt.Sprintf("%s is meer dan u mag uitgeven, en niemand anders mag dit goedkeuren. Vraag het de beheerder.", dutch.SayEuro(cents)))
	case x.State == wijk.CostAsked:
		t.Say(fmt.Sprintf("%s is meer dan u mag uitgeven (%s per melding). Wij vragen een collega om akkoord.",
			dutch.SayEuro(cents), dutch.SayEuro(t.City.Mandate(t.Staff.Role))))
	default:
		t.Say(fmt.Sprintf("Geboekt op melding %d: %s.", n, dutch.SayEuro(cents)))
	}
}

// amountAndText splits "€ 85,50 tegels" into the amount and what it is for.
func amountAndText(text string) (cents int64, what string, ok bool) {
	words := strings.Fields(text)
	for n := min(3, len(words)); n > 0; n-- {
		if cents, ok = dutch.Euro(strings.Join(words[:n], " ")); ok {
			return cents, short(strings.Join(words[n:], " "), maxNote), true
		}
	}
	return 0, "", false
}

func (t *Turn) listCosts(number uint64) {
	var lines []string
	total := booked(t.Tx, number)
	for _, x := range store.Costs.Find(t.Tx, "report", store.Num(number)) {
		lines = append(lines, fmt.Sprintf("%d %s %s, %s", x.ID, dutch.SayEuro(x.Cents), x.Text, costState(x.State)))
	}
	if len(lines) == 0 {
		t.Say(fmt.Sprintf("Op melding %d staan geen kosten. %s", number, textCosts))
		return
	}
	const most = 15
	slices.Reverse(lines)
	t.Say(fmt.Sprintf("Kosten van melding %d: %s.\n%s", number, dutch.SayEuro(total), strings.Join(lines[:min(most, len(lines))], "\n")))
}

// decideCosts handles "akkoord 7" and "weiger 7".
func (t *Turn) decideCosts(rest string, yes bool) {
	id, err := strconv.ParseUint(strings.TrimSpace(rest), 10, 64)
	if err == nil && t.meansSecond(id) {
		return
	}
	if err != nil || !t.Staff.Role.Mends() {
		t.Say("Welke kosten? Stuur bijvoorbeeld: akkoord 7.")
		return
	}
	x, err := t.City.Decide(t.Tx, id, t.Staff, yes, t.Now)
	if err != nil {
		t.Say(sayError(err))
		return
	}
	t.Say(fmt.Sprintf("Kosten %d (%s op melding %d): %s.", id, dutch.SayEuro(x.Cents), x.Report, costState(x.State)))
}
