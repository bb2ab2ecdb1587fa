package flows

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// contactCommand handles the words by which a resident sees and changes who is
// asked about her: "contacten", "contact Els 06 12345678", "contact weg Els".
// Anything else that begins so is not an order ("contact graag").
func (t *Turn) contactCommand() bool {
	if t.Person == nil || !t.Person.Enrolled() || t.M.Kind != wijk.Text {
		return false
	}
	if _, asked := t.openCheckIn(); cries(t.said) && (asked || !t.is("contact")) {
		return false // "contact" in answer to how it goes may be a cry
	}
	rest, ok := t.starts("contact", "contacten", "contactpersoon", "contactpersonen")
	if !ok {
		return false
	}
	name, gone := t.removes(rest)
	number, as := cutPhone(rest)
	switch {
	case rest == "":
		t.listKeepers()
	case t.unproven() && (gone || number != ""):
		t.asksByPhone("een andere contactpersoon")
	case gone:
		t.removeKeeper(name)
	case number != "":
		t.addKeeper(as, number)
	default:
		return false
	}
	return true
}

// removes reports whether the words after "contact" ask to remove somebody.
func (t *Turn) removes(rest string) (name string, ok bool) {
	first, name, _ := strings.Cut(rest, " ")
	return strings.TrimSpace(name), slices.Contains([]string{"weg", "verwijder", "verwijderen", "wissen"}, strings.ToLower(first))
}

var phoneText = regexp.MustCompile(`\+?\(?[0-9][0-9 ()./-]{7,20}[0-9]`)

// cutPhone takes a phone number out of a text, in E.164 form, and returns what
// is left. Numbers abroad begin with + or 00.
func cutPhone(text string) (number, rest string) {
	found := phoneText.FindString(text)
	if found == "" {
		return "", text
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, found)
	switch {
	case strings.HasPrefix(found, "+"):
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = "31" + digits[1:]
	case !strings.HasPrefix(digits, "31"):
		return "", text
	}
	if strings.HasPrefix(digits, "310") { // +31 (0)6
		digits = "31" + digits[3:]
	}
	if dutch := strings.HasPrefix(digits, "31"); dutch && len(digits) != 11 || len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return "", text
	}
	return "+" + digits, strings.Join(strings.Fields(strings.Trim(strings.Replace(text, found, " ", 1), " .,:;")), " ")
}

// listKeepers shows whom the sender has chosen.
func (t *Turn) listKeepers() {
	text := "U heeft nog geen contactpersoon."
	var all []string
	for i := range t.Person.Contacts {
		k := &t.Person.Contacts[i]
		if !k.Ended.IsZero() {
			continue
		}
		state := "heeft nog niet geantwoord"
		if k.Agreed != "" {
			state = "doet mee"
		}
		all = append(all, fmt.Sprintf("%s, %s: %s", quotable(k.Name, t.M.From.Channel), k.Phone, state))
	}
	if len(all) > 0 {
		text = "Uw contactpersonen:\n" + strings.Join(all, "\n") + "\nIemand weg? Stuur CONTACT WEG en de naam."
	}
	if len(all) < wijk.MostKeepers {
		text += "\nIemand erbij? Stuur CONTACT, de naam en het mobiele nummer."
	}
	if cries(t.said) {
		text += "\nMoeten wij u bellen? Stuur 2."
	}
	t.Say(text)
}

// mostKeepersNamed is how many people somebody may name in the time of keeperKept:
// each of them gets a message from us.
const mostKeepersNamed = 6

// addKeeper invites somebody whom the sender names. Only a yes makes a keeper.
func (t *Turn) addKeeper(name, number string) {
	p := t.Person
	name = firstOf(quotable(name, t.M.From.Channel), maxKeeperName)
	chosen := 0
	for _, k := range p.Contacts {
		if k.Ended.IsZero() {
			chosen++
		}
	}
	lately := 0
	for _, day := range p.Left {
		if day > t.City.today(t.Now.Add(-keeperKept)) {
			lately++
		}
	}
	old := p.Keeper(number)
	switch {
	case name == "":
		t.Say("Wie is dit? Stuur CONTACT, de naam en het mobiele nummer.")
	case number == p.Phone || number == p.Landline:
		t.Say("Dit is uw eigen nummer. Kies iemand anders: wij vragen die persoon als u niet antwoordt.")
	case old != nil && old.Ended.IsZero():
		t.Say(keeperName(old, t.M.From.Channel) + " heeft dit nummer al. Uw contactpersonen zien? Stuur CONTACTEN.")
	case chosen >= wijk.MostKeepers:
		t.Say(fmt.Sprintf("U heeft al %d contactpersonen. Iemand weg? Stuur CONTACT WEG en de naam.", chosen))
	case !wijk.TakesSMS(number):
		t.Say("Dit is een vast nummer. Een mobiel nummer kan hier wel. Toch dit nummer? Bel " + t.City.Tel + ".")
	case len(p.Contacts)+lately >= mostKeepersNamed || silent(t.Tx, number) || old != nil:
		t.Say("Dit nummer kunnen wij geen bericht sturen. Bel ons: " + t.City.Tel + ".")
	default:
		p.Contacts = append(slices.Clone(p.Contacts), wijk.Keeper{Name: name, Phone: number, Chat: true})
		t.City.inviteKeeper(t.Tx, p, &p.Contacts[len(p.Contacts)-1], t.Now)
		t.savePerson()
		t.Say(fmt.Sprintf("Goed. Wij vragen %s (%s) of dat mag. U hoort het antwoord van ons. Klopt dit niet? Stuur CONTACT WEG %[1]s.", name, number))
	}
}

// maxKeeperName is how long the name of a keeper may be.
const maxKeeperName = 24

// removeKeeper removes one by name, number or place in the list. The one who is
// removed hears nothing, unless something was asked today.
func (t *Turn) removeKeeper(name string) {
	var found []wijk.Keeper
	number, _ := cutPhone(name)
	for _, k := range t.Person.Contacts {
		if k.Phone == number || strings.EqualFold(quotable(k.Name, t.M.From.Channel), quotable(name, t.M.From.Channel)) {
			found = append(found, k)
		}
	}
	if len(found) == 0 && name == "" && len(t.Person.Contacts) == 1 {
		found = t.Person.Contacts
	}
	if len(found) != 1 {
		t.Say("Wie wilt u weghalen? Stuur CONTACT WEG en de naam of het nummer. Uw contactpersonen zien? Stuur CONTACTEN.")
		return
	}
	k := found[0]
	for _, a := range appealsOf(t.Tx, t.Person.ID, t.City.today(t.Now)) {
		if a.Phone == k.Phone && a.Told == "" {
			t.City.endAppeal(t.Tx, a, t.Person, "S2", t.Now)
		}
	}
	store.CancelAbout(t.Tx, wijk.Subject{Kind: aboutKeeper, Ref: scopeInvited + t.Person.ID + "/" + k.Phone})
	t.City.dropKeeper(t.Tx, t.Person, k.Phone, t.Now)
	text := keeperName(&k, t.M.From.Channel) + " is geen contactpersoon meer."
	if !t.Person.Reachable() {
		text += " U heeft nu niemand. Iemand erbij? Stuur CONTACT, de naam en het mobiele nummer."
	}
	t.Say(text)
}

// whatWeKeep tells a keeper what the city has of him.
func (t *Turn) whatWeKeep() {
	text := "Wij bewaren uw naam en dit nummer."
	for _, p := range t.kept() {
		k := p.Keeper(t.M.From.To)
		name := nameFor(p.Name, wijk.SMS)
		if name == "" {
			name = "uw naaste"
		}
		text += fmt.Sprintf("\nUw naam: %s. U bent gevraagd voor %s", quotable(k.Name, wijk.SMS), name)
		switch {
		case !k.Ended.IsZero():
			text += ", en bent gestopt."
		case k.Agreed != "":
			text += ", en zei ja op " + k.Agreed.At(0, 0, time.UTC).Format("2-1-2006") + "."
		default:
			text += "."
		}
	}
	t.Say(text + "\nWissen? Stuur VERWIJDER MIJN GEGEVENS. Gemeente Zoetermeer")
}

// forgetKeeping removes the sender as a keeper: name, number and what was asked.
func (t *Turn) forgetKeeping() {
	t.endKeeping("C5", "")
	for _, p := range t.kept() {
		t.City.dropKeeper(t.Tx, &p, t.M.From.To, t.Now)
		t.City.keeperCase(t.Tx, &p, "Een contactpersoon liet de eigen gegevens wissen. Haal die ook uit uw eigen lijst.", t.Now)
	}
	for key := range store.Appeals.Find(t.Tx, "keeper", t.M.From.To) {
		store.Appeals.Delete(t.Tx, key)
	}
	t.Holder.Keeps = nil
}
