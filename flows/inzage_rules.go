package flows

import (
	"wijkbot/store"
	"wijkbot/store/wijk"
)

// A tableRule says of one table what it holds of residents: how that is shown to
// them, on which ground it is kept and for how long, and how it is forgotten. A
// table without a title holds nothing of a resident, and why says so. A table
// without a rule fails a test.
type tableRule struct {
	name, title, why string
	kept             func(tx *store.Tx, s *subject, after string) (rows []KeptRow, last string)
	// forget is the step of a forgetting through this table, nil where rows are
	// found by address (see forgetAddress) or go by themselves.
	forget func(tx *store.Tx, f *wijk.Forgetting) (last string)
}

// forgetSteps are the tables that a forgetting goes through. Each looks at a
// bounded number of rows and returns the key it came to, empty at the end.
// Their order is that of Forgetting.Step, which is stored.
func forgetSteps() (all []func(tx *store.Tx, f *wijk.Forgetting) (last string)) {
	for i := range tableRules {
		if tableRules[i].forget != nil {
			all = append(all, tableRules[i].forget)
		}
	}
	return all
}

// The grounds on which something is kept.
const (
	byWish = "Grond: uw eigen verzoek (AVG artikel 6 lid 1a). "
	byTask = "Grond: onze taak van algemeen belang (AVG artikel 6 lid 1e). "
)

// tableRules are those of all tables: add to the end what forgets.
var tableRules = []tableRule{
	{name: "people", title: "Wie u bent en wat u koos", kept: keptPerson,
		why: byWish + byTask + "Wij bewaren dit tot de servicebalie het wist. U kunt daarom vragen."},
	{name: "holders", title: "Uw nummers", kept: keptHolders,
		why: byTask + "Zo weten wij wie ons schrijft. Wij bewaren dit zolang het nummer van u is. Dat u geen berichten wilt, blijft staan."},
	{name: "follows", title: "Wijken die u volgt", kept: keptFollows, why: byWish + "Wij bewaren dit tot u stopt."},
	{name: "talks", title: "Het gesprek dat nu loopt", kept: keptTalks, why: byTask + "Uw woorden gaan na twee minuten weg, of als de vraag klaar is."},
	{name: "checkins", title: "Uw dagelijkse berichten", kept: keptCheckIns,
		why: byWish + "Wij bewaren alleen de uitkomst. Die gaat weg na 400 dagen."},
	{name: "appeals", title: "Vragen aan uw contactpersonen", kept: keptAppeals, why: byWish + "Dit gaat weg na 30 dagen."},
	{name: "dayproofs", title: "Dagen waarop wij u nog zochten", kept: keptProofs, why: byWish + "Dit gaat weg na 400 dagen."},
	{name: "outreach", title: "Onze uitnodigingen aan u", kept: keptOutreach,
		why: byTask + "Wij bewaren alleen codes, geen woorden. Dit gaat weg na 400 dagen."},
	{name: "outbox", title: "Berichten die wij u stuurden", kept: keptOutbox, why: byWish + byTask + "Dit gaat weg na 90 dagen.",
		forget: func(tx *store.Tx, f *wijk.Forgetting) string { return forgetIn(tx, store.Outbox, f, forgetMessage) }},
	{name: "cases", title: "Zaken waarvoor een medewerker keek", kept: keptCases,
		why:    byTask + "Uw woorden gaan na een dag weg. Zei u ja tegen bewaren? Dan een half jaar na onze hulp.",
		forget: func(tx *store.Tx, f *wijk.Forgetting) string { return forgetIn(tx, store.Cases, f, forgetCase) }},
	{name: "photos", title: "Uw foto's", kept: keptPhotos, why: byTask + "Een foto zonder melding gaat na twee dagen weg.",
		forget: func(tx *store.Tx, f *wijk.Forgetting) string { return forgetIn(tx, store.Photos, f, forgetPhoto) }},
	{name: "parked", title: "Berichten van u die wij niet konden lezen", kept: keptParked, why: byTask + "Dit blijft tot een medewerker het las.",
		forget: func(tx *store.Tx, f *wijk.Forgetting) string { return forgetIn(tx, store.Parked, f, forgetParked) }},
	{name: "reporters", title: "Meldingen die u deed of volgt", kept: keptReports,
		why: byTask + "Dit blijft bij de melding, tot u vraagt om het te wissen."},
	{name: "history", title: "Wat u bij meldingen schreef", kept: keptHistory, why: byTask + "Dit blijft bij de melding, tot u vraagt om het te wissen."},
	{name: "walks", title: "Wat u zag op een wijkschouw", kept: keptWalks, why: byTask + "Dit gaat na twee dagen weg."},
	{name: "links", title: "Codes die nog open staan", kept: keptLinks, why: byTask + "Een code gaat weg na een dag. De code zelf tonen wij niet."},
	{name: "proofs", title: "Codes die wij vandaag stuurden", kept: keptCodes, why: byTask + "Dit gaat de volgende dag weg."},
	{name: "forgettings", title: "Uw verzoeken om te wissen", kept: keptForgettings, why: byTask + "Hierna bewaren wij alleen dat het gebeurde."},
	{name: "timers", title: "Wat wij nog van plan zijn", kept: keptTimers, why: byWish + byTask + "Dit gaat weg als het is gebeurd."},

	{name: "reports", why: "what a report is about; who made it is in reporters, which shows both"},
	{name: "pictures", why: "the images of photos, which go with them"},
	{name: "thumbs", why: "the images of photos, which go with them"},
	{name: "staff", why: "who works for the city"},
	{name: "duties", why: "when staff is on duty"},
	{name: "leaves", why: "when staff is away"},
	{name: "waves", why: "counts of a day"},
	{name: "updates", why: "news of a wijkagent for everybody"},
	{name: "rounds", why: "texts for everybody"},
	{name: "sweeps", why: "how far a round has come"},
	{name: "quarters", why: "counts of ten and more"},
	{name: "events", why: "that a message came in: no text and no address"},
	{name: "seen", why: "numbers of messages"},
	{name: "cursors", why: "how far a queue was read"},
	{name: "spent", why: "counts of a day"},
	{name: "done", why: "what must happen once, by number"},
	{name: "settings", why: "what an operator loaded for everybody"},
	{name: "labels", why: "right and wrong guesses, of nobody in particular"},
	{name: "costs", why: "money of the city"},
	{name: "signals", why: "spots, counted"},
	{name: "keys", why: "keys of other systems"},
	{name: "posted", why: "what became of posts of other systems, by a hash"},
	{name: "streets", why: "the list of streets"},
}
