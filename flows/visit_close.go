package flows

import (
	"fmt"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// finishWish closes the task of a wish: "klaar 12 bezocht". Only the code is
// kept; what else the words say about somebody's health has no place here.
func (t *Turn) finishWish(cs *wijk.Case, text string) {
	code, ok := codeIn(text)
	if !ok {
		t.Say(fmt.Sprintf("Hoe liep het? Stuur KLAAR %d en een van deze: bezocht, geen bezoek, hulp nodig, hulp gestart, niet bereikt.", cs.ID))
		return
	}
	if cs.Owner == "" {
		cs.Owner = t.Staff.ID
		store.Cases.Put(t.Tx, store.Num(cs.ID), *cs)
	}
	if t.City.OutreachOutcome(t.Tx, cs.ID, code, t.Staff.ID, t.Now) {
		t.Say(fmt.Sprintf("Zaak %d is gesloten: %s.", cs.ID, codeNames[code]))
		return
	}
	again, _ := store.Cases.Get(t.Tx, store.Num(cs.ID))
	t.Say(fmt.Sprintf("Zaak %d blijft open: hulp nodig. Regel dit voor %s. Daarna: KLAAR %[1]d hulp gestart.", cs.ID, t.City.day(wijk.DateOf(again.Due.In(t.City.Zone)))))
}

// codeIn reads the code that a text begins with.
func codeIn(text string) (wijk.OutreachCode, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for code, name := range codeNames {
		if rest, ok := strings.CutPrefix(text, name); ok && (rest == "" || strings.ContainsAny(rest[:1], " ,.;:!")) {
			return code, true
		}
	}
	return "", false
}
