// Package flows holds every conversation between the city and its people.
//
// The one rule it keeps: a flow does no I/O. A message comes in with a
// transaction, and what changes and what is answered goes into the
// transaction. There is no network, no clock and no goroutine here; time comes
// with the message.
//
// The order of Handle is the safety of it: a cry for help is heard before
// anything else, whatever question is open, then STOP, then the question that
// was asked last, then words that start something new.
//
// HULP and HELP alone are a cry for help while a check-in is open and show the
// menu otherwise; when somebody who has check-ins sends them outside of one, a
// case is opened as well, so that a person looks. Any stronger words are a cry
// for help from anybody at any time; only of somebody who never had a check-in,
// words that are about things alone are a report ("verkeersbord omgevallen").
//
// A report (melding.go) begins with words of the resident's own: package
// category guesses what they are about, one tap confirms it (kind.go), and only
// what they do not tell is asked. Words of other flows come first. Before a
// report is made, those at the same place are shown (duplicate.go). Every door
// makes a report with City.NewReport and moves it with City.Move.
//
// Whoever is called for a case is called again until somebody takes it, and a
// wider circle hears it when nobody does (page.go). Every wait ends with an
// answer, a case, or the incident that stands for many (ladder.go, wave.go);
// model_test.go demands that.
//
// Those who mend work with the jobs in job.go: a button on a card and a word in
// front of a number are the same job, and the table of stages decides which are
// possible. What residents read of it comes from standaard.tsv, where a line is
// all that a new text needs, and is shown before it goes (preview.go). A button
// carries the step of the report that its presser saw.
//
// To add a flow: copy medewerker in menu.go or all of follow.go, change words
// and questions, add it to the list in city.go, write a transcript in
// testdata, and try it with "wijkbot talk".
package flows
