package flows_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"wijkbot/store"
	"wijkbot/store/kvtest"
	"wijkbot/store/wijk"
)

// TestNamelessLeavesNoTrace: after a report without a name no row in the whole
// store holds both who sent it and what it was about, or its number.
func TestNamelessLeavesNoTrace(t *testing.T) {
	for _, who := range []wijk.Address{{Channel: wijk.Telegram, To: "9911223344"}, {Channel: wijk.SMS, To: "+31699112233"}} {
		t.Run(string(who.Channel), func(t *testing.T) {
			engine := kvtest.Memory()
			s := newStage(t)
			var err error
			if s.db, err = store.Open(context.Background(), kvtest.Twice(engine)); err != nil {
				t.Fatal(err)
			}
			s.who = who
			s.update(func(tx *store.Tx) { tx.Next("report"); store.Log(tx, wijk.Entry{}) }) // so that no id is like another
			for range 776 {
				s.update(func(tx *store.Tx) { tx.Next("report") })
			}
			says := []string{"er ligt kanariegeel zwerfvuil bij de Delftsewallen 33, 2712AB", "ja", "[foto]", "zonder naam", "ja"}
			if who.Channel == wijk.SMS {
				says = []string{"er ligt kanariegeel zwerfvuil bij de Delftsewallen 33, 2712AB", "ja", "3", "1"}
			}
			for _, line := range append(says, "goedemiddag", "nog", "mijn meldingen") {
				s.say(line)
			}
			reports := 0
			s.update(func(tx *store.Tx) {
				reports = 0
				for _, r := range store.Reports.All(tx, "") {
					reports++
					if !r.Anonymous || r.Number != 778 || r.Text == "" || who.Channel == wijk.Telegram && len(r.Photos) != 1 {
						t.Errorf("%+v", r)
					}
				}
			})
			if reports != 1 {
				t.Fatalf("%d reports", reports)
			}
			held := 0
			if err := engine.View(context.Background(), func(kv store.KV) error {
				return kv.Scan(nil, []byte{0xff}, func(key, value []byte) bool {
					row := append(append(bytes.Clone(key), ' '), value...)
					if !bytes.Contains(row, []byte(who.To)) {
						return true
					}
					held++
					for _, trace := range []string{"kanarie", "elftsewallen", "2712", "zwerfvuil", "778", "foto-"} {
						if strings.Contains(string(row), trace) {
							t.Errorf("%q ties the sender to %q", row, trace)
						}
					}
					return true
				})
			}); err != nil {
				t.Fatal(err)
			}
			if held == 0 {
				t.Error("nothing at all is known of the sender: the test looks in the wrong place")
			}
		})
	}
}
