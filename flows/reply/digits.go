package reply

// digits decides messages that are one number. Numbers are taken literally: 12
// is not 1.
func (m *message) digits() (Result, bool) {
	var number string
	for i := range m.tokens {
		t := &m.tokens[i]
		switch {
		case t.number() && number == "":
			number = t.text
		case t.number():
			return Result{}, false
		case !t.polite && !t.benign && !answerWords[t.text]:
			return Result{}, false
		}
	}
	switch number {
	case "":
		return Result{}, false
	case "1":
		if m.asks || m.garbled {
			return Result{Label: Unclear, Rule: "unclear/vraag"}, true
		}
		return Result{Label: OK, Rule: "ok/1"}, true
	case "2":
		return Result{Label: Help, Rule: "help/2"}, true
	case "9":
		return Result{Label: Urgent, Rule: "urgent/9"}, true
	}
	return Result{Label: Unclear, Rule: "unclear/getal"}, true
}

// answerWords may stand beside a number that is the answer.
var answerWords = map[string]bool{
	"antwoord": true, "nummer": true, "nr": true, "cijfer": true, "keuze": true, "optie": true, "toets": true,
	"stuur": true, "ik": true, "kies": true, "druk": true, "punt": true, "mijn": true, "is": true,
}
