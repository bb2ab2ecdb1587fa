package flows

import (
	"fmt"
	"slices"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// volg lets a resident follow the news of a wijk.
var volg = &Flow{
	Name: "volg",
	Ask: []Question{{
		Key:  "wijk",
		Text: "Van welke wijk wilt u nieuws? Typ de naam van de wijk.",
		Skip: func(t *Turn) bool { return t.get("wijk") != "" },
		Take: func(t *Turn, _ *Question) (string, bool) {
			slug, ok := t.City.Map().Named(t.M.Text)
			if !ok {
				t.Say("Die wijk ken ik niet. Kies uit: " + joinNames(t.City.wijkNames()) + ".")
			}
			return slug, ok
		},
	}},
	Done: func(t *Turn) { t.follow(t.get("wijk")) },
}

// wantsFollow handles "volg meerzicht".
func (t *Turn) wantsFollow(name string) {
	t.Talk.Flow, t.Talk.Step, t.Talk.Answers, t.Talk.Place = volg.Name, 0, nil, nil
	if slug, ok := t.City.Map().Named(name); ok {
		t.set("wijk", slug)
	} else if name != "" {
		t.lead = "Die wijk ken ik niet. "
	}
	t.proceed(volg)
}

// isWijk reports whether name is one of the wijken: in the middle of a report
// "volg de bordjes" is about something else.
func (t *Turn) isWijk(name string) bool {
	_, ok := t.City.Map().Named(name)
	return ok
}

func (t *Turn) follow(slug string) {
	store.Follows.Put(t.Tx, store.FollowKey(slug, t.M.From), t.M.From)
	if !t.Holder.Stopped.IsZero() { // asking for news is asking to be written to
		t.Holder.Stopped = time.Time{}
		store.Holders.Put(t.Tx, t.M.From.String(), t.Holder)
	}
	w, _ := t.City.Map().Wijk(slug)
	t.Say(fmt.Sprintf("U volgt nu %s. U krijgt nieuws van uw wijkagent. Stoppen? Stuur STOP UPDATES.", w.Name))
}

// followers returns who follows any of the wijken, each address once, in a
// fixed order. Who asked for silence is left out.
func followers(tx *store.Tx, wijken []string) []wijk.Address {
	var all []wijk.Address
	seen := make(map[wijk.Address]bool)
	for _, slug := range wijken {
		for _, a := range store.Follows.All(tx, slug+"/") {
			if seen[a] {
				continue
			}
			seen[a] = true
			if h, _ := store.Holders.Get(tx, a.String()); h.Stopped.IsZero() {
				all = append(all, a)
			}
		}
	}
	return all
}

func joinNames(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	text := ""
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			text += " of "
		default:
			text += ", "
		}
		text += n
	}
	return text
}
