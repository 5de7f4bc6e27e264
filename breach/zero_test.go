package breach_test

import (
	"fmt"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/policy"
)

// Every method of every exported type can be called on the zero value, and on a
// nil pointer to what hosts pass around, with zero arguments. What comes back is
// documented at the type.
func TestZeroAndNilValuesDoNotPanic(t *testing.T) {
	called := 0
	for _, zero := range []any{
		new(breach.Agenda), new(breach.Entry), new(breach.Evaluator), new(breach.Event), new(breach.EventError), new(breach.EventJSONError),
		new(breach.Explanation), new(breach.Instance), new(breach.Ledger), new(breach.NotCreatedError), new(breach.OutOfOrderError),
		new(breach.Pause), new(breach.Report), new(breach.StaleSnapshotError), new(breach.Threshold), new(breach.Tracker),
		new(breach.Transition), new(breach.Unattached), new(breach.Warning), new(breach.EarlyReportError),
		new(calendar.Calendar), new(calendar.Compiler), new(calendar.Cause), new(calendar.CauseKind), new(calendar.Date), new(calendar.Error),
		new(calendar.Finding), new(calendar.Holiday), new(calendar.Hours), new(calendar.Region), new(calendar.Span), new(calendar.Spec),
		new(clock.Func), new(clock.Manual),
		new(policy.Agreement), new(policy.Bool), new(policy.CalendarChoice), new(policy.CalendarSpec), new(policy.Condition),
		new(policy.Difference), new(policy.Duration), new(policy.Error), new(policy.Errors), new(policy.Fields), new(policy.Finding),
		new(policy.Mark), new(policy.MetricSpec), new(policy.Percent), new(policy.Policy), new(policy.PolicySpec), new(policy.Set),
		new(policy.Spec), new(policy.TargetSpec), new(policy.ThresholdSpec),
	} {
		called += callMethods(t, reflect.ValueOf(zero), "the zero value")
	}
	for _, none := range []any{
		(*breach.Evaluator)(nil), (*breach.Explanation)(nil), (*breach.Ledger)(nil), (*breach.Report)(nil), (*breach.Tracker)(nil),
		(*calendar.Calendar)(nil), (*policy.Set)(nil),
	} {
		called += callMethods(t, reflect.ValueOf(none), "nil")
	}
	if called < 100 {
		t.Errorf("%d methods were called; the test tests nothing", called)
	}
}

// callMethods calls every method of a pointer with zero arguments.
func callMethods(t *testing.T, v reflect.Value, what string) (called int) {
	for i := range v.NumMethod() {
		m := v.Type().Method(i)
		if _, ofValue := v.Type().Elem().MethodByName(m.Name); ofValue && v.IsNil() {
			continue // Go itself panics: there is no value to copy
		}
		called++
		func() {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("%s of %s: method %s panics: %v", what, v.Type(), m.Name, r)
				}
			}()
			for _, result := range v.Method(i).Call(zeroArguments(m.Type)) {
				drain(result)
			}
		}()
	}
	return called
}

func zeroArguments(method reflect.Type) (args []reflect.Value) {
	n := method.NumIn()
	if method.IsVariadic() {
		n--
	}
	for i := 1; i < n; i++ {
		arg := reflect.Zero(method.In(i))
		switch method.In(i) {
		case reflect.TypeFor[io.Writer]():
			arg = reflect.ValueOf(io.Discard)
		case reflect.TypeFor[*breach.Instance]():
			arg = reflect.ValueOf(new(breach.Instance))
		}
		args = append(args, arg)
	}
	return args
}

// drain runs an iterator to its end, or its first thousand values.
func drain(v reflect.Value) {
	if v.Kind() != reflect.Func || !v.Type().CanSeq() {
		return
	}
	n := 0
	for range v.Seq() {
		if n++; n > 1000 {
			return
		}
	}
}

// The zero Tracker cannot be used, and says what to do.
func TestZeroTracker(t *testing.T) {
	var none *breach.Tracker
	for name, tracker := range map[string]*breach.Tracker{"zero": new(breach.Tracker), "nil": none, "of a nil Set": breach.NewTracker(nil)} {
		for call, do := range map[string]func() error{
			"Apply":    func() error { return tracker.Apply(breach.Event{At: time.Unix(0, 0), Type: breach.Created}) },
			"Report":   func() error { _, err := tracker.Report(time.Unix(0, 0)); return err },
			"Explain":  func() error { _, err := tracker.Explain(time.Unix(0, 0)); return err },
			"Snapshot": func() error { _, err := tracker.Snapshot(); return err },
		} {
			if err := do(); err != breach.ErrZeroTracker {
				t.Errorf("%s of the %s Tracker: %v, want ErrZeroTracker", call, name, err)
			}
		}
	}
}

// A nil Set is a mistake, a zero Set has no policies.
func TestNilSet(t *testing.T) {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	history := []breach.Event{{At: at, Type: breach.Created}}
	for call, do := range map[string]func(*policy.Set) error{
		"Evaluate":       func(s *policy.Set) error { _, err := breach.Evaluate(s, history, at); return err },
		"Explain":        func(s *policy.Set) error { _, err := breach.Explain(s, history, at); return err },
		"Transitions":    func(s *policy.Set) error { _, err := breach.Transitions(s, history, at); return err },
		"Evaluator":      func(s *policy.Set) error { _, err := (&breach.Evaluator{Policies: s}).Evaluate(history); return err },
		"RestoreTracker": func(s *policy.Set) error { _, err := breach.RestoreTracker(s, emptySnapshot(t)); return err },
	} {
		if err := do(nil); err != breach.ErrNilSet {
			t.Errorf("%s of a nil Set: %v, want ErrNilSet", call, err)
		}
		if err := do(new(policy.Set)); err != nil {
			t.Errorf("%s of a zero Set: %v", call, err)
		}
	}
	var none *policy.Set
	if got := fmt.Sprint(none.Policies(), none.Lint(), none.Diff(none)); got != "[] [] []" {
		t.Errorf("a nil Set has %s", got)
	}
}

// emptySnapshot is the snapshot of a Tracker without policies and events.
func emptySnapshot(t *testing.T) []byte {
	return snapshot(t, breach.NewTracker(new(policy.Set)))
}
