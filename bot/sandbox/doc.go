// Package sandbox is a whole city on one laptop: a Telegram and a Twilio of our
// own on loopback HTTP, a page with the phones of a few residents and staff,
// and a clock that can be moved on. The bot in between is the real one.
//
// The one rule it keeps: it touches the bot only from outside, as a phone, a
// provider or the clock would. What it shows of the city it reads from the
// store, and it writes nothing there, but for the people it begins with.
//
// The people are in stad.json, an import file like any other; all of them are
// made up. To add a phone, give its owner a row there and one in phones.
package sandbox
