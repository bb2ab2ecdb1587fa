// Package twiliotest is a Twilio to test against: its Messages API, its log and
// its signed webhooks, over real HTTP or inside one process. The sandbox runs on
// it too.
//
// The one rule it keeps: what Twilio refuses it refuses, and what may go wrong
// goes wrong, from a printed seed, unless told to be calm. It knows nothing of
// the packages it tests. To add a way to fail, add a Fault and its case in
// Fake.fail.
package twiliotest
