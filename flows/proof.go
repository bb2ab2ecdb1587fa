package flows

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode"

	"wijkbot/flows/reply"
	"wijkbot/store"
	"wijkbot/store/wijk"
)

const (
	// codeAge is how long a code by which somebody proves an address works.
	codeAge = 15 * time.Minute
	// dailyCodes is how many codes one address may ask for in a day, and how many
	// one number gets, whoever asks.
	dailyCodes = 3
)

// newCode returns six digits that are no cry for help, as 999123 would be.
func (c *City) newCode() string {
	if c.Code != nil {
		return c.Code()
	}
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			panic("no random numbers: " + err.Error()) // crypto/rand never fails
		}
		code := fmt.Sprintf("%06d", n)
		if reply.Classify(code).Label == reply.Unclear && reply.Classify("kanaal 10 "+code).Label == reply.Unclear {
			return code
		}
	}
}

func isCode(text string) bool {
	return len(text) == 6 && strings.Trim(text, "0123456789") == ""
}

// mayAskCode counts a code that the sender asks for, and says no after a few.
func (t *Turn) mayAskCode() bool {
	if today := wijk.DateOf(t.Now); t.Talk.CodesOn != today {
		t.Talk.Codes, t.Talk.CodesOn = 0, today
	}
	if t.Talk.Codes >= dailyCodes {
		t.Say("U vroeg vandaag al " + fmt.Sprint(dailyCodes) + " codes. Probeer het morgen weer, of bel " + t.City.Tel + ".")
		t.leave()
		return false
	}
	t.Talk.Codes++
	return true
}

// sendsCode sends a code to a number that somebody says is theirs. A number
// that stopped, or got its codes today, gets none; the sender reads the same.
func (t *Turn) sendsCode(to wijk.Address) bool {
	if !t.mayAskCode() {
		return false
	}
	code := t.City.newCode()
	t.set("geheim", secret(to, code))
	t.set("tot", t.Now.Add(codeAge).Format(time.RFC3339))
	today := wijk.DateOf(t.Now)
	p, _ := store.Proofs.Get(t.Tx, to.String())
	if p.On != today {
		p = wijk.Proof{On: today}
	}
	h, _ := store.Holders.Get(t.Tx, to.String())
	if p.Sent >= dailyCodes || !h.Stopped.IsZero() {
		t.set("geheim", "-")
		return true
	}
	p.Sent++
	store.Proofs.Put(t.Tx, to.String(), p)
	store.Send(t.Tx, wijk.Outgoing{
		Class: wijk.Reply, To: to, Due: t.Now, NotAfter: t.Now.Add(codeAge), About: wijk.Subject{Kind: aboutCode},
		Text: "Uw code is " + code + ". Typ die waar u erom vroeg. Niet gevraagd? Dan hoeft u niets te doen. Gemeente Zoetermeer",
	})
	return true
}

// aboutCode is a message with a code: old news in a quarter of an hour.
const aboutCode = "code"

func secret(to wijk.Address, code string) string {
	sum := sha256.Sum256([]byte(to.String() + " " + code))
	return hex.EncodeToString(sum[:])
}

// takeCode takes the code that was sent to the number.
func takeCode(t *Turn, _ *Question) (string, bool) {
	until, err := time.Parse(time.RFC3339, t.get("tot"))
	if err != nil || t.Now.After(until) {
		t.Say("Die code is verlopen. Stuur KANAAL " + t.get("melding") + " SMS voor een nieuwe.")
		t.leave()
		return "", false
	}
	to := wijk.Address{Channel: wijk.SMS, To: t.get("nummer")}
	code := strings.ReplaceAll(strings.TrimSpace(t.M.Text), " ", "")
	return "ja", isCode(code) && secret(to, code) == t.get("geheim")
}

// offerClaim gives a code to type in Telegram: we cannot write to a chat that
// never wrote to us.
func (t *Turn) offerClaim(r *wijk.Report, x *wijk.Reporter) {
	if !t.mayAskCode() {
		return
	}
	code := t.City.newCode()
	store.Links.Put(t.Tx, claimKey(r.Number, code), wijk.Link{Report: r.Number, From: x.Address, Expires: t.Now.Add(codeAge)})
	t.Say(fmt.Sprintf("Open Telegram en stuur binnen een kwartier aan Gemeente Zoetermeer: KANAAL %d %s.", r.Number, code))
}

func claimKey(number uint64, code string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "melding %d %s", number, code))
	return hex.EncodeToString(sum[:])
}

// claim takes over the news of a report with a code that the reporter got
// elsewhere. Wrong codes count as those of KOPPEL do.
func (t *Turn) claim(number uint64, code string) {
	if t.Talk.Wrong > 0 && t.Now.Sub(t.Talk.WrongAt) > wrongWait {
		t.Talk.Wrong = 0
	}
	key := claimKey(number, code)
	l, ok := store.Links.Get(t.Tx, key)
	x, joined := store.Reporters.Get(t.Tx, store.ReporterKey(number, l.From))
	if !ok || !joined || t.Talk.Wrong >= wrongCodes || t.Now.After(l.Expires) || l.Report != number {
		t.Talk.Wrong++
		t.Talk.WrongAt = t.Now
		t.Say("Die code klopt niet of is verlopen. Vraag een nieuwe code.")
		return
	}
	store.Links.Delete(t.Tx, key)
	t.tellAt(&x, t.M.From)
	t.Say(fmt.Sprintf("Gelukt. Over melding %d hoort u nu hier.", number))
}

// printable leaves out what cannot be printed.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// tellBack returns to the address that a reporter wrote from when the one they
// chose refuses messages for good, and says so. It returns false for any other
// message.
func (c *City) tellBack(tx *store.Tx, m wijk.Outgoing, now time.Time) bool {
	for key, x := range store.Reporters.Find(tx, "address", m.To.String()) {
		if x.Tell != m.To || aboutOf(x.Number) != m.About {
			continue
		}
		x.Tell = wijk.Address{}
		store.Reporters.Put(tx, key, x)
		if r, ok := store.Reports.Get(tx, store.Num(x.Number)); ok {
			c.tell(tx, &r, x, wijk.Outgoing{Text: m.Text}, now)
		}
		return true
	}
	return false
}
