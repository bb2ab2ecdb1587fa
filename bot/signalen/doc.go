// Package signalen hands reports over to Signalen, the system in which many
// Dutch cities work on them, through its public API: it makes a signal, sends
// photos after it, and asks how far it is.
//
// The one rule it keeps: no signal is made twice. That API has no key of ours to
// look a signal up by, so a call of which nobody knows the outcome is not
// repeated; Find says so, and the report goes back to a person. Before the next
// signal it first asks something harmless, so that a Signalen that does not
// answer costs one doubt and no more.
//
// What is sent is exactly what Signalen's serializers take (read in the sources
// of Amsterdam/signals, 2023 to 2026): an unknown key at the top is a 400. Who
// reported it stays with us, so Signalen cannot write to the resident past us.
//
// Signalen counts 60 signals an hour for each address on the internet
// (PUBLIC_THROTTLE_RATE) and we share one; older versions count every call. So
// all calls come out of one hourly budget, urgent reports first and questions
// about status last. A city that needs more raises that rate, or gives us the
// private API. That takes a token by OpenID Connect of an account with
// sia_read, sia_write and sia_signal_create_initial, POST
// /signals/v1/private/signals/ (a signal is then found again by our number in
// its text), and PATCH on it for notes and states, where GET tells the
// real state instead of open or closed.
//
// To send Signalen one more thing, add it to payload and to the fake in
// signalentest, which refuses what Signalen refuses.
package signalen
