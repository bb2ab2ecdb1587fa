package store

import (
	"time"

	"wijkbot/store/wijk"
)

// Keep is how long messages are kept: longer than a provider may deliver one
// again (35 days), and than anybody asks what was sent.
const Keep = 90 * 24 * time.Hour

// Prune removes up to limit events, and as many sent messages, from before a
// time. It reports whether there may be more.
func Prune(tx *Tx, before time.Time, limit int) (more bool) {
	n := 0
	for key, e := range Events.Range(tx, "", "") {
		if n == limit || !e.Time.Before(before) {
			more = n == limit
			break
		}
		n++
		seen := e.Unique
		if seen == "" {
			seen = e.ProviderID
		}
		Seen.Delete(tx, seen)
		Events.Delete(tx, key)
	}
	n = 0
	for key, m := range Outbox.Range(tx, "", "") {
		if n == limit || !m.Due.Before(before) {
			more = more || n == limit
			break
		}
		switch m.State {
		case wijk.Queued, wijk.Sending, wijk.Unknown:
			continue // not finished: stays until it is
		}
		n++
		Outbox.Delete(tx, key)
	}
	return more
}

// KeepLoose is how long a photo is kept that belongs to no report: longer than
// a conversation lasts.
const KeepLoose = 2 * 24 * time.Hour

// PruneLoose removes up to limit photos that came before a time and belong to
// no report. Those that do belong to one are not looked at again. It reports
// whether there may be more.
func PruneLoose(tx *Tx, before time.Time, limit int) (more bool) {
	n := 0
	for id, p := range Photos.FindRange(tx, "loose", "", When(before)) {
		if n++; n > limit {
			return true
		}
		if belongs(tx, id) {
			p.Filed = true
			Photos.Put(tx, id, p)
			continue
		}
		DropPhoto(tx, id)
	}
	return false
}

// belongs reports whether a report has a photo, of the fault or of the repair.
func belongs(tx *Tx, id string) bool {
	for range Reports.Find(tx, "photo", id) {
		return true
	}
	return false
}

// DropPhoto removes all that is kept of a photo. Who calls it takes the id out
// of the report as well.
func DropPhoto(tx *Tx, id string) {
	Photos.Delete(tx, id)
	Pictures.Delete(tx, id)
	Thumbs.Delete(tx, id)
}

// PruneCodes removes what is left of codes: those that expired, and the counts
// of days before today.
func PruneCodes(tx *Tx, now time.Time, today wijk.Date) {
	for key, l := range Links.All(tx, "") {
		if now.After(l.Expires) {
			Links.Delete(tx, key)
		}
	}
	for key, p := range Proofs.All(tx, "") {
		if p.On < today {
			Proofs.Delete(tx, key)
		}
	}
}

// PruneDays removes what is kept of the days before one: up to limit check-ins,
// their waves and the counts at the end of the day. It reports whether there may
// be more.
func PruneDays(tx *Tx, before wijk.Date, limit int) (more bool) {
	n := 0
	for key := range CheckIns.FindRange(tx, "wave", "", string(before)) {
		if n == limit {
			return true
		}
		n++
		CheckIns.Delete(tx, key)
	}
	for key := range Waves.Range(tx, "", string(before)) {
		Waves.Delete(tx, key)
	}
	for key := range DayProofs.Range(tx, "", string(before)) {
		DayProofs.Delete(tx, key)
	}
	return false
}

// KeepDays is how many days the outcome of a check-in is kept: thirteen months.
const KeepDays = 400
