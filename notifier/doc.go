// Package notifier sends what is in the outbox, fires timers and runs rounds.
//
// The one rule it keeps: what is queued goes out, or its failure is told in
// the same transaction that records it. Nothing is dropped, and an SMS never
// goes twice. What follows is the contract; each part names its file.
//
// # States of a row
//
//	queued ──claim──> sending ──yes──────────────> sent ──> delivered
//	  ^  ^              │ │ └──never─────> failed    └────> failed
//	  │  └──for now─────┘ └──nobody knows──> unknown
//	  │                                        │ found: sent, delivered, failed
//	  └───── not at the provider for 60 s ─────┘
//	queued ──not_after passed──> expired        queued ──by a flow──> cancelled
//
// States on the right never go back (status.go). Settled hears of each change
// of fate, also of a refusal for now (queued with attempts), in the same
// transaction. If Settled itself fails, the fate is kept, staff is warned, and
// nothing is sent again (apply.go).
//
// # Claims and leases
//
// One goroutine per channel plans in a read transaction what may leave now
// (plan.go) and claims it in one Update (claim.go): the row becomes sending,
// with a lease longer than any send. Only then the provider hears of it. No
// more is claimed than there are free workers and open slots, so that an alarm
// queued behind 18,000 broadcasts is the next to leave. Alarms go first, then
// check-ins and replies by turns, then broadcasts, which leave a quarter of the
// workers to the others. To one address one message is under way at a time, and
// a row that was refused for now holds back later rows of its address and class;
// an alarm holds back nothing.
//
// A row that cannot leave before a known moment steps aside until then (Until,
// real time), so that no claim reads it twice (lease.go). A row still sending
// when the process starts belongs to a dead one: the database lock says so. It
// is due again at once, or looked up if the channel can.
//
// # Refusals
//
// A Refusal is a definite no. Its wait, or else one that doubles from 1 s to 5
// minutes with jitter, is in real time (settle.go). Gone, Stopped and Bad end the
// row; MovedTo readdresses it once. Pause holds the whole channel: for as long
// as a provider that answered says, and for 1, 2, 4 up to 15 s if nobody
// answered. Broken (our account is refused) holds it for 60 s at a time, and
// staff is warned once. After a pause single messages probe until one is
// answered (gate.go).
//
// # Doubt
//
// Any other error may mean that the provider accepted the message. A channel
// whose Sender is a Finder then makes the row unknown and looks it up, at once
// and at growing intervals (doubt.go). Only a look-up that succeeds 60 s or
// more after the attempt and finds nothing makes the row queued again; while
// look-ups fail it stays unknown. Other channels try again: there a message may
// arrive twice, a broadcast after five such tries not at all.
//
// # Time
//
// Due, NotAfter, quiet hours, timers and rounds follow the city's clock; pauses,
// pacing, leases and look-ups follow real time. Nothing polls: a commit, a due
// time or the end of a pause wakes the one who waits for it.
//
// To add a channel, give Notifier.Channels a Sender. To add a round, see Round.
package notifier
