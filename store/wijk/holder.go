package wijk

import "time"

// A Holder is whose an address is: a resident's, a member of staff's, a
// keeper's, several of these or nobody's yet.
type Holder struct {
	Person string `json:"p,omitempty"`
	// Also are the others who share the telephone, such as a husband.
	Also  []string `json:"also,omitempty"`
	Staff string   `json:"s,omitempty"`
	// Keeps are the residents for whom this is the address of a keeper.
	Keeps []string `json:"keeps,omitempty"`
	// Stopped is when this address asked for silence, known person or not.
	Stopped time.Time `json:"stopped,omitzero"`
	// Blocked is when staff took away the right to report, because of abuse.
	// Everything about help goes on.
	Blocked time.Time `json:"blocked,omitzero"`
}

// Empty reports whether h says nothing.
func (h *Holder) Empty() bool {
	return h.Person == "" && len(h.Also) == 0 && h.Staff == "" && len(h.Keeps) == 0 && h.Stopped.IsZero() && h.Blocked.IsZero()
}

// MostSharers is how many residents one mobile number may have: a couple.
const MostSharers = 2

// LivesWith reports whether p and o have the same address, as far as is known.
func (p *Person) LivesWith(o *Person) bool {
	return p.Postcode != "" && p.Address != "" && Fold(p.Postcode) == Fold(o.Postcode) && Fold(p.Address) == Fold(o.Address)
}
