package fakeclock_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/examples/fakeclock"
)

// Inside a bubble the system's clock and timers are the bubble's: the desk runs
// as it does in production.
func TestSynctest(t *testing.T) {
	for _, j := range journeys(t) {
		t.Run(j.name, func(t *testing.T) {
			set := policies(t)
			synctest.Test(t, func(t *testing.T) {
				notices := make(chan heard, 16)
				desk := fakeclock.NewDesk(set, clock.System(), func(n fakeclock.Notice) {
					notices <- heard{n, time.Now().UTC()}
				})
				time.Sleep(time.Until(j.created)) // the desk opens with the ticket
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { defer close(done); desk.Run(ctx) }()

				if err := desk.Record(breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer, Fields: j.fields}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Until(j.until))
				cancel()
				<-done
				close(notices)

				var got, want []heard
				for h := range notices {
					got = append(got, h)
				}
				for _, c := range j.changes {
					want = append(want, heard{notice("T1", "first_response", c), c.at.UTC()})
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("notices (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// Run with -race: agents answer while the desk runs.
func TestSynctestConcurrentAnswers(t *testing.T) {
	set := policies(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2000, 1, 3, 9, 0, 0, 0, zone(t, "Asia/Jakarta"))))
		notices := make(chan fakeclock.Notice, 100)
		desk := fakeclock.NewDesk(set, clock.System(), func(n fakeclock.Notice) { notices <- n })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); desk.Run(ctx) }()

		for i := range 20 {
			go func() {
				id := fmt.Sprintf("T%d", i)
				record := func(e breach.Event) {
					if err := desk.Record(e); err != nil {
						t.Error(err)
					}
				}
				record(breach.Event{Ticket: id, Type: breach.Created, Actor: breach.Customer})
				if i%2 == 0 { // the even ones are answered before the warning
					time.Sleep(time.Duration(i+1) * time.Minute)
					record(breach.Event{Ticket: id, Type: breach.Comment, Actor: breach.Agent})
				}
			}()
		}
		time.Sleep(24 * time.Hour)
		cancel()
		<-done
		close(notices)

		count := map[string]int{}
		for n := range notices {
			count[n.What]++
		}
		if want := map[string]int{"warning": 10, fakeclock.Breach: 10}; !cmp.Equal(want, count) {
			t.Errorf("notices %v, want %v", count, want)
		}
	})
}
