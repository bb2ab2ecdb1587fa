package intake

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A Summary counts what an import brought.
type Summary struct {
	Staff, Residents, CheckIns, Stopped, Rounds int
}

// String returns the summary as one line for the operator.
func (s Summary) String() string {
	return fmt.Sprintf("imported %d staff, %d residents (%d with check-ins, %d stopped) and %d rounds",
		s.Staff, s.Residents, s.CheckIns, s.Stopped, s.Rounds)
}

// Apply stores a file in which neither Parse nor Conflicts found a fault. It
// may be applied again: rows are known by their id. What people decided since
// is kept, except a stop from before the day of a new request. Now is city time.
func Apply(tx *store.Tx, file *File, now time.Time) Summary {
	var sum Summary
	people, olds := make([]wijk.Person, len(file.Residents)), make([]wijk.Person, len(file.Residents))
	for i, r := range file.Residents {
		old, _ := store.People.Get(tx, r.ID)
		people[i], olds[i] = r.merge(old), old
		if plan := people[i].CheckIn; plan != nil {
			if plan.Known = now; old.CheckIn != nil {
				plan.Known = old.CheckIn.Known
			}
		}
		mergeKeepers(&people[i], &old, now.Location())
		for _, a := range addresses(&old) {
			hold(tx, a, func(h *wijk.Holder) { leave(h, r.ID) })
		}
		leaveLandline(tx, &old)
	}
	staff := file.mergeStaff(tx)
	// All are released before any is claimed, so that two may swap.
	for i, p := range people {
		enrol(tx, &p, now.Location())
		claimLandline(tx, &p)
		store.People.Put(tx, p.ID, p)
		holdKeepers(tx, &olds[i], &p, now)
		if jumped(&olds[i], &p, now) {
			store.SetTimer(tx, wijk.Timer{Person: p.ID, Kind: wijk.TimerMoved, Scope: string(wijk.DateOf(now)), Due: now})
		}
		sum.Residents++
		if p.Enrolled() {
			sum.CheckIns++
		}
		if !p.Stopped.IsZero() {
			sum.Stopped++
		}
	}
	for _, s := range staff {
		for _, a := range s.Addresses() {
			hold(tx, a, func(h *wijk.Holder) { h.Staff = s.ID })
		}
		store.Staff.Put(tx, s.ID, s)
		sum.Staff++
	}
	file.applyDuty(tx)
	for _, r := range file.Rounds {
		store.Rounds.Put(tx, r.ID, r)
		sum.Rounds++
	}
	tx.Touch(store.Clocks)
	return sum
}

// jumped reports whether today's check-in, which was still to come, would now
// have been before: the round has passed it, and must not leave p out.
func jumped(old, p *wijk.Person, now time.Time) bool {
	clock := now.Format("15:04")
	return old.Enrolled() && p.Enrolled() && old.CheckIn.Time >= clock && p.CheckIn.Time <= clock
}

// merge returns the row with what the person decided since.
func (r *Resident) merge(old wijk.Person) wijk.Person {
	p := r.Person
	if r.keepChat {
		p.Telegram = old.Telegram
	}
	p.Stopped, p.PausedTo, p.Back = old.Stopped, old.PausedTo, old.Back
	p.PauseFrom, p.PauseTill, p.PausedFrom = old.PauseFrom, old.PauseTill, old.PausedFrom
	p.Invited, p.Invitation = old.Invited, old.Invitation
	p.Offer, p.Refused = old.Offer, old.Refused
	if p.CheckIn != nil {
		p.Offer = nil
	}
	if own := old.CheckIn; own != nil && !own.Changed.IsZero() && (p.CheckIn == nil || p.CheckIn.Requested.On <= wijk.DateOf(own.Changed)) {
		risk := p.CheckIn != nil && p.CheckIn.HighRisk
		kept := *own
		kept.HighRisk = kept.HighRisk && p.CheckIn == nil || risk
		p.CheckIn = &kept // what she changed herself, after this request; the risk is for the desk to tell
	}
	p.Suspect = slices.DeleteFunc(slices.Clone(old.Suspect), func(a wijk.Address) bool {
		return !slices.Contains([]string{p.Phone, p.Landline, strconv.FormatInt(p.Telegram, 10)}, a.To)
	})
	p.Delays, p.DelayOn = old.Delays, old.DelayOn
	if !old.Objected.IsZero() {
		p.Objected = old.Objected // no file takes back what somebody asked
	}
	if p.Died == "" {
		p.Died = old.Died
	}
	if p.Died != "" {
		p.CheckIn = nil // nobody asks the dead how they are
	}
	// A number that is given anew may work now.
	p.Dead = slices.DeleteFunc(slices.Clone(old.Dead), func(a wijk.Address) bool {
		return !slices.Contains(addresses(&old), a)
	})
	return p
}

// mergeStaff returns the staff as they are to be stored, and gives up the
// addresses they had.
func (file *File) mergeStaff(tx *store.Tx) []wijk.Staff {
	list := slices.Clone(file.Staff)
	for i := range list {
		s := &list[i]
		old, _ := store.Staff.Get(tx, s.ID)
		if file.keepStaffChat[s.ID] {
			s.Telegram = old.Telegram
		}
		for _, a := range old.Addresses() {
			hold(tx, a, func(h *wijk.Holder) {
				if h.Staff == s.ID {
					h.Staff = ""
				}
			})
		}
	}
	return list
}

// enrol claims p's addresses. A stop that came from one of them, even before
// it was p's, is p's too, unless p asked for check-ins on a later day.
func enrol(tx *store.Tx, p *wijk.Person, zone *time.Location) {
	lapsed := func(stop time.Time) bool {
		return p.CheckIn != nil && p.CheckIn.Requested.On > wijk.DateOf(stop.In(zone))
	}
	if !p.Stopped.IsZero() && lapsed(p.Stopped) {
		p.Stopped = time.Time{}
	}
	for _, a := range addresses(p) {
		hold(tx, a, func(h *wijk.Holder) {
			if a.Channel == wijk.SMS {
				join(h, p.ID)
			} else {
				h.Person = p.ID
			}
			switch {
			case h.Stopped.IsZero():
			case lapsed(h.Stopped):
				h.Stopped = time.Time{}
			case p.Stopped.IsZero():
				p.Stopped = h.Stopped
			}
		})
	}
}

// hold changes whose an address is. An address that says nothing any more is
// forgotten.
func hold(tx *store.Tx, a wijk.Address, change func(*wijk.Holder)) {
	h, _ := store.Holders.Get(tx, a.String())
	change(&h)
	if h.Empty() {
		store.Holders.Delete(tx, a.String())
		return
	}
	store.Holders.Put(tx, a.String(), h)
}
