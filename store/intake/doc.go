// Package intake reads the file with which the city tells whom it knows: its
// staff, the residents who asked for something, and the scheduled rounds.
//
// The one rule it keeps: a file goes in whole or not at all, and what a person
// decided since (a stop, a pause) is not undone by it. To add a field, read it
// in the file of its noun; a key that nobody reads is refused.
package intake
