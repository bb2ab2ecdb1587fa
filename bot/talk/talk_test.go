package talk

import (
	"context"
	"strings"
	"testing"
	"time"

	"wijkbot/store/wijk"
)

// An ear keeps what it received.
type ear struct{ heard []wijk.Message }

func (e *ear) Receive(_ context.Context, ms ...wijk.Message) error {
	e.heard = append(e.heard, ms...)
	return nil
}

func TestRun(t *testing.T) {
	in := &ear{}
	term := &Terminal{In: strings.NewReader("zwerfvuil\n/plaats 52.05 4.49\n/plaats hier\n"), Now: time.Now, Session: "s"}
	if err := term.Run(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if len(in.heard) != 3 || in.heard[0].Text != "zwerfvuil" || in.heard[0].ID == in.heard[1].ID {
		t.Fatalf("heard %+v", in.heard)
	}
	if m := in.heard[1]; m.Kind != wijk.Location || m.Point != (wijk.Point{Lat: 52.05, Lon: 4.49}) {
		t.Errorf("a place came as %+v", m)
	}
	if m := in.heard[2]; m.Kind != wijk.Text || m.Text != "/plaats hier" {
		t.Errorf("what is no place came as %+v", m)
	}
}

func TestSend(t *testing.T) {
	var out strings.Builder
	term := &Terminal{Out: &out}
	_, err := term.Send(t.Context(), wijk.Outgoing{
		ID: 7, To: wijk.Address{Channel: wijk.Telegram, To: User}, Text: "Klopt dat?\nKies.", Options: []wijk.Option{{Label: "Ja"}, {Label: "Nee"}},
	})
	if want := "< Klopt dat?\n< Kies.\n  [1] Ja\n  [2] Nee\n"; err != nil || out.String() != want {
		t.Errorf("printed %q, %v; want %q", out.String(), err, want)
	}
}
