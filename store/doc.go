// Package store keeps what the city knows: typed tables, their indexes, the
// outbox and the timers, all inside transactions of a small engine.
//
// The one rule it keeps: everything that belongs together is written in one
// Update, or not at all. The price is that Update may run its function more
// than once, so the function may change nothing but the transaction: no
// clocks, no counters, no network.
//
// To add a noun, declare its type in store/wijk and its Table in tables.go.
// To add an engine, implement Engine and run kvtest against it.
package store
