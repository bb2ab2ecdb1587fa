package cli

import (
	"context"
	"errors"
	"sync"
	"time"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// An arrival is the start of the service as the doors see it: what people sent
// while we were away must be heard before anybody is escalated for silence.
type arrival struct {
	receiver
	chat, sms, calls chan struct{} // closed when that door has looked
	onceChat         sync.Once
	onceSMS          sync.Once
	onceCalls        sync.Once
}

const (
	// A queue that holds something answers at once; an empty one does not
	// answer at all.
	firstPoll = time.Second
	// firstLog bounds the first reading of the SMS log.
	firstLog = 5 * time.Second
)

func newArrival(in receiver) *arrival {
	return &arrival{receiver: in, chat: make(chan struct{}), sms: make(chan struct{}), calls: make(chan struct{})}
}

// Receive notes that the Telegram door has read what waited.
func (a *arrival) Receive(ctx context.Context, ms ...wijk.Message) error {
	err := a.receiver.Receive(ctx, ms...)
	a.onceChat.Do(func() { close(a.chat) })
	return err
}

// logRead notes that the SMS log was read, or could not be.
func (a *arrival) logRead() { a.onceSMS.Do(func() { close(a.sms) }) }

// callsRead does so for the log of calls.
func (a *arrival) callsRead() { a.onceCalls.Do(func() { close(a.calls) }) }

// notify sends, fires timers and runs rounds, once the doors have looked.
func (s *service) notify(ctx context.Context) error {
	if s.sms != nil {
		await(ctx, s.arrival.sms, firstLog)
	}
	if s.voice != nil {
		await(ctx, s.arrival.calls, firstLog)
	}
	if s.telegram != nil {
		await(ctx, s.arrival.chat, firstPoll)
	}
	err := s.city.db.Update(ctx, func(tx *store.Tx) error {
		s.city.flows.CatchUp(tx, s.city.now())
		return nil
	})
	if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrFull) {
		return err
	}
	return s.notifier.Run(ctx)
}

func await(ctx context.Context, c <-chan struct{}, most time.Duration) {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-c:
	case <-t.C:
	case <-ctx.Done():
	}
}
