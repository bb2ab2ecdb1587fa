// Package twilio is the door by which the city speaks SMS: it sends messages,
// looks up whether a doubtful one arrived, receives signed webhooks and reads
// the log for what they missed.
//
// The one rule it keeps: nothing is concluded that Twilio did not say. A
// message counts as refused only after a definite no, and a webhook counts as
// Twilio's only after its signature fits the public address we configured. No
// phone number, text or token enters an error. To teach it another error code,
// add it to judge, and to gone when it can also come in a status callback.
package twilio
