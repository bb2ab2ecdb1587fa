package simulate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// How those who care for somebody are. The shares are ours.
const (
	keptShare    = 0.5  // of residents have somebody, and of these
	twoShare     = 0.4  // have two
	refusesShare = 0.08 // invited: says no
	ignoresShare = 0.12 // or nothing at all
	goesShare    = 0.6  // asked: goes and looks
	cannotShare  = 0.15 // or says no; others say nothing
	quitsShare   = 0.02 // or wants to be asked no more
	mumShare     = 0.08 // went and looked, and lets nothing be heard
	sloppyShare  = 0.03 // says that all is well without having looked
	replies      = 6 * time.Minute
	visits       = 25 * time.Minute
	mostWishes   = 3 // answers to an invitation that is asked again
)

// A keeper is somebody close to a resident, with a telephone.
type keeper struct {
	of *resident
	n  int
	to wijk.Address

	agreed bool // said yes, and did not stop since
	quit   bool // said STOP
	asked  int  // invitations read
	appeal *appeal
}

// An appeal is a keeper being asked to go and look.
type appeal struct {
	at    time.Time
	goes  bool // said so
	ended bool // heard what to do, or that nothing is to be done
}

func (k *keeper) name() string { return fmt.Sprintf("Naaste %04d%c", k.of.n, 'A'+k.n) }

// keepers makes up who cares for a resident.
func (w *world) keepers(r *resident) {
	dice := w.dice("keepers", r.n, 0)
	if dice.Float64() >= keptShare {
		return
	}
	number := 1
	if dice.Float64() < twoShare {
		number = 2
	}
	for n := range number {
		k := &keeper{of: r, n: n, to: wijk.Address{Channel: wijk.SMS, To: fmt.Sprintf("+3162%06d%d", r.n, n)}}
		r.keepers = append(r.keepers, k)
		w.phones[k.to.String()] = phone{near: k}
	}
}

// What the city says to a keeper, by a part that no other text has.
const (
	saysInvited = "wil u opgeven als contactpersoon"
	saysAppeal  = "heeft vandaag niet gereageerd"
	saysRemind  = "Weet u al hoe het gaat"
)

// endings are parts of the texts after which a keeper has nothing to do.
var endings = []string{
	"Wij vragen nu iemand anders", "Goed nieuws", "Wij geven dit door aan een medewerker", "heeft het overgenomen",
	"Een medewerker ziet uw bericht", "hoeft u nu niets meer te doen", "doet niet meer mee", "geen contactpersoon meer",
}

// reads: a message came on the telephone of a keeper. w.mu is held.
func (k *keeper) reads(w *world, m message) {
	dice := w.dice("keeper", k.of.n<<1|k.n, int(m.at.Unix()))
	soon := m.at.Add(around(dice, replies, 0.8))
	switch {
	case strings.Contains(m.text, saysInvited):
		k.invited(w, dice, soon)
	case strings.Contains(m.text, saysAppeal):
		k.appealed(w, dice, soon)
	case strings.Contains(m.text, saysRemind) && k.appeal != nil && dice.IntN(2) == 0:
		a := k.appeal
		w.at(soon, func() { k.looks(w, a, dice) })
	}
}

// invited decides once for all whether somebody wants to be a keeper.
func (k *keeper) invited(w *world, dice *rand.Rand, at time.Time) {
	if k.asked++; k.asked > mostWishes {
		return
	}
	text := "ja"
	switch p := w.dice("wish", k.of.n<<1|k.n, 0).Float64(); {
	case p < refusesShare:
		text = []string{"nee", "NEE", "nee dank u"}[dice.IntN(3)]
	case p < refusesShare+ignoresShare:
		return
	case dice.IntN(3) == 0:
		text = []string{"Ja", "JA", "ja hoor", "ja dat is goed"}[dice.IntN(4)]
	}
	w.at(at, func() {
		w.mu.Lock()
		k.agreed = k.agreed || text[0]|0x20 == 'j'
		w.mu.Unlock()
		w.says(k.to, text)
	})
}

// appealed: somebody is asked to go and look.
func (k *keeper) appealed(w *world, dice *rand.Rand, at time.Time) {
	a := k.appeal
	switch p := dice.Float64(); {
	case a == nil:
	case p < quitsShare:
		w.at(at, func() {
			w.mu.Lock()
			k.agreed, k.quit = false, true
			w.mu.Unlock()
			w.says(k.to, "STOP")
		})
	case p < quitsShare+cannotShare:
		w.at(at, func() { w.says(k.to, "2") })
	case p < quitsShare+cannotShare+goesShare:
		w.at(at, func() {
			w.mu.Lock()
			a.goes = true
			w.mu.Unlock()
			w.says(k.to, "1")
		})
		if dice.Float64() >= mumShare {
			w.at(at.Add(around(dice, visits, 0.7)), func() { k.looks(w, a, dice) })
		}
	}
}

// looks: a keeper stands before somebody, or says to have done so.
func (k *keeper) looks(w *world, a *appeal, dice *rand.Rand) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a.ended && !a.goes {
		return
	}
	text := []string{"3", "3", "3", "alles goed"}[dice.IntN(4)]
	if n := k.of.need; n != nil && dice.Float64() >= sloppyShare {
		text = []string{"4", "4", "er is hulp nodig"}[dice.IntN(3)]
		n.cried(w, "(contact: "+text+")")
	}
	w.at(time.Now(), func() { w.says(k.to, text) })
}

// kept hears each message that a provider took for a keeper.
func (j *judge) kept(w *world, k *keeper, m message) {
	day := wijk.DateOf(m.at.In(w.zone))
	j.keeperSMS++
	for _, end := range endings {
		if strings.Contains(m.text, end) && k.appeal != nil {
			k.appeal.ended = true
		}
	}
	if !strings.Contains(m.text, saysAppeal) {
		return
	}
	switch {
	case !k.agreed:
		j.fault(&j.unwilling, "%s: %s of %s was asked and did not agree to that", day, k.name(), k.of.id)
	case k.appeal != nil && wijk.DateOf(k.appeal.at.In(w.zone)) == day:
		j.fault(&j.duplicate, "%s: %s of %s was asked twice", day, k.name(), k.of.id)
	}
	k.appeal = &appeal{at: m.at}
	j.appeals++
	if k.of.need == nil {
		j.worries++
	}
}

// wonders judges, two days later, whether every keeper who was asked heard how
// it ended, unless a person is still looking for whom it was about.
func (j *judge) wonders(w *world, l worklist, r *resident, d wijk.Date) {
	for _, k := range r.keepers {
		a := k.appeal
		if a == nil || a.ended || k.quit || wijk.DateOf(a.at.In(w.zone)) != d || l.open(r) {
			continue
		}
		j.fault(&j.wondering, "%s: %s of %s was asked and never heard how it ended", d, k.name(), r.id)
	}
}

// open reports whether a person looks, or is to look, for somebody.
func (l worklist) open(r *resident) bool {
	for _, cs := range l.of[r.id] {
		if cs.State != wijk.CaseClosed {
			return true
		}
	}
	return false
}

// agreed counts the keepers who are one according to the city, and holds them
// against those who said so.
func (j *judge) agreed(w *world, tx *store.Tx) {
	for _, r := range w.people {
		p, _ := store.People.Get(tx, r.id)
		for _, k := range r.keepers {
			known := p.Keeper(k.to.To)
			if known == nil || !known.Willing() {
				continue
			}
			j.keepers++
			if !k.agreed {
				j.fault(&j.unwilling, "%s of %s never agreed and is a keeper", k.name(), r.id)
			}
		}
	}
}
