package twilio_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
	"wijkbot/store/wijk"
)

var ignoreCursor = cmpopts.IgnoreFields(wijk.Message{}, "Cursor", "At")

// logged is an account whose log stands at a time that moves by hand.
type logged struct {
	*twilio.Account
	fake *twiliotest.Fake
	city *city
	now  time.Time
}

func newLogged(t *testing.T) *logged {
	l := &logged{city: new(city), now: time.Now().Truncate(time.Second).Add(-30 * 24 * time.Hour)}
	l.fake = twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true, Now: func() time.Time { return l.now }})
	t.Cleanup(l.fake.Close)
	l.restart()
	return l
}

// restart forgets what a process knew.
func (l *logged) restart() {
	c := config("")
	c.Transport = twiliotest.Direct(l.fake)
	c.Now = func() time.Time { return l.now }
	c.Stamp = func(t time.Time) time.Time { return t.Add(365 * 24 * time.Hour) }
	l.Account = twilio.New(c)
}

func TestReconcile(t *testing.T) {
	l := newLogged(t)
	l.fake.TextQuietly(anna, "te oud")
	l.now = l.now.Add(25 * time.Hour)
	l.fake.TextQuietly(anna, "eerste")
	l.fake.TextQuietly("PostNL", "uw pakket")
	l.fake.TextQuietly("+31687654321", "tweede")
	if _, err := l.Send(t.Context(), sms(1, "van ons")); err != nil {
		t.Fatal(err)
	}
	l.now = l.now.Add(time.Minute)
	cursor, err := l.Reconcile(t.Context(), l.city, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"eerste", "tweede"}, l.city.texts()); diff != "" {
		t.Errorf("first start (-want +got):\n%s", diff)
	}
	got := l.city.messages[0]
	want := wijk.Message{ID: l.fake.Log()[1].SID, From: wijk.Address{Channel: wijk.SMS, To: anna}, Kind: wijk.Text, Text: "eerste"}
	if diff := cmp.Diff(want, got, ignoreCursor); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if want := l.now.Add(365*24*time.Hour - time.Minute); !got.At.Equal(want) {
		t.Errorf("at %v, want %v", got.At, want)
	}

	// A fortnight of downtime, a message on each day.
	var texts []string
	for day := range 14 {
		l.now = l.now.Add(24 * time.Hour)
		text := fmt.Sprint("dag ", day)
		l.fake.TextQuietly(anna, text)
		texts = append(texts, text)
	}
	l.restart()
	l.fake.NextList(twiliotest.OK, twiliotest.OK, twiliotest.ErrorPage)
	begun := cursor
	if cursor, err = l.Reconcile(t.Context(), l.city, cursor); err == nil || cursor <= begun {
		t.Errorf("cursor %q, error %v: what was read before the failure is lost", cursor, err)
	}
	if n := len(l.city.messages) - 2; n < 2 || n > 5 {
		t.Errorf("%d messages in two windows of two days", n)
	}
	if cursor, err = l.Reconcile(t.Context(), l.city, cursor); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(texts, l.city.texts()[2:]); diff != "" {
		t.Errorf("after downtime (-want +got):\n%s", diff)
	}
	last := l.city.messages[len(l.city.messages)-1]
	if last.Cursor.Door != twilio.Door || last.Cursor.Value != cursor {
		t.Errorf("the last message carries %+v, returned %q", last.Cursor, cursor)
	}

	// One that shows up late, within the day before the cursor, is found; what
	// was stored is not handed over again.
	_, _, calls := l.city.counts()
	l.now = l.now.Add(-23 * time.Hour)
	l.fake.TextQuietly(anna, "verlaat")
	l.now = l.now.Add(23 * time.Hour)
	if _, err = l.Reconcile(t.Context(), l.city, cursor); err != nil {
		t.Fatal(err)
	}
	if got := l.city.texts(); got[len(got)-1] != "verlaat" {
		t.Errorf("the late one is missing: %q", got)
	}
	if _, _, again := l.city.counts(); again != calls+1 {
		t.Errorf("%d calls for one new message", again-calls)
	}
}

// TestReconcileEmptyLog shows that the cursor moves although nobody writes, so
// that a downtime of days before the first message loses none.
func TestReconcileEmptyLog(t *testing.T) {
	l := newLogged(t)
	cursor, err := l.Reconcile(t.Context(), l.city, "")
	if err != nil || cursor != l.now.UTC().Format(time.RFC3339) {
		t.Fatalf("cursor %q, error %v", cursor, err)
	}
	l.now = l.now.Add(time.Hour)
	l.fake.TextQuietly(anna, "help")
	l.now = l.now.Add(72 * time.Hour)
	l.restart()
	cursor, err = l.Reconcile(t.Context(), l.city, cursor)
	if err != nil || len(l.city.messages) != 1 || cursor != l.now.UTC().Format(time.RFC3339) {
		t.Errorf("%d messages, cursor %q, error %v", len(l.city.messages), cursor, err)
	}
}

// TestReconcilePages shows that a page that fails loses nothing and is made up
// for, with more messages than fit on two.
func TestReconcilePages(t *testing.T) {
	l := newLogged(t)
	var want []string
	for i := range 2500 {
		l.now = l.now.Add(time.Second)
		text := fmt.Sprint("bericht ", i)
		l.fake.TextQuietly(anna, text)
		want = append(want, text)
	}
	for _, fault := range []twiliotest.Fault{twiliotest.ErrorPage, twiliotest.Drop, twiliotest.Half, twiliotest.TooMany} {
		l.fake.NextList(twiliotest.OK, fault)
		cursor, err := l.Reconcile(t.Context(), l.city, "")
		if err == nil || cursor != "" {
			t.Fatalf("fault %d: cursor %q, error %v", fault, cursor, err)
		}
		checkSilent(t, err)
	}
	if _, err := l.Reconcile(t.Context(), l.city, ""); err != nil {
		t.Fatal(err)
	}
	if got := l.city.texts(); !slices.Equal(got, want) {
		t.Errorf("%d messages, want %d in order", len(got), len(want))
	}
}

// TestReconcileRefused shows that a message that cannot be stored neither holds
// up the others nor is passed by.
func TestReconcileRefused(t *testing.T) {
	l := newLogged(t)
	cursor, err := l.Reconcile(t.Context(), l.city, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"een", "gif", "help"} {
		l.now = l.now.Add(time.Hour)
		l.fake.TextQuietly(anna, text)
	}
	before := l.now.Add(-2 * time.Hour).UTC().Format(time.RFC3339)
	l.city.fail = func(m wijk.Message) error {
		if m.Text == "gif" {
			return errDisk
		}
		return nil
	}
	cursor, err = l.Reconcile(t.Context(), l.city, cursor)
	if !errors.Is(err, errDisk) || cursor != before {
		t.Errorf("cursor %q, want %q; error %v", cursor, before, err)
	}
	if diff := cmp.Diff([]string{"een", "help"}, l.city.texts()); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	for _, m := range l.city.messages {
		if m.Cursor.Value > before {
			t.Errorf("%q would move the cursor past the refused one", m.Text)
		}
	}
	l.city.fail = nil
	if _, err = l.Reconcile(t.Context(), l.city, cursor); err != nil || len(l.city.messages) != 3 {
		t.Errorf("%d messages, error %v", len(l.city.messages), err)
	}
	if _, err = l.Reconcile(t.Context(), l.city, "gisteren"); err == nil {
		t.Error("a cursor that is no time passed")
	}
}

// TestHostileDay sends and receives through a fake at its worst: what the log
// has, the city has, once, and what was sent is known to have been.
func TestHostileDay(t *testing.T) {
	a, fake, city := wired(t, twiliotest.Options{Chance: 0.3})
	since := time.Now()
	fake.NextList(slices.Repeat([]twiliotest.Fault{twiliotest.OK}, 10_000)...)
	kinds := []twiliotest.Fault{ // all but those that take a time-out
		twiliotest.OK, twiliotest.TooMany, twiliotest.Unavailable, twiliotest.ErrorPage, twiliotest.Drop,
		twiliotest.LatePage, twiliotest.LateDrop, twiliotest.Empty, twiliotest.Half,
	}
	known := make(map[string]bool)
	for i := range 60 {
		_, _ = fake.Text(t.Context(), anna, fmt.Sprint("melding ", i))
		fake.Next(kinds[i%len(kinds)])
		m := sms(uint64(i), fmt.Sprint("antwoord ", i))
		id, err := a.Send(t.Context(), m)
		var r *wijk.Refusal
		if err != nil && !errors.As(err, &r) {
			s, _, err := a.Find(t.Context(), m, since, func(id string) bool { return known[id] })
			if err != nil {
				t.Fatal(err)
			}
			id = s.ProviderID
		}
		if id != "" {
			known[id] = true
		}
	}
	if _, err := a.Reconcile(t.Context(), city, ""); err != nil {
		t.Fatal(err)
	}
	if messages, _, _ := city.counts(); messages != 60 {
		t.Errorf("%d messages of 60", messages)
	}
	for _, m := range fake.Sent() {
		if !known[m.SID] {
			t.Errorf("%q went and nobody knows", m.Body)
		}
	}
	if len(known) != len(fake.Sent()) {
		t.Errorf("%d known, %d sent", len(known), len(fake.Sent()))
	}
}
