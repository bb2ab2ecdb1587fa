package reply

import (
	"strings"
	"unicode"
)

// TwilioStop reports whether the whole message is one of the words with which
// Twilio itself blocks a number, whatever we do: nothing can be sent after it,
// and Twilio has already answered.
func TwilioStop(text string) bool {
	word := strings.TrimFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	switch strings.ToUpper(word) {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT":
		return true
	}
	return false
}
