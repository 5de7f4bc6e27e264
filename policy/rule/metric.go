package rule

// Metric is when a clock starts, stops, restarts and is cancelled. The zero
// Metric is none.
type Metric struct{ m *MetricTerms }

// MetricTerms describe a metric.
type MetricTerms struct {
	Name     string
	Start    Predicate
	Stop     Predicate
	Restart  Predicate // zero never
	Cancel   Predicate // zero never
	Once     bool      // it is measured once, not again and again
	OnReopen OnReopen
}

// NewMetric compiles a metric.
func NewMetric(t MetricTerms) Metric { return Metric{&t} }

// IsZero reports whether there is no metric.
func (m Metric) IsZero() bool { return m.m == nil }

// Name is the metric's name.
func (m Metric) Name() string { return m.m.Name }

// Start is the event that starts the clock.
func (m Metric) Start() Predicate { return m.m.Start }

// Stop is the event that stops it.
func (m Metric) Stop() Predicate { return m.m.Stop }

// Restart is the event that sets it back to zero.
func (m Metric) Restart() Predicate { return m.m.Restart }

// Cancel is the event that ends it without a verdict.
func (m Metric) Cancel() Predicate { return m.m.Cancel }

// Once reports whether the metric is measured once, not again and again.
func (m Metric) Once() bool { return m.m.Once }

// OnReopen is what a reopening does where no target applies.
func (m Metric) OnReopen() OnReopen { return m.m.OnReopen }

// Timer is a metric under a kind of policy: one state machine on a ticket,
// whichever policy of the kind applies.
type Timer struct {
	Kind   Kind
	Metric Metric
}
