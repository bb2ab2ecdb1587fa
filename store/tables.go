package store

import "wijkbot/store/wijk"

// The tables. This is everything the city knows.
var (
	People = &Table[wijk.Person]{Name: "people", Indexes: []Index[wijk.Person]{
		// slot finds those who asked to be asked at a time of day.
		{"slot", func(p *wijk.Person) []string {
			if p.Enrolled() {
				return []string{p.CheckIn.Time}
			}
			return nil
		}},
		// over70 finds those whom the outreach may invite, by wijk.
		{"over70", func(p *wijk.Person) []string {
			if p.Over70 != "" && p.Stopped.IsZero() && p.Objected.IsZero() && p.Died == "" {
				return []string{p.Wijk}
			}
			return nil
		}},
	}}
	Staff = &Table[wijk.Staff]{Name: "staff"}
	// Holders tells whose an address is, by Address.String.
	Holders = &Table[wijk.Holder]{Name: "holders"}
	// Follows holds who follows a wijk, by FollowKey.
	Follows = &Table[wijk.Address]{Name: "follows"}
	// Talks holds each conversation, by Address.String.
	Talks = &Table[wijk.Talk]{Name: "talks"}

	// CheckIns are found by person and date, and by wave.
	CheckIns = &Table[wijk.CheckIn]{Name: "checkins", Indexes: []Index[wijk.CheckIn]{
		{"wave", func(c *wijk.CheckIn) []string { return []string{WaveKey(c)} }},
	}}
	Waves = &Table[wijk.Wave]{Name: "waves"}
	// DayProofs holds the count at the end of each day, by wijk.Date.
	DayProofs = &Table[wijk.DayProof]{Name: "dayproofs"}
	// Cases are found by number; those not closed also by person or address.
	Cases = &Table[wijk.Case]{Name: "cases", Indexes: []Index[wijk.Case]{
		{"open", func(c *wijk.Case) []string {
			if c.State == wijk.CaseClosed {
				return nil
			}
			return []string{CaseOwner(c.Person, c.Address)}
		}},
		// person finds those of a resident, closed or not.
		{"person", func(c *wijk.Case) []string {
			if c.Person == "" {
				return nil
			}
			return []string{c.Person}
		}},
		// wmo finds those of which the enquiry is not done, by its last day.
		{"wmo", func(c *wijk.Case) []string {
			if c.Wmo == nil || c.Wmo.Done != "" {
				return nil
			}
			return []string{string(c.Wmo.Due)}
		}},
	}}

	Updates = &Table[wijk.Update]{Name: "updates"}
	Rounds  = &Table[wijk.Round]{Name: "rounds"}
	Links   = &Table[wijk.Link]{Name: "links"}
	// Proofs counts the codes sent to an address, by Address.String.
	Proofs = &Table[wijk.Proof]{Name: "proofs"}

	// Events holds what came in, by Num of its sequence number.
	Events = &Table[wijk.Event]{Name: "events"}
	// Seen holds the provider's id of each message that came in, with its
	// sequence number, so that a second delivery does nothing.
	Seen = &Table[uint64]{Name: "seen"}
	// Cursors is how far each door has read its provider's queue.
	Cursors = &Table[string]{Name: "cursors"}
	// Spent counts the SMS segments that went out on a city day, by wijk.Date.
	Spent = &Table[int]{Name: "spent"}
	// Done marks what must happen once, such as "round/checkin".
	Done = &Table[string]{Name: "done"}
	// Parked holds messages that no flow could digest, by provider id.
	Parked = &Table[wijk.Message]{Name: "parked"}
	// Settings holds what an operator loaded, such as an official map.
	Settings = &Table[[]byte]{Name: "settings"}
)

// WaveKey names the wave that a check-in belongs to.
func WaveKey(c *wijk.CheckIn) string { return string(c.Date) + "/" + c.Slot }

// FollowKey is the key of a follower of a wijk.
func FollowKey(slug string, a wijk.Address) string { return slug + "/" + a.String() }

// CaseOwner is the key by which the open cases of a person are found, or of
// an address that is nobody's.
func CaseOwner(person string, a wijk.Address) string {
	if person == "" {
		return a.String()
	}
	return person
}

// HolderOf returns whose an address is. A telephone that calls us is whose it
// is that sends SMS from it.
func HolderOf(tx *Tx, a wijk.Address) wijk.Holder {
	h, ok := Holders.Get(tx, a.String())
	if !ok && a.Channel == wijk.Voice {
		h, _ = Holders.Get(tx, wijk.Address{Channel: wijk.SMS, To: a.To}.String())
	}
	return h
}
