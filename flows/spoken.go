package flows

// Spoken is what is said in every call, besides the text of its row. The door
// needs it at once, without a transaction.
type Spoken struct {
	Thanks    string // after 1
	WillCall  string // after 2
	Again     string // after another key
	NotStored string // the key could not be noted
	Retry     string // asks for it once more
	Unknown   string // nobody knows what the call is about, and the end of it
}

// Spoken returns what is said in every call.
func (c *City) Spoken() Spoken {
	return Spoken{
		Thanks: fill("T6"), WillCall: fill("T7"), Again: fill("T8"),
		NotStored: fill("T9", "tel", c.Tel), Retry: fill("T10"), Unknown: fill("T11"),
	}
}
