package twilio

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/twilio/twilio-go/twiml"
)

const (
	spoken = "nl-NL"
	// answerTime is how long we wait for a key, after all was said; afterTime
	// is for a key that somebody still presses after a 1. Both in seconds.
	answerTime = "10"
	afterTime  = "3"
)

// ask says words twice and waits for a key. When none comes the call ends with
// nothing more: it may be a machine that records.
func (a *Account) ask(w http.ResponseWriter, id uint64, round int, words ...string) {
	said := words[len(words)-1]
	verbs := []twiml.Element{&twiml.VoicePause{Length: "1"}} // somebody still says a name
	for _, s := range words[:len(words)-1] {
		verbs = append(verbs, speak(s))
	}
	verbs = append(verbs, speak(said), &twiml.VoicePause{Length: "1"}, speak(said))
	respond(w, a.gather(id, round, answerTime, verbs...), &twiml.VoiceHangup{})
}

// listen says words, if any, and waits a moment for a key that still comes.
func (a *Account) listen(w http.ResponseWriter, id uint64, round int, words string) {
	if round > lastRound {
		respond(w, &twiml.VoiceHangup{})
		return
	}
	var verbs []twiml.Element
	if words != "" {
		verbs = append(verbs, speak(words))
	}
	respond(w, a.gather(id, round, afterTime, verbs...), &twiml.VoiceHangup{})
}

// retry tells that the key could not be noted, and takes it once more.
func (a *Account) retry(w http.ResponseWriter, id uint64, round int) {
	if round == lastAsk || round == lastRound {
		say(w, a.c.Phrases.NotStored)
		return
	}
	respond(w, a.gather(id, round+1, answerTime, speak(a.c.Phrases.NotStored), speak(a.c.Phrases.Retry)), &twiml.VoiceHangup{})
}

// say says words and ends the call.
func say(w http.ResponseWriter, words string) { respond(w, speak(words), &twiml.VoiceHangup{}) }

// reject does not take up a call to us: it hears that the line is busy.
func reject(w http.ResponseWriter) { respond(w, &twiml.VoiceReject{Reason: "busy"}) }

func (a *Account) gather(id uint64, round int, timeout string, verbs ...twiml.Element) twiml.Element {
	return &twiml.VoiceGather{
		Input: "dtmf", NumDigits: "1", Timeout: timeout, Method: "POST",
		Action: a.public + answerPath + "?" + outboxKey + "=" + strconv.FormatUint(id, 10) +
			"&" + roundKey + "=" + strconv.Itoa(round),
		InnerElements: verbs,
	}
}

// speak says s in Dutch. XML has no way to write a control character.
func speak(s string) twiml.Element {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return &twiml.VoiceSay{Message: s, Language: spoken}
}

func respond(w http.ResponseWriter, verbs ...twiml.Element) {
	doc, err := twiml.Voice(verbs)
	if err != nil { // a document in memory
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = io.WriteString(w, doc)
}
