package sandbox

import (
	"wijkbot/bot/telegram/telegramtest"
	"wijkbot/bot/twilio/twiliotest"
)

// faults is what is wrong with each provider.
type faults struct {
	Telegram string `json:"telegram"`
	SMS      string `json:"sms"`
}

// What can be wrong with a provider. Only what the city sends meets it:
// messages of people still come in.
const (
	faultNone    = "ok"
	faultDown    = "down"
	faultTooMany = "429"
)

func isFault(f string) bool { return f == faultNone || f == faultDown || f == faultTooMany }

// none reports whether both providers work.
func (f faults) none() bool { return f.Telegram == faultNone && f.SMS == faultNone }

func (s *Sandbox) currentFaults() faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// retryAfter is what a provider that is asked too often says, in seconds.
const retryAfter = 5

// setFaults has the providers fail, or mends them.
func (s *Sandbox) setFaults(f faults) {
	s.mu.Lock()
	s.faults = f
	s.mu.Unlock()

	s.telegram.Mend()
	trouble := map[string]telegramtest.Trouble{
		faultDown: telegramtest.Page, faultTooMany: telegramtest.TooMany,
	}[f.Telegram]
	if trouble != telegramtest.None {
		for _, method := range []string{"sendMessage", "sendPhoto", "sendVenue", "answerCallbackQuery"} {
			s.telegram.Fail(telegramtest.Fault{Trouble: trouble, Method: method, RetryAfter: retryAfter})
		}
	}
	s.sms.Always(map[string]twiliotest.Fault{
		faultDown: twiliotest.Unavailable, faultTooMany: twiliotest.TooMany,
	}[f.SMS])
	s.touch()
}
