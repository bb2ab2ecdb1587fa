// Package reply decides what a resident's answer to a check-in means: all is
// well, help, urgent, stop, pause, or we cannot tell.
//
// The one rule it keeps: a cry for help is never counted as "alles goed".
// Danger is looked for first, in the whole text. "ok" is a closed world: every
// word must be known to be harmless and at least one must say that things are
// well, so one unknown word makes an answer unclear and a human looks at it.
//
// The rules are data. To add a phrase, find the file of its subject (urgent.go,
// help.go, stop.go, pause.go, unclear.go, benign.go, ok.go, languages_*.go) and
// add a pattern; pattern.go explains the notation. Every rule has a stable id
// that is stored with the label. A change of rules raises Version and adds rows
// to testdata. The package is pure: no clock, no files, no network.
package reply
