package wijk

import (
	"slices"
	"strconv"
	"time"
)

// A Person is a resident known to the city: from the import, or made for one
// who follows a wijk. Purpose: check-ins, outreach and updates, each on its
// own ground; see the README.
type Person struct {
	ID       string   `json:"id"`
	Name     string   `json:"name,omitempty"`
	Phone    string   `json:"phone,omitempty"` // mobile, E.164
	Landline string   `json:"landline,omitempty"`
	Telegram int64    `json:"telegram,omitempty"` // user id, 0 if none
	Wijk     string   `json:"wijk,omitempty"`
	Address  string   `json:"address,omitempty"`
	Postcode string   `json:"postcode,omitempty"`
	Over70   Date     `json:"over70,omitempty"` // the day on which it was checked; no date of birth is kept
	Cohort   int      `json:"cohort,omitempty"` // year of birth, for the round of letters; 0 if unknown
	Prefers  Channel  `json:"prefers,omitempty"`
	CheckIn  *Plan    `json:"checkin,omitempty"`
	Contacts []Keeper `json:"contacts,omitempty"`

	// What the person decided since, which no import overwrites.
	Stopped time.Time `json:"stopped,omitzero"` // wants no messages
	// PausedTo is the last day without check-ins.
	PausedTo Date `json:"paused,omitempty"`
	// PausedFrom is the first day of the last pause that was told of beforehand:
	// the silence of a day before it is no pause. It stays when that ends.
	PausedFrom Date `json:"paused_from,omitempty"`
	// PauseFrom is the first day of a pause that is still to begin, and PauseTill
	// its last, empty when nobody told; both are empty when there is none.
	PauseFrom Date `json:"pause_from,omitempty"`
	PauseTill Date `json:"pause_till,omitempty"`
	// Back is when the last pause was ended early: a question of before, on that
	// day, was not due.
	Back time.Time `json:"back,omitzero"`
	// Invited is when the city last asked this person for a conversation, and
	// Invitation the open one, answered with JA or NEE.
	Invited    time.Time `json:"invited,omitzero"`
	Invitation string    `json:"invitation,omitempty"`
	// Delays are how many minutes the latest answers took, oldest first, and
	// DelayOn the day of the last: her own rhythm.
	Delays  []int `json:"delays,omitempty"`
	DelayOn Date  `json:"delay_on,omitempty"`
	// Objected is when the person wanted no invitations any more. Outreach
	// leaves such a person alone; check-ins and answers go on.
	Objected time.Time `json:"objected,omitzero"`
	Died     Date      `json:"died,omitempty"`
	// Dead lists addresses that the provider refuses for good.
	Dead []Address `json:"dead,omitempty"`
	// Offer is the open question whether this person wants check-ins; Refused
	// is when the answer was no: nobody asks that again.
	Offer   *Offer    `json:"offer,omitempty"`
	Refused time.Time `json:"refused,omitzero"`
	// Suspect lists addresses that may be somebody else's by now: nothing goes
	// there, and nothing that comes from there is good news, until a member of
	// staff has looked.
	Suspect []Address `json:"suspect,omitempty"`
	// Left are the keepers who were removed, by a hash of the number, with the
	// last day on which they were: no import brings them back by itself.
	Left map[string]Date `json:"left,omitempty"`
}

// Addresses returns where a message for p may go, the preferred first. Dead
// addresses are left out; a person with none is for staff to reach.
func (p *Person) Addresses() []Address {
	var all []Address
	if p.Telegram != 0 {
		all = append(all, Address{Telegram, strconv.FormatInt(p.Telegram, 10)})
	}
	if p.Phone != "" {
		a := Address{SMS, p.Phone}
		if p.Prefers == Telegram {
			all = append(all, a)
		} else {
			all = slices.Insert(all, 0, a)
		}
	}
	return slices.DeleteFunc(all, func(a Address) bool { return slices.Contains(p.Dead, a) || p.Suspects(a) })
}

// Suspects reports whether an address may be somebody else's by now. A number
// that is in doubt is so for SMS and for calls.
func (p *Person) Suspects(a Address) bool {
	return slices.ContainsFunc(p.Suspect, func(s Address) bool {
		return s.To == a.To && (s.Channel == Telegram) == (a.Channel == Telegram)
	})
}

// Enrolled reports whether p has asked for check-ins and not stopped.
func (p *Person) Enrolled() bool { return p.CheckIn != nil && p.Stopped.IsZero() }

// Away reports whether day d, of today or before, is in the pause of p.
func (p *Person) Away(d Date) bool { return p.PausedFrom <= d && d <= p.PausedTo }

// A Role is what a member of staff does.
type Role string

// The roles.
const (
	Wijkagent           Role = "wijkagent"
	Wijkmanager         Role = "wijkmanager"
	Ouderenadviseur     Role = "ouderenadviseur"
	Wijkzorgteam        Role = "wijkzorgteam"
	Wijkverpleegkundige Role = "wijkverpleegkundige"
	Servicebalie        Role = "servicebalie"
	Onderhoud           Role = "onderhoud"     // the crew that mends things outside
	Wijkregisseur       Role = "wijkregisseur" // answers for what is late
	Beheerder           Role = "beheerder"
)

// Roles lists every role.
var roles = []Role{Wijkagent, Wijkmanager, Ouderenadviseur, Wijkzorgteam, Wijkverpleegkundige, Servicebalie, Onderhoud, Wijkregisseur, Beheerder}

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(roles, r) }

// Mends reports whether the role works on reports.
func (r Role) Mends() bool {
	return r == Onderhoud || r == Wijkmanager || r == Wijkregisseur || r == Beheerder
}

// Directs reports whether the role answers for the reports of every wijk.
func (r Role) Directs() bool { return r == Wijkregisseur || r == Beheerder }

// Cares reports whether the role may see who needs help.
func (r Role) Cares() bool {
	return r == Ouderenadviseur || r == Wijkzorgteam || r == Wijkverpleegkundige || r == Beheerder
}

// A Staff member works for the city. Authority follows the address a message
// came from, never a group it was written in.
type Staff struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Wijken   []string `json:"wijken,omitempty"` // none means all
	Telegram int64    `json:"telegram,omitempty"`
	Phone    string   `json:"phone,omitempty"`
	Duty     bool     `json:"duty,omitempty"` // is paged for alarms
}

// Covers reports whether s works in a wijk. A matter without a known wijk is
// everybody's.
func (s *Staff) Covers(slug string) bool {
	return len(s.Wijken) == 0 || slug == "" || slices.Contains(s.Wijken, slug)
}

// Addresses returns all addresses of s: an alarm goes to each.
func (s *Staff) Addresses() []Address {
	var all []Address
	if s.Telegram != 0 {
		all = append(all, Address{Telegram, strconv.FormatInt(s.Telegram, 10)})
	}
	if s.Phone != "" {
		all = append(all, Address{SMS, s.Phone})
	}
	return all
}
