package twilio_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"wijkbot/bot/twilio"
	"wijkbot/bot/twilio/twiliotest"
)

// BenchmarkSend has 64 senders at a fake without latency, over the loopback and
// inside the process. Both include what the fake costs.
func BenchmarkSend(b *testing.B) {
	fake := func(b *testing.B) *twiliotest.Fake {
		f := twiliotest.New(twiliotest.Options{Calm: true, NoCallbacks: true})
		b.Cleanup(f.Close)
		return f
	}
	run := func(b *testing.B, a *twilio.Account) {
		b.ReportAllocs()
		var id atomic.Uint64
		b.SetParallelism(32) // of two processors
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := a.Send(b.Context(), sms(id.Add(1), "Gaat het goed met u? 1 ja, 2 nee")); err != nil {
					b.Error(err)
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
	}
	b.Run("loopback", func(b *testing.B) {
		srv := httptest.NewServer(fake(b))
		defer srv.Close()
		a := twilio.New(config(srv.URL))
		defer a.Close()
		run(b, a)
	})
	b.Run("direct", func(b *testing.B) {
		c := config("")
		c.Transport = twiliotest.Direct(fake(b))
		run(b, twilio.New(c))
	})
}

// BenchmarkSMS is the door alone: a signed webhook, checked and handed over.
func BenchmarkSMS(b *testing.B) {
	h, fake, _ := doorstep(b, nil)
	template := signed(b, fake, "/twilio/sms", inboundForm(fake))
	b.ReportAllocs()
	for b.Loop() {
		r := template.Clone(b.Context())
		r.URL.Path = "/twilio/sms"
		r.Body, _ = template.GetBody()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
