package wijk

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// MostKeepers is how many keepers a person can have.
const MostKeepers = 3

// Address is where the keeper is asked.
func (k *Keeper) Address() Address { return Address{SMS, k.Phone} }

// TakesSMS reports whether the keeper can be asked by text. One with a Dutch
// landline is for staff to call.
func (k *Keeper) TakesSMS() bool { return TakesSMS(k.Phone) }

// TakesSMS reports whether a number in E.164 form can be sent a text: any but
// a Dutch landline. Of a number abroad nobody can tell.
func TakesSMS(phone string) bool {
	return phone != "" && (!strings.HasPrefix(phone, "+31") || strings.HasPrefix(phone, "+316"))
}

// Waits reports whether k was invited and did not answer yet.
func (k *Keeper) Waits() bool { return !k.Invited.IsZero() && k.Agreed == "" && k.Ended.IsZero() }

// Keeper returns the keeper with a number, nil if p has none such.
func (p *Person) Keeper(phone string) *Keeper {
	i := slices.IndexFunc(p.Contacts, func(k Keeper) bool { return k.Phone == phone })
	if i < 0 || phone == "" {
		return nil
	}
	return &p.Contacts[i]
}

// Reachable reports whether p has a keeper who agreed and can be asked.
func (p *Person) Reachable() bool {
	return slices.ContainsFunc(p.Contacts, func(k Keeper) bool { return k.Willing() && k.TakesSMS() && k.Phone != p.Phone })
}

// Part removes the keeper with a number, and remembers without the number that
// it was removed on a day: a consent from before it is none any more.
func (p *Person) Part(phone string, on Date) {
	p.Contacts = slices.DeleteFunc(slices.Clone(p.Contacts), func(k Keeper) bool { return k.Phone == phone })
	left := make(map[string]Date, len(p.Left)+1)
	for key, day := range p.Left {
		left[key] = day
	}
	left[phoneKey(phone)] = on
	p.Left = left
}

// Parted returns the day on which the keeper with a number was removed, empty
// if that never was.
func (p *Person) Parted(phone string) Date { return p.Left[phoneKey(phone)] }

func phoneKey(phone string) string {
	sum := sha256.Sum256([]byte(phone))
	return hex.EncodeToString(sum[:8])
}

// An Appeal is one keeper being asked about one person on one day. It goes
// when KeepAppeals is over; purpose and ground are those of the check-in.
type Appeal struct {
	Person string `json:"person"`
	Date   Date   `json:"date"` // of the check-in
	Phone  string `json:"phone"`
	// Question is the outbox id of the one question, Asked when it was put
	// there, Heard when a provider accepted it, Last when the keeper last heard
	// from us what to answer.
	Question uint64    `json:"question"`
	Asked    time.Time `json:"asked"`
	Heard    time.Time `json:"heard,omitzero"`
	Last     time.Time `json:"last"`
	Accepted time.Time `json:"accepted,omitzero"`
	Reminded time.Time `json:"reminded,omitzero"`
	State    string    `json:"state"`
	// Told is the id of the text that ended it for the keeper, empty as long as
	// the keeper may wonder; AppealUnheard when there was nothing to end.
	Told string `json:"told,omitempty"`
}

// The states of an appeal.
const (
	AppealAsked    = "asked"    // an answer is awaited
	AppealPassed   = "passed"   // no answer in time: the next one was asked
	AppealLost     = "lost"     // the question did not arrive
	AppealRefused  = "refused"  // the keeper cannot
	AppealAccepted = "accepted" // the keeper goes and looks
	AppealFine     = "fine"     // the keeper says that all is well
	AppealHelp     = "help"     // the keeper says that help is needed
)

// AppealUnheard is what Told is of an appeal that its keeper never got.
const AppealUnheard = "-"

// Key is how an appeal is found: a keeper is asked about a person once a day.
func (a *Appeal) Key() string { return a.Person + "/" + string(a.Date) + "/" + a.Phone }

// Open reports whether the keeper may still say something that we asked for.
func (a *Appeal) Open() bool {
	return a.Told == "" && (a.State == AppealAsked || a.State == AppealPassed || a.State == AppealAccepted)
}

// TimerKeepers is the kind of timer that invites the keepers of a person who
// were named by others than themselves.
const TimerKeepers = "keepers"
