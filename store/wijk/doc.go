// Package wijk holds the nouns of the city and the rules that hold between
// them: messages, people, reports, check-ins, cases, the map.
//
// The one rule it keeps: no I/O and nothing but the standard library, so that
// every other package may import it. To add a noun, give it a file of its own
// with its states beside it, and a table in package store.
package wijk
