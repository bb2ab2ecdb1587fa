package flows

import (
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// AskKeeper takes the step of the ladder at which a keeper is asked.
func (c *City) AskKeeper(tx *store.Tx, ck *wijk.CheckIn, p *wijk.Person, now time.Time) {
	c.askKeeper(tx, ck, p, stepKeeper1, now)
}

// QuestionAt names a question of a conversation, empty when there is none.
func QuestionAt(flow string, step int) string {
	f := New(time.UTC).flow(flow)
	if f == nil || step >= len(f.Ask) {
		return ""
	}
	return f.Name + "/" + f.Ask[step].Key
}

// ResidentQuestions are the questions that somebody who does not work for the
// city can be asked. Of the questions of a category one stands for all, and a
// pause is for those with check-ins only.
func ResidentQuestions() (all []string) {
	for _, f := range New(time.UTC).flows {
		if f == update || f == antwoord || strings.HasPrefix(f.Name, "werk") || strings.HasPrefix(f.Name, "zaak-") {
			continue
		}
		for _, q := range f.Ask {
			if q.Key == walkAssign.Key {
				continue // it never waits
			}
			if q.Key[0] != 'x' || q.Key == "x0" {
				all = append(all, f.Name+"/"+q.Key)
			}
		}
	}
	return all
}

// TableRules are the tables of which it is known what they hold, with what is
// missing in a rule.
func TableRules() (names []string, wrong []string) {
	for _, r := range tableRules {
		names = append(names, r.name)
		if (r.title == "") != (r.kept == nil) || r.why == "" || r.forget != nil && r.kept == nil {
			wrong = append(wrong, r.name)
		}
	}
	return names, wrong
}

// ForgetOrder are the tables that a forgetting goes through, in the order that
// is stored.
func ForgetOrder() (names []string) {
	for _, r := range tableRules {
		if r.forget != nil {
			names = append(names, r.name)
		}
	}
	return names
}
